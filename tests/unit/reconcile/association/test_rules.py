"""Every cell of the decision table."""

from typing import Any

import pytest

from errors import Failed
from model import SKEW, Association, Goal
from reconcile.association.rules import NEEDLESS_AFTER, REFUSED_FOR, TABLE, Situation, decide
from reconcile.rules import ABSENT_FOR, UNCHANGED_FOR, VISIBLE_AFTER
from reconcile.state import ABSENT, CHANGING, REFUSED, REFUSED_LAST, PackageState

NOW = 10_000.0
STATUSES = (None, "ASSOCIATING", "ACTIVE", "ASSOCIATION_FAILED", "DISSOCIATING", "DISSOCIATION_FAILED")
A, D = Goal.PRESENT, Goal.ABSENT

FAILED = "ASSOCIATION_FAILED, E: m. Correct the package or the domain, then deploy again."
REMOVED = "it was removed by someone else while this operation waited. Deploy again if you still want it."
NEVER_LISTED = "the service accepted it, but never listed it. Deploy again."
IN_USE = "Remove the package from every index that uses it, then try again."
STILL_THERE = f"it is still associated after the request. {IN_USE}"


def situation(
    goal: Goal,
    status: str | None,
    asked_ago: float | None = None,
    updated_ago: float = 5000.0,
    version: str = "v1",
    **more: Any,
) -> Situation:
    """Return a situation; by default the status is older than the request, and nothing has changed since we asked."""
    one = Association("F1", status, last_updated=NOW - updated_ago, version=version, error="E: m") if status else None
    known = {name: more.pop(name) for name in ("seen", "target", "refusal", "cleared") if name in more}
    ago = {"absent_for": ABSENT, "refused_for": REFUSED, "idle_for": CHANGING}
    since = {fact: NOW - seconds for name, fact in ago.items() if (seconds := more.pop(name, None)) is not None}
    since |= {REFUSED_LAST: NOW} if REFUSED in since else {}
    asked = None if asked_ago is None else NOW - asked_ago
    return Situation(goal, one, PackageState(asked=asked, since=since, **known), NOW, **more)


def outcome(told: Situation) -> str:
    """Return the step, or the failure's words."""
    try:
        return decide(told).value
    except Failed as failure:
        return str(failure)


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {(goal, status) for goal in Goal for status in STATUSES}


@pytest.mark.parametrize("goal", Goal)
def test_a_status_that_nobody_knows_fails_by_name(goal: Goal) -> None:
    words = "its status is REPLICATING, which this provider does not know. Look at the domain, then try again."
    assert outcome(situation(goal, "REPLICATING")) == words
    assert outcome(situation(goal, "REPLICATING", 5)) == words


@pytest.mark.parametrize(
    "status, step",
    [
        (None, "request"),
        ("ASSOCIATING", "wait"),
        ("ACTIVE", "done"),
        ("ASSOCIATION_FAILED", "request"),
        ("DISSOCIATING", "wait"),
        ("DISSOCIATION_FAILED", "request"),
    ],
)
def test_to_associate_what_we_have_not_asked_for(status: str | None, step: str) -> None:
    assert outcome(situation(A, status)) == step


@pytest.mark.parametrize(
    "status, asked_ago, updated_ago, step",
    [
        ("ASSOCIATING", 5, 5, "wait"),
        ("ACTIVE", 5, 2, "done"),
        ("ASSOCIATION_FAILED", 5, 2, FAILED),
        ("ASSOCIATION_FAILED", 5, 5 + SKEW, FAILED),
        ("ASSOCIATION_FAILED", 5, 5 + SKEW + 1, "wait"),
        ("ASSOCIATION_FAILED", VISIBLE_AFTER - 1, 5000, "wait"),
        ("ASSOCIATION_FAILED", VISIBLE_AFTER, 5000, FAILED),
        ("DISSOCIATING", 5, 2, REMOVED),
        ("DISSOCIATING", VISIBLE_AFTER - 1, 5000, "wait"),
        ("DISSOCIATING", VISIBLE_AFTER, 5000, REMOVED),
        ("DISSOCIATION_FAILED", VISIBLE_AFTER - 1, 5000, "wait"),
        (
            "DISSOCIATION_FAILED",
            VISIBLE_AFTER,
            5000,
            "DISSOCIATION_FAILED is still its status. Correct the package or the domain, then deploy again.",
        ),
    ],
)
def test_to_associate_what_we_have_asked_for(status: str, asked_ago: float, updated_ago: float, step: str) -> None:
    assert outcome(situation(A, status, asked_ago, updated_ago)) == step


def test_what_one_look_has_missed_is_not_asked_for_yet() -> None:
    assert outcome(situation(A, None, unsure=True)) == "wait"


@pytest.mark.parametrize(
    "seen, asked_ago, absent_for, changing, step",
    [
        (False, UNCHANGED_FOR - 1, UNCHANGED_FOR - 1, False, "wait"),
        (False, UNCHANGED_FOR, UNCHANGED_FOR, False, NEVER_LISTED),
        (False, UNCHANGED_FOR, UNCHANGED_FOR, True, "wait"),
        (True, 30, ABSENT_FOR - 1, False, "wait"),
        (True, 30, ABSENT_FOR, False, REMOVED),
    ],
)
def test_absent_after_we_asked(seen: bool, asked_ago: float, absent_for: float, changing: bool, step: str) -> None:
    told = situation(A, None, asked_ago, seen=seen, absent_for=absent_for, changing=lambda: changing)
    assert outcome(told) == step


def test_the_domain_is_not_read_before_that_decides() -> None:
    def read() -> bool:
        raise AssertionError("read")

    assert outcome(situation(A, None, UNCHANGED_FOR - 1, changing=read)) == "wait"
    assert outcome(situation(D, "ACTIVE", UNCHANGED_FOR - 1, changing=read)) == "wait"


def test_what_was_cleared_is_waited_for_until_it_is_asked_for_again() -> None:
    assert outcome(situation(A, "DISSOCIATING", updated_ago=10, cleared=True)) == "wait"
    assert outcome(situation(A, "DISSOCIATING", 5, 2, cleared=True)) == REMOVED


@pytest.mark.parametrize(
    "asked_ago, target, updated_ago, step",
    [
        (None, None, 5000, "done"),
        (None, "v1", 5000, "done"),
        (None, "v2", 5000, "request"),
        (5, "v1", 5000, "done"),
        (5, "v2", 5000, "wait"),
        (5, "v2", 2, "wait"),
        (UNCHANGED_FOR - 1, "v2", 5000, "wait"),
        (UNCHANGED_FOR, "v2", 5000, "request"),
    ],
)
def test_active_at_a_version(asked_ago: float | None, target: str | None, updated_ago: float, step: str) -> None:
    assert outcome(situation(A, "ACTIVE", asked_ago, updated_ago, target=target)) == step


@pytest.mark.parametrize("configured", [False, None])
@pytest.mark.parametrize(
    "asked_ago, updated_ago, step",
    [
        (None, 5000, "request"),
        (5, 5000, "wait"),
        (5, 5, "done"),
        (UNCHANGED_FOR - 1, 5000, "wait"),
        (UNCHANGED_FOR, 5000, "request"),
    ],
)
def test_active_with_a_configuration_that_is_not_known_to_be_the_one_wanted(
    configured: bool | None, asked_ago: float | None, updated_ago: float, step: str
) -> None:
    assert outcome(situation(A, "ACTIVE", asked_ago, updated_ago, configured=configured)) == step


@pytest.mark.parametrize(
    "status, asked_ago, updated_ago, step",
    [
        (None, None, 0, "wait"),
        (None, 5, 0, "wait"),
        ("ASSOCIATING", None, 5000, "wait"),
        ("ASSOCIATING", 5, 5, "wait"),
        ("DISSOCIATING", None, 5000, "wait"),
        ("DISSOCIATING", 5, 5, "wait"),
        ("ACTIVE", None, 5000, "request"),
        ("ACTIVE", UNCHANGED_FOR - 1, 5000, "wait"),
        ("ACTIVE", UNCHANGED_FOR, 5000, STILL_THERE),
        ("ASSOCIATION_FAILED", None, 5000, "request"),
        ("ASSOCIATION_FAILED", UNCHANGED_FOR - 1, 5000, "wait"),
        ("ASSOCIATION_FAILED", UNCHANGED_FOR, 5000, STILL_THERE),
        ("DISSOCIATION_FAILED", None, 5000, "request"),
        ("DISSOCIATION_FAILED", None, 10, "request"),
        ("DISSOCIATION_FAILED", 5, 2, f"DISSOCIATION_FAILED, E: m. {IN_USE}"),
        ("DISSOCIATION_FAILED", 5, 5000, "wait"),
        ("DISSOCIATION_FAILED", VISIBLE_AFTER, 5000, f"DISSOCIATION_FAILED, E: m. {IN_USE}"),
    ],
)
def test_to_dissociate(status: str | None, asked_ago: float | None, updated_ago: float, step: str) -> None:
    assert outcome(situation(D, status, asked_ago, updated_ago)) == step


@pytest.mark.parametrize("status", ["ACTIVE", "ASSOCIATION_FAILED"])
def test_a_domain_that_goes_on_changing_is_not_still_in_use(status: str) -> None:
    assert outcome(situation(D, status, UNCHANGED_FOR, changing=lambda: True)) == "wait"


def refused(goal: Goal, status: str | None, refused_for: float | None, words: str = "busy", **more: Any) -> str:
    return outcome(situation(goal, status, refused_for=refused_for, refusal=words, **more))


def says(advice: str, words: str = "busy") -> str:
    return f"the service refuses it: {words}. {advice}"


CORRECT = "Correct the package or the domain, then deploy again."
SOON, LATE = REFUSED_FOR - 1, REFUSED_FOR
CONFLICT = "ConflictException: it is so already"


@pytest.mark.parametrize(
    "goal, status, refused_for, step",
    [
        (A, None, SOON, "request"),
        (A, None, LATE, says(CORRECT)),
        (A, "DISSOCIATION_FAILED", LATE, says(CORRECT)),
        (A, "ASSOCIATION_FAILED", 0, "clear"),
        (A, "ASSOCIATION_FAILED", LATE, "clear"),
        (A, "ASSOCIATING", LATE, "wait"),
        (D, "ACTIVE", SOON, "request"),
        (D, "ACTIVE", LATE, says(IN_USE)),
        (D, "DISSOCIATION_FAILED", LATE, says(IN_USE)),
        (D, "ASSOCIATION_FAILED", 0, "request"),
        (D, "ASSOCIATION_FAILED", NEEDLESS_AFTER - 1, "request"),
        (D, "ASSOCIATION_FAILED", NEEDLESS_AFTER, "done"),
        (D, "ASSOCIATION_FAILED", LATE, "done"),
    ],
)
def test_a_service_that_refuses_and_is_not_busy(goal: Goal, status: str | None, refused_for: float, step: str) -> None:
    assert refused(goal, status, refused_for) == step


def test_a_left_over_failure_is_taken_off_once() -> None:
    assert refused(A, "ASSOCIATION_FAILED", SOON, cleared=True) == "request"
    assert refused(A, "ASSOCIATION_FAILED", LATE, cleared=True) == says(CORRECT)


@pytest.mark.parametrize(
    "words, more, refused_for, step",
    [
        (CONFLICT, {"target": "v2"}, LATE, "request"),
        ("busy", {"target": "v2"}, LATE, says(CORRECT)),
        (CONFLICT, {"target": "v2", "version": ""}, NEEDLESS_AFTER - 1, "request"),
        (CONFLICT, {"target": "v2", "version": ""}, NEEDLESS_AFTER, "done"),
        ("busy", {"target": "v2", "version": ""}, LATE, says(CORRECT)),
        (CONFLICT, {"configured": None}, NEEDLESS_AFTER - 1, "request"),
        (CONFLICT, {"configured": None}, NEEDLESS_AFTER, "done"),
        ("busy", {"configured": None}, SOON, "request"),
        ("busy", {"configured": None}, LATE, says(CORRECT)),
        (CONFLICT, {"configured": False}, SOON, "request"),
        (CONFLICT, {"configured": False}, LATE, says(CORRECT, CONFLICT)),
    ],
)
def test_a_conflict_over_what_is_active(words: str, more: dict[str, Any], refused_for: float, step: str) -> None:
    assert refused(A, "ACTIVE", refused_for, words, **more) == step


def test_a_conflict_while_dissociating_is_no_success() -> None:
    assert refused(D, "ACTIVE", LATE, CONFLICT, target="v2", configured=None) == says(IN_USE, CONFLICT)


def test_a_refusal_decides_nothing_where_nothing_is_asked() -> None:
    assert refused(A, "ACTIVE", LATE) == "done"
    assert refused(A, "ACTIVE", None, target="v2") == "request"


def test_what_is_absent_is_at_no_version_and_older_than_nothing() -> None:
    absent = situation(A, None, 5)
    assert (absent.at_target, absent.older_than_asked, absent.since_asked) == (False, False, 5)
    assert situation(A, None).since_asked == 0
    assert not situation(A, "ACTIVE").older_than_asked
