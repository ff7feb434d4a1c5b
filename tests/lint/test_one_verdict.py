"""The function and the rule for cfn-lint give one verdict on the same template, whatever is in it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudformation.properties import SCHEMAS
from cloudformation.types import ONE, PACKAGE, SEVERAL
from errors import InvalidRequest
from opensearch_packages_lint._rule import check
from reconcile.request import parse
from tests.simulation.cloudformation import sample

SEEN = 1_793_534_410.0


def of_the_rule(properties: Any, type_: str) -> list[str]:
    """Return what the rule says of a template's properties."""
    return [message for _, message in check(properties, type_)]


def of_the_function(properties: dict[str, Any], type_: str) -> list[str]:
    """Return what the function says of them, once CloudFormation has made each scalar a string."""
    event = sample("create") | {"ResourceType": type_, "ResourceProperties": as_sent(properties)}
    try:
        parse(event, SEEN)
    except InvalidRequest as error:
        return [str(error)]
    return []


def as_sent(value: Any) -> Any:
    """Return a value as CloudFormation sends it."""
    if isinstance(value, dict):
        return {name: as_sent(item) for name, item in value.items() if item != {"Ref": "AWS::NoValue"}}
    if isinstance(value, list):
        return [as_sent(item) for item in value if item != {"Ref": "AWS::NoValue"}]
    return value if isinstance(value, str) else json.dumps(value)


SCALAR = st.one_of(
    st.sampled_from(["", "movies", "movies\n", "Mövies", "F1", "F1\n", "pkg-0a1b", "synonyms", "v2"]),
    st.sampled_from(["true", "False", "yes", "30", "29", "3600", "3601", "9" * 40, "٩٠٠", "arn:aws:iam::1:role/r"]),
    st.integers(-5, 5000),
    st.booleans(),
    st.text(max_size=5),
    st.just({"Ref": "AWS::NoValue"}),
)
RIGHT: dict[str, Any] = {
    "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:f",
    "DomainName": "movies",
    "PackageID": "F1",
    "PackageName": "synonyms",
    "PackageVersion": "v2",
    "Revision": "a",
    "PrerequisitePackageIDList": ["F2", "pkg-0a1b"],
    "AssociationConfiguration": {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": "true"}},
    "PackageType": "ZIP-PLUGIN",
    "EngineVersion": "OpenSearch_2.19",
    "PackageSource": {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"},
    "PackageConfiguration": {"LicenseRequirement": "NONE", "ConfigurationRequirement": "OPTIONAL"},
    "PackageEncryptionOptions": {"EncryptionEnabled": "true"},
    "PackageVendingOptions": {"VendingEnabled": "false"},
    "AdoptExisting": "true",
    "ServiceTimeout": "900",
}
#: What names the package, besides.
WHICH: dict[str, dict[str, Any]] = {ONE: {"PackageID": "F1"}, SEVERAL: {"Packages": [{"PackageID": "F1"}]}, PACKAGE: {}}


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that are often of the schema's form, and often almost."""
    other = st.one_of(SCALAR, st.lists(SCALAR, max_size=2), st.dictionaries(st.text(max_size=4), SCALAR, max_size=2))
    if schema["type"] == "object":
        return st.one_of(objects(schema), other)
    if schema["type"] == "array":
        return st.one_of(st.lists(values(schema["items"]), max_size=3), other)
    return st.one_of(SCALAR, other)


def objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects, mostly with properties that are right."""
    known = {
        name: st.one_of(st.just(RIGHT[name]), values(item)) if name in RIGHT else values(item)
        for name, item in schema["properties"].items()
    }
    misspelt = st.dictionaries(
        st.sampled_from(["DomainNam", "PackageId", "Timestamp", "Colour", ""]), SCALAR, max_size=1
    )
    made = st.fixed_dictionaries({}, optional=known)
    return st.one_of(made, made, st.builds(lambda one, more: {**one, **more}, made, misspelt))


def usually_right(type_: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return properties of a type, of which half have all that is required."""
    required = {name: RIGHT[name] for name in SCHEMAS[type_]["required"] if name in RIGHT}
    required |= WHICH[type_]
    less = st.sampled_from([*required, ""])
    drawn = objects(SCHEMAS[type_])
    full = st.builds(lambda one, gone: {**one, **{k: v for k, v in required.items() if k != gone}}, drawn, less)
    more = (RIGHT.keys() & SCHEMAS[type_]["properties"].keys()) - required.keys()
    optional = {name: st.just(RIGHT[name]) for name in sorted(more)}
    right = st.fixed_dictionaries({name: st.just(value) for name, value in required.items()}, optional=optional)
    return st.one_of(drawn, full, right)


@pytest.mark.parametrize("type_", [ONE, SEVERAL, PACKAGE])
def test_both_say_the_same(type_: str) -> None:
    verdicts: set[bool] = set()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(usually_right(type_))
    def same(properties: dict[str, Any]) -> None:
        said, lint = of_the_function(properties, type_), of_the_rule(properties, type_)
        assert said == lint[:1]
        verdicts.add(bool(said))

    same()
    assert verdicts == {True, False}, "neither verdict is rare"


@pytest.mark.parametrize("function", [{"Ref": "Name"}, {"Fn::Sub": "${Name}"}, {"Fn::GetAtt": ["Name", "Id"]}])
@pytest.mark.parametrize(
    "type_, name", [(type_, name) for type_ in (ONE, PACKAGE) for name in SCHEMAS[type_]["properties"]]
)
def test_what_a_function_yields_is_not_the_rules_to_judge(type_: str, name: str, function: dict[str, Any]) -> None:
    given = {one: RIGHT[one] for one in SCHEMAS[type_]["required"]}
    if type_ == ONE and name != "PackageName":
        given["PackageID"] = "F1"
    if type_ == PACKAGE:
        given["EngineVersion"] = RIGHT["EngineVersion"]
    assert of_the_rule(given | {name: function}, type_) == []
