"""Pauses and clocks."""

from typing import Any

import pytest
from patience import CONFIRM, Patience

from clock import LambdaClock
from errors import Denied, NotFound, Rejected, Unavailable


@pytest.mark.parametrize("waited", [0, 5, 20, 60, 100, 130, 3000])
def test_a_pause_is_a_tenth_of_the_wait_from_half_a_second_to_fifteen(waited: float) -> None:
    pauses = [Patience(moved=0).pause(waited, confirm=False) for _ in range(200)]
    assert min(pauses) >= 0.4 and max(pauses) <= 15
    assert max(pauses) <= max(0.6, 0.12 * waited)
    assert max(pauses) - min(pauses) > 0.05


def test_throttling_doubles_the_pause_up_to_a_minute_and_is_forgotten_by_and_by() -> None:
    patience = Patience(moved=0)
    for _ in range(10):
        assert patience.bears(Unavailable("List", "slow", throttled=True), 0)
    assert 48 <= patience.pause(0, confirm=True) <= 72
    for _ in range(10):
        patience.recover()
    assert patience.pause(0, confirm=False) <= 0.6
    assert patience.pause(0, confirm=True) == CONFIRM


@pytest.mark.parametrize("kind, seconds", [(NotFound, 30), (Denied, 20), (Rejected, 0)])
def test_some_errors_pass(kind: Any, seconds: float) -> None:
    patience, error = Patience(moved=0), kind("List", "words")
    assert patience.bears(error, 100) is (seconds > 0)
    assert patience.bears(error, 100 + seconds / 2) is (seconds > 0)
    assert not patience.bears(error, 100 + seconds)
    patience.recover()
    assert patience.bears(error, 100 + seconds) is (seconds > 0)


@pytest.mark.parametrize("timeout, left", [(900, 870), (10, 5)])
def test_an_invocation_keeps_time_back_to_hand_over(timeout: float, left: float) -> None:
    class Context:
        def get_remaining_time_in_millis(self) -> int:
            return int(timeout * 1000)

    clock = LambdaClock(Context())
    assert (clock.left(), clock.remaining()) == (left, timeout)
    before = clock.now()
    clock.sleep(0)
    assert clock.now() >= before
