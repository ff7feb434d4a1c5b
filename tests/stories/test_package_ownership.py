"""Whose a package is, where its name alone would mislead: other stacks, strangers, and what has left the stack."""

import pytest

from tests.simulation.direct import client_error
from tests.simulation.template import CUSTOM
from tests.stories.conftest import BROKEN, FIRST, Movies, Template, synonyms
from tests.stories.films import PICTURES, content, films, made, package, packages, source, version
from tests.stories.templates import delayed

BY_HAND = {"PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": source()}


@pytest.mark.parametrize("later", [0.0, 0.2, 1.0])
def test_a_rollback_leaves_what_its_update_has_found_to_be_another_stacks(movies: Movies, later: float) -> None:
    """Two stacks change to one new name at once."""
    one, two = movies.stack("one"), movies.stack("two")
    assert movies.do(lambda: one.create(films(PackageName="films-one")))
    assert movies.do(lambda: two.create(films(PackageName="films-two")))
    movies.passes(600)
    movies.do(lambda: one.update(films(**PICTURES)), movies.later(later, lambda: two.update(films(**PICTURES))))
    movies.passes(600)
    assert {one.status, two.status} == {"UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
    assert len(packages(movies, "pictures")) == 1


def test_what_two_stacks_have_come_to_share_stays_with_the_other(movies: Movies) -> None:
    """Somebody has deleted the stack's package, and another stack has made one of its name."""
    one = made(movies)
    movies.client.delete_package(PackageID=package(movies)["PackageID"])
    movies.passes(600)
    two = movies.stack("two")
    assert movies.do(lambda: two.create(films()))
    movies.passes(600)
    assert movies.do(lambda: one.update(films(ServiceTimeout="900")))
    movies.passes(600)
    assert movies.do(one.delete)
    assert [one["PackageID"] for one in packages(movies)] == [two.resources["Films"].physical_id]


@pytest.mark.parametrize("late", [0, 1, 3, 5])
def test_a_version_that_somebody_else_has_begun_is_not_taken_for_the_updates_own(movies: Movies, late: float) -> None:
    for number in "123":
        movies.service.put_object("dictionaries", f"films-{number}.txt", f"film, movie{number}")
    stack = made(movies, PackageSource=source("films-1.txt"))
    delayed(movies, {("Update", "Films"): late})
    movies.client.update_package(PackageID=package(movies)["PackageID"], PackageSource=source("films-2.txt"))
    assert movies.do(lambda: stack.update(films(PackageSource=source("films-3.txt"))))
    assert (version(movies)[1], content(movies)) == ("v3", "film, movie3")


def test_what_a_living_stack_has_retained_is_no_other_stacks_to_adopt(movies: Movies) -> None:
    """What a stack that lives holds is nobody else's to change, although it was retained."""
    one, two = movies.stack("one"), movies.stack("two")
    keep: Template = {"Films": {"Properties": films()["Films"], "DeletionPolicy": "Retain"}}
    other = {"Other": films(PackageName="other")["Films"]}
    assert movies.do(lambda: one.create(keep | other))
    movies.passes(600)
    assert movies.do(lambda: one.update(other))
    movies.passes(600)
    assert not movies.do(lambda: two.create(films(AdoptExisting=True)))
    movies.passes(600)
    assert movies.do(lambda: one.update(films() | other))
    refused = " ".join(reason for _, _, _, reason in two.events)
    assert "resource Films of stack one has it. What another stack has can't be taken over" in refused
    assert len(packages(movies)) == 1


def test_what_an_adopting_create_has_made_goes_with_its_rollback_though_the_answer_was_lost(movies: Movies) -> None:
    lost = iter([None])

    def lose(operation: str, answer: object) -> object:
        if operation == "CreatePackage" and next(lost, "none") is None:
            raise client_error("InternalException", "again", 500)
        return answer

    movies.world.distort = lose
    movies.fails_after(20)
    assert not movies.do(lambda: movies.stack().create(films(AdoptExisting=True) | BROKEN))
    movies.passes(100)
    assert packages(movies) == []


def test_a_package_that_a_cancelled_change_of_kind_has_made_is_removed(movies: Movies) -> None:
    """AWS::CloudFormation::CustomResource: an association becomes a package in place."""
    stack = movies.stack()
    assert movies.do(lambda: stack.create({"X": {"Type": CUSTOM, "Properties": synonyms()["Synonyms"]}}))
    movies.passes(600)
    movies.takes("package", 60)
    movies.fails_after(10)
    changed: Template = {"X": {"Type": CUSTOM, "Properties": films(**PICTURES)["Films"]}}
    assert not movies.do(lambda: stack.update(changed | BROKEN))
    movies.passes(600)
    assert packages(movies, "pictures") == [] and movies.associated() == {FIRST: "ACTIVE"}
