"""Draws plans: stacks of one to three resources of every type, that change in every way, among faults."""

from dataclasses import replace
from itertools import combinations
from random import Random

from tests.fuzz.changes import draw_template, next_template, up_to_date
from tests.fuzz.faults import KINDS
from tests.fuzz.limits import bearable, may_crash
from tests.fuzz.made_plans import with_packages
from tests.fuzz.plan import LAGGING, PACKAGES, Declaration, Plan, Step

NONE: frozenset[str] = frozenset()
#: No packages, or rarely one or two.
SELDOM = (*[NONE] * 24, *map(frozenset, combinations(PACKAGES, 1)), *map(frozenset, combinations(PACKAGES, 2)))
WHEN = (*[None] * 14, 0.0, 1.0, 2.0, 4.0, 10.0, 30.0, 100.0)
BOTH = (False, True)
SHORT = (0.0, 1.0, 3.0, 20.0, 100.0)


def draw_plan(draw: Random) -> Plan:
    """Return a plan within what the service may do, and no more faults than Lambda's retries can heal."""
    plan = draw_world(draw)
    # Lambda's retries take three minutes; and most plans are to have the time that they need.
    timeouts = (240, 900) if may_crash(plan) else (30, 60, 120, 240, 900)
    timeout = draw.choice((*timeouts, *[3600] * 14))
    if plan.one_change_at_a_time and timeout == 3600:
        plan = replace(plan, association=min(plan.association, 100.0))
    plan = replace(plan, steps=draw_steps(draw, timeout, draw.choice((1, 2, 2, 3))))
    # What is asked for by a cancelled request, and listed later than the Delete of it waits, nobody can know of.
    cancelled = plan.failing or timeout < 3600 or any(step.broken is not None or step.strangers for step in plan.steps)
    visible = (0.0, 1.0, 2.0) if cancelled else (0.0, 1.0, 10.0, 40.0)
    plan = with_packages(draw, replace(plan, visible_after=draw.choice(visible)))
    return replace(plan, stack=draw.choice(("search", "search", "A", "B", "N10", "Broken")))


def draw_world(draw: Random) -> Plan:
    """Return a plan without operations: what service, CloudFormation and Lambda are like, and what goes wrong."""
    failing, stuck = draw.choice(SELDOM), draw.choice(SELDOM)
    # A failure within the clocks' difference of the request can't be told from one of before; real ones take minutes.
    association = draw.choice((*SHORT, *SHORT, *SHORT, 700.0, 2000.0, 3000.0))  # long ones take long to play
    dissociation = draw.choice((0.0, 2.0, 30.0, 300.0))
    return Plan(
        steps=(),
        delete=draw.choice((True, True, True, False)),
        association=max(association, 3.0) if failing else association,
        dissociation=max(dissociation, 3.0) if stuck else dissociation,
        function_timeout=draw.choice((900, 300, 120, 60)),
        one_change_at_a_time=draw.choice(BOTH),
        keeps_active=draw.choice(BOTH),
        busy=draw.choice((0.0, 0.0, 4.0, 30.0, 200.0)),
        plural_disabled=draw.choice(BOTH),
        failing=failing,
        stuck=stuck,
        change_set=draw.choice((False, False, False, True)),
        shows_execution=draw.choice(BOTH),
        on_failure=draw.choice(("ROLLBACK", "ROLLBACK", "DELETE")),
        swapped=draw.choice((True, False)),
        rows_in_cleanup=draw.choice(("new", "new", "old", "deleting")),
        timeout_at_top=draw.choice((False, False, False, True)),
        lags=tuple(draw.choice((0.0, 1.0, 5.0)) for _ in LAGGING) if draw.choice(BOTH) else (0.0,) * 4,
        throttled=tuple((draw.uniform(0, 300), draw.choice((5.0, 25.0, 60.0))) for _ in range(draw.choice((0, 0, 1)))),
        late=tuple(
            (draw.randrange(10), draw.choice((0.0, 5.0, 60.0, 300.0, 4000.0))) for _ in range(draw.choice((0, 0, 1, 2)))
        ),
        deployed=draw.choice(BOTH),
        skip=draw.choice(BOTH),
        faults=bearable((draw.randrange(60), draw.choice(KINDS)) for _ in range(draw.choice((0, 0, 1, 2, 3, 6)))),
    )


def draw_steps(draw: Random, timeout: int, count: int) -> tuple[Step, ...]:
    """Return the operations: a template, and what becomes of it."""
    versions = dict.fromkeys(PACKAGES, 1)
    resources = draw_template(draw, timeout)
    steps = [draw_step(draw, resources, NONE)]
    if count > 1 and draw.choice((True, True, False)):  # what is to be updated must have been created
        steps = [replace(steps[0], broken=None, strangers=NONE)]
    for number in range(1, count):
        resources, published = next_template(draw, resources, number)
        versions |= {package: versions[package] + 1 for package in published}
        resources = tuple(up_to_date(one, versions) for one in resources)
        steps.append(draw_step(draw, resources, published))
    return tuple(steps)


def draw_step(draw: Random, resources: tuple[Declaration, ...], published: frozenset[str]) -> Step:
    """Return an operation to a template."""
    strangers, pause = draw.choice(SELDOM), draw.choice((10.0, 10.0, 60.0, 4000.0))
    names = {one.name for one in resources}
    refactored = (("A", "Z"),) if "Z" in names and "A" not in names else ()
    return Step(resources, draw.choice(WHEN), published, strangers, refactored, pause)
