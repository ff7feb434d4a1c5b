"""The resource types: how their properties and attributes differ."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from cloudformation.properties import SCHEMAS, Properties, is_empty
from model import Association, Package

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


def attributes(type_: str, domain: str, found: Mapping[str, Association | Package]) -> dict[str, str]:
    """Return what Fn::GetAtt yields, from what there is, by how the properties name it.

    In the order of what is to stay: an answer that is too long loses attributes from the end.
    """
    if type_ != SEVERAL:
        (one,) = found.values()
        about = {
            "PackageID": one.package_id,
            "PackageName": one.name,
            "PackageType": one.type,
            "PackageVersion": one.version,
        }
        if isinstance(one, Package):
            return about | {"EngineVersion": one.engine_version}
        place = {"DomainName": domain, "ReferencePath": one.reference_path, "DomainPackageStatus": one.status}
        return about | place
    associations = {label: one for label, one in found.items() if isinstance(one, Association)}
    paths = {f"{label}.ReferencePath": one.reference_path for label, one in associations.items()}
    ids = {"PackageIDs": ",".join(one.package_id for one in found.values())}
    return paths | ids | {f"{label}.PackageVersion": one.version for label, one in found.items()}
