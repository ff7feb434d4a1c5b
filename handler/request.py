"""What CloudFormation asks: the event as a frozen Request with its goals, its ids and its clock."""

import re
from dataclasses import dataclass, field
from typing import Any

from errors import InvalidRequest, MalformedEvent
from properties import SCHEMA, Properties, check, coerce
from response_url import signed_at
from situation import Goal

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

PHYSICAL_ID = re.compile(
    f"({SCHEMA['properties']['DomainName']['pattern'][1:-1]})[|]({SCHEMA['properties']['PackageID']['pattern'][1:-1]})"
)


@dataclass(frozen=True)
class Request:
    """One request of CloudFormation's; instants in epoch seconds."""

    type: str
    stack_id: str
    logical_id: str
    #: The domain; empty when there is nothing to do.
    domain: str
    #: What is wanted of each package, by its id.
    goals: dict[str, Goal]
    #: The id that a success answers.
    physical_id: str
    #: The id that CloudFormation knew before, or the marker that nothing was created.
    previous_id: str
    #: When CloudFormation made the request.
    clock: float
    #: When it must have been answered.
    deadline: float
    adopt: bool = False
    #: The packages to dissociate only if this stack's operation may have made their association: CloudFormation never
    #: learnt of it, because it cancelled the Create or the replacement that still ran.
    uncertain: frozenset[str] = frozenset()
    #: The packages that this request names, and neither the old properties nor the old id do.
    named_first: frozenset[str] = field(default_factory=frozenset)

    def failed_id(self, tried: bool) -> str:
        """The id that a failure answers: the new one only if CloudFormation must clean it up."""
        return self.physical_id if tried else self.previous_id


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
        domain, package, invented = _to_remove(known, properties)
        goals = {package: Goal.DISSOCIATED} if package else {}
        uncertain = frozenset(goals) if invented else frozenset()
        return Request(domain=domain, goals=goals, physical_id=known, uncertain=uncertain, **shared)
    check(properties)
    domain, package = properties["DomainName"], properties["PackageID"]
    physical_id = f"{domain}|{package}"
    old = event.get("OldResourceProperties", {})
    named_before = known == physical_id or (old.get("DomainName"), old.get("PackageID")) == (domain, package)
    given_up = _given_up(known, physical_id, old)
    return Request(
        domain=domain,
        goals={package: Goal.ASSOCIATED} | dict.fromkeys(given_up, Goal.DISSOCIATED),
        uncertain=given_up,
        physical_id=physical_id,
        adopt=properties.get("AdoptExisting", False),
        named_first=frozenset() if named_before else frozenset([package]),
        **shared,
    )


def _made_at(url: str, first_seen: float) -> float:
    """Return when CloudFormation made the request (epoch seconds); a URL expired by then is a sample, or a replay."""
    signed = signed_at(url)
    return signed if signed is not None and first_seen - signed < EXPIRES else first_seen


def _given_up(known: str, physical_id: str, old: Properties) -> frozenset[str]:
    """Return the package of a replacement that was cancelled, or failed, before CloudFormation learnt its id.

    Only then does an Update go back to what the known id names already, from properties that name another.
    """
    before = PHYSICAL_ID.fullmatch(f"{old.get('DomainName')}|{old.get('PackageID')}")
    same_domain = before and physical_id.startswith(f"{before[1]}|")
    return frozenset([before[2]] if before and same_domain and known == physical_id != before[0] else [])


def _timeout(properties: Properties) -> int:
    """Return ServiceTimeout (seconds); a Delete may carry one of an older form, which then does not count."""
    timeout = properties.get("ServiceTimeout")
    return timeout if isinstance(timeout, int) and 1 <= timeout <= LONGEST else LONGEST


def _to_remove(known: str, properties: Properties) -> tuple[str, str, bool]:
    """Return domain and package that a Delete is about, empty when none, and whether its id is an invented one."""
    if known.startswith("not-created|"):
        return "", "", False
    if own := PHYSICAL_ID.fullmatch(known):
        return own[1], own[2], False
    try:
        check({key: properties[key] for key in ("ServiceToken", "DomainName", "PackageID") if key in properties})
    except InvalidRequest:
        return "", "", True
    return properties["DomainName"], properties["PackageID"], True
