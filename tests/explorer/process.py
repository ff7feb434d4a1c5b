"""What an invocation of the provider does, step by step; one access to something shared is a step."""

from typing import Any

from ledger.law import BEFORE_OPERATION, Course
from ledger.records import Item
from tests.explorer import cloudformation, service
from tests.explorer.checks import describe, show
from tests.explorer.items import Items
from tests.explorer.look import Looks
from tests.explorer.requests import APART, FIRST
from tests.explorer.scenario import Scenario
from tests.explorer.state import (
    ANSWER, BEGIN, CALL, DELETE, DELETE_FAILED, FAIL, LIST, LOOK, NEXT, NOT_CREATED, READ, REFUSED, UNDO, UNDO_CLEANUP, WRITE,
    Decision, Event, Moment, Process, Visit, changed, named,
)  # fmt: skip

Steps = list[tuple[str, Moment]]
#: The reconcile loop without what article 1 says of verdicts.
UNWRITTEN, NOT_TAKEN_BACK, ONE_TOKEN = "written", "taken back", "token"


class Provider:
    """The provider of one scenario."""

    def __init__(self, scenario: Scenario, without: str = "") -> None:
        self._scenario, self._without = scenario, without
        self.looks = Looks(scenario)
        self.items: Items = self.looks.items
        self.empty = (self.items.number(Item()),) * (max(scenario.place_of) + 1)

    def begun(self, moment: Moment, request: int) -> Process:
        """Return an invocation at its beginning: places of old ids and properties first."""
        event, of = moment.events[request], self._scenario.place_of
        wanted = {of[slot] for slot in event.want}
        others = {of[slot] for slot in (*event.old, *named(event.known))}
        if event.type == "Delete":
            wanted, others = set(), wanted | others
        todo = [Visit(place, False) for place in sorted(others - wanted)]
        todo += [Visit(place, True) for place in sorted(wanted)]
        return Process(request, BEGIN if len(todo) > 1 and named(event.known) else READ, tuple(todo))

    def steps(self, moment: Moment, index: int) -> Steps:
        """Return what an invocation may do next."""
        process = moment.processes[index]
        event, who = moment.events[process.request], describe(moment, process.request)
        if process.at == BEGIN:
            place = self._scenario.place_of[named(event.known)[0]]
            since = self.looks.since(event, process.request, place, moment.items[place])
            return [(f"{who} reads the item of its id's place", _to(moment, index, READ, since=since))]
        if process.at == READ:
            if not process.todo:
                return [(f"{who} names nothing", _to(moment, index, ANSWER, then=NEXT))]
            item = moment.items[process.todo[0].place]
            return [(f"{who} reads the item", _to(moment, index, LIST, read=item, fresh=True))]
        if process.at == LIST:
            return self._list(moment, index, who)
        if process.at == WRITE:
            return [self._write(moment, index, who)]
        if process.at == CALL:
            return self._call(moment, index, who)
        if process.at == REFUSED:
            return [(f"{who} takes back what it wrote", self._take_back(moment, index))]
        rest = moment._replace(processes=_without(moment.processes, index))
        status = cloudformation.SUCCESS if process.then == NEXT else cloudformation.FAILED
        id = event.known
        if event.type != "Delete" and (status == cloudformation.SUCCESS or self._scenario.failure_names_wanted):
            id = event.want
        elif event.type == "Create":
            id = NOT_CREATED
        answered = cloudformation.answered(self._scenario, rest, process.request, status, id)
        return [(f"{who} answers {status} with {id if isinstance(id, str) else show(id)}", answered)]

    def _list(self, moment: Moment, index: int, who: str) -> Steps:
        process = moment.processes[index]
        event, visit = moment.events[process.request], process.todo[0]
        decision = self.looks.decide(
            event,
            process.request,
            visit,
            process.read,
            self._still(moment, process),
            moment.things,
            self._course(moment, event),
            self._token(moment, index),
            process.since,
        )
        label = f"{who} lists {' '.join(f'F{n}:{thing.status}' for n, thing in enumerate(moment.things))}"
        if decision.then == FAIL and decision.late:
            return [(f"{label}, and is late", _to(moment, index, ANSWER, then=FAIL))]
        verdict = decision.then != LOOK and self._without != UNWRITTEN
        if decision.item != process.read or decision.call or verdict:
            return [(label, _to(moment, index, WRITE, read=process.read, fresh=process.fresh, plan=decision))]
        out = [(f"{label}: {decision.then}", _onward(moment, index, decision))]
        if decision.then == LOOK and moment.may.late:
            out.append((f"{who} has no time left", _given_up(moment, index, event, decision).spent("late")))
        return out

    def _still(self, moment: Moment, process: Process) -> tuple[str, ...]:
        """Return the tokens of the calls in the item that it has read whose time is not up."""
        tokens = self.items.tokens(process.read).values()
        if not tokens:
            return ()
        still = {call.token for call in moment.flying}
        if not self._scenario.stalls:
            still |= {one.plan.call.token for one in moment.processes if one.at == CALL and one.plan and one.plan.call}
        if self._scenario.lingers:
            still |= set(self.items.tokens(moment.items[process.todo[0].place]).values())
        return tuple(sorted(still.intersection(tokens)))

    def _token(self, moment: Moment, index: int) -> str:
        """Return a token that nobody uses."""
        process = moment.processes[index]
        if self._without == ONE_TOKEN:
            return str(process.request)
        used = self.in_use(moment).union(*(self.items.tokens(item).values() for item in (*moment.items, process.read)))
        return next(token for count in range(99) if (token := f"{process.request}.{count}") not in used)

    def in_use(self, moment: Moment) -> set[str]:
        """Return the tokens of the calls that may yet take effect, or are yet to be taken back."""
        flying = {call.token for call in moment.flying}
        return flying | {one.plan.call.token for one in moment.processes if one.plan and one.plan.call}

    def _course(self, moment: Moment, event: Event) -> tuple[Course, float]:
        """Return where the stack of a Delete is going, and since when."""
        if event.type != "Delete":
            return Course.ON, 0.0
        stack = moment.stacks[self._scenario.stack_of[event.resource]]
        began = FIRST + APART * stack.first + BEFORE_OPERATION
        if stack.phase in (DELETE, DELETE_FAILED) or (stack.phase == UNDO_CLEANUP and not any(stack.before)):
            return Course.AWAY, began
        return (Course.BACK if stack.phase in (UNDO, UNDO_CLEANUP) else Course.ON), began

    def _write(self, moment: Moment, index: int, who: str) -> tuple[str, Moment]:
        process = moment.processes[index]
        if not process.fresh:
            return f"{who} may not write: somebody has written since", _to(moment, index, READ)
        assert process.plan is not None
        moment = _written(moment, process.todo[0].place, process.plan.item).telling(process.plan.told)
        return f"{who} writes {shown(self.items[process.plan.item])}", _onward(moment, index, process.plan)

    def _call(self, moment: Moment, index: int, who: str) -> Steps:
        process = moment.processes[index]
        assert process.plan is not None and process.plan.call is not None
        call = process.plan.call
        label = f"{who} calls {call.verb} for {show(call.slots)}"
        refused = {"plan": process.plan, "then": LOOK} if self._without != NOT_TAKEN_BACK else {}
        at = REFUSED if refused else READ
        taken = service.takes(self._scenario, moment, call)
        if taken is None:
            out = [(f"{label}: refused", _to(moment, index, at, **refused))]
            if moment.may.late:
                then = _to(moment, index, at if refused else ANSWER, **(refused | {"then": FAIL}))
                out.append((f"{label}: refused, and it gives up", then.spent("late")))
        else:
            out = [(f"{label}: accepted", _to(taken, index, READ))]
        if moment.may.busy:
            out.append((f"{label}: refused, the domain is busy", _to(moment, index, at, **refused).spent("busy")))
        if moment.may.hang:
            flying = moment._replace(flying=tuple(sorted((*moment.flying, call))))
            out.append((f"{label}: it hangs", _to(flying, index, READ).spent("hang")))
        return out

    def _take_back(self, moment: Moment, index: int) -> Moment:
        process = moment.processes[index]
        assert process.plan is not None and process.plan.call is not None
        place = process.todo[0].place
        item = self.looks.taken_back(moment.events[process.request], process.plan.call, place, moment.items[place])
        if item != moment.items[place]:
            moment = _written(moment, place, item)
        return _to(moment, index, READ) if process.then == LOOK else _to(moment, index, ANSWER, then=FAIL)


def shown(item: Item) -> str:
    """Return an item in words."""
    out = []
    for name, slot in item.slots.items():
        claims = "; ".join(f"{claim.name} {claim.state} by {claim.id} since {claim.clock:g}" for claim in slot.claims)
        call = f", {slot.call.verb} called by {slot.call.request}" if slot.call else ""
        out.append(f"{name} ({slot.origin}{call}): {claims}")
    return " / ".join(out) or "nothing"


def _written(moment: Moment, place: int, item: int) -> Moment:
    """Return the moment after a write, which makes what others have read of the place old."""
    processes = tuple(
        one._replace(fresh=False) if one.todo and one.todo[0].place == place else one for one in moment.processes
    )
    return moment._replace(items=changed(moment.items, place, item), processes=processes)


def _onward(moment: Moment, index: int, decision: Decision) -> Moment:
    process = moment.processes[index]
    if decision.call:
        return _to(moment, index, CALL, plan=decision)
    if decision.then == LOOK:
        return _to(moment, index, READ)
    if decision.then == NEXT and len(process.todo) > 1:
        return _to(moment, index, READ, todo=process.todo[1:])
    return _to(moment, index, ANSWER, then=decision.then)


def _given_up(moment: Moment, index: int, event: Event, decision: Decision) -> Moment:
    """Return the moment when no time is left: an Update goes on without letting go; all else fails."""
    process = moment.processes[index]
    visit = process.todo[0]
    if event.type == "Update":
        moment = moment.telling(decision.letting)
        if not visit.wants:
            return _to(moment, index, READ, todo=process.todo[1:])
    if visit.wants and visit.lets and decision.letting:
        return _to(moment, index, READ, todo=(visit._replace(lets=False),))
    return _to(moment, index, ANSWER, then=FAIL)


def _to(moment: Moment, index: int, at: str, **more: Any) -> Moment:
    """Return the moment in which an invocation is at its next step."""
    process = moment.processes[index]
    todo = () if at == ANSWER else more.pop("todo", process.todo)
    since = {} if at == ANSWER else {"since": process.since}
    next_ = Process(process.request, at, todo, **(since | more))
    processes = (*moment.processes[:index], *moment.processes[index + 1 :], next_)
    return moment._replace(processes=tuple(sorted(processes, key=_order)))


def _order(process: Process) -> tuple[int, str, int]:
    return process.request, process.at, len(process.todo)


def _without(processes: tuple[Process, ...], index: int) -> tuple[Process, ...]:
    return (*processes[:index], *processes[index + 1 :])
