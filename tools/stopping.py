"""Stops a program on Ctrl-C, SIGTERM and SIGHUP alike, so that whatever it started is stopped and removed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stop:
    """How many blocks hold a stop back, and whether one has been asked for."""

    holds = 0
    asked = False


def stop_on_signals() -> None:
    """Let each of the signals raise KeyboardInterrupt, once: the cleaning up that follows is not to be interrupted."""
    for one in SIGNALS:
        if one != signal.SIGHUP or signal.getsignal(one) != signal.SIG_IGN:  # nohup wants it ignored
            signal.signal(one, _stop)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold a stop back until the end of the block: what was started there isn't known yet to what would stop it."""
    _Stop.holds += 1
    try:
        yield
    finally:
        _Stop.holds -= 1
        if _Stop.asked and not _Stop.holds:
            _Stop.asked = False
            raise KeyboardInterrupt


def _stop(*_: Any) -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    if _Stop.holds:
        _Stop.asked = True
    else:
        raise KeyboardInterrupt
