"""CloudFormation's side of the protocol: requests and their answers, ids, timeouts; and its API, by what FACTS say.

What it does is what FACTS of the protocol say, not what is convenient: properties travel as strings, each request has
one URL, only the first answer counts, a failed Create is followed by a Delete, and a cancelled one by a Delete with an
id that CloudFormation made up. Where it is not known which of two things CloudFormation does, a switch plays either.
"""

import copy
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.simulation.api import Api
from tests.simulation.endpoint import Endpoint
from tests.simulation.tasks import Simulation
from tests.simulation.template import Properties, as_set, as_strings, declared, number, type_of

Event = dict[str, Any]

#: How long CloudFormation waits for an answer (seconds).
LONGEST = 3600
EVENTS = Path(__file__).parents[2] / "events"
NO_ANSWER = "CloudFormation did not receive a response from your Custom Resource."


def sample(name: str) -> Event:
    """Return one of the project's sample events."""
    event: Event = json.loads(text_of(name))
    return event


@cache
def text_of(name: str) -> str:
    """Return a sample as it is in its file."""
    return (EVENTS / f"{name}.json").read_text(encoding="utf-8")


@dataclass(eq=False)
class Resource:
    """A custom resource of a stack, as CloudFormation knows it."""

    logical_id: str
    properties: Properties
    physical_id: str = ""
    status: str = ""
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    #: Its properties as they were last sent, with the attributes of others that they name.
    sent: Properties = field(default_factory=dict)
    #: The request that is under way; an answer to any other is late and changes nothing.
    request_id: str = ""
    #: As declared; empty: whichever fits the properties.
    type: str = ""
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    #: Made by an operation that has not completed.
    new: bool = True
    #: The stack that it is, nested in this one.
    child: Any = None


def resource_of(name: str, entry: Properties) -> Resource:
    """Return a resource as a template declares it."""
    one = declared(copy.deepcopy(entry))
    return Resource(
        name,
        one.properties,
        type=one.type,
        deletion_policy=one.deletion_policy,
        update_replace_policy=one.update_replace_policy,
    )


@dataclass
class CloudFormation:
    """The service: makes events, sends them to the function, waits for their answers."""

    simulation: Simulation
    endpoint: Endpoint
    invoke: Callable[[Event], None]
    stacks: dict[str, Any] = field(default_factory=dict)
    #: Every association is declared as a set of one.
    as_sets: bool = False
    #: ServiceTimeout stands at the top of the event, and not among the properties.
    timeout_at_top: bool = False

    def __post_init__(self) -> None:
        self.reads = Api(self.simulation, self.stacks)

    def api(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Answer what the function asks CloudFormation's own API."""
        return self.reads.answer(operation, parameters)

    def send(self, stack_id: str, type_: str, resource: Resource, **more: Any) -> Event:
        """Send a request for the resource; return its event."""
        names = {"Create": "create", "Update": "update-replace", "Delete": "delete"}
        event = sample(names[type_]) | {"StackId": stack_id, "RequestId": str(uuid.uuid4())}
        event |= {"LogicalResourceId": resource.logical_id, **more}
        for key in {"ResourceProperties", "OldResourceProperties"} & event.keys():
            event[key] = as_strings({"ServiceToken": event["ServiceToken"], **event[key]})
            if self.as_sets:
                event[key] = as_set(event[key])
            if self.timeout_at_top and (timeout := event[key].pop("ServiceTimeout", None)):
                event |= {"ServiceTimeout": timeout} if key == "ResourceProperties" else {}
        event["ResourceType"] = type_of(resource.type, event["ResourceProperties"])
        event["ResponseURL"] = self.endpoint.presign(event["RequestId"], event)
        resource.request_id = event["RequestId"]
        self.invoke(event)
        return event

    def wait(self, event: Event) -> dict[str, Any] | None:
        """Return the first answer to the request, or None when its time is up or it was cancelled."""
        pending = self.endpoint.requests[event["RequestId"]]
        self.simulation.wait(pending.answered, timeout_of(event))
        return pending.answers[0] if pending.answers else None

    def cancel(self, resource: Resource) -> None:
        """Stop waiting for the resource's answer; the function is not told."""
        request_id, resource.request_id = resource.request_id, ""
        pending = self.endpoint.requests[request_id]
        pending.cancelled = True
        self.simulation.set(pending.answered)


def timeout_of(event: Event) -> float:
    """Return how long CloudFormation waits for the answer to a request (seconds)."""
    given = event["ResourceProperties"].get("ServiceTimeout", event.get("ServiceTimeout"))
    return float(min(number(given, LONGEST), LONGEST))
