"""The mutating calls: in one change, else one by one; what they answer decides nothing by itself."""

from dataclasses import replace
from typing import Any

import pytest

from errors import Denied, Disabled, NotFound, Refused, ServiceError, Unavailable
from model import Goal, Target
from reconcile.association.calls import make
from reconcile.state import PackageState, State
from tests.unit.looks import NOW, Service, association, look, request

A, D = Goal.PRESENT, Goal.ABSENT
BEGUN = State(since=0, packages={one: PackageState(id=one) for one in ("F1", "F2", "F3")})


def error(kind: type[ServiceError], words: str = "words") -> ServiceError:
    return kind("es", "Action", words)


def made(
    service: Service, *labels: str, goal: Goal = A, state: State = BEGUN, **more: Any
) -> tuple[State, ServiceError | None]:
    asked = request("Create" if goal is A else "Delete", "" if goal is A else "movies|F1", *labels, **more)
    return make(state, labels, goal, look(asked, service), service, NOW)


def test_one_call_asks_for_all() -> None:
    service = Service(association("F1"))
    state, met = made(service, "F1", "F2")
    assert (service.asked, met) == ([("associate", ["F1", "F2"])], None)
    assert state.of("F1") == PackageState(id="F1", tried=True, asked=NOW, seen=True)
    assert state.of("F2") == PackageState(id="F2", tried=True, asked=NOW)
    assert state.moved == NOW and state.of("F3") == PackageState(id="F3")


def test_a_call_that_is_taken_ends_what_was_in_the_way() -> None:
    known = PackageState(id="F1", refused=1, refused_last=2, refusal="busy", absent=3, seen=True)
    before = replace(BEGUN.with_package("F1", known), trouble="busy")
    for goal in (A, D):
        state, _ = made(Service(), "F1", goal=goal, state=before)
        assert state.of("F1") == PackageState(id="F1", tried=True, asked=NOW)
        assert state.trouble == ""


def test_taking_off_a_left_over_failure_is_no_request() -> None:
    service = Service(association(status="ASSOCIATION_FAILED"))
    asked = request()
    state, met = make(BEGUN, ["F1"], D, look(asked, service), service, NOW)
    assert service.asked == [("dissociate", ["F1"])] and met is None
    assert state.of("F1") == PackageState(id="F1", tried=True, cleared=True)


@pytest.mark.parametrize("kind", [Disabled, NotFound])
@pytest.mark.parametrize("goal, action", [(A, "associate"), (D, "dissociate")])
def test_where_the_plural_is_not_offered_each_is_asked_for(kind: type[ServiceError], goal: Goal, action: str) -> None:
    service = Service(errors=[error(kind)])
    state, met = made(service, "F1", "F2", goal=goal)
    assert service.asked == [(action, ["F1", "F2"]), (action, ["F1"]), (action, ["F2"])]
    assert met is None and state.one_by_one and state.of("F2").asked == NOW
    again = Service()
    made(again, "F1", "F2", goal=goal, state=state)
    assert again.asked == [(action, ["F1"]), (action, ["F2"])]


def test_one_by_one_ends_where_one_is_refused() -> None:
    state = replace(BEGUN, one_by_one=True)
    service = Service(errors=[None, error(Refused)])
    state, met = made(service, "F1", "F2", "F3", state=state)
    assert len(service.asked) == 2 and met is None
    assert [state.of(one).asked for one in ("F1", "F2", "F3")] == [NOW, None, None]
    service = Service(errors=[error(Denied)])
    assert isinstance(made(service, "F1", "F2", state=replace(BEGUN, one_by_one=True))[1], Denied)
    assert len(service.asked) == 1


def test_each_comes_after_its_prerequisites() -> None:
    needs = {"F1": ["F3", "F9"], "F2": ["F1"], "F3": []}
    targets = tuple(Target(one, options={"PrerequisitePackageIDList": ids}) for one, ids in needs.items())
    service, state = Service(), replace(BEGUN, one_by_one=True)
    made(service, "F1", "F2", "F3", state=state, targets=targets)
    assert [ids for _, ids in service.asked] == [["F3"], ["F1"], ["F2"]]
    circle = (replace(targets[0], options={"PrerequisitePackageIDList": ["F2"]}), targets[1])
    service = Service()
    made(service, "F1", "F2", state=state, targets=circle)
    assert [ids for _, ids in service.asked] == [["F1"], ["F2"]]


@pytest.mark.parametrize(
    "words, refused",
    [
        ("ConflictException: F2 is in use", ["F2"]),
        ("ConflictException: something", ["F1", "F2"]),
        ("F1 and F2 are in use", ["F1", "F2"]),
    ],
)
def test_a_refusal_is_of_the_packages_that_it_names(words: str, refused: list[str]) -> None:
    state, met = made(Service(errors=[error(Refused, words)]), "F1", "F2")
    assert met is None
    assert [one for one in ("F1", "F2") if state.of(one).refusal == words] == refused
    assert (state.conflicts, state.trouble) == (1, words)
    assert not any(one.tried or one.asked for one in state.packages.values())


def test_a_refusal_is_known_since_the_first_of_them() -> None:
    known = PackageState(id="F1", refused=5, refused_last=6, refusal="old")
    state, _ = made(Service(errors=[error(Refused)]), "F1", state=BEGUN.with_package("F1", known))
    assert state.of("F1") == PackageState(id="F1", refused=5, refused_last=NOW, refusal="words")


def test_what_was_not_answered_may_have_been_done() -> None:
    state, met = made(Service(errors=[error(Unavailable)]), "F1", "F2")
    assert isinstance(met, Unavailable)
    assert [(state.of(one).tried, state.of(one).asked) for one in ("F1", "F2")] == [(True, None)] * 2


@pytest.mark.parametrize("kind, goal, borne", [(NotFound, D, True), (NotFound, A, False), (Denied, D, False)])
def test_only_the_absence_of_what_is_to_go_is_no_error(kind: type[ServiceError], goal: Goal, borne: bool) -> None:
    state, met = made(Service(errors=[error(kind)]), "F1", goal=goal)
    assert (met is None) is borne and state == BEGUN
