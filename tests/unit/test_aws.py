"""The errors of the service, by what they mean for the loop."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ParamValidationError, ReadTimeoutError
from botocore.parsers import ResponseParserError

import aws
from aws import Caller
from errors import Denied, Disabled, NotFound, Refused, Rejected, ServiceError, Unavailable
from opensearch.client import OpenSearch
from tests.simulation.direct import client_error
from tests.simulation.lambda_service import Context
from tests.simulation.tasks import Simulation


class Client:
    """Answers every operation with one error, or one page after the other."""

    def __init__(self, error: Exception | None = None, *pages: dict[str, Any]) -> None:
        self.error, self.pages, self.given = error, list(pages), list[dict[str, Any]]()

    def __getattr__(self, _: str) -> Callable[..., Any]:
        def call(**parameters: Any) -> Any:
            self.given.append(parameters)
            if self.error:
                raise self.error
            return self.pages.pop(0)

        return call


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Callable[[Client], OpenSearch]:
    """Return the service behind a client."""

    def behind(client: Client) -> OpenSearch:
        monkeypatch.setattr(aws, "client", lambda *_: client)
        simulation = Simulation()
        context = Context(simulation, simulation.now + 900, 30)
        return OpenSearch(Caller("opensearch", context, simulation.now + 3600))

    return behind


@pytest.mark.parametrize(
    "code, status, meaning",
    [
        ("ConflictException", 409, Refused),
        ("ValidationException", 400, Refused),
        ("ResourceNotFoundException", 409, NotFound),
        ("AccessDeniedException", 403, Denied),
        ("AccessDenied", 403, Denied),
        ("DisabledOperationException", 409, Disabled),
        ("LimitExceededException", 409, Refused),
        ("ThrottlingException", 400, Unavailable),
        ("TooManyRequests", 429, Unavailable),
        ("InternalException", 500, Unavailable),
        ("", 503, Unavailable),
        ("", 408, Unavailable),
        ("RequestTimeout", 400, Unavailable),
        ("RequestTimeoutException", 400, Unavailable),
        ("ExpiredTokenException", 403, Rejected),
    ],
)
def test_an_error_is_known_by_its_code(service: Any, code: str, status: int, meaning: type[ServiceError]) -> None:
    opensearch = service(Client(client_error(code, "words", status)))
    calls: list[Callable[[], None]] = [
        lambda: opensearch.associate("movies", [("F1", {})]),
        lambda: opensearch.dissociate("movies", ["F1"]),
    ]
    for call in calls:
        with pytest.raises(meaning) as error:
            call()
        assert type(error.value) is meaning
        assert "words" in error.value.words


@pytest.mark.parametrize("code, throttled", [("ThrottlingException", True), ("InternalException", False)])
def test_throttling_is_told_from_other_trouble(service: Any, code: str, throttled: bool) -> None:
    with pytest.raises(Unavailable) as error:
        service(Client(client_error(code, "", 500 if not throttled else 400))).find("movies")
    assert error.value.throttled is throttled


@pytest.mark.parametrize(
    "error, meaning",
    [
        (EndpointConnectionError(endpoint_url="https://es"), Unavailable),
        (ReadTimeoutError(endpoint_url="https://es"), Unavailable),
        (ParamValidationError(report="bad"), Rejected),
    ],
)
def test_a_broken_connection_is_a_passing_trouble(service: Any, error: Exception, meaning: type[ServiceError]) -> None:
    with pytest.raises(meaning):
        service(Client(error)).domain("movies")


@pytest.mark.parametrize(
    "error, words",
    [
        (
            EndpointConnectionError(endpoint_url="https://es.test/2021/domain/movies?x=1"),
            "no answer from https://es.test",
        ),
        (ConnectTimeoutError(endpoint_url="http://127.0.0.1:5000/a"), "no answer from http://127.0.0.1:5000"),
        (ResponseParserError("not JSON"), "no answer"),
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
        return Client(None, {})

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
