"""An invocation's own time."""

import pytest

from clock import LambdaClock


@pytest.mark.parametrize("timeout, left", [(900, 870), (60, 30), (10, 5)])
def test_an_invocation_keeps_time_back_to_hand_over(timeout: float, left: float) -> None:
    class Context:
        def get_remaining_time_in_millis(self) -> int:
            return int(timeout * 1000)

    clock = LambdaClock(Context())
    assert (clock.left(), clock.remaining()) == (left, timeout)
    before = clock.now()
    clock.sleep(0)
    assert clock.now() >= before
