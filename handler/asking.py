"""All that must be true before a mutating call: domain and packages ready, the stack still wants it."""

from collections.abc import Mapping, Sequence

from aws_lambda_powertools import Logger

from association import OpenSearch
from calls import Calls
from clock import Clock
from identity import fits
from ownership import check_still_wanted, may_remove
from preflight import check_available, check_domain, check_fit, check_version
from progress import Progress
from reasons import About
from request import Request
from shapes import Domain, Package
from situation import Details, Goal
from stack import Stack

TRANSIENT = ("ASSOCIATING", "DISSOCIATING")

logger = Logger()


class Asking:
    """Asks for packages when asking makes sense."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch, stack: Stack, clock: Clock) -> None:
        self.request, self.progress, self.service, self.stack, self.clock = request, progress, service, stack, clock
        #: What keeps the domain or a package from being asked for, in words; empty: nothing.
        self.trouble = ""
        self._ready: set[str] = set()
        self._calls = Calls(request, progress, service, clock)

    def ask(self, labels: Sequence[str], found: Mapping[str, Details]) -> list[str]:
        """Ask for packages of one goal, as soon as domain, packages and stack are ready for it.

        What the service answers decides nothing; the next look does. Returns those that need not be asked for.

        Raises:
            Failed: it will never be possible, or the stack has given the resource up.
            ServiceError: a call found no domain or package, no permission, or no service.
        """
        goal = self.request.wanted[labels[0]].goal
        domain = self.service.domain(self.request.domain)
        with About(self.request, labels[0]):
            if not check_domain(domain, goal):
                return list(labels)
        known = [self.progress.of(label) for label in labels]
        refusal = next((one.refusal for one in known if one.refusal), "")
        ids = {one.id for one in known}
        others = any(details.status in TRANSIENT for other, details in found.items() if other not in ids)
        busy = domain.changing or bool(refusal and others)
        if goal is Goal.ASSOCIATED:
            # Early, so that what is wrong with a package shows before a long wait; and once more right before the call.
            unready = [label for label in labels if not (busy and label in self._ready)]
            if unready and not self._are_ready(unready, domain, found):
                return []
        if busy:
            for one in known:
                one.refused = None
            self.trouble = " ".join(filter(None, ("the domain is being changed", refusal)))
            return []
        stay = [label for label in labels if not self._may_ask(label, goal, found)]
        asked = [label for label in labels if label not in stay]
        if asked and self.clock.now() < self.request.deadline and self.clock.left() > 0:
            stay += self._calls.make(asked, goal, found)
            self.trouble = self._calls.trouble
        return stay

    def _are_ready(self, labels: Sequence[str], domain: Domain, found: Mapping[str, Details]) -> bool:
        """Return whether all packages can be associated by now; raise `Failed` if one never can be."""
        packages = self.service.packages([self.progress.of(label).id for label in labels])
        ready = True
        for label in labels:
            with About(self.request, label):
                ready &= self._is_ready(label, packages[self.progress.of(label).id], domain, found)
        return ready

    def _is_ready(self, label: str, package: Package, domain: Domain, found: Mapping[str, Details]) -> bool:
        wanted, known = self.request.wanted[label], self.progress.of(label)
        if not check_available(package):
            self.trouble = f"the package is {package.status}"
            return False
        if not domain.changing:  # maybe to another engine version
            if wanted.name and not fits(package, domain):
                self.progress.forget(label)  # the domain was upgraded since: find out anew
                return False
            check_fit(package, domain, found)
        back = self.request.type == "Update" and wanted.version not in ("", package.version)
        if not (back and self.stack.rolling_back()):
            check_version(package, wanted.version)
        self._ready.add(label)
        known.target = package.version
        return True

    def _may_ask(self, label: str, goal: Goal, found: Mapping[str, Details]) -> bool:
        """Return whether the package is to be asked for; if not, it stays; raise `Failed` if it is not wanted."""
        wanted, known = self.request.wanted[label], self.progress.of(label)
        with About(self.request, label):
            if goal is Goal.ASSOCIATED:
                check_still_wanted(self.request, known, self.clock.now(), self.stack)
            elif not may_remove(self.request, wanted, found[known.id], known, self.stack):
                logger.info("association stays", domain=self.request.domain, package=known.id)
                return False
        return True
