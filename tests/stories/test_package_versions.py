"""New versions of a package: in place, broken, rolled back, cancelled."""

import pytest

from tests.stories.conftest import BROKEN, Movies
from tests.stories.films import Properties, content, films, made, package, reason, source, version

OLD, NEW = {"PackageSource": source("films-1.txt")}, {"PackageSource": source("films-2.txt")}
GOOD, BETTER, BAD = "film, movie", "film, movie, picture", "a => b => c"
NO_WAY_BACK = "the service has no way back to an old version. Change Revision, or the source, to make a new one."


@pytest.fixture
def objects(movies: Movies) -> Movies:
    """Return the stage with two objects, and the package of the first at its second version."""
    movies.service.put_object("dictionaries", "films-1.txt", GOOD)
    movies.service.put_object("dictionaries", "films-2.txt", BETTER)
    stack = made(movies, **OLD)
    assert movies.do(lambda: stack.update(films(**OLD, Revision="2")))
    assert version(movies) == ("AVAILABLE", "v2")
    movies.passes(600)
    movies.world.calls.clear()
    return movies


def updated(movies: Movies, *others: Properties, **more: Properties | str) -> tuple[bool, str]:
    """Update the stack, beside others' resources; return how it went, and the reason of the resource's last answer."""
    (stack,) = movies.world.cloudformation.stacks.values()
    template = films(**more)
    for other in others:
        template |= other
    succeeded = movies.do(lambda: stack.update(template))
    movies.passes(600)
    assert stack.status == ("UPDATE_COMPLETE" if succeeded else "UPDATE_ROLLBACK_COMPLETE")
    return succeeded, stack.resources["Films"].reason


def test_a_new_version_is_made_of_the_object_as_it_is_then(objects: Movies) -> None:
    assert updated(objects, **NEW)[0]
    assert (version(objects), content(objects)) == (("AVAILABLE", "v3"), BETTER)


def test_a_broken_version_rolls_back_and_the_one_before_stays_available(objects: Movies) -> None:
    objects.service.put_object("dictionaries", "films-2.txt", BAD)
    known = package(objects)["PackageID"]
    succeeded, words = updated(objects, **NEW)
    (stack,) = objects.world.cloudformation.stacks.values()
    assert not succeeded
    assert words == f"{known} is VALIDATION_FAILED; its version v2 is available."
    assert "VALIDATION_FAILED, InvalidDictionary: line 1: a synonym rule has one => at most." in reason(stack)
    assert (package(objects)["PackageID"], package(objects)["AvailablePackageVersion"]) == (known, "v2")
    assert objects.world.calls["UpdatePackage"] == 1
    objects.service.put_object("dictionaries", "films-2.txt", BETTER)
    assert updated(objects, **NEW)[0]
    assert (version(objects), content(objects)) == (("AVAILABLE", "v3"), BETTER)


def test_a_rollback_under_the_same_key_keeps_the_new_version_and_says_so(objects: Movies) -> None:
    objects.fails_after(20)
    succeeded, words = updated(objects, BROKEN, **OLD, Revision="3")
    assert not succeeded
    assert version(objects) == ("AVAILABLE", "v3")
    assert words == f"{package(objects)['PackageID']} stays at its version v3: {NO_WAY_BACK}"
    assert objects.world.calls["UpdatePackage"] == 1


def test_a_rollback_with_the_type_switched_off_keeps_the_new_version(
    objects: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects.fails_after(20)
    (stack,) = objects.world.cloudformation.stacks.values()
    off = objects.later(10, lambda: monkeypatch.setenv("SOURCE_BUCKET", ""))
    assert not objects.do(lambda: stack.update(films(**NEW) | BROKEN), off)
    assert (stack.status, version(objects)) == ("UPDATE_ROLLBACK_COMPLETE", ("AVAILABLE", "v3"))


@pytest.mark.parametrize("takes", [5, 40, 200])
def test_a_rollback_of_what_still_copies_uploads_nothing_and_says_what_stays(objects: Movies, takes: int) -> None:
    """A further upload would reach no domain before the rollback ends, and what was at the old key may be gone."""
    objects.takes("package", takes)
    objects.fails_after(10)
    succeeded, words = updated(objects, BROKEN, **NEW)
    assert not succeeded
    known = package(objects)["PackageID"]
    assert words in (
        f"{known} stays at its version v3: {NO_WAY_BACK}",
        f"{known} was still COPYING; its version v2 is available.",
    )
    assert objects.world.calls["UpdatePackage"] == 1


def test_the_same_content_again_may_make_no_version_and_is_done(objects: Movies) -> None:
    """A service that took the same file for the same version is not waited for until the deadline."""

    def same(operation: str, answer: Properties) -> Properties:
        for one in answer.get("PackageDetailsList", []) if operation == "DescribePackages" else []:
            one["AvailablePackageVersion"] = "v2"
        return answer

    objects.world.distort = same
    began = objects.world.simulation.now
    assert updated(objects, **OLD, Revision="3")[0]
    assert objects.world.simulation.now - 600 - began < 90


def test_a_description_alone_makes_a_version_too(objects: Movies) -> None:
    """UpdatePackage takes all of them only together with a source."""
    assert updated(objects, **OLD, Revision="2", PackageDescription="What films are called.")[0]
    assert package(objects)["PackageDescription"] == "What films are called."
    assert version(objects) == ("AVAILABLE", "v3")


def test_a_commit_message_is_the_versions_and_never_the_packages(objects: Movies) -> None:
    assert updated(objects, **NEW, CommitMessage="more films")[0]
    known = package(objects)["PackageID"]
    history = objects.client.get_package_version_history(PackageID=known)["PackageVersionHistoryList"]
    assert [one.get("CommitMessage", "") for one in history] == ["more films", "", ""]
