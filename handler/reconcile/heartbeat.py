"""A sign of life while a request waits: which request, what was last seen, since when, and until when. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from model import Request

#: One of CloudWatch's own periods, which begin at whole multiples of it (epoch seconds).
EVERY = 300.0


def due(last: float, now: float) -> bool:
    """Return whether another period has begun since the last line, or since this invocation began (epoch seconds).

    So each request that waits is counted once in each period, however long its looks take.
    """
    return now // EVERY > last // EVERY


def line(
    request: Request, statuses: Mapping[str, str], *, asked: bool, since: float, deadline: float, now: float
) -> dict[str, Any]:
    """Return the fields of the log line. It holds no words of the service's, and of the properties only names and ids.

    Args:
        statuses: what each package was last seen in, by its id, or how the request names it.
        asked: the service has taken the call.
        since: when CloudFormation made the request, or when it was first seen, where that is not known.
        deadline: when it is answered at the latest.
    """
    return {
        "domain": request.domain,
        "goal": request.goal.value,
        "packages": dict(statuses),
        "asked": asked,
        "since": _moment(since),
        "waited": round(now - since),
        "deadline": _moment(deadline),
    }


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
