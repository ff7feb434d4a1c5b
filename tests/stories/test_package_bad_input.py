"""What is wrong with a package is named, with what to do; and nothing else is asked for."""

from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.stories.conftest import FIRST, Movies
from tests.stories.films import films, made, made_by_hand, package, packages, plugin, reason, source, version

CALLS = ("CreatePackage", "UpdatePackage", "DeletePackage")
CORRECT = "Correct the file or the properties, then deploy again."


def refused(movies: Movies, stack: Stack | None = None, **more: Any) -> str:
    """Create the package, which fails; return the reason, with nothing left behind."""
    stack = stack or movies.stack()
    assert not movies.do(lambda: stack.create(films(**more)))
    assert stack.status == "ROLLBACK_COMPLETE"
    return reason(stack)


def asked(movies: Movies) -> int:
    return sum(movies.world.calls[name] for name in CALLS)


def test_an_object_that_is_not_there_is_named_with_the_services_words(movies: Movies) -> None:
    movies.service.put_object("dictionaries", "other.txt", "film, movie")
    began = movies.world.simulation.now
    words = refused(movies)
    assert "ValidationException: The S3 object does not exist: s3://dictionaries/films.txt" in words
    assert words.startswith("Package films could not be created: the service refuses it") and CORRECT in words
    assert movies.world.simulation.now - began < 60
    assert packages(movies) == []


def test_an_object_that_is_missed_while_copying_is_named_and_the_package_goes(movies: Movies) -> None:
    movies.service.put_object("dictionaries", "other.txt", "film, movie")
    movies.service.set(fails_while_copying=True)
    words = refused(movies)
    assert f"COPY_FAILED, NoSuchKey: The S3 object does not exist: s3://dictionaries/films.txt. {CORRECT}" in words
    assert packages(movies) == []
    assert movies.world.calls["DeletePackage"] == 1


def test_a_dictionary_that_fails_validation_is_said_with_its_line_and_the_package_goes(movies: Movies) -> None:
    movies.service.put_object("dictionaries", "films.txt", "film, movie\na => b => c")
    words = refused(movies)
    assert f"VALIDATION_FAILED, InvalidDictionary: line 2: a synonym rule has one => at most. {CORRECT}" in words
    assert packages(movies) == []


def test_a_name_that_exists_is_left_alone(movies: Movies) -> None:
    theirs = made_by_hand(movies)
    words = refused(movies)
    assert "it is already there, and not by this resource. Set AdoptExisting to true to take it over, or give" in words
    assert package(movies)["PackageID"] == theirs
    assert asked(movies) == 0


@pytest.mark.parametrize("adopt", [False, True])
def test_a_name_that_a_package_of_another_type_has_is_left_alone(movies: Movies, adopt: bool) -> None:
    theirs = made_by_hand(movies, PackageType="PACKAGE-LICENSE")
    words = refused(movies, AdoptExisting=adopt)
    assert f"there is another package of that name, {theirs} (PACKAGE-LICENSE). Give another PackageName." in words
    assert package(movies)["PackageID"] == theirs
    assert asked(movies) == 0


def test_a_plugin_without_an_engine_version_is_refused_before_any_call(movies: Movies) -> None:
    stack = movies.stack()
    template = plugin()
    del template["Films"]["EngineVersion"]
    assert not movies.do(lambda: stack.create(template))
    assert reason(stack).startswith("EngineVersion is missing: the engine version that a plugin is for")
    assert "DescribePackages" not in movies.world.calls


@pytest.mark.parametrize(
    "before, change, named",
    [
        ({}, {"PackageType": "PACKAGE-LICENSE"}, "PackageType"),
        (
            {"PackageVendingOptions": {"VendingEnabled": False}},
            {"PackageVendingOptions": {"VendingEnabled": True}},
            "PackageVendingOptions",
        ),
    ],
)
def test_a_replacement_that_needs_the_name_twice_fails_before_any_call(
    movies: Movies, before: dict[str, Any], change: dict[str, Any], named: str
) -> None:
    stack = made(movies, **before)
    known = package(movies)
    movies.world.calls.clear()
    assert not movies.do(lambda: stack.update(films(**before | change)))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    words = reason(stack)
    assert words.startswith(f"Package films could not be updated: {named} can't be changed on {known['PackageID']}")
    assert words.endswith("PackageName must change too.")
    assert asked(movies) == 0
    assert package(movies) == known


def test_a_package_that_a_domain_keeps_is_not_deleted_and_the_domain_is_named(movies: Movies) -> None:
    stack = made(movies)
    movies.associate(package(movies)["PackageID"])
    movies.passes(60)
    began = movies.world.simulation.now
    assert not movies.do(stack.delete)
    assert 180 <= movies.world.simulation.now - began < 200
    words = stack.resources["Films"].reason
    assert (
        words.startswith("Package ") and " could not be deleted: it is on domain movies (ACTIVE), which keeps" in words
    )
    assert "Dissociate it there, then try again." in words
    assert version(movies) == ("AVAILABLE", "v1")


def test_a_package_that_a_domain_lets_go_is_deleted_once_it_has(movies: Movies) -> None:
    stack = made(movies)
    known = package(movies)["PackageID"]
    movies.associate(known)
    movies.passes(60)
    movies.takes("dissociation", 400)
    movies.client.dissociate_package(DomainName="movies", PackageID=known)
    began = movies.world.simulation.now
    assert movies.do(stack.delete)
    assert 400 <= movies.world.simulation.now - began < 410
    assert packages(movies) == []
    assert movies.world.calls["DeletePackage"] <= 3


def test_a_package_that_goes_on_moving_is_waited_for_and_then_deleted(movies: Movies) -> None:
    stack = made(movies)
    movies.takes("package", 100)
    movies.service.set(moving_is_in_use=True)
    movies.client.update_package(PackageID=package(movies)["PackageID"], PackageSource=source())
    assert movies.do(stack.delete)
    assert packages(movies) == []


def test_the_type_switched_off_says_how_to_switch_it_on_and_deletes_all_the_same(
    movies: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = made(movies)
    monkeypatch.setenv("SOURCE_BUCKET", "")
    assert "Custom::OpenSearchPackage is switched off in this provider. Deploy it with" in refused(
        movies, movies.stack("other"), PackageName="pictures"
    )
    assert movies.do(lambda: stack.update(films(ServiceTimeout="900")))
    assert not movies.do(lambda: stack.update(films(Revision="2")))
    assert "switched off" in reason(stack)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert asked(movies) == 1
    assert movies.do(stack.delete)
    assert packages(movies) == []


def test_a_bucket_that_the_provider_may_not_read_is_named(movies: Movies) -> None:
    words = refused(movies, PackageSource=source(bucket="elsewhere"))
    assert "S3BucketName is elsewhere, but the provider's SourceBucket allows dictionaries only." in words
    assert asked(movies) == 0


@pytest.mark.parametrize("denied", ["CreatePackage", "DescribePackages", "UpdatePackage", "DeletePackage"])
def test_a_permission_that_is_missing_is_named_with_the_parameter(movies: Movies, denied: str) -> None:
    stack = movies.stack() if denied in ("CreatePackage", "DescribePackages") else made(movies)

    def deny(_: str, operation: str) -> None:
        if operation == denied:
            raise client_error("AccessDeniedException", f"not authorized to perform: es:{operation}", 403)

    movies.world.fault = deny
    began = movies.world.simulation.now
    ways = {
        "UpdatePackage": lambda: stack.update(films(Revision="2")),
        "DeletePackage": stack.delete,
    }
    assert not movies.do(ways.get(denied, lambda: stack.create(films())))
    words = reason(stack)
    assert f"es:{denied} was denied: AccessDeniedException: not authorized" in words
    assert "Look at the provider's SourceBucket and at the role of its function." in words
    assert movies.world.simulation.now - began < 200


def test_a_status_that_nobody_knows_is_named(movies: Movies) -> None:
    stack = made(movies)
    movies.service.package_status(package(movies)["PackageID"], "REPLICATING")
    assert not movies.do(stack.delete)
    assert "its status is REPLICATING, which this provider does not know" in reason(stack)


def test_the_id_of_an_association_names_no_package_to_delete(movies: Movies) -> None:
    stack = made(movies)
    stack.resources["Films"].physical_id = f"movies|{FIRST}"
    movies.associate()
    movies.passes(60)
    assert movies.do(stack.delete)
    assert movies.status() == "ACTIVE"
    assert movies.world.calls["DeletePackage"] == 1
    assert packages(movies) == []
