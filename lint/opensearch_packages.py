"""A rule for cfn-lint, which finds mistakes in both custom resources before the deploy.

Switched on by `cfn-lint --append-rules lint -- template.yaml`. It needs handler/schema.json: where it is in this
repository, or copied beside it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

ONE, SEVERAL = "Custom::OpenSearchPackageAssociation", "Custom::OpenSearchPackageAssociations"
SHARED = ("ServiceToken", "DomainName", "AdoptExisting", "ServiceTimeout")
#: What Fn::GetAtt yields (README, "Return values").
ATTRIBUTES = {
    ONE: re.compile(r"PackageID|PackageName|PackageType|PackageVersion|ReferencePath|DomainName|DomainPackageStatus"),
    SEVERAL: re.compile(r"PackageIDs|[^.]+\.(ReferencePath|PackageVersion)"),
}
NAME_AND_ATTRIBUTE = re.compile(r"\$\{(\w+)\.([^}!]+)\}")
Path_ = list[Any]


def schemas() -> dict[str, Any]:
    """Return the schema of each type's properties."""
    folder = Path(__file__).parent
    found = next(path for path in (folder / "schema.json", folder.parent / "handler" / "schema.json") if path.exists())
    one: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    entry = {name: schema for name, schema in one["properties"].items() if name not in SHARED}
    items = {"type": "object", "properties": entry, "oneOf": one["oneOf"]}
    packages = {"type": "array", "minItems": 1, "items": items, "description": "a list of packages, at least one"}
    properties = {name: one["properties"][name] for name in SHARED} | {"Packages": packages}
    several = {"type": "object", "properties": properties, "required": [*one["required"], "Packages"]}
    return {ONE: one, SEVERAL: several}


class OpenSearchPackages(CloudFormationLintRule):  # type: ignore[misc]
    """Checks properties and Fn::GetAtt of our custom resources."""

    id = "E9801"
    shortdesc = "OpenSearch package associations"
    description = "The properties and attributes of Custom::OpenSearchPackageAssociation and …Associations"
    tags = ("resources", "custom", "opensearch")

    def match(self, cfn: Any) -> list[RuleMatch]:
        """Return what is wrong, with where it is."""
        types = {
            name: resource["Type"]
            for name, resource in cfn.template.get("Resources", {}).items()
            if isinstance(resource, dict) and resource.get("Type") in ATTRIBUTES
        }
        known = schemas()
        mistakes = []
        for name, type_ in types.items():
            properties = cfn.template["Resources"][name].get("Properties", {})
            mistakes += list(check(properties, known[type_], ["Resources", name, "Properties"], type_))
        mistakes += list(attributes(cfn, types))
        return [RuleMatch(path, message) for path, message in mistakes]


def check(value: Any, schema: Any, path: Path_, what: str) -> Iterator[tuple[Path_, str]]:
    """Yield what is wrong with a value; what a function yields is not known before the deploy."""
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
        return
    type_ = schema.get("type")
    if type_ == "object" and isinstance(value, dict):
        yield from check_object(value, schema, path, what)
    elif type_ == "array" and isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield path, f"{what} must be {schema['description']}"
        for index, item in enumerate(value):
            yield from check(item, schema["items"], [*path, index], what)
    elif not fits(value, schema):
        yield path, f"{what} is {json.dumps(value)}, but must be {schema.get('description', f'of type {type_}')}"


def check_object(value: dict[str, Any], schema: Any, path: Path_, what: str) -> Iterator[tuple[Path_, str]]:
    """Yield what is wrong with an object's properties."""
    for name, item in value.items():
        if name in schema["properties"]:
            yield from check(item, schema["properties"][name], [*path, name], name)
        else:
            yield [*path, name], f"{name} is not a property of {what}"
    for name in schema.get("required", ()):
        if name not in value:
            yield path, f"{name} is missing"
    names = [group["required"][0] for group in schema.get("oneOf", ())]
    given = [name for name in names if name in value]
    if len(given) > 1:
        yield [*path, given[1]], f"{' and '.join(given)} are both given: keep one of them"
    if names and not given:
        yield path, f"one of {' and '.join(names)} is missing"


def fits(value: Any, schema: Any) -> bool:
    """Return whether a scalar, as CloudFormation would send it, is of the schema's type and form."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, (dict, list)):
        return False
    if schema.get("type") == "boolean":
        return text in ("true", "false")
    if schema.get("type") == "integer":
        return text.isdigit() and schema["minimum"] <= int(text) <= schema["maximum"]
    return schema.get("type") == "string" and bool(re.search(schema.get("pattern", ""), text))


def attributes(cfn: Any, types: dict[str, str]) -> Iterator[tuple[Path_, str]]:
    """Yield each Fn::GetAtt, and each ${resource.attribute} of an Fn::Sub, that our resources do not have."""
    used = [(found[:-1], *found[-1][:2]) for found in cfn.search_deep_keys("Fn::GetAtt") if isinstance(found[-1], list)]
    used += [(f[:-1], *f[-1].partition(".")[::2]) for f in cfn.search_deep_keys("Fn::GetAtt") if isinstance(f[-1], str)]
    for found in cfn.search_deep_keys("Fn::Sub"):
        text = found[-1][0] if isinstance(found[-1], list) else found[-1]
        used += [(found[:-1], *match.groups()) for match in NAME_AND_ATTRIBUTE.finditer(str(text))]
    for path, name, attribute in used:
        if name in types and isinstance(attribute, str) and not ATTRIBUTES[types[name]].fullmatch(attribute):
            yield path, f"{attribute} is not an attribute of {types[name]}"
