"""What to do next about associations, from one look: which steps follow, and what stands against them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from errors import InvalidRequest
from ledger.records import Item, Slot
from model import Association, Course, Goal, Target
from reconcile.association.calls import check_key_role
from reconcile.association.identity import check_ids
from reconcile.association.look import MOVING, DomainLook
from reconcile.association.readiness import (
    busy,
    check_domain,
    check_packages,
    described,
    is_available,
    is_told_by_the_call,
    may_be_renewed,
)
from reconcile.association.rules import Situation, decide
from reconcile.association.words import WORDS
from reconcile.kind import Plan
from reconcile.rules import UNCHANGED_FOR, Step
from reconcile.state import CHANGING, REFUSED, PackageState, State


def planned(state: State, look: DomainLook, _: Item, free: Collection[str], unsure: Collection[str]) -> Plan:
    """Return what to do next about what is wanted; see `Kind.planned`."""
    check_ids(look.request, state)
    steps: dict[str, Step] = {}
    trouble = ""
    for target in look.request.targets:
        label = target.label
        with WORDS.about(look.request, label):
            known = state.of(label)
            if not known.id:
                steps[label], trouble = Step.WAIT, "the domain is being changed"
                continue
            known, coming = _aimed(target, known, look)
            trouble = trouble or coming
            one, late = look.found.get(known.id), label in unsure
            configured = _configured(target, one)
            situation = Situation(
                Goal.PRESENT, one, known, look.now, unsure=late, configured=configured, changing=look.changing
            )
            step = Step.WAIT if coming else _permitted(target, situation, look)
            taken = situation.status in (None, "ASSOCIATION_FAILED") and label not in free  # another's call is open
            steps[label] = Step.WAIT if taken and step in (Step.REQUEST, Step.CLEAR) else step
            state = state.with_package(label, _waited(known, situation, step))
    asked = [target for target in look.request.targets if steps[target.label] in (Step.REQUEST, Step.CLEAR)]
    if not asked:
        return Plan(state, steps, trouble)
    clears = any(step is Step.CLEAR for step in steps.values())
    state, occupied = _occupied(state, asked, look, clears=clears)
    return Plan(state, steps, occupied)


def step_away(known: PackageState, look: DomainLook) -> tuple[PackageState, Step, str]:
    """Return what to do next about an association that is to go; see `Kind.step_away`."""
    situation = Situation(Goal.ABSENT, look.found.get(known.id), known, look.now, changing=look.changing)
    step = decide(situation)
    if step is Step.REQUEST and look.domain.deleting:
        step = Step.DONE
    return _waited(known, situation, step), step, ""


def hindered(state: State, going: Mapping[str, Slot], look: DomainLook) -> tuple[State, str]:
    """Return what keeps associations from being asked to go; see `Kind.hindered`."""
    check_domain(look)
    renewed = may_be_renewed(look, [*going.values()])
    occupied = busy(look, [state.of(label) for label in going], renewed=renewed)
    changing = bool(occupied) and look.domain.changing
    return (_as_busy(state, going, changing=changing), occupied) if occupied else (state, "")


def _waited(known: PackageState, situation: Situation, step: Step) -> PackageState:
    """Return what is known of a package; at rest, the rules wait for so long only while the domain changes."""
    moves = step is Step.WAIT and situation.status not in MOVING and situation.idle_for >= UNCHANGED_FOR
    return replace(known, since={**known.since, CHANGING: situation.now}) if moves else known


def _aimed(target: Target, known: PackageState, look: DomainLook) -> tuple[PackageState, str]:
    """Return what is known of the package with the version that must be active, and what keeps it from being known.

    One that is there stays as it is unless this request brings a new PackageVersion or Revision. What a rollback
    finds stays too: the service has no way back to an old version.
    """
    if known.aimed or known.id not in look.found:
        return known, ""
    course = look.stack.course_of_update() if target.renewed else Course.ON
    if course is Course.UNSURE:
        return known, "the stack may be rolling back"
    if course is Course.BACK or not target.renewed:
        return replace(known, aimed=True), ""
    if target.version or target.first:
        return replace(known, aimed=True, target=target.version), ""
    package = described(known.id, look)
    if not is_available(package):
        return known, f"the package is {package.status}"
    return replace(known, aimed=True, target=package.version), ""


def _permitted(target: Target, situation: Situation, look: DomainLook) -> Step:
    """Return the next step, if the provider may do that; what it may not, a rollback leaves as it is.

    Raises:
        Failed: it may not, or the package can't reach the goal.
    """
    step = decide(situation)
    try:
        if step is Step.REQUEST:
            check_key_role(target)
    except InvalidRequest:
        if situation.status != "ACTIVE" or look.stack.course_of_update() is not Course.BACK:
            raise
        return Step.DONE
    return step


def _occupied(state: State, targets: Sequence[Target], look: DomainLook, *, clears: bool) -> tuple[State, str]:
    """Return what keeps packages from being asked for now, in words; empty: nothing is known against it."""
    occupied, told = "", is_told_by_the_call(state, targets, look)
    if not told:
        with WORDS.about(look.request, targets[0].label):
            check_domain(look)
        occupied = busy(look, [state.of(target.label) for target in targets])
    unready = [one for one in targets if not (occupied and state.of(one.label).target)]
    if all(one.package_id and not one.version for one in targets) and told and state.pace:
        unready = []  # the call tells of them too, and of a service that throttles each read takes a call from another
    if unready and not clears:
        # Early, so that what is wrong with a package shows before a long wait; and once more right before the call.
        state, coming = check_packages(state, unready, look)
        occupied = coming or occupied
    if occupied:
        changing = not told and look.domain.changing
        return _as_busy(state, [target.label for target in targets], changing=changing), occupied
    for target in targets:
        known = state.of(target.label)
        state = state.with_package(target.label, replace(known, aimed=True))
    return state, ""


def _as_busy(state: State, labels: Collection[str], *, changing: bool) -> State:
    """Return the state where refusals are no sign of anything but a busy domain; one that changes explains them all."""
    for label in labels:
        known = state.of(label).without(REFUSED)
        state = state.with_package(label, replace(known, refusal="") if changing else known)
    return state


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
