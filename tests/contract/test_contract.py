"""What CloudFormation's contract tests for resource types ask beyond the stories, for this resource and its answers.

The names are those of the handler contract suite of the CloudFormation CLI. Where a registry type would answer
NotFound, a custom resource states a goal instead: an Update brings it about, and a Delete finds it reached. Create,
read, update, list and delete by themselves are stories: test_one_association.py, test_several.py, test_ownership.py.
"""

import pytest

from tests.simulation.cloudformation import sample
from tests.stories.conftest import Movies, movies, synonyms

__all__ = ["movies"]

pytestmark = pytest.mark.parametrize("movies", ["one", "several"], indirect=True)


def test_update_without_create(movies: Movies) -> None:
    """An Update of what was never made makes it: the goal counts, not the past."""
    assert movies.answer(sample("update-nothing"), movies.single)["Status"] == "SUCCESS"
    assert movies.status() == "ACTIVE"


def test_delete_delete(movies: Movies) -> None:
    """A second Delete finds nothing to do, and is done."""
    names = ("create", "delete", "delete")
    assert [movies.answer(sample(one), movies.single)["Status"] for one in names] == ["SUCCESS"] * 3
    assert movies.world.calls["DissociatePackage"] == 1


@pytest.mark.parametrize("event", ["create", "update-replace", "delete"])
def test_the_same_event_twice_is_answered_the_same(movies: Movies, event: str) -> None:
    """A duplicate delivery gives the same answer, and asks the service for nothing twice."""
    if event != "create":
        movies.do(lambda: movies.single.create(synonyms()))
    movies.delivers_twice(40)
    movies.world.calls.clear()
    movies.answer(sample(event), movies.single)
    movies.passes(120)
    first, second = movies.answers()[-2:]
    assert first == second
    assert first["Status"] == "SUCCESS"
    assert movies.world.calls["AssociatePackage"] + movies.world.calls["DissociatePackage"] == 1
