"""What to do next about packages themselves, from one look."""

from collections.abc import Collection
from dataclasses import replace

from errors import Failed
from ledger.records import Item
from model import Course, Goal, Target
from reconcile.kind import Plan
from reconcile.package.calls import check_source
from reconcile.package.identity import check_fixed, slot_of
from reconcile.package.look import GOING, PackageLook
from reconcile.package.rules import REFUSED_FOR, Situation, decide
from reconcile.package.versions import is_to_be_renewed, stays
from reconcile.package.words import WORDS
from reconcile.rules import Step
from reconcile.state import REFUSED, REFUSED_LAST, PackageState, State


def slot_named(target: Target) -> str:
    """Return the slot of a package as its properties declare it."""
    return slot_of(target.name, target.options.get("PackageType", ""), target.options.get("EngineVersion", ""))


def planned(state: State, look: PackageLook, item: Item, free: Collection[str], unsure: Collection[str]) -> Plan:
    """Return what to do next about what is wanted; see `Kind.planned`."""
    request, steps, trouble = look.request, dict[str, Step](), ""
    for target in request.targets:
        label, known = target.label, state.of(target.label)
        with WORDS.about(request, label):
            package = look.found.get(known.id)
            renew = is_to_be_renewed(target, known, item.slot(slot_named(target)), look)
            unasked = package is not None and known.asked is None
            course = look.stack.course_of_update(surely=renew) if unasked else Course.ON
            if package is not None and package.status != GOING and course is Course.BACK:
                steps[label] = Step.DONE
                state = state.noted(*filter(None, (stays(target, package, look),)))
                continue
            if renew and course is Course.UNSURE:
                steps[label], trouble = Step.WAIT, "the stack may be rolling back"
                continue
            renew = renew and course is Course.ON
            if package is not None:
                check_fixed(target, package) if request.names(known.id) else None
                state = state.with_package(label, replace(known, before=known.before or package.version))
            situation = Situation(Goal.PRESENT, package, known, look.now, renew=renew, unsure=label in unsure)
            step = decide(situation)
            if step is Step.REQUEST:
                check_source(target)
            taken = package is None and label not in free  # another's call is open
            steps[label] = Step.WAIT if taken and step is Step.REQUEST else step
    return Plan(state, steps, trouble)


def step_away(known: PackageState, look: PackageLook) -> tuple[PackageState, Step, str]:
    """Return what to do next about a package that is to go; a domain that lets it go is waited for."""
    if (refused_for := known.refused_for) is not None:
        domains = look.domains(known.id)
        leaving = [domain for domain, status in domains.items() if status == "DISSOCIATING"]
        if leaving:
            known = replace(known, since={**known.since, REFUSED: look.now, REFUSED_LAST: look.now})
            return known, Step.REQUEST, f"domain {leaving[0]} is dissociating it"
        if domains and refused_for >= REFUSED_FOR[Goal.ABSENT]:
            names = ", ".join(f"{domain} ({status})" for domain, status in domains.items())
            raise Failed(
                f"it is on domain {names}, which keeps it: {known.refusal}. Dissociate it there, then try again."
            )
    return known, decide(Situation(Goal.ABSENT, look.found.get(known.id), known, look.now)), ""
