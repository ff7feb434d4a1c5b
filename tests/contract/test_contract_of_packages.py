"""The contract tests of test_contract.py, for packages themselves."""

from typing import Any

import pytest

from tests.simulation.cloudformation import sample
from tests.stories.conftest import Movies, movies
from tests.stories.films import films, version

__all__ = ["movies"]

PROPERTIES = films()["Films"]


def create(movies: Movies) -> dict[str, Any]:
    return movies.answer(sample("create") | {"ResourceProperties": PROPERTIES}, movies.single)


def update(movies: Movies, known: dict[str, Any], **properties: str) -> dict[str, Any]:
    event = sample("update-nothing") | {"ResourceProperties": PROPERTIES | properties}
    event |= {"OldResourceProperties": PROPERTIES, "PhysicalResourceId": known["PhysicalResourceId"]}
    return movies.answer(event, movies.single)


def delete(movies: Movies, known: dict[str, Any]) -> dict[str, Any]:
    event = sample("delete") | {"ResourceProperties": PROPERTIES, "PhysicalResourceId": known["PhysicalResourceId"]}
    return movies.answer(event, movies.single)


def test_update_without_create(movies: Movies) -> None:
    """An Update of what was never made makes it: the goal counts, not the past."""
    assert update(movies, {"PhysicalResourceId": "F987654321"})["Status"] == "SUCCESS"
    assert version(movies) == ("AVAILABLE", "v1")


def test_delete_delete(movies: Movies) -> None:
    """A second Delete finds nothing to do, and is done."""
    created = create(movies)
    assert [delete(movies, created)["Status"], delete(movies, created)["Status"]] == ["SUCCESS", "SUCCESS"]
    assert movies.world.calls["DeletePackage"] == 1


@pytest.mark.parametrize("event", ["create", "update", "delete"])
def test_the_same_event_twice_is_answered_the_same(movies: Movies, event: str) -> None:
    """A duplicate delivery gives the same answer, and asks the service for nothing twice."""
    known = create(movies) if event != "create" else {}
    movies.delivers_twice(70)
    movies.world.calls.clear()
    {
        "create": lambda: create(movies),
        "update": lambda: update(movies, known, Revision="2"),
        "delete": lambda: delete(movies, known),
    }[event]()
    movies.passes(120)
    first, second = movies.answers()[-2:]
    assert first == second
    assert first["Status"] == "SUCCESS"
    assert sum(movies.world.calls[name] for name in ("CreatePackage", "UpdatePackage", "DeletePackage")) == 1
