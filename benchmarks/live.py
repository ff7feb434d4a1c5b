"""The simulated world in real time and on sockets, so that what is not Python can live in it too."""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.framework import Framework
from benchmarks.gateway import Gateway
from benchmarks.ours import Ours
from benchmarks.service import Service
from tests.simulation.tasks import Signal, Simulation
from tests.simulation.world import World


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


class Live(World):
    """A world for one contender, whose `handle` takes an event as Lambda's asynchronous Invoke brings it."""

    def __init__(self, service: Service) -> None:
        with patch("tests.simulation.world.Simulation", RealTime):
            super().__init__(service)
        self.service, service.simulation, self.ours = service, self.simulation, False
        self.fault = service.limit_stacks
        self.function.last_responder = lambda *_: None
        self.endpoint.check = lambda *_: None  # the framework's answers hold too much
        self.gateway = Gateway(self._answer, self._put)
        self._presign = self.endpoint.presign
        self.contender: Ours | Framework
        #: The API calls by the domain, package or stack that they are about.
        self.about: Counter[str] = Counter()
        #: With which status the endpoint refuses a stack's answer; None: it takes it.
        self.refuse: Callable[[str], int | None] = lambda stack: None

    def answers_go_to(self, url: str) -> None:
        """Sign ResponseURLs for that scheme and host."""
        host = "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com"
        self.endpoint.presign = lambda *given: self._presign(*given).replace(host, url)  # type: ignore[method-assign]

    def look(self) -> float:
        """Return how long one of the framework's looks takes (seconds)."""
        assert isinstance(self.contender, Framework)
        return median(self.contender.seconds["framework isComplete"])

    def _answer(self, service: str, operation: str, parameters: dict[str, Any]) -> Any:
        about = next(iter(parameters.values()), "")
        filters = about[0]["Value"] if isinstance(about, list) and about else [about]
        self.about.update(str(parameters[key]) for key in ("DomainName", "StackName") if key in parameters)
        if "Filters" in parameters:
            self.about.update(str(value) for value in filters)
        api = {"opensearch": self._opensearch, "cloudformation": self.cloudformation.api}[service]
        return self._call(service, operation, parameters, api)

    def _put(self, path: str, body: bytes, content_type: str) -> int:
        pending = self.endpoint.requests.get(path.partition("?")[0][1:])
        if pending is None:
            return 403
        status = self.refuse(pending.event["StackId"].split("/")[1])
        return self.endpoint.put(path, body, content_type, 10) if status is None else status


@contextmanager
def live(contender: str, **service: Any) -> Iterator[tuple[Live, Service]]:
    """Run a world for `ours` or the `framework`; the rest is as in `Service`, and `environment` the contender's."""
    environment: dict[str, str] = service.pop("environment", {})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = Live(opensearch := Service(**service))
        try:
            if contender == "ours":
                world.answers_go_to(world.gateway.url)
                world.contender = Ours(world.gateway.url, folder, environment)
            else:
                world.answers_go_to(world.gateway.over_tls(folder))
                world.contender = Framework(world.gateway.url, folder, environment)
            world.function.handler = world.contender.handle
            try:
                yield world, opensearch
            finally:
                world.contender.close()
        finally:
            world.gateway.close()
