"""Packages themselves as a kind of resource: there is one place for all, and a slot is a name."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from cloudformation.stack import StackView
from cloudformation.types import PACKAGE
from ledger.law import ASSOCIATE
from ledger.records import Call, Item, Slot
from model import SKEW, Request, Target
from opensearch.client import OpenSearch
from reconcile.kind import Ask, Kind, Plan, Step
from reconcile.package import calls, plan
from reconcile.package.identity import identified, is_same, slot_of
from reconcile.package.look import PackageLook
from reconcile.package.plan import slot_named
from reconcile.package.words import WORDS
from reconcile.state import PackageState, State

#: No domain can have this name.
PLACE = "@packages"


class Packages(Kind):
    """The account's packages."""

    words = WORDS

    def is_home(self, request: Request, place: str) -> bool:
        return request.resource_type == PACKAGE

    def named(self, request: Request, place: str, item: Item, opensearch: OpenSearch) -> Mapping[str, str] | None:
        if request.known is None:
            return None
        if request.known.domain:
            return {}
        (package_id,) = request.known.packages
        for slot, one in item.slots.items():
            if one.package == package_id or any(claim.id == package_id for claim in one.claims):
                return {slot: package_id}
        package = opensearch.packages([package_id]).get(package_id)
        if package is not None:
            return {slot_of(package.name, package.type, package.engine_version): package_id}
        own = request.targets if request.resource_type == PACKAGE else ()
        return {slot_named(target): package_id for target in own}

    def slot(self, target: Target, package: str, item: Item) -> str:
        return slot_named(target)

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
    ) -> PackageLook:
        wanted = request.targets if request.resource_type == PACKAGE and request.type != "Delete" else ()
        known = [state.of(target.label).id for target in wanted] + [item.slots[slot].package for slot in slots]
        known += request.known.packages if request.known is not None and wanted else ()
        ids = [one for one in dict.fromkeys(known) if one]
        look = PackageLook(request, place, ids, (), opensearch, stack, time)
        unknown = [slot.partition(" ")[0] for slot in slots if not item.slots[slot].package]
        for target in wanted:
            asked = state.of(target.label).asked is not None
            if not asked and not any(is_same(target, one) for one in look.found.values()):
                unknown.append(target.name)
        return PackageLook(request, place, ids, unknown, opensearch, stack, time) if unknown else look

    def renamed(self, item: Item, look: PackageLook) -> Item:
        """Return the item with the ids of what was asked for and never answered: it is found by its name."""
        for package in look.found.values():
            key = slot_of(package.name, package.type, package.engine_version)
            if item.slot(key).claims and not item.slot(key).package:
                item = item.with_slot(key, replace(item.slot(key), package=package.package_id))
        return item

    def may_adopt(self, look: PackageLook, slots: Sequence[Slot]) -> bool:
        """Return as `Kind.may_adopt`: what another stack has is its own to change, as long as there is that stack."""
        holders = {claim.stack for slot in slots for claim in slot.claims if claim.holds}
        return look.request.adopt and all(look.stack.is_gone(stack) for stack in holders)

    def identified(self, target: Target, known: PackageState, look: PackageLook, item: Item) -> PackageState | None:
        return replace(known, id=identified(look.request, target, known, look.found))

    def recalled(self, known: PackageState, call: Call, look: PackageLook) -> PackageState:
        """Return what is known of a package: what is there after our call, or has changed since, is its work."""
        package = look.found.get(known.id)
        if package is None or (call.verb != ASSOCIATE and package.last_updated < call.at - SKEW):
            return known
        return replace(known, asked=call.at, seen=True)

    def planned(
        self,
        request: Request,
        state: State,
        look: PackageLook,
        item: Item,
        free: Collection[str],
        unsure: Collection[str],
    ) -> Plan:
        return plan.planned(request, state, look, item, free, unsure)

    def step_away(self, known: PackageState, look: PackageLook) -> tuple[PackageState, Step, str]:
        return plan.step_away(known, look)

    def hindered(self, state: State, going: Mapping[str, Slot], look: PackageLook) -> tuple[State, str]:
        return state, ""

    def ask(self, asks: Sequence[Ask], look: PackageLook, opensearch: OpenSearch) -> str | None:
        (one,) = asks
        return calls.ask(one, opensearch)
