"""What the provider's parameters let stacks bring: by the names of stack, domain, package and source. Pure."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from cloudformation.event import Event
from cloudformation.ids import NOTHING
from cloudformation.properties import SCHEMAS, Properties, coerce, echo
from cloudformation.types import resource_type
from reconcile.declaration import ADOPTION, ASSOCIATION, DOMAIN, NAME, SOURCE, Fact
from reconcile.kinds import kind_of
from reconcile.request import named_by

STACK = "stack"
#: How a kind's name is called, the parameter that it must fit, and that parameter's variable.
LIMITS = {
    STACK: ("The stack", "StackNamePattern", "STACK_NAME_PATTERN"),
    DOMAIN: ("DomainName", "DomainNamePattern", "DOMAIN_NAME_PATTERN"),
    NAME: ("PackageName", "PackageNamePattern", "PACKAGE_NAME_PATTERN"),
    SOURCE: ("S3Key", "SourcePrefix", "SOURCE_PREFIX"),
}
ADVICE = "Give another, or ask whoever runs the provider for a wider one."


def refusal(event: Event, environ: Mapping[str, str]) -> str:
    """Say what of an event the provider's parameters do not allow; empty: nothing.

    Only what a resource did not have before is looked at: whatever the parameters were until now, it may be updated and
    deleted. What a rollback brings back is for the caller to allow.

    Args:
        event: a checked event, whose properties are valid unless it is a Delete.
        environ: the function's environment; a pattern that is missing or empty allows all.
    """
    if event["RequestType"] == "Delete":
        return ""
    asked = facts(event["ResourceProperties"], event)
    new = asked - _before(event)
    stack = event["StackId"].partition("/")[2].partition("/")[0]
    for kind, name, *_ in [(STACK, stack), *sorted(new)] if new else []:
        if kind not in LIMITS:
            continue
        what, parameter, variable = LIMITS[kind]
        allowed = environ.get(variable) or "*"
        if kind == SOURCE:
            allowed = f"{allowed.rstrip('*')}*"
        if not matches(name, allowed):
            return f"{what} is {echo(name)}, but the provider's {parameter} allows {allowed} only. {ADVICE}"
    adopts = (ADOPTION, "") in asked and any(kind in (ADOPTION, NAME) for kind, *_ in new)
    if adopts and environ.get("ADOPT_PACKAGES") != "true":
        return (
            "AdoptExisting is true, but the provider's AdoptPackages allows no stack to take packages over. "
            "Give another PackageName, or ask whoever runs the provider to allow it."
        )
    return ""


def matches(text: str, pattern: str) -> bool:
    """Return whether a text fits a pattern as in an IAM policy: * is anything, ? one character, all else itself."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


def facts(properties: Properties, event: Mapping[str, Any]) -> set[Fact]:
    """Return what properties bring, of whatever form they are.

    Args:
        event: with the ResourceType, if there is one.
    """
    type_ = resource_type({"ResourceType": event.get("ResourceType", ""), "ResourceProperties": properties})
    return kind_of(type_).declaration.facts(coerce(properties, SCHEMAS[type_]))


def _before(event: Event) -> set[Fact]:
    """Return what the resource has, by its old properties and by the id that CloudFormation knows."""
    old = event.get("OldResourceProperties")
    known = facts(old, event) if isinstance(old, dict) else set[Fact]()
    if (named := named_by(event)) and named.place != NOTHING:
        known |= {(DOMAIN, named.place), *((ASSOCIATION, named.place, package) for package in named.packages)}
    return known
