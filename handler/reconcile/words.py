"""The sentences that a stack shows: what failed, for which package and where, the service's words, what to do.

What differs between the kinds of resource is in the fields of `Words`; each kind has its own.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from errors import Denied, Failed, NotFound, ServiceError, Unavailable, Unreadable
from ledger.law import Stays
from ledger.records import KEPT, Claim
from model import SKEW, Association, Change, Goal, Package, Request
from reconcile.remedies import advice, release
from reconcile.state import State

NEVER_SEEN = "nothing, for no look succeeded"


@dataclass(frozen=True)
class Words:
    """What a stack is told of one kind of resource."""

    #: What was to be brought about, such as "associated with domain movies".
    done: Callable[[Request], str]
    #: The status of what is not there, and where others are: "" or " on the domain".
    absent: str
    where: str
    #: What to do when the deadline came, by goal.
    advice: Mapping[Goal, str]
    #: How to take a package away by hand, from a place.
    command: Callable[[str, str], str]
    #: What of the provider to look at where a permission is missing.
    look_at: Callable[[Request, ServiceError], str]
    #: How it is there, such as "associated"; what to do where it is not the resource's; and where it can't be adopted.
    present: str
    exists: str
    taken: str
    #: " on domain movies", of a place.
    at: Callable[[str], str]
    #: Which request finds what uses a package, by its id and type.
    users: Callable[[str, str], str] = lambda _id, _type: ""

    def not_done(self, request: Request, label: str, cause: str) -> str:
        """Say that the goal was not reached, and why."""
        return f"Package {label} could not be {self.done(request)}: {cause}"

    @contextmanager
    def about(self, request: Request, label: str) -> Iterator[None]:
        """Let a failure within say which package it is about and where, unless it does so already."""
        try:
            yield
        except Failed as error:
            if error.label:
                raise
            raise type(error)(self.not_done(request, label, str(error)), label=label) from None

    def timed_out(self, request: Request, label: str, status: str, trouble: str, waited: float) -> str:
        """Say that the deadline came: the last status, the last trouble, and what to do."""
        last = f"{status}; {trouble}" if trouble else status
        cause = f"no final status after {waited:.0f} seconds, last seen: {last}. {self.advice[request.goal]}"
        return self.not_done(request, label, cause)

    def statuses(self, ids: Mapping[str, str], found: Mapping[str, Association | Package] | None) -> dict[str, str]:
        """Return the status that each package was last seen in, by how the request names it."""
        if found is None:
            return dict.fromkeys(ids, NEVER_SEEN)
        return {label: found[one].status if one in found else self.absent for label, one in ids.items()}

    def each(self, seen: Mapping[str, str]) -> str:
        """Say what has become of each of several packages."""
        if len(seen) < 2:
            return ""
        return f" Now{self.where}: {', '.join(f'{label} {status}' for label, status in seen.items())}."

    def left_behind(self, place: str, ids: Iterable[str]) -> str:
        """Say how to take away by hand what no id may name any more."""
        commands = [self.command(place, one) for one in ids]
        return f" If no resource names it any more: {'; '.join(commands)}" if commands else ""

    def stays(self, place: str, stays: Stays) -> str:
        """Say that a package was not taken away, why, and how to do it by hand."""
        holder, package = stays.holder, stays.package
        if holder is None:
            why = "it was there before, and the provider takes away only what it has made"
        elif holder.state == KEPT:
            why = f"{_of(holder)} has retained it"
        else:
            return f"Package {package} stays{self.at(place)}: {_of(holder)} has it."
        return f"Package {package} stays{self.at(place)}: {why}. To take it away: {self.command(place, package)}"

    def exists_already(self, holders: Collection[Claim], *, adopt: bool) -> str:
        """Say that a package is there and not the resource's, who has it as far as the ledger knows, and what to do."""
        names = sorted({_of(holder) for holder in holders if holder.holds})
        who = f"; {' and '.join(names)} {'has it' if len(names) == 1 else 'have it'}" if names else ""
        advice = [self.taken if adopt else self.exists]
        advice += [release(stack) for stack in sorted({one.stack for one in holders if one.state == KEPT})] * adopt
        return f"it is already {self.present}, and not by this resource{who}. {' '.join(advice)}"


def _of(claim: Claim) -> str:
    """Return a claim as a person knows its resource."""
    stack = claim.stack.partition(":stack/")[2].partition("/")[0] or claim.stack
    return f"resource {claim.name} of stack {stack}"


def changed(request: Request, change: Change | None) -> str:
    """Say what the domain's change tells more, if it began since the request was made."""
    if change is None or change.began < request.made - SKEW:
        return ""
    if change.failures:
        return f" The domain's change is not valid: {'; '.join(change.failures)}."
    return f" The domain's change is {change.status}." if not change.status.startswith("COMPLETED") else ""


def service_error(words: Words, request: Request, error: ServiceError) -> str:
    """Say what a service answered instead of doing it, and what to do."""
    if error.prefix == "dynamodb":
        table = os.environ.get("LEDGER_TABLE", "")
        what = "was denied" if isinstance(error, Denied) else "got"
        return (
            f"{error.prefix}:{error.action} on table {table} {what}: {error.words}. Without it the provider can't know "
            "who has what, so nothing more is asked for. Look at the table, its key, the function's role and network."
        )
    if isinstance(error, Unavailable) and not isinstance(error, Unreadable):
        at = "Look at the network of the provider's function"
        at += ", and at OpenSearchEndpointUrl." if error.prefix == "es" else "."
        return f"{error.prefix}:{error.action} got {error.words}, for all of this operation. {at}"
    if isinstance(error, Denied) and error.prefix != "es":
        return (
            f"{error.prefix}:{error.action} was denied: {error.words}. "
            "The provider needs it to know whose it is: give its function's role that permission, then deploy again."
        )
    if isinstance(error, Denied):
        kms = "kms" in error.words.lower()
        look_at = advice(request.goal, error.words) if kms else words.look_at(request, error)
        where = f" for domain {request.domain}" if request.domain and error.action != "DescribePackages" else ""
        return f"es:{error.action} was denied{where}: {error.words}. {look_at}"
    if isinstance(error, NotFound) and error.action in ("ListPackagesForDomain", "DescribeDomain"):
        return f"there is no such domain, in this account and region ({error.words}). Correct DomainName, deploy again."
    if isinstance(error, NotFound):
        return f"{error.action} found no such domain or package: {error.words}. Correct the properties, deploy again."
    return f"{error.action} answered {error.words}."


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


def not_let_go(reason: str) -> str:
    """Say that what older requests of the resource left is still there."""
    return f"What an earlier request may have left: {reason}"


def unknown(error: str) -> str:
    """Say of a Delete of what was not created that nobody could look whether it was."""
    return f"The provider could not look up what the failed Create may have left: {error.rstrip('.')}."
