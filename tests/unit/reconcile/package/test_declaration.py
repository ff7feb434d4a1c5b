"""Packages themselves as they are declared: what properties want, what ids name, and the attributes."""

from typing import Any

import pytest

from model import Named, Package, Target
from reconcile.package.declaration import FIXED, attributes, declared, facts, read_id, targets, write_id

SOURCE = {"S3BucketName": "dictionaries", "S3Key": "films.txt"}
FILMS = {"PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": SOURCE}
PHONETIC = {"PackageName": "phonetic", "PackageType": "ZIP-PLUGIN", "EngineVersion": "OpenSearch_2.19"}
MORE = {"ServiceToken": "arn", "Revision": "a", "CommitMessage": "new", "PackageDescription": "words"}
#: What CreatePackage and UpdatePackage take, but for the name and what is always declared.
TAKEN: dict[str, Any] = {
    "PackageConfiguration": {"LicenseRequirement": "NONE"},
    "PackageEncryptionOptions": {"EncryptionEnabled": False},
    "PackageVendingOptions": {"VendingEnabled": True},
}


def test_a_create_wants_all_that_the_service_takes_of_its_properties() -> None:
    options = (
        FILMS | TAKEN | {"CommitMessage": "new", "PackageDescription": "words", "EngineVersion": "OpenSearch_2.19"}
    )
    (target,) = targets(options | MORE, {})
    assert target == Target(name="films", options=options, renewed=True, replaced=FIXED, first=True)


@pytest.mark.parametrize(
    "changed, renewed, replaced",
    [
        ({}, False, ()),
        ({"AdoptExisting": True}, False, ()),
        ({"Revision": "b"}, True, ()),
        ({"CommitMessage": "b"}, True, ()),
        ({"PackageDescription": "b"}, True, ()),
        ({"PackageSource": SOURCE | {"S3Key": "b"}}, True, ()),
        ({"PackageConfiguration": {}}, True, ()),
        ({"PackageEncryptionOptions": {}}, True, ()),
        ({"PackageVendingOptions": {}}, False, ("PackageVendingOptions",)),
        ({"EngineVersion": "OpenSearch_3.1"}, False, ("EngineVersion",)),
        ({"PackageType": "ZIP-PLUGIN"}, False, ("PackageType",)),
    ],
)
def test_an_update_makes_a_version_of_what_can_change(changed: Any, renewed: bool, replaced: tuple[str, ...]) -> None:
    before = FILMS | MORE | TAKEN
    (target,) = targets(before | changed, before)
    assert (target.renewed, target.replaced, target.first) == (renewed, replaced, False)


def test_what_properties_of_whatever_form_name_and_bring() -> None:
    options = {name: PHONETIC[name] for name in ("PackageType", "EngineVersion")}
    assert declared(PHONETIC | {"PackageID": "F1"}) == (Target(name="phonetic", options=options),)
    assert declared({"PackageName": "films", "EngineVersion": 2}) == (Target(name="films"),)
    assert declared({"PackageName": "No"}) == ()
    assert facts(FILMS | {"AdoptExisting": True}) == {
        ("package", "films", "", "TXT-DICTIONARY"),
        ("source", "films.txt", "dictionaries"),
        ("adoption", ""),
    }
    assert facts(PHONETIC | {"PackageSource": "x", "AdoptExisting": "true"}) == {
        ("package", "phonetic", "OpenSearch_2.19", "ZIP-PLUGIN"),
        ("source", "", ""),
    }
    assert facts({}) == {("package", "", "", ""), ("source", "", "")}


@pytest.mark.parametrize(
    "id_, expected",
    [
        ("F1", Named("@packages", ("F1",))),
        ("pkg-0af", Named("@packages", ("pkg-0af",))),
        ("F1,F2", None),
        ("Films", None),
    ],
)
def test_an_id_is_the_services_own(id_: str, expected: Named | None) -> None:
    assert read_id(id_) == expected
    assert write_id("@packages", [id_]) == id_


def test_the_attributes_are_the_packages() -> None:
    found = {"phonetic": Package("G1", "AVAILABLE", "phonetic", "ZIP-PLUGIN", "v2", "E")}
    assert attributes("", "", found) == {
        "PackageID": "G1",
        "PackageName": "phonetic",
        "PackageType": "ZIP-PLUGIN",
        "PackageVersion": "v2",
        "EngineVersion": "E",
    }
