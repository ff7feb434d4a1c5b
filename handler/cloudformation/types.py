"""The resource types: how their properties and attributes differ. All else is the same for both."""

from collections.abc import Mapping
from typing import Any

from cloudformation.properties import SCHEMAS, Properties
from model import Association

ONE, SEVERAL = "Custom::OpenSearchPackageAssociation", "Custom::OpenSearchPackageAssociations"


def resource_type(event: dict[str, Any]) -> str:
    """Return the type of the resource that a request is about; any other name's is told by its properties."""
    name = str(event.get("ResourceType", ""))
    return name if name in SCHEMAS else SEVERAL if "Packages" in event["ResourceProperties"] else ONE


def entries(properties: Properties) -> list[Properties]:
    """Return what the properties, of whichever type and form, say of each package."""
    packages = properties.get("Packages")
    if isinstance(packages, list):
        return [entry for entry in packages if isinstance(entry, dict)]
    return [properties]


def attributes(type_: str, domain: str, found: Mapping[str, Association]) -> dict[str, str]:
    """Return what Fn::GetAtt yields, from what is associated, by how the properties name it.

    In the order of what is to stay: an answer that is too long loses attributes from the end.
    """
    if type_ == ONE:
        (one,) = found.values()
        return {
            "DomainName": domain,
            "PackageID": one.package_id,
            "PackageName": one.name,
            "PackageType": one.type,
            "PackageVersion": one.version,
            "ReferencePath": one.reference_path,
            "DomainPackageStatus": one.status,
        }
    paths = {f"{label}.ReferencePath": one.reference_path for label, one in found.items()}
    ids = {"PackageIDs": ",".join(one.package_id for one in found.values())}
    return paths | ids | {f"{label}.PackageVersion": one.version for label, one in found.items()}
