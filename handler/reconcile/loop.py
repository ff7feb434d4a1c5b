"""The loop: look and do the next thing, sleep, until done, failed, or out of this invocation's time."""

from dataclasses import replace

from clock import Clock
from model import Request
from reconcile import heartbeat, pacing
from reconcile.operation import Operation
from reconcile.state import Outcome, State


def reconcile(request: Request, state: State, clock: Clock) -> Outcome:
    """Bring the packages of a request to its goal, as far as this invocation's time goes."""
    operation = Operation(request, clock)
    if state.due is not None:
        clock.sleep(max(0.0, min(state.due - clock.now(), clock.left())))
    last = clock.now()
    while True:
        began = clock.now()
        turn = operation.look_once(state)
        if turn.outcome.found is not None or turn.outcome.error is not None:
            return turn.outcome
        now = clock.now()
        state = replace(turn.outcome.state, slowest=max(turn.outcome.state.slowest, now - began), due=None)
        due = pacing.deadline(request, state) + (turn.soon or 0.0)
        if now >= due:
            return operation.at_deadline(state, now)
        if heartbeat.due(last, now):
            last = now
            operation.beat(state, due, now)
        pause = pacing.pause(state, request.goal, now) if turn.soon is None else turn.soon
        pause = min(pause, due - now)
        if clock.left() <= pause:
            return Outcome(replace(state, due=now + pause))
        clock.sleep(pause)
