"""What to do next, from one look: what it tells of each package, which steps follow, and what stands against them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from errors import Failed, ServiceError
from model import Association, Goal, Request, Target
from reconcile.identity import identified
from reconcile.look import Look
from reconcile.messages import about, stays
from reconcile.ownership import STALE, is_unanswered, rolls_back, rolls_back_unnamed, still_wanted, taken
from reconcile.readiness import busy, check_domain, check_packages, is_available
from reconcile.removal import SURE, reason_to_keep
from reconcile.rules import ABSENT_FOR, CONFIRMED_AFTER, decide
from reconcile.situation import Situation, Step
from reconcile.state import PackageState, State

#: In these, the resource must be allowed to have the association before it goes on with it.
THERE = ("ASSOCIATING", "ACTIVE", "DISSOCIATION_FAILED")


@dataclass(frozen=True)
class Plan:
    """What follows from a look."""

    state: State
    #: Every package is at its goal.
    done: bool = False
    #: The packages to ask for, and for which goal.
    labels: tuple[str, ...] = ()
    goal: Goal = Goal.ASSOCIATED
    #: What keeps the operation from going on, in words.
    trouble: str = ""
    #: Something was missed, and a second look must confirm it.
    confirm: bool = False


def observed(request: Request, state: State, look: Look) -> tuple[State, Failed | ServiceError | None]:
    """Return the state with what the look tells of each package, and the first failure that it met in doing so."""
    failure: Failed | ServiceError | None = None
    for target in request.targets:
        try:
            with about(request, target.label):
                known = identified(target, state.of(target.label), look)
                if known is None:
                    continue
                known = _seen(known, look)
                state = state.with_package(target.label, known)
                one = look.found.get(known.id)
                if (
                    one
                    and request.goal is Goal.ASSOCIATED
                    and known.asked is None
                    and not known.taken
                    and one.status in THERE
                ):
                    known = taken(request, known, look)
                state = state.with_package(target.label, known)
        except (Failed, ServiceError) as error:
            failure = failure or error
    return state, failure


def planned(request: Request, state: State, look: Look) -> Plan:
    """Return the plan.

    Raises:
        Failed: a package can't reach the goal.
        ServiceError: what decides could not be read.
    """
    if (
        request.cancelled
        and request.type == "Update"
        and (applies := rolls_back_unnamed(request, state, look)) is not True
    ):
        return Plan(state, done=applies is False)
    steps: dict[str, Step] = {}
    trouble = ""
    for target in request.targets:
        known = state.of(target.label)
        if known.stays:
            steps[target.label] = Step.DONE
            continue
        with about(request, target.label):
            if not known.id and request.goal is Goal.ASSOCIATED:
                steps[target.label], trouble = Step.WAIT, "the domain is being changed"
                continue
            known, coming = _aimed(request, target, known, look)
            trouble = trouble or coming
            situation = _situation(request, target, known, look)
            steps[target.label] = Step.WAIT if coming else decide(situation)
            if known.asked is not None and situation.idle_for and "domain" in vars(look) and look.domain.changing:
                known = replace(known, busy=look.now)
            state = state.with_package(target.label, known)
    plan = Plan(state, trouble=trouble, confirm=any(_is_missed(known, look) for known in state.packages.values()))
    clear = [label for label, step in steps.items() if step is Step.CLEAR]
    asked = clear or [label for label, step in steps.items() if step is Step.REQUEST]
    if not asked:
        return replace(plan, done=all(step is Step.DONE for step in steps.values()))
    plan = replace(plan, goal=Goal.DISSOCIATED if clear else request.goal)
    plan = _allowed(request, plan, asked, look)
    done = all(step is Step.DONE for label, step in steps.items() if label not in asked)
    return replace(plan, done=plan.done and done)


def _allowed(request: Request, plan: Plan, asked: Sequence[str], look: Look) -> Plan:
    """Return the plan with what may be asked for now: domain and packages are ready, and the stack wants it so."""
    targets = [target for target in request.targets if target.label in asked]
    with about(request, asked[0]):
        check_domain(look)
    if look.domain.deleting:
        return replace(plan, done=True)
    state, occupied = plan.state, busy(look, [plan.state.of(label) for label in asked])
    unready = [one for one in targets if not (occupied and state.of(one.label).target)]
    if plan.goal is Goal.ASSOCIATED and unready:
        # Early, so that what is wrong with a package shows before a long wait; and once more right before the call.
        state, coming = check_packages(state, unready, look)
        if coming:
            return replace(plan, state=state, trouble=coming)
    if occupied:
        for label in asked:
            state = state.with_package(label, replace(state.of(label), refused=None))
        return replace(plan, state=state, trouble=occupied)
    if request.goal is Goal.ASSOCIATED or request.type == "Update":
        with about(request, asked[0]):
            state = still_wanted(request, state, look)
        if state.unwanted is not None:
            return replace(plan, state=state)
    if request.goal is Goal.ASSOCIATED:
        return replace(plan, state=state, labels=tuple(asked))
    return _to_be_removed(request, replace(plan, state=state), asked, look)


def _to_be_removed(request: Request, plan: Plan, asked: Sequence[str], look: Look) -> Plan:
    """Return the plan with those packages that may be taken away; with none left, it is done."""
    state, labels, kept = plan.state, list[str](), 0
    for label in asked:
        known = state.of(label)
        reason = "" if known.tried else reason_to_keep(request, known, look)
        if not reason:
            known = replace(known, kept=None)
            labels += [label] if reason == "" else []
        else:
            since = look.now if known.kept is None else known.kept
            final = look.now - since >= STALE or reason in SURE
            known = replace(known, kept=since, stays=final)
            if final:
                state = replace(state, notes=(*state.notes, stays(known.id, request.domain, reason)))
            kept += final
        state = state.with_package(label, known)
    waiting = len(labels) + kept < len(asked)
    return replace(plan, state=state, labels=() if waiting else tuple(labels), done=kept == len(asked))


def _seen(known: PackageState, look: Look) -> PackageState:
    if known.id in look.found:
        return replace(known, seen=True, absent=None)
    return replace(known, absent=look.now if known.absent is None else known.absent)


def _is_missed(known: PackageState, look: Look) -> bool:
    return known.absent is not None and look.now - known.absent < CONFIRMED_AFTER


def _aimed(request: Request, target: Target, known: PackageState, look: Look) -> tuple[PackageState, str]:
    """Return what is known of the package with the version that must be active, and what keeps it from being known.

    One that is there stays as it is unless this request brings a new PackageVersion or Revision. What a rollback
    finds stays too: the service has no way back to an old version.
    """
    if request.goal is Goal.DISSOCIATED or known.target != "" or known.id not in look.found:
        return known, ""
    back = target.renewed and rolls_back(request, look)
    if back is None:
        return known, "the stack may be rolling back"
    if back or not target.renewed:
        return replace(known, target=None), ""
    if target.version or target.first:
        return replace(known, target=target.version or None), ""
    package = look.packages([known.id]).get(known.id)
    if package is not None and not is_available(package):
        return known, f"the package is {package.status}"
    return replace(known, target=package.version if package else None), ""


def _situation(request: Request, target: Target, known: PackageState, look: Look) -> Situation:
    one = look.found.get(known.id)
    return Situation(
        goal=request.goal,
        association=one,
        now=look.now,
        clock=request.clock,
        asked=known.asked,
        seen=known.seen,
        held=request.held(known.id),
        watch_for=_watch_for(request, known, look),
        target=known.target or None,
        configured=_configured(target, one),
        absent_for=0.0 if known.absent is None else look.now - known.absent,
        refused_for=None if known.refused is None else look.now - known.refused,
        refusal=known.refusal,
        cleared=known.cleared,
        idle_for=0.0 if known.asked is None else look.now - max(known.asked, known.busy or 0.0),
        changing=look.changing,
    )


def _watch_for(request: Request, known: PackageState, look: Look) -> float:
    """Return how long a package must be absent to count as gone (seconds): longer where somebody may still ask."""
    if known.absent is None or not request.cancelled or not is_unanswered(request, look):
        return CONFIRMED_AFTER
    return min(ABSENT_FOR, (request.limit - request.clock) / 4)


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
