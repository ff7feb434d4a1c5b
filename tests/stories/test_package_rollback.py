"""A rollback of a package never fails for a version: the package is there, and its reason says what became of it."""

from typing import Any

import pytest

from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, Movies, Template
from tests.stories.films import films, made, made_by_hand

VENDED = {"PackageVendingOptions": {"VendingEnabled": True}}
NOT_VENDED = {"PackageVendingOptions": {"VendingEnabled": False}}


def rolled_back(movies: Movies, stack: Stack, template: Template) -> str:
    """Update a stack with what fails beside it; return the reason of its rollback."""
    assert not movies.do(lambda: stack.update(template | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    return stack.resources["Films"].reason


@pytest.mark.parametrize(
    "there, declared",
    [
        (NOT_VENDED, VENDED),
        ({"EngineVersion": "OpenSearch_2.17"}, {"EngineVersion": "OpenSearch_2.19"}),
    ],
)
def test_what_was_adopted_may_differ_from_what_is_declared(movies: Movies, there: Any, declared: Any) -> None:
    """It is taken as it is; an Update changes what it changes, and may be rolled back; to correct it is no change."""
    made_by_hand(movies, **there)
    stack = made(movies, AdoptExisting=True, **declared)
    assert movies.do(lambda: stack.update(films(AdoptExisting=True, **declared, ServiceTimeout=600)))
    movies.passes(600)
    movies.fails_after(30)
    rolled_back(movies, stack, films(AdoptExisting=True, **declared, Revision="2"))
    movies.passes(600)
    rolled_back(movies, stack, films(AdoptExisting=True, **there))
    movies.passes(600)
    assert movies.do(lambda: stack.update(films(AdoptExisting=True, **there)))


@pytest.mark.parametrize("after", [{}, NOT_VENDED])
def test_vending_that_is_switched_off_or_no_longer_declared_needs_another_name(movies: Movies, after: Any) -> None:
    stack = made(movies, **VENDED)
    assert not movies.do(lambda: stack.update(films(**after)))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    failed = next(reason for _, _, status, reason in stack.events if status == "UPDATE_FAILED")
    assert "PackageVendingOptions can't be changed on" in failed and "PackageName must change too" in failed
