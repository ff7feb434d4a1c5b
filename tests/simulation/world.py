"""The whole world in one place: the function between a simulated CloudFormation and a simulated OpenSearch Service."""

import json
import re
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from typing import Any
from unittest.mock import patch

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

import app
import aws
import last_responder
from tests.simulation.cloudformation import CloudFormation
from tests.simulation.endpoint import Endpoint
from tests.simulation.lambda_service import Event, Function
from tests.simulation.stack import Stack
from tests.simulation.table import Table
from tests.simulation.tasks import Simulation

Api = Callable[[str, dict[str, Any]], Any]

#: Every (service, operation) that the function has ever called, in whatever world of this process.
EVER_CALLED: set[tuple[str, str]] = set()


class Late(Exception):
    """A call is to take effect so much later (seconds), when its caller has long given up."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def takes_effect(self, call: Callable[[], Any]) -> None:
        """Make the call; nobody hears whether it went well."""
        with suppress(ClientError, BotoCoreError):
            call()


@cache
def operation_of(method: str) -> str:
    """Return the API's name of a client's method."""
    return "".join(part.title() for part in method.split("_"))


@cache
def method_of(operation: str) -> str:
    """Return a client's name of an operation."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", operation).lower()


class Client:
    """A boto3 client as far as the function uses one: each method goes to `api(Operation, parameters)`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def __getattr__(self, method: str) -> Callable[..., Any]:
        operation = operation_of(method)
        return lambda **parameters: self._api(operation, parameters)


class World:
    """Everything around the function; `opensearch` answers what it asks of OpenSearch Service."""

    def __init__(self, opensearch: Any, timeout: float = 900.0) -> None:
        self.simulation = Simulation()
        self.opensearch = opensearch
        self.endpoint = Endpoint(self.simulation)
        self.function = Function(self.simulation, app.lambda_handler, last_responder.lambda_handler, timeout)
        self.cloudformation = CloudFormation(self.simulation, self.endpoint, self.function.invoke)
        self.calls: Counter[str] = Counter()
        #: How long the call that is being made waits for its answer (seconds).
        self.patience = 0.0
        #: The ledger's.
        self.table = Table(self.simulation, lambda: self.patience)
        #: The function in it is the provider's, and not one to compare it with.
        self.ours = True
        #: Called with service and operation before each call: may raise, or let time pass; `Late`: see there.
        self.fault: Callable[[str, str], None] = lambda service, operation: None
        #: Called with the service's operation after each call, with its answer; returns the answer.
        self.distort: Callable[[str, Any], Any] = lambda operation, answer: answer

    def stack(self, name: str = "search", **more: Any) -> Stack:
        """Return a stack that does not exist yet; it may have a parent, or be of another account."""
        return Stack(self.cloudformation, name, **more)

    def do(self, *activities: Callable[[], Any], until: float = float("inf")) -> list[Any]:
        """Run the activities at the same time, to their end, and return what each returned."""
        results: list[Any] = [None] * len(activities)

        def run(index: int) -> None:
            results[index] = activities[index]()

        for index in range(len(activities)):
            self.simulation.spawn(lambda index=index: run(index))  # type: ignore[misc]
        self.simulation.run(until)
        return results

    @contextmanager
    def entered(self) -> Iterator["World"]:
        """Put the function into this world: its clients, its endpoint, its time."""
        aws.client.cache_clear()
        with ExitStack() as stack:
            stack.enter_context(patch("boto3.client", self._client))
            stack.enter_context(patch("cloudformation.delivery.urllib3.PoolManager", lambda **_: self.endpoint))
            stack.enter_context(patch("last_responder.urllib.request.urlopen", self._urlopen))
            stack.enter_context(patch("last_responder.time", self.simulation))
            try:
                yield self
            finally:
                self.simulation.close()
                aws.client.cache_clear()

    def _client(self, service: str, config: Config | None = None, **_: Any) -> Client:
        apis: dict[str, Api] = {
            "opensearch": self._opensearch,
            "cloudformation": self.cloudformation.api,
            "lambda": self._lambda,
            "dynamodb": self.table.answer,
        }

        def call(operation: str, parameters: dict[str, Any]) -> Any:
            self.patience = float(config.read_timeout) if config else 60.0
            return self._call(service, operation, parameters, apis[service])

        return Client(call)

    def _call(self, service: str, operation: str, parameters: dict[str, Any], api: Api) -> Any:
        self.calls[operation] += 1
        if self.ours:
            EVER_CALLED.add((service, operation))
        try:
            self.fault(service, operation)
        except Late as late:
            self.simulation.spawn(partial(late.takes_effect, partial(api, operation, parameters)), late.seconds)
            self.simulation.sleep(self.patience)
            raise ReadTimeoutError(endpoint_url="https://es") from None
        return self.distort(operation, api(operation, parameters))

    def _opensearch(self, operation: str, parameters: dict[str, Any]) -> Any:
        return getattr(self.opensearch, method_of(operation))(**parameters)

    def _lambda(self, operation: str, parameters: dict[str, Any]) -> Any:
        assert operation == "Invoke" and parameters["InvocationType"] == "Event"
        event: Event = json.loads(parameters["Payload"])
        self.function.invoke(event)
        return {"StatusCode": 202}

    @contextmanager
    def _urlopen(self, put: Any, timeout: float, context: Any = None) -> Iterator[None]:
        status = self.endpoint.put(put.full_url, put.data, put.get_header("Content-type"), timeout)
        if status >= 300:
            raise urllib.error.HTTPError("url", status, "", put.headers, None)
        yield
