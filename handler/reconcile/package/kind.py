"""Packages themselves as a kind of resource: there is one place for all, and a slot is a name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ledger.law import ASSOCIATE
from ledger.records import Call, Item, Slot
from model import SKEW, Package
from opensearch.client import OpenSearch
from reconcile.kind import Kind
from reconcile.look import Scene
from reconcile.package.calls import ask
from reconcile.package.declaration import DECLARATION, PLACE
from reconcile.package.identity import identified, is_same, slot_of
from reconcile.package.look import PackageLook
from reconcile.package.plan import planned, slot_named, step_away
from reconcile.package.words import WORDS
from reconcile.state import PackageState, State


def listed(_: str, item: Item, opensearch: OpenSearch) -> Mapping[str, Package]:
    ids = sorted({slot.package for slot in item.slots.values() if slot.package})
    return opensearch.packages(ids) if ids else {}


def named(scene: Scene, item: Item) -> Mapping[str, str] | None:
    """Return the slot of the known id: by the ledger, else by the service, else by the properties."""
    request = scene.request
    if request.named is None or request.named.place != PLACE:
        return None if request.named is None else {}
    (package_id,) = request.named.packages
    for slot, one in item.slots.items():
        if one.package == package_id or any(claim.id == package_id for claim in one.claims):
            return {slot: package_id}
    package = scene.opensearch.packages([package_id]).get(package_id)
    if package is not None:
        return {slot_of(package.name, package.type, package.engine_version): package_id}
    own = request.targets if request.place == PLACE else ()
    return {slot_named(target): package_id for target in own}


def look(scene: Scene, slots: Sequence[str], state: State, item: Item) -> PackageLook:
    """Look by id; and by name at what has no id yet, or is not found by it."""
    request = scene.request
    wanted = request.targets if request.place == PLACE and request.type != "Delete" else ()
    known = [state.of(target.label).id for target in wanted] + [item.slots[slot].package for slot in slots]
    known += request.named.packages if request.named is not None and wanted else ()
    ids = [one for one in dict.fromkeys(known) if one]
    look = PackageLook(scene, ids, ())
    unknown = [slot.partition(" ")[0] for slot in slots if not item.slots[slot].package]
    for target in wanted:
        asked = state.of(target.label).asked is not None
        if not asked and not any(is_same(target, one) for one in look.found.values()):
            unknown.append(target.name)
    return PackageLook(scene, ids, unknown) if unknown else look


def renamed(item: Item, look: PackageLook) -> Item:
    """Return the item with the ids of what was asked for and never answered: it is found by its name."""
    for package in look.found.values():
        key = slot_of(package.name, package.type, package.engine_version)
        if item.slot(key).claims and not item.slot(key).package:
            item = item.with_slot(key, replace(item.slot(key), package=package.package_id))
    return item


def may_adopt(look: PackageLook, slots: Sequence[Slot]) -> bool:
    """Return whether nobody else has it: what another stack made is its own to change, while there is that stack."""
    holders = {claim.stack for slot in slots for claim in slot.claims if claim.holds}
    return look.request.adopt and all(look.stack.is_gone(stack) for stack in holders)


def recalled(known: PackageState, call: Call, look: PackageLook) -> PackageState:
    """Return what is known of a package: what is there after our call, or has changed since, is its work."""
    package = look.found.get(known.id)
    if package is None or (call.verb != ASSOCIATE and package.last_updated < call.at - SKEW):
        return known
    return replace(known, asked=call.at, seen=True)


PACKAGES = Kind(
    declaration=DECLARATION,
    words=WORDS,
    listed=listed,
    named=named,
    slot=lambda target, _package, _item: slot_named(target),
    look=look,
    identified=identified,
    recalled=recalled,
    planned=planned,
    step_away=step_away,
    ask=ask,
    renamed=renamed,
    may_adopt=may_adopt,
)
