"""What a call of a service means for the loop where it fails, how long it may take, and when it is made again."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import (
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

import aws
from aws import Caller
from errors import (
    Rejected,
    ServiceError,
    Unavailable,
    Unknown,
    Unreadable,
)
from opensearch.client import OpenSearch
from tests.simulation.direct import client_error
from tests.simulation.lambda_service import Context
from tests.simulation.tasks import Simulation


class Client:
    """Meets every operation with one error, or one after the other of what it is given; then answers nothing."""

    def __init__(self, error: Exception | None = None, *then: Exception | None) -> None:
        self.error, self.then, self.asked = error, list(then), list[str]()

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**_: Any) -> Any:
            self.asked.append(operation)
            error = self.then.pop(0) if self.then else self.error
            if error:
                raise error
            return {}

        return call


class Time:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += seconds

    def left(self) -> float:
        return 870 - self.passed

    def remaining(self) -> float:
        return 900 - self.passed


Calling = Callable[..., Caller]


@pytest.fixture
def calling(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calling]:
    """Return who calls a service behind a client; how many clients were made, `made` tells."""

    def behind(client: Client, service: str = "opensearch", made: list[float] | None = None) -> Caller:
        def make(_: str, config: Any) -> Client:
            if made is not None:
                made.append(config.read_timeout)
            return client

        monkeypatch.setattr("boto3.client", make)
        aws.client.cache_clear()
        return Caller(service, Time(), 3600)

    yield behind
    aws.client.cache_clear()


@pytest.fixture
def service(calling: Calling) -> Callable[[Client], OpenSearch]:
    """Return the service behind a client."""
    return lambda client: OpenSearch(calling(client))


@pytest.mark.parametrize(
    "error, meaning",
    [
        (EndpointConnectionError(endpoint_url="https://es"), Unavailable),
        (ReadTimeoutError(endpoint_url="https://es"), Unavailable),
        (ParamValidationError(report="bad"), Rejected),
        (NoCredentialsError(), Unknown),
        (CredentialRetrievalError(provider="x", error_msg="y"), Unknown),
        (ResponseParserError("not JSON"), Unreadable),
    ],
)
def test_what_boto3_raises_is_known_by_its_type(service: Any, error: Exception, meaning: type[ServiceError]) -> None:
    with pytest.raises(meaning) as met:
        service(Client(error)).domain("movies")
    assert type(met.value) is meaning


@pytest.mark.parametrize(
    "error, words",
    [
        (
            EndpointConnectionError(endpoint_url="https://es.test/2021/domain/movies?x=1"),
            "no answer from https://es.test",
        ),
        (ConnectTimeoutError(endpoint_url="http://127.0.0.1:5000/a"), "no answer from http://127.0.0.1:5000"),
    ],
)
def test_what_does_not_answer_is_named_without_the_path(service: Any, error: Exception, words: str) -> None:
    with pytest.raises(Unavailable) as met:
        service(Client(error)).domain("movies")
    assert met.value.words == f"{words} ({type(error).__name__})"
    assert met.value.unreached and not met.value.throttled
    assert (met.value.prefix, met.value.action) == ("es", "DescribeDomain")


@pytest.mark.parametrize(
    "remaining, left, timeout",
    [
        (900, 3600, 30),
        (63, 3600, 30),
        (62.9, 3600, 15),
        (900, 59, 15),
        (33, 3600, 15),
        (32, 3600, 5),
        (8, 9, 2),
        (1, 1, 2),
    ],
)
def test_a_call_waits_as_long_as_fits_twice_into_what_is_left(
    monkeypatch: pytest.MonkeyPatch, remaining: float, left: float, timeout: int
) -> None:
    asked: list[tuple[str, int]] = []

    def client(service: str, seconds: int) -> Client:
        asked.append((service, seconds))
        return Client()

    monkeypatch.setattr(aws, "client", client)
    simulation = Simulation()
    context = Context(simulation, simulation.now + remaining, 30)
    Caller("cloudformation", context, simulation.now + left).call("DescribeStacks", StackName="x")
    assert asked == [("cloudformation", timeout)]


def test_a_client_tries_once_and_waits_no_longer_than_it_is_told() -> None:
    for seconds, connect in ((2, 2), (30, 5)):
        config = aws.client("opensearch", seconds).meta.config
        assert (config.read_timeout, config.connect_timeout) == (seconds, connect)
        assert config.retries["total_max_attempts"] == 1
    assert aws.client("opensearch", 2) is aws.client("opensearch", 2)


@pytest.mark.parametrize("error", [client_error("ExpiredToken", "", 403), NoCredentialsError()])
def test_credentials_that_are_refused_are_read_anew(calling: Calling, error: Exception) -> None:
    made: list[float] = []
    caller = calling(Client(None, error, None), made=made)
    with pytest.raises(Unknown):
        caller.call("DescribeDomain", DomainName="movies")
    caller.call("DescribeDomain", DomainName="movies")
    assert len(made) == 2 and boto3.DEFAULT_SESSION is None


FAILURES = [client_error("InternalException", "", 500), EndpointConnectionError(endpoint_url="https://es")]
THROTTLING = client_error("ThrottlingException", "", 400)


@pytest.mark.parametrize("error", FAILURES)
@pytest.mark.parametrize("action", ["DescribeDomain", "ListPackagesForDomain", "GetItem"])
def test_a_read_that_fails_for_a_moment_is_made_again(calling: Calling, error: Exception, action: str) -> None:
    client = Client(None, error, error, None)
    assert calling(client).call(action) == {}
    assert len(client.asked) == 3


@pytest.mark.parametrize("action", ["DescribeDomain", "AssociatePackage", "PutItem"])
def test_a_throttled_call_is_made_again_while_its_look_is_young(calling: Calling, action: str) -> None:
    """None of them was taken, so a change too is made once."""
    client = Client(None, THROTTLING, THROTTLING, None)
    caller = calling(client)
    with pytest.raises(Unavailable):
        caller.call(action)
    caller.patient_until = 2.0
    caller.call(action)
    assert len(client.asked) == 3


@pytest.mark.parametrize("error", FAILURES)
@pytest.mark.parametrize("action", ["AssociatePackage", "UpdatePackage", "DissociatePackages", "PutItem"])
def test_what_changes_something_is_made_once(calling: Calling, error: Exception, action: str) -> None:
    client = Client(error)
    caller = calling(client)
    caller.patient_until = 1e9
    with pytest.raises(Unavailable):
        caller.call(action)
    assert len(client.asked) == 1
