"""What an event asks: the frozen Request, with its goal, targets, ids and clock."""

from dataclasses import replace

from cloudformation.event import Event
from cloudformation.ids import named, not_created
from cloudformation.properties import SCHEMAS, coerce, problems
from cloudformation.response_url import signed_at
from cloudformation.targets import adopting, declared, targets, valid
from cloudformation.types import PACKAGE, misspelt, resource_type
from errors import InvalidRequest
from model import Goal, Named, Request

#: The longest that CloudFormation waits, and its default (seconds).
LONGEST = 3600
#: How long a ResponseURL can be used, as seen in its X-Amz-Expires (seconds); one expired is a sample's, or a replay's.
EXPIRES = 7200


def parse(event: Event, first_seen: float) -> Request:
    """Return the request that the event holds.

    Args:
        event: a checked event (see `event.check_event`).
        first_seen: when the first invocation saw it (epoch seconds); the clock where the ResponseURL has no date.

    Raises:
        InvalidRequest: the properties of a Create or Update are wrong. A Delete never is.
    """
    type_, given, logical_id = resource_type(event), event["ResourceProperties"], event["LogicalResourceId"]
    signed = signed_at(event["ResponseURL"], first_seen)
    dated = signed is not None and signed > first_seen - EXPIRES
    made = signed if signed is not None and dated else first_seen
    known_id = event.get("PhysicalResourceId") or not_created(logical_id)
    request = Request(
        type=event["RequestType"],
        stack_id=event["StackId"],
        logical_id=logical_id,
        resource_type=type_,
        goal=Goal.ABSENT,
        domain=valid(given, "DomainName"),
        targets=declared(type_, given),
        known_id=known_id,
        known=_known(named(known_id, logical_id), event, type_),
        made=made,
        limit=made + timeout(event),
        id=event["RequestId"],
        shown_type=str(event.get("ResourceType") or type_),
        dated=dated,
        adopt=adopting(given),
    )
    places = [] if request.known is None else [request.known.domain]
    if event["RequestType"] == "Delete":
        return replace(request, elsewhere=_others(request.domain, *places))
    if words := misspelt(str(event.get("ResourceType", ""))):
        raise InvalidRequest(words)
    properties = coerce(given, SCHEMAS[type_])
    for _, problem in problems(properties, SCHEMAS[type_], type_):
        raise InvalidRequest(problem)
    old = event.get("OldResourceProperties")
    old_type = resource_type({"ResourceProperties": old}) if isinstance(old, dict) else type_
    before = coerce(old, SCHEMAS[old_type]) if isinstance(old, dict) else {}
    domain, old_domain = properties.get("DomainName", ""), valid(before, "DomainName")
    places += [old_domain] if before and (old_domain or old_type == PACKAGE) else []
    return replace(
        request,
        goal=Goal.PRESENT,
        domain=domain,
        targets=targets(type_, properties, before),
        adopt=properties.get("AdoptExisting", False),
        elsewhere=_others(domain, *places),
    )


def _known(known: Named | None, event: Event, type_: str) -> Named | None:
    """Return what an id names; a resource of a type of ours has none of another type's."""
    foreign = known is not None and event.get("ResourceType") in SCHEMAS and (known.domain == "") != (type_ == PACKAGE)
    return None if foreign else known


def _others(domain: str, *domains: str) -> tuple[str, ...]:
    """Return the domains besides, each once."""
    return tuple(dict.fromkeys(one for one in domains if one != domain))


def timeout(event: Event) -> int:
    """Return ServiceTimeout (seconds), which some give beside the properties; a malformed one does not count."""
    for where in (event["ResourceProperties"], event):
        text = str(where.get("ServiceTimeout", ""))[:9]
        if text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST:
            return int(text)
    return LONGEST
