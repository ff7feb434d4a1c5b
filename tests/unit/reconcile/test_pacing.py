"""Pauses, troubles that are borne, and deadlines."""

from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

import pytest

from errors import Denied, Disabled, NotFound, Refused, Rejected, ServiceError, Unavailable, Unknown, Unreadable
from model import Goal
from reconcile.pacing import (
    CLOSER,
    LONGEST,
    LONGEST_THROTTLED,
    SHORTEST,
    UNREACHED_FOR,
    UNREACHED_LOCALLY,
    deadline,
    half_time,
    is_bearable,
    pause,
    recovered,
    troubled,
)
from reconcile.state import PackageState, State
from tests.unit.requests import request

BEGUN = State(since=0)


def error(kind: type[ServiceError], prefix: str = "es", **more: Any) -> ServiceError:
    return kind(prefix, "ListPackagesForDomain", "words", **more)


def pauses(state: State, now: float, *, goal: Goal = Goal.PRESENT) -> list[float]:
    return [pause(state, goal, now) for _ in range(300)]


@pytest.mark.parametrize("waited, longest", [(0, 3), (20, 4), (30, 4.5), (39, 4.95)])
@pytest.mark.parametrize("goal, share", [(Goal.PRESENT, 1), (Goal.ABSENT, CLOSER)])
def test_a_pause_grows_with_the_wait_and_stays_under_five_seconds(
    waited: float, longest: float, goal: Goal, share: float
) -> None:
    assert (SHORTEST, LONGEST, CLOSER) == (3, 5, 0.7)
    taken = pauses(BEGUN, waited, goal=goal)
    assert 0.9 * longest * share <= min(taken) < 0.93 * longest * share
    assert 0.97 * longest * share < max(taken) <= longest * share


@pytest.mark.parametrize("waited", [60, 3000])
def test_a_long_wait_is_looked_at_each_five_seconds(waited: float) -> None:
    assert set(pauses(BEGUN, waited)) == {LONGEST}


def test_the_pauses_begin_again_when_a_status_has_moved() -> None:
    assert max(pauses(State(since=0, moved=996), 1000)) <= 3.2
    assert max(pauses(State(since=996), 1000)) <= 3.2


def test_each_refusal_doubles_what_a_throttled_service_bears_and_each_look_takes_a_quarter_off() -> None:
    state, met, borne = BEGUN, error(Unavailable, throttled=True), []
    for _ in range(8):
        state = troubled(state, met, 100)
        borne.append(state.pace)
    assert borne == [1, 2, 4, 8, 16, 30, 30, LONGEST_THROTTLED]
    assert recovered(state).pace == 0.75 * LONGEST_THROTTLED
    for _ in range(16):
        state = recovered(state)
    assert state.pace == 0


def test_who_has_asked_pauses_as_long_as_the_service_bears() -> None:
    asked = State(since=0, pace=20, packages={"F1": PackageState(asked=1)})
    taken = pauses(asked, 10)
    assert 10 <= min(taken) < 11 and 19 < max(taken) <= 20


@pytest.mark.parametrize("waited, longest", [(5, 3), (20, 6), (60, 18), (3000, 20)])
def test_who_has_still_to_ask_goes_first(waited: float, longest: float) -> None:
    assert 0.9 * longest < max(pauses(State(since=0, pace=20), waited)) <= max(longest, LONGEST)


@pytest.mark.parametrize("count, seconds", [(100, 130), (500, 400)])
def test_a_crowd_asks_and_sees_the_end_at_the_rate_that_the_service_bears(count: int, seconds: float) -> None:
    """Each must get through twice: to ask, and to see the end a minute later; ten calls a second do."""
    met, tokens, since, last = error(Unavailable, throttled=True), 10.0, 0.0, 0.0
    queue = [(0.0, number, State(since=0)) for number in range(count)]
    while queue:
        now, number, state = heappop(queue)
        tokens, since = min(10.0, tokens + 10 * (now - since)), now
        if tokens >= 1:
            tokens -= 1
            if not state.asked:
                state = replace(state, packages={"F1": PackageState(asked=now)})
            elif now - (state.of("F1").asked or 0) >= 60:
                last = now
                continue
            state = recovered(state)
        else:
            state = troubled(state, met, now)
        heappush(queue, (now + pause(state, Goal.PRESENT, now), number, state))
    assert last <= seconds


@pytest.mark.parametrize(
    "met, seconds",
    [
        (error(NotFound), 30),
        (error(Denied), 60),
        (error(Denied, "dynamodb"), 60),
        (error(Unknown), 60),
        (error(Unknown, "dynamodb"), 60),
        (error(Refused), 60),
        (error(Unreadable, "cloudformation"), UNREACHED_FOR),
        (error(Unavailable, unreached=True), UNREACHED_FOR),
        (error(Unavailable, "dynamodb", unreached=True), UNREACHED_FOR),
    ],
)
def test_some_errors_are_things_of_the_moment(met: ServiceError, seconds: float) -> None:
    state = troubled(BEGUN, met, 100)
    for passed, bearable in ((0, True), (seconds - 1, True), (seconds, False)):
        again = troubled(state, met, 100 + passed)
        assert is_bearable(request(), again, met, 100 + passed) is bearable


@pytest.mark.parametrize("kind", [Rejected, Disabled])
def test_others_are_final_for_a_create(kind: type[ServiceError]) -> None:
    assert not is_bearable(request(), troubled(BEGUN, error(kind), 100), error(kind), 100)


@pytest.mark.parametrize("kind", [Rejected, Disabled, NotFound])
@pytest.mark.parametrize("type_", ["Update", "Delete"])
def test_nothing_is_final_within_seconds_in_a_rollback_and_a_cleanup(kind: type[ServiceError], type_: str) -> None:
    """An Update may be a rollback's."""
    state, asked = troubled(BEGUN, error(kind), 100), request(type_, "movies|F1")
    assert is_bearable(asked, state, error(kind), 159)
    assert not is_bearable(asked, state, error(kind), 160)


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
    assert is_bearable(request(), state, met, 100 + 3600)


def test_cloudformation_that_does_not_answer_is_not_reached_through_opensearch() -> None:
    met = error(Unavailable, "cloudformation", unreached=True)
    state = troubled(State(since=0, reached=True), met, 100)
    assert not is_bearable(request(), state, met, 100 + UNREACHED_FOR)


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


def test_a_look_that_goes_through_ends_the_troubles() -> None:
    state = troubled(troubled(BEGUN, error(Unavailable, throttled=True), 100), error(Unavailable), 100)
    assert state.pace == 1
    assert recovered(state) == State(since=0, reached=True, pace=0.75, trouble=state.trouble)
    assert recovered(BEGUN).reached
    met = error(NotFound)
    assert is_bearable(request(), troubled(recovered(troubled(BEGUN, met, 0)), met, 100), met, 129)


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
    asked = request(limit=request().made + timeout)
    assert deadline(asked, State(since=0, slowest=slowest)) == pytest.approx(asked.limit - margin)


def test_what_older_requests_left_has_half_of_the_time() -> None:
    assert half_time(request()) == 2800


def test_under_sam_local_an_endpoint_is_there_or_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SAM_LOCAL", "true")
    met = error(Unavailable, unreached=True)
    state = troubled(State(since=100), met, 100)
    assert is_bearable(request(), state, met, 100 + UNREACHED_LOCALLY - 1)
    assert not is_bearable(request(), state, met, 100 + UNREACHED_LOCALLY)
