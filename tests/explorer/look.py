"""One look of the provider: the law's functions in the order of the reconcile loop, each answer kept."""

from collections.abc import Callable
from typing import Any

from ledger import law
from ledger.law import ASSOCIATE, DISSOCIATE, RENEW, Course, Presence, Wish
from ledger.records import KEPT, Call, Item, Resource
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
    Id,
    Thing,
    Visit,
)

PRESENCES = {
    ABSENT: Presence.ABSENT,
    COMING: Presence.COMING,
    THERE: Presence.THERE,
    GOING: Presence.GOING,
}


class Looks:
    """What the law says in each look of a scenario."""

    def __init__(self, scenario: Scenario, without: str = "") -> None:
        """Remember the scenario, and the article that is left out where the loop itself plays it."""
        self._scenario, self._without = scenario, without
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
        item, wish = self.items.viewed(read, still), self.wish(event, request, visit.place, lambda: course, since)

        def presence(name: str) -> Presence:
            return PRESENCES[things[_number(name)].status]

        def call(verb: str, slots: tuple[str, ...], item: Item, told: frozenset[int]) -> Decision:
            slots = slots[:1] if self._scenario.one_by_one else slots
            item = law.asked(item, wish, slots, Call(token, str(request), verb, NOW, OPEN))
            asked = Asked(verb, tuple(map(_number, slots)), token, request, event.version)
            return Decision(self.items.number(item), asked, LOOK, told)

        if law.is_late(item, wish):
            return Decision(read, None, FAIL, late=True)
        item, kept = law.opened(item, wish, NOW)
        told = frozenset(_number(one.slot) for one in kept)
        if visit.lets:
            keys, unsure = law.loose(item, wish)
            letting = law.let_go(item, wish, keys, presence, NOW)
            item = letting.item
            told |= {_number(one.slot) for one in letting.stays if one.holder is None or one.holder.state == KEPT}
            if letting.take:
                return call(DISSOCIATE, letting.take, item, told)
            if letting.waits or unsure:
                return Decision(self.items.number(item), None, LOOK, told, frozenset(map(_number, keys)))
        if not visit.wants:
            return Decision(self.items.number(item), None, NEXT, told)
        having = law.have(item, wish, presence, NOW)
        if having.others:
            return Decision(self.items.number(having.item), None, FAIL, told)
        if having.ask:
            return call(ASSOCIATE, having.ask, having.item, told)
        if having.waits:
            return Decision(self.items.number(having.item), None, LOOK, told)
        outdated = tuple(name for name in wish.wanted or {} if things[_number(name)].version < event.version)
        if outdated:
            return call(RENEW, outdated, having.item, told)
        item = law.held(having.item, wish, id_text(event.want), {}, NOW)
        return Decision(self.items.number(item), None, NEXT, told)

    def taken_back(self, event: Event, call: Asked, place: int, item: int) -> int:
        """Return the item after a call was refused."""
        key = (event, call, place, item)
        if key not in self._taken_back:
            wish = self.wish(event, call.request, place)
            made = Call(call.token, str(call.request), call.verb, NOW, OPEN)
            self._taken_back[key] = self.items.number(law.taken_back(self.items[item], wish, made))
        return self._taken_back[key]

    def since(self, event: Event, request: int, place: int, item: int) -> float | None:
        """Return the newest clock of what a request's known id has at the place that it names."""
        return law.since(self.items[item], self.wish(event, request, place))

    def wish(
        self,
        event: Event,
        request: int,
        place: int,
        course: Callable[[], tuple[Course, float]] = lambda: (Course.ON, 0.0),
        since: float | None = None,
    ) -> Wish:
        """Return what a request wants at one place."""
        of = self._scenario.place_of

        def here(slots: tuple[int, ...]) -> dict[str, str]:
            return {f"F{slot}": f"F{slot}" for slot in slots if of[slot] == place}

        return Wish(
            resource=resource(self._scenario, event.resource),
            request=str(request),
            type=event.type,
            clock=clock(event),
            adopt=event.adopt,
            known="" if event.type == "Create" else id_text(event.known),
            named=None if isinstance(event.known, str) else here(event.known),
            wanted=here(event.want),
            course=course,
            since=since,
        )


def clock(event: Event) -> float:
    """Return the clock of a request: what gives back comes later (2)."""
    gives_back = event.type == "Delete" or (event.type == "Update" and event.want == event.known)
    return event.made + (law.GIVES_BACK if gives_back else 0.0)


def resource(scenario: Scenario, number: int) -> Resource:
    """Return a resource as the ledger names it."""
    return Resource(f"stack {scenario.stack_of[number]}", "ABCD"[number], "Custom::OpenSearchPackageAssociation")


def id_text(id: Id) -> str:
    """Return a physical id as text."""
    return id if isinstance(id, str) else ",".join(f"F{slot}" for slot in id)


def _number(name: str) -> int:
    return int(name[1:])
