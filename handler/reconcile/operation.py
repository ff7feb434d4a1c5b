"""One invocation's part of an operation: each look reads the ledger and the service, decides, writes, and asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from aws_lambda_powertools import Logger

from aws import Caller
from clock import Clock
from cloudformation.ids import physical_id
from cloudformation.stack import STALE, StackView
from errors import Disabled, Failed, NotFound, Outdated, ServiceError, Unconfirmed
from ledger.law import held, is_late, loose, opened, since
from ledger.records import Item
from ledger.table import Table
from model import Association, Goal, Package, Request
from opensearch.client import OpenSearch
from reconcile import failure, pacing
from reconcile.calls import Calls
from reconcile.having import want
from reconcile.kind import Next
from reconcile.kinds import kind_of, visits
from reconcile.letting import Keys, let
from reconcile.look import CONFIRMED_AFTER, Look
from reconcile.package.kind import PLACE
from reconcile.state import Outcome, State
from reconcile.wish import wish_of
from reconcile.words import not_let_go, service_error

logger = Logger()

#: Among the troubles: a look shows what must be confirmed before it fails the operation.
DOUBT = "doubt"


@dataclass(frozen=True)
class Turn:
    """How one look ended; `soon`: so much later the next one is to come (seconds)."""

    outcome: Outcome
    soon: float | None = None


class Operation:
    """What one invocation looks at and asks; what it learns is in the state."""

    def __init__(self, request: Request, clock: Clock) -> None:
        self._request, self._clock, self._visits = request, clock, visits(request)
        self._words = kind_of(request.resource_type).words
        self._callers = [Caller(name, clock, request.limit) for name in ("opensearch", "cloudformation", "dynamodb")]
        self._opensearch, self._cloudformation = OpenSearch(self._callers[0]), self._callers[1]
        self._table = Table(self._callers[2].call, clock.now)
        #: The last look that went through, and what had not reached its goal by then: for the words of a failure.
        self._look: Look | None = None
        self._pending: tuple[str, ...] = ()
        #: What was read of the place in this look, and is written with a verdict: none is given on what has changed.
        self._place, self._read, self._item = "", Item(), Item()
        #: A Create or Update lets go of what older requests left: what it can't, is left, and is no failure.
        self._lets_go = False

    def look_once(self, state: State) -> Turn:
        """Look once and do the next thing."""
        self._place, self._lets_go = "", False
        try:
            try:
                return self._turn(state)
            except Failed as failed:
                return self._failed(failed, state)
        except Outdated:
            return Turn(Outcome(state), pacing.contended())
        except ServiceError as error:
            return self._bear(state, error)

    def at_deadline(self, state: State, now: float) -> Outcome:
        """End it, for the deadline has come."""
        request, words, look = self._request, self._words, self._look
        error = failure.at_deadline(request, words, state, look, self._pending, now, self._opensearch)
        return Outcome(state, error=error)

    def _turn(self, state: State) -> Turn:
        request, before = self._request, state
        if state.place == len(self._visits):
            return Turn(Outcome(state, {}))
        (self._kind, place), now = self._visits[state.place], self._clock.now()
        stack, item = StackView(request, now, self._cloudformation), self._table.read(place)
        newest = self._newest_known(place)
        wish = replace(wish_of(request, self._kind, place, item, stack, self._opensearch), since=newest)
        if is_late(item, wish):
            raise Failed("the stack no longer wants it: a newer request has come, so nothing more was asked for.")
        self._place, self._read = place, item
        item, kept = opened(item, wish, now)
        self._item = item = item if request.dated else replace(item, seen={request.id: state.since, **item.seen})
        wants = request.goal is Goal.PRESENT and state.place == len(self._visits) - 1
        keys, unsure = ({}, False) if state.let_no_more else loose(item, wish)
        if not (keys or unsure or wants):
            return self._done(state)
        look = self._looked(state, place, [*keys], stack, wants=wants)
        if look is None:  # the domain is gone, and all that was on it
            self._item = without(item, keys)
            return self._done(state)
        self._item = item = self._kind.renamed(item, look)
        wish = replace(wish_of(request, self._kind, place, item, stack, self._opensearch), since=newest)
        state = state.noted(*(self._kind.words.stays(place, one) for one in kept if one.package in look.found))
        if keys or unsure:
            self._lets_go = request.goal is Goal.PRESENT
            following = let(self._kind, state, item, wish, look, loose(item, wish)[0])
            if following.pending or unsure:
                return self._carried_out(before, following, look)
            state, item, self._item, self._lets_go = following.state, following.item, following.item, False
        if not wants:
            return self._done(state)
        following = want(self._kind, state, item, wish, look)
        if following.pending or following.error:
            return self._carried_out(before, following, look)
        return self._had(before, following, look)

    def _newest_known(self, place: str) -> float | None:
        """Return the newest clock of what the resource holds by its known id at another place; None: nothing."""
        request = self._request
        if request.known is None or (request.known.domain or PLACE) == place:
            return None
        kind, known = next(one for one in self._visits if one[1] == (request.known.domain or PLACE))
        item, stack = self._table.read(known), StackView(request, self._clock.now(), self._cloudformation)
        return since(item, wish_of(request, kind, known, item, stack, self._opensearch))

    def _looked(self, state: State, place: str, slots: Sequence[str], stack: StackView, *, wants: bool) -> Look | None:
        """Return a look at the place; None: there is no such domain, and nothing is to be had there."""
        opensearch, now = self._opensearch, self._clock.now
        try:
            look: Look = self._kind.look(self._request, place, slots, state, self._item, opensearch, stack, now)
        except NotFound as error:
            if wants or error.prefix != "es":
                raise
            return None
        for caller in self._callers:
            caller.patient_until = look.now + pacing.YOUNG
        return look

    def _carried_out(self, before: State, following: Next, look: Look) -> Turn:
        """Make the calls that follow from a look, if there are any and still time for them; or write, and wait."""
        state, self._item, self._pending = self._noted(before, following.state, look), following.item, following.pending
        if isinstance(following.error, ServiceError):
            return self._bear(state, following.error)
        if following.error is not None:
            return self._failed(following.error, state)
        if self._lets_go and self._clock.now() >= pacing.half_time(self._request):
            return self._failed(Failed("there was no more time for it."), state)
        if following.trouble:
            if following.trouble != state.trouble:
                logger.info("waiting", place=self._place, reason=following.trouble)
            state = replace(state, trouble=following.trouble)
        now = self._clock.now()
        if following.asks and now < pacing.deadline(self._request, state) and self._clock.left() > 0:
            return self._asked(replace(following, state=state), look)
        if self._item != self._read:
            self._table.write(self._place, self._item)
        confirm = CONFIRMED_AFTER if following.confirm and not state.pace else None
        return Turn(Outcome(pacing.recovered(state)), confirm)

    def _asked(self, following: Next, look: Look) -> Turn:
        """Ask for all in one change where the service offers it, else one by one."""
        state, item, asks = following.state, following.item, following.asks
        calls = Calls(self._place, self._table, self._callers[0], self._clock)
        one_by_one = len(asks) > 1 and (state.one_by_one or not self._kind.plural)
        groups = [[ask] for ask in self._kind.in_order(asks)] if one_by_one else [list(asks)]
        while groups:
            group = groups.pop(0)
            called = calls.make(
                state, item, following.wish, group, partial(self._kind.ask, group, look, self._opensearch)
            )
            state, item = called.state, called.item
            if len(group) > 1 and isinstance(called.error, Disabled | NotFound):
                logger.info("one by one", place=self._place, words=called.error.words)
                state, groups = replace(state, one_by_one=True), [[ask] for ask in self._kind.in_order(group)]
            elif called.error is not None:
                return self._bear(state, called.error, [ask.label for ask in group])
            elif not called.accepted:
                break  # most likely the domain is busy with the one before
        return Turn(Outcome(pacing.recovered(state)))

    def _had(self, before: State, following: Next, look: Look) -> Turn:
        """End with all that the request wants."""
        request, state, now = self._request, self._noted(before, following.state, look), self._clock.now()
        found = self._found(state, look)
        new_id = physical_id(request.domain, [one.package_id for one in found.values()])
        versions = {slot: look.found[package].version for slot, package in (following.wish.wanted or {}).items()}
        self._table.write(self._place, held(following.item, following.wish, new_id, versions, now))
        return Turn(Outcome(state, found))

    def _done(self, state: State) -> Turn:
        """End with a place where something was let go of; a Delete's last write is best effort."""
        try:
            self._table.write(self._place, self._item)
        except Outdated:
            raise
        except ServiceError as error:
            if self._request.goal is Goal.PRESENT:
                raise
            logger.warning("not written", place=self._place, error=str(error))
        state = replace(state, place=state.place + 1)
        return Turn(Outcome(state, {} if state.place == len(self._visits) else None), 0.0)

    def _found(self, state: State, look: Look) -> dict[str, Association | Package]:
        """Return what a look has found, by how the request names it."""
        ids = {target.label: state.of(target.label).id for target in self._request.targets}
        return {label: look.found[package] for label, package in ids.items() if package in look.found}

    def _failed(self, failed: Failed, state: State) -> Turn:
        """End in a failure, unless another look may not meet it."""
        if self._lets_go:
            left = self._kind.words.left_behind(self._place, self._pending)
            return Turn(Outcome(replace(state.noted(not_let_go(f"{failed}{left}")), let_no_more=True)), 0.0)
        now = self._clock.now()
        if self._place and self._request.type == "Update" and now < self._request.made + STALE and not state.asked:
            return Turn(Outcome(state))  # in a rollback it may not be one, and the stack's status may be old
        if isinstance(failed, Unconfirmed):
            since = state.troubles.get(DOUBT, now)
            if now - since < CONFIRMED_AFTER:
                return Turn(Outcome(replace(state, troubles={**state.troubles, DOUBT: since})), CONFIRMED_AFTER)
        if self._place:
            try:
                self._table.write(self._place, self._item)
            except Outdated:
                raise
            except ServiceError as error:
                logger.warning("not written", place=self._place, error=str(error))
        return Turn(Outcome(state, error=self._explained(failed, state)))

    def _bear(self, state: State, error: ServiceError, labels: Sequence[str] = ()) -> Turn:
        """Let an error pass that another look may not meet.

        Args:
            labels: what was asked for, if the error is the call's.
        """
        state = pacing.troubled(state, error, self._clock.now())
        logger.warning("trouble", place=self._place, error=state.trouble)
        if pacing.is_bearable(state, error, self._clock.now()):
            return Turn(Outcome(state))
        asked = [label for label in labels if label in {target.label for target in self._request.targets}]
        label = next(iter([*asked, *self._pending, *(target.label for target in self._request.targets)]), "")
        words = service_error(self._words, self._request, error)
        failed = Failed(self._words.not_done(self._request, label, words), complete=True)
        if self._lets_go:
            return self._failed(failed, state)
        return Turn(Outcome(state, error=self._explained(failed, state)))

    def _explained(self, failed: Failed, state: State) -> Failed:
        return failure.explained(failed, self._request, self._words, state, self._look, self._pending)

    def _noted(self, before: State, state: State, look: Look) -> State:
        """Log the statuses that have moved since the look before, and return the state that knows of it."""
        self._look, moved = look, False
        for label, known in state.packages.items():
            then = before.of(label).status
            if known.status and known.status != then:
                logger.info("status", place=look.place, package=known.id or label, status=known.status)
                moved |= bool(then)
        return replace(state, moved=look.now) if moved else state


def without(item: Item, keys: Keys) -> Item:
    """Return the item without claims on what is gone with its domain."""
    for slot, going in keys.items():
        item = item.with_slot(slot, replace(item.slots[slot].without(set(going)), call=None))
    return item
