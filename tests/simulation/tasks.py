"""Simulated time: tasks that run one at a time, each until it sleeps; the same seed gives the same order."""

import heapq
from collections.abc import Callable
from typing import Any

from greenlet import GreenletExit, greenlet


class Task:
    """One strand of activity."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function
        self.strand = greenlet(self._run)
        self.wakeup = 0
        self.done = False
        self.error: BaseException | None = None

    def _run(self) -> None:
        try:
            self.function()
        except GreenletExit:
            pass
        except BaseException as error:
            self.error = error
        self.done = True


class Signal:
    """Something that a task can wait for."""

    def __init__(self) -> None:
        self.is_set = False
        self.waiting: list[Task] = []


class Simulation:
    """A clock (epoch seconds) and the tasks that live by it."""

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self.now = start
        self.current: Task | None = None
        self._queue: list[tuple[float, int, int, Task]] = []
        self._order = 0
        self._tasks: list[Task] = []

    def spawn(self, function: Callable[[], Any], delay: float = 0.0) -> Task:
        """Start a task after the delay (seconds)."""
        task = Task(function)
        self._tasks.append(task)
        self._schedule(task, self.now + delay)
        return task

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass for the task that calls."""
        assert self.current is not None
        self._switch(self.current, self.now + max(0.0, seconds))

    def wait(self, signal: Signal, timeout: float) -> bool:
        """Wait until the signal is set, at most so long (seconds); return whether it is."""
        if not signal.is_set:
            assert self.current is not None
            task = self.current
            signal.waiting.append(task)
            self._switch(task, self.now + timeout)
            if task in signal.waiting:  # in vain: what comes later must not wake it from something else
                signal.waiting.remove(task)
        return signal.is_set

    def set(self, signal: Signal) -> None:
        """Set the signal and wake who waits for it."""
        signal.is_set = True
        for task in signal.waiting:
            self._schedule(task, self.now)
        signal.waiting.clear()

    def run(self, until: float = float("inf")) -> None:
        """Let the tasks run until none is left to wake, or the time comes; raise what any of them raised."""
        while self._queue and self._queue[0][0] <= until:
            time, _, wakeup, task = heapq.heappop(self._queue)
            if task.done or wakeup != task.wakeup:
                continue  # it was woken by a signal meanwhile
            task.wakeup += 1
            self.now, self.current = max(self.now, time), task
            task.strand.parent = greenlet.getcurrent()
            task.strand.switch()
            if task.error is not None:
                self.close()
                raise task.error

    def close(self) -> None:
        """Unwind every task that still sleeps."""
        for task in self._tasks:
            if not task.done:
                task.done = True
                task.strand.throw()
        self._queue.clear()

    def _schedule(self, task: Task, time: float) -> None:
        self._order += 1
        heapq.heappush(self._queue, (time, self._order, task.wakeup, task))

    def _switch(self, task: Task, time: float) -> None:
        self._schedule(task, time)
        assert task.strand.parent is not None
        task.strand.parent.switch()
