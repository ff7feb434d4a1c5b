"""The sentences that a stack shows: what failed, for which package and domain, the service's words, what to do."""

from collections.abc import Mapping
from types import TracebackType

from errors import Denied, Failed, NotFound, ServiceError
from request import Request
from shapes import Change
from situation import SKEW, Goal

PHRASE = {Goal.ASSOCIATED: "associated with", Goal.DISSOCIATED: "dissociated from"}

#: What to do when the deadline came.
ADVICE = {
    Goal.ASSOCIATED: "Wait until domain and package are ready, give ServiceTimeout up to 3600 seconds, deploy again.",
    Goal.DISSOCIATED: "An index may still use the package, and a plugin in use keeps the domain processing: "
    "remove it from every index, then try again.",
}


class About:
    """Lets a failure within say which package and domain it is about."""

    def __init__(self, request: Request, label: str) -> None:
        self._request, self._label = request, label

    def __enter__(self) -> None:
        """Nothing is needed."""

    def __exit__(self, _: type | None, error: BaseException | None, __: TracebackType | None) -> None:
        """Name package and domain."""
        if isinstance(error, Failed):
            raise type(error)(not_done(self._request, self._label, str(error))) from None


def not_done(request: Request, label: str, cause: str) -> str:
    """Say that the goal was not reached, and why."""
    phrase = PHRASE[request.wanted[label].goal]
    return f"Package {label} could not be {phrase} domain {request.domain}: {cause}"


def timed_out(request: Request, label: str, status: str, trouble: str, waited: float) -> str:
    """Say that the deadline came: the last status, the last trouble, and what to do."""
    last = f"{status}; {trouble}" if trouble else status
    cause = f"no final status after {waited:.0f} seconds, last seen: {last}. {ADVICE[request.wanted[label].goal]}"
    return not_done(request, label, cause)


def each(statuses: Mapping[str, str]) -> str:
    """Say what has become of each of several packages."""
    return f" Now on the domain: {', '.join(f'{label} {status}' for label, status in statuses.items())}."


def changed(request: Request, change: Change) -> str:
    """Say what the domain's change tells more, if it began since the request was made."""
    if change.began < request.clock - SKEW:
        return ""
    if change.failures:
        return f" The domain's change is not valid: {'; '.join(change.failures)}."
    return f" The domain's change is {change.status}." if not change.status.startswith("COMPLETED") else ""


def service_error(request: Request, error: ServiceError) -> str:
    """Say what the service answered instead of doing it, and what to do."""
    if isinstance(error, Denied):
        return (
            f"es:{error.action} was denied for domain {request.domain}: {error.words}. "
            "Look at the provider's DomainNamePattern and at the role of its function."
        )
    if isinstance(error, NotFound) and error.action == "DescribePackages":
        return f"{error.words}, in this account and region. Correct PackageID, then deploy again."
    if isinstance(error, NotFound) and error.action in ("ListPackagesForDomain", "DescribeDomain"):
        return f"there is no such domain, in this account and region ({error.words}). Correct DomainName, deploy again."
    if isinstance(error, NotFound):
        return f"{error.action} found no such domain or package: {error.words}. Correct the properties, deploy again."
    return f"{error.action} answered {error.words}."


def other_version(label: str, wanted: str, active: str) -> str:
    """Say that a rollback, or a change by somebody else, left another version than the properties name."""
    return f"PackageVersion of {label} is {wanted}, which the service offers no more: {active} is active, and stays."
