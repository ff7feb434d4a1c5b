"""What an event asks: the frozen Request, with its goal, targets, ids and clock."""

from dataclasses import replace

from cloudformation.event import Event
from cloudformation.ids import NOT_CREATED, holding, not_created
from cloudformation.properties import SCHEMAS, Properties, coerce, problems
from cloudformation.response_url import signed_at
from cloudformation.targets import adopting, named, targets, valid
from cloudformation.types import PACKAGE, misspelt, resource_type
from errors import InvalidRequest
from model import Goal, Holding, Request, Target

#: The longest that CloudFormation waits, and its default (seconds).
LONGEST = 3600
#: How long a ResponseURL can be used, as seen in its X-Amz-Expires (seconds).
EXPIRES = 7200


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
    made = made_at(event["ResponseURL"], first_seen)
    known_id = event.get("PhysicalResourceId") or not_created(logical_id)
    request = Request(
        type=event["RequestType"],
        stack_id=event["StackId"],
        logical_id=logical_id,
        resource_type=type_,
        goal=Goal.ABSENT,
        domain="",
        targets=(),
        known_id=known_id,
        known=_known(type_, known_id, logical_id),
        made=made,
        limit=made + timeout(event),
    )
    if event["RequestType"] == "Delete":
        return _to_delete(request, given)
    if words := misspelt(str(event.get("ResourceType", ""))):
        raise InvalidRequest(words)
    properties = coerce(given, SCHEMAS[type_])
    for _, problem in problems(properties, SCHEMAS[type_], type_):
        raise InvalidRequest(problem)
    old = event.get("OldResourceProperties")
    before = coerce(old, SCHEMAS[resource_type({"ResourceProperties": old})]) if isinstance(old, dict) else {}
    request = replace(
        request,
        goal=Goal.PRESENT,
        domain=properties.get("DomainName", ""),
        targets=targets(type_, properties, before),
        adopt=properties.get("AdoptExisting", False),
    )
    return replace(request, to_sweep=_cancelled(request, before)) if request.type == "Update" else request


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


def _known(type_: str, known_id: str, logical_id: str) -> Holding | None:
    """Return what the id says that the resource holds: of a package, none on a domain, and the other way round."""
    known = holding(known_id, logical_id)
    return known if known is not None and (known.domain == "") == (type_ == PACKAGE) else None


def _to_delete(request: Request, properties: Properties) -> Request:
    """Return a Delete: of what its id names or, with an invented id, of what its properties name."""
    if request.known_id.startswith(NOT_CREATED):
        return request
    if request.known is not None:
        held = tuple(Target(package_id=one) for one in request.known.packages)
        names = frozenset(one.name for one in named(request.resource_type, properties) if one.name)
        return replace(request, domain=request.known.domain, targets=held, names=names)
    return _unnamed(request, properties)


def _cancelled(request: Request, before: Properties) -> Request | None:
    """Return the removal of what a cancelled request, which this Update may roll back, may have asked for.

    That is what its properties name, and neither this request nor the id that CloudFormation knows.
    """
    type_ = resource_type({"ResourceProperties": before})
    removal = _unnamed(replace(request, resource_type=type_, targets=(), to_sweep=None, goal=Goal.ABSENT), before)
    here = removal.domain == request.domain
    wanted = {name for one in request.targets for name in (one.package_id, _by_name(one)) if here and name}
    left = [
        one
        for one in removal.targets
        if not {one.package_id, _by_name(one)} & wanted and not removal.held(one.package_id)
    ]
    return replace(removal, targets=tuple(left)) if left else None


def _by_name(target: Target) -> str:
    """Return what tells a package by its name: plugins of one name differ in their engine version."""
    return " ".join(filter(None, (target.name, target.options.get("EngineVersion"))))


def _unnamed(request: Request, properties: Properties) -> Request:
    """Return the removal of what properties name, of whatever form they are."""
    domain = valid(properties, "DomainName")
    unnamed = named(request.resource_type, properties) if domain or request.resource_type == PACKAGE else ()
    return replace(request, domain=domain, targets=unnamed, adopt=adopting(properties), cancelled=True)
