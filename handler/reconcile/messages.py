"""The sentences that a stack shows: what failed, for which package and domain, the service's words, what to do."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from errors import Denied, Failed, NotFound, ServiceError, Unavailable, Unreadable
from model import SKEW, Association, Change, Goal, Package, Request
from reconcile.state import State

PHRASE = {Goal.PRESENT: "associated with", Goal.ABSENT: "dissociated from"}
#: The same of a package itself; to be brought, by the type of the request.
DONE = {"Create": "created", "Update": "updated"}
ABSENT = ("not associated", "not there")

#: What to do when the deadline came; and the same of a package itself.
ADVICE = {
    Goal.PRESENT: "Wait until domain and package are ready, give ServiceTimeout up to 3600 seconds, deploy again.",
    Goal.ABSENT: "An index may still use the package, and a plugin in use keeps the domain processing: "
    "remove it from every index, then try again.",
}
ADVICE_ITSELF = {
    Goal.PRESENT: "Give ServiceTimeout up to 3600 seconds, then deploy again.",
    Goal.ABSENT: "A domain may still have it: dissociate it there first, then try again.",
}


@contextmanager
def about(request: Request, label: str) -> Iterator[None]:
    """Let a failure within say which package and domain it is about, unless it does so already."""
    try:
        yield
    except Failed as error:
        begun = str(error).startswith("Package ")
        raise error if begun else type(error)(not_done(request, label, str(error))) from None


def not_done(request: Request, label: str, cause: str) -> str:
    """Say that the goal was not reached, and why."""
    done = "deleted" if request.goal is Goal.ABSENT else DONE[request.type]
    if request.domain:
        done = f"{PHRASE[request.goal]} domain {request.domain}"
    return f"Package {label} could not be {done}: {cause}"


def timed_out(request: Request, label: str, status: str, trouble: str, waited: float) -> str:
    """Say that the deadline came: the last status, the last trouble, and what to do."""
    last = f"{status}; {trouble}" if trouble else status
    advice = (ADVICE if request.domain else ADVICE_ITSELF)[request.goal]
    cause = f"no final status after {waited:.0f} seconds, last seen: {last}. {advice}"
    return not_done(request, label, cause)


def statuses(request: Request, state: State, found: Mapping[str, Association | Package] | None) -> dict[str, str]:
    """Return the status that each package was last seen in, by how the request names it."""
    if found is None:
        return {target.label: "nothing, for no look succeeded" for target in request.targets}
    ids = {target.label: state.of(target.label).id for target in request.targets}
    absent = ABSENT[0 if request.domain else 1]
    return {label: found[one].status if one in found else absent for label, one in ids.items()}


def is_absent(status: str) -> bool:
    """Return whether a status of `statuses` says that there is nothing."""
    return status in ABSENT


def each(request: Request, seen: Mapping[str, str]) -> str:
    """Say what has become of each of several packages."""
    if len(seen) < 2:
        return ""
    where = " on the domain" if request.domain else ""
    return f" Now{where}: {', '.join(f'{label} {status}' for label, status in seen.items())}."


def changed(request: Request, change: Change | None) -> str:
    """Say what the domain's change tells more, if it began since the request was made."""
    if change is None or change.began < request.made - SKEW:
        return ""
    if change.failures:
        return f" The domain's change is not valid: {'; '.join(change.failures)}."
    return f" The domain's change is {change.status}." if not change.status.startswith("COMPLETED") else ""


def service_error(request: Request, error: ServiceError) -> str:
    """Say what a service answered instead of doing it, and what to do."""
    if isinstance(error, Unavailable) and not isinstance(error, Unreadable):
        at = "Look at the network of the provider's function"
        at += ", and at OpenSearchEndpointUrl." if error.prefix == "es" else "."
        return f"{error.prefix}:{error.action} got {error.words}, for all of this operation. {at}"
    if isinstance(error, Denied) and error.prefix != "es":
        return (
            f"{error.prefix}:{error.action} was denied: {error.words}. "
            "The provider must see its stack: give its function's role that permission, then deploy again."
        )
    if isinstance(error, Denied) and request.domain and error.action == "DescribePackages":
        return f"es:{error.action} was denied: {error.words}. Look at the role of the provider's function."
    if isinstance(error, Denied):
        parameter, where = "DomainNamePattern", f" for domain {request.domain}"
        if not request.domain:
            parameter, where = "SourceBucket", ""
        look_at = f"Look at the provider's {parameter} and at the role of its function."
        look_at = advice(request.goal, error.words) if "kms" in error.words.lower() else look_at
        return f"es:{error.action} was denied{where}: {error.words}. {look_at}"
    if isinstance(error, NotFound) and error.action in ("ListPackagesForDomain", "DescribeDomain"):
        return f"there is no such domain, in this account and region ({error.words}). Correct DomainName, deploy again."
    if isinstance(error, NotFound):
        return f"{error.action} found no such domain or package: {error.words}. Correct the properties, deploy again."
    return f"{error.action} answered {error.words}."


def advice(goal: Goal, words: str) -> str:
    """Return what to do about a failure, by the service's own words."""
    if "kms" in words.lower():
        return "Look at the KMS key of the package: its state, its policy and its grants; then deploy again."
    if "LimitExceeded" in words:
        return "The quota is fixed: remove what is not needed (to change places takes two deploys), then deploy again."
    if goal is Goal.ABSENT:
        return "Remove the package from every index that uses it, then try again."
    return "Correct the package or the domain, then deploy again."


def left_behind(domain: str, ids: Iterable[str]) -> str:
    """Say how to take away by hand what no id may name any more."""
    command = f"aws opensearch dissociate-package --domain-name {domain}" if domain else "aws opensearch delete-package"
    commands = [f"{command} --package-id {one}" for one in ids]
    return f" If no resource names it any more: {'; '.join(commands)}" if commands else ""


def of_success(request: Request, state: State, found: Mapping[str, Association | Package]) -> str:
    """Say what else is to be said of a success: another version, another plugin, what stays and why."""
    sentences = []
    for target in request.targets if request.goal is Goal.PRESENT else ():
        label, known, one = target.label, state.of(target.label), found[target.label]
        if target.version not in ("", one.version):
            sentences.append(
                f"PackageVersion of {label} is {target.version}, which the service offers no more: "
                f"{one.version} is active, and stays."
            )
        if known.stands_for:
            sentences.append(
                f"An upgrade of the domain's engine has put {known.id} in the place of {known.stands_for}, "
                "which is accepted."
            )
    return " ".join([*sentences, *state.notes])


def stays(label: str, domain: str, why: str) -> str:
    """Say that a package was not dissociated, or not deleted, and why."""
    return f"Package {label} stays{f' on domain {domain}' if domain else ''}: {why}."


def not_swept(reason: str) -> str:
    """Say that what a cancelled request may have made is still there."""
    return f"What the failed update may have left: {reason}"
