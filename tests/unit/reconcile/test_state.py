"""What an operation knows survives a hand-over, a deploy of another version, and a forged event."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from reconcile.answer import failure_id, success_id

from cloudformation.ids import LONGEST
from model import Holding
from reconcile.memory import AHEAD, RETRIED, carried, resumed
from reconcile.state import PackageState, State
from tests.unit.looks import request

NOW = 10_000.0
#: Every field has a value of its own.
PACKAGE = PackageState(
    id="F1",
    stands_for="F0",
    taken=True,
    mark=True,
    asked=9001.0,
    tried=True,
    seen=True,
    absent=9002.5,
    target="v2",
    refused=9003.0,
    refused_last=9004.0,
    refusal="ConflictException: busy",
    cleared=True,
    adopted=True,
    before="v1",
    rival=True,
    busy=9005.0,
    kept=9006.0,
    stays=True,
    untold=9007.0,
)
STATE = State(
    since=9000.0,
    hop=2,
    packages={"F1": PACKAGE, "synonyms": PackageState(target=None)},
    swept=True,
    notes=("one", "two"),
    trouble="es:ListPackagesForDomain: slow",
    troubles={"es Unavailable": 9007.0},
    reached=True,
    pace=3.0,
    due=NOW + 2,
    moved=9008.0,
    slowest=12.5,
    unwanted=9009.0,
    doubted=9009.0,
    one_by_one=True,
    conflicts=4,
    failure_id="movies|F1+",
)


def handed_over(data: Any) -> State:
    """Return what the next invocation knows of what was handed over."""
    return resumed({"Handover": json.loads(json.dumps(data))}, NOW)


def test_the_sample_differs_from_a_beginning_in_every_field() -> None:
    for made, plain in ((STATE, State(since=NOW)), (PACKAGE, PackageState())):
        assert [one.name for one in fields(made) if getattr(made, one.name) == getattr(plain, one.name)] == []


def test_everything_is_carried_and_the_invocation_counted() -> None:
    assert handed_over(carried(request(), STATE)) == replace(STATE, hop=3, failure_id="movies|F1+")


@pytest.mark.parametrize("late, lasts", [(RETRIED, True), (RETRIED + 1, False)])
def test_after_an_attempt_that_crashed_no_trouble_is_known_to_have_lasted(late: float, lasts: bool) -> None:
    state = handed_over(carried(request(), replace(STATE, due=NOW - late)))
    assert state.troubles == (STATE.troubles if lasts else {})
    assert state.packages == STATE.packages


@pytest.mark.parametrize("event", [{}, {"Handover": None}, {"Handover": "text"}, {"Handover": []}, {"Handover": {}}])
def test_a_first_delivery_knows_nothing(event: dict[str, Any]) -> None:
    assert resumed(event, NOW) == State(since=NOW)


@pytest.mark.parametrize("since", [None, "9000", -1, NOW + AHEAD + 1, True, [9000.0]])
def test_without_a_beginning_there_is_no_memory(since: Any) -> None:
    assert handed_over(carried(request(), STATE) | {"since": since}) == State(since=NOW)


def test_keys_that_it_does_not_know_are_ignored() -> None:
    data = carried(request(), STATE)
    data |= {"colour": "red", "packages": {"F1": data["packages"]["F1"] | {"smell": "sweet"}}}
    assert handed_over(data) == replace(STATE, hop=3, packages={"F1": PACKAGE})


def test_keys_that_an_older_version_did_not_have_begin_as_ever() -> None:
    assert handed_over({"since": 9000.0, "packages": {"F1": {"id": "F1"}}}) == State(
        since=9000.0, packages={"F1": PackageState(id="F1")}
    )


@pytest.mark.parametrize(
    "name, value",
    [
        ("hop", -1),
        ("hop", 1.5),
        ("hop", True),
        ("hop", "2"),
        ("hop", None),
        ("swept", 1),
        ("notes", "text"),
        ("notes", [1]),
        ("notes", {"a": "b"}),
        ("trouble", None),
        ("trouble", 5),
        ("troubles", {"es Denied": "yesterday"}),
        ("troubles", {"es Denied": NOW + AHEAD + 1}),
        ("troubles", ["es Denied"]),
        ("pace", -3),
        ("moved", NOW + AHEAD + 1),
        ("moved", -0.1),
        ("moved", "now"),
        ("moved", False),
        ("slowest", None),
        ("unwanted", NOW + 3600),
        ("conflicts", []),
        ("failure_id", ["movies|F1"]),
        ("packages", [PACKAGE.id]),
        ("packages", "F1"),
        ("packages", {"F1": "F1"}),
    ],
)
def test_what_is_not_of_its_type_or_lies_in_the_future_is_ignored(name: str, value: Any) -> None:
    begun = handed_over({"since": 9000.0, "reached": True, name: value})
    assert getattr(begun, name) == getattr(State(since=0), name)
    assert (begun.since, begun.reached) == (9000.0, True)


@pytest.mark.parametrize(
    "name, value",
    [
        ("id", 5),
        ("id", None),
        ("taken", "yes"),
        ("mark", 0),
        ("asked", NOW + AHEAD + 1),
        ("asked", True),
        ("asked", "9000"),
        ("absent", -5),
        ("target", 2),
        ("refusal", {}),
        ("kept", [1.0]),
        ("untold", "1"),
    ],
)
def test_what_is_wrong_of_a_package_is_ignored(name: str, value: Any) -> None:
    begun = handed_over({"since": 9000.0, "packages": {"F1": {"seen": True, name: value}}})
    assert begun.packages == {"F1": PackageState(seen=True)}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_ignored(number: float) -> None:
    assert handed_over({"since": number}) == State(since=NOW)
    assert handed_over({"since": 9000.0, "moved": number}).moved is None


@pytest.mark.parametrize("instant", [0, 9000, NOW, NOW + AHEAD])
def test_an_instant_up_to_a_minute_ahead_is_one_of_ours(instant: float) -> None:
    assert handed_over({"since": instant, "moved": instant}) == State(since=instant, moved=instant)


def test_nothing_is_known_of_a_package_that_was_not_looked_at() -> None:
    assert State(since=0).of("F1") == PackageState()
    changed = STATE.with_package("F2", PackageState(id="F2"))
    assert changed.of("F2").id == "F2" and changed.of("F1") is PACKAGE
    assert "F2" not in STATE.packages


def state(**packages: PackageState) -> State:
    return State(since=0, packages=packages)


def package(package_id: str, **more: Any) -> PackageState:
    return PackageState(id=package_id, **more)


@pytest.mark.parametrize(
    "known_id, known, expected",
    [
        ("", state(F1=package("F1")), "movies|F1"),
        ("", state(F1=package("F1", mark=True)), "movies|F1+"),
        ("movies|F1", state(F1=package("F1")), "movies|F1"),
        ("movies|F1+", state(F1=package("F1", mark=True)), "movies|F1+"),
        ("movies|F1+", state(F1=package("F1")), "movies|F1"),
        ("movies|F2,F1", state(F1=package("F1")), "movies|F1"),
        ("films|F1", state(F1=package("F1")), "movies|F1"),
    ],
)
def test_a_success_answers_the_id_of_what_it_has_brought(known_id: str, known: State, expected: str) -> None:
    assert success_id(request("Update", known_id), known) == expected


def test_the_same_packages_have_the_same_id_however_it_is_written() -> None:
    asked = request("Update", "movies|F2,F1", "F1", "F2")
    assert success_id(asked, state(F1=package("F1"), F2=package("F2"))) == "movies|F2,F1"


@pytest.mark.parametrize(
    "known_id, known, expected",
    [
        ("", state(), "not-created|Synonyms"),
        ("", state(F1=package("F1")), "not-created|Synonyms"),
        ("", state(F1=package("", tried=True)), "unknown|Synonyms"),
        ("", state(F1=package("F1", tried=True)), "movies|F1"),
        ("", state(F1=package("F1", taken=True, mark=True)), "movies|F1+"),
        ("movies|F1", state(F1=package("F1", tried=True)), "movies|F1"),
        ("movies|F1+", state(F1=package("F1", tried=True)), "movies|F1+"),
        ("movies|F2", state(F1=package("F1")), "movies|F2"),
        ("movies|F2+", state(F1=package("F1", tried=True)), "movies|F1,F2+"),
        ("movies|F1+,F2", state(F3=package("F3", tried=True), F1=package("F1", taken=True)), "movies|F1+,F2"),
        ("films|F2", state(F1=package("F1", tried=True)), "movies|F1"),
        ("films|F2", state(), "films|F2"),
    ],
)
def test_a_failure_answers_what_the_resource_held_or_this_request_tried(
    known_id: str, known: State, expected: str
) -> None:
    assert failure_id(request("Update", known_id), known) == expected


def test_an_id_that_would_be_too_long_names_what_was_tried() -> None:
    held = {f"pkg-{n:041}": False for n in range(22)}
    asked = replace(request("Update"), known_id="held", known=Holding("movies", held))
    new = package("pkg-" + "f" * 41, tried=True)
    assert failure_id(asked, state(F1=new)) == f"movies|{new.id}"
    for length, fits in ((LONGEST, True), (LONGEST + 1, False)):
        rest = {f"pkg-{n:041}": False for n in range(20)} | {"pkg-" + "e" * (length - 977): False}
        answered = failure_id(replace(asked, known=Holding("movies", rest)), state(F1=new))
        assert (len(answered) == length) is fits
        assert answered.count(",") == (21 if fits else 0)


def test_the_failure_of_a_delete_answers_its_own_id() -> None:
    assert failure_id(request("Delete", "movies|F1+"), state(**{"F1": package("F1", tried=True)})) == "movies|F1+"
