"""The fake of the package operations, held through boto3 to what AWS documents: where it could lie to a story."""

import inspect
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
from tests.fakes.transition import DELETION, DOMAIN

BUCKET, KEY = "dictionaries", "synonyms.txt"
SOURCE = {"S3BucketName": BUCKET, "S3Key": KEY}
DICTIONARY, OTHER, THIRD, FOURTH = "F111111111", "F222222222", "F333333333", "F444444444"
CONFLICT, INVALID = ("ConflictException", 409), ("ValidationException", 400)
MISSING, TAKEN = ("ResourceNotFoundException", 409), ("ResourceAlreadyExistsException", 409)
DENIED, DISABLED = ("AccessDeniedException", 403), ("DisabledOperationException", 409)


class Stage:
    """A domain, two dictionaries, and the words that the tests need."""

    def __init__(self, client: Any, time: Time, service: Controls) -> None:
        self.client, self.time, self.service = client, time, service

    def passes(self, seconds: float) -> None:
        self.time.passes(seconds)

    def create(self, name: str = "sudachi", type_: str = "TXT-DICTIONARY", **more: Any) -> Any:
        given = {"PackageName": name, "PackageType": type_, "PackageSource": SOURCE} | more
        return self.client.create_package(**given)["PackageDetails"]

    def plugin(self, engine: str = "OpenSearch_2.19") -> Any:
        return self.create(type_="ZIP-PLUGIN", EngineVersion=engine)

    def update(self, package: str = DICTIONARY, **more: Any) -> Any:
        given = {"PackageID": package, "PackageSource": SOURCE} | more
        return self.client.update_package(**given)["PackageDetails"]

    def delete(self, package: str = DICTIONARY) -> Any:
        return self.client.delete_package(PackageID=package)["PackageDetails"]

    def associate(self, package: str = DICTIONARY, domain: str = "movies", **more: Any) -> Any:
        return self.client.associate_package(DomainName=domain, PackageID=package, **more)["DomainPackageDetails"]

    def dissociate(self, package: str = DICTIONARY) -> Any:
        return self.client.dissociate_package(DomainName="movies", PackageID=package)["DomainPackageDetails"]

    def associate_both(self, *packages: str) -> Any:
        wanted = [{"PackageID": one} for one in packages or (DICTIONARY, OTHER)]
        return self.client.associate_packages(DomainName="movies", PackageList=wanted)

    def listed(self) -> dict[str, Any]:
        items = self.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
        return {item["PackageID"]: item for item in items}

    def status(self, package: str = DICTIONARY) -> str:
        return str(self.listed().get(package, {"DomainPackageStatus": "absent"})["DomainPackageStatus"])

    def described(self, package: str = DICTIONARY) -> Any:
        filters = [{"Name": "PackageID", "Value": [package]}]
        found = self.client.describe_packages(Filters=filters)["PackageDetailsList"]
        return found[0] if found else {"PackageStatus": "gone"}


@pytest.fixture
def stage(time: Time, service: Controls) -> Iterator[Stage]:
    client = boto3.client("opensearch")
    client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    stage = Stage(client, time, service)
    service.put_object(BUCKET, KEY, "film, movie\n")
    for name in ("synonyms", "stopwords"):
        stage.create(name)
    time.passes(1)
    yield stage


def test_moto_still_lacks_the_operations() -> None:
    """Once moto has them, the fake has to give way."""
    own = [name for name in NAMES if name != "describe_domain"]
    assert all(getattr(responses.OpenSearchServiceResponse, name).__module__ == "tests.fakes.responses" for name in own)
    source = inspect.getsource(responses)
    assert not [name for name in own if f"def {name}" in source]


Act = Callable[[Stage], Any]


def after(seconds: float, *acts: Act) -> Act:
    """Return what does these things, and lets so much time pass."""

    def act(stage: Stage) -> None:
        for one in acts:
            one(stage)
        stage.passes(seconds)

    return act


def associated(stage: Stage) -> None:
    stage.associate()
    stage.passes(3)


def slow_deletion(_: Stage) -> None:
    state_manager.set_transition(DELETION, {"progression": "time", "seconds": 60})


#: What is refused: what came before it, the call, and the error.
REFUSED: dict[str, tuple[Act, Act, tuple[str, int]]] = {
    "to associate what is being associated": (lambda s: s.associate(), lambda s: s.associate(), CONFLICT),
    "to dissociate what is being associated": (lambda s: s.associate(), lambda s: s.dissociate(), CONFLICT),
    "to associate what is associated": (associated, lambda s: s.associate(), CONFLICT),
    "to dissociate what is not associated": (after(0), lambda s: s.dissociate(), INVALID),
    "to dissociate what an index uses": (
        after(0, associated, lambda s: s.service.use("movies", DICTIONARY)),
        lambda s: s.dissociate(),
        CONFLICT,
    ),
    "a package that is not there": (after(0), lambda s: s.associate("F9"), MISSING),
    "a domain that is not there": (after(0), lambda s: s.associate(domain="music"), MISSING),
    "to list a domain that is not there": (
        after(0),
        lambda s: s.client.list_packages_for_domain(DomainName="music"),
        MISSING,
    ),
    "to describe a domain that is not there": (
        after(0),
        lambda s: s.client.describe_domain(DomainName="music"),
        MISSING,
    ),
    "to update what is not there": (after(0), lambda s: s.update("F9"), MISSING),
    "to delete what is deleted": (lambda s: s.delete(), lambda s: s.delete(), MISSING),
    "a busy domain": (lambda s: s.service.busy("movies", 60), lambda s: s.associate(), INVALID),
    "a domain that is being made": (
        after(
            0,
            lambda s: state_manager.set_transition(DOMAIN, {"progression": "time", "seconds": 600}),
            lambda s: s.client.create_domain(DomainName="music"),
        ),
        lambda s: s.associate(domain="music"),
        INVALID,
    ),
    "a domain that is changed by a plugin": (
        after(0, lambda s: s.plugin(), after(1), lambda s: s.associate(THIRD)),
        lambda s: s.associate(),
        INVALID,
    ),
    "a second change where only one may be": (
        after(0, lambda s: s.associate(), lambda s: s.service.set(one_change_at_a_time=True)),
        lambda s: s.associate(OTHER),
        INVALID,
    ),
    "a plugin without an engine version": (after(0), lambda s: s.create(type_="ZIP-PLUGIN"), INVALID),
    "a plugin for another engine": (
        after(1, lambda s: s.plugin("OpenSearch_2.17")),
        lambda s: s.associate(THIRD),
        INVALID,
    ),
    "a plugin that an upgrade has replaced": (
        after(
            0,
            lambda s: s.service.publish("G1", "nori", "OpenSearch_2.19"),
            lambda s: s.service.publish("G2", "nori", "OpenSearch_3.1"),
            lambda s: s.associate("G1"),
            lambda s: s.passes(3),
            lambda s: s.service.upgrade("movies", "OpenSearch_3.1"),
        ),
        lambda s: s.associate("G1"),
        INVALID,
    ),
    "a package that is being copied": (lambda s: s.create(), lambda s: s.associate(THIRD), INVALID),
    "a package whose update failed": (
        after(1, lambda s: s.service.fail(DICTIONARY, "COPY_FAILED"), lambda s: s.update()),
        lambda s: s.associate(),
        INVALID,
    ),
    "a prerequisite that is not there": (
        after(0),
        lambda s: s.associate(PrerequisitePackageIDList=[OTHER]),
        INVALID,
    ),
    "several, of which one is not there": (after(0), lambda s: s.associate_both(DICTIONARY, "F9"), MISSING),
    "several, where that is not offered": (
        lambda s: s.service.set(plural_disabled=True),
        lambda s: s.associate_both(),
        DISABLED,
    ),
    "a name that is taken": (after(0), lambda s: s.create("synonyms"), TAKEN),
    "a plugin's name and engine that are taken": (lambda s: s.plugin(), lambda s: s.plugin(), TAKEN),
    "a name that is still being deleted": (
        after(0, slow_deletion, lambda s: s.delete()),
        lambda s: s.create("synonyms"),
        TAKEN,
    ),
    "to delete what is being deleted": (after(0, slow_deletion, lambda s: s.delete()), lambda s: s.delete(), CONFLICT),
    "to update what is being deleted": (after(0, slow_deletion, lambda s: s.delete()), lambda s: s.update(), INVALID),
    "to update what is being copied": (lambda s: s.update(), lambda s: s.update(), INVALID),
    "to delete what a domain has": (lambda s: s.associate(), lambda s: s.delete(), CONFLICT),
    "to delete what a domain lets go": (after(0, associated, lambda s: s.dissociate()), lambda s: s.delete(), CONFLICT),
    "to delete what is being copied": (
        after(0, lambda s: s.service.set(moving_is_in_use=True), lambda s: s.update()),
        lambda s: s.delete(),
        CONFLICT,
    ),
    "to change the service's own": (
        lambda s: s.service.publish("G1", "nori", "OpenSearch_2.19"),
        lambda s: s.update("G1"),
        DENIED,
    ),
    "to delete the service's own": (
        lambda s: s.service.publish("G1", "nori", "OpenSearch_2.19"),
        lambda s: s.delete("G1"),
        DENIED,
    ),
    "an object that is not there": (lambda s: s.service.delete_object(BUCKET, KEY), lambda s: s.create(), INVALID),
    "an object that may not be read": (
        lambda s: s.service.put_object(BUCKET, KEY, "film", readable=False),
        lambda s: s.create(),
        INVALID,
    ),
    "an object of another region": (
        lambda s: s.service.put_object("far-away", KEY, "film", region="eu-west-1"),
        lambda s: s.create(PackageSource={"S3BucketName": "far-away", "S3Key": KEY}),
        INVALID,
    ),
    "what the model does not allow": (after(0), lambda s: s.create("Synonyms"), INVALID),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(stage: Stage, what: str) -> None:
    before, call, error = REFUSED[what]
    before(stage)
    known = {name: one["DomainPackageStatus"] for name, one in stage.listed().items()}
    with pytest.raises(ClientError) as caught:
        call(stage)
    response: Any = caught.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == error
    assert {name: one["DomainPackageStatus"] for name, one in stage.listed().items()} == known


def test_an_association_comes_and_goes_in_its_time(stage: Stage) -> None:
    began = stage.associate()["LastUpdated"]
    stage.passes(2.9)
    assert stage.status() == "ASSOCIATING"
    stage.passes(60)
    details = stage.listed()[DICTIONARY]
    assert (details["LastUpdated"] - began).total_seconds() == 3, "when the status moves, not when somebody looks"
    shown = {"DomainPackageStatus": "ACTIVE", "PackageVersion": "v1", "PackageName": "synonyms"}
    assert details.items() >= (shown | {"ReferencePath": f"analyzers/{DICTIONARY}"}).items()
    assert stage.dissociate()["DomainPackageStatus"] == "DISSOCIATING"
    stage.passes(1.9)
    (item,) = stage.client.list_domains_for_package(PackageID=DICTIONARY)["DomainPackageDetailsList"]
    assert (item["DomainName"], item["DomainPackageStatus"]) == ("movies", "DISSOCIATING")
    stage.passes(0.1)
    assert stage.status() == "absent"


def test_an_ordered_failure_ends_one_association_and_one_dissociation(stage: Stage) -> None:
    stage.service.fail(DICTIONARY, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3")
    stage.service.fail(DICTIONARY, "DISSOCIATION_FAILED", "PackageInUse", "index movies")
    associated(stage)
    error = {"ErrorType": "InvalidDictionary", "ErrorMessage": "line 3"}
    assert (stage.status(), stage.listed()[DICTIONARY]["ErrorDetails"]) == ("ASSOCIATION_FAILED", error)
    associated(stage)
    assert stage.status() == "ACTIVE" and "ErrorDetails" not in stage.listed()[DICTIONARY]
    for then in ("DISSOCIATION_FAILED", "absent"):
        stage.dissociate()
        stage.passes(2)
        assert stage.status() == then
    associated(stage)
    stage.service.use("movies", DICTIONARY, "fails")
    stage.dissociate()
    stage.passes(10)
    assert stage.status() == "DISSOCIATION_FAILED"


@pytest.mark.parametrize("keeps", [False, True])
def test_a_new_version_comes_only_by_associating_again(stage: Stage, keeps: bool) -> None:
    stage.service.set(keeps_active=keeps)
    associated(stage)
    stage.update(CommitMessage="more")
    stage.passes(1)
    assert (stage.described()["PackageStatus"], stage.listed()[DICTIONARY]["PackageVersion"]) == ("AVAILABLE", "v1")
    stage.associate()
    now = stage.listed()[DICTIONARY]
    assert (now["DomainPackageStatus"], now["PackageVersion"]) == ("ACTIVE" if keeps else "ASSOCIATING", "v1")
    stage.passes(3)
    assert stage.listed()[DICTIONARY]["PackageVersion"] == "v2"
    history = stage.client.get_package_version_history(PackageID=DICTIONARY)["PackageVersionHistoryList"]
    assert [(one["PackageVersion"], one["CommitMessage"]) for one in history] == [("v2", "more"), ("v1", "")]


def test_several_come_and_go_in_one_change_and_a_license_with_its_plugin(stage: Stage) -> None:
    stage.service.set(one_change_at_a_time=True)
    stage.associate_both()
    stage.passes(3)
    stage.client.dissociate_packages(DomainName="movies", PackageList=[DICTIONARY, OTHER])
    stage.passes(2)
    assert (stage.listed(), stage.service.changes("movies")) == ({}, 2)
    stage.plugin()
    stage.create("license", "PACKAGE-LICENSE")
    stage.passes(1)
    wanted = [{"PackageID": THIRD}, {"PackageID": FOURTH, "PrerequisitePackageIDList": [THIRD]}]
    stage.client.associate_packages(DomainName="movies", PackageList=wanted)
    assert stage.client.describe_domain(DomainName="movies")["DomainStatus"]["Processing"]
    stage.passes(3)
    assert stage.listed()[FOURTH]["PrerequisitePackageIDList"] == [THIRD]
    stage.dissociate(THIRD)
    stage.passes(2)
    assert stage.listed() == {}


def test_a_package_is_copied_then_validated_then_available(stage: Stage) -> None:
    made = stage.create()
    assert (made["PackageStatus"], "AvailablePackageVersion" in made) == ("COPYING", False)
    stage.passes(0.5)
    assert stage.described(THIRD)["PackageStatus"] == "VALIDATING"
    stage.passes(9.5)
    ready = stage.described(THIRD)
    assert (ready["PackageStatus"], ready["AvailablePackageVersion"]) == ("AVAILABLE", "v1")
    assert (ready["LastUpdatedAt"] - made["CreatedAt"]).total_seconds() == 1


def test_a_version_is_made_from_what_the_object_was_at_the_call_and_a_failed_one_leaves_the_one_before(
    stage: Stage,
) -> None:
    stage.service.put_object(BUCKET, KEY, "film, picture")
    stage.update()
    stage.service.put_object(BUCKET, KEY, "a => b => c")
    stage.passes(1)
    assert [stage.service.content(DICTIONARY, one) for one in ("v1", "v2")] == ["film, movie\n", "film, picture"]
    stage.update()
    stage.passes(1)
    failed = stage.described()
    assert (failed["PackageStatus"], failed["AvailablePackageVersion"]) == ("VALIDATION_FAILED", "v2")
    assert failed["ErrorDetails"]["ErrorMessage"] == "line 1: a synonym rule has one => at most"
    stage.service.put_object(BUCKET, KEY, "a => b")
    assert "ErrorDetails" not in stage.update()
    stage.passes(1)
    assert (stage.described()["PackageStatus"], stage.described()["AvailablePackageVersion"]) == ("AVAILABLE", "v3")


def test_an_object_that_can_not_be_read_may_fail_the_copying_instead(stage: Stage) -> None:
    stage.service.set(fails_while_copying=True)
    stage.service.delete_object(BUCKET, KEY)
    stage.create()
    stage.passes(1)
    failed = stage.described(THIRD)
    assert (failed["PackageStatus"], failed["ErrorDetails"]["ErrorType"]) == ("COPY_FAILED", "NoSuchKey")


@pytest.mark.parametrize("describes", [False, True])
def test_a_deleted_package_is_gone_and_its_name_is_free(stage: Stage, describes: bool) -> None:
    stage.service.set(describes_deleted=describes)
    stage.service.fail(DICTIONARY, "DELETE_FAILED", "Internal", "try again")
    for then in ("DELETE_FAILED", "DELETED"):
        assert stage.delete()["PackageStatus"] == then
    assert stage.described()["PackageStatus"] == ("DELETED" if describes else "gone")
    assert stage.create("synonyms")["PackageID"] == THIRD


def test_names_are_taken_once_but_by_plugins_for_other_engines(stage: Stage) -> None:
    for engine in ("OpenSearch_2.17", "OpenSearch_2.19"):
        stage.plugin(engine)
    filters = [{"Name": "PackageName", "Value": ["sudachi"]}]
    found = stage.client.describe_packages(Filters=filters)["PackageDetailsList"]
    assert [one["EngineVersion"] for one in found] == ["OpenSearch_2.17", "OpenSearch_2.19"]


def test_an_upgrade_swaps_plugins_of_the_same_name(stage: Stage) -> None:
    stage.service.publish("G1", "nori", "OpenSearch_2.19")
    stage.service.publish("G2", "nori", "OpenSearch_3.1")
    stage.associate("G1")
    stage.passes(3)
    stage.service.upgrade("movies", "OpenSearch_3.1")
    assert list(stage.listed()) == ["G2"]


def test_lists_are_paged(stage: Stage) -> None:
    stage.associate_both()
    first = stage.client.list_packages_for_domain(DomainName="movies", MaxResults=1)
    second = stage.client.list_packages_for_domain(DomainName="movies", MaxResults=1, NextToken=first["NextToken"])
    assert [page["DomainPackageDetailsList"][0]["PackageID"] for page in (first, second)] == [DICTIONARY, OTHER]
    assert "NextToken" not in second


def test_a_deleted_domain_takes_its_associations_along(stage: Stage) -> None:
    stage.associate()
    stage.client.delete_domain(DomainName="movies")
    assert stage.client.list_domains_for_package(PackageID=DICTIONARY)["DomainPackageDetailsList"] == []
    stage.client.create_domain(DomainName="movies")
    assert stage.listed() == {}
