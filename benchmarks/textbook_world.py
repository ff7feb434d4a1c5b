"""The world around the textbook function, with the parts of AWS that crhelper uses."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from botocore.config import Config
from crhelper import CfnResource
from greenlet import getcurrent

from benchmarks import textbook
from benchmarks.eventbridge import EventBridge
from benchmarks.service import LATENCY
from tests.simulation.world import Client, World


class Textbook(World):
    """The world around the textbook function, with the parts of AWS that crhelper uses."""

    def __init__(self, opensearch: Any) -> None:
        super().__init__(opensearch)
        self.function.handler, self.function.last_responder = self._handle, lambda *_: None
        self.events = EventBridge(self.simulation, self.function.invoke)
        self.ours = False
        self.endpoint.check = lambda *_: None  # it breaks the protocol here and there
        #: By the thread, or in simulated time the task, that an invocation runs in.
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
        context = self.contexts.get(id(getcurrent()))
        (context or self.simulation).sleep(seconds)

    def _handle(self, event: Any, context: Any, **_: Any) -> None:
        self.contexts[id(getcurrent())] = context
        textbook.function()(event, context)

    def _client(self, service: str, config: Config | None = None, **_: Any) -> Client:
        if service in ("events", "lambda", "logs"):
            return Client(lambda operation, given: self._call(service, operation, given, self.events.call))
        return super()._client(service, config)

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
