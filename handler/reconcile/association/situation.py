"""What the rules are told of one package."""

from collections.abc import Callable
from dataclasses import dataclass

from model import SKEW, Association, Goal


@dataclass(frozen=True)
class Situation:
    """What `decide` is told of one package; instants in epoch seconds, durations in seconds."""

    goal: Goal
    association: Association | None
    now: float
    #: When the service accepted our call, in this chain of invocations or in an attempt before.
    asked: float | None = None
    #: Seen since we asked, or since the operation began.
    seen: bool = False
    #: One look has missed it, which proves nothing.
    unsure: bool = False
    #: The version that must be active; None: whichever is there.
    target: str | None = None
    #: Whether its prerequisites and configuration are as wanted; None: the service does not list them.
    configured: bool | None = True
    absent_for: float = 0.0
    #: How long the service has refused without a break, though the domain is not busy, from the first time to the last;
    #: None: it has not. That nobody asked meanwhile is no refusal.
    refused_for: float | None = None
    refusal: str = ""
    #: A left-over failure was taken off already.
    cleared: bool = False
    #: How long since our call, or since the domain was last seen changing after it.
    idle_for: float = 0.0
    #: Whether the domain is being changed; read only where it decides.
    changing: Callable[[], bool] = bool

    @property
    def status(self) -> str | None:
        """Its DomainPackageStatus; None: it is not listed."""
        return self.association.status if self.association else None

    @property
    def at_target(self) -> bool:
        """Whether the version that is there is the one that must be; where none is listed, what we asked for is."""
        if self.association is None or self.target is None:
            return self.association is not None
        return self.association.version == self.target or (self.asked is not None and not self.association.version)

    def since_asked(self) -> float:
        """How long ago the service accepted our call (seconds)."""
        return self.now - (self.now if self.asked is None else self.asked)

    def older_than_asked(self) -> bool:
        """Whether the status was reached before we asked, so that it is not the answer to it."""
        one = self.association
        return one is not None and self.asked is not None and one.last_updated < self.asked - SKEW
