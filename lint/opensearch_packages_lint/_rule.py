"""The rule: what of a template it looks at."""

from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from cloudformation.properties import NAMES, SCHEMAS, UNKNOWN, coerce, problems
from cloudformation.types import SEVERAL, misspelt, resource_type
from opensearch_packages_lint._known import Mistake, Path, function, known, located, unfit
from opensearch_packages_lint._names import early, labels, twice
from opensearch_packages_lint._references import attributes, is_the_providers, misdirected, token

#: Macros that leave the properties of custom resources as they are; of any other only the deploy knows what it makes.
HARMLESS = ("AWS::Serverless", "AWS::LanguageExtensions", "AWS::Include", "AWS::CodeDeploy", "AWS::SecretsManager")


class OpenSearchPackages(CloudFormationLintRule):  # type: ignore[misc]
    """Checks the properties of our custom resources, and the references to them."""

    id = "E9801"
    shortdesc = "OpenSearch packages and their associations"
    description = (
        "The properties and attributes of Custom::OpenSearchPackage, …PackageAssociation and …PackageAssociations"
    )
    tags = ("resources", "custom", "opensearch")

    def match(self, cfn: Any) -> list[RuleMatch]:
        """Return what is wrong, with where it is."""
        found: dict[Path, str] = {}
        for path, message in mistakes(cfn):
            found.setdefault(path, message)
        return [RuleMatch(list(path), message.removesuffix(".")) for path, message in found.items()]


def mistakes(cfn: Any) -> Iterator[Mistake]:
    """Yield what is wrong with a template of cfn-lint's."""
    before = getattr(cfn, "transform_pre", {})
    template, parameters = cfn.template, _dict(cfn.template.get("Parameters"))
    resources = {name: one for name, one in _dict(template.get("Resources")).items() if isinstance(one, dict)}
    if rewritten(template.get("Transform"), before.get("Transform"), resources.get("Fn::Transform")):
        return
    types = {name: str(one.get("Type")) for name, one in resources.items()}
    for name, type_ in types.items():
        if words := misspelt(type_):
            yield ("Resources", name, "Type"), words
    expanded = set(texts(before.get("Fn::ForEach", ()))) if "AWS::LanguageExtensions" in str(before) else None
    ours = {name: (type_, sure(given, expanded)) for name, (type_, given) in of_ours(resources, parameters).items()}
    for name, (type_, given) in ours.items():
        path = ("Resources", name, "Properties")
        for where, message in check(given, type_):
            yield (*path, *located(given, where)), message
        yield from unfit(given, SCHEMAS[type_], parameters, path)
        yield from misdirected(given, SCHEMAS[type_], types, path)
        yield from token(given, types, path)
        yield from twice(given, path)
    yield from early(cfn, {name: one for name, one in ours.items() if isinstance(one[1], dict)})
    of = {name: None if expanded else labels(given) for name, (type_, given) in ours.items() if type_ == SEVERAL}
    yield from attributes(cfn, {name: type_ for name, (type_, _) in ours.items()}, of)


def check(given: Any, type_: str) -> Iterator[Mistake]:
    """Yield what is wrong with the properties of a resource, as the function would say it."""
    sure = known(given)
    if isinstance(sure, dict):  # what may be empty, of another of our types, may not be given
        others = NAMES - SCHEMAS[type_]["properties"].keys()
        sure = {name: value for name, value in sure.items() if value is not UNKNOWN or name not in others}
    yield from problems(coerce(sure, SCHEMAS[type_]), SCHEMAS[type_], type_)


def of_ours(resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """Return type and properties of the resources that are the provider's, also those of a type that is not its own."""
    of_our_types = [one.get("Properties") for one in resources.values() if str(one.get("Type")) in SCHEMAS]
    tokens = [one["ServiceToken"] for one in of_our_types if isinstance(one, dict) and "ServiceToken" in one]
    found = {}
    for name, one in resources.items():
        type_, given = str(one.get("Type")), one.get("Properties", {})
        if isinstance(given, dict) and type_ not in SCHEMAS and "ServiceToken" in given:
            value, custom = given["ServiceToken"], type_.startswith(("Custom::", "AWS::CloudFormation::CustomResource"))
            if not custom or misspelt(type_) or not (value in tokens or is_the_providers(value, parameters)):
                continue
            type_ = resource_type({"ResourceProperties": _dict(known(given))})
        if type_ in SCHEMAS and not any(str(key).startswith("Fn::Transform") for key in one):
            found[name] = type_, given
    return found


def rewritten(*transforms: Any) -> bool:
    """Return whether a macro that is not AWS's own may have made other properties of ours."""
    names = [one.get("Name") if isinstance(one, dict) else one for given in transforms for one in _list(given)]
    return any(isinstance(one, str) and not one.startswith(HARMLESS) for one in names)


def sure(value: Any, expanded: set[str] | None) -> Any:
    """Return a value without the texts that Fn::ForEach has made, unless they are known.

    cfn-lint reads texts as a class of its own. Where it can't know what Fn::ForEach yields, it makes something up.

    Args:
        expanded: the texts in the lists of Fn::ForEach; None: there is none.
    """
    if expanded is None:
        return value
    if isinstance(value, dict) and not function(value):
        return {name: sure(item, expanded) for name, item in value.items()}
    if isinstance(value, list):
        return [sure(item, expanded) for item in value]
    return {"Fn::Sub": ""} if type(value) is str and value not in expanded else value


def texts(value: Any) -> Iterator[str]:
    """Yield each text in nested lists."""
    for item in value if isinstance(value, (list, tuple)) else ():
        if isinstance(item, str):
            yield item
        yield from texts(item)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
