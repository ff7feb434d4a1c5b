"""Who holds what, in the situations met in the field: nothing that is still named goes, and nothing else stays."""

from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.simulation.template import CUSTOM
from tests.stories.conftest import BROKEN, FIRST, SECOND, THIRD, Movies, Template, synonyms
from tests.stories.templates import made, one, set_of

ALL = (FIRST, SECOND, THIRD)


#: A 1: what another resource of the stack holds stays, the rest goes; before, after, what is then associated.
MOVES: dict[str, tuple[Template, Template, tuple[str, ...]]] = {
    "an association is renamed": ({"A": one(FIRST)}, {"A2": one(FIRST)}, (FIRST,)),
    "a set is renamed": ({"A": set_of(FIRST)}, {"A2": set_of(FIRST)}, (FIRST,)),
    "a set is renamed, with AdoptExisting": ({"A": set_of(FIRST)}, {"A2": set_of(FIRST, AdoptExisting=True)}, (FIRST,)),
    "two sets are merged": (
        {"A": set_of(FIRST), "B": set_of(THIRD)},
        {"A": set_of(FIRST, THIRD)},
        (FIRST, THIRD),
    ),
    "one of two that name it goes": (
        {"One": one(FIRST), "A": set_of(FIRST, SECOND)},
        {"A": set_of(FIRST, SECOND)},
        (FIRST, SECOND),
    ),
    "one of two sets that share it goes": (
        {"A": set_of(FIRST, SECOND), "B": set_of(FIRST, THIRD)},
        {"A": set_of(FIRST, SECOND)},
        (FIRST, SECOND),
    ),
    "a set becomes two associations": (
        {"A": set_of(FIRST, SECOND)},
        {"One": one(FIRST), "Two": one(SECOND)},
        (FIRST, SECOND),
    ),
    "two associations become a set": ({"One": one(FIRST), "Two": one(SECOND)}, {"A": set_of(FIRST, SECOND)}, ALL[:2]),
    "a member leaves": ({"A": set_of(FIRST, SECOND)}, {"A": set_of(FIRST)}, (FIRST,)),
}


@pytest.mark.parametrize("what", MOVES)
def test_what_another_resource_holds_stays_and_the_rest_goes(movies: Movies, what: str) -> None:
    before, after, left = MOVES[what]
    stack = made(movies, before)
    assert movies.do(lambda: stack.update(after))
    assert movies.associated() == dict.fromkeys(left, "ACTIVE")
    movies.passes(60)
    assert movies.do(stack.delete)
    assert movies.associated() == {}


@pytest.mark.parametrize("busy, lag", [(0, 5), (20, 0)])
def test_a_package_moves_from_one_set_to_another_in_one_deploy(movies: Movies, busy: float, lag: float) -> None:
    """A 2; also with a CloudFormation whose records are seconds old."""
    stack = made(movies, {"A": set_of(FIRST, SECOND), "B": set_of(THIRD)})
    if busy:
        movies.service.busy("movies", busy)
    movies.world.cloudformation.reads.lag = lambda _: lag
    assert movies.do(lambda: stack.update({"A": set_of(FIRST), "B": set_of(THIRD, SECOND)}))
    movies.passes(100)
    assert movies.associated() == dict.fromkeys(ALL, "ACTIVE")
    assert movies.world.calls["DissociatePackage"] == 0


def test_a_resource_without_a_type_of_ours_changes_its_form_in_place(movies: Movies) -> None:
    """A 3: as the CDK declares it, where no resourceType is given."""
    stack = movies.stack()
    typed = {"Search": {"Type": CUSTOM, "Properties": set_of(FIRST, SECOND)}}
    assert movies.do(lambda: stack.create(typed))
    assert movies.do(lambda: stack.update({"Search": {"Type": CUSTOM, "Properties": one(FIRST)}}))
    assert movies.associated() == {FIRST: "ACTIVE"}
    assert movies.do(lambda: stack.update(typed))
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}


@pytest.mark.parametrize("then", ["update", "delete"])
def test_a_logical_id_that_changed_without_an_event_loses_nothing_and_says_what_it_leaves(
    movies: Movies, then: str
) -> None:
    """A 4: stack refactoring, which CloudFormation refuses for custom resources: the old name goes on having it."""
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    stack.refactor({"A": "Renamed"})
    if then == "update":
        assert movies.do(lambda: stack.update({"Renamed": set_of(FIRST, SECOND, ServiceTimeout=900)}))
        movies.passes(60)
        assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}
    assert movies.do(stack.delete)
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}
    assert "resource A of stack search has it" in stack.resources["Renamed"].reason


@pytest.mark.parametrize("more", [{"PackageVersion": "v2", "Revision": "2"}, {"PrerequisitePackageIDList": [SECOND]}])
@pytest.mark.parametrize("on_failure", ["ROLLBACK", "DELETE"])
def test_a_rollback_leaves_what_it_adopted_also_where_adopting_changed_it(
    movies: Movies, more: dict[str, Any], on_failure: str
) -> None:
    """A 5; and `--on-failure DELETE`, which says of no rollback."""
    movies.associate(SECOND)
    movies.associate(FIRST)
    movies.passes(3600)
    movies.client.update_package(PackageID=FIRST, PackageSource={"S3BucketName": "bucket", "S3Key": "k"})
    movies.passes(20)
    movies.fails_after(60)
    stack = movies.stack()
    adopting = synonyms(AdoptExisting=True, **more)
    assert not movies.do(lambda: stack.create(adopting | BROKEN, on_failure=on_failure))
    movies.passes(100)
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}


def test_a_late_duplicate_of_a_cleanup_leaves_what_came_back(movies: Movies) -> None:
    """A 6: F1, F2, F1 again; then the first Delete of F1 once more, in a quiet stack and in another's cleanup."""
    sent = movies.remembered()
    stack = made(movies, synonyms() | {"Other": one(THIRD)})
    assert movies.do(lambda: stack.update(synonyms(SECOND) | {"Other": one(THIRD)}))
    assert movies.do(lambda: stack.update(synonyms(FIRST) | {"Other": one(THIRD)}))
    late = next(event for event in sent if event["RequestType"] == "Delete")
    assert late["PhysicalResourceId"] == movies.id(FIRST)
    movies.world.function.invoke(late)
    movies.passes(100)
    assert movies.status(FIRST) == "ACTIVE"
    movies.takes("dissociation", 30)
    again = movies.later(5, lambda: movies.world.function.invoke(late))
    assert movies.do(lambda: stack.update(synonyms(FIRST)), again)
    movies.passes(100)
    assert movies.associated() == {FIRST: "ACTIVE"}


@pytest.mark.parametrize("shows_execution", [True, False])
def test_what_came_between_review_and_execution_of_a_change_set_is_not_the_stacks(
    movies: Movies, shows_execution: bool
) -> None:
    """A 7: the stack's CreationTime is the review's."""
    stack = movies.stack()
    stack.shows_execution = shows_execution
    stack.review()
    movies.passes(3600)
    movies.associate()
    movies.passes(3600)
    deliver = movies.world.function.invoke
    late = {"Create": 5.0}
    movies.world.cloudformation.invoke = lambda event: deliver(
        event, late.get(event["RequestType"], 0) if event["LogicalResourceId"] == "Synonyms" else 0
    )
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    movies.passes(600)
    assert movies.status() == "ACTIVE"


def test_a_resource_that_a_rollback_skipped_goes_on_with_what_its_stack_holds(movies: Movies) -> None:
    """A 8: CloudFormation has the id of one generation, and the properties of the other."""
    stack = made(movies, synonyms())
    movies.fails_after(60)
    refuse = False

    def refusing(service: str, operation: str) -> None:
        if refuse and service == "opensearch":
            raise client_error("ExpiredTokenException", "expired", 403)

    movies.world.fault = refusing

    def update() -> bool:
        nonlocal refuse
        done = stack.update(synonyms(SECOND) | BROKEN)
        refuse = False
        return bool(done)

    def break_down() -> None:
        nonlocal refuse
        refuse = True

    assert not movies.do(update, movies.later(30, break_down))
    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    assert movies.do(lambda: stack.continue_rollback(["Synonyms"]))
    skipped = stack.resources["Synonyms"]
    assert (skipped.physical_id, skipped.properties["PackageID"]) == (movies.id(SECOND), FIRST)
    assert movies.do(lambda: stack.update(synonyms(Revision="2")))
    assert skipped.physical_id == movies.id(FIRST)
    assert movies.associated() == {FIRST: "ACTIVE"}
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_old_properties_prove_nothing(movies: Movies) -> None:
    """A 9: an Update of what was not created meets a stranger's association, which both generations name."""
    movies.associate()
    movies.passes(3600)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"Synonyms": one(FIRST), "Other": one(SECOND)}))
    stack.resources["Synonyms"].status = "CREATE_FAILED"
    stack.status = "CREATE_FAILED"
    assert not movies.do(lambda: stack.update(synonyms(ServiceTimeout=900)))
    assert movies.status() == "ACTIVE"
    movies.passes(600)
    assert movies.do(stack.delete)
    assert movies.status() == "ACTIVE"


@pytest.mark.parametrize("seconds", [15, 60])
def test_throttled_is_not_denied(movies: Movies, seconds: float) -> None:
    """A 10: a rollback that CloudFormation throttles leaves what was adopted; an Update takes no stranger's."""
    movies.associate()
    movies.passes(3600)
    stack = movies.stack()
    movies.fails_after(20)
    reads, now = movies.world.cloudformation.reads, movies.world.simulation.now
    reads.throttled.append((now + 21, now + 21 + seconds))
    assert not movies.do(lambda: stack.create(synonyms(AdoptExisting=True) | BROKEN))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.status() == "ACTIVE"
    other = movies.stack("other")
    assert movies.do(lambda: other.create(synonyms(SECOND)))
    now = movies.world.simulation.now
    reads.throttled.append((now, now + seconds))
    assert not movies.do(lambda: other.update(synonyms(FIRST)))
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}


@pytest.mark.parametrize("lag", [1, 5])
@pytest.mark.parametrize("what", ["update", "rollback", "adopted"])
def test_records_that_are_seconds_old_fail_and_lose_nothing(movies: Movies, lag: float, what: str) -> None:
    """A 11."""
    movies.world.cloudformation.reads.lag = lambda _: lag
    movies.fails_after(60)
    if what == "adopted":
        movies.associate()
        movies.passes(600)
        stack = movies.stack()
        assert not movies.do(lambda: stack.create(synonyms(AdoptExisting=True) | BROKEN))
        assert stack.status == "ROLLBACK_COMPLETE"
        assert movies.status() == "ACTIVE"
        return
    stack = made(movies, synonyms())
    more = BROKEN if what == "rollback" else {}
    assert movies.do(lambda: stack.update(synonyms(SECOND) | more)) == (what == "update")
    assert stack.status == ("UPDATE_COMPLETE" if what == "update" else "UPDATE_ROLLBACK_COMPLETE")
    assert movies.associated() == {SECOND if what == "update" else FIRST: "ACTIVE"}


def test_a_stack_of_another_account_is_refused_before_any_call(movies: Movies) -> None:
    """A 12: a domain of the same name in the function's own account is another domain."""
    stack = Stack(movies.world.cloudformation, "search", account="999999999999")
    assert not movies.do(lambda: stack.create(synonyms()))
    reason = next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED")
    assert "account 999999999999" in reason and "account 123456789012" in reason
    assert stack.status == "ROLLBACK_COMPLETE"
    assert not movies.asked()


@pytest.mark.parametrize("forward", ["G2", "G1"])
def test_a_rollback_accepts_the_plugin_that_an_engine_upgrade_has_put_in_its_place(
    movies: Movies, forward: str
) -> None:
    """A 13: the template follows the upgrade, or keeps the old id; another resource fails; a rollback succeeds."""
    movies.service.publish("G1", "analysis-plugin", "OpenSearch_2.19")
    movies.service.publish("G2", "analysis-plugin", "OpenSearch_3.1")
    stack = made(movies, synonyms("G1"))
    movies.service.upgrade("movies", "OpenSearch_3.1")
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update(synonyms(forward, ServiceTimeout=900) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert movies.associated() == {"G2": "ACTIVE"}
    assert "has put G2 in the place of G1" in stack.resources["Synonyms"].reason
    assert stack.resources["Synonyms"].physical_id == "movies|G2"
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_a_new_member_that_a_rollback_can_not_remove_is_told_of(movies: Movies) -> None:
    """A 14."""
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    movies.fails_after(20)
    movies.service.use("movies", THIRD)
    assert not movies.do(lambda: stack.update({"A": set_of(*ALL)} | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    reason = next(reason for _, _, status, reason in stack.events if status == "DELETE_FAILED")
    assert f"Package {THIRD} could not be dissociated" in reason and "in use by an index" in reason
    assert f"aws opensearch dissociate-package --domain-name movies --package-id {THIRD}" in reason
