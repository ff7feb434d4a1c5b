"""Events that CloudFormation never sent, from somebody who may invoke the function: what it stops (SECURITY.md)."""

from typing import Any

import pytest

from tests.simulation.cloudformation import Event, sample
from tests.stories.conftest import FIRST, SECOND, Movies, movies
from tests.stories.films import films, made, package, version
from tests.stories.templates import made as made_of
from tests.stories.templates import one

__all__ = ["movies"]

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/forged/5b6e5b20-b76c-11f1-9c3d-0affd1c0f30a"
OTHER_ACCOUNT = STACK.replace("123456789012", "210987654321")
ON_MOVIES = {"DomainName": "movies", "PackageID": FIRST}
MUTATING = (
    "AssociatePackage",
    "AssociatePackages",
    "DissociatePackage",
    "DissociatePackages",
    "CreatePackage",
    "UpdatePackage",
    "DeletePackage",
)


def forged(movies: Movies, type_: str, properties: dict[str, Any], **more: Any) -> dict[str, Any] | None:
    """Invoke the function with an event of our own; return the answer that CloudFormation's bucket got."""
    movies.world.calls.clear()
    event: Event = sample("create") | {"RequestType": type_, "StackId": STACK, "ResourceProperties": properties}
    event |= {"RequestId": "forged", "ResourceType": "AWS::CloudFormation::CustomResource", **more}
    event.setdefault("ResponseURL", "")
    if not more.get("ResponseURL"):
        event["ResponseURL"] = movies.world.endpoint.presign("forged", event)
    movies.do(lambda: movies.world.function.invoke(event))
    movies.passes(4000)
    answers = movies.world.endpoint.requests["forged"].answers if not more.get("ResponseURL") else []
    return answers[0] if answers else None


def touched(movies: Movies) -> list[str]:
    """Return what was asked of the service that changes something."""
    return [name for name in MUTATING if movies.world.calls[name]]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/?X-Amz-Date=20261101T120000Z",
        "https://somebodys.s3.us-east-1.amazonaws.com/key",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_an_answer_to_elsewhere_is_never_sent_and_nothing_is_done_for_it(movies: Movies, url: str) -> None:
    forged(movies, "Create", ON_MOVIES, ResponseURL=url)
    assert sum(movies.world.calls.values()) == movies.world.endpoint.puts == 0
    assert all("elsewhere than to CloudFormation" in str(one) for one in movies.world.function.outcomes)
    assert movies.status() == "absent"


@pytest.mark.parametrize("missing", ["RequestId", "StackId", "ResponseURL", "LogicalResourceId", "ResourceProperties"])
def test_nothing_is_called_for_what_is_no_request_of_cloudformations(movies: Movies, missing: str) -> None:
    event = sample("create")
    del event[missing]
    movies.do(lambda: movies.world.function.invoke(event))
    movies.passes(4000)
    assert sum(movies.world.calls.values()) == 0


@pytest.mark.parametrize("type_", ["Create", "Update", "Delete"])
def test_a_stack_of_another_account_reaches_nothing(movies: Movies, type_: str) -> None:
    movies.associate()
    movies.passes(60)
    known = {} if type_ == "Create" else {"PhysicalResourceId": f"movies|{FIRST}"}
    answer = forged(movies, type_, ON_MOVIES, StackId=OTHER_ACCOUNT, OldResourceProperties=ON_MOVIES, **known)
    assert answer and answer["Status"] == ("SUCCESS" if type_ == "Delete" else "FAILED")
    assert touched(movies) == [] and movies.status() == "ACTIVE"


@pytest.mark.parametrize("properties", [{}, {"AdoptExisting": "true"}])
def test_a_create_takes_nothing_away_from_who_has_it(movies: Movies, properties: dict[str, Any]) -> None:
    stack = movies.created()
    movies.passes(600)
    answer = forged(movies, "Create", ON_MOVIES | properties)
    assert answer and (properties or answer["Status"] == "FAILED")
    assert touched(movies) == [] and movies.status() == "ACTIVE"
    assert stack.status == "CREATE_COMPLETE"


@pytest.mark.parametrize(
    "variable, pattern, properties",
    [
        ("DOMAIN_NAME_PATTERN", "music-*", ON_MOVIES),
        ("STACK_NAME_PATTERN", "search-*", ON_MOVIES),
        ("PACKAGE_NAME_PATTERN", "team-*", films()["Films"]),
        ("SOURCE_PREFIX", "team/", films()["Films"]),
        ("ADOPT_PACKAGES", "false", films(AdoptExisting="true")["Films"]),
    ],
)
def test_what_the_parameters_do_not_cover_is_refused_before_any_call(
    movies: Movies, monkeypatch: pytest.MonkeyPatch, variable: str, pattern: str, properties: dict[str, Any]
) -> None:
    monkeypatch.setenv(variable, pattern)
    answer = forged(movies, "Create", properties)
    assert answer and answer["Status"] == "FAILED" and sum(movies.world.calls.values()) == 0


def test_a_package_that_a_stack_has_is_not_overwritten_by_its_name(movies: Movies) -> None:
    made(movies)
    before = version(movies)
    answer = forged(movies, "Create", films(PackageSource={"S3BucketName": "dictionaries", "S3Key": "evil"})["Films"])
    assert answer and answer["Status"] == "FAILED" and touched(movies) == []
    assert version(movies) == before and package(movies)


def test_a_memory_of_an_operation_that_is_made_up_brings_nothing_that_is_not_covered(
    movies: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOMAIN_NAME_PATTERN", "music-*")
    memory = {"hop": 3, "since": movies.world.simulation.now, "packages": {SECOND: {"id": SECOND, "tried": True}}}
    answer = forged(movies, "Create", ON_MOVIES, Handover=memory)
    assert answer and answer["Status"] == "FAILED" and touched(movies) == []


def test_a_delete_in_the_name_of_a_resource_that_has_nothing_takes_nothing_off(movies: Movies) -> None:
    stack = made_of(movies, {"A": one(FIRST)})
    answer = forged(movies, "Delete", ON_MOVIES, PhysicalResourceId=stack.resources["A"].physical_id)
    assert answer and answer["Status"] == "SUCCESS" and touched(movies) == []
    assert movies.associated() == {FIRST: "ACTIVE"}


@pytest.mark.parametrize("copied", [True, False], ids=["a perfect copy of a holder's", "of what no resource has"])
def test_a_delete_that_only_iam_can_stop_takes_it_off(movies: Movies, copied: bool) -> None:
    """What SECURITY.md says it reaches: a story that fails here makes that row too modest."""
    more: dict[str, Any] = {"PhysicalResourceId": f"movies|{FIRST}"}
    if copied:
        stack = made_of(movies, {"A": one(FIRST)})
        more |= {"StackId": stack.id, "LogicalResourceId": "A", "ResourceType": stack.resources["A"].type}
    else:
        movies.associate()
        movies.passes(600)
    answer = forged(movies, "Delete", ON_MOVIES, **more)
    assert answer and answer["Status"] == "SUCCESS" and movies.associated() == {}
