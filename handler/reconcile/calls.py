"""A call that changes something, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from aws_lambda_powertools import Logger

from errors import NotFound, Refused, ServiceError, Unavailable
from model import Goal
from reconcile.look import Look
from reconcile.state import State

logger = Logger()

#: The state after a call, and the error that it met; a refusal is in the state.
Called = tuple[State, ServiceError | None]


def attempted(
    state: State, labels: Sequence[str], goal: Goal, look: Look, ask: Callable[[], str | None], now: float
) -> Called:
    """Make one call for packages, and keep what came of it.

    Args:
        ask: makes the call; returns the id of the package where the call has given it one.
    """
    request = look.request
    ids = {label: state.of(label).id for label in labels}
    try:
        made = ask()
    except Refused as error:
        logger.info("refused", domain=request.domain, packages=labels, words=error.words)
        return _refused(state, ids, error, now), None
    except Unavailable as error:
        for label in () if error.throttled else labels:  # it may have been done
            state = state.with_package(label, replace(state.of(label), tried=True))
        return state, error
    except ServiceError as error:  # surely without effect: nothing for CloudFormation to clean up
        gone = goal is Goal.ABSENT and isinstance(error, NotFound) and len(labels) == 1
        return state, None if gone else error
    logger.info("asked", domain=request.domain, packages=labels, goal=goal.value)
    for label in labels:
        known = replace(state.of(label), tried=True, refused=None, refused_last=None, refusal="", absent=None)
        if goal is request.goal:
            known = replace(known, id=made or known.id, asked=now, seen=ids[label] in look.found)
        else:
            known = replace(known, cleared=True)
        state = state.with_package(label, known)
    return replace(state, moved=now, trouble=""), None


def _refused(state: State, ids: dict[str, str], error: Refused, now: float) -> State:
    """Return the state with the refusal, for the packages that its words are about, or for all."""
    named = [label for label, package in ids.items() if package in error.words or label in error.words]
    for label in named or ids:
        state = state.with_package(label, state.of(label).refused_again(now, error.words))
    return replace(state, conflicts=state.conflicts + 1, trouble=error.words)
