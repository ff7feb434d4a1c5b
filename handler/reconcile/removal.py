"""May this Delete take this package away? Read from CloudFormation's records, by the law of docs/design.md.

All here are pure functions of the request and of one look, which reads what they ask.
"""

import re
from itertools import takewhile
from math import inf

from cloudformation.rows import Row, Status
from model import SKEW, Request
from reconcile.holders import GIVING, WHOLE_STACK_GOES, holder
from reconcile.look import Look
from reconcile.ownership import NOT_ITS_OWN, RIVAL, STALE, adopted_by_another, is_fresh
from reconcile.state import PackageState

#: Instead of a reason to keep something: it may go; and CloudFormation's records may be of before the request.
GOES, TOO_OLD_TO_TELL = "", None
#: Why what a cancelled request names is not its own to lose. None can change, so they need not be seen twice.
ADOPTED, BEFORE, OWN = "it may have been adopted", "it was there before", "the resource holds it"
ANOTHERS = "the update failed because it is not this resource's"
SURE = (ADOPTED, BEFORE, OWN, ANOTHERS)
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
    if (marked or status.status not in WHOLE_STACK_GOES) and _is_in_part_of_before(request, known, status, look):
        return TOO_OLD_TO_TELL
    rolls_back = marked and look.stack.root_rolling_back
    if marked and (rolls_back or not _taken_over(known.stands_for or known.id, look)):
        return "it was there before this stack adopted it"
    return GOES


def _is_asked_for(request: Request, status: Status, look: Look) -> bool:
    """Return whether the Delete is of what the stack does now, and no late duplicate."""
    own = look.stack.rows.get(request.logical_id)
    leaves = own is not None and own.status == "DELETE_IN_PROGRESS"
    if not leaves and not status.status.endswith("_IN_PROGRESS"):
        return False
    if status.status in WHOLE_STACK_GOES:
        return (own is not None and own.physical_id == request.known_id) or not _was_answered(request, look)
    began = look.stack.operation_began()
    if began is not None:
        return request.made >= began - SKEW  # whatever the status says: some engines clean up under another
    return leaves or "ROLLBACK" in status.status or "CLEANUP" in status.status


def _was_answered(request: Request, look: Look) -> bool:
    """Return whether CloudFormation has the answer to this Delete already."""
    own = (request.logical_id, request.known_id, "DELETE_COMPLETE")
    since = takewhile(lambda event: event.at >= request.made - SKEW, look.stack.events())
    return any((event.logical_id, event.physical_id, event.status) == own for event in since)


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
    own = [event for event in look.stack.operation() if event.logical_id == request.logical_id]
    if any(_says_another_has(event.reason, known.id, look) for event in own if event.status.endswith("FAILED")):
        return ANOTHERS
    asked = [event for event in own if event.status in ASKING]
    if not asked and is_fresh(request, look.now):
        return TOO_OLD_TO_TELL
    began = min((event.at for event in asked), default=look.stack.began())
    if began is not None and look.found[known.id].made < began - SKEW:
        return BEFORE
    return GOES


def _is_in_part_of_before(request: Request, known: PackageState, status: Status, look: Look) -> bool:
    """Return whether some of the records may be of before the request, or of before what others of them show already.

    Each answer is of its own age: a late request meets a row of an operation that its events don't show yet.
    """
    if is_fresh(request, look.now):
        return True
    if known.untold is not None and look.now - known.untold >= 2 * STALE:
        return False  # an emulator may give what it answers the time of now, always
    name = request.logical_id
    rows = [r for r in look.stack.rows.values() if r.logical_id == name or look.mark(r, known.id) is not None]
    return look.now < max(status.began, 0.0, *(row.at for row in rows)) + STALE


def _says_another_has(reason: str, package_id: str, look: Look) -> bool:
    """Return whether the reason of a failure says that a package is not the resource's."""
    named = {package_id, look.found[package_id].name} & set(re.findall(r"[\w-]+", reason))
    return bool(named) and (NOT_ITS_OWN in reason or RIVAL in reason)


def _taken_over(package_id: str, look: Look) -> bool:
    """Return whether the stack had adopted the package by the time that an operation completed.

    That is the newest; but not the one of now, which may be letting it go. Of a nest, the root's operations count.
    What is not in the events is older than they are, which is 90 days.
    """
    root = look.stack.root
    goes = root.status is not None and root.status.status in WHOLE_STACK_GOES
    end = root.completed(before=inf if goes else root.operation_began() or inf)
    known, gone, oldest = set[str](), set[tuple[str, str]](), dict[str, Row]()
    shown = False
    for event in look.stack.events():
        if event.status in ("DELETE_COMPLETE", "DELETE_SKIPPED") and event.at <= end:
            gone.add((event.logical_id, event.physical_id))
        if not event.status.startswith(GIVING):
            continue
        marked = bool(look.mark(event, package_id))
        if event.at <= end and event.logical_id not in known:  # what the resource had then
            known.add(event.logical_id)
            if marked and (event.logical_id, event.physical_id) not in gone:
                return True
        shown, oldest[event.logical_id] = shown or marked, event
    # What begins an update has the id of before it.
    begun = (event for event in oldest.values() if event.status == "UPDATE_IN_PROGRESS")
    return not shown or any(look.mark(event, package_id) for event in begun)
