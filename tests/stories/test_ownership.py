"""A stack takes nothing that it did not make, and leaves nothing that it gave up."""

import pytest

from tests.simulation.lambda_service import Event
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, synonyms

#: A resource that fails at once, and so cancels what is under way beside it.


def test_create_on_an_existing_association_fails_and_the_rollback_leaves_it(movies: Movies) -> None:
    movies.associate()
    movies.passes(60)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.status() == "ACTIVE"
    assert movies.world.calls["DissociatePackage"] == 0


def test_create_with_adopt_existing_takes_it_over_and_delete_leaves_it_and_says_why(movies: Movies) -> None:
    movies.associate()
    movies.passes(60)
    stack = movies.created(AdoptExisting=True)
    assert movies.world.calls["AssociatePackage"] == 0
    assert movies.do(stack.delete)
    assert movies.status() == "ACTIVE"
    assert stack.resources["Synonyms"].reason == (
        f"Package {FIRST} stays on domain movies: it was there before, and the provider takes away only what it has "
        f"made. To take it away: aws opensearch dissociate-package --domain-name movies --package-id {FIRST}"
    )


def test_adopting_a_failed_dissociation_associates_it_anew(movies: Movies) -> None:
    movies.associate()
    movies.passes(60)
    movies.service.association_status("movies", FIRST, "DISSOCIATION_FAILED")
    movies.passes(60)
    movies.created(AdoptExisting=True)
    assert movies.status() == "ACTIVE"


def test_update_to_a_pair_that_someone_else_has_fails_and_leaves_both(movies: Movies) -> None:
    stack = movies.created()
    movies.associate(SECOND)
    movies.passes(60)
    assert not movies.do(lambda: stack.update(synonyms(SECOND)))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (movies.status(FIRST), movies.status(SECOND)) == ("ACTIVE", "ACTIVE")


def test_a_rolled_back_update_goes_back_to_what_the_stack_had(movies: Movies) -> None:
    stack = movies.created()
    assert not movies.do(lambda: stack.update(synonyms(SECOND) | BROKEN))
    movies.passes(120)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (movies.status(FIRST), movies.status(SECOND)) == ("ACTIVE", "absent")


def test_a_crashed_create_meets_its_own_earlier_attempt_and_goes_on_with_it(movies: Movies) -> None:
    from tests.simulation.lambda_service import Killed

    movies.takes("association", 200)
    crashes = iter([None, Killed("out of memory")])

    def crash() -> None:
        if error := next(crashes, None):
            raise error

    movies.world.function.fault = crash
    movies.created()
    assert len(movies.world.function.invocations) == 2
    assert movies.world.calls["AssociatePackage"] == 1


def test_a_delete_while_create_runs_waits_for_it_and_then_dissociates(movies: Movies) -> None:
    movies.takes("association", 100)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    movies.passes(300)
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.status() == "absent"
    assert movies.world.calls["AssociatePackage"] == 1
    create = next(
        one for one in movies.world.endpoint.requests.values() if one.event["LogicalResourceId"] == "Synonyms"
    )
    assert len(create.answers) == 1


@pytest.mark.parametrize("slow", ["ListPackagesForDomain", "DescribePackages", "AssociatePackage"])
def test_a_create_whose_call_was_slow_leaves_nothing_in_a_stack_that_has_gone(movies: Movies, slow: str) -> None:
    """What is young is the call, not the look that it follows from."""
    slowly = iter([12])

    def fault(_: str, operation: str) -> None:
        if operation.rstrip("s") == slow.rstrip("s"):
            movies.world.simulation.sleep(next(slowly, 0))

    movies.world.fault = fault
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=30) | BROKEN))
    movies.passes(300)
    assert (stack.status, movies.status()) == ("ROLLBACK_COMPLETE", "absent")


@pytest.mark.parametrize("busy", [8, 20, 45, 300, 1200])
def test_a_create_that_waits_for_a_busy_domain_stops_when_its_stack_is_rolled_back(movies: Movies, busy: float) -> None:
    movies.service.busy("movies", busy)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    movies.passes(2000)
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.status() == "absent"


def test_a_create_that_waited_in_the_queue_while_its_stack_died_asks_for_nothing(movies: Movies) -> None:
    deliver = movies.world.function.invoke

    def queued(event: Event) -> None:
        late = event["RequestType"] == "Create" and event["LogicalResourceId"] == "Synonyms"
        deliver(event, 600 if late else 0)

    movies.world.cloudformation.invoke = queued
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    movies.passes(1200)
    assert movies.world.calls["AssociatePackage"] == 0
    assert movies.status() == "absent"


def test_the_delete_of_a_cancelled_create_leaves_what_was_there_before(movies: Movies) -> None:
    movies.associate()
    movies.passes(600)
    stack = movies.stack()
    deliver = movies.world.function.invoke
    movies.world.cloudformation.invoke = lambda event: deliver(event, 5 if event["RequestType"] == "Create" else 0)
    template = synonyms() | {"Other": {"DomainName": "movies", "PackageID": "no such form"}}
    assert not movies.do(lambda: stack.create(template))
    movies.passes(600)
    assert movies.status() == "ACTIVE"


def test_a_late_duplicate_of_a_delete_leaves_what_a_new_stack_has_made(movies: Movies) -> None:
    old = movies.created()
    sent = movies.remembered()
    assert movies.do(old.delete)
    new = movies.stack("new")
    assert movies.do(lambda: new.create(synonyms()))
    movies.world.function.invoke(next(event for event in sent if event["RequestType"] == "Delete"))
    movies.passes(300)
    assert movies.status() == "ACTIVE"


def test_an_association_removed_by_hand_while_we_wait_is_a_clear_failure(movies: Movies) -> None:
    movies.takes("association", 100)
    stack = movies.stack()
    removed = movies.later(50, lambda: movies.service.association_status("movies", FIRST, ""))
    assert not movies.do(lambda: stack.create(synonyms()), removed)
    failed = [reason for _, _, status, reason in stack.events if status == "CREATE_FAILED"]
    assert "removed by someone else" in failed[0]
    assert movies.world.calls["AssociatePackage"] == 1


def test_a_package_or_domain_deleted_behind_our_back_does_not_keep_a_stack_from_its_end(movies: Movies) -> None:
    stack = movies.created()
    movies.service.association_status("movies", FIRST, "")
    movies.client.delete_package(PackageID=FIRST)
    assert movies.do(stack.delete)


def test_a_rollback_brings_back_what_somebody_has_removed_meanwhile(movies: Movies) -> None:
    stack = movies.created()
    movies.fails_after(60)
    removed = movies.later(30, lambda: movies.service.association_status("movies", FIRST, ""))
    assert not movies.do(lambda: stack.update(synonyms(SECOND) | BROKEN), removed)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (movies.status(FIRST), movies.status(SECOND)) == ("ACTIVE", "absent")


def test_what_a_cancelled_replacement_made_and_can_not_be_removed_does_not_keep_the_stack_from_rolling_back(
    movies: Movies,
) -> None:
    stack = movies.created()
    movies.takes("association", 40)
    movies.service.fail(SECOND, "DISSOCIATION_FAILED", "InUse", "an index uses it")
    movies.fails_after(10)
    assert not movies.do(lambda: stack.update(synonyms(SECOND) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (movies.status(FIRST), movies.status(SECOND)) == ("ACTIVE", "DISSOCIATION_FAILED")
