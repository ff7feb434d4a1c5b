"""What docs/troubleshooting.md shows of what can be wrong: the exact sentence that the stack shows."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.simulation.direct import client_error
from tests.stories.conftest import FIRST, SECOND, Movies
from tests.test_readme_troubleshooting import MESSAGES

NEW = "OpenSearch_3.1"
Arrange = Callable[[Movies], Any]
KEYS = "KeyStoreAccessOption"


def nothing(_: Movies) -> None:
    """Leave the stage as it is."""


def associated(package: str = FIRST) -> Arrange:
    def arrange(movies: Movies) -> None:
        movies.associate(package)
        movies.passes(60)

    return arrange


def plugin(engine: str, *ids: str) -> Arrange:
    def arrange(movies: Movies) -> None:
        for package in ids or ("G1",):
            movies.service.publish(package, "analysis-plugin", engine)

    return arrange


def same_name(movies: Movies) -> None:
    plugin("OpenSearch_2.19", "G1", "G2")(movies)
    movies.associate("G1")
    movies.passes(60)


def invalid(movies: Movies) -> None:
    movies.service.fail(FIRST, "ASSOCIATION_FAILED", "ServiceError", "the change failed")
    movies.world.simulation.spawn(lambda: movies.service.invalidate("movies", "RedCluster", "an index is red"), 2)


def refusing(code: str, words: str, status: int) -> Arrange:
    def arrange(movies: Movies) -> None:
        def refuse(_: str, operation: str) -> None:
            if operation == "AssociatePackage":
                raise client_error(code, words, status)

        movies.world.fault = refuse

    return arrange


denied = refusing("AccessDeniedException", "not authorized", 403)


def unreachable(movies: Movies) -> None:
    def fail(service: str, _: str) -> None:
        if service == "opensearch":
            raise EndpointConnectionError(endpoint_url="https://vpce.example/2021-01-01/domain/movies/packages")

    movies.world.fault = fail


def removed(movies: Movies) -> None:
    movies.takes("association", 300)
    movies.world.simulation.spawn(lambda: movies.service.association_status("movies", FIRST, ""), 60)


def not_valid(movies: Movies) -> None:
    source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
    movies.client.update_package(PackageID=FIRST, PackageSource=source)
    movies.service.fail(FIRST, "VALIDATION_FAILED", "InvalidDictionary", "line 3: no comma")
    movies.passes(10)


#: What is wrong: the properties, and what is arranged before the stack is created with them.
CREATE: dict[str, tuple[dict[str, Any], Arrange]] = {
    "an unknown property": ({"DomainNam": "movies"}, nothing),
    "a property is missing": ({"DomainName": None}, nothing),
    "no package is named": ({"PackageID": None}, nothing),
    "a package is named twice": ({"PackageName": "synonyms"}, nothing),
    "a malformed value": ({"DomainName": "Movies"}, nothing),
    "a malformed value within": ({"AssociationConfiguration": {KEYS: {"KeyStoreAccessEnabled": "maybe"}}}, nothing),
    "no package has the id": ({"PackageID": "F999999999"}, nothing),
    "no package has the name": ({"PackageID": None, "PackageName": "lyrics"}, nothing),
    "the name is there for other engine versions only": (
        {"PackageID": None, "PackageName": "analysis-plugin"},
        plugin(NEW),
    ),
    "several packages have the name": (
        {"PackageID": None, "PackageName": "analysis-plugin"},
        plugin("OpenSearch_2.19", "G1", "G2"),
    ),
    "the package could not be copied or validated": ({}, not_valid),
    "the package stays on its way": (
        {"ServiceTimeout": 300},
        lambda movies: movies.service.package_status(FIRST, "COPYING"),
    ),
    "the plugin is for another engine version": ({"PackageID": "G1"}, plugin(NEW)),
    "the domain has another package of the name": ({"PackageID": "G2"}, same_name),
    "the version is not the package's": ({"PackageVersion": "v7"}, nothing),
    "a prerequisite is not associated": ({"PrerequisitePackageIDList": [SECOND]}, nothing),
    "the association exists": ({}, associated()),
    "the association fails": (
        {},
        lambda movies: movies.service.fail(FIRST, "ASSOCIATION_FAILED", "InvalidDictionary", "line 3: no comma"),
    ),
    "the domain's change fails its validation": ({}, invalid),
    "somebody removes it meanwhile": ({}, removed),
    "the domain does not exist": ({"DomainName": "music"}, nothing),
    "the domain is being deleted": ({}, lambda movies: movies.service.domain_status("movies", "Deleting")),
    "the domain is suspended": ({}, lambda movies: movies.service.domain_status("movies", "Isolated")),
    "the domain stays busy": ({"ServiceTimeout": 300}, lambda movies: movies.service.busy("movies", 4000)),
    "a permission is missing": ({}, denied),
    "a property that only forces an update": ({"Timestamp": "2026-11-25"}, nothing),
    "there is no room for another package": ({}, refusing("LimitExceededException", "at most 20 packages", 409)),
    "the package's KMS grant was revoked": ({}, refusing("AccessDeniedException", "KMS key is not accessible", 403)),
    "the endpoint never answers": ({}, unreachable),
    "a change is under way, by the service's words": (
        {"ServiceTimeout": 300},
        refusing("ValidationException", "A change/update is in progress", 400),
    ),
}
#: What is wrong when the stack is deleted.
DELETE: dict[str, Arrange] = {
    "an index uses the package, and the service refuses": lambda movies: movies.service.use("movies", FIRST),
    "an index uses the package, and the dissociation fails": (
        lambda movies: movies.service.use("movies", FIRST, "fails")
    ),
    "a status that nobody knows": lambda movies: movies.service.association_status("movies", FIRST, "REPLICATING"),
}


def test_every_cause_is_on_the_page() -> None:
    assert {*CREATE, *DELETE} <= set(MESSAGES)


@pytest.mark.parametrize("what", CREATE)
def test_what_is_wrong_with_a_create_is_said_as_on_the_page(movies: Movies, what: str) -> None:
    properties, arrange = CREATE[what]
    arrange(movies)
    movies.world.calls.clear()
    given = {"DomainName": "movies", "PackageID": FIRST} | properties
    stack = movies.stack()
    assert not movies.do(
        lambda: stack.create({"Synonyms": {key: value for key, value in given.items() if value is not None}})
    )
    assert next(reason for _, _, status, reason in stack.events if status == "CREATE_FAILED") == MESSAGES[what]
    assert stack.status == "ROLLBACK_COMPLETE"


@pytest.mark.parametrize("what", DELETE)
def test_what_is_wrong_with_a_delete_is_said_as_on_the_page(movies: Movies, what: str) -> None:
    stack = movies.created()
    DELETE[what](movies)
    assert not movies.do(stack.delete)
    assert stack.resources["Synonyms"].reason == MESSAGES[what]
