"""A call that changes something: written into the ledger before, made, and taken back where it was without effect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

from aws_lambda_powertools import Logger

from aws import CONNECT, Caller
from clock import Clock
from errors import Disabled, NotFound, Outdated, Refused, ServiceError, Unavailable
from ledger.law import ASSOCIATE, DISSOCIATE, Wish, answered, taken_back, with_call
from ledger.records import Call, Item
from ledger.table import Table
from reconcile.kind import Ask, Kind, Next
from reconcile.look import Look
from reconcile.state import ABSENT, PackageState, State

#: So long after its time-outs a call without an answer may still take effect (seconds).
LANDS = 30.0
#: A process that has slept for so long between writing and calling does not call (seconds).
SLEPT = 20.0
#: So often what was written is tried to be taken back, where others write as well.
ATTEMPTS = 5

logger = Logger()


@dataclass(frozen=True)
class Called:
    """What came of a call; a refusal is in the state."""

    state: State
    item: Item
    error: ServiceError | None = None
    accepted: bool = False
    #: What was asked for in vain, by what the state knows it.
    labels: tuple[str, ...] = ()


class Calls:
    """Makes the calls for one place of one request."""

    def __init__(self, place: str, table: Table, service: Caller, clock: Clock) -> None:
        self._place, self._table, self._service, self._clock = place, table, service, clock

    def make_all(self, following: Next, kind: Kind, look: Look) -> Called:
        """Ask for all that follows from a look: in one change where the service offers it, else one by one.

        Raises:
            Outdated: others have written, so that no more was asked.
        """
        asks, called = following.asks, Called(following.state, following.item)
        one_by_one = len(asks) > 1 and (called.state.one_by_one or not kind.plural)
        groups = [[ask] for ask in kind.in_order(asks)] if one_by_one else [list(asks)]
        while groups:
            group = groups.pop(0)
            ask = partial(kind.ask, group, look, look.opensearch)
            called = self.make(called.state, called.item, following.wish, group, ask)
            if len(group) > 1 and isinstance(called.error, Disabled | NotFound):
                logger.info("one by one", place=self._place, words=called.error.words)
                called = Called(replace(called.state, one_by_one=True), called.item)
                groups = [[one] for one in kind.in_order(group)]
            elif called.error is not None or not called.accepted:  # refused: most likely busy with the one before
                return replace(called, labels=tuple(one.label for one in group))
        return called

    def make(self, state: State, item: Item, wish: Wish, asks: Sequence[Ask], ask: Callable[[], str | None]) -> Called:
        """Make one call for all that is asked.

        Args:
            ask: makes it; returns the id of the package where the call has given it one.

        Raises:
            Outdated: others have written, so that nothing was asked.
        """
        labels, verbs = [one.label for one in asks], sorted({one.verb for one in asks})
        shown = [one.package or one.label for one in asks]
        now = self._clock.now()
        until = now + CONNECT + self._service.timeout + LANDS
        call = Call(uuid4().hex, wish.request, "", now, until)
        for verb in verbs:
            item = with_call(item, wish, [one.slot for one in asks if one.verb == verb], replace(call, verb=verb))
        void = replace(state, void=call.token)
        try:
            item = self._table.write(self._place, item)
        except Outdated:
            raise
        except ServiceError as error:  # it may have been written all the same
            return Called(void, item, error)
        if self._clock.now() - now > SLEPT:
            return Called(void, self._again(item, lambda item: taken_back(item, wish, call.token)))
        try:
            made = ask()
        except ServiceError as error:
            if not isinstance(error, Unavailable) or error.throttled:  # surely without effect
                state, item = void, self._again(item, lambda item: taken_back(item, wish, call.token))
            elif not error.unreached:  # whatever it has done, it has done by now, and soon it is listed
                item = self._again(item, lambda item: answered(item, call.token, self._clock.now() + LANDS))
            if isinstance(error, Refused):
                logger.info("refused", place=self._place, packages=shown, words=error.words)
                return Called(_refused(state, labels, error, now), item)
            gone = isinstance(error, NotFound) and len(labels) == 1 and verbs == [DISSOCIATE]
            return Called(state, item, None if gone else error)
        logger.info("asked", place=self._place, packages=shown, calls=verbs)
        for one in asks:
            known = replace(state.of(one.label).accepted().without(ABSENT), id=made or state.of(one.label).id)
            clears = one.verb == DISSOCIATE and one.target is not None
            known = (
                replace(known, cleared=True)
                if clears
                else replace(known, asked=now, seen=known.seen and one.verb != ASSOCIATE)
            )
            state = state.with_package(one.label, known)
        return Called(replace(state, moved=now, trouble=""), item, accepted=True)

    def _again(self, item: Item, change: Callable[[Item], Item]) -> Item:
        """Write once more what is known of a call; where that can't be, the next look does, or its time runs out."""
        try:
            for _ in range(ATTEMPTS):
                try:
                    return self._table.write(self._place, change(item))
                except Outdated:
                    item = self._table.read(self._place)
        except ServiceError as error:
            logger.warning("not written", place=self._place, error=str(error))
        return item


def _refused(state: State, labels: list[str], error: Refused, now: float) -> State:
    """Return the state with the refusal, for the packages that its words are about, or for all."""
    ids = {label: state.of(label).id for label in labels}
    named = [label for label, package in ids.items() if package in error.words or label in error.words]
    for label in named or ids:
        known: PackageState = state.of(label)
        state = state.with_package(label, known.refused(now, error.words))
    return replace(state, conflicts=state.conflicts + 1, trouble=error.words)
