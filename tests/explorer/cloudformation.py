"""What CloudFormation does: it begins operations, takes answers, and goes on once it has them all."""

from tests.explorer.checks import check_failure, check_success
from tests.explorer.moment import Moment, changed, named
from tests.explorer.requests import create, delete_all, replaced, send, update
from tests.explorer.scenario import DELETES, Operation, Scenario
from tests.explorer.state import (
    CLEANUP,
    DELETE,
    DELETE_FAILED,
    FORWARD,
    IDLE,
    UNDO,
    UNDO_FAILED,
    Id,
    Known,
    Owed,
    Stack,
    Task,
)
from tests.explorer.undoing import roll_back, stop, try_again, undo_cleanup

SUCCESS, FAILED = "SUCCESS", "FAILED"
Steps = list[tuple[str, Moment]]


def steps(scenario: Scenario, moment: Moment, number: int, empty: tuple[int, ...]) -> Steps:
    """Return what CloudFormation may do next with a stack; empty: the items of a table that was lost."""
    stack, out = moment.stacks[number], Steps()
    operations = scenario.operations[number]
    if stack.phase == IDLE and stack.step < len(operations):
        operation = operations[stack.step]
        out.append((f"stack {number}: {operation.kind}", begin(scenario, moment, number, operation, empty)))
    if stack.phase == FORWARD:
        if moment.may.sibling and operations[stack.step].may_fail:
            failed = _undo(scenario, moment.spent("sibling"), number)
            out.append((f"stack {number}: a sibling fails", failed))
        if all(task.result == SUCCESS for task in stack.tasks):
            out.append((f"stack {number}: cleans up", clean_up(scenario, moment, number)))
    if stack.phase in (UNDO_FAILED, DELETE_FAILED) and moment.may.retry:
        skips = scenario.skips and stack.phase == UNDO_FAILED
        then = go_on(scenario, try_again(scenario, moment.spent("retry"), number, skips), number)
        out.append((f"stack {number}: {'skips what failed' if skips else 'tries again'}", then))
    return out


def begin(scenario: Scenario, moment: Moment, number: int, operation: Operation, empty: tuple[int, ...]) -> Moment:
    """Begin an operation."""
    stack = moment.stacks[number]
    first = len(moment.events)
    stack = stack._replace(before=stack.now, tasks=(), later=(), phase=FORWARD, first=first)
    if operation.kind == "force away":
        away = frozenset(slot for known in stack.now if known for slot in named(known.id))
        moment = moment._replace(noted=moment.noted._replace(forced=moment.noted.forced | away))
        return moment.with_stack(number, Stack(stack.step + 1, IDLE, (None,) * len(stack.now), stack.now))
    if operation.kind == "lose table":
        stack = stack._replace(step=stack.step + 1, phase=IDLE)
        processes = tuple(process._replace(fresh=False) for process in moment.processes)
        return moment.with_stack(number, stack)._replace(items=empty, processes=processes)
    moment = moment.with_stack(number, stack)
    if operation.kind == "delete":
        what = [Owed(one, "Delete", known.id, known.want) for one, known in enumerate(stack.now) if known]
        return go_on(scenario, delete_all(scenario, moment, number, [*stack.owed, *what], DELETE), number)
    tasks, now = list[Task](), list(stack.now)
    for resource, (slots, adopt, policy, version) in operation.declared.items():
        known = now[resource]
        if known is None or (isinstance(known.id, str) and scenario.recreates):
            moment, request = send(scenario, moment, create(resource, slots, adopt, version))
            tasks.append(Task(resource, "Create", request, "", "", slots))
        elif (slots, adopt, version) != (known.want, known.adopt, known.version):
            event = update(resource, slots, known.want, known.id, adopt, version)
            moment, request = send(scenario, moment, event)
            tasks.append(Task(resource, "Update", request, "", "", slots))
            now[resource] = known._replace(policy=policy)
    stack = moment.stacks[number]._replace(now=tuple(now), tasks=tuple(tasks))
    return go_on(scenario, moment.with_stack(number, stack), number)


def answered(scenario: Scenario, moment: Moment, request: int, status: str, id: Id) -> Moment:
    """Take an answer, unless the stack has gone on without it."""
    event = moment.events[request]
    number = scenario.stack_of[event.resource]
    stack = moment.stacks[number]
    task = next((one for one in stack.tasks if one.request == request and not one.result), None)
    if task is None:
        return moment
    if status == FAILED:
        check_failure(scenario, moment, request)
    now = stack.now
    if task.verb in ("Create", "Update"):
        known = now[event.resource]
        if status == SUCCESS:
            check_success(scenario, moment, request)
        if status == SUCCESS and event.type == "Update" and scenario.replacement_refused and id != event.known:
            status = FAILED
        elif status == SUCCESS or known is None or event.type == "Create":
            declared = scenario.operations[number][stack.step].declared.get(event.resource)
            policy = known.policy if known else declared.policy if declared else DELETES
            new = Known(id, event.want, event.adopt, policy, event.version, status == SUCCESS)
            now = changed(now, event.resource, new)
        else:
            complete = known.complete and id == known.id
            now = changed(now, event.resource, known._replace(id=id, complete=complete))
    tasks = tuple(one._replace(result=status, id=id) if one is task else one for one in stack.tasks)
    return go_on(scenario, moment.with_stack(number, stack._replace(now=now, tasks=tasks)), number)


def go_on(scenario: Scenario, moment: Moment, number: int) -> Moment:
    """Go on with a stack's operation, once every answer is there."""
    stack = moment.stacks[number]
    failed = any(task.result == FAILED for task in stack.tasks)
    if stack.phase == FORWARD and failed and (scenario.rollback or all(task.result for task in stack.tasks)):
        return _undo(scenario, moment, number)
    if stack.phase in (IDLE, UNDO_FAILED, DELETE_FAILED) or any(not task.result for task in stack.tasks):
        return moment
    if stack.phase == FORWARD:
        waits = moment.may.sibling and scenario.operations[number][stack.step].may_fail
        return moment if waits else clean_up(scenario, moment, number)
    if stack.phase == UNDO:
        if failed:
            return moment.with_stack(number, stack._replace(phase=UNDO_FAILED))
        return go_on(scenario, undo_cleanup(scenario, moment, number), number)
    return _deleted(scenario, moment, number)


def _deleted(scenario: Scenario, moment: Moment, number: int) -> Moment:
    """Go on once every Delete is answered."""
    stack, again = moment.stacks[number], list[Owed]()
    now = list(stack.now)
    for task in stack.tasks:
        if task.result == FAILED and stack.phase != DELETE and task.tries + 1 < scenario.tries:
            again.append(Owed(task.resource, task.verb, task.id, task.want, task.tries + 1))
        elif task.verb == "Delete" and (task.result == SUCCESS or stack.phase != DELETE):
            now[task.resource] = None
        if task.result == FAILED:
            moment = moment.telling(frozenset(named(task.id) or task.want))
    moment = moment.with_stack(number, stack._replace(now=tuple(now)))
    if again:
        return go_on(scenario, delete_all(scenario, moment, number, again, stack.phase), number)
    if stack.phase == DELETE and any(task.result == FAILED for task in stack.tasks):
        return moment.with_stack(number, moment.stacks[number]._replace(phase=DELETE_FAILED))
    done = moment.stacks[number]._replace(step=stack.step + 1, phase=IDLE, tasks=(), later=())
    return moment.with_stack(number, done)


def clean_up(scenario: Scenario, moment: Moment, number: int) -> Moment:
    """Delete what is no longer declared, and the ids that were replaced."""
    stack = moment.stacks[number]
    wanted = scenario.operations[number][stack.step].declared
    gone = [(one, known) for one, known in enumerate(stack.now) if known and one not in wanted]
    what = [Owed(resource, "Delete", known.id, known.want) for resource, known in gone]
    old = replaced(moment, number)
    if scenario.replaced_stays:
        stays = moment.noted.retained.union(*(named(owed.id) for owed in old))
        moment, old = moment._replace(noted=moment.noted._replace(retained=stays)), []
    for owed in stack.owed:
        known = stack.now[owed.resource]
        if known is None or known.id != owed.id:
            old.append(owed)
    return go_on(scenario, delete_all(scenario, moment, number, [*what, *old], CLEANUP), number)


def _undo(scenario: Scenario, moment: Moment, number: int) -> Moment:
    if not scenario.rollback:
        return stop(moment, number)
    return go_on(scenario, roll_back(scenario, moment, number), number)
