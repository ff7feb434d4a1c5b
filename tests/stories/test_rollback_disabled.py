"""Updates that fail with rollback disabled, so that the next operation meets what they have left."""

from collections.abc import Callable

import pytest

from tests.simulation.stack import Stack
from tests.simulation.template import ONE
from tests.stories.conftest import BROKEN, FIRST, SECOND, THIRD, Movies, Template
from tests.stories.templates import failed, made, one, set_of

OTHER: Template = {"Other": one(THIRD)}
ADOPTING: Template = {"A": one(FIRST, AdoptExisting=True)}


#: What comes next, by what it does with the resource.
NEXT: dict[str, Callable[[Stack], object]] = {
    "removed": lambda stack: stack.update(OTHER),
    "replaced": lambda stack: stack.update(OTHER | {"A": one(SECOND)}),
    "a set without it": lambda stack: stack.update(OTHER | {"A": set_of(SECOND)}),
    "deleted": lambda stack: stack.delete(),
}


@pytest.mark.usefixtures("existing")
@pytest.mark.parametrize("what", NEXT)
def test_what_a_failed_update_adopted_is_no_stacks(movies: Movies, what: str) -> None:
    stack = made(movies, OTHER)
    adopting = ADOPTING if "set" not in what else {"A": set_of(FIRST, AdoptExisting=True)}
    movies.fails_after(60)
    failed(movies, stack, OTHER | adopting | BROKEN)
    assert movies.do(lambda: NEXT[what](stack))
    assert movies.status() == "ACTIVE"


@pytest.mark.parametrize("ends", ["rolled back", "well"])
def test_what_a_rollback_retained_stays_however_an_operation_that_takes_it_back_ends(movies: Movies, ends: str) -> None:
    """The second try no longer retains it; its rollback finds what there was before it."""
    retained = {"A": {"Type": ONE, "Properties": one(FIRST), "DeletionPolicy": "Retain"}}
    stack = made(movies, OTHER)
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update(OTHER | retained | BROKEN))
    movies.passes(600)
    again = OTHER | {"A": one(FIRST)}
    assert movies.do(lambda: stack.update(again | (BROKEN if ends == "rolled back" else {}))) is (ends == "well")
    movies.passes(600)
    assert movies.associated() == {FIRST: "ACTIVE", THIRD: "ACTIVE"}
    assert movies.do(lambda: stack.update(OTHER))
    assert movies.status() == "ACTIVE"


def test_what_a_failed_update_named_goes_with_the_resource(movies: Movies) -> None:
    """Its id names both what it had and what it could not get."""
    stack = made(movies, OTHER | {"A": one(FIRST)})
    movies.service.fail(SECOND, "ASSOCIATION_FAILED")
    failed(movies, stack, OTHER | {"A": one(SECOND)})
    assert movies.do(lambda: stack.update(OTHER))
    assert movies.associated() == {THIRD: "ACTIVE"}
