"""What may be meant by a property that its type does not have."""

from typing import Any

from cloudformation.properties import SCHEMAS, problems
from cloudformation.types import ONE, PACKAGE, SEVERAL


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
