"""What CloudFormation asks: the event as a frozen Request, with what it wants, its ids and its clock."""

import re
from dataclasses import dataclass
from typing import Any

from errors import MalformedEvent
from properties import Properties, check, coerce
from response_url import signed_at
from wanted import NAMES, Wanted, associated, dissociated, valid

Event = dict[str, Any]

#: What every request of CloudFormation has, whatever its type.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
REQUIRED = dict.fromkeys(("RequestType", "RequestId", "StackId", "LogicalResourceId", "ResponseURL"), str) | {
    "ResourceProperties": dict
}

#: The longest that CloudFormation waits, and its default (seconds).
LONGEST = 3600

#: How long a ResponseURL can be used, as seen in its X-Amz-Expires (seconds).
EXPIRES = 7200

PHYSICAL_ID = re.compile(f"({NAMES['DomainName'].pattern[1:-1]})[|]({NAMES['PackageID'].pattern[1:-1]})")


@dataclass(frozen=True)
class Request:
    """One request of CloudFormation's; instants in epoch seconds."""

    type: str
    stack_id: str
    logical_id: str
    #: The domain; empty when there is nothing to do.
    domain: str
    #: What is wanted of each package, by how the properties name it; first what is to be associated.
    wanted: dict[str, Wanted]
    #: The id that CloudFormation knew before, or the marker that nothing was created.
    previous_id: str
    #: When CloudFormation made the request.
    clock: float
    #: When it must have been answered.
    deadline: float
    adopt: bool = False
    #: The id that a success answers; None: it follows from the package that is meant (see `identity`).
    physical_id: str | None = None
    #: By which ids and names the resource has had its packages on this domain until now.
    known_as: frozenset[str] = frozenset()


def not_created(event: Event) -> str:
    """The physical id of a resource of which nothing was created; its Delete does nothing."""
    return f"not-created|{event['LogicalResourceId']}"


def check_event(event: Any) -> None:
    """Raise unless it is a request of CloudFormation's.

    Raises:
        MalformedEvent: naming what is missing. Its text holds no value of the event.
    """
    missing = [key for key in REQUIRED if not isinstance(event, dict) or not isinstance(event.get(key), REQUIRED[key])]
    if missing:
        raise MalformedEvent(f"Not a CloudFormation request: {', '.join(missing)} missing.")
    if event["RequestType"] not in ("Create", "Update", "Delete"):
        raise MalformedEvent("Not a CloudFormation request: RequestType is none of Create, Update and Delete.")
    if event["RequestType"] != "Create" and not event.get("PhysicalResourceId"):
        raise MalformedEvent("Not a CloudFormation request: PhysicalResourceId missing.")


def parse(event: Event, first_seen: float) -> Request:
    """Return the request that the event holds.

    Args:
        event: a checked event (see `check_event`).
        first_seen: when the first invocation saw it (epoch seconds); the clock where the ResponseURL has no date.

    Raises:
        InvalidRequest: the properties of a Create or Update are wrong. A Delete never is: what can't name an
            association has none to remove.
    """
    properties = coerce(event["ResourceProperties"])
    clock = _made_at(event["ResponseURL"], first_seen)
    timeout = _timeout(properties)
    known = event.get("PhysicalResourceId") or not_created(event)
    shared = {
        "type": event["RequestType"],
        "stack_id": event["StackId"],
        "logical_id": event["LogicalResourceId"],
        "previous_id": known,
        "clock": clock,
        "deadline": clock + timeout - min(30, timeout / 10),
    }
    if event["RequestType"] == "Delete":
        domain, wanted = _to_remove(known, properties)
        return Request(domain=domain, wanted=_by_label(wanted), physical_id=known, **shared)
    check(properties)
    domain, old = properties["DomainName"], coerce(event.get("OldResourceProperties", {}))
    before = old if old.get("DomainName") == domain else None
    had = dissociated(before or {})
    own = PHYSICAL_ID.fullmatch(known)
    known_as = {own[2]} if own and own[1] == domain else set()
    return Request(
        domain=domain,
        wanted=_by_label(associated(properties, before), had),
        adopt=properties.get("AdoptExisting", False),
        known_as=frozenset(known_as | ({had.label} if had else set())),
        **shared,
    )


def _by_label(*wanted: Wanted | None) -> dict[str, Wanted]:
    """Return what is wanted by label, in order; of the same label, the first counts."""
    labelled: dict[str, Wanted] = {}
    for one in filter(None, wanted):
        labelled.setdefault(one.label, one)
    return labelled


def _made_at(url: str, first_seen: float) -> float:
    """Return when CloudFormation made the request (epoch seconds); a URL expired by then is a sample, or a replay."""
    signed = signed_at(url)
    return signed if signed is not None and first_seen - signed < EXPIRES else first_seen


def _timeout(properties: Properties) -> int:
    """Return ServiceTimeout (seconds); a Delete may carry one of an older form, which then does not count."""
    timeout = properties.get("ServiceTimeout")
    return timeout if isinstance(timeout, int) and 1 <= timeout <= LONGEST else LONGEST


def _to_remove(known: str, properties: Properties) -> tuple[str, Wanted | None]:
    """Return domain and package that a Delete is about."""
    if known.startswith("not-created|"):
        return "", None
    domain = valid(properties, "DomainName")
    if own := PHYSICAL_ID.fullmatch(known):
        return own[1], dissociated(properties if domain == own[1] else {}, own[2])
    wanted = dissociated(properties, uncertain=True) if domain else None
    return domain, wanted
