"""The two resource types: how their properties, ids and attributes differ. All else is the same for both."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from properties import SCHEMA, Properties, Schema
from situation import Details
from wanted import PHYSICAL_ID

#: What both types have; the rest is said of each package.
SHARED = ("ServiceToken", "DomainName", "AdoptExisting", "ServiceTimeout")


class Kind(Protocol):
    """One of the two."""

    #: JSON Schema of its properties.
    schema: ClassVar[Schema]

    def entries(self, properties: Properties) -> list[Properties]:
        """Return the properties of each package, of whatever form they are."""

    def physical_id(self, domain: str, logical_id: str) -> str | None:
        """Return the physical id, or None: it follows from the package that is meant."""

    def named_by(self, physical_id: str, logical_id: str) -> tuple[str, str] | None:
        """Return the domain and the package id (or empty) that a physical id of ours names; None: it is not ours."""

    def attributes(self, domain: str, found: Mapping[str, Details]) -> dict[str, str]:
        """Return what Fn::GetAtt yields, from what is associated, by how the properties name it."""


class One:
    """Custom::OpenSearchPackageAssociation."""

    schema: ClassVar[Schema] = SCHEMA

    def entries(self, properties: Properties) -> list[Properties]:
        return [properties]

    def physical_id(self, domain: str, logical_id: str) -> str | None:
        return None

    def named_by(self, physical_id: str, logical_id: str) -> tuple[str, str] | None:
        own = PHYSICAL_ID.fullmatch(physical_id)
        return (own[1], own[2]) if own else None

    def attributes(self, domain: str, found: Mapping[str, Details]) -> dict[str, str]:
        (details,) = found.values()
        return {
            "DomainName": domain,
            "PackageID": details.package_id,
            "PackageName": details.name,
            "PackageType": details.type,
            "PackageVersion": details.version,
            "ReferencePath": details.reference_path,
            "DomainPackageStatus": details.status,
        }


class Several:
    """Custom::OpenSearchPackageAssociations."""

    schema: ClassVar[Schema] = {
        "$schema": SCHEMA["$schema"],
        "title": f"{SCHEMA['title']}s",
        "type": "object",
        "additionalProperties": False,
        "required": [*SCHEMA["required"], "Packages"],
        "properties": {name: SCHEMA["properties"][name] for name in SHARED}
        | {
            "Packages": {
                "description": "a list of packages, at least one, each with PackageID or PackageName",
                "type": "array",
                "minItems": 1,
                "items": {
                    "description": "a package: an object with PackageID or PackageName",
                    "type": "object",
                    "additionalProperties": False,
                    "oneOf": SCHEMA["oneOf"],
                    "properties": {name: value for name, value in SCHEMA["properties"].items() if name not in SHARED},
                },
            }
        },
    }

    def entries(self, properties: Properties) -> list[Properties]:
        packages = properties.get("Packages")
        return [entry for entry in packages if isinstance(entry, dict)] if isinstance(packages, Sequence) else []

    def physical_id(self, domain: str, logical_id: str) -> str | None:
        return f"{domain}|{logical_id}"

    def named_by(self, physical_id: str, logical_id: str) -> tuple[str, str] | None:
        domain, separator, rest = physical_id.partition("|")
        return (domain, "") if separator and rest == logical_id else None

    def attributes(self, domain: str, found: Mapping[str, Details]) -> dict[str, str]:
        each: dict[str, str] = {"PackageIDs": ",".join(details.package_id for details in found.values())}
        for label, details in found.items():
            each |= {f"{label}.ReferencePath": details.reference_path, f"{label}.PackageVersion": details.version}
        return each


def kind_of(event: dict[str, Any]) -> Kind:
    """Return the kind of the resource that a request is about; AWS::CloudFormation::CustomResource has no type."""
    plural = str(event.get("ResourceType", "")).endswith("Associations") or "Packages" in event["ResourceProperties"]
    return Several() if plural else One()
