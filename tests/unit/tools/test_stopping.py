"""A stop cleans up once, and never between starting something and knowing of it."""

import signal
from collections.abc import Iterator

import pytest

from tools.stopping import SIGNALS, held_back, stop_on_signals


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Begin as in a terminal, also under nohup; give pytest its own handlers back."""
    before = {one: signal.getsignal(one) for one in SIGNALS}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    stop_on_signals()
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("one", SIGNALS)
def test_each_signal_stops_and_a_second_one_does_not_interrupt_the_cleaning_up(one: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(one)
    for again in SIGNALS:
        signal.raise_signal(again)


def test_a_stop_waits_for_the_end_of_what_holds_it_back() -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt), held_back():
        with held_back():
            signal.raise_signal(signal.SIGTERM)
            reached.append("inner")
        reached.append("outer")
    assert reached == ["inner", "outer"]


def test_nohup_is_respected() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stop_on_signals()
    signal.raise_signal(signal.SIGHUP)
