"""What a stack is and shows: its status, the rows of its resources, its events, each as it was at any time."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.simulation.template import Properties, as_strings, type_of

if TYPE_CHECKING:
    from tests.simulation.cloudformation import CloudFormation, Resource

STACK_TYPE = "AWS::CloudFormation::Stack"
USER = "User Initiated"


@dataclass(frozen=True)
class StackEvent:
    """One event of a stack, or of a resource with the physical id that was known at that moment."""

    id: str
    time: float
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    properties: Properties | None


@dataclass(frozen=True)
class Shown:
    """What the API shows of a stack at one time."""

    time: float
    stack: dict[str, Any]
    rows: list[dict[str, Any]]


class Record:
    """One stack, without what it does."""

    #: What a cleanup shows in the row of a replaced resource: the "new" id, the "old" one, or that as "deleting".
    rows_in_cleanup = "new"
    #: Whether DescribeStacks says when a change set that made the stack was executed.
    shows_execution = True

    def __init__(
        self, cloudformation: "CloudFormation", name: str, parent: "Record | None" = None, account: str = "123456789012"
    ) -> None:
        self.cloudformation, self.name, self.parent = cloudformation, name, parent
        self.id = f"arn:aws:cloudformation:us-east-1:{account}:stack/{name}/{uuid.uuid4()}"
        self.resources: dict[str, Resource] = {}
        #: What was deleted or left by an update; stays listed.
        self.gone: dict[str, Resource] = {}
        self.status = ""
        self.created = self.updated = 0.0
        self.history: list[StackEvent] = []
        self._snapshots: list[Shown] = []
        cloudformation.stacks[self.id] = self

    @property
    def now(self) -> float:
        return self.cloudformation.simulation.now

    @property
    def root(self) -> "Record":
        return self.parent.root if self.parent else self

    @property
    def events(self) -> list[tuple[float, str, str, str]]:
        """(time, logical id, status, reason), oldest first."""
        return [(one.time, one.logical_id, one.status, one.reason) for one in self.history]

    def become(self, status: str, reason: str = "") -> None:
        """Take a status, with an event."""
        self.status = status
        self._add(self.name, self.id, STACK_TYPE, status, reason, None)

    def note(self, resource: "Resource", status: str, reason: str = "", physical_id: str | None = None) -> None:
        """Add an event of a resource; its id is the resource's own, if no other is named."""
        known = resource.physical_id if physical_id is None else physical_id
        type_ = type_of(resource.type, resource.properties)
        self._add(resource.logical_id, known, type_, status, reason, resource.properties)

    def shown(self, lag: float) -> Shown:
        """Return what the API shows, as it was so many seconds ago; a new stack shows its beginning."""
        if lag <= 0 or not self._snapshots:
            return self._show()
        until = self.now - lag
        return next((one for one in reversed(self._snapshots) if one.time <= until), self._snapshots[0])

    def event(self, event: StackEvent) -> dict[str, Any]:
        """Return an event as DescribeStackEvents has it."""
        shown: dict[str, Any] = {
            "StackId": self.id,
            "EventId": event.id,
            "StackName": self.name,
            "LogicalResourceId": event.logical_id,
            "PhysicalResourceId": event.physical_id,
            "ResourceType": event.type,
            "Timestamp": at(event.time),
            "ResourceStatus": event.status,
        }
        if event.properties is not None:
            shown["ResourceProperties"] = json.dumps(as_strings(event.properties))
        return shown | ({"ResourceStatusReason": event.reason} if event.reason else {})

    def _add(
        self, logical_id: str, physical_id: str, type_: str, status: str, reason: str, properties: Properties | None
    ) -> None:
        event_id = str(uuid.uuid4()) if type_ == STACK_TYPE else f"{logical_id}-{status}-{len(self.history)}"
        self.history.append(StackEvent(event_id, self.now, logical_id, physical_id, type_, status, reason, properties))
        self._snapshots.append(self._show())

    def _show(self) -> Shown:
        updated = {"LastUpdatedTime": at(self.updated)} if self.updated else {}
        family = {"ParentId": self.parent.id, "RootId": self.root.id} if self.parent else {}
        stack = {"StackId": self.id, "StackName": self.name, "StackStatus": self.status}
        rows = [self._row(one) for one in (self.gone | self.resources).values() if one.status]
        return Shown(self.now, stack | {"CreationTime": at(self.created)} | updated | family, rows)

    def _row(self, resource: "Resource") -> dict[str, Any]:
        known, status, changed = resource.physical_id, resource.status, resource.changed
        if resource.leaving and self.rows_in_cleanup != "new":
            known = resource.leaving
            if self.rows_in_cleanup == "deleting":
                status, changed = "DELETE_IN_PROGRESS", resource.leaving_since
        row = {"LogicalResourceId": resource.logical_id, "ResourceStatus": status, "LastUpdatedTimestamp": at(changed)}
        type_ = type_of(resource.type, resource.properties)
        return row | {"ResourceType": type_} | ({"PhysicalResourceId": known} if known else {})


def at(time: float) -> datetime:
    """Return an instant as boto3 does."""
    return datetime.fromtimestamp(time, UTC)
