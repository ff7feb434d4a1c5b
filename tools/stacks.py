"""Stacks as a person sees them: changed, and followed event by event to the end."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

#: How long a stack may take (seconds).
LONGEST = 900
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


@dataclass(frozen=True)
class Event:
    """A stack event."""

    resource: str
    status: str
    reason: str
    physical_id: str


class Stacks:
    """CloudFormation's stacks, over its API."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self._seen: set[str] = set()

    def create(self, name: str, template: str, **parameters: str) -> Iterator[Event]:
        """Create a stack and yield its events to the end."""
        given = as_parameters(parameters)
        self.client.create_stack(StackName=name, TemplateBody=template, Parameters=given, Capabilities=CAPABILITIES)
        yield from self.follow(name)

    def update(self, name: str, template: str, **parameters: str) -> Iterator[Event]:
        """Update a stack and yield its events to the end."""
        given = as_parameters(parameters)
        self.client.update_stack(StackName=name, TemplateBody=template, Parameters=given, Capabilities=CAPABILITIES)
        yield from self.follow(name)

    def delete(self, name: str) -> Iterator[Event]:
        """Delete a stack and yield its events to the end."""
        stack_id = self.client.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
        self.client.delete_stack(StackName=name)
        yield from self.follow(stack_id)

    def follow(self, name: str, each: Callable[[], None] = lambda: None) -> Iterator[Event]:
        """Yield the stack's new events until it is in a final status."""
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            # The status first: what it ends with is then among the events that follow.
            final = not self.status(name).endswith("_IN_PROGRESS")
            yield from self._new(name)
            if final:
                return
            each()
            time.sleep(0.2)
        raise TimeoutError(f"{name} is {self.status(name)} after {LONGEST} s")

    def status(self, name: str) -> str:
        """Return the stack's status; DELETE_COMPLETE when it is gone."""
        try:
            status: str = self.client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        except ClientError:
            return "DELETE_COMPLETE"
        return status

    def outputs(self, name: str) -> dict[str, str]:
        """Return the stack's outputs."""
        outputs = self.client.describe_stacks(StackName=name)["Stacks"][0].get("Outputs", [])
        return {output["OutputKey"]: output["OutputValue"] for output in outputs}

    def _new(self, name: str) -> Iterator[Event]:
        try:
            events = self.client.describe_stack_events(StackName=name)["StackEvents"]
        except ClientError:
            return  # some engines forget a stack with its deletion
        for event in reversed(events):
            if event["EventId"] not in self._seen:
                self._seen.add(event["EventId"])
                more = (event.get("ResourceStatusReason", ""), event.get("PhysicalResourceId", ""))
                yield Event(event["LogicalResourceId"], event["ResourceStatus"], *more)


def as_parameters(values: dict[str, str]) -> list[dict[str, str]]:
    """Return parameters as the API has them."""
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]
