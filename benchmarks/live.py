"""The simulated world in real time and on sockets, so that what is not Python can live in it too."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from threading import Lock
from typing import Any
from unittest.mock import patch

from benchmarks.framework import Framework
from benchmarks.gateway import Gateway
from benchmarks.ours import Ours
from benchmarks.realtime import RealTime
from benchmarks.service import Service
from tests.simulation.world import World


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
        #: Threads call, and a conditional write is one act.
        self._one_write = Lock()
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
        apis = {
            "opensearch": self._opensearch,
            "cloudformation": self.cloudformation.api,
            "dynamodb": self.table.answer,
        }
        with self._one_write if service == "dynamodb" else nullcontext():
            return self._call(service, operation, parameters, apis[service])

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
