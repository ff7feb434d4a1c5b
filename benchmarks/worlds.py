"""The two contenders, each in the same simulated world: calls take time, may be throttled, and answers may be lost."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from crhelper import CfnResource
from moto.moto_api import state_manager
from moto.opensearch.models import OpenSearchServiceBackend

from benchmarks import textbook
from benchmarks.eventbridge import EventBridge
from tests.fakes.clock import clock
from tests.fakes.models import Packages
from tests.simulation.direct import Direct, client_error
from tests.simulation.world import Client, World

#: How long a call of an AWS API takes (seconds).
LATENCY = 0.1
#: botocore's own attempts: the standard mode as we set it, the legacy mode as it comes.
ATTEMPTS = {"ours": 2, "textbook": 5}
CONTENDERS = tuple(ATTEMPTS)


class Service:
    """OpenSearch Service behind its API: takes its time, and throttles by chance or above a rate."""

    def __init__(self, contender: str, throttled: float = 0.0, rate: float | None = None) -> None:
        self.backend = OpenSearchServiceBackend("us-east-1", "123456789012")
        self.packages = Packages(self.backend)
        self.direct = Direct(self.packages)
        self.throttled, self.rate, self.attempts = throttled, rate, ATTEMPTS[contender]
        self.world: World
        self.allowance, self.since, self.refused, self.calls = 10.0, 0.0, 0, 0

    def __getattr__(self, method: str) -> Callable[..., Any]:
        operation = getattr(self.direct, method)

        def call(**parameters: Any) -> Any:
            for attempt in range(self.attempts):
                self.world.simulation.sleep(LATENCY)
                self.calls += 1
                if self._takes():
                    return operation(**parameters)
                self.refused += 1
                if attempt + 1 < self.attempts:
                    self.world.simulation.sleep(random.uniform(0, 1) * min(2**attempt, 20))
            raise client_error("ThrottlingException", "Rate exceeded", 400)

        return call

    def _takes(self) -> bool:
        """Return whether a call is let through: a bucket of ten tokens, filled at the rate."""
        if self.rate is not None:
            now = self.world.simulation.now
            self.allowance = min(10.0, self.allowance + (now - self.since) * self.rate)
            self.since = now
            if self.allowance < 1:
                return False
            self.allowance -= 1
        return random.random() >= self.throttled

    def package(self, name: str) -> str:
        """Make a package; return its id."""
        source = {"S3BucketName": "dictionaries", "S3Key": name}
        made = self.direct.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
        return str(made["PackageDetails"]["PackageID"])


class Textbook(World):
    """The world around the textbook function, with the parts of AWS that crhelper uses."""

    def __init__(self, opensearch: Any) -> None:
        super().__init__(opensearch)
        self.function.handler, self.function.last_responder = self._handle, lambda *_: None
        self.events = EventBridge(self.simulation, self.function.invoke)
        self.ours = False
        self.endpoint.check = lambda *_: None  # it breaks the protocol here and there
        self.contexts: dict[int, Any] = {}

    @contextmanager
    def entered(self) -> Iterator["Textbook"]:
        wait = vars(CfnResource)["_wait_for_cwlogs"]
        replaced: dict[str, Any] = {
            "boto3.client": self._client,
            "crhelper.utils.HTTPSConnection": self._connection,
            "crhelper.utils.time": self,
            "crhelper.utils.ssl.create_default_context": lambda *_: None,
            "crhelper.resource_helper.threading.Timer": self._timer,
            "crhelper.CfnResource._wait_for_cwlogs": lambda helper: wait(helper, sleep=self.sleep),
        }
        with ExitStack() as stack:
            for target, replacement in replaced.items():
                stack.enter_context(patch(target, replacement))
            try:
                yield self
            finally:
                self.simulation.close()

    def sleep(self, seconds: float) -> None:
        """Sleep as long as the invocation lives."""
        context = self.contexts.get(id(threading.current_thread()))
        (context or self.simulation).sleep(seconds)

    def _handle(self, event: Any, context: Any, **_: Any) -> None:
        self.contexts[id(threading.current_thread())] = context
        textbook.function()(event, context)

    def _client(self, service: str, **_: Any) -> Any:
        if service in ("events", "lambda", "logs"):
            return Client(lambda operation, given: self._call(service, operation, given, self.events.call))
        return super()._client(service)

    def _connection(self, *_: Any, **__: Any) -> Any:
        world = self

        class Connection:
            reason = "?"

            def request(self, method: str, url: str, body: str, headers: dict[str, str]) -> None:
                world.simulation.sleep(LATENCY)
                world.endpoint.put(url, body.encode(), headers["content-type"], 10)

            def getresponse(self) -> "Connection":
                return self

        return Connection()

    def _timer(self, seconds: float, function: Callable[[], None]) -> Any:
        world = self

        class Timer:
            cancelled = False

            def start(self) -> None:
                world.simulation.spawn(lambda: None if self.cancelled else function(), seconds)

            def cancel(self) -> None:
                self.cancelled = True

        return Timer()


@contextmanager
def arena(contender: str, seconds: float, seed: int, **service: Any) -> Iterator[tuple[World, Service]]:
    """Return the world of a contender, where each association and dissociation takes so long (seconds)."""
    random.seed(seed)
    opensearch = Service(contender, **service)
    world = World(opensearch) if contender == "ours" else Textbook(opensearch)
    opensearch.world = world
    before, clock.now = clock.now, lambda: world.simulation.now
    for kind in ("association", "dissociation"):
        state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": seconds})
    try:
        with world.entered():
            yield world, opensearch
    finally:
        clock.now = before
        for kind in ("association", "dissociation"):
            state_manager.unset_transition(f"opensearch::{kind}")
