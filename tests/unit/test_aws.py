"""The errors of the service, by what they mean for the loop."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ParamValidationError, ReadTimeoutError

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


def test_lists_are_read_to_their_last_page(service: Any) -> None:
    pages: list[dict[str, Any]] = [
        {"DomainPackageDetailsList": [{"PackageID": "F1", "DomainPackageStatus": "ACTIVE"}], "NextToken": "1"},
        {"DomainPackageDetailsList": [{"PackageID": "F2"}]},
    ]
    client = Client(None, *pages)
    found = service(client).find("movies")
    assert [details.status for details in found.values()] == ["ACTIVE", "missing"]
    assert client.given[1]["NextToken"] == "1"


def test_a_package_that_is_not_listed_does_not_exist(service: Any) -> None:
    assert service(Client(None, {"PackageDetailsList": []})).packages(["F1"]) == {}


@pytest.mark.parametrize(
    "status, changing, deleting",
    [
        ({}, False, False),
        ({"Processing": True}, True, False),
        ({"UpgradeProcessing": True}, True, False),
        ({"DomainProcessingStatus": "Modifying"}, True, False),
        ({"DomainProcessingStatus": "Deleting"}, False, True),
        ({"Deleted": True, "Processing": True}, True, True),
    ],
)
def test_a_domain_says_whether_it_takes_changes(
    service: Any, status: dict[str, Any], changing: bool, deleting: bool
) -> None:
    domain = service(Client(None, {"DomainStatus": status})).domain("movies")
    assert (domain.changing, domain.deleting) == (changing, deleting)
