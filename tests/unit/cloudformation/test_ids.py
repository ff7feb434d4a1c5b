"""Physical ids as a ledger."""

import pytest

from cloudformation.ids import LONGEST, holding, not_created, physical_id
from model import Holding


@pytest.mark.parametrize(
    "domain, packages, expected",
    [
        ("movies", {"F1": False}, "movies|F1"),
        ("movies", {"F1": True}, "movies|F1+"),
        ("movies", {"G2": False, "F1": True}, "movies|F1+,G2"),
        ("movies", {"pkg-0af": False, "F10": False, "F9": False}, "movies|F10,F9,pkg-0af"),
    ],
)
def test_an_id_names_the_domain_and_what_is_held_sorted_and_marked(
    domain: str, packages: dict[str, bool], expected: str
) -> None:
    assert physical_id(domain, packages) == expected
    assert holding(expected) == Holding(domain, packages)


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
        "movies|F+",
        "movies|F1++",
        "movies|X1",
        "movies|f1",
        "movies|F1\n",
        "Movies|F1",
        "mo|F1",
        "m" * 29 + "|F1",
        "movies|F1,X1",
        "xx movies|F1",
        "not-created|Synonyms",
        "movies-search-Synonyms-1A2B3C",
        "2026/11/01/[$LATEST]0a1b2c",
        "arn:aws:cloudformation:us-east-1:123456789012:stack/movies-search/5b6e5b20",
    ],
)
def test_any_other_id_is_not_ours(id_: str) -> None:
    assert holding(id_) is None


@pytest.mark.parametrize(
    "id_, logical_id, ours",
    [
        ("movies|Films", "Films", False),
        ("movies|Films", "Films2", True),
        ("movies|Films", "", True),
        ("movies|F1", "F1", True),
        ("movies|G1", "G1", True),
    ],
)
def test_an_id_of_the_version_that_was_never_released_is_not_ours(id_: str, logical_id: str, ours: bool) -> None:
    """Unless it is a package that the resource is named after, as Fn::ForEach names resources."""
    assert (holding(id_, logical_id) is not None) is ours


def test_a_logical_id_is_compared_with_the_whole() -> None:
    assert holding("movies|F1,F2", "F1") is not None


@pytest.mark.parametrize("domain", ["abc", "a" * 28, "a-1"])
def test_a_domain_has_from_three_to_twenty_eight_letters(domain: str) -> None:
    assert holding(f"{domain}|F1") == Holding(domain, {"F1": False})


def test_nothing_is_held_by_the_id_of_what_was_not_created() -> None:
    assert not_created("Synonyms") == "not-created|Synonyms"
    assert holding(not_created("Synonyms")) is None
    assert holding(not_created("F1"), "F1") is None


def test_as_many_packages_as_a_domain_takes_fit_an_id() -> None:
    packages = {f"pkg-{n:041}": True for n in range(20)}
    id_ = physical_id("m" * 28, packages)
    assert len(id_.encode()) <= LONGEST == 1024
    assert holding(id_) == Holding("m" * 28, packages)


def test_an_id_holds_every_form_that_a_property_can_name_on_a_domain() -> None:
    assert holding("movies|Fab-1,pkg-XY+") == Holding("movies", {"Fab-1": False, "pkg-XY": True})


def test_packages_themselves_stand_on_no_domain() -> None:
    assert physical_id("", {"F2": True, "F1": False}) == "F1,F2+"
    assert holding("F1,F2+", "F1") == Holding("", {"F1": False, "F2": True})
    assert [holding(one) for one in ("Films-Synonyms-1ABC", "F1x", "|F1", "movies|F1|F2")] == [None] * 4
