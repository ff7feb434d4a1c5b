"""What may be meant by a property that its type does not have."""

from typing import Any

import pytest

from cloudformation.properties import SCHEMAS, problems
from cloudformation.types import ONE, PACKAGE, SEVERAL

#: Of each type: what names the package, besides what all have.
NAMING: dict[str, dict[str, Any]] = {ONE: {"PackageID": "F1"}, SEVERAL: {"Packages": [{"PackageID": "F1"}]}}


def said(type_: str, **given: Any) -> list[str]:
    """Return what is wrong with the properties of an association."""
    return [
        words for _, words in problems({"ServiceToken": "arn", "DomainName": "movies", **given}, SCHEMAS[type_], type_)
    ]


@pytest.mark.parametrize(
    ("type_", "name", "hint"),
    [
        (ONE, "Packages", f"{SEVERAL} has it."),
        (ONE, "PackageSource", f"{PACKAGE} has it."),
        (SEVERAL, "EngineVersion", f"{PACKAGE} has it."),
        (SEVERAL, "PackageID", "Give it in each entry of Packages."),
        (SEVERAL, "Revision", "Give it in each entry of Packages."),
        (ONE, "PackageId", "Did you mean PackageID?"),
        (ONE, "Stamp", "Change Revision, any text, to bring the package's newest version."),
    ],
)
def test_what_is_meant_is_all_that_is_said(type_: str, name: str, hint: str) -> None:
    naming = {} if name in (*NAMING, "Packages", "PackageID", "PackageId") else NAMING[type_]
    assert said(type_, **{name: "x"}, **naming) == [f"{name} is not a property of {type_}. {hint}"]


def test_a_property_of_two_other_types_names_both() -> None:
    given: dict[str, Any] = {"ServiceToken": "arn", "PackageName": "films", "PackageType": "TXT-DICTIONARY"}
    given |= {"DomainName": "movies"}
    given["PackageSource"] = {"S3BucketName": "dictionaries", "S3Key": "films.txt"}
    words = f"DomainName is not a property of {PACKAGE}. {ONE} and {SEVERAL} have it."
    assert [words_ for _, words_ in problems(given, SCHEMAS[PACKAGE], PACKAGE)] == [words]


def test_within_an_object_no_other_type_is_meant() -> None:
    source = {"S3BucketName": "dictionaries", "S3Key": "a", "Revision": "1"}
    given = {"ServiceToken": "arn", "PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": source}
    (words,) = (words for _, words in problems(given, SCHEMAS[PACKAGE], PACKAGE))
    assert words == "Revision is not a property of PackageSource. Known are S3BucketName, S3Key."
