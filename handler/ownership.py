"""Whose association is it: a stack never removes what it did not make, nor asks for what it gave up."""

from errors import Failed
from progress import PackageProgress
from request import Request
from situation import SKEW, Details
from stack import Stack

#: A request older than this may have been given up unnoticed. Well under what a Delete of a cancelled Create waits for
#: an association to appear (`decision.CANCELLED_FOR`), so that it sees whatever was asked for unverified (seconds).
FRESH_FOR = 5


def is_fresh(request: Request, package: str, stack: Stack) -> bool:
    """Return whether this request is the first to name the package, so that it must not be there yet.

    Where CloudFormation does not say whether an Update rolls back, it is not: a rollback must be able to return.
    """
    if package not in request.named_first:
        return False
    return request.type == "Create" or (request.type == "Update" and stack.rolling_back() is False)


def check_still_wanted(request: Request, package: str, progress: PackageProgress, now: float, stack: Stack) -> None:
    """Raise if the stack has given up, since it made the request, what the request asks for.

    Not looked up where it can't be so: before an operation's first call, soon after the request; a replacement may be
    rolled back even by then.

    Args:
        now: epoch seconds.

    Raises:
        Failed: the resource is no longer being created or updated, or goes back to what it was.
    """
    replaces = request.type == "Update" and package in request.named_first
    unnoticed = progress.tried or now - request.clock > FRESH_FOR
    status = stack.resource_status() if unnoticed else None
    given_up = status not in (None, "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
    # A rollback updates the same resource: its status alone would not tell. What a rollback returns to is still there,
    # and not asked for; if not, somebody has removed it, and it can't be told from what is rolled back.
    if not given_up and replaces and stack.rolling_back():
        given_up, status = True, "rolled back"
    if given_up:
        raise Failed(f"the stack no longer wants it (the resource is {status}), so nothing more was asked for.")


def may_remove(request: Request, details: Details, progress: PackageProgress, stack: Stack) -> bool:
    """Return whether to dissociate the package; if not, the association stays, and that is all right."""
    if progress.tried:
        return True
    if details.package_id in request.uncertain:
        # What was cancelled may have met an association that was there before.
        began = stack.operation_began()
        if began is not None and details.last_updated < began - SKEW:
            return False
    if details.last_updated > request.clock + SKEW and stack.resource_status() == "DELETE_COMPLETE":
        return False  # a late duplicate: what is there now was made after this Delete had been answered
    return not stack.held_by_another(f"{request.domain}|{details.package_id}")
