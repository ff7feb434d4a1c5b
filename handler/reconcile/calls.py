"""The mutating calls: all packages in one change where the service offers it, else one by one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from aws_lambda_powertools import Logger

from errors import Disabled, NotFound, Refused, ServiceError, Unavailable
from model import Goal, Request
from opensearch.client import OpenSearch
from reconcile.look import DomainLook, Look
from reconcile.state import State

logger = Logger()

#: The state after a call, and the error that it met; a refusal is in the state.
Called = tuple[State, ServiceError | None]


def make(
    state: State, labels: Sequence[str], goal: Goal, look: DomainLook, opensearch: OpenSearch, now: float
) -> Called:
    """Ask for packages, all in one change if possible.

    What the service answers decides nothing; the next look does.
    """
    if len(labels) > 1 and not state.one_by_one:
        state, error = _in_one(state, labels, goal, look, opensearch, now)
        if not isinstance(error, Disabled | NotFound):
            return state, error
        logger.info("one by one", domain=look.request.domain, words=error.words)
        state = replace(state, one_by_one=True)
    for label in _in_order(state, labels, look.request):
        state, error = _in_one(state, [label], goal, look, opensearch, now)
        if error is not None or state.of(label).refusal:
            return state, error  # most likely the domain is busy with the one before
    return state, None


def _in_one(
    state: State, labels: Sequence[str], goal: Goal, look: DomainLook, opensearch: OpenSearch, now: float
) -> Called:
    request, ids = look.request, [state.of(label).id for label in labels]
    options = {target.label: target.options for target in request.targets}

    def ask() -> None:
        if goal is Goal.PRESENT:
            opensearch.associate(request.domain, [(state.of(label).id, options[label]) for label in labels])
        else:
            opensearch.dissociate(request.domain, ids)

    return attempted(state, labels, goal, look, ask, now)


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
    except Unavailable as error:  # it may have been done
        for label in labels:
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
        known = state.of(label)
        refused = now if known.refused is None else known.refused
        known = replace(known, refused=refused, refused_last=now, refusal=error.words)
        state = state.with_package(label, known)
    return replace(state, conflicts=state.conflicts + 1, trouble=error.words)


def _in_order(state: State, labels: Sequence[str], request: Request) -> list[str]:
    """Return the packages in an order in which each comes after its prerequisites."""
    by_id = {state.of(label).id: label for label in labels}
    needs = {target.label: target.options.get("PrerequisitePackageIDList", ()) for target in request.targets}
    before = {label: [by_id[one] for one in needs[label] if one in by_id] for label in labels}
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:
        return list(labels)
