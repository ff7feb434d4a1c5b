"""How CloudFormation sends requests, and Deletes most of all: what is retained it does not ask for."""

from collections.abc import Iterable

from tests.explorer.moment import Moment, changed, named
from tests.explorer.scenario import DELETES, RETAINS, RETAINS_EXCEPT_ON_CREATE, Scenario
from tests.explorer.state import CLEAN, INVENTED, UNDO_CLEANUP, Event, Id, Owed, Task

#: Between two requests (seconds).
APART = 10.0
#: The date of the first.
FIRST = 1000.0
CANCELLED = "cancelled"


def send(scenario: Scenario, moment: Moment, event: Event, after: int | None = None) -> tuple[Moment, int]:
    """Send a request, after one that was cancelled; return its number too."""
    number = len(moment.events)
    made = FIRST + APART * number
    if after is not None and scenario.behind is not None:
        made = moment.events[after].made - scenario.behind
    queue = tuple(sorted((*moment.queue, number)))
    return moment._replace(events=(*moment.events, event._replace(made=made)), queue=queue), number


def create(resource: int, want: tuple[int, ...], adopt: bool, version: int) -> Event:
    """Return a Create, without its date."""
    return Event(resource, "Create", want, (), "", 0.0, adopt, version)


def update(resource: int, want: tuple[int, ...], old: tuple[int, ...], known: Id, adopt: bool, version: int) -> Event:
    """Return an Update, without its date."""
    return Event(resource, "Update", want, old, known, 0.0, adopt, version)


def delete_all(scenario: Scenario, moment: Moment, number: int, what: Iterable[Owed], phase: str) -> Moment:
    """Send Deletes, and let the stack wait for their answers."""
    stack, tasks = moment.stacks[number], list[Task]()
    now, retained, told = list(stack.now), set(moment.noted.retained), set(moment.noted.told)
    for owed in what:
        known = now[owed.resource]
        if owed.verb == "Delete" and _stays(policy(scenario, moment, number, owed.resource), phase):
            if known and known.complete:
                retained |= set(named(owed.id))
            else:
                told |= set(owed.want)
            now[owed.resource] = None
            continue
        cancelled = [
            task.request for task in stack.tasks if task.resource == owed.resource and task.result == CANCELLED
        ]
        after = cancelled[0] if cancelled and owed.id == INVENTED else None
        adopt = bool(known and known.adopt)
        event = Event(owed.resource, "Delete", owed.want, (), owed.id, 0.0, adopt, 0)
        moment, request = send(scenario, moment, event, after)
        tasks.append(Task(owed.resource, owed.verb, request, "", owed.id, owed.want, owed.tries))
        if owed.verb == "Delete" and known:
            now[owed.resource] = known._replace(going=True)
    stack = stack._replace(now=tuple(now), tasks=tuple(tasks), phase=phase, later=(), owed=())
    noted = moment.noted._replace(retained=frozenset(retained), told=frozenset(told))
    return moment._replace(stacks=changed(moment.stacks, number, stack), noted=noted)


def policy(scenario: Scenario, moment: Moment, number: int, resource: int) -> str:
    """Return the deletion policy of a resource: as it is, or as its Create says."""
    stack = moment.stacks[number]
    known = stack.now[resource]
    if known:
        return known.policy
    declared = scenario.operations[number][stack.step].declared.get(resource)
    return declared.policy if declared else DELETES


def _stays(policy: str, phase: str) -> bool:
    return policy == RETAINS or (policy == RETAINS_EXCEPT_ON_CREATE and phase != UNDO_CLEANUP)


def replaced(moment: Moment, number: int) -> list[Owed]:
    """Return the ids that were replaced, to be deleted."""
    stack, out = moment.stacks[number], []
    for task in stack.tasks:
        before, now = stack.before[task.resource], stack.now[task.resource]
        if before and now and before.id != now.id:
            out.append(Owed(task.resource, CLEAN, before.id, before.want))
    return out
