"""May this Delete take this package away? Read from CloudFormation's records, by the law of docs/design.md.

All here are pure functions of the request and of one look, which reads what they ask.
"""

from cloudformation.rows import Status
from model import SKEW, Request
from reconcile.holders import GIVING, WHOLE_STACK_GOES, holder
from reconcile.look import Look
from reconcile.ownership import STALE, adopted_by_another, is_fresh
from reconcile.state import PackageState

#: Instead of a reason to keep something: it may go; and CloudFormation's records may be of before the request.
GOES, TOO_OLD_TO_TELL = "", None
#: Why what a cancelled request names is not its own to lose. None can change, so they need not be seen twice.
ADOPTED, BEFORE, OWN = "it may have been adopted", "it was there before", "the resource holds it"
SURE = (ADOPTED, BEFORE, OWN)
#: With these of its own events, an operation of the stack has gone forward to its end.
COMPLETED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "IMPORT_COMPLETE")
#: With the first of these in the operation, the cancelled request's time begins.
ASKING = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")


def reason_to_keep(request: Request, known: PackageState, look: Look) -> str | None:
    """Return why the package stays, in words; or `GOES`, or `TOO_OLD_TO_TELL`.

    What is to be kept for another's sake must be seen twice: two resources that share a package may be going together.
    """
    status = look.stack.status
    if status is None:
        return GOES  # the stack does not exist: nothing holds anything
    if request.type == "Delete" and not _is_asked_for(request, status, look):
        return "the request is late: its stack does not ask for it any more"
    if request.cancelled and (cancelled := _not_of_the_cancelled(request, known, look)) != GOES:
        return cancelled
    if (reason := _made_since(request, known, look)) or (reason := holder(request, known.id, status, look)):
        return reason
    marks = request.known.packages if request.known else {}
    marked = marks.get(known.id) or marks.get(known.stands_for)
    if (marked or status.status not in WHOLE_STACK_GOES) and _is_in_part_of_before(request, known.id, status, look):
        return TOO_OLD_TO_TELL
    rolls_back = marked and look.stack.root_rolling_back
    if marked and (rolls_back or not _taken_over(request, known.stands_for or known.id, look)):
        return "it was there before this stack adopted it"
    return GOES


def _is_asked_for(request: Request, status: Status, look: Look) -> bool:
    """Return whether the Delete is of what the stack does now, and no late duplicate."""
    own = look.stack.rows.get(request.logical_id)
    leaves = own is not None and own.status == "DELETE_IN_PROGRESS"
    if not leaves and not status.status.endswith("_IN_PROGRESS"):
        return False
    if status.status in WHOLE_STACK_GOES:
        return True
    began = look.stack.operation_began()
    if began is not None:
        return request.made >= began - SKEW  # whatever the status says: some engines clean up under another
    return leaves or "ROLLBACK" in status.status or "CLEANUP" in status.status


def _made_since(request: Request, known: PackageState, look: Look) -> str:
    """Say that what is listed is newer than a Delete that was answered long ago."""
    own = look.stack.rows.get(request.logical_id)
    newer = look.found[known.id].made > request.made + SKEW and known.asked is None and not known.tried
    return "it was made after this request" if newer and own is not None and own.status == "DELETE_COMPLETE" else ""


def _not_of_the_cancelled(request: Request, known: PackageState, look: Look) -> str | None:
    """Say why a request that CloudFormation cancelled did not make what is there; or as `reason_to_keep`."""
    if request.type == "Update" and (request.held(known.id) or request.held(known.stands_for)):
        return OWN  # before the update that is rolled back, and after
    if request.adopt or adopted_by_another(request, known.id, look):
        return ADOPTED
    asked = [e for e in look.stack.operation() if e.logical_id == request.logical_id and e.status in ASKING]
    if not asked and is_fresh(request, look.now):
        return TOO_OLD_TO_TELL
    began = min((event.at for event in asked), default=look.stack.began())
    if began is not None and look.found[known.id].made < began - SKEW:
        return BEFORE
    return GOES


def _is_in_part_of_before(request: Request, package_id: str, status: Status, look: Look) -> bool:
    """Return whether some of the records may be of before the request, or of before what others of them show already.

    Each answer is of its own age: a late request meets a row of an operation that its events don't show yet.
    """
    name, domain = request.logical_id, request.domain
    rows = [r for r in look.stack.rows.values() if r.logical_id == name or r.mark(domain, package_id) is not None]
    return look.now < max(request.made, status.began, *(row.at for row in rows)) + STALE


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
