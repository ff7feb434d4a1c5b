"""What is told and said of one package: the goal, the details observed, the situation, the next step."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

#: How far the service's clock may be from CloudFormation's (seconds).
SKEW = 2


class Goal(Enum):
    """The state that a request wants."""

    ASSOCIATED = "associated"
    DISSOCIATED = "dissociated"


class Step(Enum):
    """What to do next."""

    WAIT = "wait"
    REQUEST = "request"
    DONE = "done"


@dataclass(frozen=True)
class Details:
    """One entry of ListPackagesForDomain (DomainPackageDetails); times in epoch seconds."""

    package_id: str
    status: str
    last_updated: float = 0.0
    name: str = ""
    type: str = ""
    version: str = ""
    reference_path: str = ""
    #: PrerequisitePackageIDList and AssociationConfiguration, where the service lists them.
    options: dict[str, Any] = field(default_factory=dict)
    #: "ErrorType: ErrorMessage" of ErrorDetails, or empty.
    error: str = ""


@dataclass(frozen=True)
class Situation:
    """What `decide` is told of one package; instants in epoch seconds, durations in seconds."""

    goal: Goal
    details: Details | None
    now: float
    #: When CloudFormation made the request.
    clock: float = 0.0
    #: When the service accepted our call in this chain of invocations.
    asked: float | None = None
    #: Seen since we asked, or since the operation began.
    seen: bool = False
    #: This request is the first to name the package.
    fresh: bool = False
    adopt: bool = False
    #: A rollback goes back to the package; what it rolls back may be dissociating it.
    returns: bool = False
    #: Whether there is an association of ours to dissociate is not known: a request was cancelled.
    uncertain: bool = False
    #: The version that must be active; None: whichever is there.
    target: str | None = None
    #: Whether its prerequisites and configuration are as wanted; None: the service does not list them.
    configured: bool | None = True
    absent_for: float = 0.0
    #: How long the service has refused, on end, a domain that is not busy; None: it has not.
    refused_for: float | None = None
    refusal: str = ""

    @property
    def ours(self) -> bool:
        """Whether this operation caused the status. Only "already exists?" and "who dissociates?" go by it."""
        return self.asked is not None or (self.details is not None and self.details.last_updated >= self.clock - SKEW)

    @property
    def at_target(self) -> bool:
        """Whether the version that is there is the one that must be."""
        return self.details is not None and self.target in (None, self.details.version)

    def since_asked(self) -> float:
        """How long ago the service accepted our call (seconds)."""
        return self.now - (self.now if self.asked is None else self.asked)

    def older_than_asked(self) -> bool:
        """Whether the status was reached before we asked, so that it is not the answer to it."""
        return self.details is not None and self.asked is not None and self.details.last_updated < self.asked - SKEW
