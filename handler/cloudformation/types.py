"""The resource types, and which of them an event is about."""

from difflib import get_close_matches
from typing import Any

from cloudformation.properties import SCHEMAS, Properties, is_empty

ONE, SEVERAL = "Custom::OpenSearchPackageAssociation", "Custom::OpenSearchPackageAssociations"
PACKAGE = "Custom::OpenSearchPackage"


def resource_type(event: dict[str, Any]) -> str:
    """Return the type of the resource that a request is about; any other name's is told by its properties."""
    name, properties = str(event.get("ResourceType", "")), event["ResourceProperties"]
    if name in SCHEMAS:
        return name
    given = {name for name, value in properties.items() if not is_empty(value)}
    if given & {"PackageSource", "PackageType"}:
        return PACKAGE
    return SEVERAL if "Packages" in given else ONE


def misspelt(name: str) -> str:
    """Say that a resource type is one of ours, misspelt; empty: it is ours, or any other's."""
    near = [] if name in SCHEMAS else get_close_matches(name, SCHEMAS, n=1, cutoff=0.9)
    return f"{name} is no resource type of this provider. Did you mean {near[0]}?" if near else ""


def entries(properties: Properties) -> list[Properties]:
    """Return what the properties, of whichever type and form, say of each package."""
    packages = properties.get("Packages")
    if isinstance(packages, list) and not is_empty(packages):
        return [entry for entry in packages if isinstance(entry, dict)]
    return [properties]
