"""What an event asks: the frozen Request, with what it wants, its ids and its clock."""

from dataclasses import dataclass

from errors import InvalidRequest
from event import Event, not_created
from kinds import Kind, kind_of
from properties import Properties, check, coerce
from response_url import signed_at
from wanted import Wanted, associated, dissociated, valid

#: The longest that CloudFormation waits, and its default (seconds).
LONGEST = 3600

#: How long a ResponseURL can be used, as seen in its X-Amz-Expires (seconds).
EXPIRES = 7200


@dataclass(frozen=True)
class Request:
    """One request of CloudFormation's; instants in epoch seconds."""

    type: str
    stack_id: str
    logical_id: str
    kind: Kind
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


def parse(event: Event, first_seen: float) -> Request:
    """Return the request that the event holds.

    Args:
        event: a checked event (see `event.check_event`).
        first_seen: when the first invocation saw it (epoch seconds); the clock where the ResponseURL has no date.

    Raises:
        InvalidRequest: the properties of a Create or Update are wrong. A Delete never is: what can't name an
            association has none to remove.
    """
    kind = kind_of(event)
    properties = coerce(event["ResourceProperties"], kind.schema)
    clock = _made_at(event["ResponseURL"], first_seen)
    timeout = _timeout(properties)
    known = event.get("PhysicalResourceId") or not_created(event)
    shared = {
        "type": event["RequestType"],
        "stack_id": event["StackId"],
        "logical_id": event["LogicalResourceId"],
        "kind": kind,
        "previous_id": known,
        "clock": clock,
        "deadline": clock + timeout - min(30, timeout / 10),
    }
    if event["RequestType"] == "Delete":
        domain, leaving = _to_remove(kind, event, known, properties)
        return Request(domain=domain, wanted=_by_label(leaving), physical_id=known, **shared)
    check(properties, kind.schema)
    domain, old = properties["DomainName"], coerce(event.get("OldResourceProperties", {}), kind.schema)
    before = kind.entries(old) if old.get("DomainName") == domain else []
    had = {one.label: entry for entry in before if (one := dissociated(entry))}
    own = kind.named_by(known, event["LogicalResourceId"])
    return Request(
        domain=domain,
        wanted=_coming(kind.entries(properties), before, had),
        adopt=properties.get("AdoptExisting", False),
        physical_id=kind.physical_id(domain, event["LogicalResourceId"]),
        known_as=frozenset(had) | ({own[1]} if own and own[0] == domain else set()) - {""},
        **shared,
    )


def _coming(entries: list[Properties], before: list[Properties], had: dict[str, Properties]) -> dict[str, Wanted]:
    """Return what a Create or Update wants: first what comes or stays, then what leaves of what it had, by label."""
    wanted: dict[str, Wanted] = {}
    for entry in entries:
        label = entry.get("PackageID") or entry["PackageName"]
        if label in wanted:
            raise InvalidRequest(f"Packages names {label} twice: keep one of them.")
        wanted[label] = associated(entry, had.get(label, _by_other_name(entry, before) if len(entries) == 1 else None))
    leaving = [dissociated(entry) for label, entry in had.items() if label not in wanted]
    return wanted | _by_label(leaving)


def _by_other_name(entry: Properties, before: list[Properties]) -> Properties | None:
    """Return what named a lone package by its id that is named by its name now, or the other way round."""
    (old,) = before if len(before) == 1 else ({},)
    return old if old and ("PackageID" in entry) != ("PackageID" in old) else None


def _by_label(wanted: list[Wanted | None]) -> dict[str, Wanted]:
    """Return what is wanted by label."""
    return {one.label: one for one in wanted if one}


def _made_at(url: str, first_seen: float) -> float:
    """Return when CloudFormation made the request (epoch seconds); a URL expired by then is a sample, or a replay."""
    signed = signed_at(url, first_seen)
    return signed if signed is not None and first_seen - signed < EXPIRES else first_seen


def _timeout(properties: Properties) -> int:
    """Return ServiceTimeout (seconds); a Delete may carry one of an older form, which then does not count."""
    timeout = properties.get("ServiceTimeout")
    return timeout if isinstance(timeout, int) and 1 <= timeout <= LONGEST else LONGEST


def _to_remove(kind: Kind, event: Event, known: str, properties: Properties) -> tuple[str, list[Wanted | None]]:
    """Return domain and packages that a Delete is about."""
    if known.startswith("not-created|"):
        return "", []
    domain = valid(properties, "DomainName")
    own = kind.named_by(known, event["LogicalResourceId"])
    entries = kind.entries(properties) if domain == (own[0] if own else domain or None) else []
    if own is None:  # CloudFormation invented the id, because it cancelled the Create
        return domain, [dissociated(entry, uncertain=True) for entry in entries]
    return own[0], [dissociated(entry, own[1]) for entry in entries or [{}]]
