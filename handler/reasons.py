"""The sentences that a stack shows: what failed, for which package and domain, the service's words, what to do."""

from errors import Denied, NotFound, ServiceError
from request import Request
from situation import Goal

PHRASE = {Goal.ASSOCIATED: "associated with", Goal.DISSOCIATED: "dissociated from"}

#: What to do when the deadline came.
ADVICE = {
    Goal.ASSOCIATED: "Wait until the domain's status is Active, give ServiceTimeout up to 3600 seconds, deploy again.",
    Goal.DISSOCIATED: "An index may still use the package, and a plugin in use keeps the domain processing: "
    "remove it from every index, then try again.",
}


def not_done(request: Request, package: str, cause: str) -> str:
    """Say that the goal was not reached, and why."""
    phrase = PHRASE[request.goals[package]]
    return f"Package {package} could not be {phrase} domain {request.domain}: {cause}"


def timed_out(request: Request, package: str, status: str, trouble: str, waited: float) -> str:
    """Say that the deadline came: the last status, the last trouble, and what to do."""
    last = f"{status}; {trouble}" if trouble else status
    cause = f"no final status after {waited:.0f} seconds, last seen: {last}. {ADVICE[request.goals[package]]}"
    return not_done(request, package, cause)


def service_error(request: Request, error: ServiceError) -> str:
    """Say what the service answered instead of doing it, and what to do."""
    if isinstance(error, Denied):
        return (
            f"es:{error.action} was denied for domain {request.domain}: {error.words}. "
            "Look at the provider's DomainNamePattern and at the role of its function."
        )
    if isinstance(error, NotFound) and error.action == "DescribePackages":
        return f"{error.words}, in this account and region. Correct PackageID, then deploy again."
    if isinstance(error, NotFound):
        return f"{error.action} found no such domain or package: {error.words}. Correct the properties, deploy again."
    return f"{error.action} answered {error.words}."
