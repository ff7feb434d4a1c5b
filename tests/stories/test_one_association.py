"""A stack with one association is created, updated and deleted."""

import pytest

from tests.simulation.cloudformation import sample
from tests.stories.conftest import FIRST, SECOND, THIRD, Movies, synonyms


def test_create_associates_the_package_and_returns_what_is_known_of_it(movies: Movies) -> None:
    stack = movies.created()
    resource = stack.resources["Synonyms"]
    assert movies.status() == "ACTIVE"
    assert resource.physical_id == f"movies|{FIRST}"
    assert resource.data == {
        "DomainName": "movies",
        "PackageID": FIRST,
        "PackageName": "synonyms",
        "PackageType": "TXT-DICTIONARY",
        "PackageVersion": "v1",
        "ReferencePath": f"analyzers/{FIRST}",
        "DomainPackageStatus": "ACTIVE",
    }


def test_delete_dissociates_the_package(movies: Movies) -> None:
    stack = movies.created()
    assert movies.do(stack.delete)
    assert movies.status() == "absent"
    assert movies.world.calls["AssociatePackage"] == movies.world.calls["DissociatePackage"] == 1


def test_update_to_another_package_associates_it_before_the_old_one_is_dissociated(movies: Movies) -> None:
    stack = movies.created()
    seen = []
    movies.world.fault = lambda _, operation: seen.append(operation)
    assert movies.do(lambda: stack.update(synonyms(SECOND)))
    assert [operation for operation in seen if "ssociatePackage" in operation] == [
        "AssociatePackage",
        "DissociatePackage",
    ]
    assert (movies.status(FIRST), movies.status(SECOND)) == ("absent", "ACTIVE")
    assert stack.resources["Synonyms"].physical_id == f"movies|{SECOND}"


def test_update_that_changes_nothing_of_the_association_asks_for_nothing(movies: Movies) -> None:
    movies.created()
    before = movies.world.calls["AssociatePackage"]
    answer = movies.answer(sample("update-nothing"))
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", f"movies|{FIRST}")
    assert answer["Data"]["ReferencePath"] == f"analyzers/{FIRST}"
    assert movies.world.calls["AssociatePackage"] == before


def test_update_brings_back_what_someone_has_dissociated(movies: Movies) -> None:
    stack = movies.created()
    movies.client.dissociate_package(DomainName="movies", PackageID=FIRST)
    movies.passes(30)
    assert movies.do(lambda: stack.update(synonyms(ServiceTimeout=900)))
    assert movies.status() == "ACTIVE"


def test_update_to_a_package_that_fails_goes_back_to_the_old_one(movies: Movies) -> None:
    stack = movies.created()
    movies.service.fail(THIRD, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3: no comma")
    assert not movies.do(lambda: stack.update(synonyms(THIRD)))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (movies.status(FIRST), movies.status(THIRD)) == ("ACTIVE", "absent")
    reasons = [reason for _, _, status, reason in stack.events if status == "UPDATE_FAILED"]
    assert reasons == [
        f"Package {THIRD} could not be associated with domain movies: ASSOCIATION_FAILED, "
        "InvalidDictionary: line 3: no comma. Correct the package or the domain, then deploy again."
    ]


def test_create_that_fails_leaves_nothing_behind(movies: Movies) -> None:
    stack = movies.stack()
    movies.service.fail(FIRST, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3")
    assert not movies.do(lambda: stack.create(synonyms()))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.status() == "absent"


@pytest.mark.parametrize("how", ["conflict", "fails"])
def test_delete_of_a_package_in_use_fails_and_says_what_to_do(movies: Movies, how: str) -> None:
    stack = movies.created()
    movies.service.use("movies", FIRST, how)
    assert not movies.do(stack.delete)
    reason = stack.resources["Synonyms"].reason
    assert "Remove the package from every index that uses it" in reason
    assert f"Package {FIRST} could not be dissociated from domain movies" in reason
    movies.service.use("movies", FIRST, "")
    movies.passes(60)
    assert movies.do(stack.delete)
    assert movies.status() == "absent"


def test_delete_when_the_domain_is_gone_is_done(movies: Movies) -> None:
    stack = movies.created()
    movies.client.delete_domain(DomainName="movies")
    assert movies.do(stack.delete)


def test_delete_while_the_domain_is_being_deleted_is_done(movies: Movies) -> None:
    stack = movies.created()
    movies.service.domain_status("movies", "Deleting")
    assert movies.do(stack.delete)
    assert movies.world.calls["DissociatePackage"] == 0


def test_delete_of_what_was_not_created_calls_nothing(movies: Movies) -> None:
    movies.associate()
    movies.world.calls.clear()
    answer = movies.answer(sample("delete-not-created"))
    assert answer["Status"] == "SUCCESS"
    assert not movies.asked()
    assert movies.status() != "absent"


def test_create_waits_for_a_busy_domain_and_says_so_only_at_the_deadline(movies: Movies) -> None:
    movies.service.busy("movies", 300)
    assert movies.created()
    assert movies.world.calls["AssociatePackage"] == 3, "refused, asked anyway after three minutes, and taken"


@pytest.mark.parametrize("seconds", [1, 20, 180, 2400])
def test_the_answer_follows_the_final_status_soon(movies: Movies, seconds: float) -> None:
    """Within 3 seconds, or 15 % of what the association took."""
    movies.takes("association", seconds)
    began = movies.world.simulation.now
    stack = movies.created()
    answered = next(at for at, _, status, _ in stack.events if status == "CREATE_COMPLETE")
    assert answered - began - seconds <= max(3, 0.15 * seconds)


def test_a_package_that_disappears_while_the_stack_deletes_it_is_gone_as_wanted(movies: Movies) -> None:
    stack = movies.created()

    def disappear(_: str, operation: str) -> None:
        if operation == "DissociatePackage":
            movies.service.association_status("movies", FIRST, "")
            movies.client.delete_package(PackageID=FIRST)

    movies.world.fault = disappear
    assert movies.do(stack.delete)
    assert movies.status() == "absent"


def test_a_delete_that_was_refused_while_an_update_went_on_still_takes_away_what_then_failed(movies: Movies) -> None:
    """Refused while ACTIVE, the association then fails: that was no refusal of the failed one."""
    stack = movies.created()
    movies.service.use("movies", FIRST)

    def fails() -> None:
        movies.service.association_status("movies", FIRST, "ASSOCIATION_FAILED")
        movies.service.use("movies", FIRST, "")

    assert movies.do(stack.delete, movies.later(30, fails))
    assert movies.status() == "absent"
