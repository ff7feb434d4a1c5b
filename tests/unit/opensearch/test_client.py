"""The only calls to OpenSearch Service, and its shapes as values of the model."""

from datetime import UTC, datetime
from typing import Any

import pytest

from aws import Caller
from errors import NotFound
from model import Change, Domain, Package
from opensearch.client import OpenSearch

THEN = datetime.fromtimestamp(1000.5, UTC)


class Api(Caller):
    """Gives one answer after the other, and keeps what was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[tuple[str, dict[str, Any]]]()

    def call(self, action: str, **parameters: Any) -> dict[str, Any]:
        self.asked.append((action, parameters))
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, Exception):
            raise answer
        got: dict[str, Any] = answer
        return got


def listing(*items: dict[str, Any], **more: str) -> dict[str, Any]:
    return {"DomainPackageDetailsList": list(items), **more}


def test_lists_are_read_to_their_last_page() -> None:
    api = Api(listing({"PackageID": "F1"}, NextToken="1"), listing(NextToken="2"), listing({"PackageID": "F2"}))
    assert list(OpenSearch(api).find("movies")) == ["F1", "F2"]
    first = {"DomainName": "movies", "MaxResults": 100}
    pages: list[dict[str, str]] = [{}, {"NextToken": "1"}, {"NextToken": "2"}]
    assert api.asked == [("ListPackagesForDomain", first | page) for page in pages]


def test_of_a_package_that_is_listed_twice_the_newer_entry_counts() -> None:
    old = {"PackageID": "F1", "LastUpdated": datetime.fromtimestamp(900, UTC), "DomainPackageStatus": "ACTIVE"}
    new = {"PackageID": "F1", "LastUpdated": THEN, "DomainPackageStatus": "DISSOCIATING"}
    for items in ((old, new), (new, old)):
        assert OpenSearch(Api(listing(*items))).find("movies")["F1"].status == "DISSOCIATING"


@pytest.mark.parametrize(
    "status, expected",
    [
        ({}, Domain()),
        (None, Domain()),
        ({"EngineVersion": "OpenSearch_2.19"}, Domain(engine_version="OpenSearch_2.19")),
        ({"Processing": True}, Domain(changing=True)),
        ({"UpgradeProcessing": True}, Domain(changing=True)),
        ({"DomainProcessingStatus": "Creating"}, Domain(changing=True)),
        ({"DomainProcessingStatus": "Modifying"}, Domain(changing=True)),
        ({"DomainProcessingStatus": "UpgradingEngineVersion"}, Domain(changing=True)),
        ({"DomainProcessingStatus": "UpdatingServiceSoftware"}, Domain(changing=True)),
        ({"DomainProcessingStatus": "Active", "Processing": False}, Domain()),
        ({"DomainProcessingStatus": "Deleting"}, Domain(deleting=True)),
        ({"Deleted": True, "Processing": True}, Domain(changing=True, deleting=True)),
        ({"DomainProcessingStatus": "Isolated"}, Domain(suspended=True)),
    ],
)
def test_a_domain_says_whether_it_takes_changes(status: Any, expected: Domain) -> None:
    assert OpenSearch(Api({"DomainStatus": status})).domain("movies") == expected


PLUGIN = {
    "PackageID": "G1",
    "PackageStatus": "VALIDATION_FAILED",
    "PackageName": "phonetic",
    "PackageType": "ZIP-PLUGIN",
    "AvailablePackageVersion": "v1",
    "EngineVersion": "OpenSearch_2.19",
    "ErrorDetails": {"ErrorType": "Invalid"},
}


def test_packages_are_found_by_id_and_by_their_whole_name() -> None:
    found = Package("G1", "VALIDATION_FAILED", "phonetic", "ZIP-PLUGIN", "v1", "OpenSearch_2.19", "Invalid")
    api = Api({"PackageDetailsList": [PLUGIN, {"PackageID": "F1"}]})
    assert OpenSearch(api).packages(["G1", "F1"]) == {"G1": found, "F1": Package("F1", "missing")}
    assert api.asked[0][1]["Filters"] == [{"Name": "PackageID", "Value": ["G1", "F1"]}]
    api = Api({"PackageDetailsList": [PLUGIN, PLUGIN | {"PackageName": "phonetic-2"}, {"PackageName": "phonetic"}]})
    assert OpenSearch(api).packages_named("phonetic") == [found]
    assert api.asked[0][1]["Filters"] == [{"Name": "PackageName", "Value": ["phonetic"]}]


def test_that_one_of_several_does_not_exist_says_nothing_of_the_others() -> None:
    none = NotFound("es", "DescribePackages", "none")
    api = Api(none, {"PackageDetailsList": [{"PackageID": "F1"}]}, none)
    assert OpenSearch(api).packages(["F1", "F2"]) == {"F1": Package("F1", "missing")}
    assert [parameters["Filters"][0]["Value"] for _, parameters in api.asked] == [["F1", "F2"], ["F1"], ["F2"]]


@pytest.mark.parametrize(
    "progress, expected, under_way",
    [
        (None, Change(0.0, ""), False),
        (
            {"StartTime": THEN, "Status": "PROCESSING", "ConfigChangeStatus": "ApplyingChanges"},
            Change(1000.5, "PROCESSING, ApplyingChanges"),
            True,
        ),
        ({"Status": "PENDING"}, Change(0.0, "PENDING"), True),
        ({"Status": "COMPLETED"}, Change(0.0, "COMPLETED"), False),
        (
            {"Status": "FAILED", "ValidationFailures": [{"Code": "C", "Message": "m"}, {"Message": "n"}, {}]},
            Change(0.0, "FAILED", ("C: m", "n", "")),
            False,
        ),
    ],
)
def test_the_newest_change_of_a_domain(progress: Any, expected: Change, under_way: bool) -> None:
    change = OpenSearch(Api({"ChangeProgressStatus": progress})).change("movies")
    assert change == expected and change.under_way is under_way
