"""CloudFormation's own API, as far as the function asks it: late, throttled, and of stacks that are gone."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.direct import client_error
from tests.simulation.record import Record
from tests.simulation.tasks import Simulation

Answer = dict[str, Any]

#: How many events a page has.
PAGE = 100


class Api:
    """Each method is an operation; what is asked is answered as it was some seconds ago."""

    def __init__(self, simulation: Simulation, stacks: dict[str, Record]) -> None:
        self._simulation, self._stacks = simulation, stacks
        #: How old the answer to an operation is (seconds).
        self.lag: Callable[[str], float] = lambda operation: 0.0
        #: (since, until) when every call is throttled (epoch seconds).
        self.throttled: list[tuple[float, float]] = []

    def answer(self, operation: str, parameters: dict[str, Any]) -> Answer:
        """Answer one call, with boto3's parameters, results and errors."""
        if any(since <= self._simulation.now < until for since, until in self.throttled):
            raise client_error("Throttling", "Rate exceeded", 400)
        method: Callable[..., Answer] = getattr(self, f"_{operation}")
        return method(self.lag(operation), **parameters)

    def _DescribeStacks(self, lag: float, StackName: str) -> Answer:
        return {"Stacks": [self._stack(StackName).shown(lag).stack]}

    def _DescribeStackEvents(self, lag: float, StackName: str, NextToken: str = "") -> Answer:
        stack = self._stack(StackName)
        until = self._simulation.now - lag
        known = [event for event in stack.history if event.time <= until or lag == 0] or stack.history[:1]
        end = int(NextToken or len(known))
        begin = max(0, end - PAGE)
        page = [stack.event(event) for event in reversed(known[begin:end])]
        return {"StackEvents": page} | ({"NextToken": str(begin)} if begin else {})

    def _DescribeStackResource(self, lag: float, StackName: str, LogicalResourceId: str) -> Answer:
        rows = self._rows(lag, StackName, LogicalResourceId)
        return {"StackResourceDetail": stamped(rows[0], "LastUpdatedTimestamp")}

    def _DescribeStackResources(self, lag: float, StackName: str, LogicalResourceId: str = "") -> Answer:
        return {"StackResources": [stamped(row, "Timestamp") for row in self._rows(lag, StackName, LogicalResourceId)]}

    def _ListStackResources(self, lag: float, StackName: str, NextToken: str = "") -> Answer:
        rows = self._rows(lag, StackName)
        begin = int(NextToken or 0)
        page = [stamped(row, "LastUpdatedTimestamp") for row in rows[begin : begin + PAGE]]
        more = {"NextToken": str(begin + PAGE)} if begin + PAGE < len(rows) else {}
        return {"StackResourceSummaries": page} | more

    def _rows(self, lag: float, name: str, logical_id: str = "") -> list[Answer]:
        stack = self._stack(name)
        rows = [row for row in stack.shown(lag).rows if logical_id in ("", row["LogicalResourceId"])]
        if logical_id and not rows:
            raise refused(f"Resource {logical_id} does not exist for stack {stack.name}")
        return rows

    def _stack(self, name: str) -> Record:
        """Return the stack of an id, or the living one of a name."""
        for stack in self._stacks.values():
            if stack.history and (stack.id == name or (stack.name == name and stack.status != "DELETE_COMPLETE")):
                return stack
            if stack.id == name and stack.status:  # a status given by hand
                return stack
        raise refused(f"Stack with id {name} does not exist")


def stamped(row: Answer, name: str) -> Answer:
    """Return the row with its time by the name that the operation has for it."""
    return {(name if key == "LastUpdatedTimestamp" else key): value for key, value in row.items()}


def refused(message: str) -> ClientError:
    """Return the error of what is not there."""
    return client_error("ValidationError", message, 400)
