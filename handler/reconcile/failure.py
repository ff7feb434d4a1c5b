"""What a failure tells besides its cause: what was seen last, the domain's change, the other packages, what is left."""

from collections.abc import Sequence

from cloudformation.ids import holding
from errors import Failed, ServiceError, TimedOut
from model import Request
from opensearch.client import OpenSearch
from reconcile import messages, pacing
from reconcile.look import Look
from reconcile.presence import is_missed
from reconcile.state import State


def at_deadline(
    request: Request, state: State, look: Look | None, pending: Sequence[str], now: float, opensearch: OpenSearch
) -> TimedOut | None:
    """Return what was last seen when the deadline came; None: the request watched for what never came.

    Args:
        look: the last one that went through, if one did.
        pending: what had not reached its goal by then.
    """
    seen = messages.statuses(request, state, look.found if look is not None else None)
    if request.cancelled and all(map(messages.is_absent, seen.values())) and not _is_lost_sight_of(state, look):
        return None
    label = next(iter([*pending, *seen]))
    reason = messages.timed_out(request, label, seen[label], state.trouble, now - request.made)
    in_time = now + state.slowest + pacing.DELIVERY <= request.limit
    if request.domain and in_time:
        reason += _change(request, opensearch)
    known = look is not None and (in_time or "status" in vars(look.stack))  # else to ask for it may take too long
    return TimedOut(f"{reason}{messages.each(request, seen)}{_left(request, state, look, is_known=known)}")


def _is_lost_sight_of(state: State, look: Look | None) -> bool:
    """Return whether the last look was the first to miss what was there: it alone proves nothing."""
    return look is not None and any(known.seen and is_missed(known, look) for known in state.packages.values())


def explained(failed: Failed, request: Request, state: State, look: Look | None) -> Failed:
    """Return a failure with what the domain's change, and the other packages, tell of it."""
    more = messages.changed(request, look.change) if look is not None and state.asked else ""
    others = messages.each(request, messages.statuses(request, state, look.found)) if look is not None else ""
    return type(failed)(f"{failed}{more}{others}{_left(request, state, look)}")


def answered_with(failed: Failed, request: Request, failure_id: str) -> Failed:
    """Return a failure with what the id that it answers names no more: of another domain, or too much for one id.

    If the stack is not rolled back, no Delete will be about it.
    """
    held, named = request.known, holding(failure_id, request.logical_id)
    if held is None or named is None:
        return failed
    lost = held.packages.keys() - (named.packages.keys() if named.domain == held.domain else ())
    return type(failed)(f"{failed}{messages.left_behind(held.domain, sorted(lost))}") if lost else failed


def _change(request: Request, opensearch: OpenSearch) -> str:
    try:
        return messages.changed(request, opensearch.change(request.domain))
    except ServiceError:
        return ""


def _left(request: Request, state: State, look: Look | None, *, is_known: bool = True) -> str:
    """Say how to take away by hand what a cleanup has not: no id may name it afterwards.

    Args:
        is_known: the stack's status is, or may be asked for.
    """
    ids = {target.label: state.of(target.label).id or target.package_id for target in request.targets}
    if look is not None:
        ids = {label: one for label, one in ids.items() if one in look.found and not state.of(label).stays}
    cleanup = _is_cleanup(request, look if is_known else None)
    return messages.left_behind(request.domain, filter(None, ids.values())) if cleanup else ""


def _is_cleanup(request: Request, look: Look | None) -> bool:
    """Return whether a Delete cleans up after an update; where that can't be told, it may."""
    if request.type != "Delete" or look is None:
        return request.type == "Delete"
    try:
        status = look.stack.status
    except ServiceError:
        return True  # it only explains: what to do if so
    return status is not None and "UPDATE" in status.status
