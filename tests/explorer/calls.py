"""The calls that are under way, by their tokens; and where a stack is going."""

from ledger.law import BEFORE_OPERATION
from model import Course
from tests.explorer.items import Items
from tests.explorer.moment import Moment
from tests.explorer.requests import APART, FIRST
from tests.explorer.scenario import Scenario
from tests.explorer.state import CALL, DELETE, DELETE_FAILED, UNDO, UNDO_CLEANUP, Event, Process


def still_open(scenario: Scenario, items: Items, moment: Moment, process: Process) -> tuple[str, ...]:
    """Return the tokens of the calls in the item that an invocation has read whose time is not up."""
    tokens = items.tokens(process.read).values()
    if not tokens:
        return ()
    still = {call.token for call in moment.flying}
    if not scenario.stalls:
        still |= {one.plan.call.token for one in moment.processes if one.at == CALL and one.plan and one.plan.call}
    if scenario.lingers:
        still |= set(items.tokens(moment.items[process.todo[0].place]).values())
    return tuple(sorted(still.intersection(tokens)))


def new_token(items: Items, moment: Moment, process: Process) -> str:
    """Return a token that nobody uses."""
    used = in_use(moment).union(*(items.tokens(item).values() for item in (*moment.items, process.read)))
    return next(token for count in range(99) if (token := f"{process.request}.{count}") not in used)


def in_use(moment: Moment) -> set[str]:
    """Return the tokens of the calls that may yet take effect, or are yet to be taken back."""
    flying = {call.token for call in moment.flying}
    return flying | {one.plan.call.token for one in moment.processes if one.plan and one.plan.call}


def course(scenario: Scenario, moment: Moment, event: Event) -> tuple[Course, float]:
    """Return where the stack of a Delete is going, and since when its operation lasts."""
    if event.type != "Delete":
        return Course.ON, 0.0
    stack = moment.stacks[scenario.stack_of[event.resource]]
    began = FIRST + APART * stack.first + BEFORE_OPERATION
    if stack.phase in (DELETE, DELETE_FAILED) or (stack.phase == UNDO_CLEANUP and not any(stack.before)):
        return Course.AWAY, began
    return (Course.BACK if stack.phase in (UNDO, UNDO_CLEANUP) else Course.ON), began
