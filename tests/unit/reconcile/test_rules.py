"""Every cell of the decision table."""

import pytest

from errors import Failed
from model import Goal
from reconcile.rules import TABLE, decide
from reconcile.situation import Situation, Step

NOW, CLOCK = 10_000.0, 9_000.0
STATUSES = (None, "ASSOCIATING", "ACTIVE", "ASSOCIATION_FAILED", "DISSOCIATING", "DISSOCIATION_FAILED")


def situation(
    goal: Goal, status: str | None, asked_ago: float | None = None, updated_ago: float = 5000.0, **more: object
) -> Situation:
    """Return a situation; by default the status is older than the request."""
    details = Details("F1", status or "", last_updated=NOW - updated_ago, version="v1", error="E: m")
    asked = None if asked_ago is None else NOW - asked_ago
    return Situation(goal=goal, details=details if status else None, now=NOW, clock=CLOCK, asked=asked, **more)  # type: ignore[arg-type]


def outcome(told: Situation) -> str:
    """Return the step, or the beginning of the failure's words."""
    try:
        return decide(told).value
    except AlreadyExists:
        return "exists"
    except Failed as failure:
        return str(failure)


A, D = Goal.ASSOCIATED, Goal.DISSOCIATED


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {(goal, status) for goal in Goal for status in STATUSES}


@pytest.mark.parametrize(
    "status, fresh, adopt, step",
    [
        (None, True, False, "request"),
        (None, False, False, "request"),
        ("ASSOCIATING", True, False, "exists"),
        ("ASSOCIATING", True, True, "wait"),
        ("ASSOCIATING", False, False, "wait"),
        ("ACTIVE", True, False, "exists"),
        ("ACTIVE", True, True, "done"),
        ("ACTIVE", False, False, "done"),
        ("DISSOCIATION_FAILED", True, False, "exists"),
        ("DISSOCIATION_FAILED", True, True, "request"),
        ("DISSOCIATION_FAILED", False, False, "request"),
        ("ASSOCIATION_FAILED", True, False, "request"),
        ("DISSOCIATING", True, False, "wait"),
    ],
)
def test_to_associate_what_we_have_not_asked_for(status: str | None, fresh: bool, adopt: bool, step: str) -> None:
    assert outcome(situation(A, status, fresh=fresh, adopt=adopt)) == step


@pytest.mark.parametrize("status, step", [("ASSOCIATING", "wait"), ("ACTIVE", "done")])
def test_an_association_newer_than_the_request_is_our_own_earlier_attempt(status: str, step: str) -> None:
    assert outcome(situation(A, status, updated_ago=900, fresh=True)) == step


@pytest.mark.parametrize(
    "status, asked_ago, updated_ago, step",
    [
        ("ASSOCIATING", 5, 5, "wait"),
        ("ACTIVE", 5, 2, "done"),
        ("ASSOCIATION_FAILED", 5, 2, "ASSOCIATION_FAILED, E: m. Correct"),
        ("ASSOCIATION_FAILED", 5, 5000, "wait"),
        ("ASSOCIATION_FAILED", 60, 5000, "ASSOCIATION_FAILED, E: m. Correct"),
        ("DISSOCIATING", 5, 2, "it was removed by someone else"),
        ("DISSOCIATING", 5, 5000, "wait"),
        ("DISSOCIATION_FAILED", 59, 5000, "wait"),
        ("DISSOCIATION_FAILED", 60, 5000, "DISSOCIATION_FAILED is still its status"),
    ],
)
def test_to_associate_what_we_have_asked_for(status: str, asked_ago: float, updated_ago: float, step: str) -> None:
    assert outcome(situation(A, status, asked_ago, updated_ago)).startswith(step)


@pytest.mark.parametrize(
    "seen, asked_ago, absent_for, step",
    [
        (False, 59, 59, "wait"),
        (False, 60, 60, "the service accepted it, but never listed it"),
        (True, 30, 14, "wait"),
        (True, 30, 15, "it was removed by someone else"),
    ],
)
def test_absent_after_we_asked(seen: bool, asked_ago: float, absent_for: float, step: str) -> None:
    assert outcome(situation(A, None, asked_ago, seen=seen, absent_for=absent_for)).startswith(step)


def test_someone_dissociates_what_this_request_made() -> None:
    assert outcome(situation(A, "DISSOCIATING", updated_ago=10)).startswith("it was removed by someone else")


@pytest.mark.parametrize(
    "asked_ago, target, step",
    [(None, "v2", "request"), (None, "v1", "done"), (5, "v2", "wait"), (299, "v2", "wait"), (300, "v2", "request")],
)
def test_active_at_a_version(asked_ago: float | None, target: str, step: str) -> None:
    assert outcome(situation(A, "ACTIVE", asked_ago, target=target)) == step


@pytest.mark.parametrize(
    "status, asked_ago, updated_ago, step",
    [
        (None, None, 0, "done"),
        (None, 5, 0, "done"),
        ("ASSOCIATING", None, 5000, "wait"),
        ("DISSOCIATING", None, 5000, "wait"),
        ("DISSOCIATING", 5, 5, "wait"),
        ("ACTIVE", None, 5000, "request"),
        ("ACTIVE", 59, 5000, "wait"),
        ("ACTIVE", 60, 5000, "it is still associated after the request"),
        ("ASSOCIATION_FAILED", None, 5000, "request"),
        ("ASSOCIATION_FAILED", 60, 5000, "it is still associated"),
        ("DISSOCIATION_FAILED", None, 5000, "request"),
        ("DISSOCIATION_FAILED", None, 10, "DISSOCIATION_FAILED, E: m. Remove"),
        ("DISSOCIATION_FAILED", 5, 2, "DISSOCIATION_FAILED, E: m. Remove"),
        ("DISSOCIATION_FAILED", 5, 5000, "wait"),
    ],
)
def test_to_dissociate(status: str | None, asked_ago: float | None, updated_ago: float, step: str) -> None:
    assert outcome(situation(D, status, asked_ago, updated_ago)).startswith(step)


@pytest.mark.parametrize("absent_for, step", [(CANCELLED_FOR - 1, "wait"), (CANCELLED_FOR, "done")])
def test_what_a_cancelled_request_may_still_make_is_watched_for(absent_for: float, step: str) -> None:
    assert outcome(situation(D, None, uncertain=True, absent_for=absent_for)) == step


@pytest.mark.parametrize("goal", Goal)
def test_a_status_that_nobody_knows_fails_by_name(goal: Goal) -> None:
    assert "its status is REPLICATING" in outcome(situation(goal, "REPLICATING"))


@pytest.mark.parametrize(
    "goal, status, refused_for, step",
    [
        (A, None, 179, "request"),
        (A, None, 180, "the service refuses it: busy. Correct"),
        (D, "ACTIVE", 180, "the service refuses it: busy. Remove"),
        (D, "ASSOCIATION_FAILED", 14, "request"),
        (D, "ASSOCIATION_FAILED", 15, "done"),
    ],
)
def test_a_service_that_refuses(goal: Goal, status: str | None, refused_for: float, step: str) -> None:
    assert outcome(situation(goal, status, refused_for=refused_for, refusal="busy")).startswith(step)


def test_the_steps_are_three() -> None:
    assert [step.value for step in Step] == ["wait", "request", "done"]
