"""Draws plans: stacks of one to three resources of every type, that change in every way, among faults."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from tests.fuzz.changes import draw_template, next_template, up_to_date, up_to_none
from tests.fuzz.faults import KINDS
from tests.fuzz.limits import bearable, may_crash, playable
from tests.fuzz.made_plans import with_packages
from tests.fuzz.plan import BEFORE, FIRST, PACKAGES, PAUSE, Declaration, Life, Plan, Step

NONE: frozenset[str] = frozenset()
#: No packages, or rarely one or two.
SELDOM = (*[NONE] * 24, *map(frozenset, combinations(PACKAGES, 1)), *map(frozenset, combinations(PACKAGES, 2)))
WHEN = (*[None] * 14, 0.0, 1.0, 2.0, 4.0, 10.0, 30.0, 100.0)
BOTH = (False, True)
SHORT = (0.0, 1.0, 3.0, 20.0, 40.0)
#: How long the ledger's table fails, and how.
TROUBLES = (
    *((seconds, "throttled") for seconds in (5.0, 60.0, 300.0)),
    *((seconds, "denied") for seconds in (5.0, 30.0, 200.0)),
    *((seconds, "unreachable") for seconds in (10.0, 120.0, 700.0)),
    (20.0, "missing"),
)


def draw_plan(draw: Random) -> Plan:
    """Return a plan within what the service may do, and no more faults than Lambda's retries can heal."""
    plan = draw_world(draw)
    # Lambda's retries take three minutes; and most plans are to have the time that they need.
    timeouts = (240, 900) if may_crash(plan) else (30, 60, 120, 240, 900)
    timeout = draw.choice((*timeouts, *[3600] * 14))
    if timeout < 120:  # a second of skew is what a hanging last look leaves to the answer
        plan = replace(plan, skew=0.0)
    if plan.one_change_at_a_time and timeout == 3600:
        plan = replace(plan, association=min(plan.association, 100.0))
    count, apart = draw.choice((1, 1, 1, 2, 2, 3)), draw.choice((False, False, True))
    packages = [PACKAGES[index::count] if apart else PACKAGES for index in range(count)]
    lives = tuple(draw_life(draw, timeout, packages[index], count, index) for index in range(count))
    plan = replace(plan, lives=lives, strangers=draw_times(draw, (*PACKAGES, FIRST), (0, 0, 0, 1, 2)))
    # What is asked for by a cancelled request, and listed later than the Delete of it waits, nobody can know of.
    cancelled = plan.failing or timeout < 3600 or count > 1 or any(step.broken is not None for step in plan.steps)
    visible = (0.0, 1.0, 2.0) if cancelled or plan.strangers else (0.0, 1.0, 10.0, 40.0)
    return playable(with_packages(draw, replace(plan, visible_after=draw.choice(visible))))


def draw_times(draw: Random, what: Sequence[str], counts: Sequence[int]) -> tuple[tuple[float, str], ...]:
    """Return times and what happens then: before all, in the first minute, or any time after."""
    return tuple((draw_time(draw), draw.choice(what)) for _ in range(draw.choice(counts)))


def draw_time(draw: Random) -> float:
    return BEFORE + PAUSE + draw.choice((-4000.0, draw.uniform(0, 60), draw.uniform(0, 60), draw.uniform(0, 2000)))


def draw_life(draw: Random, timeout: int, packages: Sequence[str], lives: int, index: int) -> Life:
    """Return the life of one stack of so many."""
    express = not draw.randrange(5)
    steps = draw_steps(draw, timeout, draw.choice((1, 2, 2, 3) if lives == 1 else (1, 1, 2)), packages)
    return Life(
        steps=tuple(map(unversioned, steps)) if index else steps,
        stack=draw.choice(("search", "search", "A", "B", "N10", "Broken")) + str(index or ""),
        begins=draw.choice((0.0, 0.0, 1.0, 3.0, 20.0, 200.0)) if index else 0.0,
        ends=draw.choice(("deleted",) * 9 + ("stays",) * 3 + (("forced", "released") if lives > 1 else ())),
        change_set=draw.choice((False, False, False, True)),
        shows_execution=draw.choice(BOTH),
        on_failure=draw.choice(("ROLLBACK", "ROLLBACK", "DELETE")),
        swapped=draw.choice(BOTH),
        turn=draw.choice((2.0, 2.0, 0.0)),
        rolls_back=not express,
        recreates=express and draw.choice(BOTH),
        refuses_replacements=express and draw.choice(BOTH),
        skip=draw.choice(BOTH),
    )


def unversioned(step: Step) -> Step:
    """Return an operation without new versions: one stack alone asks for them, else none could name the newest."""
    return replace(step, published=NONE, resources=tuple(map(up_to_none, step.resources)))


def draw_world(draw: Random) -> Plan:
    """Return a plan without operations: what service, CloudFormation and Lambda are like, and what goes wrong."""
    failing, stuck = draw.choice(SELDOM), draw.choice(SELDOM)
    # A failure within the clocks' difference of the request can't be told from one of before; real ones take minutes.
    association = draw.choice((*SHORT,) * 6 + (100.0, 700.0, 2000.0))  # long ones take long to play
    dissociation = draw.choice((0.0, 2.0, 2.0, 30.0, 80.0))
    return Plan(
        lives=(),
        table=tuple((draw_time(draw), *draw.choice(TROUBLES)) for _ in range(draw.choice((0, 0, 0, 1)))),
        lost=draw_times(draw, ("", "", *PACKAGES), (0,) * 9 + (1,)),
        skew=draw.choice((0.0, 0.0, 1.0)),
        association=max(association, 3.0) if failing else association,
        dissociation=max(dissociation, 3.0) if stuck else dissociation,
        function_timeout=draw.choice((900, 300, 120, 60)),
        one_change_at_a_time=draw.choice(BOTH),
        keeps_active=draw.choice(BOTH),
        busy=draw.choice((0.0, 0.0, 4.0, 30.0, 90.0)),
        plural_disabled=draw.choice(BOTH),
        failing=failing,
        stuck=stuck,
        timeout_at_top=draw.choice((False, False, False, True)),
        lag=draw.choice((0.0, 0.0, 1.0, 5.0)),
        throttled=tuple((draw_time(draw), draw.choice((5.0, 25.0, 60.0))) for _ in range(draw.choice((0, 0, 1)))),
        late=tuple(
            (draw.randrange(10), draw.choice((0.0, 5.0, 60.0, 300.0, 4000.0))) for _ in range(draw.choice((0, 0, 1, 2)))
        ),
        deployed=draw.choice(BOTH),
        faults=bearable((draw.randrange(60), draw.choice(KINDS)) for _ in range(draw.choice((0, 0, 1, 2, 3, 6)))),
    )


def draw_steps(draw: Random, timeout: int, count: int, packages: Sequence[str]) -> tuple[Step, ...]:
    """Return the operations: a template, and what becomes of it."""
    versions = dict.fromkeys(PACKAGES, 1)
    resources = draw_template(draw, timeout, packages)
    steps = [draw_step(draw, resources, NONE)]
    if count > 1 and draw.choice((True, True, False)):  # what is to be updated must have been created
        steps = [replace(steps[0], broken=None)]
    for number in range(1, count):
        resources, published = next_template(draw, resources, number)
        versions |= {package: versions[package] + 1 for package in published}
        resources = tuple(up_to_date(one, versions) for one in resources)
        steps.append(draw_step(draw, resources, published))
    return tuple(steps)


def draw_step(draw: Random, resources: tuple[Declaration, ...], published: frozenset[str]) -> Step:
    """Return an operation to a template."""
    return Step(resources, draw.choice(WHEN), published, draw.choice((10.0, 10.0, 60.0, 4000.0)))
