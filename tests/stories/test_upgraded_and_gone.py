"""An engine upgrade has put another package in the place of a plugin, and the old package was deleted since.

The names that the stack declares tell which it was; a PackageID alone can't.
"""

from functools import partial
from typing import Any

import pytest

from tests.stories.conftest import FIRST, Movies, Template
from tests.stories.films import source
from tests.stories.templates import made, set_of

OLD, NEW = "OpenSearch_2.19", "OpenSearch_3.1"
NAMED = {"DomainName": "movies", "PackageName": "our-plugin"}
NAMED_SET = {"DomainName": "movies", "Packages": [{"PackageName": "our-plugin"}, {"PackageName": "synonyms"}]}


@pytest.fixture
def plugins(movies: Movies) -> list[str]:
    """Make the plugin for both engine versions; return their ids."""
    made_ = [
        movies.client.create_package(
            PackageName="our-plugin",
            PackageType="ZIP-PLUGIN",
            EngineVersion=engine,
            PackageSource={"S3BucketName": "plugins", "S3Key": engine},
        )
        for engine in (OLD, NEW)
    ]
    movies.passes(30)
    return [one["PackageDetails"]["PackageID"] for one in made_]


def upgraded(movies: Movies, template: Template, old: str) -> Any:
    """Return a stack made before the upgrade, and before the old package was deleted."""
    stack = made(movies, template)
    movies.service.upgrade("movies", NEW)
    movies.client.delete_package(PackageID=old)
    movies.passes(600)
    return stack


@pytest.mark.parametrize("declared", [NAMED, NAMED_SET], ids=["one", "set"])
def test_it_goes_with_its_stack(movies: Movies, plugins: list[str], declared: dict[str, Any]) -> None:
    stack = upgraded(movies, {"A": declared}, plugins[0])
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_it_goes_when_it_leaves_its_set(movies: Movies, plugins: list[str]) -> None:
    stack = upgraded(movies, {"A": NAMED_SET}, plugins[0])
    assert movies.do(lambda: stack.update({"A": set_of(FIRST)}))
    assert movies.associated() == {FIRST: "ACTIVE"}


@pytest.mark.parametrize(
    "before, after", [(NAMED, NAMED), (NAMED, NAMED_SET), (NAMED_SET, NAMED_SET), (NAMED_SET, NAMED)]
)
def test_it_moves_to_another_resource(
    movies: Movies, plugins: list[str], before: dict[str, Any], after: dict[str, Any]
) -> None:
    stack = upgraded(movies, {"A": before}, plugins[0])
    assert movies.do(lambda: stack.update({"B": after}))
    assert movies.status(plugins[1]) == "ACTIVE"
    assert movies.do(stack.delete)
    assert movies.associated() == {}


def test_it_stays_where_another_resource_declares_it_besides(movies: Movies, plugins: list[str]) -> None:
    stack = upgraded(movies, {"A": NAMED, "B": NAMED_SET}, plugins[0])
    assert movies.do(lambda: stack.update({"B": NAMED_SET}))
    assert movies.status(plugins[1]) == "ACTIVE"


def test_both_packages_may_be_of_the_same_stack(movies: Movies) -> None:
    def plugin(engine: str) -> dict[str, Any]:
        file = {"PackageSource": source(f"{engine}.zip"), "EngineVersion": engine}
        return {"PackageName": "our-plugin", "PackageType": "ZIP-PLUGIN", **file}

    older, newer, both = {"Plugin": plugin(OLD)}, {"Newer": plugin(NEW)}, {"A": NAMED_SET}
    stack = made(movies, older)
    for template in (older | both, older | newer | both):
        assert movies.do(partial(stack.update, template))
        movies.passes(60)
    movies.service.upgrade("movies", NEW)
    movies.passes(600)
    assert movies.do(lambda: stack.update(newer | both))
    movies.passes(60)
    assert movies.do(stack.delete)
    assert movies.associated() == {}
