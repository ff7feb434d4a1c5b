"""What an event asks: the frozen Request, with its goal, targets, ids and clock."""

import re
from dataclasses import replace
from typing import Any

from cloudformation.event import Event
from cloudformation.ids import NOT_CREATED, holding, not_created
from cloudformation.properties import DEFINITIONS, SCHEMAS, Properties, coerce, problems
from cloudformation.response_url import signed_at
from cloudformation.types import entries, resource_type
from errors import InvalidRequest
from model import Goal, Request, Target

#: The longest that CloudFormation waits, and its default (seconds).
LONGEST = 3600
#: How long a ResponseURL can be used, as seen in its X-Amz-Expires (seconds).
EXPIRES = 7200
#: A new value of one of these asks for the package's newest version.
VERSIONS = ("PackageVersion", "Revision")
#: What AssociatePackage takes besides, and the list of a domain shows.
OPTIONS = ("PrerequisitePackageIDList", "AssociationConfiguration")


def parse(event: Event, first_seen: float) -> Request:
    """Return the request that the event holds.

    Args:
        event: a checked event (see `event.check_event`).
        first_seen: when the first invocation saw it (epoch seconds); the clock where the ResponseURL has no date.

    Raises:
        InvalidRequest: the properties of a Create or Update are wrong. A Delete never is: what can't name an
            association has none to remove.
    """
    type_, given, logical_id = resource_type(event), event["ResourceProperties"], event["LogicalResourceId"]
    clock = made_at(event["ResponseURL"], first_seen)
    known_id = event.get("PhysicalResourceId") or not_created(logical_id)
    request = Request(
        type=event["RequestType"],
        stack_id=event["StackId"],
        logical_id=logical_id,
        resource_type=type_,
        goal=Goal.DISSOCIATED,
        domain="",
        targets=(),
        known_id=known_id,
        known=holding(known_id, logical_id),
        clock=clock,
        limit=clock + timeout(event),
    )
    if event["RequestType"] == "Delete":
        return _to_delete(request, given)
    properties = coerce(given, SCHEMAS[type_])
    for _, problem in problems(properties, SCHEMAS[type_], type_):
        raise InvalidRequest(problem)
    old = event.get("OldResourceProperties")
    before = coerce(old, SCHEMAS[resource_type({"ResourceProperties": old})]) if isinstance(old, dict) else {}
    request = replace(
        request,
        goal=Goal.ASSOCIATED,
        domain=properties["DomainName"],
        targets=_targets(properties, entries(before) if before.get("DomainName") == properties["DomainName"] else []),
        adopt=properties.get("AdoptExisting", False),
    )
    return replace(request, before=_cancelled(request, before)) if request.type == "Update" else request


def made_at(url: str, first_seen: float) -> float:
    """Return when CloudFormation made the request (epoch seconds); a URL expired by then is a sample, or a replay."""
    signed = signed_at(url, first_seen)
    return signed if signed is not None and signed > first_seen - EXPIRES else first_seen


def timeout(event: Event) -> int:
    """Return ServiceTimeout (seconds), which some give beside the properties; a malformed one does not count."""
    for where in (event["ResourceProperties"], event):
        text = str(where.get("ServiceTimeout", ""))[:9]
        if text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST:
            return int(text)
    return LONGEST


def valid(properties: Any, name: str) -> str:
    """Return the value of a property that names something, or empty: it has none of the right form."""
    value = properties.get(name)
    return value if isinstance(value, str) and re.fullmatch(DEFINITIONS[name]["pattern"], value) else ""


def _to_delete(request: Request, properties: Properties) -> Request:
    """Return a Delete: of what its id names or, with an invented id, of what its properties name."""
    if request.known_id.startswith(NOT_CREATED):
        return request
    if request.known is not None:
        targets = [Target(package_id=one) for one in request.known.packages]
        if len(targets) == 1 and (name := valid(properties, "PackageName")):
            targets = [replace(targets[0], name=name)]
        return replace(request, domain=request.known.domain, targets=tuple(targets))
    return _unnamed(request, properties)


def _cancelled(request: Request, before: Properties) -> Request | None:
    """Return the removal of what a cancelled request, which this Update may roll back, may have asked for.

    That is what its properties name, and neither this request nor the id that CloudFormation knows.
    """
    removal = _unnamed(replace(request, targets=(), before=None, goal=Goal.DISSOCIATED), before)
    here = removal.domain == request.domain
    wanted = {name for one in request.targets for name in (one.package_id, one.name) if here and name}
    targets = [one for one in removal.targets if one.label not in wanted and not removal.held(one.package_id)]
    return replace(removal, targets=tuple(targets)) if targets else None


def _unnamed(request: Request, properties: Properties) -> Request:
    """Return the removal of what properties name, of whatever form they are."""
    targets: dict[str, Target] = {}
    for entry in entries(properties) if (domain := valid(properties, "DomainName")) else []:
        one = Target(package_id=valid(entry, "PackageID"))
        one = one if one.package_id else Target(name=valid(entry, "PackageName"))
        targets |= {one.label: one} if one.label else {}
    adopt = str(properties.get("AdoptExisting", "")).lower() == "true"
    return replace(request, domain=domain, targets=tuple(targets.values()), adopt=adopt, cancelled=True)


def _targets(properties: Properties, before: list[Properties]) -> tuple[Target, ...]:
    """Return what a Create or Update wants of each package, compared with what its properties wanted until now."""
    targets: dict[str, Target] = {}
    named = entries(properties)
    old = {entry.get("PackageID") or entry.get("PackageName"): entry for entry in before}
    for entry in named:
        label = entry.get("PackageID") or entry["PackageName"]
        if label in targets:
            raise InvalidRequest(f"Packages names {label} twice: keep one of them.")
        targets[label] = _target(entry, old.get(label) or _by_another_name(entry, before, named))
    return tuple(targets.values())


def _by_another_name(entry: Properties, before: list[Properties], named: list[Properties]) -> Properties | None:
    """Return what may have named the package by its id that is named by its name now, or the other way round.

    Which it was is not known yet: of several, one that wanted the same version of it.
    """
    left = [one for one in before if ("PackageID" in one) != ("PackageID" in entry) and one not in named]
    same = [one for one in left if all(one.get(name) == entry.get(name) for name in VERSIONS)]
    return next(iter(same or left), None)


def _target(entry: Properties, before: Properties | None) -> Target:
    options = {name: entry[name] for name in OPTIONS if name in entry}

    def new(names: tuple[str, ...]) -> bool:
        return before is not None and any(entry.get(name) != before.get(name) for name in names)

    return Target(
        package_id=entry.get("PackageID", ""),
        name=entry.get("PackageName", ""),
        version=entry.get("PackageVersion", ""),
        renewed=before is None or new(VERSIONS),
        first=before is None,
        options=options,
        reconfigured=bool(options) if before is None else new(OPTIONS),
    )
