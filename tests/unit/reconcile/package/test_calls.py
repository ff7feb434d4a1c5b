"""The calls that make, renew and delete packages, and what comes of their answers."""

from typing import Any

import pytest

from errors import Denied, InvalidRequest, NotFound, Refused, Rejected, ServiceError, Unavailable
from model import Goal, Request
from reconcile.calls import Called
from reconcile.package.calls import check_source, make
from reconcile.state import PackageState, State
from tests.unit.looks import NOW, Records
from tests.unit.reconcile.package.situations import (
    OPTIONS,
    SOURCE,
    Service,
    look,
    package,
    request,
    rolling_back,
    state,
    target,
    updating,
)

ALL = {
    **OPTIONS,
    "EngineVersion": "OpenSearch_2.19",
    "PackageDescription": "films",
    "PackageConfiguration": {"LicenseRequirement": "NONE", "ConfigurationRequirement": "NONE"},
    "PackageEncryptionOptions": {"EncryptionEnabled": True},
    "PackageVendingOptions": {"VendingEnabled": False},
    "CommitMessage": "more",
}
RENEWING = (
    "PackageSource",
    "PackageDescription",
    "PackageConfiguration",
    "PackageEncryptionOptions",
    "CommitMessage",
)


def called(
    asked: Request, service: Service, known: State, goal: Goal = Goal.PRESENT, records: Records | None = None
) -> Called:
    labels = [one.label for one in asked.targets]
    return make(known, labels, goal, look(asked, service, known, records), service, NOW)


def test_create_takes_all_but_the_message_and_gives_the_id() -> None:
    service = Service()
    known, error = called(request("Create", "", target(options=ALL)), service, state())
    assert error is None
    assert service.asked == [("create", {name: ALL[name] for name in ALL if name != "CommitMessage"})]
    one = known.of("films")
    assert (one.id, one.asked, one.tried, one.before) == ("F9", NOW, True, "")


def test_update_takes_what_can_change_and_remembers_the_version_before() -> None:
    service = Service(package())
    known, error = called(request("Update", "F1", target(options=ALL)), service, state(PackageState(id="F1")))
    assert error is None
    assert service.asked == [("update", "F1", {name: ALL[name] for name in RENEWING})]
    assert (known.of("films").id, known.of("films").before) == ("F1", "v1")


def test_delete_takes_one_after_the_other() -> None:
    service = Service(package("F1"), package("F2"))
    known = state(PackageState(id="F1"), "F1").with_package("F2", PackageState(id="F2"))
    known, error = called(request("Delete", "F1,F2"), service, known, Goal.ABSENT)
    assert error is None
    assert service.asked == [("delete", "F1"), ("delete", "F2")]
    assert known.of("F2").asked == NOW


@pytest.mark.parametrize(
    "error, tried, refused, raised",
    [
        (Refused("es", "CreatePackage", "ResourceAlreadyExistsException: m"), False, NOW, False),
        (Unavailable("es", "CreatePackage", "500"), True, None, True),
        (Denied("es", "CreatePackage", "AccessDeniedException: m"), False, None, True),
        (NotFound("es", "CreatePackage", "m"), False, None, True),
    ],
)
def test_what_an_answer_tells_of_a_package_that_may_have_been_made(
    error: ServiceError, tried: bool, refused: float | None, raised: bool
) -> None:
    known, met = called(request(), Service(errors=[error]), state())
    one = known.of("films")
    assert (one.id, one.asked, one.tried, one.refused) == ("", None, tried, refused)
    assert met is (error if raised else None)


@pytest.mark.parametrize("error", [Denied("es", "UpdatePackage", "m"), Rejected("es", "UpdatePackage", "m")])
@pytest.mark.parametrize("records, refused", [(rolling_back(), True), (updating(), False)])
def test_in_a_rollback_an_error_is_a_refusal(error: ServiceError, records: Records, refused: bool) -> None:
    service = Service(package(), errors=[error])
    asked = request("Update", "F1", target(renewed=True))
    known, met = called(asked, service, state(PackageState(id="F1")), records=records)
    assert (known.of("films").refused, met) == ((NOW, None) if refused else (None, error))


def test_a_package_that_is_gone_needs_no_deletion() -> None:
    service = Service(package(), errors=[NotFound("es", "DeletePackage", "m")])
    _, met = called(request("Delete", "F1"), service, state(PackageState(id="F1"), "F1"), Goal.ABSENT)
    assert met is None


@pytest.mark.parametrize(
    "allowed, bucket, words",
    [
        ("dictionaries", "dictionaries", ""),
        ("*", "anything", ""),
        ("", "dictionaries", "Custom::OpenSearchPackage is switched off in this provider. Deploy it with"),
        ("dictionaries", "elsewhere", "S3BucketName is elsewhere, but the provider's SourceBucket allows dictionaries"),
    ],
)
def test_the_bucket_that_may_be_read(monkeypatch: pytest.MonkeyPatch, allowed: str, bucket: str, words: str) -> None:
    monkeypatch.setenv("SOURCE_BUCKET", allowed)
    options: dict[str, Any] = OPTIONS | {"PackageSource": SOURCE | {"S3BucketName": bucket}}
    try:
        check_source(target(options=options))
    except InvalidRequest as error:
        assert words and str(error).startswith(words)
    else:
        assert not words
