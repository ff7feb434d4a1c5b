"""The reference pages: their syntax, properties and attributes are the schema's and the function's."""

import re
from typing import Any

import pytest
import yaml

from cloudformation.properties import SCHEMAS
from cloudformation.types import ONE, SEVERAL
from model import Association
from reconcile.association.declaration import attributes
from tests.pages import PAGES, headings, rows, section, snippets

REFERENCE = {ONE: "docs/association.md", SEVERAL: "docs/associations.md"}
#: In AWS's own order.
SECTIONS = ["Syntax", "Properties", "Return values", "Examples", "Import", "Updates, rollbacks and limits"]
TYPES = {"string": "String", "integer": "Integer", "boolean": "Boolean", "object": "Object", "array": "Array"}
#: What a change of a property does; anything else changes in place.
REPLACED = ("DomainName", "PackageID", "PackageName")


def syntax(schema: dict[str, Any]) -> Any:
    """Return a schema as the page's syntax shows it."""
    if schema["type"] == "object":
        return {name: syntax(item) for name, item in schema["properties"].items()}
    return [syntax(schema["items"])] if schema["type"] == "array" else TYPES[schema["type"]]


@pytest.mark.parametrize("type_", REFERENCE)
def test_the_page_has_the_order_of_the_reference_pages_of_aws(type_: str) -> None:
    page = PAGES[REFERENCE[type_]]
    assert page.startswith(f"# {type_}\n")
    assert re.findall(r"^## (.+)$", page, re.M) == SECTIONS
    assert list(headings(section("Return values", REFERENCE[type_]), 3)) == ["Ref", "Fn::GetAtt"]


@pytest.mark.parametrize("type_", REFERENCE)
def test_the_syntax_is_the_schema(type_: str) -> None:
    (shown,) = snippets(section("Syntax", REFERENCE[type_]), "yaml")
    assert yaml.safe_load(shown) == {"Type": type_, "Properties": syntax(SCHEMAS[type_])}


@pytest.mark.parametrize(
    ("type_", "name"), [(type_, name) for type_ in REFERENCE for name in SCHEMAS[type_]["properties"]]
)
def test_each_property_is_described_as_the_schema_has_it(type_: str, name: str) -> None:
    schema = SCHEMAS[type_]
    described = headings(section("Properties", REFERENCE[type_]), 3)
    assert list(described) == list(schema["properties"])
    said = dict(re.findall(r"^\*([\w ]+)\*: (.+?)\\?$", described[name], re.M))
    one = schema["properties"][name]
    conditional = {"required": [name]} in schema.get("oneOf", ())
    expected = {
        "Required": "Conditional" if conditional else "Yes" if name in schema["required"] else "No",
        "Type": f"Array of {TYPES[one['items']['type']]}" if one["type"] == "array" else TYPES[one["type"]],
        "Update requires": "Replacement" if name in REPLACED else "No interruption",
    }
    if name == "ServiceToken":
        expected["Update requires"] = "Updates are not supported"
    if name == "ServiceTimeout":
        expected |= {"Minimum": str(one["minimum"]), "Maximum": str(one["maximum"]), "Default": str(one["maximum"])}
    if "pattern" in one:
        expected["Pattern"] = f"`{one['pattern']}`"
    assert said == expected


@pytest.mark.parametrize("type_", REFERENCE)
def test_each_attribute_is_described(type_: str) -> None:
    text = section("Fn::GetAtt", REFERENCE[type_], 3)
    described = {row[0].strip("`") for row in rows(text)}
    label = "<package>" if type_ == SEVERAL else "F1"
    assert described == set(attributes(type_, "movies", {label: Association("F1", "ACTIVE")}))


def test_each_property_of_a_package_of_the_list_is_named() -> None:
    packages = SCHEMAS[SEVERAL]["properties"]["Packages"]["items"]["properties"]
    text = headings(section("Properties", REFERENCE[SEVERAL]), 3)["Packages"]
    assert all(name in text for name in packages)
