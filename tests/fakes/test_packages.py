"""Packages themselves, held through boto3 to what AWS documents: made from an object in S3, updated and deleted."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.moto_api import state_manager

from tests.conftest import Time
from tests.fakes.controls import Controls
from tests.fakes.test_fakes import refusal
from tests.fakes.transition import DELETION, PACKAGE

BUCKET, KEY = "dictionaries", "synonyms.txt"
SOURCE = {"S3BucketName": BUCKET, "S3Key": KEY}
INVALID = ("ValidationException", 400)
MISSING = ("ResourceNotFoundException", 409)


@pytest.fixture
def client(time: Time, service: Controls) -> Iterator[Any]:
    """Return a client; there is a dictionary in S3, and a domain."""
    client = boto3.client("opensearch")
    client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    service.put_object(BUCKET, KEY, "film, movie\n")
    yield client


def create(client: Any, name: str = "synonyms", type: str = "TXT-DICTIONARY", **more: Any) -> Any:
    given = {"PackageName": name, "PackageType": type, "PackageSource": SOURCE} | more
    return client.create_package(**given)["PackageDetails"]


def update(client: Any, package: str = "F111111111", **more: Any) -> Any:
    return client.update_package(**({"PackageID": package, "PackageSource": SOURCE} | more))["PackageDetails"]


def described(client: Any, package: str = "F111111111") -> Any:
    found = client.describe_packages(Filters=[{"Name": "PackageID", "Value": [package]}])["PackageDetailsList"]
    return found[0] if found else {"PackageStatus": "gone"}


def status(client: Any, package: str = "F111111111") -> str:
    return str(described(client, package)["PackageStatus"])


def seconds(details: Any, name: str, since: Any) -> float:
    return float((details[name] - since[name]).total_seconds())


def test_a_package_is_copied_then_validated_then_available(client: Any, time: Time) -> None:
    made = create(client)
    assert (made["PackageStatus"], "AvailablePackageVersion" in made) == ("COPYING", False)
    time.passes(0.5)
    half = described(client)
    assert (half["PackageStatus"], seconds(half, "LastUpdatedAt", made)) == ("VALIDATING", 0.5)
    time.passes(9.5)
    ready = described(client)
    assert (ready["PackageStatus"], ready["AvailablePackageVersion"]) == ("AVAILABLE", "v1")
    assert (seconds(ready, "LastUpdatedAt", made), seconds(ready, "CreatedAt", made)) == (1, 0)


def test_the_transition_of_a_package_may_be_set_in_looks(client: Any) -> None:
    state_manager.set_transition(PACKAGE, {"progression": "manual", "times": 2})
    create(client)
    assert [status(client) for _ in range(3)] == ["VALIDATING", "AVAILABLE", "AVAILABLE"]


def test_a_version_is_made_from_what_the_object_was_at_the_call(client: Any, time: Time, service: Controls) -> None:
    create(client)
    first = service.put_object(BUCKET, KEY, "film, movie, picture")
    time.passes(1)
    update(client)
    second = service.put_object(BUCKET, KEY, "later")
    assert service.content("F111111111") == "film, movie\n"
    time.passes(1)
    assert described(client)["AvailablePackageVersion"] == "v2"
    assert service.content("F111111111") == "film, movie, picture"
    assert service.content("F111111111", "v1") == "film, movie\n"
    assert first != second


def test_an_object_may_be_put_through_s3(client: Any, time: Time, service: Controls) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="more.txt", Body=b"cinema, theater")
    create(client, PackageSource=SOURCE | {"S3Key": "more.txt"})
    time.passes(1)
    assert status(client) == "AVAILABLE"
    assert service.content("F111111111") == "cinema, theater"


def test_any_object_of_an_unknown_bucket_will_do_unless_buckets_must_exist(
    client: Any, time: Time, service: Controls
) -> None:
    elsewhere = {"S3BucketName": "elsewhere", "S3Key": KEY}
    create(client, PackageSource=elsewhere)
    time.passes(1)
    assert (status(client), service.content("F111111111")) == ("AVAILABLE", "")
    service.set(buckets_must_exist=True)
    assert refusal(lambda: update(client, PackageSource=elsewhere)) == INVALID


def no_key(service: Controls) -> None:
    service.delete_object(BUCKET, KEY)


def no_permission(service: Controls) -> None:
    service.put_object(BUCKET, KEY, "film, movie", readable=False)


@pytest.mark.parametrize(
    "spoil, type_, message",
    [(no_key, "NoSuchKey", "The S3 object does not exist"), (no_permission, "AccessDenied", "Access denied to S3 obj")],
)
def test_an_object_that_can_not_be_read_is_refused_or_fails_the_copying(
    client: Any, time: Time, service: Controls, spoil: Any, type_: str, message: str
) -> None:
    spoil(service)
    assert refusal(lambda: create(client)) == INVALID
    with pytest.raises(Exception, match=f"{message}.*s3://{BUCKET}/{KEY}"):
        create(client)
    service.set(fails_while_copying=True)
    create(client)
    time.passes(1)
    failed = described(client)
    assert (failed["PackageStatus"], failed["ErrorDetails"]["ErrorType"]) == ("COPY_FAILED", type_)
    assert message in failed["ErrorDetails"]["ErrorMessage"]


def test_an_object_of_another_region_is_refused(client: Any, service: Controls) -> None:
    service.put_object("far-away", KEY, "film, movie", region="eu-west-1")
    with pytest.raises(Exception, match=r"is in eu-west-1, not in us-east-1: s3://far-away/"):
        create(client, PackageSource={"S3BucketName": "far-away", "S3Key": KEY})


@pytest.mark.parametrize(
    "type_, content, error",
    [
        (
            "TXT-DICTIONARY",
            "film, movie\n\na => b => c",
            "InvalidDictionary: line 3: a synonym rule has one => at most",
        ),
        ("TXT-DICTIONARY", "", "InvalidDictionary: the file is empty"),
        ("PACKAGE-CONFIG", "", "InvalidPackage: the file is empty"),
    ],
)
def test_content_that_is_not_valid_fails_the_validation(
    client: Any, time: Time, service: Controls, type_: str, content: str, error: str
) -> None:
    service.put_object(BUCKET, KEY, content)
    create(client, type=type_)
    time.passes(0.5)
    assert status(client) == "VALIDATING"
    time.passes(0.5)
    failed = described(client)
    assert failed["PackageStatus"] == "VALIDATION_FAILED"
    assert ": ".join(failed["ErrorDetails"][name] for name in ("ErrorType", "ErrorMessage")) == error


def test_a_dictionary_is_utf_8(client: Any, time: Time) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=KEY, Body="pâté".encode("latin-1"))
    create(client)
    time.passes(1)
    assert described(client)["ErrorDetails"]["ErrorMessage"] == "the file is not UTF-8"


def test_a_failed_update_keeps_the_version_and_the_next_good_one_heals(
    client: Any, time: Time, service: Controls
) -> None:
    create(client)
    time.passes(1)
    service.put_object(BUCKET, KEY, "a => b => c")
    update(client)
    time.passes(1)
    failed = described(client)
    assert (failed["PackageStatus"], failed["AvailablePackageVersion"]) == ("VALIDATION_FAILED", "v1")
    service.put_object(BUCKET, KEY, "a => b")
    assert "ErrorDetails" not in update(client)
    time.passes(1)
    healed = described(client)
    assert (healed["PackageStatus"], healed["AvailablePackageVersion"]) == ("AVAILABLE", "v2")


def test_a_package_whose_update_failed_is_associated_only_when_that_is_set(
    client: Any, time: Time, service: Controls
) -> None:
    create(client)
    time.passes(1)
    service.fail("F111111111", "COPY_FAILED")
    update(client)
    time.passes(1)
    call = {"DomainName": "movies", "PackageID": "F111111111"}
    assert refusal(lambda: client.associate_package(**call)) == INVALID
    service.set(associates_after_failed_update=True)
    assert client.associate_package(**call)["DomainPackageDetails"]["PackageVersion"] == "v1"


def test_failures_may_be_ordered_before_the_package_is_there(client: Any, time: Time, service: Controls) -> None:
    service.fail("synonyms", "COPY_FAILED", "Internal", "try again")
    create(client)
    time.passes(0.5)
    failed = described(client)
    assert (failed["PackageStatus"], failed["ErrorDetails"]["ErrorType"]) == ("COPY_FAILED", "Internal")
    time.passes(10)
    assert described(client)["LastUpdatedAt"] == failed["LastUpdatedAt"]


def test_a_package_on_its_way_can_not_be_updated(client: Any, time: Time) -> None:
    state_manager.set_transition(DELETION, {"progression": "time", "seconds": 60})
    create(client)
    assert refusal(lambda: update(client)) == INVALID
    time.passes(0.5)
    assert refusal(lambda: update(client)) == INVALID
    time.passes(0.5)
    client.delete_package(PackageID="F111111111")
    assert refusal(lambda: update(client)) == INVALID


def test_a_deleted_package_is_gone_at_once_and_its_name_is_free(client: Any) -> None:
    create(client)
    assert client.delete_package(PackageID="F111111111")["PackageDetails"]["PackageStatus"] == "DELETED"
    assert status(client) == "gone"
    for call in (client.delete_package, client.list_domains_for_package, client.get_package_version_history):
        assert refusal(lambda call=call: call(PackageID="F111111111")) == MISSING  # type: ignore[misc]
    assert create(client)["PackageID"] == "F222222222"


def test_a_deletion_may_take_its_time_and_keeps_the_name_meanwhile(client: Any, time: Time) -> None:
    state_manager.set_transition(DELETION, {"progression": "time", "seconds": 60})
    create(client)
    time.passes(1)
    assert client.delete_package(PackageID="F111111111")["PackageDetails"]["PackageStatus"] == "DELETING"
    assert refusal(lambda: create(client)) == ("ResourceAlreadyExistsException", 409)
    assert refusal(lambda: client.delete_package(PackageID="F111111111")) == ("ConflictException", 409)
    time.passes(60)
    assert status(client) == "gone"
    create(client)


def test_a_deletion_may_fail(client: Any, time: Time, service: Controls) -> None:
    create(client)
    time.passes(1)
    service.fail("F111111111", "DELETE_FAILED", "Internal", "try again")
    client.delete_package(PackageID="F111111111")
    failed = described(client)
    assert (failed["PackageStatus"], failed["ErrorDetails"]["ErrorMessage"]) == ("DELETE_FAILED", "try again")
    client.delete_package(PackageID="F111111111")
    assert status(client) == "gone"


def test_a_deleted_package_may_still_be_described(client: Any, service: Controls) -> None:
    service.set(describes_deleted=True)
    create(client)
    client.delete_package(PackageID="F111111111")
    assert status(client) == "DELETED"
    assert refusal(lambda: client.delete_package(PackageID="F111111111")) == MISSING
    create(client)


def test_a_package_on_its_way_may_be_in_use(client: Any, time: Time, service: Controls) -> None:
    service.set(moving_is_in_use=True)
    create(client)
    assert refusal(lambda: client.delete_package(PackageID="F111111111")) == ("ConflictException", 409)
    time.passes(1)
    client.delete_package(PackageID="F111111111")


def test_a_package_can_not_be_deleted_before_it_has_left_every_domain(client: Any, time: Time) -> None:
    create(client)
    time.passes(1)
    client.associate_package(DomainName="movies", PackageID="F111111111")
    time.passes(3)
    client.dissociate_package(DomainName="movies", PackageID="F111111111")
    assert refusal(lambda: client.delete_package(PackageID="F111111111")) == ("ConflictException", 409)
    time.passes(2)
    client.delete_package(PackageID="F111111111")


def test_a_name_is_taken_once_but_by_plugins_for_other_engines(client: Any) -> None:
    taken = ("ResourceAlreadyExistsException", 409)
    create(client, "sudachi", "ZIP-PLUGIN", EngineVersion="OpenSearch_2.17")
    create(client, "sudachi", "ZIP-PLUGIN", EngineVersion="OpenSearch_2.19")
    assert refusal(lambda: create(client, "sudachi", "ZIP-PLUGIN", EngineVersion="OpenSearch_2.19")) == taken
    assert refusal(lambda: create(client, "sudachi")) == taken
    create(client)
    assert refusal(lambda: create(client, EngineVersion="OpenSearch_2.19")) == taken


@pytest.mark.parametrize(
    "given",
    [
        {"PackageName": "Synonyms"},
        {"PackageName": "s" * 257},
        {"PackageType": "ZIP"},
        {"EngineVersion": "2.19"},
        {"PackageSource": {"S3BucketName": BUCKET}},
        {"PackageDescription": "x" * 1025},
        {"PackageConfiguration": {"LicenseRequirement": "SOME", "ConfigurationRequirement": "NONE"}},
    ],
)
def test_what_the_model_does_not_allow_is_refused(client: Any, given: Any) -> None:
    assert refusal(lambda: create(client, **given)) == INVALID


def test_a_commit_message_has_160_characters_at_most(client: Any, time: Time) -> None:
    create(client)
    time.passes(1)
    assert refusal(lambda: update(client, CommitMessage="x" * 161)) == INVALID
    update(client, CommitMessage="x" * 160)


def test_options_are_shown_and_an_update_changes_what_it_names(client: Any, time: Time) -> None:
    first = {"LicenseRequirement": "NONE", "ConfigurationRequirement": "REQUIRED"}
    second = first | {"LicenseRequirement": "OPTIONAL"}
    create(
        client,
        PackageDescription="words",
        PackageConfiguration=first,
        PackageVendingOptions={"VendingEnabled": False},
        PackageEncryptionOptions={"EncryptionEnabled": True, "KmsKeyIdentifier": "alias/words"},
    )
    time.passes(1)
    shown = described(client)
    assert (shown["PackageDescription"], shown["AvailablePackageConfiguration"]) == ("words", first)
    assert shown["PackageVendingOptions"] == {"VendingEnabled": False}
    update(client, PackageDescription="more words", PackageConfiguration=second, CommitMessage="licensed")
    assert described(client)["AvailablePackageConfiguration"] == first
    time.passes(1)
    update(client)
    time.passes(1)
    shown = described(client)
    assert (shown["PackageDescription"], shown["AvailablePackageConfiguration"]) == ("more words", second)
    assert shown["PackageEncryptionOptions"] == {"EncryptionEnabled": True, "KmsKeyIdentifier": "alias/words"}
    history = client.get_package_version_history(PackageID="F111111111")["PackageVersionHistoryList"]
    assert [one["PackageConfiguration"] for one in history] == [second, second, first]
    assert [one["CommitMessage"] for one in history] == ["", "licensed", ""]


def test_the_services_own_packages_can_not_be_changed(client: Any, service: Controls) -> None:
    service.publish("G1", "analysis-nori", "OpenSearch_2.19")
    assert refusal(lambda: update(client, "G1")) == ("AccessDeniedException", 403)
    assert refusal(lambda: client.delete_package(PackageID="G1")) == ("AccessDeniedException", 403)


def test_the_domains_of_a_package_are_paged(client: Any, time: Time) -> None:
    create(client)
    time.passes(1)
    client.create_domain(DomainName="music", EngineVersion="OpenSearch_2.19")
    for domain in ("movies", "music"):
        client.associate_package(DomainName=domain, PackageID="F111111111")
    call = {"PackageID": "F111111111", "MaxResults": 1}
    first = client.list_domains_for_package(**call)
    second = client.list_domains_for_package(**call, NextToken=first["NextToken"])
    assert [page["DomainPackageDetailsList"][0]["DomainName"] for page in (first, second)] == ["movies", "music"]
    assert "NextToken" not in second
