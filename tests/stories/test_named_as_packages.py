"""Resources whose logical id is the id of their package, as Fn::ForEach over package ids names them."""

import pytest

from tests.stories.conftest import BROKEN, FIRST, SECOND, THIRD, Movies, Template
from tests.stories.templates import made, one, set_of

NAMED: Template = {FIRST: one(FIRST)}


def test_it_is_updated(movies: Movies) -> None:
    stack = made(movies, NAMED)
    assert movies.do(lambda: stack.update({FIRST: one(FIRST, ServiceTimeout=900)}))
    assert movies.status() == "ACTIVE"


@pytest.mark.parametrize("after", [{}, {"Other": one(THIRD)}])
def test_it_goes_with_its_stack(movies: Movies, after: Template) -> None:
    stack = made(movies, NAMED)
    assert movies.do(lambda: stack.update(NAMED | after))
    movies.passes(7200)
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_it_goes_when_it_is_removed(movies: Movies) -> None:
    stack = made(movies, NAMED | {SECOND: one(SECOND)})
    assert movies.do(lambda: stack.update(NAMED))
    assert movies.associated() == {FIRST: "ACTIVE"}


def test_it_is_rolled_back(movies: Movies) -> None:
    stack = made(movies, {"Other": one(THIRD)})
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update({"Other": one(THIRD)} | NAMED | BROKEN))
    assert movies.associated() == {THIRD: "ACTIVE"}


def test_what_another_resource_declared_besides_stays(movies: Movies) -> None:
    stack = made(movies, NAMED)
    assert movies.do(lambda: stack.update(NAMED | {"A": set_of(FIRST, SECOND, AdoptExisting=True)}))
    movies.passes(600)
    assert movies.do(lambda: stack.update(NAMED))
    assert movies.associated() == {FIRST: "ACTIVE"}


def test_what_moves_to_it_out_of_a_set_stays(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST, SECOND)})
    assert movies.do(lambda: stack.update({"A": set_of(SECOND)} | NAMED))
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}


def test_what_nobody_created_of_it_is_no_association(movies: Movies) -> None:
    """The id of a Create that failed has the logical id, and is no package's."""
    movies.associate()
    movies.passes(600)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(NAMED))
    assert stack.resources[FIRST].physical_id == f"not-created|{FIRST}"
    assert stack.status == "ROLLBACK_COMPLETE" and movies.status() == "ACTIVE"
