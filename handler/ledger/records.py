"""What the ledger holds of one place: slots, claims and calls. Frozen; instants are epoch seconds."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

#: The states of a claim. A claim that is asking, held or kept is a holder's; one that is leaving is not.
ASKING, HELD, LEAVING, KEPT = "asking", "held", "leaving", "kept"
#: Where what is in a slot came from.
MADE, FOUND = "made", "found"
#: How long a resource's newest clock is kept after its last claim, and a request's first sight (seconds).
REMEMBERED, SEEN_FOR = 90 * 86400, 7200
#: Beyond this the oldest clocks of resources without a claim go first; DynamoDB takes 400 KB (bytes).
LARGEST = 300_000


@dataclass(frozen=True)
class Resource:
    """One resource of a stack: a change of its type makes another of it."""

    stack: str
    name: str
    type: str

    @property
    def key(self) -> str:
        """What stands for it where only equality matters."""
        return hashlib.sha256("\n".join((self.stack, self.name, self.type)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Claim:
    """What one physical id of a resource has of one slot; before there is an id, the RequestId stands for it."""

    stack: str
    name: str
    type: str
    id: str
    state: str
    #: The clock of the request that made it asking, held or leaving, that request, and since when the id has it.
    clock: float
    request: str
    since: float = 0.0
    #: The version that the resource was last answered.
    version: str = ""

    @property
    def resource(self) -> Resource:
        """Whose it is."""
        return Resource(self.stack, self.name, self.type)

    @property
    def key(self) -> tuple[Resource, str]:
        """What tells it from the other claims of its slot."""
        return self.resource, self.id

    @property
    def packages(self) -> list[str]:
        """The packages that its id names: their ids stand at its end, whatever the kind."""
        return self.id.rpartition("|")[2].split(",")

    @property
    def holds(self) -> bool:
        """Whether the thing stays for its sake."""
        return self.state != LEAVING


@dataclass(frozen=True)
class Call:
    """The last call for a slot: whose it was, and until when it may take effect."""

    token: str
    request: str
    verb: str
    at: float
    until: float


@dataclass(frozen=True)
class Slot:
    """A package at a place."""

    #: Its PackageID, as last seen or asked for; and of a plugin on a domain its name, which outlives the id.
    package: str = ""
    name: str = ""
    #: The ids that an upgrade of the engine has put this one in the place of.
    was: tuple[str, ...] = ()
    origin: str = ""
    call: Call | None = None
    #: When a new version was last asked for that has not been seen to come; 0: none was.
    renewed: float = 0.0
    claims: tuple[Claim, ...] = ()

    def of(self, resource: Resource) -> list[Claim]:
        """Return the claims of a resource."""
        return [claim for claim in self.claims if claim.resource == resource]

    def with_claim(self, claim: Claim) -> "Slot":
        """Return the slot with a claim in the place of the one with its key."""
        before = next((one for one in self.claims if one.key == claim.key), None)
        claim = replace(claim, since=before.since) if before is not None else claim
        return replace(self, claims=(*(one for one in self.claims if one.key != claim.key), claim))

    def without(self, keys: set[tuple[Resource, str]]) -> "Slot":
        """Return the slot without some claims; with the last of them goes what is known of where it came from."""
        rest = tuple(claim for claim in self.claims if claim.key not in keys)
        return replace(self, claims=rest, origin=self.origin if rest else "")


@dataclass(frozen=True)
class Item:
    """One place: a domain, or the account's packages."""

    rev: int = 0
    #: The newest clock of each resource, by its key; and when each request without a date was first seen.
    newest: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[str, float] = field(default_factory=dict)
    slots: Mapping[str, Slot] = field(default_factory=dict)

    def slot(self, name: str) -> Slot:
        """Return a slot, which may be empty."""
        return self.slots.get(name, Slot())

    def with_slot(self, name: str, slot: Slot) -> "Item":
        """Return the item with a slot as it is now."""
        return replace(self, slots={**self.slots, name: slot})

    def encoded(self, now: float) -> str:
        """Return it as JSON, without what has no use any more."""
        slots = {name: asdict(slot) for name, slot in self.slots.items() if slot.claims or _is_open(slot.call, now)}
        used = {claim.resource.key for slot in self.slots.values() for claim in slot.claims}
        newest = {key: at for key, at in self.newest.items() if key in used or at > now - REMEMBERED}
        seen = {request: at for request, at in self.seen.items() if at > now - SEEN_FOR}
        text = json.dumps({"newest": newest, "seen": seen, "slots": slots}, separators=(",", ":"))
        unused = sorted(newest.keys() - used, key=lambda key: newest[key])
        while len(text) > LARGEST and unused:
            gone, unused = unused[: len(unused) // 2 + 1], unused[len(unused) // 2 + 1 :]
            newest = {key: at for key, at in newest.items() if key not in gone}
            text = json.dumps({"newest": newest, "seen": seen, "slots": slots}, separators=(",", ":"))
        return text


def decoded(text: str, rev: int) -> Item:
    """Return the item that a JSON text holds.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it holds none.
    """
    data = json.loads(text)
    slots = {name: _slot(slot) for name, slot in data["slots"].items()}
    newest = {str(key): float(at) for key, at in data["newest"].items()}
    return Item(rev, newest, {str(key): float(at) for key, at in data["seen"].items()}, slots)


def _slot(data: dict[str, Any]) -> Slot:
    call = Call(**fields_of(Call, data["call"])) if data["call"] else None
    claims = tuple(Claim(**fields_of(Claim, claim)) for claim in data["claims"])
    return Slot(**(fields_of(Slot, data) | {"call": call, "claims": claims, "was": tuple(data.get("was", ()))}))


def fields_of(cls: type, data: dict[str, Any]) -> dict[str, Any]:
    """Return what this version knows of it: a newer one may have written more."""
    return {one.name: data[one.name] for one in fields(cls) if one.name in data}


def _is_open(call: Call | None, now: float) -> bool:
    return call is not None and now < call.until
