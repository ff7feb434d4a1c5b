"""CloudFormation's side of the protocol: order, ids, cancelled creates, rollbacks, cleanups, timeouts.

What it does is what FACTS of the protocol say, not what is convenient: properties travel as strings, each request has
one URL, only the first answer counts, a failed Create is followed by a Delete, and a cancelled one by a Delete with an
id that CloudFormation made up.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cloudformation.properties import DEFINITIONS
from tests.simulation.endpoint import Endpoint
from tests.simulation.tasks import Simulation

Properties = dict[str, Any]
Event = dict[str, Any]

#: How long CloudFormation waits for an answer (seconds).
LONGEST = 3600
#: What a set says of each package.
OF_PACKAGE = set(DEFINITIONS) - {"ServiceToken", "DomainName", "AdoptExisting", "ServiceTimeout"}
EVENTS = Path(__file__).parents[2] / "events"
NO_ANSWER = "CloudFormation did not receive a response from your Custom Resource."


def sample(name: str) -> Event:
    """Return one of the project's sample events."""
    event: Event = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def number(text: str | None, otherwise: int) -> int:
    """Return the number that a property holds."""
    return int(text) if text is not None and text.isdigit() else otherwise


def as_strings(value: Any) -> Any:
    """Return a property as CloudFormation sends it: every scalar a string."""
    if isinstance(value, dict):
        return {key: as_strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_strings(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_set(properties: Properties) -> Properties:
    """Return the properties of one association as those of a set of it."""
    if "Packages" in properties:
        return properties
    package = {name: value for name, value in properties.items() if name in OF_PACKAGE}
    rest = {name: value for name, value in properties.items() if name not in OF_PACKAGE}
    return rest | ({"Packages": [package]} if package else {})


@dataclass
class Resource:
    """A custom resource of a stack, as CloudFormation knows it."""

    logical_id: str
    properties: Properties
    physical_id: str = ""
    status: str = ""
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    #: The request that is under way; an answer to any other is late and changes nothing.
    request_id: str = ""
    #: When the status began (epoch seconds).
    changed: float = 0.0

    def become(self, status: str, now: float) -> None:
        """Take a status."""
        self.status, self.changed = status, now


@dataclass
class CloudFormation:
    """The service: makes events, sends them to the function, waits for their answers."""

    simulation: Simulation
    endpoint: Endpoint
    invoke: Callable[[Event], None]
    stacks: dict[str, Any] = field(default_factory=dict)
    #: Every association is declared as a set of one.
    as_sets: bool = False

    def send(self, stack_id: str, type_: str, resource: Resource, **more: Any) -> Event:
        """Send a request for the resource; return its event."""
        names = {"Create": "create", "Update": "update-replace", "Delete": "delete"}
        event = sample(names[type_]) | {"StackId": stack_id, "RequestId": str(uuid.uuid4())}
        event |= {"LogicalResourceId": resource.logical_id, **more}
        for key in {"ResourceProperties", "OldResourceProperties"} & event.keys():
            event[key] = as_strings({"ServiceToken": event["ServiceToken"], **event[key]})
            if self.as_sets:
                event[key] = as_set(event[key])
        if "Packages" in event["ResourceProperties"]:
            event["ResourceType"] = "Custom::OpenSearchPackageAssociations"
        event["ResponseURL"] = self.endpoint.presign(event["RequestId"], event)
        resource.request_id = event["RequestId"]
        self.invoke(event)
        return event

    def wait(self, event: Event) -> dict[str, Any] | None:
        """Return the first answer to the request, or None when its time is up or it was cancelled."""
        pending = self.endpoint.requests[event["RequestId"]]
        timeout = min(float(number(event["ResourceProperties"].get("ServiceTimeout"), LONGEST)), LONGEST)
        self.simulation.wait(pending.answered, timeout)
        return pending.answers[0] if pending.answers else None

    def cancel(self, resource: Resource) -> None:
        """Stop waiting for the resource's answer; the function is not told."""
        request_id, resource.request_id = resource.request_id, ""
        pending = self.endpoint.requests[request_id]
        pending.cancelled = True
        self.simulation.set(pending.answered)

    def api(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Answer what the function asks CloudFormation's own API."""
        stack = self.stacks[parameters["StackName"]]
        if operation == "DescribeStacks":
            times = {"CreationTime": at(stack.created)} | (
                {"LastUpdatedTime": at(stack.updated)} if stack.updated else {}
            )
            return {"Stacks": [{"StackName": stack.name, "StackStatus": stack.status, **times}]}
        known = stack.resources.values()
        if operation == "DescribeStackResource":
            (resource,) = [one for one in known if one.logical_id == parameters["LogicalResourceId"]]
            detail = {"ResourceStatus": resource.status, "LastUpdatedTimestamp": at(resource.changed)}
            return {"StackResourceDetail": detail}
        assert operation == "ListStackResources"
        keys = [
            ("LogicalResourceId", "logical_id"),
            ("PhysicalResourceId", "physical_id"),
            ("ResourceStatus", "status"),
        ]
        return {"StackResourceSummaries": [{key: getattr(one, name) for key, name in keys} for one in known]}


def at(time: float) -> datetime:
    """Return an instant as boto3 does."""
    return datetime.fromtimestamp(time, UTC)
