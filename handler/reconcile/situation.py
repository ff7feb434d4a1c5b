"""What the rules are told of one package: what is there of it, and what is known of the calls for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from model import SKEW, Association, Goal, Package
from reconcile.state import ABSENT, CHANGING, PackageState

Thing = TypeVar("Thing", Association, Package)


@dataclass(frozen=True)
class Situation(Generic[Thing]):
    """What `decide` of each kind is told of one package; instants in epoch seconds, durations in seconds."""

    goal: Goal
    one: Thing | None
    known: PackageState
    now: float
    #: One look has missed it, which proves nothing.
    unsure: bool = False
    #: Of a package itself: a new version is to be made of it.
    renew: bool = False
    #: Of an association: whether its options are those wanted; None: the service does not list them.
    configured: bool | None = True
    #: Of an association: whether the domain is being changed; read only where it decides.
    changing: Callable[[], bool] = bool

    @property
    def status(self) -> str | None:
        """Its status; None: it is not there."""
        return self.one.status if self.one else None

    @property
    def at_target(self) -> bool:
        """Whether the version that is there is the one that must be; where none is listed, what we asked for is."""
        if self.one is None or not self.known.target:
            return self.one is not None
        return self.one.version == self.known.target or (self.known.asked is not None and not self.one.version)

    @property
    def since_asked(self) -> float:
        """How long ago the service accepted our call; 0: it did not."""
        return 0.0 if self.known.asked is None else self.now - self.known.asked

    @property
    def idle_for(self) -> float:
        """How long since our call, or since the domain was last seen changing after it."""
        return min(self.since_asked, self.now - self.known.since.get(CHANGING, 0.0))

    @property
    def absent_for(self) -> float:
        """How long it has not been there."""
        return self.now - self.known.since.get(ABSENT, self.now)

    @property
    def older_than_asked(self) -> bool:
        """Whether its status was reached before we asked, so that it is not the answer to it."""
        asked = self.known.asked
        return self.one is not None and asked is not None and self.one.last_updated < asked - SKEW
