"""The kinds of resource: which one a resource type, or a place of the ledger, is of."""

from model import Request
from reconcile.association.kind import ASSOCIATIONS
from reconcile.kind import Kind
from reconcile.package.kind import PACKAGES

#: What is at a domain is the first's; each other kind has a place of its own.
KINDS = (ASSOCIATIONS, PACKAGES)


def kind_of(resource_type: str) -> Kind:
    """Return the kind of a resource type."""
    return next(kind for kind in KINDS if resource_type in kind.declaration.types)


def kind_at(place: str) -> Kind:
    """Return the kind of what is at a place."""
    return next((kind for kind in KINDS if kind.declaration.place({}) == place), ASSOCIATIONS)


def visits(request: Request) -> tuple[tuple[Kind, str], ...]:
    """Return the places where a request has something to do; where it is to have something comes last."""
    return tuple((kind_at(place), place) for place in (*request.elsewhere, request.place) if place)
