"""References to resources and to the provider: what they yield, compared with what is wanted there."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cloudformation.properties import echo
from cloudformation.types import ONE, PACKAGE, SEVERAL
from opensearch_packages_lint._known import Mistake, Path, function, known, properties

#: What Fn::GetAtt yields (its page in docs/, "Return values").
ATTRIBUTES = {
    ONE: re.compile(r"PackageID|PackageName|PackageType|PackageVersion|ReferencePath|DomainName|DomainPackageStatus"),
    PACKAGE: re.compile(r"PackageID|PackageName|PackageType|PackageVersion|EngineVersion"),
    SEVERAL: re.compile(r"PackageIDs|(?P<package>[^.]+)\.(ReferencePath|PackageVersion)"),
}
NAME_AND_ATTRIBUTE = re.compile(r"\$\{\s*(\w+)\.([^}!]+?)\s*\}")
DOMAINS = ("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain")
FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
#: What yields no more than its own value: an attribute of another name is something else.
OWN = ("DomainName", "PackageID", "PackageName", "PackageVersion", "EngineVersion")
ARN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:[^:]*:function:.+")
IMPORT = "!ImportValue opensearch-packages-ServiceToken"


def reference(value: Any) -> tuple[str, str]:
    """Return the resource that a value refers to, and its attribute, which a `Ref` has none of; or nothing."""
    given = next(iter(value.values())) if function(value) else None
    if function(value) == "Ref":
        return str(given), ""
    if function(value) == "Fn::GetAtt":
        parts = given if isinstance(given, list) else str(given).split(".", 1)
        return (parts[0], parts[1]) if len(parts) == 2 and all(isinstance(one, str) for one in parts) else ("", "")
    if function(value) == "Fn::Sub" and (whole := re.fullmatch(r"\$\{(\w+)(?:\.([\w.-]+))?\}", str(given))):
        return whole[1], whole[2] or ""
    return "", ""


def attributes(cfn: Any, types: Mapping[str, str], labels: Mapping[str, set[str] | None]) -> Iterator[Mistake]:
    """Yield each Fn::GetAtt, and each ${resource.attribute} of an Fn::Sub, that our resources do not have.

    Args:
        labels: how each list of packages names them; None: not all of that is known.
    """
    used: list[tuple[Path, str, str]] = []
    for found in cfn.search_deep_keys("Fn::GetAtt"):
        used.append((tuple(found[:-1]), *reference({"Fn::GetAtt": found[-1]})))
    for found in cfn.search_deep_keys("Fn::Sub"):
        text = found[-1][0] if isinstance(found[-1], list) and found[-1] else found[-1]
        used += [(tuple(found[:-1]), match[1], match[2]) for match in NAME_AND_ATTRIBUTE.finditer(str(text))]
    for path, name, attribute in used:
        if types.get(name) in ATTRIBUTES:
            fits, listed = ATTRIBUTES[types[name]].fullmatch(attribute), labels.get(name)
            package = (fits.groupdict() if fits else {}).get("package")
            if not fits:
                yield path, f"{attribute} is not an attribute of {types[name]}"
            elif package and listed is not None and package not in listed:
                yield path, f"{name} has no package {package} in its list, which has {', '.join(sorted(listed))}"


def misdirected(given: Any, schema: Mapping[str, Any], types: Mapping[str, str], path: Path) -> Iterator[Mistake]:
    """Yield each property that gets something else than it wants of a resource in the template."""
    for inner, value, _ in properties(given, schema):
        wanted = next((part for part in reversed(inner) if isinstance(part, str)), "")
        wanted = "PackageID" if wanted == "PrerequisitePackageIDList" else wanted
        name, attribute = reference(value)
        type_, gets = types.get(name, ""), f"{wanted} gets {attribute or 'the physical id'} of {name}"
        if wanted == "DomainName" and type_ in DOMAINS and attribute:
            yield (*path, *inner), f"{gets}, but must be the domain's name: write !Ref {name}"
        own = attribute.rpartition(".")[2] == wanted or (type_, wanted, attribute) == (PACKAGE, "PackageID", "")
        if wanted in OWN and type_ in ATTRIBUTES and not own:
            yield (*path, *inner), f"{gets}, a {type_}: write !GetAtt {name}.{wanted}, if it has that"


def token(given: Any, types: Mapping[str, str], path: Path) -> Iterator[Mistake]:
    """Yield that a ServiceToken is no function's ARN, as far as that can be told."""
    value: Any = given.get("ServiceToken") if isinstance(given, dict) else None
    text, where = known(value), (*path, "ServiceToken")
    wrong = isinstance(text, str) and text != "" and not ARN.fullmatch(text)
    if function(value) == "Fn::Sub":  # with an account or a region in it, it may become an ARN
        text = value["Fn::Sub"]
        wrong = isinstance(text, str) and text.endswith("-ServiceToken") and ":" not in text.replace("AWS::", "")
    if wrong:
        yield where, f"ServiceToken is {echo(text)}, but must be the ARN of the provider's function: write {IMPORT}"
    name, attribute = reference(value)
    if types.get(name) in FUNCTIONS and not attribute:
        yield where, f"ServiceToken gets the name of {name}, but must be its ARN: write !GetAtt {name}.Arn"


def is_the_providers(value: Any, parameters: Mapping[str, Any]) -> bool:
    """Return whether a ServiceToken imports what the provider exports, where its stack has the usual name."""
    name: Any = value["Fn::ImportValue"] if function(value) == "Fn::ImportValue" else ""
    text = name["Fn::Sub"] if function(name) == "Fn::Sub" else name
    defaults = {one: str(its.get("Default")) for one, its in parameters.items() if isinstance(its, dict)}
    text = re.sub(r"\$\{(\w+)\}", lambda match: defaults.get(match[1], ""), text) if isinstance(text, str) else ""
    return text == "opensearch-packages-ServiceToken"


def same(value: Any) -> str:
    """Return a text that is the same for equal calls of an intrinsic function; empty: it is none."""
    return json.dumps(value, sort_keys=True, default=str) if function(value) else ""
