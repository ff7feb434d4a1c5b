"""The kinds of resource, by resource type."""

from cloudformation.types import PACKAGE
from reconcile.association.kind import Associations
from reconcile.kind import Kind
from reconcile.package.kind import Packages

ASSOCIATIONS, PACKAGES = Associations(), Packages()


def kind_of(resource_type: str) -> Kind:
    """Return the kind of a resource type."""
    return PACKAGES if resource_type == PACKAGE else ASSOCIATIONS
