"""Physical ids name what there is, and nothing else."""

import pytest

from cloudformation.ids import LONGEST, named, not_created, physical_id
from model import Named


@pytest.mark.parametrize(
    "domain, packages, expected",
    [
        ("movies", ("F1",), "movies|F1"),
        ("movies", ("F1", "G2"), "movies|F1,G2"),
        ("movies", ("F10", "F9", "pkg-0af"), "movies|F10,F9,pkg-0af"),
        ("", ("F1",), "F1"),
    ],
)
def test_an_id_names_the_domain_and_its_packages_sorted_and_a_package_itself_alone(
    domain: str, packages: tuple[str, ...], expected: str
) -> None:
    assert physical_id(domain, reversed(packages)) == expected
    assert named(expected, "Synonyms") == Named(domain, packages)


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
    assert named(id_, "Synonyms") is None


@pytest.mark.parametrize("domain", ["abc", "a" * 28, "a-1"])
def test_a_domain_has_from_three_to_twenty_eight_letters(domain: str) -> None:
    assert named(f"{domain}|F1", "Synonyms") == Named(domain, ("F1",))


def test_nothing_is_named_by_the_id_of_what_was_not_created() -> None:
    """However the resource is called, as Fn::ForEach names resources after their packages."""
    assert not_created("Synonyms") == "not-created|Synonyms"
    assert named(not_created("F1"), "F1") is None
    assert named("movies|F1", "F1") == Named("movies", ("F1",))


def test_as_many_packages_as_a_domain_takes_fit_an_id() -> None:
    packages = tuple(f"pkg-{n:041}" for n in range(20))
    id_ = physical_id("m" * 28, packages)
    assert len(id_.encode()) <= LONGEST == 1024
    assert named(id_, "Synonyms") == Named("m" * 28, packages)


def test_an_id_names_every_form_that_a_property_can_name_on_a_domain() -> None:
    assert named("movies|Fab-1,pkg-XY", "Synonyms") == Named("movies", ("Fab-1", "pkg-XY"))
