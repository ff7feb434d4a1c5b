"""The loop: look, decide, ask, sleep, until done, failed, or out of this invocation's time."""

from collections.abc import Sequence
from dataclasses import replace

from aws_lambda_powertools import Logger

from aws import Caller
from clock import Clock
from cloudformation.stack import StackView
from errors import Failed, NotFound, ServiceError, Unconfirmed
from metrics import emit_waiting
from model import Association, Goal, Package, Request
from opensearch.client import OpenSearch
from reconcile import failure, heartbeat, messages, pacing
from reconcile.kinds import kind_of
from reconcile.look import Look
from reconcile.ownership import is_fresh
from reconcile.plan import Plan
from reconcile.presence import CONFIRMED_AFTER
from reconcile.state import Outcome, State

logger = Logger()


def reconcile(request: Request, state: State, clock: Clock) -> Outcome:
    """Bring the packages of a request to its goal, as far as this invocation's time goes."""
    if request.to_sweep is not None and not state.swept:
        return _sweep_first(request, request.to_sweep, state, clock)
    return _run(request, state, clock)


def _sweep_first(request: Request, before: Request, state: State, clock: Clock) -> Outcome:
    """Take away what a cancelled request may have asked for; its failure does not fail the rollback."""
    swept = _run(before, state, clock)
    if swept.found is None and swept.error is None:
        return swept
    notes = swept.state.notes + ((messages.not_swept(str(swept.error)),) if swept.error else ())
    state = replace(swept.state, packages={}, swept=True, notes=notes, unwanted=None, moved=clock.now())
    return _run(request, state, clock)


def _run(request: Request, state: State, clock: Clock) -> Outcome:
    operation = Operation(request, clock)
    if state.due is not None:
        clock.sleep(max(0.0, min(state.due - clock.now(), clock.left())))
    last = clock.now()
    while True:
        began = clock.now()
        outcome, confirm = operation.look_once(state)
        if outcome.found is not None or outcome.error is not None:
            return outcome
        now = clock.now()
        state = replace(outcome.state, slowest=max(outcome.state.slowest, now - began), due=None)
        due = pacing.deadline(request, state) + (pacing.CONFIRM if confirm else 0.0)
        if now >= due:
            return operation.at_deadline(state, now)
        if heartbeat.due(last, now):
            last = now
            operation.beat(state, due, now)
        pause = min(pacing.pause(state, request.goal, now, confirm=confirm), due - now)
        if clock.left() <= pause:
            return Outcome(replace(state, due=now + pause))
        clock.sleep(pause)


class Operation:
    """One invocation's part of an operation: what it looks at and asks; what it learns is in the state."""

    def __init__(self, request: Request, clock: Clock) -> None:
        self._request, self._clock, self._kind = request, clock, kind_of(request)
        self._callers = [Caller(service, clock, request.limit) for service in ("opensearch", "cloudformation")]
        self._opensearch, self._cloudformation = OpenSearch(self._callers[0]), self._callers[1]
        #: The last look that went through, and what had not reached its goal by then: for the words of a failure.
        self._look: Look | None = None
        self._pending: tuple[str, ...] = ()

    def look_once(self, state: State) -> tuple[Outcome, bool]:
        """Look once and do the next thing; return how it ended, and whether the next look is to confirm this one."""
        request = self._request
        if not request.targets:
            return Outcome(state, {}), False
        stack = StackView(request.stack_id, request.logical_id, self._cloudformation)
        try:
            look = self._kind.look(request, state, self._opensearch, stack, self._clock.now)
        except ServiceError as error:
            if isinstance(error, NotFound) and request.goal is Goal.ABSENT:
                return Outcome(state, {}), False  # the domain is gone, and all that was on it
            return self._bear(state, error), False
        for caller in self._callers:
            caller.patient_until = look.now + pacing.YOUNG
        state, met = self._kind.observed(request, replace(state, reached=True), look)
        state = self._noted(state, look)
        try:
            if met is not None:
                raise met
            plan = self._kind.planned(request, state, look)
        except ServiceError as error:
            return self._bear(state, error), False
        except Failed as failed:
            return self._failed(failed, state, look)
        self._pending = plan.pending
        return self._carried_out(plan, look)

    def beat(self, state: State, due: float, now: float) -> None:
        """Say that the request still waits: a log line, and the metrics."""
        request = self._request
        statuses = messages.statuses(request, state, self._look.found if self._look is not None else None)
        line = heartbeat.line(request, statuses, asked=state.asked, since=request.made, deadline=due, now=now)
        logger.info("still waiting", **line)
        emit_waiting(now - request.made)

    def at_deadline(self, state: State, now: float) -> Outcome:
        """End it, for the deadline has come."""
        look = self._look
        if look is not None and (enough := self._kind.enough(self._request, state, look)) is not None:
            return Outcome(enough, self._found(enough, look))
        error = failure.at_deadline(self._request, state, look, self._pending, now, self._opensearch)
        return Outcome(state, error=error) if error is not None else Outcome(state, {})

    def _failed(self, failed: Failed, state: State, look: Look) -> tuple[Outcome, bool]:
        """End in a failure, unless another look may not meet it."""
        if self._request.type == "Update" and is_fresh(self._request, look.now) and not state.asked:
            return Outcome(state), False  # in a rollback it may not be one, and the stack's status may be old
        if isinstance(failed, Unconfirmed):
            since = look.now if state.doubted is None else state.doubted
            if look.now - since < CONFIRMED_AFTER:
                return Outcome(replace(state, doubted=since)), True
        return Outcome(state, error=failure.explained(failed, self._request, state, look)), False

    def _carried_out(self, plan: Plan, look: Look) -> tuple[Outcome, bool]:
        """Make the call of a plan, if there is one and still time for it."""
        state, now = plan.state, self._clock.now()
        if plan.done:
            return Outcome(state, self._found(state, look)), False
        if plan.trouble:
            if plan.trouble != state.trouble:
                logger.info("waiting", domain=self._request.domain, reason=plan.trouble)
            state = replace(state, trouble=plan.trouble)
        if plan.labels and now < pacing.deadline(self._request, state) and self._clock.left() > 0:
            state, error = self._kind.make(state, plan.labels, plan.goal, look, self._opensearch, now)
            if error is not None:
                return self._bear(state, error, plan.labels), False
        return Outcome(pacing.recovered(state)), plan.confirm and not plan.labels

    def _found(self, state: State, look: Look) -> dict[str, Association | Package]:
        """Return what a look has found, by how the request names it."""
        ids = {target.label: state.of(target.label).id for target in self._request.targets}
        return {label: look.found[package] for label, package in ids.items() if package in look.found}

    def _bear(self, state: State, error: ServiceError, labels: Sequence[str] = ()) -> Outcome:
        """Let an error pass that another look may not meet.

        Args:
            labels: what was asked for, if the error is the call's.
        """
        state = pacing.troubled(state, error, self._clock.now())
        logger.warning("trouble", domain=self._request.domain, error=state.trouble)
        if pacing.is_bearable(state, error, self._clock.now()):
            return Outcome(state)
        asked = [label for label in labels if state.of(label).asked is None]
        label = next(iter([*asked, *self._pending, self._request.targets[0].label]))
        failed = Failed(messages.not_done(self._request, label, messages.service_error(self._request, error)))
        return Outcome(state, error=failure.explained(failed, self._request, state, self._look))

    def _noted(self, state: State, look: Look) -> State:
        """Log the statuses that have moved since the look before, and return the state that knows of it."""
        before, self._look = self._look, look
        now = messages.statuses(self._request, state, look.found)
        then = messages.statuses(self._request, state, before.found) if before is not None else {}
        moved = {label: status for label, status in now.items() if then.get(label) != status}
        for label, status in moved.items():
            package = state.of(label).id or label
            logger.info("status", domain=self._request.domain, package=package, status=status)
            if then:  # what was refused before was something else
                known = replace(state.of(label), refused=None, refused_last=None, refusal="")
                state = replace(state.with_package(label, known), moved=look.now)
        return state
