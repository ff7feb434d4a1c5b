"""Which resource type an event is about, and what its properties say of each package."""

from typing import Any

import pytest

from cloudformation.types import ONE, SEVERAL, entries, resource_type


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
