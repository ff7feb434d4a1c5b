"""A package: a dictionary, plugin, license or configuration, with its versions."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import as_date, clock
from tests.fakes.transition import PACKAGE, Transition


@dataclass(frozen=True)
class Failure:
    """How a transition is to end instead."""

    status: str
    type: str
    message: str

    def details(self) -> dict[str, str]:
        """Return it as ErrorDetails."""
        return {"ErrorType": self.type, "ErrorMessage": self.message}


@dataclass
class Package:
    """What CreatePackage makes."""

    id: str
    name: str
    type: str
    engine_version: str = ""
    owner: str = "123456789012"
    created: float = field(default_factory=clock.now)
    #: (version, when it became the newest, commit message)
    versions: list[tuple[str, float, str]] = field(default_factory=list)
    commit: str = ""
    transition: Transition | None = field(default_factory=lambda: Transition(PACKAGE))
    #: Ordered: how the copying ends.
    order: Failure | None = None
    failure: Failure | None = None
    #: A status set by hand, whatever the transition says.
    forced: str = ""

    def status(self) -> str:
        """Return PackageStatus, and make a version of what has been copied."""
        if self.transition and (ended := self.transition.ended()) is not None:
            self.transition, self.failure, self.order = None, self.order, None
            if self.failure is None:
                self.versions.append((f"v{len(self.versions) + 1}", ended, self.commit))
        if self.forced:
            return self.forced
        if self.transition:
            return "COPYING"
        return self.failure.status if self.failure else "AVAILABLE"

    @property
    def version(self) -> str:
        """The version that an association takes."""
        return self.versions[-1][0] if self.versions else ""

    def update(self, commit: str) -> None:
        """Copy the source anew, to make the next version."""
        self.commit, self.transition, self.failure = commit, Transition(PACKAGE), None

    def details(self) -> dict[str, Any]:
        """Return PackageDetails."""
        status = self.status()
        details = {
            "PackageID": self.id,
            "PackageName": self.name,
            "PackageType": self.type,
            "PackageStatus": status,
            "CreatedAt": as_date(self.created),
            "LastUpdatedAt": as_date(self.versions[-1][1] if self.versions else self.created),
            "AvailablePackageVersion": self.version,
            "EngineVersion": self.engine_version,
            "PackageOwner": self.owner,
        }
        if self.failure:
            details["ErrorDetails"] = self.failure.details()
        return {key: value for key, value in details.items() if value != ""}
