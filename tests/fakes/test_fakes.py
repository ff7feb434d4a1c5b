"""The fake of the package operations, held through boto3 to what AWS documents."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.moto_api import state_manager
from moto.opensearch import responses

from tests.conftest import Time
from tests.fakes.controls import Controls
from tests.fakes.responses import NAMES
from tests.fakes.transition import ASSOCIATION, DOMAIN, PACKAGE

SOURCE = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
DICTIONARY, OTHER = "F111111111", "F222222222"


@pytest.fixture
def client(time: Time, service: Controls) -> Iterator[Any]:
    """Return a client; there are two dictionaries, and a domain."""
    client = boto3.client("opensearch")
    client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    for name in ("synonyms", "stopwords"):
        client.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=SOURCE)
    time.passes(1)
    yield client


def associate(client: Any, package: str = DICTIONARY, **more: Any) -> Any:
    answer = client.associate_package(DomainName="movies", PackageID=package, **more)
    return answer["DomainPackageDetails"]


def dissociate(client: Any, package: str = DICTIONARY) -> Any:
    return client.dissociate_package(DomainName="movies", PackageID=package)["DomainPackageDetails"]


def listed(client: Any) -> dict[str, Any]:
    items = client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
    return {item["PackageID"]: item for item in items}


def status(client: Any, package: str = DICTIONARY) -> str:
    return str(listed(client).get(package, {"DomainPackageStatus": "absent"})["DomainPackageStatus"])


def refusal(call: Callable[[], Any]) -> tuple[str, int]:
    """Return the code and the HTTP status of the error that the call meets."""
    with pytest.raises(ClientError) as caught:
        call()
    response: Any = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_moto_still_lacks_the_operations() -> None:
    """Once moto has them, the fake has to give way."""
    own = [name for name in NAMES if name != "describe_domain"]
    assert all(getattr(responses.OpenSearchServiceResponse, name).__module__ == "tests.fakes.responses" for name in own)
    import inspect

    source = inspect.getsource(responses)
    assert not [name for name in own if f"def {name}" in source]


def test_an_association_is_associating_for_its_time_and_then_active(client: Any, time: Time) -> None:
    assert associate(client)["DomainPackageStatus"] == "ASSOCIATING"
    time.passes(2.9)
    assert status(client) == "ASSOCIATING"
    time.passes(0.1)
    details = listed(client)[DICTIONARY]
    assert details["DomainPackageStatus"] == "ACTIVE"
    assert details["PackageVersion"] == "v1"
    assert details["ReferencePath"] == f"analyzers/{DICTIONARY}"
    assert details["PackageName"] == "synonyms"


def test_last_updated_moves_when_the_status_does_and_not_when_somebody_looks(client: Any, time: Time) -> None:
    began = associate(client)["LastUpdated"]
    time.passes(60)
    assert (listed(client)[DICTIONARY]["LastUpdated"] - began).total_seconds() == 3
    time.passes(60)
    assert (listed(client)[DICTIONARY]["LastUpdated"] - began).total_seconds() == 3


def test_a_dissociated_package_disappears_from_the_list(client: Any, time: Time) -> None:
    associate(client)
    time.passes(3)
    assert dissociate(client)["DomainPackageStatus"] == "DISSOCIATING"
    time.passes(1.9)
    assert status(client) == "DISSOCIATING"
    time.passes(0.1)
    assert status(client) == "absent"


def test_a_transition_may_be_set_in_looks(client: Any) -> None:
    state_manager.set_transition(ASSOCIATION, {"progression": "manual", "times": 2})
    associate(client)
    assert [status(client) for _ in range(3)] == ["ASSOCIATING", "ACTIVE", "ACTIVE"]


def test_a_transition_may_be_immediate(client: Any) -> None:
    state_manager.set_transition(ASSOCIATION, {"progression": "immediate"})
    associate(client)
    assert status(client) == "ACTIVE"


def test_an_ordered_failure_ends_one_association(client: Any, time: Time, service: Controls) -> None:
    service.fail(DICTIONARY, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3")
    associate(client)
    time.passes(3)
    assert listed(client)[DICTIONARY]["ErrorDetails"] == {"ErrorType": "InvalidDictionary", "ErrorMessage": "line 3"}
    assert associate(client)["DomainPackageStatus"] == "ASSOCIATING"
    time.passes(3)
    assert status(client) == "ACTIVE"
    assert "ErrorDetails" not in listed(client)[DICTIONARY]


def test_an_ordered_failure_ends_one_dissociation(client: Any, time: Time, service: Controls) -> None:
    associate(client)
    time.passes(3)
    service.fail(DICTIONARY, "DISSOCIATION_FAILED", "PackageInUse", "index movies")
    dissociate(client)
    time.passes(2)
    assert status(client) == "DISSOCIATION_FAILED"
    dissociate(client)
    time.passes(2)
    assert status(client) == "absent"


@pytest.mark.parametrize("how, after", [("conflict", "ACTIVE"), ("fails", "DISSOCIATION_FAILED")])
def test_a_package_in_use_stays(client: Any, time: Time, service: Controls, how: str, after: str) -> None:
    associate(client)
    time.passes(3)
    service.use("movies", DICTIONARY, how)
    if how == "conflict":
        assert refusal(lambda: dissociate(client)) == ("ConflictException", 409)
    else:
        dissociate(client)
    time.passes(10)
    assert status(client) == after


def test_what_is_already_so_is_a_conflict(client: Any, time: Time) -> None:
    associate(client)
    assert refusal(lambda: associate(client)) == ("ConflictException", 409)
    assert refusal(lambda: dissociate(client)) == ("ConflictException", 409)
    time.passes(3)
    assert refusal(lambda: associate(client)) == ("ConflictException", 409)


def test_what_is_not_there_is_not_found_with_409(client: Any) -> None:
    missing = ("ResourceNotFoundException", 409)
    assert refusal(lambda: associate(client, "F9")) == missing
    assert refusal(lambda: client.associate_package(DomainName="music", PackageID=DICTIONARY)) == missing
    assert refusal(lambda: client.list_packages_for_domain(DomainName="music")) == missing
    assert refusal(lambda: client.describe_domain(DomainName="music")) == missing
    assert refusal(lambda: client.update_package(PackageID="F9", PackageSource=SOURCE)) == missing
    assert refusal(lambda: client.list_domains_for_package(PackageID="F9")) == missing


def test_dissociating_what_is_not_associated_is_a_validation_error(client: Any) -> None:
    assert refusal(lambda: dissociate(client)) == ("ValidationException", 400)


def test_a_busy_domain_refuses_changes_and_says_that_it_is_processing(
    client: Any, time: Time, service: Controls
) -> None:
    service.busy("movies", 60)
    assert refusal(lambda: associate(client)) == ("ValidationException", 400)
    domain = client.describe_domain(DomainName="movies")["DomainStatus"]
    assert (domain["Processing"], domain["DomainProcessingStatus"]) == (True, "Modifying")
    time.passes(60)
    associate(client)


def test_dictionaries_come_side_by_side_unless_one_change_at_a_time_is_set(
    client: Any, time: Time, service: Controls
) -> None:
    associate(client)
    associate(client, OTHER)
    time.passes(3)
    dissociate(client)
    service.set(one_change_at_a_time=True)
    assert refusal(lambda: dissociate(client, OTHER)) == ("ValidationException", 400)
    time.passes(2)
    dissociate(client, OTHER)


def test_a_plugin_changes_the_whole_domain(client: Any, time: Time) -> None:
    plugin = make_plugin(client, time)
    associate(client, plugin)
    assert client.describe_domain(DomainName="movies")["DomainStatus"]["Processing"]
    assert refusal(lambda: associate(client)) == ("ValidationException", 400)
    time.passes(3)
    assert not client.describe_domain(DomainName="movies")["DomainStatus"]["Processing"]


def make_plugin(client: Any, time: Time, engine: str = "OpenSearch_2.19") -> str:
    made = client.create_package(
        PackageName="sudachi", PackageType="ZIP-PLUGIN", PackageSource=SOURCE, EngineVersion=engine
    )
    time.passes(1)
    return str(made["PackageDetails"]["PackageID"])


def test_a_plugin_needs_an_engine_version_and_the_domains(client: Any, time: Time) -> None:
    plain = {"PackageName": "sudachi", "PackageType": "ZIP-PLUGIN", "PackageSource": SOURCE}
    assert refusal(lambda: client.create_package(**plain)) == ("ValidationException", 400)
    older = make_plugin(client, time, "OpenSearch_2.17")
    assert refusal(lambda: associate(client, older)) == ("ValidationException", 400)


def test_an_upgrade_swaps_plugins_of_the_same_name(client: Any, time: Time, service: Controls) -> None:
    service.publish("G1", "analysis-nori", "OpenSearch_2.19")
    service.publish("G2", "analysis-nori", "OpenSearch_3.1")
    associate(client, "G1")
    time.passes(3)
    service.upgrade("movies", "OpenSearch_3.1")
    assert list(listed(client)) == ["G2"]
    assert refusal(lambda: associate(client, "G1")) == ("ValidationException", 400)


def test_a_new_version_comes_only_by_associating_again(client: Any, time: Time) -> None:
    associate(client)
    time.passes(3)
    client.update_package(PackageID=DICTIONARY, PackageSource=SOURCE, CommitMessage="more")
    assert package_status(client) == "COPYING"
    assert refusal(lambda: associate(client)) == ("ValidationException", 400)
    time.passes(1)
    assert package_status(client) == "AVAILABLE"
    assert listed(client)[DICTIONARY]["PackageVersion"] == "v1"
    assert associate(client)["DomainPackageStatus"] == "ASSOCIATING"
    time.passes(3)
    assert listed(client)[DICTIONARY]["PackageVersion"] == "v2"
    history = client.get_package_version_history(PackageID=DICTIONARY)["PackageVersionHistoryList"]
    assert [(one["PackageVersion"], one["CommitMessage"]) for one in history] == [("v2", "more"), ("v1", "")]


def test_an_update_may_stay_active_at_the_old_version_meanwhile(client: Any, time: Time, service: Controls) -> None:
    service.set(keeps_active=True)
    associate(client)
    time.passes(3)
    client.update_package(PackageID=DICTIONARY, PackageSource=SOURCE)
    time.passes(1)
    package_status(client)
    associate(client)
    assert (status(client), listed(client)[DICTIONARY]["PackageVersion"]) == ("ACTIVE", "v1")
    time.passes(3)
    assert (status(client), listed(client)[DICTIONARY]["PackageVersion"]) == ("ACTIVE", "v2")


def package_status(client: Any, package: str = DICTIONARY) -> str:
    (item,) = client.describe_packages(Filters=[{"Name": "PackageID", "Value": [package]}])["PackageDetailsList"]
    return str(item["PackageStatus"])


def test_a_package_may_fail_its_validation(client: Any, time: Time, service: Controls) -> None:
    client.update_package(PackageID=DICTIONARY, PackageSource=SOURCE)
    service.fail(DICTIONARY, "VALIDATION_FAILED", "InvalidDictionary", "not UTF-8")
    time.passes(1)
    (item,) = client.describe_packages(Filters=[{"Name": "PackageID", "Value": [DICTIONARY]}])["PackageDetailsList"]
    assert item["PackageStatus"] == "VALIDATION_FAILED"
    assert item["ErrorDetails"] == {"ErrorType": "InvalidDictionary", "ErrorMessage": "not UTF-8"}


def test_packages_are_found_by_what_the_filters_name(client: Any) -> None:
    def ids(name: str, *values: str) -> list[str]:
        found = client.describe_packages(Filters=[{"Name": name, "Value": list(values)}])["PackageDetailsList"]
        return [item["PackageID"] for item in found]

    assert ids("PackageName", "stopwords") == [OTHER]
    assert ids("PackageType", "TXT-DICTIONARY") == [DICTIONARY, OTHER]
    assert ids("PackageID", "F9") == []


def test_a_name_can_be_taken_only_once(client: Any, time: Time) -> None:
    again = {"PackageName": "synonyms", "PackageType": "TXT-DICTIONARY", "PackageSource": SOURCE}
    assert refusal(lambda: client.create_package(**again)) == ("ResourceAlreadyExistsException", 409)


def test_an_associated_package_can_not_be_deleted(client: Any, time: Time) -> None:
    associate(client)
    assert refusal(lambda: client.delete_package(PackageID=DICTIONARY)) == ("ConflictException", 409)
    client.delete_package(PackageID=OTHER)
    assert [item["PackageID"] for item in client.describe_packages()["PackageDetailsList"]] == [DICTIONARY]


def test_lists_are_paged(client: Any) -> None:
    associate(client)
    associate(client, OTHER)
    first = client.list_packages_for_domain(DomainName="movies", MaxResults=1)
    second = client.list_packages_for_domain(DomainName="movies", MaxResults=1, NextToken=first["NextToken"])
    assert [page["DomainPackageDetailsList"][0]["PackageID"] for page in (first, second)] == [DICTIONARY, OTHER]
    assert "NextToken" not in second
    assert len(client.describe_packages(MaxResults=1)["PackageDetailsList"]) == 1


def test_the_domains_of_a_package_are_listed(client: Any) -> None:
    associate(client)
    (item,) = client.list_domains_for_package(PackageID=DICTIONARY)["DomainPackageDetailsList"]
    assert (item["DomainName"], item["DomainPackageStatus"]) == ("movies", "ASSOCIATING")
    assert client.list_domains_for_package(PackageID=OTHER)["DomainPackageDetailsList"] == []


def test_several_packages_come_and_go_in_one_change(client: Any, time: Time, service: Controls) -> None:
    service.set(one_change_at_a_time=True)
    wanted = [{"PackageID": DICTIONARY}, {"PackageID": OTHER}]
    answer = client.associate_packages(DomainName="movies", PackageList=wanted)
    assert [item["DomainPackageStatus"] for item in answer["DomainPackageDetailsList"]] == ["ASSOCIATING"] * 2
    time.passes(3)
    client.dissociate_packages(DomainName="movies", PackageList=[DICTIONARY, OTHER])
    time.passes(2)
    assert listed(client) == {}
    assert service.changes("movies") == 2


def test_several_packages_come_together_or_not_at_all(client: Any) -> None:
    wanted = [{"PackageID": DICTIONARY}, {"PackageID": "F9"}]
    missing = ("ResourceNotFoundException", 409)
    assert refusal(lambda: client.associate_packages(DomainName="movies", PackageList=wanted)) == missing
    assert listed(client) == {}


def test_the_plural_operations_may_be_disabled(client: Any, service: Controls) -> None:
    service.set(plural_disabled=True)
    wanted = [{"PackageID": DICTIONARY}]
    disabled = ("DisabledOperationException", 409)
    assert refusal(lambda: client.associate_packages(DomainName="movies", PackageList=wanted)) == disabled
    assert refusal(lambda: client.dissociate_packages(DomainName="movies", PackageList=[DICTIONARY])) == disabled


def test_a_license_needs_its_plugin_before_or_beside_it_and_goes_with_it(client: Any, time: Time) -> None:
    plugin = make_plugin(client, time)
    made = client.create_package(PackageName="license", PackageType="PACKAGE-LICENSE", PackageSource=SOURCE)
    license_ = made["PackageDetails"]["PackageID"]
    time.passes(1)
    needs = {"PrerequisitePackageIDList": [plugin]}
    assert refusal(lambda: associate(client, license_, **needs)) == ("ValidationException", 400)
    wanted = [{"PackageID": plugin}, {"PackageID": license_, **needs}]
    client.associate_packages(DomainName="movies", PackageList=wanted)
    time.passes(3)
    assert listed(client)[license_]["PrerequisitePackageIDList"] == [plugin]
    dissociate(client, plugin)
    time.passes(2)
    assert listed(client) == {}


def test_a_new_domain_may_take_its_time(client: Any, time: Time) -> None:
    state_manager.set_transition(DOMAIN, {"progression": "time", "seconds": 600})
    client.create_domain(DomainName="music")
    assert client.describe_domain(DomainName="music")["DomainStatus"]["DomainProcessingStatus"] == "Creating"
    call = {"DomainName": "music", "PackageID": DICTIONARY}
    assert refusal(lambda: client.associate_package(**call)) == ("ValidationException", 400)
    time.passes(600)
    client.associate_package(**call)


def test_the_status_of_a_package_may_be_set_by_hand(client: Any, service: Controls) -> None:
    state_manager.set_transition(PACKAGE, {"progression": "immediate"})
    service.package_status(DICTIONARY, "VALIDATING")
    assert package_status(client) == "VALIDATING"
    assert refusal(lambda: associate(client)) == ("ValidationException", 400)


def test_an_association_may_be_taken_away_by_hand(client: Any, time: Time, service: Controls) -> None:
    associate(client)
    time.passes(3)
    service.association_status("movies", DICTIONARY, "DISSOCIATION_FAILED")
    assert status(client) == "DISSOCIATION_FAILED"
    service.association_status("movies", DICTIONARY, "")
    assert status(client) == "absent"


def test_a_deleted_domain_takes_its_associations_along(client: Any) -> None:
    associate(client)
    client.delete_domain(DomainName="movies")
    assert client.list_domains_for_package(PackageID=OTHER)["DomainPackageDetailsList"] == []
    client.create_domain(DomainName="movies")
    assert listed(client) == {}
