"""A package itself: made, renewed, replaced and deleted with its stack."""

import pytest

from tests.stories.conftest import Movies
from tests.stories.films import Properties, films, made, package, source


def test_a_package_is_made_and_deleted_with_its_stack(movies: Movies) -> None:
    stack = made(movies)
    resource = stack.resources["Films"]
    assert resource.physical_id == package(movies)["PackageID"]
    assert resource.data == {
        "PackageID": resource.physical_id,
        "PackageName": "films",
        "PackageType": "TXT-DICTIONARY",
        "PackageVersion": "v1",
        "EngineVersion": "",
    }
    assert movies.do(stack.delete)
    assert package(movies) == {}
    assert (movies.world.calls["CreatePackage"], movies.world.calls["DeletePackage"]) == (1, 1)


@pytest.mark.parametrize("change", [{"Revision": "2"}, {"PackageSource": source("films-2.txt")}])
def test_a_new_source_or_revision_makes_a_new_version_in_place(movies: Movies, change: Properties) -> None:
    stack = made(movies, Revision="1")
    before = stack.resources["Films"].physical_id
    assert movies.do(lambda: stack.update(films(**{"Revision": "1"} | change)))
    resource = stack.resources["Films"]
    assert (resource.physical_id, resource.data["PackageVersion"]) == (before, "v2")
    assert movies.world.calls["UpdatePackage"] == 1


def test_an_update_of_nothing_that_counts_makes_no_version(movies: Movies) -> None:
    stack = made(movies)
    assert movies.do(lambda: stack.update(films(ServiceTimeout="900")))
    assert movies.world.calls["UpdatePackage"] == 0


def test_another_name_replaces_the_package_once_the_stack_has_gone_forward(movies: Movies) -> None:
    stack = made(movies)
    before = stack.resources["Films"].physical_id
    assert movies.do(lambda: stack.update(films(PackageName="pictures")))
    assert stack.resources["Films"].physical_id != before
    assert package(movies) == {}
    assert package(movies, "pictures")["PackageStatus"] == "AVAILABLE"
