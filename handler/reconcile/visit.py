"""One look of an operation at one place: the ledger's item, what is there, and what follows from both."""

from collections.abc import Sequence
from dataclasses import replace

from aws import Caller
from clock import Clock
from cloudformation.stack import StackView
from errors import NotFound, Superseded
from ledger.law import Wish, is_late, loose, newest_by_id, opened, taken_back
from ledger.records import Item
from ledger.table import Table
from model import Goal, Request
from opensearch.client import OpenSearch
from reconcile import pacing
from reconcile.having import Meant, identified, want
from reconcile.kind import Next
from reconcile.kinds import kind_at, visits
from reconcile.letting import Keys, let
from reconcile.look import Look, Scene
from reconcile.state import State
from reconcile.wish import wish_of


class Services:
    """What one invocation may ask for a request."""

    def __init__(self, request: Request, clock: Clock) -> None:
        self.clock = clock
        self.callers = [Caller(name, clock, request.limit) for name in ("opensearch", "cloudformation", "dynamodb")]
        self.opensearch = OpenSearch(self.callers[0])
        self.table = Table(self.callers[2].call, clock.now)

    def stack(self, request: Request) -> StackView:
        """Return a view of the request's stack as it is now."""
        return StackView(request, self.clock.now(), self.callers[1])

    def scene(self, request: Request, place: str) -> Scene:
        """Return where and with what one looks."""
        return Scene(request, place, self.opensearch, self.stack(request), self.clock.now)


class Visit:
    """One look. What it reads may raise `ServiceError`; what it has come to by then, its attributes tell."""

    def __init__(self, request: Request, state: State, services: Services) -> None:
        """Read the place's item."""
        places = visits(request)
        self.kind, self.place = places[state.place]
        self._request, self._services = request, services
        #: Something is to be had here; elsewhere a request only lets go.
        self.wants = request.goal is Goal.PRESENT and state.place == len(places) - 1
        self.read = services.table.read(self.place)
        #: What is to be written with a verdict: none is given on what has changed meanwhile.
        self.item = self.read
        self.look: Look | None = None
        #: A Create or Update lets go of what older requests left: what it can't, is left, and is no failure.
        self.lets_go = False

    def following(self, state: State) -> Next:
        """Return what follows from the look."""
        request, scene = self._request, self._services.scene(self._request, self.place)
        newest = self._newest_known()
        wish = replace(wish_of(scene, self.kind, self.item), since=newest)
        self.item = taken_back(self.item, wish, state.void)
        if is_late(self.item, wish):
            late = Superseded("the stack no longer wants it: a newer request has come, so nothing more was asked for.")
            return Next(state, self.item, wish, error=late)
        self.item, kept = opened(self.item, wish, self._services.clock.now())
        if not request.dated:
            self.item = replace(self.item, seen={request.id: state.since, **self.item.seen})
        keys, unsure = ({}, False) if state.let_no_more else loose(self.item, wish)
        if not (keys or unsure or self.wants):
            return Next(state, self.item, wish)
        self.lets_go = request.goal is Goal.PRESENT and not self.wants
        look = self.look = self._looked(scene, state, [*keys])
        if look is None:
            return Next(state, _without(self.item, keys), wish)
        self.item = self.kind.renamed(self.item, look)
        wish = replace(wish_of(scene, self.kind, self.item), since=newest)
        state = state.noted(*(self.kind.words.stays(self.place, one) for one in kept if one.package in look.found))
        meant, complete = Meant(state), True
        if self.wants:
            meant = identified(self.kind, state, self.item, look)
            wish = replace(wish, wanted=meant.wanted)
            complete = meant.met is None and len(meant.slots) == len(request.targets)
        following = self._let(meant.state, wish, look, unsure=unsure, complete=complete)
        if not (following.done and self.wants):
            return following
        self.lets_go = False
        return want(self.kind, replace(meant, state=following.state), following.item, wish, look)

    def _let(self, state: State, wish: Wish, look: Look, *, unsure: bool, complete: bool) -> Next:
        """Return what follows for what is let go of.

        Args:
            unsure: where the stack is going is not known yet; what is newer than its id's goes along with that.
            complete: all that is to stay is known.
        """
        if unsure or state.let_no_more or not complete:
            return Next(state, self.item, wish, waits=unsure)
        self.lets_go = self._request.goal is Goal.PRESENT
        keys, _ = loose(self.item, wish)
        return let(self.kind, state, self.item, wish, look, keys) if keys else Next(state, self.item, wish)

    def _newest_known(self) -> float | None:
        """Return the newest clock of what the resource holds by its known id at another place; None: nothing."""
        named = self._request.named
        if named is None or named.place == self.place:
            return None
        item, scene = self._services.table.read(named.place), self._services.scene(self._request, named.place)
        return newest_by_id(item, wish_of(scene, kind_at(named.place), item))

    def _looked(self, scene: Scene, state: State, slots: Sequence[str]) -> Look | None:
        """Return a look at the place; None: the domain is gone, and all that was on it."""
        try:
            look: Look = self.kind.look(scene, slots, state, self.item)
        except NotFound as error:
            if self.wants or error.prefix != "es":
                raise
            return None
        for caller in self._services.callers:
            caller.patient_until = look.now + pacing.YOUNG
        return look


def _without(item: Item, keys: Keys) -> Item:
    """Return the item without claims on what is gone with its domain."""
    for slot, going in keys.items():
        item = item.with_slot(slot, replace(item.slots[slot].without(set(going)), call=None))
    return item
