"""The mutating call, and all that must be true before it: domain and package ready, the stack still wants it."""

from aws_lambda_powertools import Logger

from association import OpenSearch
from clock import Clock
from errors import Denied, Failed, NotFound, Refused, Rejected
from ownership import check_still_wanted, may_remove
from progress import PackageProgress, Progress
from request import Request
from situation import Details, Goal
from stack import Stack

TRANSIENT = ("ASSOCIATING", "DISSOCIATING")
#: Statuses of the package itself that lead to AVAILABLE (PackageStatus in the service's model).
COMING = ("COPYING", "VALIDATING")

logger = Logger()


class Asking:
    """Asks for one package at a time, when asking makes sense."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch, stack: Stack, clock: Clock) -> None:
        self.request, self.progress, self.service, self.stack, self.clock = request, progress, service, stack, clock
        #: What keeps the domain or package from being asked for, in words; empty: nothing.
        self.trouble = ""

    def ask(self, package: str, found: dict[str, Details]) -> bool:
        """Make the call if domain, package and stack are ready for it.

        What the service answers decides nothing; the next look does. Returns True only when there is no need to ask.

        Raises:
            Failed: it will never be possible, or the stack has given the resource up.
            ServiceError: a call found no domain or package, no permission, or no service.
        """
        known = self.progress.of(package)
        goal = self.request.goals[package]
        domain = self.service.domain(self.request.domain)
        if domain.deleting:
            if goal is Goal.DISSOCIATED:
                return True
            raise Failed("the domain is being deleted.")
        others = any(details.status in TRANSIENT for other, details in found.items() if other != package)
        if domain.changing or (known.refusal and others):
            known.refused = None
            self.trouble = " ".join(filter(None, ("the domain is being changed", known.refusal)))
            return False
        if goal is Goal.DISSOCIATED:
            if not may_remove(self.request, found[package], known, self.stack):
                logger.info("association stays", domain=self.request.domain, package=package)
                return True
        elif not self._available(package):
            return False
        else:
            check_still_wanted(self.request, package, known, self.clock.now(), self.stack)
        if self.clock.now() >= self.request.deadline or self.clock.left() <= 0:
            return False
        return self._call(package, goal, known, listed=package in found)

    def _available(self, package: str) -> bool:
        """Return whether the package itself can be associated already; raise `Failed` if it never can be."""
        state = self.service.package(package)
        if state.status in COMING:
            self.trouble = f"the package is {state.status}"
        elif state.status != "AVAILABLE":
            words = ", ".join(filter(None, (state.status, state.error)))
            raise Failed(f"the package itself is {words}. Correct and update the package, then deploy again.")
        return state.status not in COMING

    def _call(self, package: str, goal: Goal, known: PackageProgress, *, listed: bool) -> bool:
        """Make the call; return whether the service says that there is nothing to dissociate."""
        call = self.service.associate if goal is Goal.ASSOCIATED else self.service.dissociate
        before, known.tried = known.tried, True
        at = self.clock.now()
        try:
            call(self.request.domain, package)
        except Refused as error:
            known.refused = at if known.refused is None else known.refused
            known.refusal = self.trouble = error.words
            logger.info("refused", domain=self.request.domain, package=package, words=error.words)
            return False
        except (NotFound, Denied, Rejected) as error:
            known.tried = before  # surely without effect: nothing for CloudFormation to clean up
            if goal is Goal.DISSOCIATED and isinstance(error, NotFound):
                return True
            raise
        known.asked, known.seen, known.refused, known.refusal = at, listed, None, ""
        logger.info("asked", domain=self.request.domain, package=package, goal=goal.value)
        return False
