"""The two resource types, in whose properties and attributes alone they differ."""

from typing import Any

import pytest

from cloudformation.types import ONE, SEVERAL, attributes, entries, resource_type
from model import Association


@pytest.mark.parametrize(
    "name, properties, expected",
    [
        (ONE, {}, ONE),
        (SEVERAL, {}, SEVERAL),
        (ONE, {"Packages": []}, ONE),
        ("AWS::CloudFormation::CustomResource", {"Packages": []}, SEVERAL),
        ("AWS::CloudFormation::CustomResource", {"PackageID": "F1"}, ONE),
        ("Custom::SomethingElse", {}, ONE),
        (None, {"Packages": "x"}, SEVERAL),
    ],
)
def test_the_type_is_told_by_its_name_and_else_by_the_properties(name: Any, properties: Any, expected: str) -> None:
    assert resource_type({"ResourceProperties": properties} | ({"ResourceType": name} if name else {})) == expected


@pytest.mark.parametrize(
    "properties, expected",
    [
        ({"PackageID": "F1"}, [{"PackageID": "F1"}]),
        ({"Packages": [{"PackageID": "F1"}, "F2", None, {}]}, [{"PackageID": "F1"}, {}]),
        ({"Packages": []}, []),
        ({"Packages": "F1"}, [{"Packages": "F1"}]),
    ],
)
def test_properties_of_either_form_speak_of_packages(properties: Any, expected: Any) -> None:
    assert entries(properties) == expected


def association(package_id: str) -> Association:
    return Association(package_id, "ACTIVE", 0, "name", "TXT-DICTIONARY", "v2", f"analyzers/{package_id}")


def test_the_attributes_of_one() -> None:
    assert attributes(ONE, "movies", {"synonyms": association("F1")}) == {
        "DomainName": "movies",
        "PackageID": "F1",
        "PackageName": "name",
        "PackageType": "TXT-DICTIONARY",
        "PackageVersion": "v2",
        "ReferencePath": "analyzers/F1",
        "DomainPackageStatus": "ACTIVE",
    }


def test_the_attributes_of_several_by_how_each_is_named_and_paths_first() -> None:
    found = attributes(SEVERAL, "movies", {"synonyms": association("F1"), "F2": association("F2")})
    assert list(found.items()) == [
        ("synonyms.ReferencePath", "analyzers/F1"),
        ("F2.ReferencePath", "analyzers/F2"),
        ("PackageIDs", "F1,F2"),
        ("synonyms.PackageVersion", "v2"),
        ("F2.PackageVersion", "v2"),
    ]
