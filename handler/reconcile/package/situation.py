"""What the rules are told of one package itself."""

from dataclasses import dataclass

from model import SKEW, Goal, Package
from reconcile.state import ABSENT, PackageState


@dataclass(frozen=True)
class Situation:
    """What `decide` is told of one package; instants in epoch seconds, durations in seconds."""

    goal: Goal
    package: Package | None
    known: PackageState
    now: float
    #: A new version is to be made of it.
    renew: bool = False
    #: One look has missed it, which proves nothing.
    unsure: bool = False

    @property
    def since_asked(self) -> float:
        """How long ago the service accepted our call."""
        return self.now - (self.now if self.known.asked is None else self.known.asked)

    @property
    def absent_for(self) -> float:
        """How long it has not been there."""
        return self.now - self.known.since.get(ABSENT, self.now)

    @property
    def older_than_asked(self) -> bool:
        """Whether its status was reached before we asked, so that it is not the answer to it."""
        asked = self.known.asked
        return asked is not None and self.package is not None and self.package.last_updated < asked - SKEW
