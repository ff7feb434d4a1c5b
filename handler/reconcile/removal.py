"""May this Delete take this package away? Read from CloudFormation's records, by the law of docs/design.md.

All here are pure functions of the request and of one look, which reads what they ask.
"""

from collections.abc import Iterator

from cloudformation.rows import Row, Status
from model import SKEW, Request
from reconcile.look import Look
from reconcile.ownership import is_fresh
from reconcile.state import PackageState

#: In these phases the whole stack goes, so that nothing of it holds anything for long.
WHOLE = ("DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")
#: Why what a cancelled request names is not its own; neither can change.
ADOPTED, BEFORE = SURE = ("it may have been adopted", "it was there before")
#: With these of its own events, an operation of the stack has gone forward to its end.
COMPLETED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "IMPORT_COMPLETE")
#: With the first of these in the operation, the cancelled request's time begins.
ASKING = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
#: A resource's events of these kinds give it what its id names.
GIVING = ("CREATE_", "UPDATE_", "IMPORT_")


def reason_to_keep(request: Request, known: PackageState, look: Look) -> str | None:
    """Return why the package stays, in words; empty: it may go; None: the records are too old to tell.

    What is to be kept for another's sake must be seen twice: two resources that share a package may be going together.
    """
    status = look.stack.status
    if status is None:
        return ""  # the stack does not exist: nothing holds anything
    if request.type == "Delete" and not _is_asked_for(request, status, look):
        return "the request is late: its stack does not ask for it any more"
    if request.cancelled and (reason := _not_of_the_cancelled(request, known, look)):
        return reason
    if (reason := _made_since(request, known, look)) or (reason := _held(request, known.id, status, look)):
        return reason
    marks = request.known.packages if request.known else {}
    marked = marks.get(known.id) or marks.get(known.stands_for)
    if is_fresh(request, look.now) and (marked or status.status not in WHOLE):
        return None
    rolls_back = marked and look.stack.root_rolling_back
    if marked and (rolls_back or not _taken_over(request, known.stands_for or known.id, look)):
        return "it was there before this stack adopted it"
    return ""


def _is_asked_for(request: Request, status: Status, look: Look) -> bool:
    """Return whether the Delete is of what the stack does now, and no late duplicate."""
    own = look.stack.rows.get(request.logical_id)
    leaves = own is not None and own.status == "DELETE_IN_PROGRESS"
    if not leaves and not status.status.endswith("_IN_PROGRESS"):
        return False
    if status.status in WHOLE:
        return True
    began = look.stack.operation_began()
    if began is not None:
        return request.clock >= began - SKEW  # some engines clean up without saying so
    return leaves or "ROLLBACK" in status.status or "CLEANUP" in status.status


def _made_since(request: Request, known: PackageState, look: Look) -> str:
    """Say that what is listed is newer than a Delete that was answered long ago."""
    own = look.stack.rows.get(request.logical_id)
    newer = look.found[known.id].made > request.clock + SKEW and known.asked is None and not known.tried
    return "it was made after this request" if newer and own is not None and own.status == "DELETE_COMPLETE" else ""


def _not_of_the_cancelled(request: Request, known: PackageState, look: Look) -> str:
    """Say why a request that CloudFormation cancelled did not make the association."""
    if request.adopt:
        return ADOPTED
    asked = [e for e in look.stack.operation() if e.logical_id == request.logical_id and e.status in ASKING]
    began = min((event.at for event in asked), default=look.stack.began())
    if began is not None and look.found[known.id].made < began - SKEW:
        return BEFORE
    return ""


def _held(request: Request, package_id: str, status: Status, look: Look) -> str:
    """Say which resource of the stack holds the package by now; empty: none."""
    rows = _current(request, status, look)
    holder = next((row for row in rows if row.mark(request.domain, package_id) is not None), None)
    return f"{holder.logical_id} of the same stack holds it" if holder else ""


def _current(request: Request, status: Status, look: Look) -> Iterator[Row]:
    """Yield what the stack's resources have by now, instead of what is being deleted; the events only where needed."""
    name, going = request.logical_id, (request.logical_id, request.known_id)
    rows = [row for row in look.stack.rows.values() if not row.leaving]
    shown = [row for row in rows if row.retained or (row.logical_id, row.physical_id) != going]
    yield from shown
    if status.status not in WHOLE:
        yield from (row for other, row in _given(look).items() if other != name)
        yield from _own(request, status, look, shown=any(row.logical_id == name for row in shown))
        yield from _before(request, look) if "ROLLBACK" in status.status else ()


def _own(request: Request, status: Status, look: Look, *, shown: bool) -> Iterator[Row]:
    """Yield the newest event of the resource itself, if it has another id by now than the one that is being deleted.

    Or if it came back to this one: after the request was made, or in an operation that went forward.

    Args:
        shown: its row shows another already, which may be one from before.
    """
    began = 0.0 if "ROLLBACK" in status.status else look.stack.began() or 0.0
    for event in look.stack.operation() if shown else look.stack.events():
        if event.logical_id == request.logical_id and _is_given(event):
            came_back = event.at > request.clock + SKEW or 0 < began <= event.at
            if came_back or (not shown and event.physical_id != request.known_id):
                yield event
            return


def _before(request: Request, look: Look) -> list[Row]:
    """Return what each resource had when the operation began: a rollback goes back to it, with an event or without."""
    events = [event for event in look.stack.operation() if not look.stack.is_stack(event)]
    made = {event.logical_id for event in events if event.status.startswith("CREATE_")}
    oldest = {event.logical_id: event for event in events if event.physical_id and event.logical_id not in made}
    known = (request.logical_id, request.known_id)
    return [event for name, event in oldest.items() if (name, event.physical_id) != known]


def _is_given(event: Row) -> bool:
    return event.status.startswith(GIVING) and event.status.endswith("_COMPLETE")


def _given(look: Look) -> dict[str, Row]:
    """Return each resource's newest completed event of this operation, unless what it gave has begun to go since."""
    given: dict[str, Row | None] = {}
    gone: set[tuple[str, str]] = set()
    for event in look.stack.operation():
        if event.status.startswith("DELETE_"):
            gone.add((event.logical_id, event.physical_id))
        elif _is_given(event) and event.logical_id not in given:
            given[event.logical_id] = None if (event.logical_id, event.physical_id) in gone else event
    return {name: event for name, event in given.items() if event is not None}


def _taken_over(request: Request, package_id: str, look: Look) -> bool:
    """Return whether an operation of the stack has completed since it adopted the package."""
    adopted, completed = False, False
    for event in look.stack.events():
        if look.stack.is_stack(event):
            completed = completed or event.status in COMPLETED
        elif event.status.startswith(GIVING) and event.mark(request.domain, package_id):
            if completed:
                return True
            adopted = True
    return not adopted  # the adoption is older than the events, which are kept for 90 days
