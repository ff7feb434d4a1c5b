"""The oracles find out a function that is wrong, and say nothing of one that is right."""

from dataclasses import replace

import pytest

from tests.fuzz.flawed import Flawed
from tests.fuzz.limits import bearable, fits, has_no_table
from tests.fuzz.made import PLUGIN, Made
from tests.fuzz.plan import BEFORE, FIRST, FOURTH, SECOND, Declaration, Entry, Life, Plan, Step
from tests.fuzz.shrink import shrink

A1 = Declaration("A", (Entry(FIRST),))
A2 = Declaration("A", (Entry(SECOND),))
B = Declaration("B", (Entry(FOURTH),), adopt=True)
V2 = Declaration("A", (Entry(FIRST, version="v2"),))
AGAIN = replace(A1, name="Z")


def life(*steps: Step, **more: object) -> Life:
    return Life(steps, **more)  # type: ignore[arg-type]


def plan(*steps: Step, **more: object) -> Plan:
    return Plan((life(*steps),), **more)  # type: ignore[arg-type]


def with_others(*steps: Step, **more: object) -> Plan:
    """Return a plan in which someone else has associated the fourth package."""
    return plan(*steps, strangers=((1000.0, FOURTH),), **more)


PLAIN = plan(Step((A1,)), Step((A2,)))
ROLLED_BACK = plan(Step((A1,)), Step((A2,), broken=30))
CANCELLED = plan(Step((A1,), broken=30))
ADOPTING = with_others(Step((A1, B), broken=30))
ADOPTED = with_others(Step((B,)))
WITHOUT = with_others(Step((replace(B, adopt=False),)))
RENEWED = plan(Step((A1,)), Step((V2,), published=frozenset({FIRST})))
TWICE = replace(CANCELLED, faults=((0, "delivered twice"),))
RENAMED = Plan((life(Step((A1,)), Step((AGAIN,)), ends="stays"),))
RETAINED = plan(Step((replace(A1, name="B", retain=True),)), Step((A2,)), Step((A2, AGAIN), pause=4000), Step((A2,)))
SHARED = Plan((life(Step((A1,))), life(Step((replace(A1, adopt=True),)), stack="other", begins=5, ends="stays")))
CONTESTED = Plan((life(Step((A1,)), ends="stays"), life(Step((A1,)), stack="other", begins=60, ends="stays")))
EXPRESS = Plan((life(Step((A1,)), Step((A2,), broken=30), Step((A2,)), rolls_back=False),))
REFUSED = Plan(
    (life(Step((A1, AGAIN)), Step((A2, AGAIN)), rolls_back=False, refuses_replacements=True),),
    stuck=frozenset({SECOND}),
)
KEPT = replace(A1, name="B", retain=True)
EXPRESS_RETAINED = Plan(
    (life(Step((KEPT,)), Step((KEPT, A2), broken=30), Step((A2,)), *RETAINED.steps[2:], rolls_back=False),)
)
EXPRESS_WITH_KEPT = Plan((life(Step((B, A1)), Step((B, A2), broken=30), Step((B, A2)), rolls_back=False),))
FORCED = Plan((life(Step((A1,)), ends="forced"), life(Step((replace(A1, adopt=True),)), stack="other", begins=60)))

P = Made("P", "p01", followed="id")
ALONE = replace(P, followed="")
THEIRS = Made("", "p01", key="theirs")


def made(*made: Made, **more: object) -> Step:
    return Step((), made=made, **more)  # type: ignore[arg-type]


MAKING = plan(made(P), making=3)
REMADE = plan(made(P), made(replace(P, key="k2")), making=3)
RENAMED_P = plan(made(ALONE), made(replace(ALONE, package="p02")), making=3)
TAKEN_BACK = plan(made(ALONE), made(replace(ALONE, key="k2"), broken=30), making=3)
THEIRS_P = plan(made(ALONE, foreign=(THEIRS,)), making=3)
ADOPTED_P = plan(made(replace(ALONE, adopt=True), foreign=(THEIRS,), broken=30), making=3)
LIVES = (
    life(made(ALONE), ends="stays"),
    life(made(replace(ALONE, adopt=True)), stack="other", begins=60, ends="stays"),
)
CONTESTED_P = Plan(LIVES, making=3)
FORCED_P = Plan(
    (
        life(made(P), ends="forced"),
        life(made(replace(P, adopt=True)), made(replace(P, adopt=True, key="k2")), stack="other", begins=60),
    ),
    making=3,
)
FORCED_ALONE = replace(FORCED_P, lives=(life(made(ALONE), ends="forced"), FORCED_P.lives[1]))
EXPRESS_P = Plan((life(made(P, broken=30), made(replace(P, key="k2")), rolls_back=False),), making=3)
EXPRESS_ALONE = Plan((life(made(ALONE, broken=30), made(replace(ALONE, key="k2")), rolls_back=False),), making=3)
EXPRESS_RENAMED_P = replace(RENAMED_P, lives=(replace(RENAMED_P.lives[0], rolls_back=False),))
SPOILED = replace(MAKING, spoiled=frozenset({"p01"}))


@pytest.mark.parametrize(
    ("plan", "flaw", "found"),
    [
        (PLAIN, "silent", "Create of A: no answer in time"),
        (PLAIN, "hasty", f"Create of A SUCCESS, but {FIRST} is ASSOCIATING"),
        (WITHOUT, "greedy", f"the stranger's {FOURTH} was taken without AdoptExisting"),
        (ADOPTING, "thief", f"the stranger's {FOURTH} is taken away"),
        (ADOPTED, "thief", f"the stranger's {FOURTH} is taken away"),
        (CONTESTED, "greedy", f"search's {FIRST} was taken without AdoptExisting"),
        (SHARED, "thief", f"{FIRST} is taken away, but wanted"),
        (RENAMED, "thief", f"{FIRST} is taken away, but wanted"),
        (RETAINED, "thief", f"{FIRST} is taken away, but was retained"),
        (ROLLED_BACK, "eager", f"{FIRST} is taken away, but wanted"),
        (PLAIN, "lazy", f"{FIRST} is left behind"),
        (CANCELLED, "lazy", f"{FIRST} is left behind"),
        (EXPRESS, "lazy", f"{FIRST} is left behind"),
        (EXPRESS_RETAINED, "thief", f"{FIRST} is taken away, but was retained"),
        (EXPRESS_WITH_KEPT, "lazy", f"{FIRST} is left behind"),
        (PLAIN, "refuses Create", "Create of A FAILED without a cause"),
        (PLAIN, "refuses Update", "Update of A FAILED without a cause"),
        (REFUSED, "refuses Delete", "Delete of A FAILED without a cause: FAILED"),
        (CANCELLED, "refuses Delete", "ROLLBACK_FAILED: stuck with time enough"),
        (PLAIN, "refuses Delete", "DELETE_FAILED: stuck with time enough"),
        (PLAIN, "garbled", "not as the protocol has it"),
        (RENEWED, "outdated", f"{FIRST} is at v1"),
        (TWICE, "fickle", "answers differ"),
        (MAKING, "silent", "Create of P: no answer in time"),
        (MAKING, "hasty", "Create of P SUCCESS, but F555555555 is COPYING"),
        (MAKING, "lazy", "p01 is left behind"),
        (MAKING, "refuses Create", "Create of P FAILED without a cause"),
        (REMADE, "refuses Update", "Update of P FAILED without a cause"),
        (REMADE, "outdated", "p01 is not made from what it is declared with"),
        (TAKEN_BACK, "remakes", "p01 is deleted, but wanted"),
        (RENAMED_P, "lazy", "p01 is left behind"),
        (THEIRS_P, "greedy", "the stranger's p01 was taken without AdoptExisting"),
        (THEIRS_P, "meddling", "the stranger's p01 is given a new version"),
        (ADOPTED_P, "thief", "the stranger's p01 is deleted"),
        (FORCED_ALONE, "refuses OnP", "Create of OnP FAILED without a cause"),
        (replace(FORCED_ALONE, lost=((9000.0, ""),)), "refuses OnP", "Create of OnP FAILED without a cause"),
        (FORCED_ALONE, "outdated", "p01 is not made from what it is declared with"),
        (EXPRESS_RENAMED_P, "refuses Delete", "Delete of P FAILED without a cause"),
        (EXPRESS_ALONE, "remakes", "p01 is deleted, but wanted"),
        (EXPRESS_P, "outdated", "p01 is on the domain, but not made from what it is declared with"),
    ],
)
def test_what_is_wrong_is_found(plan: Plan, flaw: str, found: str) -> None:
    violations = Flawed(plan, flaw).violations()
    assert any(found in violation for violation in violations), violations


@pytest.mark.parametrize(
    "plan",
    [
        PLAIN,
        ROLLED_BACK,
        CANCELLED,
        ADOPTING,
        ADOPTED,
        WITHOUT,
        RENEWED,
        RENAMED,
        RETAINED,
        SHARED,
        CONTESTED,
        EXPRESS,
        REFUSED,
        FORCED,
        EXPRESS_RETAINED,
        EXPRESS_WITH_KEPT,
        replace(ROLLED_BACK, lives=(replace(ROLLED_BACK.lives[0], swapped=False, change_set=True, turn=0),), skew=1),
        replace(PLAIN, failing=frozenset({FIRST})),
        replace(PLAIN, lost=((BEFORE + 20, ""),)),
        *(MAKING, REMADE, RENAMED_P, TAKEN_BACK, THEIRS_P, ADOPTED_P, CONTESTED_P, SPOILED),
        *(FORCED_P, FORCED_ALONE, EXPRESS_P, EXPRESS_ALONE, EXPRESS_RENAMED_P),
    ],
)
def test_of_what_is_right_they_say_nothing(plan: Plan) -> None:
    assert Flawed(plan).violations() == []


def test_only_what_the_plan_leaves_time_for_must_succeed() -> None:
    assert fits(PLAIN, 3600) and fits(PLAIN, 120)
    assert not fits(PLAIN, 60)
    assert not fits(replace(PLAIN, faults=((0, "crash asleep"),)), 240)
    assert not fits(replace(PLAIN, association=3000, one_change_at_a_time=True), 3600)
    plugins = made(replace(P, type=PLUGIN), replace(P, name="Q", package="p02", type=PLUGIN))
    assert not fits(plan(plugins, association=1200), 3600)


def test_a_request_may_end_for_want_of_the_table_only_if_it_was_away_for_long() -> None:
    away = replace(PLAIN, table=((100.0, 600.0, "unreachable"),))
    assert has_no_table(away, 100, 700)
    assert not has_no_table(away, 100, 200) and not has_no_table(away, 600, 4000)


def test_no_more_ends_of_an_invocation_are_planned_than_lambda_retries() -> None:
    crashes = tuple((number, "crash asleep") for number in range(5))
    assert bearable(crashes) == crashes[:3]
    assert bearable(((9, "delivered twice"), *crashes)) == ((9, "delivered twice"), *crashes[:2])


def test_a_plan_is_made_as_small_as_it_goes() -> None:
    plan = replace(SHARED, association=700, busy=30, faults=((3, "conflict"), (7, "crash asleep")), lag=1)
    small = shrink(plan, lambda one: any(kind == "crash asleep" for _, kind in one.faults))
    assert small == Plan((Life((Step((A1,)),)),), faults=((7, "crash asleep"),))
