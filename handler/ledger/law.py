"""The law: who may have, ask for, and let go of what is in a slot. Pure; docs/design.md has it in words.

The words of an article are its number in that page: (1) to (11).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from ledger.records import ASKING, FOUND, HELD, KEPT, LEAVING, MADE, Call, Claim, Item, Resource, Slot
from model import Course

#: What a call brings about; of packages themselves these are to create, update and delete.
ASSOCIATE, RENEW, DISSOCIATE = "associate", "renew", "dissociate"
#: A Delete, and an Update that wants just what its id names, give back: their clock is so much later (seconds).
GIVES_BACK = 2.0
#: Dates and clocks of hosts differ: what was made so long before an operation began may be of it (seconds).
BEFORE_OPERATION = 3600.0
#: The clock of what an id is believed to have: older than any request's.
BELIEVED = 0.0


class Fate(Enum):
    """What becomes of a claim with a request."""

    STAYS = "stays"
    GOES = "goes"
    #: The stack's course is not known yet.
    UNSURE = "unsure"


class Presence(Enum):
    """What a look says of a slot."""

    ABSENT = "absent"
    #: Missed by one look, which proves nothing.
    UNSURE = "unsure"
    COMING = "coming"
    THERE = "there"
    #: Listed, but nothing is installed: it failed since the last call for it, or it is left over from before.
    FAILED = "failed"
    LEFT_OVER = "left over"
    GOING = "going"


@dataclass(frozen=True)
class Wish:
    """What a request wants at one place; slots are named as the item names them."""

    resource: Resource
    request: str
    #: "Create", "Update" or "Delete".
    type: str
    clock: float
    adopt: bool = False
    #: The id that CloudFormation knows; and the slots at this place that it names, None: it is no id of ours.
    known_id: str = ""
    named: Mapping[str, str] | None = None
    #: What a Create or Update is to have here.
    wanted: Mapping[str, str] | None = None
    #: The newest clock of what the resource holds by that id at another place, see `newest_by_id`; None: nothing.
    since: float | None = None
    #: A Delete's stack, and since when its operation lasts; asked only where it matters.
    course: Callable[[], tuple[Course, float]] = lambda: (Course.ON, 0.0)


@dataclass(frozen=True)
class Stays:
    """A slot that a request lets go of, but whose package stays."""

    slot: str
    package: str
    #: Who holds it; None: the provider did not make it, and never takes it away.
    holder: Claim | None = None


@dataclass(frozen=True)
class Letting:
    """What follows for what a request lets go of."""

    item: Item
    #: What is to be taken away, and what is under way.
    take: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    stays: tuple[Stays, ...] = ()


@dataclass(frozen=True)
class Having:
    """What follows for what a request wants."""

    item: Item
    #: What is absent and may be asked for.
    ask: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    #: What is there and not the stack's.
    others: tuple[str, ...] = ()


def is_late(item: Item, wish: Wish) -> bool:
    """Return whether something newer is wanted of the resource (2). A Delete is never late as a whole."""
    return wish.type != "Delete" and item.newest.get(wish.resource.key, wish.clock) > wish.clock


def opened(item: Item, wish: Wish, now: float) -> tuple[Item, tuple[Stays, ...]]:
    """Return the item that knows of the request, and what of its resource's is kept from now on.

    An id is believed where nothing was ever heard of the resource (10). What it has, and a Create or an Update whose id
    names nothing still finds, CloudFormation has retained (9). Its clock is the newest from now on (2).
    """
    key = wish.resource.key
    if key not in item.newest:
        for name, package in (wish.named or {}).items():
            slot, own = item.slot(name), (wish.resource.stack, wish.resource.name, wish.known_id)
            if any((claim.stack, claim.name, claim.id) == own for claim in slot.claims):
                continue  # heard of by another type, which has been changed in place: the id is that one's to give up
            origin = slot.origin if slot.claims else FOUND if wish.adopt else MADE
            slot = replace(slot, origin=origin, package=slot.package or package)
            item = item.with_slot(
                name, slot.with_claim(_claim(wish, HELD, now, id=wish.known_id, clock=BELIEVED, request=""))
            )
    kept = list[Stays]()
    if wish.type == "Create" or (wish.type == "Update" and wish.named is None):
        for name, slot in item.slots.items():
            for claim in slot.of(wish.resource):
                if claim.state == HELD and claim.request != wish.request:
                    stays = replace(claim, id=f"{KEPT} {claim.id}", state=KEPT)
                    slot = replace(slot, claims=tuple(stays if one == claim else one for one in slot.claims))
                    item = item.with_slot(name, slot)
                    kept.append(Stays(name, slot.package, stays))
    if item.newest.get(key, -1.0) < wish.clock:
        item = replace(item, newest={**item.newest, key: wish.clock})
    return item, tuple(kept)


def loose(item: Item, wish: Wish) -> tuple[dict[str, set[tuple[Resource, str]]], bool]:
    """Return the claims that a request lets go of, by slot (7, 8); and whether the stack's course is not known yet."""
    newest = newest_by_id(item, wish)
    found, unsure = dict[str, set[tuple[Resource, str]]](), False
    for name, slot in item.slots.items():
        for claim in slot.of(wish.resource):
            if claim.state == KEPT or claim.clock > wish.clock:
                continue  # (9), (2)
            if wish.type == "Delete":
                fate = _fate_with_delete(claim, wish, newest)
            elif name in (wish.wanted or {}):
                continue
            else:
                fate = _fate_with_update(claim, wish, newest)
            unsure |= fate is Fate.UNSURE
            if fate is Fate.GOES:
                found.setdefault(name, set()).add(claim.key)
    return found, unsure


def _fate_with_delete(claim: Claim, wish: Wish, newest: float | None) -> Fate:
    """Return whether a Delete lets go of a claim of its resource (7)."""
    if claim.state != HELD or claim.id == wish.known_id:
        return Fate.GOES
    course, began = wish.course()
    if course is Course.UNSURE:
        return Fate.UNSURE
    if wish.named is None:
        goes = course is not Course.ON and claim.clock >= began - BEFORE_OPERATION
    else:
        goes = course is Course.AWAY and newest is not None and claim.clock > newest
    return Fate.GOES if goes else Fate.STAYS


def _fate_with_update(claim: Claim, wish: Wish, newest: float | None) -> Fate:
    """Return whether a Create or Update lets go of a claim of its resource on a slot that it does not want (8)."""
    if claim.state == LEAVING:
        return Fate.GOES
    if claim.request == wish.request or claim.id == wish.known_id:
        return Fate.STAYS
    newer = wish.type == "Update" and newest is not None and claim.clock > newest
    return Fate.GOES if claim.state == ASKING or newer else Fate.STAYS


def newest_by_id(item: Item, wish: Wish) -> float | None:
    """Return the newest clock of what the resource holds by its known id; None: it holds nothing by it.

    An id names slots of one place. Who sees to more than one reads the item of that place first, and puts the answer
    into the wish, for what is newer elsewhere is judged by it as well.
    """
    own = (claim for slot in item.slots.values() for claim in slot.of(wish.resource))
    here = [claim.clock for claim in own if claim.id == wish.known_id and claim.state == HELD]
    if wish.named and wish.resource.key not in item.newest:
        here.append(BELIEVED)
    return max([*here, *([] if wish.since is None else [wish.since])], default=None)


def let_go(
    item: Item,
    wish: Wish,
    going: Mapping[str, Collection[tuple[Resource, str]]],
    presence: Callable[[str], Presence],
    now: float,
) -> Letting:
    """Return what follows for what a request lets go of (6)."""
    take, waits, stays = list[str](), list[str](), list[Stays]()
    for name, keys in going.items():
        slot = item.slots[name]
        left = slot.without(set(keys))
        holders = [claim for claim in left.claims if claim.holds]
        if holders or slot.origin != MADE:
            holder = next(iter(sorted(holders, key=lambda claim: claim.state != KEPT)), None)
            item = item.with_slot(name, left)
            stays.append(Stays(name, slot.package, holder))
            continue
        there = presence(name)
        if there is Presence.ABSENT and not is_under_way(slot, there, now):
            item = item.with_slot(name, replace(left, call=None))
            continue
        leaving = slot
        for claim in [claim for claim in slot.claims if claim.key in keys]:
            leaving = leaving.with_claim(replace(claim, state=LEAVING, clock=wish.clock, request=wish.request))
        item = item.with_slot(name, leaving)
        quiet = there in (Presence.THERE, Presence.FAILED, Presence.LEFT_OVER)
        (take if quiet and not is_under_way(slot, there, now) else waits).append(name)
    return Letting(item, tuple(take), tuple(waits), tuple(stays))


def have(item: Item, wish: Wish, presence: Callable[[str], Presence], now: float) -> Having:
    """Return what follows for what a Create or Update wants (4): what is there is the stack's, or another's."""
    before, ask, waits, others = item, list[str](), list[str](), list[str]()
    for name, package in (wish.wanted or {}).items():
        slot, there = item.slot(name), presence(name)
        if there in (Presence.ABSENT, Presence.FAILED, Presence.LEFT_OVER):
            had = any(_has(claim, wish) and claim.state == HELD for claim in slot.claims)  # asked again, or a list lags
            (waits if (had and there is Presence.ABSENT) or is_under_way(slot, there, now) else ask).append(name)
        elif there in (Presence.GOING, Presence.UNSURE):
            waits.append(name)
        elif not wish.adopt and not any(claim.stack == wish.resource.stack for claim in slot.claims):
            others.append(name)
        else:
            same = slot.claims and slot.package in ("", package)  # else it merely has the name, and others made it
            slot = replace(slot, origin=slot.origin if same else FOUND, package=package)
            if not any(_has(claim, wish) for claim in slot.claims):
                slot = slot.with_claim(_claim(wish, ASKING, now))
            item = item.with_slot(name, slot)
            if there is Presence.COMING or is_under_way(slot, there, now):
                waits.append(name)
    return Having(before if others else item, tuple(ask), tuple(waits), tuple(others))


def with_call(item: Item, wish: Wish, slots: Iterable[str], call: Call) -> Item:
    """Return the item as it is written before one call about slots (3, 5).

    Into what is absent a call brings claim and origin along, and what others left asking there falls away.
    """
    for name in slots:
        slot = replace(item.slot(name), call=call)
        if call.verb == ASSOCIATE:
            own = wish.resource
            rest = tuple(claim for claim in slot.claims if claim.state != ASKING or claim.resource == own)
            slot = replace(slot, package=(wish.wanted or {}).get(name, ""), origin=MADE, claims=rest)
            slot = slot.with_claim(_claim(wish, ASKING, call.at))
        if call.verb == RENEW:
            slot = replace(slot, renewed=slot.renewed or call.at)
        item = item.with_slot(name, slot)
    return item


def taken_back(item: Item, wish: Wish, token: str) -> Item:
    """Return the item without a call that was surely without effect, and what was written along with it (3)."""
    for name, slot in item.slots.items():
        if slot.call is None or slot.call.token != token:
            continue
        verb = slot.call.verb
        slot = replace(slot, call=None, renewed=0.0 if slot.renewed == slot.call.at else slot.renewed)
        if verb == ASSOCIATE:
            rest = slot.without({(wish.resource, wish.request)})
            slot = replace(rest, origin=FOUND if rest.claims else "")
        item = item.with_slot(name, slot)
    return item


def answered(item: Item, token: str, until: float) -> Item:
    """Return the item where a call may take effect no longer than until then, for it was answered (3)."""
    for name, slot in item.slots.items():
        if slot.call is not None and slot.call.token == token:
            item = item.with_slot(name, replace(slot, call=replace(slot.call, until=min(until, slot.call.until))))
    return item


def held(item: Item, wish: Wish, new_id: str, versions: Mapping[str, str], now: float) -> Item:
    """Return the item in which a request has all that it wants (4): its own claims that are to go, vanish.

    Where an Update keeps its id, so do those that no Delete will name: of the type that it had, where that was changed
    in place, and by an id that an engine upgrade has replaced.
    """
    newest, own = newest_by_id(item, wish), (wish.resource, new_id)
    keeps_id = wish.type == "Update" and new_id == wish.known_id

    def stays(claim: Claim, slot: Slot) -> bool:
        if claim.state == KEPT:
            return True
        if claim.resource != wish.resource:  # where its type was changed in place, the old type's claim has its id
            anew = keeps_id and own not in [one.key for one in slot.claims]
            return not anew or (claim.stack, claim.name, claim.id) != (wish.resource.stack, wish.resource.name, new_id)
        if keeps_id and claim.id != new_id and {*claim.packages} & {*slot.was}:
            return False
        old = wish.type == "Create" or newest is None or claim.clock <= newest
        return claim.id in (new_id, wish.known_id) or (claim.state == HELD and old)

    for name in wish.wanted or {}:
        slot = item.slot(name)
        slot = replace(slot, claims=tuple(claim for claim in slot.claims if stays(claim, slot)))
        ours = slot.call is not None and slot.call.verb == RENEW and slot.call.request == wish.request
        slot = replace(slot, call=None, renewed=0.0 if ours else slot.renewed)  # it has been seen to take effect
        claim = replace(_claim(wish, HELD, now, id=new_id), version=versions.get(name, ""))
        item = item.with_slot(name, slot.with_claim(claim))
    return item


def upgraded(item: Item, plugins: Mapping[str, str]) -> Item:
    """Return the item in which a plugin's slot has the id that an upgrade of the engine has put in its place.

    Args:
        plugins: the names of the plugins that the domain lists, by id.
    """
    for package, name in plugins.items():
        old = next((key for key, slot in item.slots.items() if name and slot.name == name and key not in plugins), None)
        if old is not None and not item.slot(package).claims:
            slots = {key: slot for key, slot in item.slots.items() if key != old}
            slot = replace(item.slots[old], package=package, was=(*item.slots[old].was, old))
            item = replace(item, slots={**slots, package: slot})
    return item


def is_open(slot: Slot, now: float) -> bool:
    """Return whether the time of the last call for a slot is not up."""
    return slot.call is not None and now < slot.call.until


def is_under_way(slot: Slot, there: Presence, now: float) -> bool:
    """Return whether the last call for a slot may still take effect: it has not been seen to, and has time left (3)."""
    if slot.call is None or not is_open(slot, now):
        return False
    unseen = {
        ASSOCIATE: (Presence.ABSENT, Presence.UNSURE, Presence.LEFT_OVER),
        RENEW: (Presence.THERE,),
        DISSOCIATE: (Presence.THERE, Presence.FAILED, Presence.LEFT_OVER),
    }
    return there in unseen[slot.call.verb]


def _has(claim: Claim, wish: Wish) -> bool:
    return claim.resource == wish.resource and claim.request == wish.request and claim.state in (ASKING, HELD)


def _claim(
    wish: Wish, state: str, now: float, *, id: str = "", clock: float | None = None, request: str | None = None
) -> Claim:
    one = wish.resource
    clock = wish.clock if clock is None else clock
    request = wish.request if request is None else request
    return Claim(one.stack, one.name, one.type, id or wish.request, state, clock, request, now)
