"""How CloudFormation goes back, stops half-way, and tries again."""

from tests.explorer.moment import Moment, changed
from tests.explorer.requests import CANCELLED, delete_all, send, update
from tests.explorer.scenario import DELETES, Scenario
from tests.explorer.state import CLEAN, DELETE, DELETE_FAILED, IDLE, INVENTED, UNDO, Known, Owed, Stack, Task


def roll_back(scenario: Scenario, moment: Moment, number: int) -> Moment:
    """Cancel what is under way, send the Updates that go back, and remember what is to be deleted after them."""
    stack = moment.stacks[number]
    tasks = tuple(task if task.result else task._replace(result=CANCELLED) for task in stack.tasks)
    later, back, now = list[Owed](), list[Task](), stack.now
    for task in tasks:
        known, before = now[task.resource], stack.before[task.resource]
        if task.verb == "Create" or before is None:
            later.append(Owed(task.resource, "Delete", known.id if known else INVENTED, task.want))
            continue
        assert known is not None
        cancelled = task.result == CANCELLED
        if not cancelled:
            later.append(Owed(task.resource, CLEAN, known.id, task.want))
        if task.result == "SUCCESS" and known.id != before.id and scenario.deletes_alone:
            now = changed(now, task.resource, before)
            continue
        event = update(task.resource, before.want, task.want, known.id, before.adopt, before.version)
        moment, request = send(scenario, moment, event, task.request if cancelled else None)
        back.append(Task(task.resource, "Update", request, "", "", before.want))
    stack = stack._replace(now=now, tasks=tuple(back) or tasks, later=tuple(later), phase=UNDO)
    moment = moment.with_stack(number, stack)
    return moment if back else undo_cleanup(scenario, moment, number)


def undo_cleanup(scenario: Scenario, moment: Moment, number: int) -> Moment:
    """Send the Deletes of a rollback."""
    stack, what = moment.stacks[number], list[Owed]()
    for owed in stack.later:
        known = stack.now[owed.resource]
        if owed.verb == "Delete" or known is None or owed.id != known.id:
            what.append(owed)
    return delete_all(scenario, moment, number, what, "undo cleanup")


def stop(moment: Moment, number: int) -> Moment:
    """End a failed operation where its rollback is off."""
    stack, now = moment.stacks[number], list(moment.stacks[number].now)
    for task in stack.tasks:
        if not task.result and task.verb == "Create":
            now[task.resource] = Known(INVENTED, task.want, False, DELETES, 0, False)
    owed = list(stack.owed)
    for task in stack.tasks:
        before, known = stack.before[task.resource], now[task.resource]
        if before and known and known.id != before.id:
            owed.append(Owed(task.resource, CLEAN, before.id, before.want))
    return moment.with_stack(number, Stack(stack.step + 1, IDLE, tuple(now), stack.before, owed=tuple(owed)))


def try_again(scenario: Scenario, moment: Moment, number: int, skips: bool) -> Moment:
    """Delete again, or continue a rollback that failed: with what failed in it, or without."""
    stack = moment.stacks[number]
    failed = [task for task in stack.tasks if task.result == "FAILED"]
    if stack.phase == DELETE_FAILED:
        what = [Owed(task.resource, "Delete", task.id, task.want) for task in failed]
        return delete_all(scenario, moment, number, what, DELETE)
    if skips:
        now = stack.now
        for task in stack.tasks:
            known = now[task.resource]
            assert known is not None
            now = changed(now, task.resource, known._replace(want=task.want, complete=False))
        moment = moment.telling(frozenset(slot for owed in stack.later if owed.verb == CLEAN for slot in owed.want))
        later = tuple(owed for owed in stack.later if owed.verb == "Delete")
        return undo_cleanup(scenario, moment.with_stack(number, stack._replace(now=now, later=later)), number)
    tasks = list[Task]()
    for task in stack.tasks:
        if task.result == "FAILED":
            event, known = moment.events[task.request], stack.now[task.resource]
            assert known is not None
            moment, request = send(scenario, moment, event._replace(known=known.id))
            task = task._replace(request=request, result="")
        tasks.append(task)
    return moment.with_stack(number, stack._replace(tasks=tuple(tasks), phase=UNDO))
