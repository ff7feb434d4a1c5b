"""File, package and association in one stack: the domain follows each version, and lets go before the package does."""

from typing import Any

import pytest

from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, Movies, Template
from tests.stories.films import PICTURES, films, package, packages, reason, source, version

PACKAGE_ID, REVISION = {"GetAtt": "Films.PackageID"}, {"GetAtt": "Films.PackageVersion"}


def both(**more: Any) -> Template:
    """Return a template with a package and its association, which follows each version."""
    return films(**more) | {"OnMovies": {"DomainName": "movies", "PackageID": PACKAGE_ID, "Revision": REVISION}}


@pytest.fixture
def stack(movies: Movies) -> Stack:
    """Return a stack that has made the package and associated it."""
    made = movies.stack()
    assert movies.do(lambda: made.create(both(PackageSource=source("films-1.txt"))))
    return made


def on_movies(movies: Movies) -> dict[str, str]:
    """Return the version of each package on the domain."""
    listed = movies.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
    return {one["PackageName"]: one["PackageVersion"] for one in listed if one["DomainPackageStatus"] == "ACTIVE"}


@pytest.mark.parametrize("change", [{"Revision": "2"}, {"PackageSource": source("films-2.txt")}])
def test_a_new_version_is_brought_to_the_domain_in_the_same_deploy(
    movies: Movies, stack: Stack, change: dict[str, Any]
) -> None:
    assert on_movies(movies) == {"films": "v1"}
    assert movies.do(lambda: stack.update(both(**{"PackageSource": source("films-1.txt")} | change)))
    assert on_movies(movies) == {"films": "v2"}
    assert (movies.world.calls["UpdatePackage"], movies.world.calls["AssociatePackage"]) == (1, 2)


def test_a_deploy_without_a_new_version_asks_the_domain_for_nothing(movies: Movies, stack: Stack) -> None:
    assert movies.do(lambda: stack.update(both(PackageSource=source("films-1.txt"), ServiceTimeout="900")))
    assert movies.world.calls["AssociatePackage"] == 1


def test_a_broken_version_never_reaches_the_domain(movies: Movies, stack: Stack) -> None:
    movies.service.put_object("dictionaries", "films-2.txt", "a => b => c")
    assert not movies.do(lambda: stack.update(both(PackageSource=source("films-2.txt"))))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert on_movies(movies) == {"films": "v1"}
    assert movies.world.calls["AssociatePackage"] == 1


def test_after_a_rollback_the_domain_keeps_what_it_has_and_the_next_deploy_brings_the_old_file(
    movies: Movies, stack: Stack
) -> None:
    """An association that is rolled back asks for no version: that could fail, and the stack with it."""
    movies.fails_after(30)
    assert not movies.do(lambda: stack.update(both(PackageSource=source("films-2.txt")) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert version(movies) == ("AVAILABLE", "v2")
    assert on_movies(movies) == {"films": "v2"}
    assert movies.do(lambda: stack.update(both(PackageSource=source("films-1.txt"), Revision="2")))
    assert on_movies(movies) == {"films": "v3"}


def test_a_stack_goes_association_first_and_does_not_wait_for_a_refusal(movies: Movies, stack: Stack) -> None:
    began = movies.world.simulation.now
    assert movies.do(stack.delete)
    assert (on_movies(movies), packages(movies)) == ({}, [])
    assert movies.world.simulation.now - began < 20
    assert movies.world.calls["DeletePackage"] == 1


def test_a_stack_without_an_order_between_the_two_goes_as_well(movies: Movies, stack: Stack) -> None:
    """With the id written out, both Deletes come at once; the package waits for the domain."""
    known = package(movies)["PackageID"]
    stack.resources["OnMovies"].properties = {"DomainName": "movies", "PackageID": known}
    movies.takes("dissociation", 300)
    assert movies.do(stack.delete)
    assert (on_movies(movies), packages(movies)) == ({}, [])


def test_a_replaced_package_takes_its_association_along(movies: Movies, stack: Stack) -> None:
    assert movies.do(lambda: stack.update(both(PackageSource=source("films-1.txt"), **PICTURES)))
    assert on_movies(movies) == {"pictures": "v1"}
    assert packages(movies) == []


def test_a_replacement_is_rolled_back_with_its_association(movies: Movies, stack: Stack) -> None:
    movies.fails_after(40)
    assert not movies.do(lambda: stack.update(both(PackageSource=source("films-1.txt"), **PICTURES) | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert on_movies(movies) == {"films": "v1"}
    assert packages(movies, "pictures") == []


def test_a_cleanup_that_another_domain_refuses_leaves_the_package_and_says_how_to_delete_it(
    movies: Movies, stack: Stack
) -> None:
    known = package(movies)["PackageID"]
    movies.client.create_domain(DomainName="music", EngineVersion="OpenSearch_2.19")
    movies.client.associate_package(DomainName="music", PackageID=known)
    movies.passes(60)
    assert movies.do(lambda: stack.update(both(PackageSource=source("films-1.txt"), **PICTURES)))
    assert on_movies(movies) == {"pictures": "v1"}
    assert f"aws opensearch delete-package --package-id {known}" in reason(stack, status="DELETE_FAILED")
