"""When to look again, how long to bear a trouble, and when the answer is due."""

import os
import random
from dataclasses import replace

from errors import Denied, NotFound, Refused, ServiceError, Unavailable, Unknown
from model import Goal, Request
from reconcile.state import State

#: The pause between looks: the shortest at first, longer by this share of the time since a status last moved, and never
#: sparser than the five seconds of the CDK's framework (docs/benchmarks.md). It is that after 40 s, so that all this
#: costs three looks more than a flat pause, however long the service takes (seconds).
SHORTEST, GROWTH, LONGEST = 3.0, 0.05, 5.0
#: The end of a dissociation is confirmed by another look; so much closer are its looks, lest its answer comes later.
CLOSER = 0.7
#: Keeps operations that began together from looking together; the longest pauses need it no more.
JITTER = 0.1
#: The pause that a throttled service bears is learned from it: so long after the first refusal, by this factor longer
#: with each further one and shorter with each look that goes through, and never longer than this (seconds). So about
#: two of three looks go through, however many operations there are, and the service is never idle.
FIRST_THROTTLED, LONGER, SHORTER, LONGEST_THROTTLED = 1.0, 2.0, 0.75, 30.0
#: Who still has to ask goes first, for its time runs only then: it pauses no longer than this share of its wait.
SHARE_TO_ASK = 0.3
#: A look's list serves for so long: what is throttled after it is tried again, and the list need not be read again
#: (seconds). Shorter than a cancelled Create is watched for.
YOUNG = 2.0
#: So soon a look is taken again that others' writes have made old (seconds).
CONTENDED = (0.1, 1.0)
#: For how long an error may be a thing of the moment: a domain, role or policy that was made just now, credentials that
#: are being renewed, the refusal of a read (seconds); and whatever it is, where a stack may be going back or cleaning
#: up, which nobody tries again.
PASSING: dict[type[ServiceError], float] = {NotFound: 30, Denied: 60, Refused: 60, Unknown: 60}
NOT_FORWARD = 60
#: For how long to look for an endpoint that does not answer: CloudFormation's, and OpenSearch Service's as long as
#: no call of the operation got through; and under sam local invoke, where an endpoint is there or is not (seconds).
UNREACHED_FOR, UNREACHED_LOCALLY = 600, 10
#: Kept back for the answer: as long as the slowest look took and this for the delivery; but at least this share of
#: ServiceTimeout up to thirty seconds, and at most half of it (seconds).
DELIVERY, LEAST_SHARE, LEAST, MOST_SHARE = 5.0, 0.1, 30.0, 0.5


def deadline(request: Request, state: State) -> float:
    """Return when the operation must have ended (epoch seconds), for the answer to arrive in time."""
    timeout = request.limit - request.made
    margin = max(min(LEAST, LEAST_SHARE * timeout), state.slowest + DELIVERY if state.slowest > DELIVERY else 0)
    return request.limit - min(margin, MOST_SHARE * timeout)


def half_time(request: Request) -> float:
    """Return until when an Update tries to take away what older requests left (epoch seconds): then it goes on."""
    return (request.made + request.limit) / 2


def contended() -> float:
    """Return how long to pause where others write to the same item of the ledger (seconds)."""
    return random.uniform(*CONTENDED)


def pause(state: State, goal: Goal, now: float) -> float:
    """Return how long to pause before the next look (seconds)."""
    since = state.since if state.moved is None else state.moved
    seconds = min((SHORTEST + GROWTH * (now - since)) * random.uniform(1 - JITTER, 1), LONGEST)
    seconds *= CLOSER if goal is Goal.ABSENT else 1
    borne = state.pace if state.asked else min(state.pace, max(FIRST_THROTTLED, SHARE_TO_ASK * (now - state.since)))
    return max(seconds, borne * random.uniform(0.5, 1))


def troubled(state: State, error: ServiceError, now: float) -> State:
    """Return the state with a trouble that a look has met."""
    kind = f"{error.prefix} {type(error).__name__}"
    throttled = isinstance(error, Unavailable) and error.throttled
    pace = min(max(LONGER * state.pace, FIRST_THROTTLED), LONGEST_THROTTLED) if throttled else state.pace
    reached = state.reached or (error.prefix == "es" and not (isinstance(error, Unavailable) and error.unreached))
    since = {**state.troubles, kind: state.troubles.get(kind, now)}
    trouble = f"{error.prefix}:{error.action}: {error.words}"
    return replace(state, trouble=trouble, troubles=since, pace=pace, reached=reached)


def is_bearable(request: Request, state: State, error: ServiceError, now: float) -> bool:
    """Return whether another look may not meet the trouble that the state holds; an Update may be a rollback's."""
    since = now - state.troubles[f"{error.prefix} {type(error).__name__}"]
    if isinstance(error, Unavailable):
        hopeless = error.unreached and not (error.prefix == "es" and state.reached)
        longest = UNREACHED_LOCALLY if os.environ.get("AWS_SAM_LOCAL") else UNREACHED_FOR
        return not hopeless or since < longest
    return since < max(PASSING.get(type(error), 0), 0 if request.type == "Create" else NOT_FORWARD)


def recovered(state: State) -> State:
    """Return the state after a look that went through."""
    pace = SHORTER * state.pace
    pace = pace if pace >= SHORTER * FIRST_THROTTLED else 0.0
    return replace(state, troubles={}, pace=pace, reached=True)
