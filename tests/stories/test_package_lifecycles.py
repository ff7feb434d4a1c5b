"""Packages whose requests fail, are cancelled, come twice or late, or lose their answers."""

from collections.abc import Iterator

import pytest

from tests.simulation.direct import client_error
from tests.simulation.lambda_service import Killed
from tests.stories.conftest import BROKEN, Movies
from tests.stories.films import (
    PICTURES,
    films,
    made,
    made_by_hand,
    package,
    packages,
    plugin,
    reason,
    source,
    version,
)


def crash_once(movies: Movies) -> None:
    """Let the function die at its first pause."""
    crashes = iter([Killed("out of memory")])

    def crash() -> None:
        if error := next(crashes, None):
            raise error

    movies.world.function.fault = crash


def lose(movies: Movies, lost: str) -> None:
    """Let the answer to the first such call be lost: it is done all the same."""
    left = iter([None])

    def distort(operation: str, answer: object) -> object:
        if operation == lost and next(left, "none left") is None:
            raise client_error("InternalException", "try again", 500)
        return answer

    movies.world.distort = distort


@pytest.fixture(params=["crash", "lost", "lost and crash"])
def mishap(request: pytest.FixtureRequest, movies: Movies) -> Iterator[str]:
    """Return what befalls the next call."""
    yield request.param


def befall(movies: Movies, mishap: str, operation: str) -> None:
    if "lost" in mishap:
        lose(movies, operation)
    if "crash" in mishap:
        crash_once(movies)


# Forward and back


def test_a_replacement_is_rolled_back_when_it_fails_itself(movies: Movies) -> None:
    stack = made(movies)
    before = stack.resources["Films"].physical_id
    movies.service.fail("pictures", "VALIDATION_FAILED", "InvalidDictionary", "line 3")
    assert not movies.do(lambda: stack.update(films(**PICTURES)))
    assert "VALIDATION_FAILED, InvalidDictionary: line 3" in reason(stack)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (stack.resources["Films"].physical_id, version(movies)) == (before, ("AVAILABLE", "v1"))
    assert packages(movies, "pictures") == []


@pytest.mark.parametrize("swapped", [True, False])
def test_a_replacement_is_rolled_back_when_another_resource_fails_after_it(movies: Movies, swapped: bool) -> None:
    stack = made(movies)
    stack.swapped_updates = swapped
    before = stack.resources["Films"].physical_id
    movies.fails_after(20)
    assert not movies.do(lambda: stack.update(films(**PICTURES) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (stack.resources["Films"].physical_id, version(movies)) == (before, ("AVAILABLE", "v1"))
    assert packages(movies, "pictures") == []
    assert movies.world.calls["UpdatePackage"] == 0


@pytest.mark.parametrize("fails_after", [0, 2, 10])
def test_a_replacement_that_is_cancelled_leaves_nothing(movies: Movies, fails_after: int) -> None:
    stack = made(movies)
    before = stack.resources["Films"].physical_id
    movies.takes("package", 60)
    movies.fails_after(fails_after)
    assert not movies.do(lambda: stack.update(films(**PICTURES) | BROKEN))
    movies.passes(600)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (stack.resources["Films"].physical_id, version(movies)) == (before, ("AVAILABLE", "v1"))
    assert packages(movies, "pictures") == []


@pytest.mark.parametrize("fails_after", [0, 2, 10])
def test_a_create_that_is_cancelled_while_it_copies_leaves_nothing(movies: Movies, fails_after: int) -> None:
    movies.takes("package", 60)
    movies.fails_after(fails_after)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(films() | BROKEN))
    movies.passes(600)
    assert stack.status == "ROLLBACK_COMPLETE"
    assert packages(movies) == []
    assert movies.world.calls["CreatePackage"] == 1


def test_a_plugin_is_replaced_for_a_new_engine_version_under_its_name(movies: Movies) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(plugin()))
    before = stack.resources["Films"].physical_id
    assert movies.do(lambda: stack.update(plugin(EngineVersion="OpenSearch_3.1")))
    (left,) = packages(movies)
    assert (left["EngineVersion"], left["PackageID"]) == ("OpenSearch_3.1", stack.resources["Films"].physical_id)
    assert left["PackageID"] != before
    assert movies.do(stack.delete)
    assert packages(movies) == []


@pytest.mark.parametrize("takes", [1, 60])
def test_a_plugins_replacement_for_a_new_engine_version_is_rolled_back(movies: Movies, takes: int) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(plugin()))
    before = package(movies)
    movies.takes("package", takes)
    movies.fails_after(20)
    assert not movies.do(lambda: stack.update(plugin(EngineVersion="OpenSearch_3.1") | BROKEN))
    movies.passes(600)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert packages(movies) == [before]
    assert stack.resources["Films"].physical_id == before["PackageID"]


# Adoption


def test_an_adopted_package_is_taken_as_it_is_renewed_and_stays(movies: Movies) -> None:
    theirs = made_by_hand(movies)
    stack = made(movies, AdoptExisting=True)
    assert stack.resources["Films"].physical_id == theirs
    assert stack.resources["Films"].data["PackageID"] == theirs
    assert version(movies) == ("AVAILABLE", "v1")
    assert movies.do(lambda: stack.update(films(AdoptExisting=True, Revision="2")))
    assert (stack.resources["Films"].physical_id, version(movies)) == (theirs, ("AVAILABLE", "v2"))
    assert movies.do(stack.delete)
    assert [one["PackageID"] for one in packages(movies)] == [theirs]


def test_the_rollback_of_an_adoption_leaves_the_package(movies: Movies) -> None:
    theirs = made_by_hand(movies)
    movies.fails_after(10)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(films(AdoptExisting=True) | BROKEN))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert package(movies)["PackageID"] == theirs
    assert "it was there before, and the provider takes away only what it has made" in stack.resources["Films"].reason


def test_an_adopted_package_of_a_failed_status_is_made_again(movies: Movies) -> None:
    movies.service.fail("films", "VALIDATION_FAILED")
    theirs = made_by_hand(movies)
    stack = made(movies, AdoptExisting=True)
    assert (stack.resources["Films"].physical_id, version(movies)) == (theirs, ("AVAILABLE", "v1"))


# Lost answers, retries, duplicates


def test_a_create_goes_on_after_a_mishap(movies: Movies, mishap: str) -> None:
    befall(movies, mishap, "CreatePackage")
    stack = made(movies)
    assert stack.resources["Films"].physical_id == package(movies)["PackageID"]
    assert movies.world.calls["CreatePackage"] == 1
    assert movies.do(stack.delete)
    assert packages(movies) == []


def test_an_update_goes_on_after_a_mishap(movies: Movies, mishap: str) -> None:
    """Of an update that may be anybody's, one version too many is made rather than none."""
    stack = made(movies, PackageSource=source("films-1.txt"))
    movies.passes(600)
    befall(movies, mishap, "UpdatePackage")
    assert movies.do(lambda: stack.update(films(PackageSource=source("films-2.txt"))))
    assert version(movies) in (("AVAILABLE", "v2"), ("AVAILABLE", "v3"))
    assert stack.resources["Films"].data["PackageVersion"] == version(movies)[1]


def test_a_replacement_goes_on_after_a_mishap(movies: Movies, mishap: str) -> None:
    stack = made(movies)
    movies.passes(600)
    befall(movies, mishap, "CreatePackage")
    assert movies.do(lambda: stack.update(films(**PICTURES)))
    assert packages(movies) == []
    assert stack.resources["Films"].physical_id == package(movies, "pictures")["PackageID"]
    assert movies.world.calls["CreatePackage"] == 2


def test_a_delete_goes_on_after_a_mishap(movies: Movies, mishap: str) -> None:
    stack = made(movies)
    movies.takes("deletion", 20)
    befall(movies, mishap, "DeletePackage")
    assert movies.do(stack.delete)
    assert packages(movies) == []


@pytest.mark.parametrize("takes", [0, 1, 40])
def test_a_create_whose_only_answer_was_lost_leaves_nothing_when_it_fails(movies: Movies, takes: int) -> None:
    """CloudFormation cleans up by an id that says so, or by an invented one."""
    lose(movies, "CreatePackage")
    movies.takes("package", takes)
    movies.service.fail("films", "VALIDATION_FAILED", "InvalidDictionary", "line 3")
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(films()))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert packages(movies) == []


def test_a_create_whose_answer_and_list_were_lost_is_cleaned_up_by_its_name(movies: Movies) -> None:
    def fault(service: str, operation: str) -> None:
        if operation == "DescribePackages" and movies.world.calls["CreatePackage"] > 0 and stack.status != gone:
            raise client_error("InternalException", "try again", 500)

    stack, gone = movies.stack(), "ROLLBACK_IN_PROGRESS"
    lose(movies, "CreatePackage")
    movies.world.fault = fault
    assert not movies.do(lambda: stack.create(films(ServiceTimeout="60")))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert packages(movies) == []


@pytest.mark.parametrize("late", [0, 0.5, 5, 40, 3000])
def test_every_request_may_come_twice(movies: Movies, late: float) -> None:
    movies.delivers_twice(late)
    stack = made(movies)
    movies.passes(4000)
    assert movies.do(lambda: stack.update(films(Revision="2")))
    movies.passes(4000)
    assert version(movies)[1] in ("v2", "v3")
    assert movies.do(lambda: stack.update(films(**PICTURES)))
    movies.passes(4000)
    assert (packages(movies), version(movies, "pictures")) == ([], ("AVAILABLE", "v1"))
    assert movies.do(stack.delete)
    movies.passes(4000)
    assert packages(movies, "pictures") == []
    assert movies.world.calls["CreatePackage"] <= (2 if late > 1 else 4)


def test_late_duplicates_do_nothing_to_what_a_new_stack_has_made(movies: Movies) -> None:
    sent = movies.remembered()
    old = made(movies)
    assert movies.do(old.delete)
    new = movies.stack("new")
    assert movies.do(lambda: new.create(films()))
    movies.passes(600)
    known = package(movies)
    for event in list(sent[:2]):
        movies.world.function.invoke(event)
        movies.passes(600)
    assert package(movies) == known


# Time


def test_a_long_copy_is_handed_over(movies: Movies) -> None:
    movies.takes("package", 2400)
    stack = made(movies)
    assert len(movies.world.function.invocations) == 3
    assert movies.world.calls["CreatePackage"] == 1
    assert movies.do(lambda: stack.update(films(Revision="2")))
    assert (movies.world.calls["UpdatePackage"], version(movies)) == (1, ("AVAILABLE", "v2"))


@pytest.mark.parametrize("takes", [10, 100])
def test_a_short_service_timeout_is_kept(movies: Movies, takes: int) -> None:
    movies.takes("package", takes)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films(ServiceTimeout="30"))) is (takes == 10)
    if takes > 10:
        assert "no final status after 27 seconds, last seen: COPYING. Give ServiceTimeout up to 3600" in reason(stack)
        movies.passes(600)
        assert not [event for event in stack.events if "did not receive" in event[3]]


# Two stacks


@pytest.mark.parametrize("later, takes", [(0, 1), (0.2, 100), (1, 1), (1.9, 100), (2.5, 1), (50, 100)])
def test_of_two_stacks_that_make_the_same_name_one_wins_and_keeps_it(movies: Movies, later: float, takes: int) -> None:
    movies.takes("package", takes)
    one, two = movies.stack("one"), movies.stack("two")
    results = movies.world.do(lambda: one.create(films()), movies.later(later, lambda: two.create(films())))
    assert results == [True, False]
    assert two.status == "ROLLBACK_COMPLETE"
    assert "it is already there, and not by this resource" in reason(two)
    assert package(movies)["PackageID"] == one.resources["Films"].physical_id
    assert movies.world.calls["DeletePackage"] == 0


@pytest.mark.parametrize("fails_after", [0, 2, 20])
def test_a_create_that_waits_for_a_rival_and_is_cancelled_leaves_the_rivals_package(
    movies: Movies, fails_after: int
) -> None:
    movies.takes("package", 100)
    movies.fails_after(fails_after)
    one, two = movies.stack("one"), movies.stack("two")
    results = movies.world.do(lambda: one.create(films()), movies.later(5, lambda: two.create(films() | BROKEN)))
    movies.passes(600)
    assert results == [True, False]
    assert (one.status, two.status) == ("CREATE_COMPLETE", "ROLLBACK_COMPLETE")
    assert package(movies)["PackageID"] == one.resources["Films"].physical_id


# Names within a stack


def test_a_resource_with_a_new_logical_id_keeps_its_package(movies: Movies) -> None:
    stack = made(movies)
    known = package(movies)["PackageID"]
    movies.passes(600)
    assert movies.do(lambda: stack.update({"Pictures": films()["Films"]}))
    assert package(movies)["PackageID"] == known
    assert (stack.resources["Pictures"].physical_id, movies.world.calls["DeletePackage"]) == (known, 0)
    assert movies.do(stack.delete)
    assert packages(movies) == []


def test_two_resources_of_one_stack_that_make_the_same_name_hold_one_package(movies: Movies) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create({"One": films()["Films"], "Two": films()["Films"]}))
    assert len(packages(movies)) == 1
    assert movies.do(lambda: stack.update({"Two": films()["Films"]}))
    assert version(movies) == ("AVAILABLE", "v1")
    assert movies.do(stack.delete)
    assert packages(movies) == []


def test_a_package_that_is_retained_stays_and_may_be_adopted_by_a_later_stack(movies: Movies) -> None:
    template = {"Films": {"Properties": films()["Films"], "DeletionPolicy": "Retain"}}
    stack = movies.stack()
    assert movies.do(lambda: stack.create(template))
    assert movies.do(stack.delete)
    known = package(movies)["PackageID"]
    movies.passes(600)
    later = movies.stack("later")
    assert movies.do(lambda: later.create(films(AdoptExisting=True)))
    assert later.resources["Films"].physical_id == known


def test_a_name_that_is_just_being_deleted_is_waited_for(movies: Movies) -> None:
    movies.takes("deletion", 100)
    old = made(movies)
    new = movies.stack("new")
    results = movies.world.do(old.delete, movies.later(10, lambda: new.create(films())))
    assert results == [True, True]
    assert package(movies)["PackageID"] == new.resources["Films"].physical_id


def test_a_package_that_was_deleted_by_hand_is_made_again_by_an_update_and_missed_by_no_delete(movies: Movies) -> None:
    stack = made(movies)
    known = package(movies)["PackageID"]
    movies.client.delete_package(PackageID=known)
    assert movies.do(lambda: stack.update(films(Revision="2")))
    assert stack.resources["Films"].physical_id == package(movies)["PackageID"] != known
    movies.client.delete_package(PackageID=package(movies)["PackageID"])
    assert movies.do(stack.delete)
