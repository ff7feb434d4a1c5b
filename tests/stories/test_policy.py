"""A provider whose parameters are narrowed while stacks use it: nothing new comes, what there is may stay or go."""

import pytest

from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, FIRST, Movies, Template, movies, synonyms
from tests.stories.films import films, made, packages
from tests.test_readme_troubleshooting import MESSAGES

__all__ = ["movies"]

NARROW = {
    "STACK_NAME_PATTERN": "accounts-*",
    "DOMAIN_NAME_PATTERN": "music",
    "PACKAGE_NAME_PATTERN": "team-*",
    "SOURCE_PREFIX": "other/",
    "ADOPT_PACKAGES": "false",
}
MUTATING = ("AssociatePackage", "AssociatePackages", "CreatePackage", "UpdatePackage")


def narrowed(monkeypatch: pytest.MonkeyPatch, **environ: str) -> None:
    for name, value in (environ or NARROW).items():
        monkeypatch.setenv(name, value)


def reasons(stack: Stack) -> str:
    return " ".join(reason for _, _, status, reason in stack.events if status.endswith("_FAILED"))


def asked(movies: Movies) -> int:
    """Return how often the service was asked to bring something."""
    return sum(movies.world.calls[one] for one in MUTATING)


def test_a_stack_that_is_not_covered_is_refused_before_anything_is_called(
    movies: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed(monkeypatch, STACK_NAME_PATTERN="accounts-*")
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    assert 'The stack is "search", but the provider\'s StackNamePattern allows accounts-* only.' in reasons(stack)
    assert stack.status == "ROLLBACK_COMPLETE"
    assert movies.asked() == 0


@pytest.mark.parametrize(
    "cause, environ, template",
    [
        (
            "a parameter of the provider does not cover it",
            {"DOMAIN_NAME_PATTERN": "movies-*"},
            {"Synonyms": {"DomainName": "music", "PackageID": FIRST}},
        ),
        (
            "a parameter of the provider does not cover the package",
            {"PACKAGE_NAME_PATTERN": "films-*"},
            films(PackageName="synonyms"),
        ),
        ("packages may not be adopted", {"ADOPT_PACKAGES": "false"}, films(AdoptExisting=True)),
    ],
)
def test_a_refusal_is_said_as_on_the_page(
    movies: Movies, monkeypatch: pytest.MonkeyPatch, cause: str, environ: dict[str, str], template: Template
) -> None:
    narrowed(monkeypatch, **environ)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(template))
    assert MESSAGES[cause] in reasons(stack)
    assert movies.asked() == 0


def test_an_association_goes_on_living_and_is_deleted(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = movies.created()
    movies.passes(600)
    narrowed(monkeypatch)
    assert movies.do(lambda: stack.update(synonyms(Revision="2")))
    before = asked(movies)
    assert not movies.do(lambda: stack.update(synonyms("F222222222")))
    assert "StackNamePattern" in reasons(stack) and asked(movies) == before
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert movies.do(stack.delete)
    assert movies.status() == "absent"


def test_a_package_goes_on_living_and_is_deleted(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = made(movies)
    narrowed(monkeypatch)
    assert movies.do(lambda: stack.update(films(Revision="2")))
    assert not movies.do(lambda: stack.update(films(PackageName="actors")))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert movies.do(stack.delete)
    assert packages(movies) == []


@pytest.mark.parametrize("stale", [0, 5])
def test_a_rollback_brings_back_what_is_covered_no_more(
    movies: Movies, monkeypatch: pytest.MonkeyPatch, stale: float
) -> None:
    """Also where CloudFormation shows the stack's status as it was seconds before."""
    stack = movies.created()
    movies.passes(600)
    movies.world.cloudformation.reads.lag = lambda _: stale
    movies.client.create_domain(DomainName="music", EngineVersion="OpenSearch_2.19")
    movies.fails_after(100)
    moved = {"Synonyms": {"DomainName": "music", "PackageID": FIRST}}
    later = movies.later(50, lambda: narrowed(monkeypatch))
    movies.do(lambda: stack.update(moved | BROKEN), later)
    movies.passes(600)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert movies.status() == "ACTIVE"
    assert stack.resources["Synonyms"].physical_id == movies.id()
