"""What the service says, in the situations that were met in the field: its words arrive, and the advice fits them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.stories.conftest import FIRST, SECOND, THIRD, Movies, synonyms
from tests.stories.test_several import several

BUSY = "A change/update is in progress. Please wait for it to complete before requesting another change."


def refusing(
    movies: Movies, operations: tuple[str, ...], code: str, words: str, status: int = 400
) -> Callable[[], None]:
    """Let the service refuse operations so; return what ends it."""
    on = [True]

    def refuse(_: str, operation: str) -> None:
        if operation in operations and on[0]:
            raise client_error(code, words, status)

    movies.world.fault = refuse
    return lambda: on.__setitem__(0, False)


def reason_of(stack: Stack, status: str = "CREATE_FAILED") -> str:
    return next(reason for _, _, now, reason in stack.events if now == status)


@pytest.mark.parametrize("code, status, minutes", [("ValidationException", 400, 4), ("ConflictException", 409, 15)])
@pytest.mark.parametrize("progress", [True, False])
def test_a_change_under_way_is_busy_whoever_says_so(
    movies: Movies, code: str, status: int, minutes: float, progress: bool
) -> None:
    """C 1: DescribeDomain says Active by then; its progress, or only the service's words, tell."""
    end = refusing(movies, ("AssociatePackage",), code, BUSY if not progress else "Not now", status)

    def under_way(operation: str, answer: Any) -> Any:
        if operation == "DescribeDomainChangeProgress" and progress and movies.world.simulation.now < until:
            return {"ChangeProgressStatus": {"Status": "PROCESSING", "ConfigChangeStatus": "ApplyingChanges"}}
        return answer

    until = movies.world.simulation.now + 60 * minutes
    movies.world.distort = under_way
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms()), movies.later(60 * minutes, end))
    assert movies.status() == "ACTIVE"
    assert movies.world.calls["AssociatePackage"] < 70


def test_a_left_over_failure_is_taken_off_before_it_is_asked_for_again(movies: Movies) -> None:
    """C 2: the service refuses to associate what is ASSOCIATION_FAILED."""
    movies.service.fail(FIRST, "ASSOCIATION_FAILED", "Bad", "line 3")
    movies.associate()
    movies.passes(600)

    def refuse(_: str, operation: str) -> None:
        if operation == "AssociatePackage" and movies.status() == "ASSOCIATION_FAILED":
            raise client_error("ConflictException", "Package is in a failed state", 409)

    movies.world.fault = refuse
    movies.created()
    assert movies.status() == "ACTIVE"
    assert movies.world.calls["DissociatePackage"] == 1


@pytest.mark.parametrize(
    "code, status, timeout",
    [
        ("ThrottlingException", 400, 300),
        ("InternalException", 500, 3600),
        ("ValidationException", 400, 120),
        ("ConflictException", 409, 170),
        ("AccessDeniedException", 403, 3600),
    ],
)
def test_the_services_words_are_in_every_reason(movies: Movies, code: str, status: int, timeout: int) -> None:
    """C 3: whatever later looks see, and over hand-overs."""
    movies.world.function.timeout = 120
    refusing(movies, ("AssociatePackage",), code, "THE WORDS", status)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=timeout)))
    assert "THE WORDS" in reason_of(stack)


@pytest.mark.parametrize("empty", [{}, {"DomainPackageDetailsList": None}, {"DomainPackageDetailsList": [{}]}])
def test_shapes_with_holes_are_nothing(movies: Movies, empty: dict[str, Any]) -> None:
    """C 5."""

    def without_a_list(operation: str, answer: Any) -> Any:
        return empty if operation == "ListPackagesForDomain" and not answer["DomainPackageDetailsList"] else answer

    movies.world.distort = without_a_list
    stack = movies.created()
    assert movies.do(stack.delete)


@pytest.mark.parametrize("name", ["PackageVersion", "LastUpdated", "ReferencePath", "PackageType", "PackageName"])
def test_a_list_that_leaves_something_out_is_enough(movies: Movies, name: str) -> None:
    """C 5; a domain that is busy at first has the function read the package, and with it the version to come."""

    def leave_out(operation: str, answer: Any) -> Any:
        if operation != "ListPackagesForDomain":
            return answer
        listed = answer["DomainPackageDetailsList"]
        return {"DomainPackageDetailsList": [{key: one[key] for key in one if key != name} for one in listed]}

    movies.world.distort = leave_out
    movies.service.busy("movies", 20)
    began = movies.world.simulation.now
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms()))
    assert movies.do(lambda: stack.update(synonyms(Revision="2")))
    assert movies.do(stack.delete)
    assert movies.world.simulation.now - began < 300


def test_a_plural_refusal_names_the_package_that_it_is_about(movies: Movies) -> None:
    """C 6."""
    stack = movies.stack()
    assert movies.do(lambda: stack.create(several(FIRST, SECOND, THIRD)))
    movies.service.use("movies", SECOND)
    assert not movies.do(stack.delete)
    reason = reason_of(stack, "DELETE_FAILED")
    assert reason.startswith(f"Package {SECOND} could not be dissociated from domain movies: the service refuses it")
    assert "Remove the package from every index" in reason


@pytest.mark.parametrize("code, status", [("AccessDeniedException", 403), ("ValidationException", 400)])
def test_a_revoked_grant_is_not_taken_for_the_pattern_of_domains(movies: Movies, code: str, status: int) -> None:
    """C 6."""
    refusing(
        movies, ("AssociatePackage",), code, "KMS key arn:aws:kms:k is not accessible: the grant was revoked", status
    )
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    reason = reason_of(stack)
    assert "Look at the KMS key of the package" in reason and "DomainNamePattern" not in reason
