"""The simulation's clock and tasks, with real seconds and threads that run at the same time."""

import threading
import time
from collections.abc import Callable
from typing import Any

from tests.simulation.tasks import Signal, Simulation


class Strand:
    """An activity in a thread of its own, with what it raised."""

    def __init__(self, activity: Callable[[], Any]) -> None:
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=(activity,), daemon=True)

    def _run(self, activity: Callable[[], Any]) -> None:
        try:
            activity()
        except BaseException as error:
            self.error = error


class RealTime(Simulation):
    """A simulation whose seconds are the clock's, and whose tasks run at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self._strands: list[Strand] = []

    @property
    def now(self) -> float:
        """Return the time (epoch seconds)."""
        return time.time()

    @now.setter
    def now(self, _: float) -> None:
        """Time is not to be set."""

    def spawn(self, function: Callable[[], Any], delay: float = 0.0) -> Any:
        """Start a task after the delay (seconds)."""

        def run() -> None:
            time.sleep(delay)
            function()

        strand = Strand(run)
        self._strands.append(strand)
        strand.thread.start()
        return strand

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(max(0.0, seconds))

    def wait(self, signal: Signal, timeout: float) -> bool:
        """Wait until the signal is set, at most so long (seconds); return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: signal.is_set, min(timeout, threading.TIMEOUT_MAX))

    def set(self, signal: Signal) -> None:
        """Set the signal and wake who waits for it."""
        with self._changed:
            signal.is_set = True
            self._changed.notify_all()

    def run(self, until: float = float("inf")) -> None:
        """Wait for the tasks so far and those that they start, or for the time; raise what any of them raised."""
        for strand in self._strands:
            strand.thread.join(max(0.0, min(until - self.now, threading.TIMEOUT_MAX)))
            if strand.error:
                raise strand.error

    def close(self) -> None:
        """Leave what still runs: it ends with the process."""
