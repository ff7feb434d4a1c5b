"""How an invocation gets from one step to the next."""

from typing import Any

from ledger.records import Item
from tests.explorer.moment import Moment, changed
from tests.explorer.state import ANSWER, CALL, FAIL, LOOK, NEXT, READ, Decision, Event, Process


def shown(item: Item) -> str:
    """Return an item in words."""
    out = []
    for name, slot in item.slots.items():
        claims = "; ".join(f"{claim.name} {claim.state} by {claim.id} since {claim.clock:g}" for claim in slot.claims)
        call = f", {slot.call.verb} called by {slot.call.request}" if slot.call else ""
        out.append(f"{name} ({slot.origin}{call}): {claims}")
    return " / ".join(out) or "nothing"


def written(moment: Moment, place: int, item: int) -> Moment:
    """Return the moment after a write, which makes what others have read of the place old."""
    processes = tuple(
        one._replace(fresh=False) if one.todo and one.todo[0].place == place else one for one in moment.processes
    )
    return moment._replace(items=changed(moment.items, place, item), processes=processes)


def onward(moment: Moment, index: int, decision: Decision) -> Moment:
    """Return the moment after a look, and its write if it had one."""
    process = moment.processes[index]
    if decision.call:
        return to(moment, index, CALL, plan=decision)
    if decision.then == LOOK:
        return to(moment, index, READ)
    if decision.then == NEXT and len(process.todo) > 1:
        return to(moment, index, READ, todo=process.todo[1:])
    return to(moment, index, ANSWER, then=decision.then)


def given_up(moment: Moment, index: int, event: Event, decision: Decision) -> Moment:
    """Return the moment when no time is left: an Update goes on without letting go; all else fails."""
    process = moment.processes[index]
    visit = process.todo[0]
    if event.type == "Update":
        moment = moment.telling(decision.letting)
        if not visit.wants:
            return to(moment, index, READ, todo=process.todo[1:])
    if visit.wants and visit.lets and decision.letting:
        return to(moment, index, READ, todo=(visit._replace(lets=False),))
    return to(moment, index, ANSWER, then=FAIL)


def to(moment: Moment, index: int, at: str, **more: Any) -> Moment:
    """Return the moment in which an invocation is at its next step."""
    process = moment.processes[index]
    todo = () if at == ANSWER else more.pop("todo", process.todo)
    since = {} if at == ANSWER else {"since": process.since}
    next_ = Process(process.request, at, todo, **(since | more))
    processes = (*moment.processes[:index], *moment.processes[index + 1 :], next_)
    return moment._replace(processes=tuple(sorted(processes, key=_order)))


def _order(process: Process) -> tuple[int, str, int]:
    return process.request, process.at, len(process.todo)


def without(processes: tuple[Process, ...], index: int) -> tuple[Process, ...]:
    return (*processes[:index], *processes[index + 1 :])
