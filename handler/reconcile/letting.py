"""What a request lets go of: what follows for each slot, by the law and by what its status means."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from errors import Failed, ServiceError
from ledger.law import DISSOCIATE, Presence, Stays, Wish, let_go
from ledger.records import KEPT, Item, Resource
from model import Goal, Request
from reconcile.kind import Ask, Kind, Next
from reconcile.look import Look
from reconcile.rules import Step
from reconcile.state import ABSENT, State, letting

Keys = Mapping[str, Collection[tuple[Resource, str]]]


def let(kind: Kind, state: State, item: Item, wish: Wish, look: Look, keys: Keys) -> Next:
    """Return what follows for what a request lets go of."""
    packages = {slot: item.slots[slot].package for slot in keys}
    for slot, package in packages.items():
        known = replace(state.of(letting(slot)), id=package).looked_at(look.found.get(package), look.now)
        state = state.with_package(letting(slot), known)
    try:
        return _following(kind, state, item, wish, look, keys, packages)
    except (Failed, ServiceError) as error:
        return Next(state, item, wish, pending=tuple(packages.values()), error=error)


def _following(
    kind: Kind, state: State, item: Item, wish: Wish, look: Look, keys: Keys, packages: Mapping[str, str]
) -> Next:
    needless = set[str]()

    def presence(slot: str) -> Presence:
        absent = state.of(letting(slot)).since.get(ABSENT)
        return Presence.ABSENT if slot in needless else look.presence(item.slots[slot], packages[slot], absent)

    result, take, trouble = let_go(item, wish, keys, presence, look.now), list[str](), ""
    for slot in (*result.take, *result.waits):
        if packages[slot] not in look.found:
            continue
        with kind.words.about(away(look.request, look.place), packages[slot]):
            known, step, hinders = kind.step_away(state.of(letting(slot)), look)
        trouble = trouble or hinders
        state = state.with_package(letting(slot), known)
        needless |= {slot} if step is Step.DONE else set()
        take += [slot] if step is Step.REQUEST and slot in result.take else []
    if needless:
        result = let_go(item, wish, keys, presence, look.now)
    there = [stays for stays in result.stays if stays.package in look.found and not _is_own(stays, wish)]
    state = state.noted(*(kind.words.stays(look.place, stays) for stays in there))
    pending = tuple(packages[slot] for slot in (*result.take, *result.waits))
    confirm = any(presence(slot) is Presence.UNSURE for slot in result.waits)
    if take and not trouble:
        state, trouble = kind.hindered(state, {letting(slot): item.slots[slot] for slot in take}, look)
    asks = tuple(Ask(letting(slot), slot, packages[slot], DISSOCIATE) for slot in take if not trouble)
    return Next(state, result.item, wish, asks, pending, trouble, confirm)


def away(request: Request, place: str) -> Request:
    """Return a request as if it were only to take away something at a place: so a failure to do so is worded."""
    return replace(request, type="Delete", goal=Goal.ABSENT, place=place, named=None)


def _is_own(stays: Stays, wish: Wish) -> bool:
    """Return whether the resource itself goes on having something, of which there is nothing to say."""
    return stays.holder is not None and stays.holder.state != KEPT and stays.holder.resource == wish.resource
