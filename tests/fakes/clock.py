"""The service's one clock, which a simulation may replace."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Epoch seconds."""

    now: Callable[[], float] = staticmethod(time.time)


clock = Clock()


def now() -> float:
    """Return the time as it is at the call, also where a default is made by it."""
    return clock.now()


def as_date(instant: float) -> datetime:
    """Return an instant as the API has it."""
    return datetime.fromtimestamp(instant, UTC)
