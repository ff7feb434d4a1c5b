"""The stack that a request belongs to, as CloudFormation's own records show it: its status, its rows, its events."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from math import inf
from typing import Any

from botocore.exceptions import ClientError

from aws import Caller
from cloudformation.rows import Row, Status, row_of
from errors import Rejected

#: The resource type of the stack's own events.
STACK = "AWS::CloudFormation::Stack"
#: With these of the stack's own events an operation begins that a user asked for; a rollback goes on with it.
BEGINNING = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "IMPORT_IN_PROGRESS")
#: With these of its own events, an operation of the stack has gone forward to its end.
COMPLETED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "IMPORT_COMPLETE")
#: Pages of events that are read at most; a page has 100, and CloudFormation keeps them for 90 days.
MOST_PAGES = 50


class StackView:
    """One look at the stack: each question is asked when it is first needed, and once.

    Every question raises `ServiceError` where CloudFormation does not answer; only "the stack does not exist" is an
    answer: None, or nothing.
    """

    def __init__(self, stack_id: str, logical_id: str, caller: Caller) -> None:
        self._stack_id, self._logical_id, self._caller = stack_id, logical_id, caller
        self._name = stack_id.partition("/")[2].partition("/")[0]
        #: The events that were read until now, newest first.
        self.read: list[Row] = []
        #: What to ask for the next page of events; None: that was the last.
        self._next: dict[str, str] | None = {}
        self._pages = 0

    @cached_property
    def status(self) -> Status | None:
        """The stack's own status; None: there is no such stack."""
        answer = self._ask("DescribeStacks")
        if not answer or not answer.get("Stacks"):
            return None
        stack = answer["Stacks"][0]
        times = [stack[name].timestamp() for name in ("CreationTime", "LastUpdatedTime") if stack.get(name)]
        return Status(stack["StackStatus"], max(times, default=0.0), stack.get("RootId") or "")

    @cached_property
    def rolling_back(self) -> bool:
        """Whether the stack is on its way back."""
        return self.status is not None and "ROLLBACK" in self.status.status

    @cached_property
    def root(self) -> "StackView":
        """The root of the nest that the stack belongs to: itself, if it is in none."""
        root = self.status.root_id if self.status else ""
        return self if root in ("", self._stack_id) else StackView(root, "", self._caller)

    @cached_property
    def root_rolling_back(self) -> bool:
        """Whether the stack, or the root of its nest, is on its way back; a root that has come back is at rest."""
        if self.rolling_back or self.root is self:
            return self.rolling_back
        status = self.root.status.status if self.root.status else ""
        return "ROLLBACK" in status and status.endswith("_IN_PROGRESS")

    def completed(self, before: float = inf) -> float:
        """Return when an operation last went forward to its end, by the events (epoch seconds); 0: none shows it."""
        ends = (event.at for event in self.events() if self.is_stack(event) and event.status in COMPLETED)
        return next((at for at in ends if at < before), 0.0)

    @cached_property
    def own(self) -> Row | None:
        """The row of the request's own resource; None: there is none."""
        answer = self._ask("DescribeStackResource", LogicalResourceId=self._logical_id)
        return row_of(answer["StackResourceDetail"], "LastUpdatedTimestamp") if answer else None

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows of all its resources, by logical id."""
        items: list[dict[str, Any]] = []
        further: dict[str, str] | None = {}
        while further is not None:
            page, further = self._page("ListStackResources", "StackResourceSummaries", further)
            items += page
        rows = [row_of(item, "LastUpdatedTimestamp") for item in items]
        return {row.logical_id: row for row in rows}

    def events(self) -> Iterator[Row]:
        """Yield the stack's events, newest first, reading no more pages than are asked for."""
        index = 0
        while True:
            while index < len(self.read):
                yield self.read[index]
                index += 1
            if self._next is None or self._pages == MOST_PAGES:
                return
            page, self._next = self._page("DescribeStackEvents", "StackEvents", self._next)
            self.read += [self._event(item) for item in page]
            self._pages += 1

    def is_stack(self, event: Row) -> bool:
        """Return whether an event is the stack's own, and not a resource's."""
        return event.logical_id == self._stack_id

    def _event(self, item: dict[str, Any]) -> Row:
        """Return an event; the stack's own is known by the stack's id, for a resource may have the stack's name.

        Emulators may leave out its id.
        """
        event = row_of(item, "Timestamp")
        nameless = event.physical_id in ("", self._name) and event.type in ("", STACK)
        unnamed = event.logical_id == self._name and nameless
        own = unnamed or event.physical_id == self._stack_id
        return replace(event, logical_id=self._stack_id) if own else event

    def operation(self) -> Iterator[Row]:
        """Yield the events since the newest create or update began that a user asked for, newest first."""
        for event in self.events():
            yield event
            if self._begins(event):
                return

    def operation_began(self) -> float | None:
        """Return when that operation began, by its event (epoch seconds); None: the events don't show it."""
        return next((event.at for event in self.operation() if self._begins(event)), None)

    def began(self) -> float | None:
        """Return when that operation began (epoch seconds); None: CloudFormation does not know the stack.

        Where its events don't show it, the later of the stack's two times: the one of a change set is its review's.
        """
        at = self.operation_began()
        return at if at is not None else self.status.began if self.status else None

    def _begins(self, event: Row) -> bool:
        return self.is_stack(event) and event.status in BEGINNING

    def _page(self, action: str, items: str, further: dict[str, str]) -> tuple[list[dict[str, Any]], Any]:
        """Return a page's items, and what to ask for the next page; None: there is none."""
        page = self._ask(action, **further) or {}
        token = page.get("NextToken")
        return page.get(items) or [], {"NextToken": token} if token else None

    def _ask(self, action: str, **parameters: str) -> dict[str, Any] | None:
        try:
            return self._caller.call(action, StackName=self._stack_id, **parameters)
        except Rejected as error:
            cause = error.__cause__
            if isinstance(cause, ClientError) and "does not exist" in str(cause):
                return None  # the stack, or its resource
            raise
