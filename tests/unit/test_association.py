"""The errors of the service, by what they mean for the loop."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ParamValidationError, ReadTimeoutError

from association import OpenSearch
from errors import Denied, Disabled, NotFound, Refused, Rejected, ServiceError, Unavailable
from tests.simulation.direct import client_error


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


@pytest.mark.parametrize(
    "code, status, meaning",
    [
        ("ConflictException", 409, Refused),
        ("ValidationException", 400, Refused),
        ("ResourceNotFoundException", 409, NotFound),
        ("AccessDeniedException", 403, Denied),
        ("AccessDenied", 403, Denied),
        ("DisabledOperationException", 409, Disabled),
        ("LimitExceededException", 409, Unavailable),
        ("ThrottlingException", 400, Unavailable),
        ("TooManyRequests", 429, Unavailable),
        ("InternalException", 500, Unavailable),
        ("", 503, Unavailable),
        ("ExpiredTokenException", 403, Rejected),
    ],
)
def test_an_error_is_known_by_its_code(code: str, status: int, meaning: type[ServiceError]) -> None:
    service = OpenSearch(Client(client_error(code, "words", status)))
    calls: list[Callable[[], None]] = [
        lambda: service.associate("movies", [("F1", {})]),
        lambda: service.dissociate("movies", ["F1"]),
    ]
    for call in calls:
        with pytest.raises(meaning) as error:
            call()
        assert type(error.value) is meaning
        assert "words" in error.value.words


@pytest.mark.parametrize("code, throttled", [("ThrottlingException", True), ("InternalException", False)])
def test_throttling_is_told_from_other_trouble(code: str, throttled: bool) -> None:
    with pytest.raises(Unavailable) as error:
        OpenSearch(Client(client_error(code, "", 500 if not throttled else 400))).find("movies")
    assert error.value.throttled is throttled


@pytest.mark.parametrize(
    "error, meaning",
    [
        (EndpointConnectionError(endpoint_url="https://es"), Unavailable),
        (ReadTimeoutError(endpoint_url="https://es"), Unavailable),
        (ParamValidationError(report="bad"), Rejected),
    ],
)
def test_a_broken_connection_is_a_passing_trouble(error: Exception, meaning: type[ServiceError]) -> None:
    with pytest.raises(meaning):
        OpenSearch(Client(error)).domain("movies")


def test_lists_are_read_to_their_last_page() -> None:
    pages: list[dict[str, Any]] = [
        {"DomainPackageDetailsList": [{"PackageID": "F1", "DomainPackageStatus": "ACTIVE"}], "NextToken": "1"},
        {"DomainPackageDetailsList": [{"PackageID": "F2"}]},
    ]
    client = Client(None, *pages)
    found = OpenSearch(client).find("movies")
    assert [details.status for details in found.values()] == ["ACTIVE", "missing"]
    assert client.given[1]["NextToken"] == "1"


def test_a_package_that_is_not_listed_does_not_exist() -> None:
    with pytest.raises(NotFound, match="there is no package F1"):
        OpenSearch(Client(None, {"PackageDetailsList": []})).packages(["F1"])


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
def test_a_domain_says_whether_it_takes_changes(status: dict[str, Any], changing: bool, deleting: bool) -> None:
    domain = OpenSearch(Client(None, {"DomainStatus": status})).domain("movies")
    assert (domain.changing, domain.deleting) == (changing, deleting)
