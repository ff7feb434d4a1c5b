"""The loop, and the only sleep: find, decide, request, until done, failed, or out of this invocation's time."""

from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools import Logger

import reasons
from asking import Asking
from association import OpenSearch
from clock import Clock
from decision import decide
from errors import AlreadyExists, Failed, NotFound, ServiceError, TimedOut
from ownership import is_fresh
from patience import Patience
from progress import Progress
from request import Request
from situation import Details, Goal, Situation, Step
from stack import Stack

logger = Logger()


def converge(
    request: Request, progress: Progress, service: OpenSearch, stack: Stack, clock: Clock
) -> dict[str, Details] | None:
    """Bring the packages of the request to their goals.

    Returns the details that were seen last, by package id, or None when this invocation's time is up first.

    Raises:
        Failed: a package ended otherwise, or the deadline came.
    """
    return Operation(request, progress, service, stack, clock).run() if request.goals else {}


class Operation:
    """One invocation's part of an operation."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch, stack: Stack, clock: Clock) -> None:
        self.request, self.progress, self.service, self.stack, self.clock = request, progress, service, stack, clock
        self.asking = Asking(request, progress, service, stack, clock)
        self.patience = Patience(moved=progress.last_asked() or clock.now())
        self.found: dict[str, Details] = {}
        self.statuses: dict[str, str] = {}
        self.trouble = ""
        self.confirm = False

    def run(self) -> dict[str, Details] | None:
        """Look until done; the last look is at the deadline, and asks for nothing."""
        while True:
            try:
                if self.look():
                    return {package: self.found[package] for package in self.request.goals if package in self.found}
                self.patience.recover()
                self.trouble = self.asking.trouble
            except ServiceError as error:
                self.tolerate(error)
            now = self.clock.now()
            if now >= self.request.deadline:
                raise TimedOut(self.at_deadline(now))
            if self.clock.left() <= 0:
                return None
            pause = self.patience.pause(now, self.confirm)
            self.clock.sleep(max(0.0, min(pause, self.request.deadline - now, self.clock.left())))

    def look(self) -> bool:
        """Look once and do the next thing; return whether every package is at its goal."""
        self.confirm = False
        try:
            self.found = self.service.find(self.request.domain)
        except NotFound:
            if set(self.request.goals.values()) != {Goal.DISSOCIATED}:
                raise
            self.found = {}
            return True
        now = self.clock.now()
        steps = {package: self.step(package, now) for package in self.request.goals}
        self.asking.trouble = ""
        for package, step in steps.items():
            if step is Step.REQUEST:
                with self.about(package):
                    steps[package] = Step.DONE if self.asking.ask(package, self.found) else Step.WAIT
        self.patience.moved = max(self.patience.moved, self.progress.last_asked() or 0)
        return all(step is Step.DONE for step in steps.values())

    def step(self, package: str, now: float) -> Step:
        """Decide on one package, by what was found and what is known of it."""
        details, known, goal = self.found.get(package), self.progress.of(package), self.request.goals[package]
        self.note(package, details.status if details else "not associated", now)
        if known.fresh is None:
            known.fresh = is_fresh(self.request, package, self.stack)
        if details is not None:
            known.absent, known.seen = None, True
        elif known.absent is None:
            known.absent, self.confirm = now, True
            return Step.WAIT
        situation = Situation(
            goal=goal,
            details=details,
            now=now,
            clock=self.request.clock,
            asked=known.asked,
            seen=known.seen,
            fresh=known.fresh,
            adopt=self.request.adopt,
            uncertain=package in self.request.uncertain,
            target=known.target,
            absent_for=0 if known.absent is None else now - known.absent,
            refused_for=None if known.refused is None else now - known.refused,
            refusal=known.refusal,
        )
        # An association of our own that an earlier, lost invocation made is to be cleaned up as well.
        known.tried = known.tried or (goal is Goal.ASSOCIATED and details is not None and situation.ours)
        try:
            with self.about(package):
                return decide(situation)
        except AlreadyExists:
            known.tried = False
            raise
        except Failed as error:
            if self.request.type == "Update" and goal is Goal.DISSOCIATED:
                logger.warning("left behind", reason=str(error))
                return Step.DONE  # as CloudFormation's own cleanups, it does not keep a stack from rolling back
            raise

    @contextmanager
    def about(self, package: str) -> Iterator[None]:
        """Let a failure say which package and domain it is about."""
        try:
            yield
        except Failed as error:
            raise type(error)(reasons.not_done(self.request, package, str(error))) from None

    def note(self, package: str, status: str, now: float) -> None:
        """Remember the status of a package, and since when nothing has moved."""
        before = self.statuses.get(package)
        if before == status:
            return
        logger.info("status", domain=self.request.domain, package=package, status=status)
        self.statuses[package] = status
        if before is not None:
            self.patience.moved = now

    def tolerate(self, error: ServiceError) -> None:
        """Let an error pass that another look may not meet; raise `Failed` for any other."""
        self.trouble = str(error)
        logger.warning("trouble", domain=self.request.domain, error=self.trouble)
        if not self.patience.bears(error, self.clock.now()):
            with self.about(next(iter(self.request.goals))):
                raise Failed(reasons.service_error(self.request, error)) from None

    def at_deadline(self, now: float) -> str:
        """Say what was last seen when the deadline came."""
        package = next(iter(self.request.goals))
        status = self.statuses.get(package, "nothing, for no look succeeded")
        return reasons.timed_out(self.request, package, status, self.trouble, now - self.request.clock)
