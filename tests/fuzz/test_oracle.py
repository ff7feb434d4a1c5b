"""The oracle finds out a function that is wrong, and says nothing of one that is right."""

from dataclasses import replace

import pytest

from tests.fuzz.limits import bearable, differ_by_marks, fits
from tests.fuzz.naive import Naive
from tests.fuzz.plan import FIRST, FOURTH, SECOND, Declaration, Entry, Plan, Step
from tests.fuzz.shrink import shrink

A1 = Declaration("A", (Entry(FIRST),))
A2 = Declaration("A", (Entry(SECOND),))
B = Declaration("B", (Entry(FOURTH),), adopt=True)
OTHERS = frozenset({FOURTH})
V2 = Declaration("A", (Entry(FIRST, version="v2"),))

PLAIN = Plan((Step((A1,)), Step((A2,))))
ROLLED_BACK = Plan((Step((A1,)), Step((A2,), broken=30)))
CANCELLED = Plan((Step((A1,), broken=30),))
ADOPTING = Plan((Step((A1, B), strangers=OTHERS, broken=30),))
WITHOUT = Plan((Step((replace(B, adopt=False),), strangers=OTHERS),))
ALONGSIDE = Plan((Step((A1,), strangers=OTHERS),))
RENEWED = Plan((Step((A1,)), Step((V2,), published=frozenset({FIRST}))))
TWICE = replace(CANCELLED, faults=((0, "delivered twice"),))
RENAMED = Plan((Step((A1,)), Step((replace(A1, name="Z", adopt=True),))), delete=False)
RETAINED = Plan((Step((replace(A1, name="B", retain=True),)),))
AGAIN = replace(A1, name="Z")
COMES_BACK = Plan((*RETAINED.steps, Step((A2,)), Step((A2, AGAIN))))
TAKEN_BACK = Plan((*RETAINED.steps, Step((A2,)), Step((A2, replace(AGAIN, adopt=True))), Step((A2,))))
ON_FAILURE = replace(ADOPTING, on_failure="DELETE")


@pytest.mark.parametrize(
    ("plan", "flaw", "found"),
    [
        (PLAIN, "silent", "Create of A: no answer in time"),
        (PLAIN, "hasty", f"Create of A SUCCESS, but {FIRST} is ASSOCIATING"),
        (WITHOUT, "greedy", f"the stranger's {FOURTH} was taken without AdoptExisting"),
        (ALONGSIDE, "thief", f"the stranger's {FOURTH} is absent"),
        (ADOPTING, "forgetful", f"the stranger's {FOURTH} is absent"),
        (ON_FAILURE, "forgetful", f"the stranger's {FOURTH} is absent"),
        (RENAMED, "forgetful", f"{FIRST} is wanted, but absent"),
        (ROLLED_BACK, "eager", f"{FIRST} is taken away, but wanted"),
        (PLAIN, "lazy", f"{FIRST} is left behind"),
        (CANCELLED, "lazy", f"{FIRST} is left behind"),
        (PLAIN, "refuses Create", "Create of A FAILED without a cause"),
        (PLAIN, "refuses Update", "Update of A FAILED without a cause"),
        (CANCELLED, "refuses Delete", "ROLLBACK_FAILED, with time enough"),
        (PLAIN, "refuses Delete", "DELETE_FAILED, with time enough"),
        (PLAIN, "garbled", "not as the protocol has it"),
        (RENEWED, "outdated", f"{FIRST} is at v1"),
        (TWICE, "fickle", "answers differ"),
    ],
)
def test_what_is_wrong_is_found(plan: Plan, flaw: str, found: str) -> None:
    violations = Naive(plan, flaw).violations()
    assert any(found in violation for violation in violations), violations


@pytest.mark.parametrize(
    "plan",
    [
        PLAIN,
        ROLLED_BACK,
        CANCELLED,
        ADOPTING,
        WITHOUT,
        ALONGSIDE,
        RENEWED,
        RENAMED,
        RETAINED,
        COMES_BACK,
        TAKEN_BACK,
        ON_FAILURE,
        replace(PLAIN, swapped=False, rows_in_cleanup="deleting", change_set=True),
        replace(PLAIN, failing=frozenset({FIRST})),
    ],
)
def test_of_what_is_right_it_says_nothing(plan: Plan) -> None:
    assert Naive(replace(plan, association=0)).violations() == []


def test_only_what_the_plan_leaves_time_for_must_succeed() -> None:
    assert fits(PLAIN, 3600) and fits(PLAIN, 120)
    assert not fits(PLAIN, 60)
    assert not fits(replace(PLAIN, faults=((0, "crash asleep"),)), 240)
    assert not fits(replace(PLAIN, association=3000, one_change_at_a_time=True), 3600)


@pytest.mark.parametrize(
    "type_, adopt, status, id_, excused",
    [
        ("Create", "true", "SUCCESS", f"movies|{FIRST}+,{SECOND}", True),
        ("Create", "false", "SUCCESS", f"movies|{FIRST}+,{SECOND}", False),
        ("Update", "true", "SUCCESS", f"movies|{FIRST}+,{SECOND}", True),
        ("Create", "true", "FAILED", f"movies|{FIRST}+,{SECOND}", False),
        ("Create", "true", "SUCCESS", f"movies|{FIRST}+", False),
    ],
)
def test_two_answers_may_differ_by_the_marks_of_an_adopting_request_alone(
    type_: str, adopt: str, status: str, id_: str, excused: bool
) -> None:
    event = {"RequestType": type_, "ResourceProperties": {"AdoptExisting": adopt}}
    one = {"Status": "SUCCESS", "PhysicalResourceId": f"movies|{FIRST},{SECOND}"}
    assert differ_by_marks(event, one, {"Status": status, "PhysicalResourceId": id_}) is excused


def test_no_more_ends_of_an_invocation_are_planned_than_lambda_retries() -> None:
    crashes = tuple((number, "crash asleep") for number in range(5))
    assert bearable(crashes) == crashes[:3]
    assert bearable(((9, "delivered twice"), *crashes)) == ((9, "delivered twice"), *crashes[:2])


def test_a_plan_is_made_as_small_as_it_goes() -> None:
    plan = replace(PLAIN, association=700, busy=30, faults=((3, "conflict"), (7, "crash asleep")), lags=(1, 5, 0, 0))
    assert shrink(plan, lambda one: any(kind == "crash asleep" for _, kind in one.faults)) == Plan(
        (Step((A1,)),), faults=((7, "crash asleep"),)
    )
