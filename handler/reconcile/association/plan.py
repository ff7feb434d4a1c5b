"""What to do next about associations, from one look: which steps follow, and what stands against them."""

from collections.abc import Sequence
from dataclasses import replace

from errors import InvalidRequest
from model import Goal, Request, Target
from reconcile.association.calls import check_key_role
from reconcile.association.identity import check_ids
from reconcile.association.look import DomainLook
from reconcile.association.observation import aimed, situation_of
from reconcile.association.readiness import busy, check_domain, check_packages, is_told_by_the_call
from reconcile.association.rules import decide
from reconcile.association.situation import Situation
from reconcile.messages import about
from reconcile.ownership import still_wanted
from reconcile.plan import Plan, nothing_to_sweep, pending, to_be_removed
from reconcile.presence import is_missed
from reconcile.state import State
from reconcile.step import Step


def planned(request: Request, state: State, look: DomainLook) -> Plan:
    """Return the plan.

    Raises:
        Failed: a package can't reach the goal.
        ServiceError: what decides could not be read.
    """
    check_ids(request, state)
    if (needless := nothing_to_sweep(request, state, look)) is not None:
        return needless
    steps: dict[str, Step] = {}
    trouble = ""
    for target in request.targets:
        known = state.of(target.label)
        if known.stays:
            steps[target.label] = Step.DONE
            continue
        with about(request, target.label):
            if not known.id and request.goal is Goal.PRESENT:
                steps[target.label], trouble = Step.WAIT, "the domain is being changed"
                continue
            known, coming = aimed(request, target, known, look)
            trouble = trouble or coming
            situation = situation_of(request, target, known, look)
            steps[target.label] = Step.WAIT if coming else _permitted(target, situation)
            if known.asked is not None and situation.idle_for and "domain" in vars(look) and look.domain.changing:
                known = replace(known, busy=look.now)
            state = state.with_package(target.label, known)
    confirm = any(is_missed(known, look) for known in state.packages.values())
    plan = Plan(state, trouble=trouble, pending=pending(steps), confirm=confirm)
    clear = [label for label, step in steps.items() if step is Step.CLEAR]
    asked = clear or [label for label, step in steps.items() if step is Step.REQUEST]
    if not asked:
        return replace(plan, done=all(step is Step.DONE for step in steps.values()))
    plan = replace(plan, goal=Goal.ABSENT if clear else request.goal)
    plan = _allowed(request, plan, asked, look)
    done = all(step is Step.DONE for label, step in steps.items() if label not in asked)
    return replace(plan, done=plan.done and done)


def _permitted(target: Target, situation: Situation) -> Step:
    """Return the next step, if the provider may do that; what it may not, a rollback leaves as it is.

    Raises:
        Failed: it may not, or the package can't reach the goal.
    """
    step = decide(situation)
    try:
        if step is Step.REQUEST and situation.goal is Goal.PRESENT:
            check_key_role(target)
    except InvalidRequest:
        there = situation.association is not None and situation.association.status == "ACTIVE"
        if not (there and situation.rolls_back()):
            raise
        return Step.DONE
    return step


def _allowed(request: Request, plan: Plan, asked: Sequence[str], look: DomainLook) -> Plan:
    """Return the plan with what may be asked for now: nothing is known against it, and the stack wants it so."""
    targets = [target for target in request.targets if target.label in asked]
    state, occupied = plan.state, ""
    told = is_told_by_the_call(state, targets, look)
    if not told:
        with about(request, asked[0]):
            check_domain(look)
        if look.domain.deleting:
            return replace(plan, done=True)
        occupied = busy(look, [state.of(label) for label in asked])
    unready = [one for one in targets if not (occupied and state.of(one.label).target)]
    if all(one.package_id and not one.version for one in targets) and told and state.pace:
        unready = []  # the call tells of them too, and of a service that throttles each read takes a call from another
    if plan.goal is Goal.PRESENT and unready:
        # Early, so that what is wrong with a package shows before a long wait; and once more right before the call.
        state, coming = check_packages(state, unready, look)
        occupied = coming or occupied
    if occupied:
        explained = not told and look.domain.changing  # then a refusal is no sign of anything else
        for label in asked:
            known = replace(state.of(label), refused=None)
            known = replace(known, refusal="") if explained else known
            state = state.with_package(label, known)
        return replace(plan, state=state, trouble=occupied)
    return _wanted(request, replace(plan, state=state), asked, look)


def _wanted(request: Request, plan: Plan, asked: Sequence[str], look: DomainLook) -> Plan:
    """Return the plan with what may be asked for now: the stack wants it so."""
    state = plan.state
    if request.goal is Goal.PRESENT or request.type == "Update":
        with about(request, asked[0]):
            state = still_wanted(request, state, look)
        if state.unwanted is not None:
            return replace(plan, state=state)
    if request.goal is Goal.PRESENT:
        for label in asked:
            known = state.of(label)
            state = state.with_package(label, replace(known, target=known.target or None))
        return replace(plan, state=state, labels=tuple(asked))
    return to_be_removed(request, replace(plan, state=state), asked, look)
