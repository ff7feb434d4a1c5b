"""CloudFormation's own API, as far as the function asks it: late, throttled, and of stacks that are gone."""

from collections.abc import Callable
from typing import Any

from tests.simulation.direct import client_error
from tests.simulation.record import Record
from tests.simulation.tasks import Simulation


class Api:
    """What is asked is answered as it was some seconds ago."""

    def __init__(self, simulation: Simulation, stacks: dict[str, Record]) -> None:
        self._simulation, self._stacks = simulation, stacks
        #: How old the answer to an operation is (seconds).
        self.lag: Callable[[str], float] = lambda operation: 0.0
        #: (since, until) when every call is throttled (epoch seconds).
        self.throttled: list[tuple[float, float]] = []

    def answer(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Answer one call, with boto3's parameters, results and errors."""
        if any(since <= self._simulation.now < until for since, until in self.throttled):
            raise client_error("Throttling", "Rate exceeded", 400)
        assert operation == "DescribeStacks", operation
        return {"Stacks": [self._stack(parameters["StackName"]).shown(self.lag(operation))]}

    def _stack(self, name: str) -> Record:
        """Return the stack of an id, or the living one of a name."""
        for stack in self._stacks.values():
            if stack.status and (stack.id == name or (stack.name == name and stack.status != "DELETE_COMPLETE")):
                return stack
        raise client_error("ValidationError", f"Stack with id {name} does not exist", 400)
