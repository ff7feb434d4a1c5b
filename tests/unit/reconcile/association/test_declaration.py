"""Associations as they are declared: what properties want, what ids name, and the attributes."""

from typing import Any

import pytest

from cloudformation.ids import LONGEST
from cloudformation.types import ONE, SEVERAL
from model import Association, Named, Target
from reconcile.association.declaration import attributes, declared, facts, place, read_id, targets, write_id


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


KEY_STORE = {"AssociationConfiguration": {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": True}}}
NEEDS = {"PrerequisitePackageIDList": ["F9"]}


def on_movies(**more: object) -> dict[str, object]:
    return {"DomainName": "movies", **more}


@pytest.mark.parametrize(
    "properties, before, expected",
    [
        (
            on_movies(PackageID="F1", PackageVersion="v2", **KEY_STORE),
            {},
            Target("F1", version="v2", renewed=True, options=KEY_STORE, reconfigured=True),
        ),
        (on_movies(PackageName="synonyms"), {}, Target(name="synonyms", renewed=True)),
        (on_movies(PackageID="F1"), on_movies(PackageID="F1"), Target("F1", first=False)),
        (
            on_movies(PackageID="F1", **NEEDS),
            on_movies(PackageID="F1", **KEY_STORE),
            Target("F1", first=False, options=NEEDS, reconfigured=True),
        ),
        (
            on_movies(PackageID="F1", PackageVersion="v2"),
            on_movies(PackageID="F1"),
            Target("F1", version="v2", first=False, renewed=True),
        ),
        (
            on_movies(PackageID="F1", Revision="b"),
            on_movies(PackageID="F1", Revision="a"),
            Target("F1", first=False, renewed=True),
        ),
        (on_movies(PackageID="F1"), on_movies(PackageID="F2"), Target("F1", renewed=True)),
        (on_movies(PackageID="F1"), {"DomainName": "films", "PackageID": "F1"}, Target("F1", renewed=True)),
        (on_movies(PackageID="F1"), on_movies(PackageName="synonyms"), Target("F1", first=False)),
        (on_movies(PackageName="synonyms"), on_movies(PackageID="F1"), Target(name="synonyms", first=False)),
    ],
)
def test_what_an_association_wants_of_its_package(properties: Any, before: Any, expected: Target) -> None:
    assert targets(properties, before) == (expected,)


def test_of_several_that_may_have_had_another_name_the_one_of_the_same_version_had_it() -> None:
    new = on_movies(Packages=[{"PackageName": "synonyms", "Revision": "b"}, {"PackageID": "F3"}])
    old = on_movies(Packages=[{"PackageID": "F1"}, {"PackageID": "F2", "Revision": "b"}, {"PackageID": "F3"}])
    assert targets(new, old) == (Target(name="synonyms", first=False), Target("F3", first=False))


def test_what_properties_of_whatever_form_name_and_bring() -> None:
    entries = [{"PackageID": "F1"}, {"PackageName": "synonyms", "PackageID": "x"}, {"PackageID": "x"}, "F2"]
    properties = on_movies(Packages=entries)
    assert declared(properties) == (Target("F1"), Target(name="synonyms"))
    assert (place(properties), place({"DomainName": "No"}), place({})) == ("movies", "", "")
    named = {("association", "movies", name) for name in ("F1", "x")}
    assert facts(properties) == {("domain", "movies"), *named}
    assert facts({"PackageName": "synonyms"}) == {("domain", ""), ("association", "", "synonyms")}
    assert facts({}) == {("domain", ""), ("association", "", "")}
