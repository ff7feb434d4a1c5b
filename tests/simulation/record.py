"""What a stack is and shows: its status as it was at any time, and its history for who reads reasons in it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.cloudformation import CloudFormation, Resource

USER = "User Initiated"


@dataclass(frozen=True)
class StackEvent:
    """One event of a stack, or of a resource with the physical id that was known at that moment."""

    time: float
    logical_id: str
    physical_id: str
    status: str
    reason: str


class Record:
    """One stack, without what it does."""

    #: Whether DescribeStacks says when a change set that made the stack was executed.
    shows_execution = True

    def __init__(
        self, cloudformation: "CloudFormation", name: str, parent: "Record | None" = None, account: str = "123456789012"
    ) -> None:
        self.cloudformation, self.name, self.parent = cloudformation, name, parent
        self.id = f"arn:aws:cloudformation:us-east-1:{account}:stack/{name}/{uuid.uuid4()}"
        self.resources: dict[str, Resource] = {}
        #: What was deleted or left by an update.
        self.gone: dict[str, Resource] = {}
        self.status = ""
        #: When its latest operations began (epoch seconds).
        self.created = self.updated = self.deleted = 0.0
        self.history: list[StackEvent] = []
        self._shown: list[tuple[float, dict[str, Any]]] = []
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
        self.history.append(StackEvent(self.now, self.name, self.id, status, reason))
        self._shown.append((self.now, self._show()))

    def note(self, resource: "Resource", status: str, reason: str = "", physical_id: str | None = None) -> None:
        """Add an event of a resource; its id is the resource's own, if no other is named."""
        known = resource.physical_id if physical_id is None else physical_id
        self.history.append(StackEvent(self.now, resource.logical_id, known, status, reason))

    def shown(self, lag: float) -> dict[str, Any]:
        """Return what DescribeStacks shows, as it was so many seconds ago; a new stack shows its beginning."""
        if lag <= 0 or not self._shown:
            return self._show()
        known = [stack for time, stack in self._shown if time <= self.now - lag]
        return known[-1] if known else self._shown[0][1]

    def _show(self) -> dict[str, Any]:
        stack = {"StackId": self.id, "StackName": self.name, "StackStatus": self.status}
        family = {"ParentId": self.parent.id, "RootId": self.root.id} if self.parent else {}
        times = {"CreationTime": self.created, "LastUpdatedTime": self.updated, "DeletionTime": self.deleted}
        return stack | family | {name: datetime.fromtimestamp(at, UTC) for name, at in times.items() if at}
