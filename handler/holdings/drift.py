"""Who holds what, beside what is there: how each claim fares, and what somebody must see to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ledger.records import ASKING, HELD, LEAVING, Claim, Item, Slot
from model import Association, Package, domain_of

#: What somebody must see to, by the metric's dimension: not there, failed, at another version than was answered, its
#: domain is no more, its stack is no more.
KINDS = ("missing", "failed", "version", "domain-gone", "stack-gone")
#: A request lasts an hour at most, and waits for less than one in Lambda's queue (seconds).
LONGEST_REQUEST = 7200.0
#: On its way out, or out, by DomainPackageStatus and PackageStatus.
GOING = ("DISSOCIATING", "DELETING", "DELETED")
#: There, by the same.
THERE = ("ACTIVE", "AVAILABLE")

HEAD = ("PLACE", "PACKAGE", "STACK", "RESOURCE", "STATE", "ORIGIN", "SINCE (UTC)", "WHAT IS THERE", "DRIFT")


@dataclass(frozen=True)
class Sight:
    """What a place shows, by package id."""

    found: Mapping[str, Association | Package] = field(default_factory=dict)
    #: There is no such domain.
    gone: bool = False
    #: Why it could not be looked at; empty: it could.
    unseen: str = ""


@dataclass(frozen=True)
class Row:
    """One claim, or a package that nobody holds, and what is there."""

    place: str
    #: The slot's PackageID as it is there now, and its name where it has one.
    package: str
    name: str
    origin: str
    claim: Claim | None
    #: What is there, in words.
    there: str
    #: One of `KINDS`, or empty: nothing is to be seen to.
    drift: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it, and its drift, from others."""
        one = self.claim
        return (self.place, self.package, *((one.stack, one.name, one.type, one.id) if one else ()), self.drift)

    def as_json(self) -> dict[str, str | float]:
        """Return it for programs; Since is in epoch seconds."""
        data: dict[str, str | float] = {"Place": self.place, "PackageID": self.package, "PackageName": self.name}
        data |= {"There": self.there, "Drift": self.drift, "Origin": self.origin}
        if self.claim is not None:
            one = self.claim
            data |= {"StackId": one.stack, "LogicalResourceId": one.name, "ResourceType": one.type}
            data |= {"PhysicalResourceId": one.id, "State": one.state, "Since": one.since, "Version": one.version}
        return data


def judged(place: str, item: Item, sight: Sight, gone: set[str], now: float) -> list[Row]:
    """Return how each claim of a place fares, and what is on a domain though nobody holds it.

    Args:
        gone: the StackIds of the stacks that are no more.
        now: epoch seconds.
    """
    rows, known = list[Row](), set[str]()
    for name, slot in sorted(item.slots.items()):
        one = _there(slot, sight)
        package, quiet = one.package_id if one else slot.package, is_under_way(slot, now)
        label = one.name if one else slot.name or ("" if domain_of(place) else name)
        known.add(package)
        for claim in sorted(slot.claims, key=lambda claim: (claim.stack, claim.name)):
            words, kind = _fares(slot, claim, one, sight)
            kind = "stack-gone" if claim.stack in gone else kind
            rows.append(Row(place, package, label, slot.origin, claim, words, "" if quiet else kind))
    if sight.gone and not rows:
        rows.append(Row(place, "-", "", "", None, "no such domain"))
    if domain_of(place):
        others = (one for package, one in sorted(sight.found.items()) if package not in known)
        rows += [Row(place, one.package_id, one.name, "", None, _words(one)) for one in others]
    return rows


def is_under_way(slot: Slot, now: float) -> bool:
    """Return whether a request may be at work on a slot: what is there is its business until then."""
    if (slot.call is not None and now < slot.call.until) or now < slot.renewed + LONGEST_REQUEST:
        return True
    return any(claim.state in (ASKING, LEAVING) and now < claim.clock + LONGEST_REQUEST for claim in slot.claims)


def _there(slot: Slot, sight: Sight) -> Association | Package | None:
    """Return what is in the slot: an engine upgrade puts another id behind a plugin's name."""
    named = (one for one in sight.found.values() if slot.name and one.name == slot.name)
    return sight.found.get(slot.package) or next(named, None)


def _fares(slot: Slot, claim: Claim, one: Association | Package | None, sight: Sight) -> tuple[str, str]:
    """Say what is there of a claim, and what is to be seen to."""
    held = claim.state == HELD  # what is kept, CloudFormation has forgotten: nobody waits for it
    if sight.unseen:
        return f"? ({sight.unseen})", ""
    if sight.gone:
        return "no such domain", "domain-gone" if held else ""
    if one is None:
        return "missing", "missing" if held else ""
    if one.status.endswith("FAILED"):
        return _words(one), "failed" if held else ""
    if one.status in GOING:
        return _words(one), "missing" if held else ""
    other = claim.version not in ("", one.version) and one.package_id == slot.package and one.status in THERE
    words = f"{_words(one)}, not {claim.version}" if other else _words(one)
    return words, "version" if other and held else ""


def _words(one: Association | Package) -> str:
    """Say what is there: the status, and the version or the service's own error."""
    return " ".join(filter(None, (one.status, one.error or one.version)))


def table(rows: Sequence[Row]) -> str:
    """Return the rows for people."""
    cells = [HEAD, *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    gone = dict.fromkeys(row.claim.stack for row in rows if row.claim is not None and row.drift == "stack-gone")
    return "\n".join([*lines, _sum(rows), *(f'What it has left: {{"Release": "{stack}"}}' for stack in gone)])


def _cells(row: Row) -> tuple[str, ...]:
    one, package = row.claim, " ".join(dict.fromkeys(filter(None, (row.package, row.name))))
    if one is None:
        return (row.place, package, "-", "-", "nobody's", "-", "-", row.there, "-")
    stack = one.stack.partition("/")[2].partition("/")[0]
    since = f"{datetime.fromtimestamp(one.since, UTC):%Y-%m-%d %H:%M}"
    return (row.place, package, stack, one.name, one.state, row.origin, since, row.there, row.drift or "-")


def _sum(rows: Sequence[Row]) -> str:
    found = [row.drift for row in rows if row.drift]
    kinds = ", ".join(f"{found.count(kind)} {kind}" for kind in KINDS if kind in found)
    return f"To be seen to: {kinds}. docs/runbooks.md#drift says how." if kinds else "Nothing is to be seen to."
