"""The mutating calls: all packages in one change where the service offers it, else one by one."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from aws_lambda_powertools import Logger

from association import OpenSearch
from clock import Clock
from errors import Denied, Disabled, NotFound, Refused, Rejected
from progress import Progress
from request import Request
from situation import Details, Goal

logger = Logger()


class Calls:
    """Makes them, and keeps the books of what the service answers."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch, clock: Clock) -> None:
        self.request, self.progress, self.service, self.clock = request, progress, service, clock
        #: Why the service refused the last one; empty: it did not.
        self.trouble = ""
        self._one_by_one = False

    def make(self, labels: Sequence[str], goal: Goal, found: Mapping[str, Details]) -> list[str]:
        """Make the call, for all in one change; return the packages of which there is nothing to dissociate.

        Raises:
            ServiceError: the service found no domain or package, denied or rejected it, or did not answer.
        """
        self.trouble = ""
        if len(labels) > 1 and not self._one_by_one:
            try:
                return self._call_once(labels, goal, found)
            except (Disabled, NotFound) as error:
                logger.info("one by one", domain=self.request.domain, words=error.words)
                self._one_by_one = True
        stay: list[str] = []
        for label in self._in_order(labels):
            stay += self._call_once([label], goal, found)
            if self.progress.of(label).refusal:
                break  # most likely the domain is busy with the one before
        return stay

    def _call_once(self, labels: Sequence[str], goal: Goal, found: Mapping[str, Details]) -> list[str]:
        known = [self.progress.of(label) for label in labels]
        before = [one.tried for one in known]
        at = self.clock.now()
        for one in known:
            one.tried = True
        try:
            if goal is Goal.ASSOCIATED:
                options = [self.request.wanted[label].options for label in labels]
                self.service.associate(self.request.domain, list(zip([one.id for one in known], options, strict=True)))
            else:
                self.service.dissociate(self.request.domain, [one.id for one in known])
        except Refused as error:
            self.trouble = error.words
            self.progress.conflicts += 1
            for one in known:
                one.refuse(error.words, at)
            logger.info("refused", domain=self.request.domain, packages=labels, words=error.words)
            return []
        except (NotFound, Denied, Rejected, Disabled) as error:
            for one, tried in zip(known, before, strict=True):
                one.tried = tried  # surely without effect: nothing for CloudFormation to clean up
            if goal is Goal.DISSOCIATED and isinstance(error, NotFound) and len(labels) == 1:
                return list(labels)
            raise
        for one in known:
            one.accept(at, listed=one.id in found)
        logger.info("asked", domain=self.request.domain, packages=labels, goal=goal.value)
        return []

    def _in_order(self, labels: Sequence[str]) -> list[str]:
        """Return the packages in an order in which each comes after its prerequisites."""
        by_id = {self.progress.of(label).id: label for label in labels}
        wanted = self.request.wanted
        before = {
            label: [by_id[one] for one in wanted[label].options.get("PrerequisitePackageIDList", ()) if one in by_id]
            for label in labels
        }
        try:
            return list(TopologicalSorter(before).static_order())
        except CycleError:
            return list(labels)
