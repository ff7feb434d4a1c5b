"""Who of a stack holds a package by now, instead of what a Delete is about: its rows, and its events where rows lag."""

from collections.abc import Iterable, Iterator

from cloudformation.rows import Row, Status
from model import SKEW, Request
from reconcile.look import Look

#: In these phases the whole stack goes, so that nothing of it holds anything for long.
WHOLE_STACK_GOES = ("DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")
#: A resource's events of these kinds give it what its id names.
GIVING = ("CREATE_", "UPDATE_", "IMPORT_")


def holder(request: Request, package_id: str, status: Status, look: Look) -> str:
    """Say which resource of the stack holds the package by now; empty: none."""
    rows = (row for row in _current(request, status, look) if look.mark(row, package_id) is not None)
    holder = next(
        (row for row in rows if not (row.retained and _was_given_since(request, package_id, row, look))), None
    )
    return f"{holder.logical_id} of the same stack holds it" if holder else ""


def _was_given_since(request: Request, package_id: str, retained: Row, look: Look) -> bool:
    """Return whether the resource was given the package after another had retained it, and had left the stack."""
    own = (event for event in look.stack.events() if event.logical_id == request.logical_id != retained.logical_id)
    given = (event for event in own if _is_given(event) and event.at > retained.at)
    return any(look.mark(event, package_id) is not None for event in given)


def _current(request: Request, status: Status, look: Look) -> Iterator[Row]:
    """Yield what the stack's resources have by now, instead of what is being deleted; the events only where needed."""
    name, going = request.logical_id, (request.logical_id, request.known_id)
    rows = [row for row in look.stack.rows.values() if not row.leaving]
    shown = [row for row in rows if row.retained or (row.logical_id, row.physical_id) != going]
    yield from shown
    if status.status not in WHOLE_STACK_GOES:
        yield from (row for other, row in _given(look).items() if other != name)
        yield from (event for event in look.stack.operation() if event.retained)
        yield from _own(request, status, look, shown=any(row.logical_id == name for row in shown))
        yield from _before(request, look) if "ROLLBACK" in status.status else ()


def _own(request: Request, status: Status, look: Look, *, shown: bool) -> Iterator[Row]:
    """Yield the newest event of the resource itself, if it has another id by now than the one that is being deleted.

    Or if it came back to this one: after the request was made, or in an operation that went forward. Not if it was
    deleted since, for a resource of that name may have had a life before; nor if what is being deleted is the id that
    it failed with.

    Args:
        shown: its row shows another already, which may be one from before.
    """
    event = _newest_given(request, look.stack.operation() if shown else look.stack.events())
    if event is None:
        return
    began = None if "ROLLBACK" in status.status else look.stack.began()
    came_back = event.at > request.made + SKEW or (began is not None and event.at >= began)
    if came_back or (not shown and event.physical_id != request.known_id):
        yield event


def _newest_given(request: Request, events: Iterable[Row]) -> Row | None:
    """Return the newest event that gave the resource what its id names; None: none did, or that has gone since."""
    deleted = set[str]()
    for event in events:
        if event.logical_id != request.logical_id:
            continue
        if event.status == "DELETE_COMPLETE":
            deleted.add(event.physical_id)
        elif event.status == "UPDATE_FAILED" and event.physical_id == request.known_id and event.at < request.made:
            return None
        elif _is_given(event):
            return None if event.physical_id in deleted else event
    return None


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
