"""The loop, and the only sleep: find, decide, request, until done, failed, or out of this invocation's time."""

from aws_lambda_powertools import Logger

import reasons
from asking import Asking
from association import OpenSearch
from clock import Clock
from decision import decide
from errors import AlreadyExists, Failed, NotFound, ServiceError, TimedOut
from patience import Patience
from progress import Progress
from request import Request
from seen import Seen
from situation import Details, Goal, Step
from stack import Stack
from subject import Subjects

logger = Logger()


def converge(
    request: Request, progress: Progress, service: OpenSearch, stack: Stack, clock: Clock
) -> dict[str, Details] | None:
    """Bring the packages of the request to their goals.

    Returns the details that were seen last, by how the properties name each package, or None when this invocation's
    time is up first.

    Raises:
        Failed: a package ended otherwise, or the deadline came.
    """
    return Operation(request, progress, service, stack, clock).run() if request.wanted else {}


class Operation:
    """One invocation's part of an operation."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch, stack: Stack, clock: Clock) -> None:
        self.request, self.progress, self.service, self.stack, self.clock = request, progress, service, stack, clock
        self.subjects = Subjects(request, progress, service, stack)
        self.asking = Asking(request, progress, service, stack, clock)
        self.patience = Patience(moved=progress.last_asked() or clock.now())
        self.found: dict[str, Details] = {}
        self.seen = Seen(request.domain)
        self.trouble = ""
        self.reached: set[str] = set()

    def run(self) -> dict[str, Details] | None:
        """Look until done; the last look is at the deadline, and asks for nothing."""
        while True:
            try:
                if self.look():
                    ids = {label: self.progress.of(label).id for label in self.request.wanted}
                    return {label: self.found[package] for label, package in ids.items() if package in self.found}
                self.patience.recover()
                self.wait_for(self.subjects.trouble or self.asking.trouble)
            except ServiceError as error:
                self.tolerate(error)
            except Failed as error:
                raise type(error)(f"{error}{self.others()}") from None
            now = self.clock.now()
            if now >= self.request.deadline:
                raise TimedOut(self.at_deadline(now))
            if self.clock.left() <= 0:
                return None
            pause = self.patience.pause(now, self.subjects.confirm)
            self.clock.sleep(max(0.0, min(pause, self.request.deadline - now, self.clock.left())))

    def look(self) -> bool:
        """Look once and do the next thing; return whether every package is at its goal."""
        self.stack.look_anew()
        self.subjects.confirm, self.subjects.trouble, self.asking.trouble = False, "", ""
        goals = {label: wanted.goal for label, wanted in self.request.wanted.items()}
        try:
            self.found = self.service.find(self.request.domain)
        except NotFound:
            if set(goals.values()) != {Goal.DISSOCIATED}:
                raise
            self.found = {}
            return True
        now = self.clock.now()
        steps = {label: self.step(label, now) for label in goals}
        for goal in Goal:
            labels = [label for label, step in steps.items() if step is Step.REQUEST and goals[label] is goal]
            if labels:
                steps |= dict.fromkeys(self.asking.ask(labels, self.found), Step.DONE)
            if any(step is not Step.DONE for label, step in steps.items() if goals[label] is goal):
                break  # what leaves the domain does so when all that comes is there
        self.reached = {label for label, step in steps.items() if step is Step.DONE}
        self.patience.moved = max(self.patience.moved, self.progress.last_asked() or 0)
        return all(step is Step.DONE for step in steps.values())

    def step(self, label: str, now: float) -> Step:
        """Decide on one package, by what was found and what is known of it."""
        known = self.progress.of(label)
        try:
            with reasons.About(self.request, label):
                if not self.subjects.find(label, self.found):
                    return Step.WAIT
                if self.subjects.is_replaced(label):
                    return Step.DONE
                if self.seen.note(known.id or label, self.found):
                    self.patience.moved, known.refused = now, None  # what was refused before was something else
                situation = self.subjects.situation(label, self.found, now)
                return decide(situation) if situation else Step.WAIT
        except AlreadyExists:
            known.tried = False
            raise
        except Failed as error:
            if self.request.type == "Update" and known.given_up:
                logger.warning("left behind", reason=str(error))
                return Step.DONE  # as CloudFormation's own cleanups, it does not keep a stack from rolling back
            if known.asked is None:
                raise
            raise type(error)(f"{error}{self.change()}") from None

    def change(self) -> str:
        """Return what the domain's change tells of a failure; it is only to explain, and may fail itself."""
        try:
            return reasons.changed(self.request, self.service.change(self.request.domain))
        except ServiceError:
            return ""

    def wait_for(self, trouble: str) -> None:
        """Remember what keeps the operation from going on, and say so when it is something else."""
        if trouble and trouble != self.trouble:
            logger.info("waiting", domain=self.request.domain, reason=trouble)
        self.trouble = trouble

    def tolerate(self, error: ServiceError) -> None:
        """Let an error pass that another look may not meet; raise `Failed` for any other."""
        self.trouble = str(error)
        logger.warning("trouble", domain=self.request.domain, error=self.trouble)
        if not self.patience.bears(error, self.clock.now()):
            with reasons.About(self.request, next(iter(self.request.wanted))):
                raise Failed(reasons.service_error(self.request, error)) from None

    def others(self) -> str:
        """Return what has become of each package, if there are several."""
        labels = [label for label in self.request.wanted if not self.subjects.is_replaced(label)]
        return reasons.each({label: self.status(label) for label in labels}) if len(labels) > 1 else ""

    def status(self, label: str) -> str:
        """Return the status that a package was last seen in."""
        return self.seen.status(self.progress.of(label).id or label)

    def at_deadline(self, now: float) -> str:
        """Say what was last seen when the deadline came."""
        label = next((one for one in self.request.wanted if one not in self.reached), next(iter(self.request.wanted)))
        waited = now - self.request.clock
        reason = reasons.timed_out(self.request, label, self.status(label), self.trouble, waited)
        return reason + self.change() + self.others()
