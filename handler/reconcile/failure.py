"""What a failure tells besides its cause: what was seen last, the domain's change, the other packages, what is left."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from errors import Failed, InUse, ServiceError, TimedOut
from model import Association, Course, Goal, Package, Request
from opensearch.client import OpenSearch
from reconcile import pacing
from reconcile.look import Look
from reconcile.state import State
from reconcile.words import Words, changed


def at_deadline(
    request: Request,
    words: Words,
    state: State,
    look: Look | None,
    pending: Sequence[str],
    now: float,
    opensearch: OpenSearch,
) -> TimedOut:
    """Return what was last seen when the deadline came.

    Args:
        look: the last one that went through, if one did.
        pending: what had not reached its goal by then.
    """
    ids, found = _ids(request, state, pending), look.found if look is not None else {}
    seen = words.statuses(ids, look.found if look is not None else None)
    label = next(iter([*pending, *seen]), request.logical_id)
    reason = words.timed_out(request, label, seen.get(label, words.absent), state.trouble, now - request.made)
    reason += _users(words, ids.get(label, ""), found) if request.goal is Goal.ABSENT else ""
    if now + state.slowest + pacing.DELIVERY <= request.limit:
        with suppress(ServiceError):  # it only explains
            reason += changed(request, opensearch.change(request.domain)) if request.domain else ""
        left = _left(request, words, ids, look)
    else:
        left = _left(request, words, ids, look, told=False)
    return TimedOut(f"{reason}{words.each(seen)}{left}", label=label)


def explained(
    failed: Failed, request: Request, words: Words, state: State, look: Look | None, pending: Sequence[str]
) -> Failed:
    """Return a failure with what the domain's change, and the other packages, tell of it."""
    ids, found = _ids(request, state, pending), look.found if look is not None else {}
    more = _users(words, ids.get(failed.label, failed.label), found) if isinstance(failed, InUse) else ""
    more += changed(request, look.change) if look is not None and state.asked else ""
    others = words.each(words.statuses(ids, look.found)) if look is not None else ""
    return type(failed)(f"{failed}{more}{others}{_left(request, words, ids, look)}", label=failed.label)


def _users(words: Words, package: str, found: Mapping[str, Association | Package]) -> str:
    """Say which request finds what uses a package that is there."""
    users = words.users(package, found[package].type) if package in found else ""
    return f" {users}" if users else ""


def _ids(request: Request, state: State, pending: Sequence[str]) -> dict[str, str]:
    """Return the ids of what the request is about, by how it names each."""
    if request.goal is Goal.ABSENT:
        known = request.named.packages if request.named is not None else ()
        return {package: package for package in pending or known or [target.label for target in request.targets]}
    return {target.label: state.of(target.label).id or target.package_id for target in request.targets}


def _left(request: Request, words: Words, ids: dict[str, str], look: Look | None, *, told: bool = True) -> str:
    """Say how to take away by hand what no id may name any more: what a cleanup leaves, and on another domain.

    Args:
        told: there is time to ask where the stack is going.
    """
    moves = request.goal is Goal.PRESENT and bool(request.elsewhere)
    if request.type != "Delete" and not moves:
        return ""
    with suppress(ServiceError):  # it only explains
        if not moves and look is not None and told and look.stack.course()[0] is Course.AWAY:
            return ""  # the Delete comes again with the stack's
    place = request.place if moves or request.named is None else request.named.place
    there = [one for one in ids.values() if look is None or one in look.found] if not moves else list(ids.values())
    return words.left_behind(place, filter(None, there))
