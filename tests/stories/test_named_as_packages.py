"""Resources whose logical id is the id of their package, as Fn::ForEach over package ids names them."""

import pytest

from tests.stories.conftest import FIRST, THIRD, Movies, Template
from tests.stories.templates import made, one

NAMED: Template = {FIRST: one(FIRST)}


@pytest.mark.parametrize("after", [{}, {"Other": one(THIRD)}])
def test_it_goes_with_its_stack(movies: Movies, after: Template) -> None:
    stack = made(movies, NAMED)
    assert movies.do(lambda: stack.update(NAMED | after))
    movies.passes(7200)
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_what_nobody_created_of_it_is_no_association(movies: Movies) -> None:
    """The id of a Create that failed has the logical id, and is no package's."""
    movies.associate()
    movies.passes(600)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(NAMED))
    assert stack.resources[FIRST].physical_id == f"not-created|{FIRST}"
    assert stack.status == "ROLLBACK_COMPLETE" and movies.status() == "ACTIVE"
