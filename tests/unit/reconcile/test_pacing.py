"""Pauses, troubles that are borne, and deadlines."""

from typing import Any

import pytest

from errors import Denied, NotFound, Refused, Rejected, ServiceError, Unavailable
from reconcile.pacing import (
    CONFIRM,
    LONGEST,
    LONGEST_THROTTLED,
    SHORTEST,
    UNREACHED_FOR,
    deadline,
    is_bearable,
    pause,
    recovered,
    troubled,
)
from reconcile.state import State
from tests.unit.looks import request

BEGUN = State(since=0)


def error(kind: type[ServiceError], prefix: str = "es", **more: Any) -> ServiceError:
    return kind(prefix, "ListPackagesForDomain", "words", **more)


def pauses(state: State, now: float, *, confirm: bool = False) -> list[float]:
    return [pause(state, now, confirm=confirm) for _ in range(300)]


@pytest.mark.parametrize("waited, longest", [(0, 1), (2, 1), (4, 1.4), (10, 3.5), (14, 4.9), (15, 5), (3000, 5)])
def test_a_pause_grows_with_the_wait_and_stays_under_five_seconds(waited: float, longest: float) -> None:
    assert (SHORTEST, LONGEST) == (1, 5)
    taken = pauses(BEGUN, waited)
    assert 0.9 * longest <= min(taken) < 0.93 * longest
    assert 0.97 * longest < max(taken) <= longest


def test_the_pauses_begin_again_when_a_status_has_moved() -> None:
    assert max(pauses(State(since=0, moved=996), 1000)) <= 1.4
    assert max(pauses(State(since=996), 1000)) <= 1.4


@pytest.mark.parametrize("throttled, longest", [(1, 2), (2, 4), (5, 32), (6, 60), (30, 60)])
def test_throttling_doubles_the_pause_up_to_a_minute(throttled: int, longest: float) -> None:
    assert LONGEST_THROTTLED == 60
    taken = pauses(State(since=0, throttled=throttled), 0)
    assert 0.45 * longest <= min(taken) < 0.6 * longest
    assert 0.85 * longest < max(taken) <= longest


def test_a_look_that_missed_something_is_confirmed_at_once_unless_throttled() -> None:
    assert pause(BEGUN, 1000, confirm=True) == CONFIRM == 0.5
    assert min(pauses(State(since=0, throttled=1), 1000, confirm=True)) > CONFIRM


@pytest.mark.parametrize(
    "met, seconds",
    [
        (error(NotFound), 30),
        (error(Denied), 60),
        (error(Denied, "cloudformation"), 60),
        (error(Unavailable, unreached=True), UNREACHED_FOR),
        (error(Unavailable, "cloudformation", unreached=True), UNREACHED_FOR),
    ],
)
def test_some_errors_are_things_of_the_moment(met: ServiceError, seconds: float) -> None:
    state = troubled(BEGUN, met, 100)
    for passed, bearable in ((0, True), (seconds - 1, True), (seconds, False)):
        again = troubled(state, met, 100 + passed)
        assert is_bearable(again, met, 100 + passed) is bearable


@pytest.mark.parametrize("kind", [Rejected, Refused])
def test_others_are_final(kind: type[ServiceError]) -> None:
    assert not is_bearable(troubled(BEGUN, error(kind), 100), error(kind), 100)


@pytest.mark.parametrize(
    "met, reached",
    [
        (error(Unavailable), False),
        (error(Unavailable, throttled=True), False),
        (error(Unavailable, "cloudformation"), False),
        (error(Unavailable, unreached=True), True),
    ],
)
def test_a_service_that_answers_at_all_is_waited_for_to_the_deadline(met: ServiceError, reached: bool) -> None:
    state = troubled(State(since=0, reached=reached), met, 100)
    assert is_bearable(state, met, 100 + 3600)


def test_cloudformation_that_does_not_answer_is_not_reached_through_opensearch() -> None:
    met = error(Unavailable, "cloudformation", unreached=True)
    state = troubled(State(since=0, reached=True), met, 100)
    assert not is_bearable(state, met, 100 + UNREACHED_FOR)


@pytest.mark.parametrize(
    "met, reached",
    [
        (error(Unavailable, unreached=True), False),
        (error(Unavailable), True),
        (error(Denied), True),
        (error(Denied, "cloudformation"), False),
        (error(Unavailable, "cloudformation"), False),
    ],
)
def test_opensearch_is_reached_when_it_has_answered_anything(met: ServiceError, reached: bool) -> None:
    assert troubled(BEGUN, met, 100).reached is reached
    assert troubled(State(since=0, reached=True), met, 100).reached


def test_a_trouble_is_kept_with_its_words_and_since_when_by_service_and_kind() -> None:
    state = troubled(BEGUN, error(Denied), 100)
    state = troubled(state, error(NotFound), 110)
    state = troubled(state, error(Denied, "cloudformation"), 115)
    state = troubled(state, error(Denied), 120)
    assert state.trouble == "es:ListPackagesForDomain: words"
    assert state.troubles == {"es Denied": 100, "es NotFound": 110, "cloudformation Denied": 115}


def test_a_look_that_goes_through_ends_the_troubles_and_one_step_of_throttling() -> None:
    state = BEGUN
    for _ in range(2):
        state = troubled(state, error(Unavailable, throttled=True), 100)
    state = troubled(state, error(Unavailable), 100)
    assert state.throttled == 2
    assert recovered(state) == State(since=0, reached=True, throttled=1, trouble=state.trouble)
    assert recovered(recovered(recovered(state))).throttled == 0
    assert recovered(BEGUN).reached
    met = error(NotFound)
    assert is_bearable(troubled(recovered(troubled(BEGUN, met, 0)), met, 100), met, 129)


@pytest.mark.parametrize(
    "timeout, slowest, margin",
    [
        (3600, 0, 30),
        (300, 0, 30),
        (299, 0, 29.9),
        (60, 0, 6),
        (30, 0, 3),
        (5, 0, 0.5),
        (3600, 5, 30),
        (3600, 40, 45),
        (3600, 25, 30),
        (60, 5, 6),
        (60, 6, 11),
        (60, 40, 30),
        (3600, 2000, 1800),
    ],
)
def test_the_answer_is_due_before_cloudformation_stops_waiting(timeout: float, slowest: float, margin: float) -> None:
    asked = request(limit=request().clock + timeout)
    assert deadline(asked, State(since=0, slowest=slowest)) == pytest.approx(asked.limit - margin)
