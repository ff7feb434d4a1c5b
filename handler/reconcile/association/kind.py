"""Associations as a kind of resource: a place is a domain, a slot a package on it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from cloudformation.stack import StackView
from ledger.law import ASSOCIATE, Presence, upgraded
from ledger.records import Call, Item, Slot
from model import PLUGIN, Request, Target
from opensearch.client import OpenSearch
from reconcile.association import calls, plan
from reconcile.association.identity import identified
from reconcile.association.look import DomainLook
from reconcile.association.words import WORDS
from reconcile.kind import Ask, Kind, Plan, Step
from reconcile.state import PackageState, State


class Associations(Kind):
    """Packages on domains."""

    words = WORDS
    plural = True

    def is_home(self, request: Request, place: str) -> bool:
        return place == request.domain

    def named(self, request: Request, place: str, item: Item, opensearch: OpenSearch) -> Mapping[str, str] | None:
        if request.known is None:
            return None
        here = request.known.packages if request.known.domain == place else ()
        return {self.slot(Target(package_id=one), one, item): one for one in here}

    def slot(self, target: Target, package: str, item: Item) -> str:
        package = package or target.package_id
        if package:
            return next((key for key, slot in item.slots.items() if package in slot.was), package)
        return next((key for key, slot in item.slots.items() if slot.name == target.name), "")

    def look(
        self,
        request: Request,
        place: str,
        slots: Sequence[str],
        state: State,
        item: Item,
        opensearch: OpenSearch,
        stack: StackView,
        time: Callable[[], float],
    ) -> DomainLook:
        return DomainLook(request, place, opensearch, stack, time)

    def renamed(self, item: Item, look: DomainLook) -> Item:
        """Return the item with the names of what is listed, by which a plugin is known after an engine upgrade."""
        plugins = {one.package_id: one.name for one in look.found.values() if one.type == PLUGIN}
        for key, slot in item.slots.items():
            name = look.found[slot.package].name if slot.package in look.found else ""
            believed = any(not claim.request for claim in slot.claims)
            if not (name or slot.name) and believed and plugins:
                package = look.packages([slot.package]).get(slot.package)
                name = package.name if package is not None and package.type == PLUGIN else ""
            if name and slot.name != name:
                item = item.with_slot(key, replace(slot, name=name))
        return upgraded(item, plugins)

    def identified(self, target: Target, known: PackageState, look: DomainLook, item: Item) -> PackageState | None:
        return identified(target, known, look, item)

    def recalled(self, known: PackageState, call: Call, look: DomainLook) -> PackageState:
        """Return what is known of a package: what is there after our call into absence, or has failed, is its work."""
        one = look.found.get(known.id)
        failed = one is not None and look.presence(Slot(call=call), known.id, None) is Presence.FAILED
        ours = one is not None and (call.verb == ASSOCIATE or failed)
        return replace(known, asked=call.at, seen=True) if ours else known

    def planned(
        self,
        request: Request,
        state: State,
        look: DomainLook,
        item: Item,
        free: Collection[str],
        unsure: Collection[str],
    ) -> Plan:
        return plan.planned(request, state, look, free, unsure)

    def step_away(self, known: PackageState, look: DomainLook) -> tuple[PackageState, Step, str]:
        return plan.step_away(known, look)

    def hindered(self, state: State, going: Mapping[str, Slot], look: DomainLook) -> tuple[State, str]:
        return plan.hindered(state, going, look)

    def in_order(self, asks: Sequence[Ask]) -> Sequence[Ask]:
        return calls.in_order(asks)

    def ask(self, asks: Sequence[Ask], look: DomainLook, opensearch: OpenSearch) -> None:
        calls.ask(asks, look.place, opensearch)
