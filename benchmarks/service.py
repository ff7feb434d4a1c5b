"""OpenSearch Service as all contenders meet it: takes its time, throttles, and lets associations last as drawn."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes.clock import clock
from tests.fakes.models import Packages
from tests.fakes.transition import Transition
from tests.simulation.direct import Direct, client_error
from tests.simulation.tasks import Simulation

#: How long a call of an AWS API takes (seconds).
LATENCY = 0.1
#: Calls that a limit lets through at once.
BURST = 10.0
#: Does something of its own with one call: is given the operation's name, and what makes the call.
Spoil = Callable[[str, Callable[[], Any]], Any]


class Limit:
    """A token bucket, as AWS describes those of its APIs; a refused call takes no token, so it costs nobody a turn.

    Where refused calls are charged, one takes what has come back of a token, so that who asks too often gets nothing.
    """

    def __init__(self, rate: float | None, burst: float = BURST, charged: bool = False) -> None:
        self.rate, self.burst, self.allowance, self.since, self.charged = rate, burst, burst, 0.0, charged

    def takes(self, now: float) -> bool:
        """Return whether a call is let through."""
        if self.rate is None:
            return True
        self.allowance = min(self.burst, self.allowance + (now - self.since) * self.rate)
        self.since = now
        if self.allowance < 1:
            self.allowance *= not self.charged
            return False
        self.allowance -= 1
        return True


class Lasting(Transition):
    """An association or dissociation that lasts so long (seconds)."""

    def __init__(self, model_name: str, began: float, seconds: float) -> None:
        super().__init__(model_name)
        self.began, self.ends = began, began + seconds

    def _end(self, setting: dict[str, object]) -> float | None:
        return self.ends if clock.now() >= self.ends else None


class Service:
    """Each method is an operation of OpenSearch Service; CloudFormation's own API has a limit here too."""

    def __init__(
        self,
        seconds: float = 60.0,
        attempts: int = 1,
        throttled: float = 0.0,
        rate: float | None = None,
        latency: float = LATENCY,
        charged: bool = False,
    ) -> None:
        self.backend = OpenSearchServiceBackend("us-east-1", "123456789012")
        self.packages = Packages(self.backend)
        self.direct = Direct(self.packages)
        #: How often the contender's SDK makes a call; 1: it does so itself.
        self.attempts = attempts
        self.seconds, self.throttled, self.latency = seconds, throttled, latency
        self.limit, self.stacks_limit = Limit(rate, charged=charged), Limit(rate, charged=charged)
        self.simulation: Simulation
        #: By domain: how long what is asked for lasts, when the newest ends, and what befalls its calls.
        self.lasts: dict[str, float] = {}
        self.ends: dict[str, float] = {}
        self.spoils: dict[str, Spoil] = {}
        self.calls = self.refused = 0
        self.kinds: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("__"):
            raise AttributeError(method)

        def call(**parameters: Any) -> Any:
            domain = parameters.get("DomainName", "")
            spoil: Spoil = self.spoils.get(domain, lambda _, proceed: proceed())
            self.pass_limit(self.limit, self.throttled)
            return spoil(method, lambda: self._operate(method, domain, parameters))

        return call

    def limit_stacks(self, service: str, _operation: str) -> None:
        """Let a call of CloudFormation's API take its time, or refuse it."""
        if service == "cloudformation":
            self.pass_limit(self.stacks_limit)

    def pass_limit(self, limit: Limit, throttled: float = 0.0) -> None:
        """Let a call through, at once or at one of the SDK's further attempts; raise what the SDK raises."""
        for attempt in range(self.attempts):
            self.simulation.sleep(self.latency)
            with self._lock:
                self.calls += 1
                if limit.takes(self.simulation.now) and random.random() >= throttled:
                    return
                self.refused += 1
            if attempt + 1 < self.attempts:
                self.simulation.sleep(random.uniform(0, 1) * min(2**attempt, 20))
        raise client_error("ThrottlingException", "Rate exceeded", 400)

    def package(self, name: str) -> str:
        """Make a package; return its id."""
        source = {"S3BucketName": "dictionaries", "S3Key": name}
        made = self.direct.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
        return str(made["PackageDetails"]["PackageID"])

    def _operate(self, method: str, domain: str, parameters: dict[str, Any]) -> Any:
        with self._lock:
            try:
                return getattr(self.direct, method)(**parameters)
            finally:
                if domain in self.packages.domains:
                    self._let_last(domain)

    def _let_last(self, domain: str) -> None:
        for one in self.packages.domains[domain].associations.values():
            if one.transition and not isinstance(one.transition, Lasting):
                began, seconds = one.transition.began, self.lasts.get(domain, self.seconds)
                one.transition = Lasting(one.transition.model_name, began, seconds)
                self.ends[domain] = one.transition.ends
