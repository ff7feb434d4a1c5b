"""What a failure tells besides its cause: what was seen last, the domain's change, the other packages, what is left."""

from collections.abc import Mapping

from cloudformation.ids import holding
from errors import Failed, ServiceError, TimedOut
from model import Association, Goal, Package, Request
from opensearch.client import OpenSearch
from reconcile import messages, pacing
from reconcile.look import Look
from reconcile.state import State


def at_deadline(
    request: Request,
    state: State,
    found: Mapping[str, Association | Package] | None,
    now: float,
    opensearch: OpenSearch,
) -> TimedOut | None:
    """Return what was last seen when the deadline came; None: the request watched for what never came.

    Args:
        found: what the last look has found, if one went through.
    """
    seen = messages.statuses(request, state, found)
    if request.cancelled and all(messages.is_absent(status) for status in seen.values()):
        return None
    label = next((one for one, status in seen.items() if not _is_reached(request.goal, status)), next(iter(seen)))
    reason = messages.timed_out(request, label, seen[label], state.trouble, now - request.made)
    if request.domain and now + state.slowest + pacing.DELIVERY <= request.limit:
        reason += _change(request, opensearch)
    return TimedOut(reason + messages.each(request, seen))


def explained(failed: Failed, request: Request, state: State, look: Look) -> Failed:
    """Return a failure with what the domain's change, and the other packages, tell of it."""
    more = messages.changed(request, look.change) if state.asked else ""
    others = messages.each(request, messages.statuses(request, state, look.found))
    left = ""
    if _is_cleanup(request, look):
        known = [state.of(target.label) for target in request.targets]
        left = messages.left_behind(request.domain, (one.id for one in known if not one.stays))
    return type(failed)(f"{failed}{more}{others}{left}")


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


def _is_reached(goal: Goal, status: str) -> bool:
    return status in ("ACTIVE", "AVAILABLE") if goal is Goal.PRESENT else messages.is_absent(status)


def _is_cleanup(request: Request, look: Look) -> bool:
    """Return whether a Delete cleans up after an update, so that no id may name afterwards what it leaves."""
    try:
        status = look.stack.status if request.type == "Delete" else None
    except ServiceError:
        return True  # it only explains: what to do if so
    return status is not None and "UPDATE" in status.status
