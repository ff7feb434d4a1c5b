"""The physical id that an answer gives: what the resource holds from now on."""

from cloudformation.ids import LONGEST, UNKNOWN, physical_id
from model import Goal, Request
from reconcile.state import State


def success_id(request: Request, state: State) -> str:
    """Return the id of what a Create or Update has brought; the same packages, the same id."""
    known = [state.of(target.label) for target in request.targets]
    packages = {one.id: one.mark for one in known}
    same = request.known is not None and (request.known.domain, request.known.packages) == (request.domain, packages)
    return request.known_id if same else physical_id(request.domain, packages)


def failure_id(request: Request, state: State) -> str:
    """Return the id that a failure answers: what the resource held or this request tried, for the cleanup."""
    if request.goal is Goal.ABSENT:
        return request.known_id
    known = [state.of(target.label) for target in request.targets]
    mine = {one.id: one.mark for one in known if one.id and (one.tried or one.taken)}
    held = request.known.packages if request.known is not None and request.known.domain == request.domain else {}
    if request.known is None and any(one.tried and not one.id for one in known):
        return f"{UNKNOWN}{request.logical_id}"
    if mine.keys() <= held.keys():
        return request.known_id
    both = physical_id(request.domain, mine | held)
    return both if len(both) <= LONGEST else physical_id(request.domain, mine)
