"""A rule for cfn-lint, which finds mistakes in our custom resources before the deploy.

Switched on by `cfn-lint --append-rules lint -- template.yaml`. It asks the function's own code (handler/cloudformation
beside it), so that both say the same of a template.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

sys.path.append(str(Path(__file__).parents[1] / "handler"))

from cloudformation.properties import NAMES, SCHEMAS, UNKNOWN, coerce, problems
from cloudformation.types import ONE, PACKAGE, SEVERAL, misspelt

#: What Fn::GetAtt yields (its page in docs/, "Return values").
ATTRIBUTES = {
    ONE: re.compile(r"PackageID|PackageName|PackageType|PackageVersion|ReferencePath|DomainName|DomainPackageStatus"),
    PACKAGE: re.compile(r"PackageID|PackageName|PackageType|PackageVersion|EngineVersion"),
    SEVERAL: re.compile(r"PackageIDs|[^.]+\.(ReferencePath|PackageVersion)"),
}
NAME_AND_ATTRIBUTE = re.compile(r"\$\{(\w+)\.([^}!]+)\}")
NO_VALUE = {"Ref": "AWS::NoValue"}
Path_ = list[Any]


class OpenSearchPackages(CloudFormationLintRule):  # type: ignore[misc]
    """Checks properties and Fn::GetAtt of our custom resources."""

    id = "E9801"
    shortdesc = "OpenSearch packages and their associations"
    description = (
        "The properties and attributes of Custom::OpenSearchPackage, …PackageAssociation and …PackageAssociations"
    )
    tags = ("resources", "custom", "opensearch")

    def match(self, cfn: Any) -> list[RuleMatch]:
        """Return what is wrong, with where it is."""
        resources = cfn.template.get("Resources", {})
        ours = {
            name: resource
            for name, resource in resources.items()
            if isinstance(resource, dict) and resource.get("Type") in SCHEMAS
        }
        types = {name: str(one.get("Type")) for name, one in resources.items() if isinstance(one, dict)}
        mistakes: list[tuple[Path_, str]] = [
            (["Resources", name, "Type"], words) for name, type_ in types.items() if (words := misspelt(type_))
        ]
        for name, resource in ours.items():
            mistakes += check(resource.get("Properties", {}), resource["Type"], ["Resources", name, "Properties"])
        mistakes += attributes(cfn, {name: resource["Type"] for name, resource in ours.items()})
        return [RuleMatch(path, message.removesuffix(".")) for path, message in mistakes]


def check(properties: Any, type_: str, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Yield what is wrong with the properties of a resource, as the function would say it."""
    known = without_functions(properties)
    if isinstance(known, dict):  # what may be empty, of another of our types, may not be given
        others = NAMES - SCHEMAS[type_]["properties"].keys()
        known = {name: value for name, value in known.items() if value is not UNKNOWN or name not in others}
    for where, message in problems(coerce(known, SCHEMAS[type_]), SCHEMAS[type_], type_):
        yield [*path, *where], message


def without_functions(value: Any) -> Any:
    """Return a value as the function will get it, as far as that is known: what an intrinsic function yields is not.

    CloudFormation removes what is AWS::NoValue.
    """
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            return UNKNOWN
        return {name: without_functions(item) for name, item in value.items() if item != NO_VALUE}
    if isinstance(value, list):
        return [without_functions(item) for item in value if item != NO_VALUE]
    return value


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
