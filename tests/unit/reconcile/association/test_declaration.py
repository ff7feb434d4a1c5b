"""Associations as they are declared: their ids name what there is, and nothing else; their attributes."""

import pytest

from cloudformation.ids import LONGEST
from cloudformation.types import ONE, SEVERAL
from model import Association, Named
from reconcile.association.declaration import attributes, read_id, write_id


@pytest.mark.parametrize(
    "domain, packages, expected",
    [
        ("movies", ("F1",), "movies|F1"),
        ("movies", ("F1", "G2"), "movies|F1,G2"),
        ("movies", ("F10", "F9", "pkg-0af"), "movies|F10,F9,pkg-0af"),
    ],
)
def test_an_id_names_the_domain_and_its_packages_sorted(domain: str, packages: tuple[str, ...], expected: str) -> None:
    assert write_id(domain, packages[::-1]) == expected
    assert read_id(expected) == Named(domain, packages)


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "movies",
        "movies|",
        "|F1",
        "movies|F1,",
        "movies|,F1",
        "movies|F1 ,F2",
        "movies|F1|F2",
        "movies|F",
        "movies|F1+",
        "movies|X1",
        "movies|f1",
        "movies|F1\n",
        "Movies|F1",
        "mo|F1",
        "m" * 29 + "|F1",
        "movies|F1,X1",
        "xx movies|F1",
        "not-created|Synonyms",
        "movies|Synonyms",
        "Fab-1",
        "movies-search-Synonyms-1A2B3C",
        "2026/11/01/[$LATEST]0a1b2c",
        "arn:aws:cloudformation:us-east-1:123456789012:stack/movies-search/5b6e5b20",
    ],
)
def test_any_other_id_is_not_ours(id_: str) -> None:
    assert read_id(id_) is None


@pytest.mark.parametrize("domain", ["abc", "a" * 28, "a-1"])
def test_a_domain_has_from_three_to_twenty_eight_letters(domain: str) -> None:
    assert read_id(f"{domain}|F1") == Named(domain, ("F1",))


def test_as_many_packages_as_a_domain_takes_fit_an_id() -> None:
    packages = tuple(f"pkg-{n:041}" for n in range(20))
    id_ = write_id("m" * 28, packages)
    assert len(id_.encode()) <= LONGEST == 1024
    assert read_id(id_) == Named("m" * 28, packages)


def test_an_id_names_every_form_that_a_property_can_name_on_a_domain() -> None:
    assert read_id("movies|Fab-1,pkg-XY") == Named("movies", ("Fab-1", "pkg-XY"))


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
