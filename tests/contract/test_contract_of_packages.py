"""The contract tests of test_contract.py, for packages themselves."""

from typing import Any

import pytest

from tests.simulation.cloudformation import sample
from tests.simulation.stack import Stack
from tests.stories.conftest import Movies, movies
from tests.stories.films import films, made_by_hand, package, packages, version

__all__ = ["movies"]

PROPERTIES = films()["Films"]


def create(movies: Movies, stack: Stack | None = None, **properties: str) -> dict[str, Any]:
    event = sample("create") | {"ResourceProperties": PROPERTIES | properties}
    return movies.answer(event, stack or movies.single)


def update(movies: Movies, known: dict[str, Any], **properties: str) -> dict[str, Any]:
    event = sample("update-nothing") | {"ResourceProperties": PROPERTIES | properties}
    event |= {"OldResourceProperties": PROPERTIES, "PhysicalResourceId": known["PhysicalResourceId"]}
    return movies.answer(event, movies.single)


def delete(movies: Movies, known: dict[str, Any], stack: Stack | None = None) -> dict[str, Any]:
    event = sample("delete") | {"ResourceProperties": PROPERTIES, "PhysicalResourceId": known["PhysicalResourceId"]}
    return movies.answer(event, stack or movies.single)


def attributes(movies: Movies) -> dict[str, str]:
    """Return what the service itself says of the package."""
    one = package(movies)
    about = {name: one[name] for name in ("PackageID", "PackageName", "PackageType")}
    return about | {"PackageVersion": one["AvailablePackageVersion"], "EngineVersion": one.get("EngineVersion", "")}


def test_create_delete(movies: Movies) -> None:
    """What Create made, Delete with the id that Create answered takes away."""
    created = create(movies)
    assert (created["Status"], created["PhysicalResourceId"]) == ("SUCCESS", package(movies)["PackageID"])
    assert delete(movies, created)["Status"] == "SUCCESS"
    assert packages(movies) == []


def test_create_create(movies: Movies) -> None:
    """Another stack's Create of the same name fails, and its id's Delete leaves the first one alone."""
    create(movies)
    movies.passes(60)
    second = create(movies, other := movies.stack("other"))
    assert (second["Status"], second["PhysicalResourceId"]) == ("FAILED", "not-created|Synonyms")
    assert "it is already there, and not by this resource" in second["Reason"]
    assert delete(movies, second, other)["Status"] == "SUCCESS"
    assert version(movies) == ("AVAILABLE", "v1")


def test_create_read(movies: Movies) -> None:
    """What Create returns is what the service itself says of the package."""
    assert create(movies)["Data"] == attributes(movies)


def test_create_list(movies: Movies) -> None:
    """After Create the service lists the one package."""
    created = create(movies)
    assert [one["PackageID"] for one in packages(movies)] == [created["PhysicalResourceId"]]


def test_create_taggable(movies: Movies) -> None:
    """A package has no tags: the property is refused by name, and nothing is made."""
    answer = create(movies, Tags="movies")
    assert answer["Status"] == "FAILED"
    assert "Tags is not a property" in answer["Reason"]
    assert packages(movies) == []


def test_update_read(movies: Movies) -> None:
    """What Update returns is what the service itself says of the package."""
    answer = update(movies, create(movies), Revision="2")
    assert answer["Data"] == attributes(movies)
    assert answer["Data"]["PackageVersion"] == "v2"


def test_update_list(movies: Movies) -> None:
    """An Update in place keeps the id, and the service goes on listing the one package."""
    created = create(movies)
    assert update(movies, created, AdoptExisting="true")["PhysicalResourceId"] == created["PhysicalResourceId"]
    assert [one["PackageID"] for one in packages(movies)] == [created["PhysicalResourceId"]]


def test_update_tag_updatable(movies: Movies) -> None:
    """Tags can't be added by an Update either; the package stays as it is."""
    created = create(movies)
    answer = update(movies, created, Tags="movies")
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", created["PhysicalResourceId"])
    assert version(movies) == ("AVAILABLE", "v1")


def test_update_without_create(movies: Movies) -> None:
    """An Update of what was never made makes it: the goal counts, not the past."""
    assert update(movies, {"PhysicalResourceId": "F987654321"})["Status"] == "SUCCESS"
    assert version(movies) == ("AVAILABLE", "v1")


def test_delete_read(movies: Movies) -> None:
    """After Delete the service lists the package no more."""
    answer = delete(movies, create(movies))
    assert "Data" not in answer or not answer["Data"]
    assert packages(movies) == []


def test_delete_list(movies: Movies) -> None:
    """Delete takes one package of several, the one that its id names."""
    other = made_by_hand(movies, "pictures")
    delete(movies, create(movies))
    assert (packages(movies), package(movies, "pictures")["PackageID"]) == ([], other)


def test_delete_update(movies: Movies) -> None:
    """An Update after Delete makes the package anew."""
    created = create(movies)
    delete(movies, created)
    movies.passes(60)
    answer = update(movies, created)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", package(movies)["PackageID"])
    assert answer["PhysicalResourceId"] != created["PhysicalResourceId"]


def test_delete_delete(movies: Movies) -> None:
    """A second Delete finds nothing to do, and is done."""
    created = create(movies)
    assert [delete(movies, created)["Status"], delete(movies, created)["Status"]] == ["SUCCESS", "SUCCESS"]
    assert movies.world.calls["DeletePackage"] == 1


def test_delete_create(movies: Movies) -> None:
    """What was deleted can be created again."""
    delete(movies, create(movies))
    assert create(movies)["Status"] == "SUCCESS"
    assert version(movies) == ("AVAILABLE", "v1")


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
