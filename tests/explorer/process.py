"""What an invocation of the provider does, step by step; one access to something shared is a step."""

from ledger.records import Item
from tests.explorer import cloudformation, service
from tests.explorer.calls import course, new_token, still_open
from tests.explorer.checks import check_found, describe, show
from tests.explorer.items import Items
from tests.explorer.look import Looks
from tests.explorer.moment import Moment, named
from tests.explorer.moves import given_up, onward, shown, to, without, written
from tests.explorer.scenario import Scenario
from tests.explorer.state import (
    ANSWER,
    BEGIN,
    CALL,
    FAIL,
    LIST,
    LOOK,
    NEXT,
    NOT_CREATED,
    READ,
    REFUSED,
    WRITE,
    Process,
    Visit,
)

Steps = list[tuple[str, Moment]]
#: What the reconcile loop plays of the law, and can leave out: see `switches`.
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
            return [(f"{who} reads the item of its id's place", to(moment, index, READ, since=since))]
        if process.at == READ:
            if not process.todo:
                return [(f"{who} names nothing", to(moment, index, ANSWER, then=NEXT))]
            item = moment.items[process.todo[0].place]
            return [(f"{who} reads the item", to(moment, index, LIST, read=item, fresh=True))]
        if process.at == LIST:
            return self._list(moment, index, who)
        if process.at == WRITE:
            return [self._write(moment, index, who)]
        if process.at == CALL:
            return self._call(moment, index, who)
        if process.at == REFUSED:
            return [(f"{who} takes back what it wrote", self._take_back(moment, index))]
        rest = moment._replace(processes=without(moment.processes, index))
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
            still_open(self._scenario, self.items, moment, process),
            moment.things,
            course(self._scenario, moment, event),
            str(process.request) if self._without == ONE_TOKEN else new_token(self.items, moment, process),
            process.since,
        )
        label = f"{who} lists {' '.join(f'F{n}:{thing.status}' for n, thing in enumerate(moment.things))}"
        if decision.then == FAIL and decision.late:
            return [(f"{label}, and is late", to(moment, index, ANSWER, then=FAIL))]
        verdict = decision.then != LOOK and self._without != UNWRITTEN
        if decision.item != process.read or decision.call or verdict:
            return [(label, to(moment, index, WRITE, read=process.read, fresh=process.fresh, plan=decision))]
        out = [(f"{label}: {decision.then}", onward(moment, index, decision))]
        if decision.then == LOOK and moment.may.late:
            out.append((f"{who} has no time left", given_up(moment, index, event, decision).spent("late")))
        return out

    def _write(self, moment: Moment, index: int, who: str) -> tuple[str, Moment]:
        process = moment.processes[index]
        if not process.fresh:
            return f"{who} may not write: somebody has written since", to(moment, index, READ)
        assert process.plan is not None
        check_found(self._scenario, moment, process.request, process.plan.found)
        moment = written(moment, process.todo[0].place, process.plan.item).telling(process.plan.told)
        return f"{who} writes {shown(self.items[process.plan.item])}", onward(moment, index, process.plan)

    def _call(self, moment: Moment, index: int, who: str) -> Steps:
        process = moment.processes[index]
        assert process.plan is not None and process.plan.call is not None
        call = process.plan.call
        label = f"{who} calls {call.verb} for {show(call.slots)}"
        refused = {"plan": process.plan, "then": LOOK} if self._without != NOT_TAKEN_BACK else {}
        at = REFUSED if refused else READ
        taken = service.takes(self._scenario, moment, call)
        if taken is None:
            out = [(f"{label}: refused", to(moment, index, at, **refused))]
            if moment.may.late:
                then = to(moment, index, at if refused else ANSWER, **(refused | {"then": FAIL}))
                out.append((f"{label}: refused, and it gives up", then.spent("late")))
        else:
            out = [(f"{label}: accepted", to(taken, index, READ))]
        if moment.may.busy:
            out.append((f"{label}: refused, the domain is busy", to(moment, index, at, **refused).spent("busy")))
        if moment.may.hang:
            flying = moment._replace(flying=tuple(sorted((*moment.flying, call))))
            out.append((f"{label}: it hangs", to(flying, index, READ).spent("hang")))
        return out

    def _take_back(self, moment: Moment, index: int) -> Moment:
        process = moment.processes[index]
        assert process.plan is not None and process.plan.call is not None
        place = process.todo[0].place
        item = self.looks.taken_back(moment.events[process.request], process.plan.call, place, moment.items[place])
        if item != moment.items[place]:
            check_found(self._scenario, moment, process.request, process.plan.found)
        moment = written(moment, place, item)
        return to(moment, index, READ) if process.then == LOOK else to(moment, index, ANSWER, then=FAIL)
