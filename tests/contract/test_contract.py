"""CloudFormation's contract tests for resource types, translated to this resource and its answers.

The names are those of the handler contract suite of the CloudFormation CLI. Where a registry type would answer
NotFound, a custom resource states a goal instead: an Update brings it about, and a Delete finds it reached.
"""

from typing import Any

import pytest

from tests.simulation.cloudformation import sample
from tests.simulation.stack import Stack
from tests.stories.conftest import FIRST, SECOND, Movies, movies, synonyms

__all__ = ["movies"]

pytestmark = pytest.mark.parametrize("movies", ["one", "several"], indirect=True)


def create(movies: Movies, stack: Stack | None = None, **properties: str) -> dict[str, Any]:
    event = sample("create")
    return movies.answer(event, stack or movies.single, ResourceProperties=event["ResourceProperties"] | properties)


def update(movies: Movies, **properties: str) -> dict[str, Any]:
    event = sample("update-nothing")
    return movies.answer(event, movies.single, ResourceProperties=event["ResourceProperties"] | properties)


def delete(movies: Movies) -> dict[str, Any]:
    return movies.answer(sample("delete"), movies.single)


def attributes(movies: Movies) -> dict[str, str]:
    """Return what the service itself lists of the association."""
    (item,) = movies.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
    if movies.several:
        each = {f"{FIRST}.ReferencePath": item["ReferencePath"], f"{FIRST}.PackageVersion": item["PackageVersion"]}
        return {"PackageIDs": FIRST, **each}
    names = ("DomainName", "PackageID", "PackageName", "PackageType", "PackageVersion", "ReferencePath")
    return {name: item[name] for name in (*names, "DomainPackageStatus")}


def test_create_delete(movies: Movies) -> None:
    """What Create made, Delete with the id that Create answered takes away."""
    created = create(movies)
    assert (created["Status"], created["PhysicalResourceId"]) == ("SUCCESS", movies.id())
    assert delete(movies)["Status"] == "SUCCESS"
    assert movies.status() == "absent"


def test_create_create(movies: Movies) -> None:
    """Another stack's Create of the same association fails, and its id's Delete leaves the first one alone."""
    create(movies)
    movies.passes(60)
    second = create(movies, other := movies.stack("other"))
    assert (second["Status"], second["PhysicalResourceId"]) == ("FAILED", "not-created|Synonyms")
    assert "it is already associated, and not by this resource" in second["Reason"]
    assert movies.answer(sample("delete-not-created"), other)["Status"] == "SUCCESS"
    assert movies.status() == "ACTIVE"


def test_create_read(movies: Movies) -> None:
    """What Create returns is what the service itself says of the association."""
    assert create(movies)["Data"] == attributes(movies)


def test_create_list(movies: Movies) -> None:
    """After Create the domain lists the package, and the package the domain."""
    create(movies)
    domains = movies.client.list_domains_for_package(PackageID=FIRST)["DomainPackageDetailsList"]
    assert movies.status() == "ACTIVE"
    assert [item["DomainName"] for item in domains] == ["movies"]


def test_create_taggable(movies: Movies) -> None:
    """An association has no tags: the property is refused by name, and nothing is made."""
    answer = create(movies, Tags="movies")
    assert answer["Status"] == "FAILED"
    assert "Tags is not a property" in answer["Reason"]
    assert movies.status() == "absent"


def test_update_read(movies: Movies) -> None:
    """What Update returns is what the service itself says of the association."""
    create(movies)
    assert update(movies)["Data"] == attributes(movies)


def test_update_list(movies: Movies) -> None:
    """An Update in place keeps the id, and the domain goes on listing the one association."""
    create(movies)
    assert update(movies, AdoptExisting="true")["PhysicalResourceId"] == movies.id()
    assert movies.status() == "ACTIVE"
    assert movies.world.calls["AssociatePackage"] == 1


def test_update_tag_updatable(movies: Movies) -> None:
    """Tags can't be added by an Update either; the association stays as it is."""
    create(movies)
    answer = update(movies, Tags="movies")
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", movies.id())
    assert movies.status() == "ACTIVE"


def test_update_without_create(movies: Movies) -> None:
    """An Update of what was never made makes it: the goal counts, not the past."""
    assert update(movies)["Status"] == "SUCCESS"
    assert movies.status() == "ACTIVE"


def test_delete_read(movies: Movies) -> None:
    """After Delete the domain lists the package no more."""
    create(movies)
    answer = delete(movies)
    assert "Data" not in answer or not answer["Data"]
    assert movies.status() == "absent"


def test_delete_list(movies: Movies) -> None:
    """Delete takes one association of several, the one that its id names."""
    movies.associate(SECOND)
    create(movies)
    delete(movies)
    assert (movies.status(FIRST), movies.status(SECOND)) == ("absent", "ACTIVE")


def test_delete_update(movies: Movies) -> None:
    """An Update after Delete makes the association anew."""
    create(movies)
    delete(movies)
    movies.passes(60)
    assert update(movies)["Status"] == "SUCCESS"
    assert movies.status() == "ACTIVE"


def test_delete_delete(movies: Movies) -> None:
    """A second Delete finds nothing to do, and is done."""
    create(movies)
    assert [delete(movies)["Status"], delete(movies)["Status"]] == ["SUCCESS", "SUCCESS"]
    assert movies.world.calls["DissociatePackage"] == 1


def test_delete_create(movies: Movies) -> None:
    """What was deleted can be created again."""
    create(movies)
    delete(movies)
    assert create(movies)["Status"] == "SUCCESS"
    assert movies.status() == "ACTIVE"


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
