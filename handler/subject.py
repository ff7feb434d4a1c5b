"""One package of an operation: what is known of it, and what `decide` is told."""

from collections.abc import Mapping
from typing import Any

from association import OpenSearch
from identity import Identity
from ownership import is_fresh, is_given_up, is_return
from preflight import check_available
from progress import PackageProgress, Progress
from request import Request
from situation import Details, Goal, Situation
from stack import Stack
from wanted import Wanted


class Subjects:
    """The packages of one operation."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch, stack: Stack) -> None:
        self.request, self.progress, self.service, self.stack = request, progress, service, stack
        self._identity = Identity(request, progress, service)
        #: What keeps this look from deciding on a package, in words.
        self.trouble = ""
        #: A package was missed for the first time, and a second look must confirm it.
        self.confirm = False

    def find(self, label: str, found: Mapping[str, Details]) -> bool:
        """Learn which package is meant; return whether that can be told yet.

        Raises:
            Failed: no package has the name, or several have.
            ServiceError: a look-up found no domain, no permission, or no service.
        """
        known = self._identity.find(self.request.wanted[label], self.progress.of(label), found)
        if not known:
            self.trouble = "the domain is being changed"
        return known

    def situation(self, label: str, found: Mapping[str, Details], now: float) -> Situation | None:
        """Return what `decide` is to be told of a package that was found out; None: that can't be told yet.

        Raises:
            Failed: it has no version to bring.
            ServiceError: a look-up found no package, no permission, or no service.
        """
        wanted, known = self.request.wanted[label], self.progress.of(label)
        details = found.get(known.id)
        if details is not None:
            known.absent, known.seen = None, True
        elif known.absent is None:
            known.absent, self.confirm = now, True
            return None
        if wanted.goal is Goal.ASSOCIATED and known.fresh is None:
            known.returns = bool(known.first) and is_return(self.request, self.stack)
            known.fresh = is_fresh(self.request, known, self.stack)
        if wanted.goal is Goal.DISSOCIATED and known.given_up is None:
            known.given_up = is_given_up(self.request, self.stack)
        if known.target == "" and details is not None and not self._aim(wanted, known):
            return None
        situation = Situation(
            goal=wanted.goal,
            details=details,
            now=now,
            clock=self.request.clock,
            asked=known.asked,
            seen=known.seen,
            fresh=bool(known.fresh),
            adopt=self.request.adopt,
            returns=known.returns,
            uncertain=wanted.uncertain or (self.request.type == "Update" and bool(known.given_up)),
            target=known.target or None,
            configured=configured(wanted, details),
            absent_for=0 if known.absent is None else now - known.absent,
            refused_for=None if known.refused is None else now - known.refused,
            refusal=known.refusal,
        )
        # An association of our own that an earlier, lost invocation made is to be cleaned up as well.
        known.tried = known.tried or (wanted.goal is Goal.ASSOCIATED and details is not None and situation.ours)
        return situation

    def is_replaced(self, label: str) -> bool:
        """Return whether the package is left to the Delete that CloudFormation sends for what an Update replaces.

        Also where another label of the request has turned out to mean the same package.
        """
        wanted, progress = self.request.wanted[label], self.progress
        if self.request.type != "Update" or wanted.goal is Goal.ASSOCIATED:
            return False
        kept = {progress.of(one).id for one, other in self.request.wanted.items() if other.goal is Goal.ASSOCIATED}
        return progress.physical_id != self.request.previous_id or bool({progress.of(label).id, label} & kept)

    def _aim(self, wanted: Wanted, known: PackageProgress) -> bool:
        """Learn which version must be active; return whether it is known by now.

        One that is there stays as it is unless this request brings a new PackageVersion or Revision. What a rollback
        finds stays too: the service has no way back to an old version.
        """
        if not wanted.renewed or (self.request.type == "Update" and self.stack.rolling_back()):
            known.target = None
        elif wanted.version or known.first:
            known.target = wanted.version or None
        else:
            package = self.service.packages([known.id])[known.id]
            if not check_available(package):
                self.trouble = f"the package is {package.status}"
                return False
            known.target = package.version
        known.renews = self.request.type == "Update" and known.target is not None
        return True


def configured(wanted: Wanted, details: Details | None) -> bool | None:
    """Return whether the options that the service lists are those wanted; None: it does not list them."""
    if not wanted.reconfigured or details is None:
        return True
    if not wanted.options or wanted.options.keys() != details.options.keys():
        return None
    return all(covers(details.options[name], value) for name, value in wanted.options.items())


def covers(listed: Any, wanted: Any) -> bool:
    """Return whether what is listed is what is wanted, maybe with more that the service has added."""
    if isinstance(wanted, dict) and isinstance(listed, dict):
        return all(name in listed and covers(listed[name], value) for name, value in wanted.items())
    return bool(sorted(listed) == sorted(wanted) if isinstance(wanted, list) else listed == wanted)
