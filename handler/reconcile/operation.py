"""One invocation's part of an operation: what follows from each look is written, asked for, and ends or goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aws_lambda_powertools import Logger

from clock import Clock
from cloudformation.ids import not_created
from cloudformation.stack import STALE
from errors import Failed, InvalidRequest, Outdated, ServiceError, Superseded, Unconfirmed
from ledger.law import held
from metrics import emit_waiting
from model import Course, Goal, Request
from reconcile import failure, heartbeat, pacing
from reconcile.calls import Calls
from reconcile.kind import Next
from reconcile.kinds import kind_of, visits
from reconcile.letting import away
from reconcile.look import CONFIRMED_AFTER, Look
from reconcile.state import Outcome, State
from reconcile.visit import Services, Visit
from reconcile.words import not_let_go, service_error, unknown

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
        self._request, self._clock = request, clock
        self._words, self._services = kind_of(request.resource_type).words, Services(request, clock)
        #: The look that is under way; the last that went through, and what had not reached its goal by then.
        self._visit: Visit | None = None
        self._look: Look | None = None
        self._pending: tuple[str, ...] = ()

    def look_once(self, state: State) -> Turn:
        """Look once and do the next thing."""
        self._visit = None
        try:
            try:
                return self._turn(state)
            except Failed as failed:
                return self._failed(failed, state)
        except Outdated:
            return Turn(Outcome(state), pacing.contended())
        except ServiceError as error:
            return self._bear(state, error)

    def beat(self, state: State, due: float, now: float) -> None:
        """Say that the request still waits: a log line, and the metrics."""
        statuses, made = {one.id or label: one.status for label, one in state.packages.items()}, self._request.made
        line = heartbeat.line(self._request, statuses, asked=state.asked, since=made, deadline=due, now=now)
        logger.info("still waiting", **line)
        emit_waiting(now - made)

    def at_deadline(self, state: State, now: float) -> Outcome:
        """End it, for the deadline has come."""
        if self._visit is None and self._is_of_nothing:
            return Outcome(state.noted(unknown(state.trouble)), {})
        request, words, opensearch = self._request, self._words, self._services.opensearch
        error = failure.at_deadline(request, words, state, self._look, self._pending, now, opensearch)
        return Outcome(state, error=error)

    @property
    def _is_of_nothing(self) -> bool:
        """Whether it is the Delete of what was not created, which ends well also where the ledger can't be read."""
        return self._request.type == "Delete" and self._request.known_id == not_created(self._request.logical_id)

    def _turn(self, before: State) -> Turn:
        if before.place == len(visits(self._request)):
            return Turn(Outcome(before, {}))
        if self._request.refused:
            course = self._services.stack(self._request).course_of_update(surely=True)
            if course is Course.UNSURE:
                return Turn(Outcome(before))
            if course is Course.ON:
                raise InvalidRequest(self._request.refused)
        self._visit = visit = Visit(self._request, before, self._services)
        following = visit.following(before)
        following = replace(following, state=self._noted(before, following.state, visit.look))
        visit.item = following.item
        if isinstance(following.error, ServiceError):
            return self._bear(following.state, following.error)
        if following.error is not None:
            return self._failed(following.error, following.state)
        if following.done:
            return self._had(following, visit) if visit.wants else self._left(following.state, visit)
        if visit.lets_go and self._clock.now() >= pacing.half_time(self._request):
            return self._failed(Failed("there was no more time for it."), following.state)
        return self._carried_out(following, visit)

    def _carried_out(self, following: Next, visit: Visit) -> Turn:
        """Make the calls that follow from a look, if there are any and still time for them; or write, and wait."""
        state, self._pending = following.state, following.pending
        if following.trouble:
            if following.trouble != state.trouble:
                logger.info("waiting", place=visit.place, reason=following.trouble)
            state = replace(state, trouble=following.trouble)
        in_time = self._clock.now() < pacing.deadline(self._request, state) and self._clock.left() > 0
        if following.asks and in_time and visit.look is not None:
            services = self._services
            calls = Calls(visit.place, services.table, services.callers[0], self._clock)
            called = calls.make_all(replace(following, state=state), visit.kind, visit.look)
            if called.error is not None:
                return self._bear(called.state, called.error, called.labels)
            return Turn(Outcome(pacing.recovered(called.state)))
        if visit.item != visit.read:
            self._services.table.write(visit.place, visit.item)
        confirm = CONFIRMED_AFTER if following.confirm and not state.pace else None
        return Turn(Outcome(pacing.recovered(state)), confirm)

    def _had(self, following: Next, visit: Visit) -> Turn:
        """End with all that the request wants."""
        assert visit.look is not None
        state, there = following.state, visit.look.found
        ids = {target.label: state.of(target.label).id for target in self._request.targets}
        found = {label: there[package] for label, package in ids.items()}
        new_id = visit.kind.declaration.write_id(visit.place, tuple(ids.values()))
        versions = {slot: there[package].version for slot, package in (following.wish.wanted or {}).items()}
        item = held(following.item, following.wish, new_id, versions, self._clock.now())
        self._services.table.write(visit.place, item)
        return Turn(Outcome(state, found, new_id))

    def _left(self, state: State, visit: Visit) -> Turn:
        """End with a place where something was let go of; a Delete's write is best effort once its clock is written."""
        needed = self._request.goal is Goal.PRESENT or visit.read.newest != visit.item.newest
        self._write(visit, needed=needed)
        state = replace(state, place=state.place + 1, packages={})  # the next place may have the same ones
        return Turn(Outcome(state, {} if state.place == len(visits(self._request)) else None), 0.0)

    def _failed(self, failed: Failed, state: State) -> Turn:
        """End in a failure, unless another look may not meet it."""
        visit, now, request = self._visit, self._clock.now(), self._request
        if visit is not None and visit.lets_go:
            left = visit.kind.words.left_behind(visit.place, self._pending)
            return Turn(Outcome(replace(state.noted(not_let_go(f"{failed}{left}")), let_no_more=True)), 0.0)
        if visit is None and self._is_of_nothing:
            return Turn(Outcome(state.noted(unknown(str(failed))), {}))
        certain = visit is None or isinstance(failed, Superseded)
        if request.type == "Update" and now < request.made + STALE and not (certain or state.asked):
            return Turn(Outcome(state))  # in a rollback it may not be one, and the stack's status may be old
        if isinstance(failed, Unconfirmed):
            since = state.troubles.get(DOUBT, now)
            if now - since < CONFIRMED_AFTER:
                return Turn(Outcome(replace(state, troubles={**state.troubles, DOUBT: since})), CONFIRMED_AFTER)
        if visit is not None:
            self._write(visit, needed=False)
        return Turn(Outcome(state, error=self._explained(failed, state)))

    def _write(self, visit: Visit, *, needed: bool) -> None:
        """Write what a look has come to; where that is not needed for a verdict, as far as the table is there."""
        try:
            self._services.table.write(visit.place, visit.item)
        except Outdated:
            raise
        except ServiceError as error:
            if needed:
                raise
            logger.warning("not written", place=visit.place, error=str(error))

    def _bear(self, state: State, error: ServiceError, labels: Sequence[str] = ()) -> Turn:
        """Let an error pass that another look may not meet.

        Args:
            labels: what was asked for, if the error is the call's.
        """
        request, now = self._request, self._clock.now()
        state = pacing.troubled(state, error, now)
        logger.warning("trouble", place=self._visit.place if self._visit is not None else "", error=state.trouble)
        if pacing.is_bearable(request, state, error, now):
            return Turn(Outcome(state))
        if self._visit is not None and self._visit.lets_go:
            left = service_error(self._visit.kind.words, away(request, self._visit.place), error)
            return self._failed(Failed(left), state)
        wanted = [target.label for target in request.targets]
        label = next(iter([*(one for one in labels if one in wanted), *self._pending, *wanted]), request.logical_id)
        words = service_error(self._words, request, error)
        failed = Failed(self._words.not_done(request, label, words), label=label)
        if error.prefix == "dynamodb" and self._is_of_nothing:
            return Turn(Outcome(state.noted(unknown(str(error))), {}))
        return Turn(Outcome(state, error=self._explained(failed, state)))

    def _explained(self, failed: Failed, state: State) -> Failed:
        return failure.explained(failed, self._request, self._words, state, self._look, self._pending)

    def _noted(self, before: State, state: State, look: Look | None) -> State:
        """Log the statuses that have moved since the look before, and return the state that knows of it."""
        if look is None:
            return state
        self._look, moved = look, False
        for label, known in state.packages.items():
            then = before.of(label).status
            if known.status and known.status != then:
                logger.info("status", place=look.place, package=known.id or label, status=known.status)
                moved |= bool(then)
        return replace(state, moved=look.now) if moved else state
