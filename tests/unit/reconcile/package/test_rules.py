"""Every cell of the decision table of packages themselves."""

from typing import Any

import pytest

from errors import Failed
from model import SKEW, Goal, Package
from reconcile.package.rules import ADVICE, REFUSED_FOR, TABLE, Situation, decide
from reconcile.rules import ABSENT_FOR, UNCHANGED_FOR, VISIBLE_AFTER
from reconcile.state import ABSENT, REFUSED, REFUSED_LAST, PackageState

NOW = 10_000.0
P, A = Goal.PRESENT, Goal.ABSENT
STATUSES = (
    None,
    "COPYING",
    "VALIDATING",
    "AVAILABLE",
    "COPY_FAILED",
    "VALIDATION_FAILED",
    "DELETING",
    "DELETE_FAILED",
)
BROKEN = ("COPY_FAILED", "VALIDATION_FAILED", "DELETE_FAILED")
NOT_THERE = "the service accepted it, but it is not there. Deploy again if you still want it."
NO_VERSION = "the service accepted it, but made no new version. Change Revision, then deploy again."
STILL_THERE = f"it is still there after the request. {ADVICE[A]}"


def situation(
    goal: Goal,
    status: str | None,
    asked_ago: float | None = None,
    ago: float = 5000.0,
    version: str = "v1",
    known: dict[str, Any] | None = None,
    **more: Any,
) -> Situation:
    """Return a situation; by default the status is older than the request."""
    one = Package("F1", status, version=version, error="E: m", last_updated=NOW - ago) if status else None
    asked = None if asked_ago is None else NOW - asked_ago
    return Situation(goal, one, PackageState(asked=asked, before="v1", **known or {}), NOW, **more)


def outcome(told: Situation) -> str:
    """Return the step, or the failure's words."""
    try:
        return decide(told).value
    except Failed as failure:
        return str(failure)


def failed(status: str, goal: Goal = P) -> str:
    return f"{status}, E: m. {ADVICE[goal]}"


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {(goal, status) for goal in Goal for status in STATUSES}


@pytest.mark.parametrize("goal", Goal)
@pytest.mark.parametrize("asked_ago", [None, 5])
def test_a_status_that_nobody_knows_fails_by_name(goal: Goal, asked_ago: float | None) -> None:
    words = "its status is REPLICATING, which this provider does not know. Look at the package, then try again."
    assert outcome(situation(goal, "REPLICATING", asked_ago)) == words


@pytest.mark.parametrize(
    "status, renew, version, step",
    [
        (None, False, "", "request"),
        ("COPYING", True, "v1", "wait"),
        ("VALIDATING", True, "v1", "wait"),
        ("AVAILABLE", False, "v1", "done"),
        ("AVAILABLE", True, "v1", "request"),
        *[(status, True, "v1", "request") for status in BROKEN],
        *[(status, False, "v1", "done") for status in BROKEN],
        *[(status, False, "", failed(status)) for status in BROKEN],
        ("DELETING", True, "v1", "wait"),
    ],
)
def test_to_be_present_before_we_asked(status: str | None, renew: bool, version: str, step: str) -> None:
    assert outcome(situation(P, status, version=version, renew=renew)) == step


@pytest.mark.parametrize(
    "status, asked_ago, ago, version, step",
    [
        ("COPYING", 5, 5, "v1", "wait"),
        ("VALIDATING", 5, 2, "v1", "wait"),
        ("AVAILABLE", 5, 2, "v2", "done"),
        ("AVAILABLE", VISIBLE_AFTER - 1, 2, "v1", "wait"),
        ("AVAILABLE", VISIBLE_AFTER, 2, "v1", "done"),
        ("AVAILABLE", VISIBLE_AFTER, VISIBLE_AFTER + SKEW, "v1", "done"),
        ("AVAILABLE", VISIBLE_AFTER, VISIBLE_AFTER + SKEW + 1, "v1", NO_VERSION),
        *[(status, 5, 2, "v1", failed(status)) for status in BROKEN],
        *[(status, 5, 5 + SKEW, "v1", failed(status)) for status in BROKEN],
        *[(status, 5, 5 + SKEW + 1, "v1", "wait") for status in BROKEN],
        *[(status, VISIBLE_AFTER, 5000, "v1", failed(status)) for status in BROKEN],
    ],
)
def test_to_be_present_after_we_asked(status: str, asked_ago: float, ago: float, version: str, step: str) -> None:
    assert outcome(situation(P, status, asked_ago, ago, version)) == step


@pytest.mark.parametrize("status", [None, "DELETING"])
@pytest.mark.parametrize(
    "seen, asked_ago, absent_for, step",
    [
        (False, UNCHANGED_FOR - 1, UNCHANGED_FOR - 1, "wait"),
        (False, UNCHANGED_FOR, UNCHANGED_FOR, NOT_THERE),
        (True, 30, ABSENT_FOR - 1, "wait"),
        (True, 30, ABSENT_FOR, NOT_THERE),
    ],
)
def test_what_we_asked_for_goes_or_never_comes(
    status: str | None, seen: bool, asked_ago: float, absent_for: float, step: str
) -> None:
    told = situation(P, status, asked_ago, known={"seen": seen, "since": {ABSENT: NOW - absent_for}})
    assert outcome(told) == step


def test_what_one_look_has_missed_is_not_made_yet() -> None:
    assert outcome(situation(P, None, unsure=True)) == "wait"


@pytest.mark.parametrize("asked_ago", [None, 5, UNCHANGED_FOR])
@pytest.mark.parametrize("status", [None, "COPYING", "VALIDATING", "DELETING"])
def test_what_is_on_its_way_is_waited_for_before_it_is_deleted(status: str | None, asked_ago: float | None) -> None:
    assert outcome(situation(A, status, asked_ago)) == "wait"


@pytest.mark.parametrize("status", ["AVAILABLE", "COPY_FAILED", "VALIDATION_FAILED"])
def test_what_is_there_is_deleted(status: str) -> None:
    assert outcome(situation(A, status)) == "request"
    assert outcome(situation(A, status, UNCHANGED_FOR - 1)) == "wait"
    assert outcome(situation(A, status, UNCHANGED_FOR)) == STILL_THERE


def test_a_deletion_that_failed_is_asked_for_again_unless_it_was_ours() -> None:
    assert outcome(situation(A, "DELETE_FAILED")) == "request"
    assert outcome(situation(A, "DELETE_FAILED", 5, 2)) == failed("DELETE_FAILED", A)
    assert outcome(situation(A, "DELETE_FAILED", 5, 5000)) == "wait"


@pytest.mark.parametrize("goal, status", [(P, None), (A, "AVAILABLE")])
def test_a_refusal_is_taken_for_a_thing_of_the_moment_for_so_long(goal: Goal, status: str | None) -> None:
    for refused_for, step in (
        (REFUSED_FOR[goal] - 1, "request"),
        (REFUSED_FOR[goal], f"the service refuses it: Conflict: m. {ADVICE[goal]}"),
    ):
        since = {REFUSED: NOW - 10 - refused_for, REFUSED_LAST: NOW - 10}
        known = {"since": since, "refusal": "Conflict: m"}
        assert outcome(situation(goal, status, known=known)) == step


def test_a_refusal_of_what_is_no_longer_to_be_asked_decides_nothing() -> None:
    known = {"since": {REFUSED: NOW - 500, REFUSED_LAST: NOW}, "refusal": "Conflict: m"}
    assert outcome(situation(P, "AVAILABLE", known=known)) == "done"
