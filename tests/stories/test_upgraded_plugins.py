"""An engine upgrade puts another package in the place of a plugin; ids name the old one until their next Update."""

from functools import partial
from typing import Any

import pytest

from tests.simulation.template import ONE, SET
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, Template, synonyms
from tests.stories.templates import made, one, set_of

NAMED = {"DomainName": "movies", "PackageName": "analysis-plugin"}
NAMED_SET = {"DomainName": "movies", "Packages": [{"PackageName": "analysis-plugin"}, {"PackageID": FIRST}]}


@pytest.fixture(autouse=True)
def plugins(movies: Movies) -> None:
    """Publish a plugin for each of two engine versions."""
    movies.service.publish("G1", "analysis-plugin", "OpenSearch_2.19")
    movies.service.publish("G2", "analysis-plugin", "OpenSearch_3.1")


def upgrade(movies: Movies) -> None:
    movies.service.upgrade("movies", "OpenSearch_3.1")
    movies.passes(600)


@pytest.mark.parametrize("shared", [(one("G1"), set_of("G1", FIRST)), (NAMED, NAMED_SET)], ids=["by id", "by name"])
@pytest.mark.parametrize("updated", ["", "One", "A"])
def test_what_another_resource_holds_by_its_old_id_stays(
    movies: Movies, shared: tuple[dict[str, Any], dict[str, Any]], updated: str
) -> None:
    """Also if one of the two was updated since the upgrade, and its id has the new package."""
    both = {"One": shared[0], "A": shared[1]}
    stack = made(movies, both)
    upgrade(movies)
    if updated:
        assert movies.do(lambda: stack.update(both | {updated: both[updated] | {"ServiceTimeout": 900}}))
        movies.passes(600)
        assert "G2" in stack.resources[updated].physical_id
    kept = stack.resources["A"].properties
    assert movies.do(lambda: stack.update({"A": kept}))
    assert movies.associated() == {"G2": "ACTIVE", FIRST: "ACTIVE"}
    assert "resource A of stack search has it" in " ".join(reason for _, _, _, reason in stack.events)
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_what_is_retained_by_its_old_id_stays_when_the_stack_is_deleted(movies: Movies) -> None:
    retained = {"Type": ONE, "Properties": one("G1"), "DeletionPolicy": "Retain"}
    shared = {"Type": SET, "Properties": set_of("G1", FIRST)}
    stack = made(movies, {"One": retained, "A": shared})
    upgrade(movies)
    updated = {"Type": SET, "Properties": set_of("G1", FIRST, ServiceTimeout=900)}
    assert movies.do(lambda: stack.update({"One": retained, "A": updated}))
    assert movies.do(stack.delete)
    assert movies.associated() == {"G2": "ACTIVE"}


@pytest.mark.parametrize("swapped", [True, False])
def test_a_rollback_by_a_delete_alone_leaves_what_the_resource_goes_back_to(movies: Movies, swapped: bool) -> None:
    stack = made(movies, synonyms("G1"))
    stack.swapped_updates = swapped
    upgrade(movies)
    movies.fails_after(60)
    assert not movies.do(lambda: stack.update(synonyms("G2") | BROKEN))
    assert movies.associated() == {"G2": "ACTIVE"}


@pytest.mark.parametrize(
    "before, after",
    [
        ({"One": NAMED}, {"Two": NAMED}),
        ({"One": one("G1")}, {"Two": one("G2")}),
        ({"One": {"Type": ONE, "Properties": NAMED}}, {"One": {"Type": SET, "Properties": NAMED_SET}}),
    ],
    ids=["a new logical id", "a new logical id and the new package", "a new type"],
)
def test_what_the_stack_holds_by_its_old_id_moves_without_adopt_existing(
    movies: Movies, before: Template, after: Template
) -> None:
    stack = made(movies, before)
    upgrade(movies)
    assert movies.do(lambda: stack.update(after))
    assert movies.status("G2") == "ACTIVE"
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_a_stranger_of_the_same_kind_is_not_taken_for_the_stacks(movies: Movies) -> None:
    """Another resource holds another plugin that is gone."""
    movies.service.publish("G3", "other-plugin", "OpenSearch_2.19")
    stack = made(movies, {"One": one("G3"), "Two": one(SECOND)})
    movies.associate("G1")
    upgrade(movies)
    assert not movies.do(lambda: stack.update({"One": one("G3"), "Two": one(SECOND), "Three": one("G2")}))
    assert movies.status("G2") == "ACTIVE"


@pytest.mark.parametrize("several", [False, True])
def test_the_old_id_may_be_declared_for_as_long_as_its_package_is_there(movies: Movies, several: bool) -> None:
    stack = made(movies, {"A": set_of("G1")} if several else {"A": one("G1")})
    upgrade(movies)
    for packages in (["G1", FIRST], ["G1", FIRST, SECOND], ["G1"]):
        wanted = set_of(*packages) if several else one("G1", ServiceTimeout=900 + len(packages))
        assert movies.do(partial(stack.update, {"A": wanted}))
        movies.passes(600)
    assert movies.associated() == {"G2": "ACTIVE"}
