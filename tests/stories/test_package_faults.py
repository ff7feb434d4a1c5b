"""What lifecycles among faults have taught of packages, and of the associations that follow them."""

from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.stories.conftest import BROKEN, FIRST, Movies, synonyms
from tests.stories.films import content, films, made, package, packages, plugin, source, version


def test_a_package_that_moves_to_another_resource_is_made_from_what_that_declares(movies: Movies) -> None:
    movies.service.put_object("dictionaries", "films.txt", "film, movie")
    movies.service.put_object("dictionaries", "other.txt", "picture, movie")
    stack = made(movies)
    movies.passes(60)
    assert movies.do(lambda: stack.update({"Moved": films(PackageSource=source("other.txt"))["Films"]}))
    assert len(packages(movies)) == 1 and content(movies) == "picture, movie"


def test_a_rollback_whose_status_is_shown_late_does_not_fail_for_what_the_update_has_spoiled(movies: Movies) -> None:
    movies.takes("package", 2)
    movies.service.set(fails_while_copying=True)
    stack = made(movies)
    movies.service.put_object("dictionaries", "spoiled.txt", readable=False)
    movies.world.cloudformation.reads.lag = lambda operation: 5.0
    movies.fails_after(1)
    assert not movies.do(lambda: stack.update(films(PackageSource=source("spoiled.txt")) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert version(movies)[1] == "v1"


def test_a_rollback_whose_status_is_shown_late_goes_back_to_the_plugin_of_another_engine(movies: Movies) -> None:
    """It is a package of its own, which the resource's id does not name any more; and its file can't be read again."""
    movies.service.put_object("dictionaries", "films.zip", "v1")
    movies.service.put_object("dictionaries", "older.zip", "v1")
    movies.service.set(fails_while_copying=True)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(plugin()))
    movies.passes(60)
    movies.service.put_object("dictionaries", "films.zip", readable=False)
    movies.world.cloudformation.reads.lag = lambda operation: 5.0 if operation == "DescribeStacks" else 0.0
    movies.fails_after(4)
    older = plugin(EngineVersion="OpenSearch_2.17", PackageSource=source("older.zip"))
    assert not movies.do(lambda: stack.update(older | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert [(one["EngineVersion"], one["AvailablePackageVersion"]) for one in packages(movies)] == [
        ("OpenSearch_2.19", "v1")
    ]
    assert movies.world.calls["UpdatePackage"] == 0


def test_a_refused_delete_asks_again_where_a_new_version_may_be_under_way(movies: Movies) -> None:
    """The domain was only busy, with something else."""
    stack = movies.created()
    movies.service.packages.packages[FIRST].publish(movies.world.simulation.now)
    movies.fails_after(0)
    assert not movies.do(lambda: stack.update(synonyms("F222222222", ServiceTimeout=900) | BROKEN))
    movies.passes(10)
    denied = iter([True] * 2)

    def fault(_: str, operation: str) -> None:
        if operation == "DissociatePackage" and next(denied, False):
            movies.service.busy("movies", 20)

    movies.world.fault = fault
    began = movies.world.simulation.now
    assert movies.do(stack.delete)
    assert movies.world.simulation.now - began < 200


@pytest.mark.parametrize("answer", [{}, {"PackageDetails": {}}, {"PackageDetails": None}])
def test_a_package_that_is_made_without_an_id_is_found_by_its_name(movies: Movies, answer: dict[str, Any]) -> None:
    movies.world.distort = lambda operation, given: answer if operation == "CreatePackage" else given
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films()))
    assert stack.resources["Films"].physical_id == package(movies)["PackageID"]
    assert movies.world.calls["CreatePackage"] == 1


@pytest.mark.parametrize("code, status", [("RequestTimeout", 408), ("RequestTimeoutException", 400)])
def test_one_look_that_timed_out_fails_nothing(movies: Movies, code: str, status: int) -> None:
    left = [client_error(code, "try again", status)]

    def fault(_: str, operation: str) -> None:
        if operation == "DescribePackages" and movies.world.calls["CreatePackage"] and left:
            raise left.pop()

    movies.world.fault = fault
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films())) and not left


def test_a_refusal_before_a_long_break_and_one_after_it_are_two(movies: Movies) -> None:
    """The ledger's table was throttled meanwhile, so nobody asked: that is no refusal for a minute, which is final."""
    movies.service.put_object("dictionaries", "films.txt", "film, movie")
    refusals, refused = iter([True] * 2), list[float]()

    def fault(_: str, operation: str) -> None:
        now = movies.world.simulation.now
        if operation == "CreatePackage" and next(refusals, False):
            refused.append(now)
            raise client_error("ValidationException", "not now", 400)
        if operation == "GetItem" and refused and refused[0] < now < refused[0] + 60:
            raise client_error("ThrottlingException", "too many", 400)

    movies.world.fault = fault
    assert made(movies).status == "CREATE_COMPLETE"
    assert refused[1] - refused[0] >= 60


@pytest.mark.parametrize("code", ["AccessDenied", "InvalidClientTokenId"])
def test_an_update_that_waits_asks_the_stack_nothing_more(movies: Movies, code: str) -> None:
    """Where it is going was asked before the upload; what comes of that, its package alone tells."""
    movies.takes("package", 200)
    stack, asked = made(movies), list[str]()
    movies.passes(60)

    def fault(_: str, operation: str) -> None:
        asked.append(operation)
        if operation == "DescribeStacks" and "UpdatePackage" in asked:
            raise client_error(code, "no", 403)

    movies.world.fault = fault
    assert movies.do(lambda: stack.update(films(Revision="2")))
    assert version(movies)[1] == "v2"
