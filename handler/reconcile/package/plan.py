"""What one look tells of packages themselves, and what to do next."""

from dataclasses import replace

from errors import Failed, ServiceError
from model import Goal, Request, Target
from reconcile.messages import about
from reconcile.ownership import RIVAL, held_by_stack, is_fresh, still_wanted, taken
from reconcile.pacing import deadline
from reconcile.package.calls import check_source
from reconcile.package.identity import GOING, check_fixed, identified
from reconcile.package.look import PackageLook
from reconcile.package.rivals import is_over, is_rival
from reconcile.package.rules import REFUSED_FOR, decide
from reconcile.package.situation import Situation
from reconcile.package.versions import goes_back, had, to_be_renewed, told
from reconcile.plan import Plan, nothing_to_sweep, pending, to_be_removed
from reconcile.presence import is_missed, seen, watch_for
from reconcile.state import PackageState, State
from reconcile.step import Step

WAITS = f"{RIVAL}: another stack makes it, or another delivery of this request"


def observed(request: Request, state: State, look: PackageLook) -> tuple[State, Failed | ServiceError | None]:
    """Return the state with what the look tells of each package, and the first failure that it met in doing so."""
    failure: Failed | ServiceError | None = None
    for target in request.targets:
        try:
            with about(request, target.label):
                before = state.of(target.label)
                package_id = identified(request, target, before, look.found)
                if request.cancelled and before.id not in ("", package_id):
                    before = PackageState()  # it was made once more
                known = seen(replace(before, id=package_id, rival=False), look)
                state = state.with_package(target.label, known)
                if request.goal is Goal.PRESENT and known.asked is None:
                    state = state.with_package(target.label, _claimed(request, known, before, look))
        except (Failed, ServiceError) as error:
            failure = failure or error
    return state, failure


def _claimed(request: Request, known: PackageState, before: PackageState, look: PackageLook) -> PackageState:
    """Return what is known of a package that may be there, now that the resource has it; but not yet a rival's.

    Raises:
        AlreadyExists: it is not the resource's.
    """
    package = look.found.get(known.id)
    if package is None or package.status == GOING:
        return known
    rival = is_rival(request, before, package, look.now) and held_by_stack(request, known.id, look) is None
    if rival and not is_over(package, look.now):
        return replace(known, rival=True)
    known = taken(request, known, look, ours=not rival)
    return had(known, before, package, look)


def planned(request: Request, state: State, look: PackageLook) -> Plan:
    """Return the plan.

    Raises:
        Failed: a package can't reach the goal.
        ServiceError: what decides could not be read.
    """
    if (needless := nothing_to_sweep(request, state, look)) is not None:
        return needless
    steps, trouble = dict[str, Step](), ""
    for target in request.targets:
        with about(request, target.label):
            known, waits = _leaving(request, state.of(target.label), look)
            renew, unknown = to_be_renewed(request, target, known, look)
            waits = waits or unknown or (WAITS if known.rival else "")
            trouble = trouble or waits
            step = Step.WAIT if waits else _step(request, target, known, look, renew=renew)
            late = step is not Step.DONE and look.now >= deadline(request, state)
            steps[target.label] = Step.DONE if late and goes_back(request, known, look) else step
            state = state.with_package(target.label, known)
    confirm = any(is_missed(known, look) for known in state.packages.values())
    plan = Plan(state, trouble=trouble, pending=pending(steps), confirm=confirm, goal=request.goal)
    asked = tuple(label for label, step in steps.items() if step is Step.REQUEST)
    others = all(step is Step.DONE for label, step in steps.items() if label not in asked)
    if not asked:
        return replace(plan, done=others, state=told(request, state, look) if others else state)
    if request.goal is Goal.PRESENT:
        state = still_wanted(request, state, look)
        return replace(plan, state=state, labels=asked if state.unwanted is None else ())
    plan = to_be_removed(request, plan, asked, look)
    return replace(plan, done=plan.done and others)


def _step(request: Request, target: Target, known: PackageState, look: PackageLook, *, renew: bool) -> Step:
    """Return the next step for a package.

    Raises:
        Failed: it can't reach the goal; but a rollback has its version before, or can't have it back.
    """
    if known.stays:
        return Step.DONE
    package, held = look.found.get(known.id), bool(known.id) and request.held(known.id)
    situation = Situation(
        goal=request.goal,
        package=package,
        known=known,
        now=look.now,
        renew=renew,
        held=held,
        watch_for=watch_for(request, known, look),
    )
    try:
        if held and package is not None:
            check_fixed(target, package)
        step = decide(situation)
        if step is Step.REQUEST and request.goal is Goal.PRESENT:
            check_source(target)
        return step
    except Failed:
        if goes_back(request, known, look):
            return Step.DONE
        if request.type == "Update" and held and is_fresh(request, look.now):
            return Step.WAIT  # it may be a rollback's, and the stack's status from before it
        raise


def _leaving(request: Request, known: PackageState, look: PackageLook) -> tuple[PackageState, str]:
    """Return what is known of a package that a domain is letting go, in words; a refusal to delete it is no other.

    Raises:
        Failed: after minutes, domains still have it.
    """
    if request.goal is Goal.PRESENT or known.refused_for is None or known.id not in look.found:
        return known, ""
    domains = look.domains(known.id)
    leaving = [domain for domain, status in domains.items() if status == "DISSOCIATING"]
    if leaving:
        return replace(known, refused=look.now, refused_last=look.now), f"domain {leaving[0]} is dissociating it"
    if domains and known.refused_for >= REFUSED_FOR[Goal.ABSENT]:
        names = ", ".join(f"{domain} ({status})" for domain, status in domains.items())
        raise Failed(f"it is on domain {names}, which keeps it: {known.refusal}. Dissociate it there, then try again.")
    return known, ""
