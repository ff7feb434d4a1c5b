"""What a template says of a resource, in CloudFormation's own form, or as its properties alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Properties = dict[str, Any]

ONE, SET = "Custom::OpenSearchPackageAssociation", "Custom::OpenSearchPackageAssociations"
PACKAGE = "Custom::OpenSearchPackage"
#: What the CDK declares where it is given no resource type.
CUSTOM = "AWS::CloudFormation::CustomResource"
NESTED = "AWS::CloudFormation::Stack"
#: What a resource says of each package; the rest is said once.
OF_PACKAGE = (
    "PackageID",
    "PackageName",
    "PackageVersion",
    "Revision",
    "PrerequisitePackageIDList",
    "AssociationConfiguration",
)


@dataclass(frozen=True)
class Declared:
    """One entry of a template's Resources."""

    properties: Properties
    #: Empty: whichever fits the properties.
    type: str = ""
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"


def declared(entry: Properties) -> Declared:
    """Return what an entry declares; one without "Properties" is the properties themselves."""
    if "Properties" not in entry:
        return Declared(entry)
    policies = (entry.get("DeletionPolicy", "Delete"), entry.get("UpdateReplacePolicy", "Delete"))
    return Declared(entry["Properties"], entry.get("Type", ""), *policies)


def type_of(type_: str, properties: Properties) -> str:
    """Return the type of a resource: the declared one, or the one that has such properties."""
    return type_ or (PACKAGE if "PackageSource" in properties else SET if "Packages" in properties else ONE)


def references(value: Any) -> set[str]:
    """Return the logical ids of the resources whose attributes a property names: {"GetAtt": "Films.PackageID"}."""
    if isinstance(value, dict) and "GetAtt" in value:
        return {value["GetAtt"].partition(".")[0]}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for item in items for name in references(item)}


def resolved(value: Any, attribute: Callable[[str, str], Any]) -> Any:
    """Return a property with the attributes that it names, by logical id and name."""
    if isinstance(value, dict) and "GetAtt" in value:
        name, _, member = value["GetAtt"].partition(".")
        return attribute(name, member)
    if isinstance(value, dict):
        return {key: resolved(item, attribute) for key, item in value.items()}
    return [resolved(item, attribute) for item in value] if isinstance(value, list) else value


def as_strings(value: Any) -> Any:
    """Return a property as CloudFormation sends it: every scalar a string."""
    if isinstance(value, dict):
        return {key: as_strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_strings(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_set(properties: Properties) -> Properties:
    """Return the properties of one association as those of a set of it."""
    if type_of("", properties) != ONE:
        return properties
    package = {name: value for name, value in properties.items() if name in OF_PACKAGE}
    rest = {name: value for name, value in properties.items() if name not in OF_PACKAGE}
    return rest | ({"Packages": [package]} if package else {})


def number(text: str | None, otherwise: int) -> int:
    """Return the number that a property holds."""
    return int(text) if text is not None and text.isdigit() else otherwise
