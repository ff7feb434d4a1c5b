"""Who has what, written down: stacks that share, strangers, and a ledger that fails, is lost, or was edited."""

from typing import Any

import pytest

from tests.simulation.lambda_service import Killed
from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, synonyms
from tests.stories.templates import failed, made, one, set_of


def reasons(stack: Stack, status: str) -> list[str]:
    return [reason for _, _, shown, reason in stack.events if shown == status]


# Two stacks, one pair


@pytest.mark.parametrize("busy", [0, 200])
def test_of_two_stacks_that_declare_one_pair_one_gets_it(movies: Movies, busy: float) -> None:
    """Also where both wait for the same busy domain; the other is told who has it."""
    movies.service.busy("movies", busy)
    first, second = movies.stack("first"), movies.stack("second")
    movies.do(lambda: first.create(synonyms()), lambda: second.create(synonyms()))
    assert {first.status, second.status} == {"CREATE_COMPLETE", "ROLLBACK_COMPLETE"}
    winner, loser = (first, second) if first.status == "CREATE_COMPLETE" else (second, first)
    assert f"resource Synonyms of stack {winner.name} has it. Set AdoptExisting" in reasons(loser, "CREATE_FAILED")[0]
    assert movies.status() == "ACTIVE"
    assert movies.do(winner.delete)
    assert movies.status() == "absent"


@pytest.mark.parametrize("first_to_go", ["first", "second"])
def test_what_two_stacks_share_goes_with_the_last_of_them(movies: Movies, first_to_go: str) -> None:
    stacks = {"first": made(movies, synonyms(), "first")}
    stacks["second"] = made(movies, synonyms(AdoptExisting=True), "second")
    one_, other = stacks.pop(first_to_go), *stacks.values()
    assert movies.do(one_.delete)
    assert movies.status() == "ACTIVE"
    assert (
        f"stays on domain movies: resource Synonyms of stack {other.name} has it" in one_.resources["Synonyms"].reason
    )
    assert movies.do(other.delete)
    assert movies.status() == "absent"


def test_what_a_stack_that_is_gone_held_stays_held(movies: Movies) -> None:
    gone, other = made(movies, synonyms(), "gone"), made(movies, synonyms(AdoptExisting=True), "other")
    gone.force_away()
    assert movies.do(other.delete)
    assert movies.status() == "ACTIVE"
    assert "resource Synonyms of stack gone has it" in other.resources["Synonyms"].reason


# Strangers


def test_what_a_stranger_associates_while_a_create_waits_is_not_the_stacks(movies: Movies) -> None:
    movies.service.busy("movies", 100)
    stack = movies.stack()

    def stranger() -> None:
        movies.service.busy("movies", 0)
        movies.associate()
        movies.service.busy("movies", 100)

    assert not movies.do(lambda: stack.create(synonyms()), movies.later(40, stranger))
    assert "it is already associated, and not by this resource. Set" in reasons(stack, "CREATE_FAILED")[0]
    movies.passes(60)
    assert movies.status() == "ACTIVE"


# What was cancelled, lost, or came late


def test_a_cancelled_create_that_had_succeeded_leaves_nothing(movies: Movies) -> None:
    """Its answer came after the cancel, so that CloudFormation deletes an id that it has invented."""
    movies.takes("association", 20)
    movies.fails_after(10)
    deliver = movies.world.endpoint.put

    def late(*answer: Any) -> int:
        movies.world.simulation.sleep(3)
        return deliver(*answer)

    movies.world.endpoint.put = late  # type: ignore[method-assign, assignment]
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    movies.passes(100)
    assert (stack.status, movies.associated()) == ("ROLLBACK_COMPLETE", {})


@pytest.mark.parametrize("later", [0.0, 0.4, 5.0])
def test_a_forward_update_that_comes_after_its_rollback_asks_for_nothing(movies: Movies, later: float) -> None:
    """Also where both were made in the same second."""
    stack = movies.created()
    movies.passes(100)
    deliver = movies.world.cloudformation.invoke

    def late(event: dict[str, Any]) -> None:
        forward = event["RequestType"] == "Update" and event["ResourceProperties"].get("PackageID") == SECOND
        movies.world.simulation.spawn(lambda: deliver(event), 40.0 if forward else later)

    movies.world.cloudformation.invoke = late
    assert not movies.do(lambda: stack.update(synonyms(SECOND) | BROKEN))
    movies.passes(300)
    assert (stack.status, movies.associated()) == ("UPDATE_ROLLBACK_COMPLETE", {FIRST: "ACTIVE"})
    assert movies.world.calls["AssociatePackage"] == 1, "the late one has asked for nothing"


def test_a_lost_attempts_failure_is_the_creates_own(movies: Movies) -> None:
    """G 1: asked for, the invocation dies, Lambda tries again; meanwhile the association has failed."""
    movies.service.fail(FIRST, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3")
    crashes = iter([True])

    def crash() -> None:
        if movies.world.calls["AssociatePackage"] and next(crashes, False):
            raise Killed("killed")

    movies.world.function.fault = crash
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    assert "InvalidDictionary: line 3" in reasons(stack, "CREATE_FAILED")[0]
    assert movies.associated() == {}


def test_what_came_after_a_failed_update_had_given_up_is_had_by_the_next_and_never_taken_off(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST)})
    movies.takes("association", 300)
    failed(movies, stack, {"A": set_of(FIRST, SECOND, ServiceTimeout=60)})
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}
    before = movies.world.calls.copy()
    assert movies.do(lambda: stack.update({"A": set_of(FIRST, SECOND, ServiceTimeout=90)}))
    for call in ("AssociatePackage", "AssociatePackages", "DissociatePackage", "DissociatePackages"):
        assert movies.world.calls[call] == before[call]


# The ledger itself


def test_a_lost_ledger_costs_nothing_of_what_one_stack_has(movies: Movies) -> None:
    """The id is believed where nothing was ever heard of the resource."""
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    movies.world.table.lose()
    assert movies.do(lambda: stack.update({"A": set_of(FIRST)}))
    assert movies.associated() == {FIRST: "ACTIVE"}
    movies.world.table.lose()
    assert movies.do(stack.delete)
    assert movies.associated() == {}


@pytest.mark.parametrize(
    "kind, words", [("missing", "got: ResourceNotFoundException"), ("denied", "was denied"), ("unreachable", "got")]
)
def test_without_its_table_the_provider_asks_for_nothing_and_says_which(movies: Movies, kind: str, words: str) -> None:
    movies.world.table.fails(kind)
    stack, began = movies.stack(), movies.world.simulation.now
    assert not movies.do(lambda: stack.create(synonyms()))
    assert f"dynamodb:GetItem on table {movies.world.table.name} {words}" in reasons(stack, "CREATE_FAILED")[0]
    assert movies.world.simulation.now - began < 1300
    assert movies.asked() == 0
    assert stack.status == "ROLLBACK_COMPLETE", "a Delete of what was not created needs no ledger"


def test_an_item_that_is_not_ours_is_named_and_stays_as_it_is(movies: Movies) -> None:
    item = {"Place": {"S": "movies"}, "Rev": {"N": "7"}, "Something": {"S": "else"}}
    movies.world.table.items["movies"] = item
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    assert "the item with Place movies can't be read (KeyError)" in reasons(stack, "CREATE_FAILED")[0]
    assert (movies.world.table.items["movies"], movies.associated()) == (item, {})
    assert stack.status == "ROLLBACK_COMPLETE"


def test_a_throttled_table_is_waited_for(movies: Movies) -> None:
    began = movies.world.simulation.now
    movies.world.table.fails("throttled", 120)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms()))
    assert 120 < movies.world.simulation.now - began < 300


# Rollback off


def test_what_a_create_that_failed_with_rollback_off_left_goes_with_the_next_deploy(movies: Movies) -> None:
    stack = made(movies, {"Other": one(SECOND)})
    movies.service.fail(FIRST, "ASSOCIATION_FAILED")
    failed(movies, stack, {"Other": one(SECOND), "A": one(FIRST)})
    assert movies.do(lambda: stack.update({"Other": one(SECOND)}))
    assert movies.associated() == {SECOND: "ACTIVE"}
