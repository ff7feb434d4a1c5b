"""Time, given from outside, so that simulated time can run thousands of operations."""

import time
from typing import Any, Protocol

#: Kept back to hand over, or to deliver an answer (seconds); never more than half of what an invocation has.
RESERVE = 30.0


class Clock(Protocol):
    """What the loop knows of time."""

    def now(self) -> float:
        """Return the time (epoch seconds)."""

    def sleep(self, seconds: float) -> None:
        """Let so much time pass."""

    def left(self) -> float:
        """Return how long this invocation may go on before it must hand over (seconds)."""

    def remaining(self) -> float:
        """Return how long this invocation may live (seconds)."""


class LambdaClock:
    """The time of one invocation of a Lambda function."""

    def __init__(self, context: Any) -> None:
        self._remaining_ms = context.get_remaining_time_in_millis
        self._reserve = min(RESERVE, self._remaining_ms() / 2000)

    def now(self) -> float:
        """Return the time (epoch seconds)."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        time.sleep(seconds)

    def left(self) -> float:
        """Return how long this invocation may go on before it must hand over (seconds)."""
        return float(self._remaining_ms() / 1000 - self._reserve)

    def remaining(self) -> float:
        """Return how long this invocation may live (seconds)."""
        return float(self._remaining_ms() / 1000)
