"""What an operation knows, and how it survives a hand-over and a deploy of another version."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from model import Association
from reconcile.state import (
    ABSENT,
    BREAK,
    CHANGING,
    REFUSED,
    REFUSED_LAST,
    RETRIED,
    PackageState,
    State,
    carried,
    resumed,
)

NOW = 10_000.0
#: Every field has a value of its own.
PACKAGE = PackageState(
    id="F1",
    stands_for="F0",
    asked=9001.0,
    status="ACTIVE",
    seen=True,
    aimed=True,
    target="v2",
    before="v1",
    refusal="ConflictException: busy",
    cleared=True,
    since={ABSENT: 9002.5, REFUSED: 9003.0, REFUSED_LAST: 9004.0},
)
STATE = State(
    since=9000.0,
    hop=2,
    place=1,
    packages={"F1": PACKAGE, "synonyms": PackageState(aimed=True)},
    let_no_more=True,
    notes=("one", "two"),
    trouble="es:ListPackagesForDomain: slow",
    troubles={"es Unavailable": 9007.0},
    reached=True,
    pace=3.0,
    due=NOW + 2,
    moved=9008.0,
    slowest=12.5,
    one_by_one=True,
    void="8d3c",
    conflicts=4,
)


def handed_over(data: Any) -> State:
    """Return what the next invocation knows of what was handed over."""
    return resumed({"Handover": json.loads(json.dumps(data))}, NOW)


def test_everything_is_carried_and_the_invocation_counted() -> None:
    for made, plain in ((STATE, State(since=NOW)), (PACKAGE, PackageState())):
        assert [one.name for one in fields(made) if getattr(made, one.name) == getattr(plain, one.name)] == []
    assert handed_over(carried(STATE)) == replace(STATE, hop=3)


@pytest.mark.parametrize("late, lasts", [(RETRIED, True), (RETRIED + 1, False)])
def test_after_an_attempt_that_crashed_no_trouble_is_known_to_have_lasted(late: float, lasts: bool) -> None:
    known = replace(STATE, hop=3, due=NOW - late)
    assert handed_over(carried(replace(STATE, due=NOW - late))) == (known if lasts else replace(known, troubles={}))


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"Handover": None},
        {"Handover": "text"},
        {"Handover": {}},
        {"Handover": {"since": "soon", "packages": {}}},
        {"Handover": {"since": None, "packages": {}}},
        {"Handover": {"since": 9000.0, "packages": {"F1": 5}}},
        {"Handover": {"since": 9000.0, "packages": {}, "notes": 5}},
    ],
)
def test_a_first_delivery_knows_nothing_nor_does_one_that_carries_what_does_not_fit(event: dict[str, Any]) -> None:
    assert resumed(event, NOW) == State(since=NOW)


def test_keys_that_it_does_not_know_are_ignored() -> None:
    data = carried(STATE)
    data |= {"colour": "red", "packages": {"F1": data["packages"]["F1"] | {"smell": "sweet"}}}
    assert handed_over(data) == replace(STATE, hop=3, packages={"F1": PACKAGE})


def test_keys_that_an_older_version_did_not_have_begin_as_ever() -> None:
    older = {"since": 9000, "packages": {"F1": {"id": "F1"}}}
    assert handed_over(older) == State(since=9000.0, packages={"F1": PackageState(id="F1")})


def test_nothing_is_known_of_a_package_that_was_not_looked_at() -> None:
    assert State(since=0).of("F1") == PackageState()
    changed = STATE.with_package("F2", PackageState(id="F2"))
    assert changed.of("F2").id == "F2" and changed.of("F1") is PACKAGE
    assert "F2" not in STATE.packages


def test_a_note_is_said_once() -> None:
    assert State(since=0).noted("one", "two").noted("two", "three").notes == ("one", "two", "three")


def test_refusals_on_end_last_from_the_first_to_the_last() -> None:
    once = PackageState().refused(100, "busy")
    assert (PackageState().refused_for, once.refused_for, once.refusal) == (None, 0, "busy")
    again = once.refused(115, "in use")
    assert (again.refused_for, again.refusal) == (15, "in use")
    assert [again.refused(115 + pause, "busy").refused_for for pause in (BREAK, BREAK + 1, 999)] == [15 + BREAK] * 3
    assert again.accepted() == PackageState()


@pytest.mark.parametrize("status, over", [("ACTIVE", False), ("ASSOCIATING", True)])
def test_what_was_refused_in_another_status_was_something_else(status: str, over: bool) -> None:
    refused = replace(PackageState(status="ACTIVE"), since={CHANGING: 1.0}).refused(100, "busy")
    then = refused.looked_at(Association("F1", status), NOW)
    assert then == replace(refused.accepted() if over else refused, status=status, seen=True)
    assert replace(refused, status="").looked_at(Association("F1", status), NOW).refusal == "busy"


def test_what_is_missed_is_missed_since_the_first_look_that_did() -> None:
    missed = PackageState().looked_at(None, 100).looked_at(None, 110)
    assert missed == PackageState(status=ABSENT, since={ABSENT: 100})
    assert missed.looked_at(Association("F1", "ACTIVE"), 120) == PackageState(status="ACTIVE", seen=True)
