"""What one look tells of each package: which it is, whether the resource may have it, what the rules are to know."""

from dataclasses import replace
from typing import Any

from errors import Failed, ServiceError
from model import Association, Goal, Request, Target
from reconcile.association.identity import identified, predecessor
from reconcile.association.look import DomainLook
from reconcile.association.readiness import described, is_available
from reconcile.association.situation import Situation
from reconcile.messages import about
from reconcile.ownership import rolls_back, taken
from reconcile.presence import seen, watch_for
from reconcile.state import PackageState, State

#: In all others, the resource must be allowed to have the association before it goes on with it.
NOBODYS = ("ASSOCIATION_FAILED", "DISSOCIATING")


def observed(request: Request, state: State, look: DomainLook) -> tuple[State, Failed | ServiceError | None]:
    """Return the state with what the look tells of each package, and the first failure that it met in doing so."""
    failure: Failed | ServiceError | None = None
    for target in request.targets:
        try:
            with about(request, target.label):
                known = identified(target, state.of(target.label), look)
                if known is None:
                    continue
                one = look.found.get(known.id)
                known = seen(known, look)
                if request.cancelled and one and _came_again(known, one):
                    known = replace(known, asked=None, tried=False)
                state = state.with_package(target.label, known)
                undecided = request.goal is Goal.PRESENT and known.asked is None and not known.taken
                if undecided and one and one.status not in NOBODYS:
                    known = replace(known, stands_for=known.stands_for or predecessor(request, one, look))
                    state = state.with_package(target.label, taken(request, known, look))
        except (Failed, ServiceError) as error:
            failure = failure or error
    return state, failure


def _came_again(known: PackageState, one: Association) -> bool:
    """Return whether what was dissociated is associated again: the cancelled request may ask late. Judge it again.

    Where the service's clock is ahead it may be what was there before our call: to ask once more does no harm.
    """
    return one.status in ("ASSOCIATING", "ACTIVE") and known.asked is not None and one.last_updated > known.asked


def aimed(request: Request, target: Target, known: PackageState, look: DomainLook) -> tuple[PackageState, str]:
    """Return what is known of the package with the version that must be active, and what keeps it from being known.

    One that is there stays as it is unless this request brings a new PackageVersion or Revision. What a rollback
    finds stays too: the service has no way back to an old version.
    """
    if request.goal is Goal.ABSENT or known.target != "" or known.id not in look.found:
        return known, ""
    back = target.renewed and rolls_back(request, look)
    if back is None:
        return known, "the stack may be rolling back"
    if back or not target.renewed:
        return replace(known, target=None), ""
    if target.version or target.first:
        return replace(known, target=target.version or None), ""
    package = described(known.id, look)
    if not is_available(package):
        return known, f"the package is {package.status}"
    return replace(known, target=package.version), ""


def situation_of(request: Request, target: Target, known: PackageState, look: DomainLook) -> Situation:
    """Return what the rules are told of a package."""
    one = look.found.get(known.id)
    return Situation(
        goal=request.goal,
        association=one,
        now=look.now,
        requested=request.made,
        asked=known.asked,
        seen=known.seen,
        held=request.held(known.id),
        watch_for=watch_for(request, known, look),
        target=known.target or None,
        configured=_configured(target, one),
        absent_for=0.0 if known.absent is None else look.now - known.absent,
        refused_for=known.refused_for,
        refusal=known.refusal,
        cleared=known.cleared,
        idle_for=0.0 if known.asked is None else look.now - max(known.asked, known.busy or 0.0),
        changing=look.changing,
        rolls_back=lambda: rolls_back(request, look),
    )


def _configured(target: Target, one: Association | None) -> bool | None:
    """Return whether the options that the service lists are those wanted; None: it does not list them."""
    if not target.reconfigured or one is None:
        return True
    if not target.options or target.options.keys() != one.options.keys():
        return None
    return all(_covers(one.options[name], value) for name, value in target.options.items())


def _covers(listed: Any, wanted: Any) -> bool:
    """Return whether what is listed is what is wanted, maybe with more that the service has added."""
    if isinstance(wanted, dict) and isinstance(listed, dict):
        return all(name in listed and _covers(listed[name], value) for name, value in wanted.items())
    return bool(sorted(listed) == sorted(wanted) if isinstance(wanted, list) else listed == wanted)
