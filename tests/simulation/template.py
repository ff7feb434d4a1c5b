"""What a template says of a resource, in CloudFormation's own form, or as its properties alone."""

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
