"""What an event asks: the frozen Request, with its goal, targets, ids and clock."""

from dataclasses import replace
from typing import Any

from cloudformation.event import Event
from cloudformation.ids import not_created
from cloudformation.properties import SCHEMAS, coerce, problems
from cloudformation.response_url import signed_at
from cloudformation.types import misspelt, resource_type
from errors import InvalidRequest
from model import Goal, Named, Request
from reconcile.kinds import KINDS, kind_of

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
    declaration = kind_of(type_).declaration
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
        place=declaration.place(given),
        targets=declaration.declared(given),
        known_id=known_id,
        named=named_by(event),
        made=made,
        limit=made + timeout(event),
        id=event["RequestId"],
        shown_type=str(event.get("ResourceType") or type_),
        dated=dated,
        adopt=str(given.get("AdoptExisting", "")).lower() == "true",
    )
    places = [] if request.named is None else [request.named.place]
    if event["RequestType"] == "Delete":
        return replace(request, elsewhere=_others(request.place, *places))
    if words := misspelt(str(event.get("ResourceType", ""))):
        raise InvalidRequest(words)
    properties = coerce(given, SCHEMAS[type_])
    for _, problem in problems(properties, SCHEMAS[type_], type_):
        raise InvalidRequest(problem)
    place, before, old = declaration.place(properties), dict[str, Any](), event.get("OldResourceProperties")
    if isinstance(old, dict):
        old_type = resource_type({"ResourceProperties": old})
        before = coerce(old, SCHEMAS[old_type])
        places += [kind_of(old_type).declaration.place(before)] if before else []
    return replace(
        request,
        goal=Goal.PRESENT,
        place=place,
        targets=declaration.targets(properties, before),
        adopt=properties.get("AdoptExisting", False),
        elsewhere=_others(place, *places),
    )


def named_by(event: Event) -> Named | None:
    """Return what the event's physical id names; a resource of a type of ours has none of another kind's."""
    known_id, type_ = str(event.get("PhysicalResourceId", "")), event.get("ResourceType")
    if known_id == not_created(event["LogicalResourceId"]):
        return None
    kinds = [kind_of(type_)] if type_ in SCHEMAS else KINDS
    return next((named for kind in kinds if (named := kind.declaration.read_id(known_id)) is not None), None)


def _others(place: str, *places: str) -> tuple[str, ...]:
    """Return the places besides, each once."""
    return tuple(dict.fromkeys(one for one in places if one not in ("", place)))


def timeout(event: Event) -> int:
    """Return ServiceTimeout (seconds), which some give beside the properties; a malformed one does not count."""
    for where in (event["ResourceProperties"], event):
        text = str(where.get("ServiceTimeout", ""))[:9]
        if text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST:
            return int(text)
    return LONGEST
