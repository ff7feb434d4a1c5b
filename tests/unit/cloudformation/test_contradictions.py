"""Properties that are right one by one, and not together."""

from cloudformation.mistakes import own_prerequisite, repeated
from cloudformation.properties import LONGEST_ECHO, SCHEMAS, UNKNOWN, problems
from cloudformation.types import ONE, SEVERAL

RIGHT = {"ServiceToken": "arn", "DomainName": "movies"}


def test_each_further_entry_of_one_package_is_told_with_its_place() -> None:
    entries = [
        {"PackageID": "F1"},
        {"PackageName": "a"},
        {"PackageID": "F1"},
        {"PackageName": "a"},
        {"PackageID": "F1"},
    ]
    assert list(repeated(entries)) == [(2, "F1"), (3, "a"), (4, "F1")]


def test_what_is_not_known_is_no_repetition() -> None:
    assert list(repeated([{"PackageID": UNKNOWN}, {"PackageID": UNKNOWN}, UNKNOWN, UNKNOWN, {}, {}])) == []


def test_a_package_of_two_names_counts_by_its_id() -> None:
    assert list(repeated([{"PackageID": "F1", "PackageName": "a"}, {"PackageName": "a"}])) == []


def test_a_package_is_not_its_own_prerequisite() -> None:
    assert own_prerequisite({"PackageID": "F1", "PrerequisitePackageIDList": ["F2", "F1"]}) == (1, "F1")
    assert own_prerequisite({"PackageID": "F1", "PrerequisitePackageIDList": ["F2"]}) is None
    assert own_prerequisite({"PackageID": UNKNOWN, "PrerequisitePackageIDList": [UNKNOWN]}) is None
    assert own_prerequisite({"PackageID": "F1", "PrerequisitePackageIDList": UNKNOWN}) is None
    assert own_prerequisite({"PackageName": "a"}) is None


def test_they_are_said_with_their_path_and_no_longer_than_is_fit() -> None:
    long = "F" + "1" * 200
    before = ["F2", long]
    one = {"PackageID": long, "PrerequisitePackageIDList": before}
    ((path, words),) = problems(RIGHT | one, SCHEMAS[ONE], ONE)
    assert path == ("PrerequisitePackageIDList", 1)
    end = "itself: no package is its own prerequisite. Remove it."
    assert words == f"PrerequisitePackageIDList names {long[:LONGEST_ECHO]} {end}"
    several = RIGHT | {"Packages": [one | {"PrerequisitePackageIDList": []}, one]}
    (its_own, twice) = problems(several, SCHEMAS[SEVERAL], SEVERAL)
    assert its_own[0] == ("Packages", 1, "PrerequisitePackageIDList", 1)
    assert twice == (("Packages", 1), f"Packages names {long[:LONGEST_ECHO]} twice: keep one of them.")
