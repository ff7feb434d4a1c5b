"""The kinds of resource, by resource type."""

from cloudformation.types import PACKAGE
from model import Request
from reconcile.association.kind import Associations
from reconcile.kind import Kind
from reconcile.package.kind import PLACE, Packages

ASSOCIATIONS, PACKAGES = Associations(), Packages()


def kind_of(resource_type: str) -> Kind:
    """Return the kind of a resource type."""
    return PACKAGES if resource_type == PACKAGE else ASSOCIATIONS


def visits(request: Request) -> tuple[tuple[Kind, str], ...]:
    """Return the places where a request has something to do; where it is to have something comes last."""
    own = (request.domain,) if request.domain or request.resource_type == PACKAGE else ()
    return tuple((ASSOCIATIONS, domain) if domain else (PACKAGES, PLACE) for domain in (*request.elsewhere, *own))
