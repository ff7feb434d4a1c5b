"""Associations as a kind of resource: a place is a domain, a slot a package on it."""

from collections.abc import Mapping
from dataclasses import replace

from ledger.law import ASSOCIATE, Presence, upgraded
from ledger.records import Call, Item, Slot
from model import PLUGIN, Target
from reconcile.association.calls import ask, in_order
from reconcile.association.declaration import DECLARATION
from reconcile.association.identity import identified
from reconcile.association.look import DomainLook
from reconcile.association.plan import hindered, planned, step_away
from reconcile.association.words import WORDS
from reconcile.kind import Kind
from reconcile.look import Scene
from reconcile.state import PackageState


def named(scene: Scene, item: Item) -> Mapping[str, str] | None:
    known = scene.request.named
    if known is None:
        return None
    here = known.packages if known.place == scene.place else ()
    return {slot(Target(package_id=one), "", item): one for one in here}


def slot(target: Target, package: str, item: Item) -> str:
    """Return a package's id; of a plugin that is not found out yet, an upgrade may have put another in its place."""
    if package:
        return package
    if target.package_id:
        heirs = (key for key, one in item.slots.items() if target.package_id in one.was)
        return next(heirs, target.package_id)
    return next((key for key, one in item.slots.items() if one.name == target.name), "")


def renamed(item: Item, look: DomainLook) -> Item:
    """Return the item with the names of what is listed, by which a plugin is known after an engine upgrade."""
    plugins = {one.package_id: one.name for one in look.found.values() if one.type == PLUGIN}
    for key, one in item.slots.items():
        name = look.found[one.package].name if one.package in look.found else ""
        believed = any(not claim.request for claim in one.claims)
        if not (name or one.name) and believed and plugins:
            package = look.packages([one.package]).get(one.package)
            name = package.name if package is not None and package.type == PLUGIN else ""
        if name and one.name != name:
            item = item.with_slot(key, replace(one, name=name))
    return upgraded(item, plugins)


def recalled(known: PackageState, call: Call, look: DomainLook) -> PackageState:
    """Return what is known of a package: what is there after our call into absence, or has failed, is its work."""
    one = look.found.get(known.id)
    failed = one is not None and look.presence(Slot(call=call), known.id, None) is Presence.FAILED
    ours = one is not None and (call.verb == ASSOCIATE or failed)
    return replace(known, asked=call.at, seen=True) if ours else known


ASSOCIATIONS = Kind(
    declaration=DECLARATION,
    words=WORDS,
    listed=lambda place, _, opensearch: opensearch.find(place),
    named=named,
    slot=slot,
    look=lambda scene, _slots, _state, _item: DomainLook(scene),
    identified=identified,
    recalled=recalled,
    planned=planned,
    step_away=step_away,
    ask=ask,
    hindered=hindered,
    renamed=renamed,
    plural=True,
    in_order=in_order,
)
