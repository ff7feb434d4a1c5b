"""How an operation applies the ledger's law: what is left asking, refused, renamed, or at two places."""

from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from tests.simulation.direct import client_error
from tests.stories.conftest import BROKEN, FIRST, SECOND, THIRD, Movies, Template
from tests.stories.films import films, made_by_hand, package, packages
from tests.stories.templates import made, one, set_of

OTHER: Template = {"Other": one(SECOND)}


def test_what_a_failed_create_left_and_the_next_deploy_wants_stays_associated(movies: Movies) -> None:
    """The Create timed out with the rollback off, and the association came all the same."""
    stack = made(movies, OTHER)
    movies.takes("association", 100)
    stack.rolls_back = False
    assert not movies.do(lambda: stack.update(OTHER | {"A": one(FIRST, ServiceTimeout=60)}))
    movies.passes(600)
    assert movies.do(lambda: stack.update(OTHER | {"A": one(FIRST)}))
    assert movies.world.calls["DissociatePackage"] == 0


def test_what_a_failed_cleanup_left_and_the_next_deploy_wants_stays_associated(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    movies.service.use("movies", SECOND)
    assert movies.do(lambda: stack.update({"A": set_of(FIRST)}))
    movies.service.use("movies", SECOND, "")
    movies.world.calls.clear()
    assert movies.do(lambda: stack.update({"A": set_of(FIRST, SECOND)}))
    assert movies.world.calls["DissociatePackage"] == 0


# A type that is changed in place


def test_a_set_that_becomes_one_in_place_leaves_nothing(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    stack.types_change_in_place = True
    assert movies.do(lambda: stack.update({"A": one(FIRST)}))
    assert movies.associated() == {FIRST: "ACTIVE"}
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update({"A": set_of(FIRST, THIRD)} | BROKEN))
    assert (stack.status, movies.associated()) == ("UPDATE_ROLLBACK_COMPLETE", {FIRST: "ACTIVE"})
    assert movies.do(stack.delete)
    assert movies.associated() == {}


@pytest.mark.parametrize("ends", ["well", "rolled back"])
def test_one_that_becomes_a_set_of_one_in_place_goes_with_its_stack(movies: Movies, ends: str) -> None:
    """The id is the same, and no Delete comes for the type of before."""
    stack, more = made(movies, {"A": one(FIRST)}), {} if ends == "well" else BROKEN
    stack.types_change_in_place = True
    movies.fails_after(60)
    assert movies.do(lambda: stack.update({"A": set_of(FIRST)} | more)) == (ends == "well")
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_a_package_that_becomes_an_association_in_place_goes(movies: Movies) -> None:
    stack = made(movies, {"A": films()["Films"]})
    stack.types_change_in_place = True
    assert movies.do(lambda: stack.update({"A": one(FIRST)}))
    assert packages(movies) == []


# An engine upgrade


def test_a_plugin_that_was_upgraded_and_rolled_back_goes_with_its_stack(movies: Movies) -> None:
    """No Delete comes under the id of before the upgrade: the rollback itself has answered the new one."""
    movies.service.publish("G1", "analysis-plugin", "OpenSearch_2.19")
    movies.service.publish("G2", "analysis-plugin", "OpenSearch_3.1")
    named = {"DomainName": "movies", "PackageName": "analysis-plugin"}
    stack = made(movies, {"A": named})
    movies.service.upgrade("movies", "OpenSearch_3.1")
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update({"A": named | {"ServiceTimeout": 900}} | BROKEN))
    assert (stack.status, movies.associated()) == ("UPDATE_ROLLBACK_COMPLETE", {"G2": "ACTIVE"})
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_who_asks_for_the_plugin_of_before_an_upgrade_does_not_touch_the_one_of_after_it(movies: Movies) -> None:
    """A service that throttles is asked at once, before it is known that the plugin does not fit."""
    movies.service.publish("G1", "analysis-plugin", "OpenSearch_2.19")
    movies.service.publish("G2", "analysis-plugin", "OpenSearch_3.1")
    first, second = made(movies, {"A": one("G1")}, "first"), movies.stack("second")
    movies.service.upgrade("movies", "OpenSearch_3.1")
    throttled = iter(range(3))

    def fault(_: str, operation: str) -> None:
        if operation == "ListPackagesForDomain" and next(throttled, None) is not None:
            raise client_error("ThrottlingException", "Rate exceeded", 429)

    movies.world.fault = fault
    assert not movies.do(lambda: second.create({"A": one("G1")}))
    assert movies.world.calls["AssociatePackage"]
    assert movies.do(first.delete)
    assert movies.associated() == {}


# One package at two places


def test_a_delete_dissociates_the_same_package_from_two_domains(movies: Movies) -> None:
    """The move failed with the rollback off, and CloudFormation kept the properties of it."""
    movies.client.create_domain(DomainName="books", EngineVersion="OpenSearch_2.19")
    movies.passes(60)
    stack, moved = made(movies, {"A": one(FIRST)}), {"DomainName": "books", "PackageID": FIRST}
    movies.service.fail(FIRST, "ASSOCIATION_FAILED")
    stack.rolls_back = False
    assert not movies.do(lambda: stack.update({"A": moved}))
    stack.resources["A"].properties = stack.resources["A"].sent = moved
    assert movies.do(stack.delete)
    listed = [movies.client.list_packages_for_domain(DomainName=name) for name in ("movies", "books")]
    assert [one["DomainPackageDetailsList"] for one in listed] == [[], []]


# Trouble of the table's around a call


@pytest.mark.parametrize("written", ["before the call", "after it"])
def test_what_a_stranger_associates_while_the_table_is_in_trouble_is_not_the_stacks(
    movies: Movies, written: str
) -> None:
    """What was written before a call counts for nothing once the call was refused, or never made."""
    movies.takes("association", 0)
    put, puts = movies.world.table.answer, iter([True])

    def unheard(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        answer = put(operation, parameters)
        if operation == "PutItem" and next(puts, False):
            movies.associate()
            raise ReadTimeoutError(endpoint_url="https://dynamodb.us-east-1.amazonaws.com/")
        return answer

    def stranger(_: str, operation: str) -> None:
        if operation == "AssociatePackage" and next(puts, False):
            movies.associate()
            movies.world.table.fails("throttled", 5, "PutItem")

    if written == "after it":
        movies.world.fault = stranger
    else:
        movies.world.table.answer = unheard  # type: ignore[method-assign]
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"A": one(FIRST)}))
    assert (stack.status, movies.associated()) == ("ROLLBACK_COMPLETE", {FIRST: "ACTIVE"})


# Made again by hand


def test_a_package_that_was_made_again_by_hand_is_never_deleted(movies: Movies) -> None:
    stack = made(movies, films())
    movies.client.delete_package(PackageID=package(movies)["PackageID"])
    movies.passes(600)
    again = made_by_hand(movies)
    assert movies.do(lambda: stack.update(films(ServiceTimeout=900)))
    assert movies.do(stack.delete)
    assert [one["PackageID"] for one in packages(movies)] == [again]
    assert "it was there before" in stack.resources["Films"].reason


# A ledger that can't be read


@pytest.mark.parametrize("timeout", [30, 300])
@pytest.mark.parametrize("kind", ["denied", "unreachable"])
def test_a_rollback_ends_well_also_where_the_deadline_comes_before_the_table(
    movies: Movies, kind: str, timeout: int
) -> None:
    movies.world.table.fails(kind)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"A": one(FIRST, ServiceTimeout=timeout)}))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert "could not look up what the failed Create may have left: " in stack.resources["A"].reason


# Events without a date, as emulators send them


def test_without_dates_one_deploy_may_follow_another_at_once(movies: Movies) -> None:
    presign = movies.world.endpoint.presign
    movies.world.endpoint.presign = lambda *event: presign(*event).replace("X-Amz-Date", "X-Date")  # type: ignore[method-assign]
    stack = movies.stack()
    assert movies.do(lambda: stack.create({"A": one(FIRST)}))
    assert movies.do(lambda: stack.update({"A": one(FIRST, ServiceTimeout=900)}))
    assert movies.do(lambda: stack.update({"A": one(SECOND)}))
    assert movies.do(lambda: stack.update({"A": one(SECOND, ServiceTimeout=900), "B": one(FIRST)}))
    movies.service.association_status("movies", FIRST, "")
    assert movies.do(lambda: stack.update({"A": one(SECOND)}))
    assert movies.do(lambda: stack.update({"A": one(SECOND), "B": one(FIRST)}))


# What is said


def test_what_could_not_be_dissociated_is_not_said_to_be_associated(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    movies.service.use("movies", SECOND)
    assert movies.do(lambda: stack.update({"A": set_of(FIRST)}))
    assert movies.do(lambda: stack.update({"A": set_of(FIRST, THIRD)}))
    said = stack.resources["A"].reason
    assert f"may have left: Package {SECOND} could not be dissociated from domain movies: the service refuses" in said


def test_what_was_asked_for_before_the_table_failed_is_not_denied(movies: Movies) -> None:
    def denied(_: str, operation: str) -> None:
        if operation == "AssociatePackage":
            movies.world.table.fails("denied")

    movies.world.fault = denied
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"A": one(FIRST)}))
    failed = next(words for _, _, status, words in stack.events if status == "CREATE_FAILED")
    assert "so nothing more is asked for" in failed and movies.status() == "ACTIVE"
