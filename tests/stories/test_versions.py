"""New versions of a package reach the domain in a stack update, in place."""

from typing import Any

import pytest

from tests.stories.conftest import BROKEN, FIRST, Movies, synonyms

Properties = dict[str, Any]

SOURCE = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
ATTRIBUTES = {"PackageID", "PackageName", "PackageType", "PackageVersion", "ReferencePath", "DomainName"}


def publish(movies: Movies, package: str = FIRST) -> None:
    """Update the package: the next version, after a second of copying."""
    movies.client.update_package(PackageID=package, PackageSource=SOURCE)
    movies.passes(5)
    movies.client.describe_packages()


def version(movies: Movies, package: str = FIRST) -> str:
    listed = movies.client.list_packages_for_domain(DomainName="movies")["DomainPackageDetailsList"]
    return next(str(one["PackageVersion"]) for one in listed if one["PackageID"] == package)


def asked(movies: Movies) -> int:
    return movies.world.calls["AssociatePackage"]


@pytest.mark.parametrize(
    "before, after",
    [
        ({"PackageVersion": "v1"}, {"PackageVersion": "v2"}),
        ({"Revision": "hash-1"}, {"Revision": "hash-2"}),
        ({}, {"Revision": "hash-1"}),
        ({"PackageVersion": "v1"}, {}),
    ],
)
def test_a_new_version_or_revision_brings_the_new_version_in_place(
    movies: Movies, before: Properties, after: Properties
) -> None:
    stack = movies.created(**before)
    publish(movies)
    assert movies.do(lambda: stack.update(synonyms(**after)))
    resource = stack.resources["Synonyms"]
    assert resource.physical_id == f"movies|{FIRST}"
    assert resource.data["PackageVersion"] == version(movies) == "v2"
    assert set(resource.data) == ATTRIBUTES | {"DomainPackageStatus"}
    assert (asked(movies), movies.world.calls["DissociatePackage"]) == (2, 0)


def test_success_means_that_the_new_version_is_active_not_the_old_one_still(movies: Movies) -> None:
    stack = movies.created(PackageVersion="v1")
    publish(movies)
    movies.takes("association", 100)
    movies.service.set(keeps_active=True)
    began = movies.world.simulation.now
    assert movies.do(lambda: stack.update(synonyms(PackageVersion="v2")))
    assert movies.world.simulation.now - began >= 100
    assert stack.resources["Synonyms"].data["PackageVersion"] == "v2"


@pytest.mark.parametrize("in_use", [False, True])
def test_a_delete_waits_for_the_new_version_that_a_cancelled_update_has_under_way(movies: Movies, in_use: bool) -> None:
    """The service refuses it as it does what is in use; that it fails for, once nothing can be under way any more."""
    stack = movies.created(Revision="1")
    publish(movies)
    movies.takes("association", 700)
    movies.service.set(keeps_active=True)
    movies.fails_after(30)
    began = movies.world.simulation.now
    assert not movies.do(lambda: stack.update(synonyms(Revision="2") | BROKEN))
    movies.service.use("movies", FIRST, "conflict" if in_use else "")
    assert movies.do(stack.delete) is not in_use
    assert 700 < movies.world.simulation.now - began < 1000
    if in_use:
        assert "the service refuses it" in stack.resources["Synonyms"].reason


def test_an_update_that_changes_neither_takes_the_version_that_is_there(movies: Movies) -> None:
    stack = movies.created(PackageVersion="v1")
    publish(movies)
    assert movies.do(lambda: stack.update(synonyms(PackageVersion="v1", ServiceTimeout=900)))
    assert (version(movies), asked(movies)) == ("v1", 1)


def test_a_version_that_is_being_copied_is_waited_for(movies: Movies) -> None:
    stack = movies.created(Revision="1")
    movies.takes("package", 60)
    movies.client.update_package(PackageID=FIRST, PackageSource=SOURCE)
    assert movies.do(lambda: stack.update(synonyms(Revision="2")))
    assert version(movies) == "v2"


def test_a_version_that_can_not_be_associated_fails_before_anything_is_changed(movies: Movies) -> None:
    stack = movies.created(PackageVersion="v1")
    publish(movies)
    publish(movies)
    assert not movies.do(lambda: stack.update(synonyms(PackageVersion="v2")))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    reason = next(reason for _, _, status, reason in stack.events if status == "UPDATE_FAILED")
    assert "PackageVersion is v2, but the package's version is v3" in reason
    assert (version(movies), asked(movies)) == ("v1", 1)


def test_a_rollback_accepts_the_version_that_is_there_and_says_so(movies: Movies) -> None:
    stack = movies.created(PackageVersion="v1")
    publish(movies)
    broken = {"Broken": {"DomainName": "movies", "PackageID": "F999999999"}}
    assert not movies.do(lambda: stack.update(synonyms(PackageVersion="v2") | broken))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert version(movies) == "v2"
    reason = stack.resources["Synonyms"].reason
    assert reason == "PackageVersion of F111111111 is v1, which the service offers no more: v2 is active, and stays."
    assert asked(movies) == 2


def test_a_new_version_that_fails_rolls_back_to_what_the_service_then_brings(movies: Movies) -> None:
    stack = movies.created(PackageVersion="v1")
    publish(movies)
    movies.service.fail(FIRST, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3")
    assert not movies.do(lambda: stack.update(synonyms(PackageVersion="v2")))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert movies.status() == "ACTIVE"


@pytest.mark.parametrize("more, ends", [({}, "v1"), ({"PackageVersion": "v2"}, "v2"), ({"Revision": "1"}, "v1")])
def test_an_adopted_association_is_brought_to_the_version_wanted(movies: Movies, more: Properties, ends: str) -> None:
    movies.associate()
    movies.passes(60)
    publish(movies)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms(AdoptExisting=True, **more)))
    assert version(movies) == ends


def test_a_create_that_names_another_version_associates_nothing(movies: Movies) -> None:
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(PackageVersion="v7")))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert asked(movies) == 0


def test_a_service_that_goes_on_with_the_old_version_for_long_is_asked_again(movies: Movies) -> None:
    stack = movies.created(PackageVersion="v1")
    publish(movies)
    movies.takes("association", 700)
    movies.service.set(keeps_active=True)
    assert movies.do(lambda: stack.update(synonyms(PackageVersion="v2")))
    assert asked(movies) > 2
    assert version(movies) == "v2"
