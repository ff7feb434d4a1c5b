"""Whose association it is: may a Create or Update have it, and ask for it. Read from CloudFormation's records.

The law is in docs/design.md. All here are pure functions of the request and of one look, which reads what they ask.
"""

from dataclasses import replace

from errors import AlreadyExists, Failed
from model import SKEW, Request
from reconcile.look import Look
from reconcile.state import PackageState, State

#: CloudFormation's own records may be as old as this when they are read (seconds).
STALE = 6.0
#: A failure says so of what is there and not the resource's; its rollback goes by that.
NOT_ITS_OWN, RIVAL = "and not by this resource", "it came up meanwhile"
#: A Create younger than this asks without a question: the Delete that would cancel it looks for longer (seconds).
FRESH_FOR = 3.0


def is_fresh(request: Request, now: float) -> bool:
    """Return whether what CloudFormation's records say may be from before the request was made."""
    return now < request.made + STALE


def rolls_back(request: Request, look: Look) -> bool | None:
    """Return whether this Update is a rollback's; None: the stack's status says so, and may be from before it."""
    if request.type != "Update" or not look.stack.rolling_back:
        return False
    return None if is_fresh(request, look.now) else True


def taken(request: Request, known: PackageState, look: Look, *, ours: bool = True) -> PackageState:
    """Return what is known of a package that is there, now that the resource has it, with the mark that comes along.

    Args:
        ours: what was made since the request counts as made by an earlier attempt of it.

    Raises:
        AlreadyExists: it was there before, and nobody of the stack holds it.
    """
    one = look.found[known.id]
    mark = _held_before(request, one.package_id, known.stands_for)
    alone = not request.adopt or known.tried  # what it may adopt, it asks for only once it has not found it
    if mark is None and ours and alone and one.made >= request.made - SKEW:
        # An earlier attempt of this very request; unless somebody else may have changed what was there before.
        mark = None if adopted_by_another(request, known.id, look) else False
    if mark is None:
        mark = held_by_stack(request, one.package_id, look)
    if mark is None and rolls_back(request, look):
        began = look.stack.began()
        mark = began is None or one.made < began - SKEW  # nobody of the stack had it: it may be somebody else's
    if mark is None and not request.adopt:
        already, otherwise = ("associated", "dissociate it first") if request.domain else ("there", "give another name")
        raise AlreadyExists(
            f"it is already {already}, {NOT_ITS_OWN}. Set AdoptExisting to true to take it over, or {otherwise}."
        )
    return replace(known, taken=True, mark=mark is not False, adopted=mark is None)


def _held_before(request: Request, package_id: str, predecessor: str) -> bool | None:
    """Return the mark that the request's own id has for the package, or for its predecessor; None: neither."""
    if request.known is None or request.known.domain != request.domain:
        return None
    return request.known.packages.get(package_id if request.held(package_id) else predecessor)


def held_by_stack(request: Request, package_id: str, look: Look) -> bool | None:
    """Return the mark of who holds the package in the stack, or held it last and was never seen to let it go.

    The second is a resource that moves on in this operation, or what CloudFormation could not clean up, or skipped or
    retained in a rollback; what was retained is marked, for it was to stay. None: nobody; nor who was removed and
    retained it, for it may have moved to another stack.
    """
    for row in look.stack.rows.values():
        if not row.leaving and not row.retained and (mark := look.mark(row, package_id)) is not None:
            return mark
    retained, then = set[str](), ""
    for event in look.stack.events():
        then = event.status if look.stack.is_stack(event) else then
        if event.logical_id in retained or (mark := look.mark(event, package_id)) is None:
            continue
        if not event.retained:
            return None if event.status == "DELETE_COMPLETE" else mark
        goes_on = request.type == "Update" and event.logical_id == request.logical_id
        if goes_on or "ROLLBACK" in then:
            return True
        retained.add(event.logical_id)
    return None


def adopted_by_another(request: Request, package_id: str, look: Look) -> bool:
    """Return whether another resource of the stack, in this operation, has an association with AdoptExisting.

    What has changed since may then be its new version of what was there before.
    """
    names = (package_id, look.found[package_id].name)
    return any(e.logical_id != request.logical_id and e.adopts(request.domain, names) for e in look.stack.operation())


def still_wanted(request: Request, state: State, look: Look) -> State:
    """Return the state, with since when the stack contradicts the request; the request may ask where that is None.

    Raises:
        Failed: it still contradicts it seconds later: the resource goes back, or on to something newer.
    """
    tried = any(one.tried for one in state.packages.values())
    if request.type == "Create" and not tried and look.time() - request.made <= FRESH_FOR:
        return state
    if not _contradicted(request, look):
        return replace(state, unwanted=None)
    since = look.now if state.unwanted is None else state.unwanted
    if look.now - since < STALE or is_fresh(request, look.now):
        return replace(state, unwanted=since)
    status = look.stack.own.status if look.stack.own else "gone"
    raise Failed(f"the stack no longer wants it (the resource is {status}), so nothing more was asked for.")


def _contradicted(request: Request, look: Look) -> bool:
    """Return whether the stack's records say that it does not want, or no longer, what the request asks."""
    own = look.stack.own
    if own is None:
        return look.stack.status is not None and not _may_be_shown_late(request, look.stack.status.status)
    if request.type == "Create":
        return own.status != "CREATE_IN_PROGRESS"
    if not own.status.startswith("UPDATE_") and not own.status.endswith("_COMPLETE"):
        return True
    if own.leaving or own.status.endswith("FAILED") or (own.at > request.made + SKEW and _superseded(request, look)):
        return True
    if own.status == "UPDATE_IN_PROGRESS" or look.stack.status is None:
        return False
    status = look.stack.status.status  # some engines show the row as it was until the resource is done
    return "UPDATE" not in status or not status.endswith("_IN_PROGRESS") or "CLEANUP" in status


def _may_be_shown_late(request: Request, status: str) -> bool:
    """Return whether a stack in this status may have a resource that it does not show, as some engines do for a while.

    One at rest has no use for it, and one on its way out or back creates nothing.
    """
    back = request.type == "Create" and any(word in status for word in ("DELETE", "ROLLBACK", "CLEANUP"))
    return status.endswith("_IN_PROGRESS") and not back


def _superseded(request: Request, look: Look) -> bool:
    """Return whether something newer than the request has begun on the resource."""
    begun = [
        e for e in look.stack.operation() if e.logical_id == request.logical_id and e.status.endswith("_IN_PROGRESS")
    ]
    return bool(begun) and begun[0].at > request.made + SKEW


def rolls_back_unnamed(request: Request, state: State, look: Look) -> bool | None:
    """Return whether this Update rolls back one of whose packages the id that CloudFormation knows does not tell.

    CloudFormation cancelled it, or an engine dropped the id of its failure. None: that can't be told yet.
    """
    ids = [state.of(target.label).id for target in request.targets]
    if all(package and request.held(package) for package in ids):
        return False
    return None if is_fresh(request, look.now) else look.stack.rolling_back


def is_unanswered(request: Request, look: Look) -> bool:
    """Return whether the request that is rolled back was never answered, so that it may still ask."""
    if request.type == "Delete":
        return True
    own = [event for event in look.stack.operation() if event.logical_id == request.logical_id]
    failed = next((event for event in own if event.status == "UPDATE_FAILED"), None)
    return failed is None or not failed.reason or failed.unanswered
