"""When to look again, how long to bear a trouble, and when the answer is due."""

import random
from dataclasses import replace

from errors import Denied, NotFound, ServiceError, Unavailable
from model import Request
from reconcile.state import State

#: The pause between looks is this share of the time since a status last moved, within these bounds (seconds): as close
#: as the lag needs at first, and never sparser than the five seconds of the CDK's framework (docs/benchmarks.md).
SHARE, SHORTEST, LONGEST = 0.35, 1.0, 5.0
#: The pause doubles with each throttled look, up to this (seconds).
LONGEST_THROTTLED = 60.0
#: Keeps operations that began together from looking together.
JITTER = 0.1
#: So soon a look that missed something is confirmed (seconds).
CONFIRM = 0.5
#: For how long an error may be a thing of the moment: a domain, role or policy that was made just now (seconds).
PASSING: dict[type[ServiceError], float] = {NotFound: 30, Denied: 60}
#: For how long to look for an endpoint that does not answer: CloudFormation's, and OpenSearch Service's as long as
#: no call of the operation got through (seconds).
UNREACHED_FOR = 600
#: Kept back for the answer: as long as the slowest look took and this for the delivery; but at least this share of
#: ServiceTimeout up to thirty seconds, and at most half of it (seconds).
DELIVERY, LEAST_SHARE, LEAST, MOST_SHARE = 5.0, 0.1, 30.0, 0.5


def deadline(request: Request, state: State) -> float:
    """Return when the operation must have ended (epoch seconds), for the answer to arrive in time."""
    timeout = request.limit - request.clock
    margin = max(min(LEAST, LEAST_SHARE * timeout), state.slowest + DELIVERY if state.slowest > DELIVERY else 0)
    return request.limit - min(margin, MOST_SHARE * timeout)


def pause(state: State, now: float, *, confirm: bool) -> float:
    """Return how long to pause before the next look (seconds)."""
    if confirm and not state.throttled:
        return CONFIRM
    since = state.since if state.moved is None else state.moved
    seconds = min(max(SHARE * (now - since), SHORTEST), LONGEST) * random.uniform(1 - JITTER, 1)
    if state.throttled:
        seconds = min(seconds * 2.0**state.throttled, LONGEST_THROTTLED) * random.uniform(0.5, 1)
    return seconds


def troubled(state: State, error: ServiceError, now: float) -> State:
    """Return the state with a trouble that a look has met."""
    kind = f"{error.prefix} {type(error).__name__}"
    throttled = state.throttled + (isinstance(error, Unavailable) and error.throttled)
    reached = state.reached or (error.prefix == "es" and not (isinstance(error, Unavailable) and error.unreached))
    since = {**state.troubles, kind: state.troubles.get(kind, now)}
    trouble = f"{error.prefix}:{error.action}: {error.words}"
    return replace(state, trouble=trouble, troubles=since, throttled=throttled, reached=reached)


def is_bearable(state: State, error: ServiceError, now: float) -> bool:
    """Return whether another look may not meet the trouble that the state holds."""
    since = now - state.troubles[f"{error.prefix} {type(error).__name__}"]
    if isinstance(error, Unavailable):
        hopeless = error.unreached and not (error.prefix == "es" and state.reached)
        return not hopeless or since < UNREACHED_FOR
    return since < PASSING.get(type(error), 0)


def recovered(state: State) -> State:
    """Return the state after a look that went through."""
    return replace(state, troubles={}, throttled=max(0, state.throttled - 1), reached=True)
