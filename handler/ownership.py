"""Whose association is it: a stack never removes what it did not make, nor asks for what it gave up."""

from errors import Failed
from progress import PackageProgress
from request import Request
from situation import SKEW, Details
from stack import LEAVING, Stack
from wanted import Wanted

#: A request older than this may have been given up unnoticed. Well under what a Delete of a cancelled Create waits for
#: an association to appear (`decision.CANCELLED_FOR`), so that it sees whatever was asked for unverified (seconds).
FRESH_FOR = 3


def is_fresh(request: Request, progress: PackageProgress, stack: Stack) -> bool:
    """Return whether this request is the first to name the package, so that it must not be there yet.

    Where CloudFormation does not say whether an Update rolls back, it is not: a rollback must be able to return.
    """
    if not progress.first:
        return False
    return request.type == "Create" or (request.type == "Update" and stack.rolling_back() is False)


def is_return(request: Request, stack: Stack) -> bool:
    """Return whether an Update of a stack that rolls back is the way back, and is not itself what is rolled back.

    The resource's status began with the request then; a rollback of the request would have begun another. Both times
    are CloudFormation's own; a URL's date has whole seconds.
    """
    if request.type != "Update" or not stack.rolling_back():
        return False
    status, changed = stack.resource_status() or "", stack.resource_changed()
    return not status.endswith("FAILED") and (changed is None or changed < request.clock + 1)


def is_given_up(request: Request, stack: Stack) -> bool:
    """Return whether what is to be dissociated may be removed only if the stack's operation has made it.

    So it is with what a rolled-back request has named: it may have met, or adopted, an association of before.
    """
    if request.type == "Update":
        return stack.rolling_back() is None or is_return(request, stack)
    return bool(stack.rolling_back())


def check_still_wanted(request: Request, progress: PackageProgress, now: float, stack: Stack) -> None:
    """Raise if the stack has given up, since it made the request, what the request asks for.

    Args:
        now: epoch seconds.

    Raises:
        Failed: the resource is no longer being created or updated, or goes back to what it was.
    """
    if request.type == "Create" and not progress.tried and now - request.clock <= FRESH_FOR:
        return
    status = stack.resource_status()
    if request.type == "Create":
        given_up = status not in (None, "CREATE_IN_PROGRESS")
    else:
        given_up = status in LEAVING or is_over(progress, stack)
    if given_up:
        raise Failed(f"the stack no longer wants it (the resource is {status}), so nothing more was asked for.")


def is_over(progress: PackageProgress, stack: Stack) -> bool:
    """Return whether the stack's update has ended, or goes back from what this Update brings or takes away.

    The resource's own status would not tell, for a rollback updates it too.
    """
    status = stack.status()
    leaves = progress.given_up is False
    brings = (progress.first and not progress.returns) or progress.renews or leaves
    return status is not None and (not status.endswith("IN_PROGRESS") or (brings and "ROLLBACK" in status))


def may_remove(request: Request, wanted: Wanted, details: Details, progress: PackageProgress, stack: Stack) -> bool:
    """Return whether to dissociate the package; if not, the association stays, and that is all right.

    Raises:
        Failed: the stack no longer wants it (see `check_still_wanted`).
    """
    if request.type == "Update" and not progress.given_up:
        check_still_wanted(request, progress, request.clock, stack)
    if progress.tried:
        return True
    if wanted.uncertain or progress.given_up:
        # What was given up may have met an association that was there before.
        began = stack.operation_began()
        if began is not None and details.last_updated < began - SKEW:
            return False
    if details.last_updated > request.clock + SKEW and stack.resource_status() == "DELETE_COMPLETE":
        return False  # a late duplicate: what is there now was made after this Delete had been answered
    ids = {details.package_id, wanted.package_id}
    return not stack.held_by_another({f"{request.domain}|{package}" for package in ids if package})
