"""What a failure tells besides its cause: the package that it is about, and how to take away by hand what is left."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, FIRST, SECOND, THIRD, Movies
from tests.stories.templates import made, one, set_of

COMMAND = "aws opensearch dissociate-package --domain-name movies --package-id"


def reasons(stack: Stack, status: str) -> list[str]:
    """Return the reasons that the resource A had in a status."""
    return [reason for _, name, now, reason in stack.events if (name, now) == ("A", status)]


def refusing(movies: Movies, refused: str, code: str, words: str, status: int) -> None:
    """Have the service refuse an operation; but let an update go through, that its cleanup may fail."""

    def fault(_: str, operation: str) -> None:
        cleaning = any("CLEANUP" in stack.status for stack in movies.world.cloudformation.stacks.values())
        if operation == refused and (cleaning or operation != "ListPackagesForDomain"):
            raise client_error(code, words, status)

    movies.world.fault = fault


def denying(refused: str) -> Callable[[Movies], object]:
    return lambda movies: refusing(movies, refused, "AccessDeniedException", "not authorized", 403)


#: What keeps a cleanup from its end.
HINDERED: dict[str, Callable[[Movies], object]] = {
    "a plugin in use keeps the domain processing": lambda movies: movies.takes("dissociation", 1e6),
    "the domain stays busy": lambda movies: movies.service.busy("movies", 1e6),
    "it is denied": denying("DissociatePackage"),
    "no look goes through": denying("ListPackagesForDomain"),
}


@pytest.mark.parametrize("what, timeout", [*zip(HINDERED, (600, 30, 600, 30), strict=True)])
def test_a_cleanup_that_fails_tells_the_command(movies: Movies, what: str, timeout: int) -> None:
    """CloudFormation gives it up after three tries, and no id names the package afterwards."""
    stack = made(movies, {"A": set_of(FIRST, SECOND, ServiceTimeout=timeout)})
    HINDERED[what](movies)
    assert movies.do(lambda: stack.update({"A": set_of(FIRST, ServiceTimeout=timeout)}))
    for reason in reasons(stack, "DELETE_FAILED"):
        assert f"{COMMAND} {SECOND}" in reason
    assert len(reasons(stack, "DELETE_FAILED")) == 3


def test_a_cleanup_names_the_package_that_hangs_and_not_the_one_that_stays(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST, SECOND, ServiceTimeout=600), "B": set_of(THIRD)})
    movies.takes("dissociation", 1e6)
    assert movies.do(lambda: stack.update({"B": set_of(FIRST, THIRD)}))
    words = reasons(stack, "DELETE_FAILED")[0]
    assert words.startswith(f"Package {SECOND} could not be dissociated")
    assert f"{COMMAND} {SECOND}" in words and f"{COMMAND} {FIRST}" not in words


def test_a_cleanup_tells_no_command_for_what_is_gone(movies: Movies) -> None:
    stack = made(movies, {"A": set_of(FIRST, SECOND, THIRD)})
    movies.service.use("movies", SECOND, "fails")
    assert movies.do(lambda: stack.update({"A": set_of(THIRD)}))
    words = reasons(stack, "DELETE_FAILED")[-1]
    assert f"{COMMAND} {SECOND}" in words and f"{COMMAND} {FIRST}" not in words


def test_no_command_is_without_an_id(movies: Movies) -> None:
    """The cancelled Create of a set by names has got as far as one of them."""
    movies.takes("association", 100)
    stack = made(movies, {"B": one(THIRD)})
    movies.fails_after(20)
    movies.service.use("movies", FIRST, "fails")
    movies.service.set(plural_disabled=True, one_change_at_a_time=True)
    named = {"DomainName": "movies", "Packages": [{"PackageName": "synonyms"}, {"PackageName": "stopwords"}]}
    assert not movies.do(lambda: stack.update({"B": one(THIRD), "A": named} | BROKEN))
    words = reasons(stack, "DELETE_FAILED")[-1]
    assert words.endswith(f"If no resource names it any more: {COMMAND} {FIRST}")


@pytest.mark.parametrize("copying", [True, False])
def test_an_update_names_the_package_that_is_not_ready(movies: Movies, copying: bool) -> None:
    """The other is ACTIVE as it is to be; this one is ACTIVE at its old version."""

    def both(revision: str) -> dict[str, Any]:
        return set_of(FIRST, SECOND, ServiceTimeout=600) | {
            "Packages": [{"PackageID": FIRST}, {"PackageID": SECOND, "Revision": revision}]
        }

    stack = made(movies, {"A": both("1")})
    movies.client.update_package(PackageID=SECOND, PackageSource={"S3BucketName": "dictionaries", "S3Key": "x.txt"})
    movies.passes(60)
    if copying:
        movies.service.package_status(SECOND, "COPYING")
    else:
        movies.service.busy("movies", 1e6)
    assert not movies.do(lambda: stack.update({"A": both("2")}))
    assert reasons(stack, "UPDATE_FAILED")[0].startswith(f"Package {SECOND} could not be associated")


@pytest.mark.parametrize(
    "code, words, status",
    [("AccessDeniedException", "KMS key is not accessible", 403), ("SomethingException", "it is odd", 400)],
)
def test_a_denied_call_is_about_the_package_that_it_asks_for(
    movies: Movies, code: str, words: str, status: int
) -> None:
    stack = made(movies, {"A": set_of(FIRST)})
    refusing(movies, "AssociatePackage", code, words, status)
    assert not movies.do(lambda: stack.update({"A": set_of(FIRST, SECOND)}))
    assert reasons(stack, "UPDATE_FAILED")[0].startswith(f"Package {SECOND} could not be associated")


def test_packages_that_may_not_be_described_are_no_matter_of_the_domains_name(movies: Movies) -> None:
    denying("DescribePackages")(movies)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"A": {"DomainName": "movies", "PackageName": "synonyms"}}))
    assert "DomainNamePattern" not in reasons(stack, "CREATE_FAILED")[0]
