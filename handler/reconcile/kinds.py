"""The kinds of resource, by resource type."""

from cloudformation.types import PACKAGE
from model import Request
from reconcile.association.kind import ASSOCIATIONS
from reconcile.kind import Kind
from reconcile.package.kind import PACKAGES, PLACE


def kind_of(resource_type: str) -> Kind:
    """Return the kind of a resource type."""
    return PACKAGES if resource_type == PACKAGE else ASSOCIATIONS


def place_of(domain: str) -> str:
    """Return the ledger's place of a domain; without one, of packages themselves."""
    return domain or PLACE


def visits(request: Request) -> tuple[tuple[Kind, str], ...]:
    """Return the places where a request has something to do; where it is to have something comes last."""
    own = (request.domain,) if request.domain or request.resource_type == PACKAGE else ()
    domains = (*request.elsewhere, *own)
    return tuple((ASSOCIATIONS if domain else PACKAGES, place_of(domain)) for domain in domains)
