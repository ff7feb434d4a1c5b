"""What differs between resource types for the loop: how they look, decide, and ask."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cloudformation.stack import StackView
from cloudformation.types import PACKAGE
from errors import Failed, ServiceError
from model import Goal, Request
from opensearch.client import OpenSearch
from reconcile.association import calls, observation, plan
from reconcile.association.look import DomainLook
from reconcile.calls import Called
from reconcile.package import calls as package_calls
from reconcile.package import plan as package_plan
from reconcile.package import versions
from reconcile.package.look import PackageLook
from reconcile.plan import Plan
from reconcile.state import State


@dataclass(frozen=True)
class Kind:
    """One kind of resource; each function gets the look that `look` returns. All may raise `ServiceError`."""

    look: Callable[[Request, State, OpenSearch, StackView, Callable[[], float]], Any]
    observed: Callable[[Request, State, Any], tuple[State, Failed | ServiceError | None]]
    planned: Callable[[Request, State, Any], Plan]
    make: Callable[[State, Sequence[str], Goal, Any, OpenSearch, float], Called]
    #: What the deadline finds is enough: the state with what is to be said of it; None: it is not.
    enough: Callable[[Request, State, Any], State | None]


def _domain_look(
    request: Request, _: State, opensearch: OpenSearch, stack: StackView, time: Callable[[], float]
) -> DomainLook:
    return DomainLook(request, opensearch, stack, time)


def _never(_request: Request, _state: State, _look: Any) -> None:
    """Say that it is not: what a rollback finds of an association, it takes before."""


ASSOCIATIONS = Kind(_domain_look, observation.observed, plan.planned, calls.make, _never)
PACKAGES = Kind(PackageLook, package_plan.observed, package_plan.planned, package_calls.make, versions.enough)


def kind_of(request: Request) -> Kind:
    """Return the kind of resource that a request is about."""
    return PACKAGES if request.resource_type == PACKAGE else ASSOCIATIONS
