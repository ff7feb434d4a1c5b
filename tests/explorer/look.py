"""One look of the provider: the law's functions in the order of the reconcile loop, each answer kept."""

from collections.abc import Callable
from typing import Any

from ledger import law
from ledger.law import ASSOCIATE, DISSOCIATE, RENEW, Presence, Wish
from ledger.records import KEPT, Call, Item
from model import Course
from tests.explorer.items import NOW, OPEN, Items
from tests.explorer.scenario import Scenario
from tests.explorer.state import (
    ABSENT,
    COMING,
    FAIL,
    GOING,
    LOOK,
    NEXT,
    THERE,
    Asked,
    Decision,
    Event,
    Thing,
    Visit,
)
from tests.explorer.wishes import id_text, number
from tests.explorer.wishes import wish as wish_of

PRESENCES = {
    ABSENT: Presence.ABSENT,
    COMING: Presence.COMING,
    THERE: Presence.THERE,
    GOING: Presence.GOING,
}


class Looks:
    """What the law says in each look of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        """Remember the scenario."""
        self._scenario = scenario
        self.items = Items()
        self._decisions: dict[Any, Decision] = {}
        self._taken_back: dict[Any, int] = {}

    def decide(
        self,
        event: Event,
        request: int,
        visit: Visit,
        read: int,
        still: tuple[str, ...],
        things: tuple[Thing, ...],
        course: tuple[Course, float],
        token: str,
        since: float | None,
    ) -> Decision:
        """Return what a look comes to: from an item and a list, what to write, what to call, and what then."""
        key = (event, request, visit, read, still, things, course, token, since)
        if key not in self._decisions:
            self._decisions[key] = self._decide(*key)
        return self._decisions[key]

    def _decide(
        self,
        event: Event,
        request: int,
        visit: Visit,
        read: int,
        still: tuple[str, ...],
        things: tuple[Thing, ...],
        course: tuple[Course, float],
        token: str,
        since: float | None,
    ) -> Decision:
        item, wish = (
            self.items.viewed(read, still),
            wish_of(self._scenario, event, request, visit.place, lambda: course, since),
        )

        def presence(name: str) -> Presence:
            return PRESENCES[things[number(name)].status]

        if law.is_late(item, wish):
            return Decision(read, None, FAIL, late=True)
        item, kept = law.opened(item, wish, NOW)
        told, found = frozenset(number(one.slot) for one in kept), frozenset[int]()
        if visit.lets:
            keys, unsure = law.loose(item, wish)
            if unsure:
                return Decision(self.items.number(item), None, LOOK, told, frozenset(map(number, keys)), found=found)
            letting = law.let_go(item, wish, keys, presence, NOW)
            item = letting.item
            found = frozenset(number(one.slot) for one in letting.stays if one.holder is None)
            told |= found | {number(one.slot) for one in letting.stays if one.holder and one.holder.state == KEPT}
            if letting.take:
                return self._called(item, wish, DISSOCIATE, letting.take, token, event.version)._replace(
                    told=told, found=found
                )
            if letting.waits:
                return Decision(self.items.number(item), None, LOOK, told, frozenset(map(number, keys)), found=found)
        if not visit.wants:
            return Decision(self.items.number(item), None, NEXT, told, found=found)
        return self._wanted(item, wish, event, things, presence, token)._replace(told=told, found=found)

    def _wanted(
        self,
        item: Item,
        wish: Wish,
        event: Event,
        things: tuple[Thing, ...],
        presence: Callable[[str], Presence],
        token: str,
    ) -> Decision:
        having = law.have(item, wish, presence, NOW)
        if having.others:
            return Decision(self.items.number(having.item), None, FAIL)
        if having.ask:
            return self._called(having.item, wish, ASSOCIATE, having.ask, token, event.version)
        if having.waits:
            return Decision(self.items.number(having.item), None, LOOK)
        outdated = tuple(name for name in wish.wanted or {} if things[number(name)].version < event.version)
        if outdated:
            return self._called(having.item, wish, RENEW, outdated, token, event.version)
        item = law.held(having.item, wish, id_text(event.want), {}, NOW)
        return Decision(self.items.number(item), None, NEXT)

    def _called(self, item: Item, wish: Wish, verb: str, slots: tuple[str, ...], token: str, version: int) -> Decision:
        slots = slots[:1] if self._scenario.one_by_one else slots
        item = law.with_call(item, wish, slots, Call(token, wish.request, verb, NOW, OPEN))
        asked = Asked(verb, tuple(map(number, slots)), token, int(wish.request), version)
        return Decision(self.items.number(item), asked, LOOK)

    def taken_back(self, event: Event, call: Asked, place: int, item: int) -> int:
        """Return the item after a call was refused."""
        key = (event, call, place, item)
        if key not in self._taken_back:
            wish = wish_of(self._scenario, event, call.request, place)
            self._taken_back[key] = self.items.number(law.taken_back(self.items[item], wish, call.token))
        return self._taken_back[key]

    def since(self, event: Event, request: int, place: int, item: int) -> float | None:
        """Return the newest clock of what a request's known id has at the place that it names."""
        return law.newest_by_id(self.items[item], wish_of(self._scenario, event, request, place))
