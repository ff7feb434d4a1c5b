"""What is retained stays, whoever has it next; and a late duplicate takes nothing from a namesake."""

from typing import Any

import pytest

from tests.simulation.template import ONE, SET
from tests.stories.conftest import FIRST, SECOND, THIRD, Movies, synonyms
from tests.stories.templates import made, one, set_of


def test_what_an_update_retains_of_a_replacement_stays_though_another_resource_lets_it_go(movies: Movies) -> None:
    """UpdateReplacePolicy: only the operation's events show it."""

    def single(package: str) -> dict[str, Any]:
        return {"Type": ONE, "Properties": one(package), "UpdateReplacePolicy": "Retain"}

    def several(*packages: str) -> dict[str, Any]:
        return {"Type": SET, "Properties": set_of(*packages)}

    stack = made(movies, {"A": single(FIRST), "B": several(FIRST, THIRD)})
    assert movies.do(lambda: stack.update({"A": single(SECOND), "B": several(THIRD)}))
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE", THIRD: "ACTIVE"}


def test_a_duplicate_of_an_answered_delete_takes_nothing_from_another_stack_while_its_own_goes(movies: Movies) -> None:
    sent = movies.remembered()
    stack = made(movies, synonyms() | {"Other": one(THIRD)})
    assert movies.do(lambda: stack.update(synonyms(SECOND) | {"Other": one(THIRD)}))
    late = next(event for event in sent if event["RequestType"] == "Delete")
    movies.passes(600)
    made(movies, {"X": one(FIRST)}, "other")
    movies.takes("dissociation", 60)
    assert movies.do(stack.delete, movies.later(10, lambda: movies.world.function.invoke(late)))
    movies.passes(300)
    assert movies.associated() == {FIRST: "ACTIVE"}


@pytest.mark.parametrize("name", ["A", "B"])
@pytest.mark.parametrize("then", ["removed", "replaced", "deleted"])
def test_what_was_retained_stays_also_once_it_was_taken_back(movies: Movies, name: str, then: str) -> None:
    """CloudFormation tells nobody what it retains: what was to stay, stays, under whatever name it comes back."""
    other = {"Other": one(THIRD)}
    stack = made(movies, other | {"A": {"Type": ONE, "Properties": one(FIRST), "DeletionPolicy": "Retain"}})
    assert movies.do(lambda: stack.update(other))
    movies.passes(3600)
    assert movies.status() == "ACTIVE"
    assert movies.do(lambda: stack.update(other | {name: one(FIRST, AdoptExisting=True)}))
    movies.passes(3600)
    ways = {"removed": other, "replaced": other | {name: one(SECOND)}}
    assert movies.do(lambda: stack.update(ways[then]) if then in ways else stack.delete())
    assert movies.status() == "ACTIVE"


def test_what_one_retains_while_another_takes_it_stays(movies: Movies) -> None:
    """Which of the two is meant, nobody can tell; it is said that it stays."""
    stack = made(movies, {"A": {"Type": ONE, "Properties": one(FIRST), "DeletionPolicy": "Retain"}})
    assert movies.do(lambda: stack.update({"B": one(FIRST)}))
    movies.passes(3600)
    assert movies.do(stack.delete)
    assert movies.status() == "ACTIVE"
    assert "resource A of stack search has it" in stack.resources["B"].reason
