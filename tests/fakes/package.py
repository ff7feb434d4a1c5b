"""A package: a dictionary, plugin, license or configuration, with its versions."""

import os
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import as_date, clock, now
from tests.fakes.transition import DELETION, PACKAGE, Transition

#: The account that everything here is of.
OWN = os.environ.get("PACKAGE_OWNER", "123456789012")


@dataclass(frozen=True)
class Failure:
    """How a transition is to end instead."""

    status: str
    type: str
    message: str

    def details(self) -> dict[str, str]:
        """Return it as ErrorDetails."""
        return {"ErrorType": self.type, "ErrorMessage": self.message}


@dataclass(frozen=True)
class Upload:
    """What CreatePackage or UpdatePackage brings: what the object was at the time of the call."""

    commit: str = ""
    #: None: of a bucket that nobody has told of.
    content: bytes | None = None
    configuration: dict[str, Any] = field(default_factory=dict)
    #: What is wrong with it.
    failure: Failure | None = None


@dataclass(frozen=True)
class Version:
    """An upload that became available."""

    name: str
    at: float
    upload: Upload


@dataclass
class Package:
    """What CreatePackage makes; begins COPYING."""

    id: str
    name: str
    type: str
    engine_version: str = ""
    owner: str = OWN
    created: float = field(default_factory=now)
    #: Ordered: how transitions end.
    orders: list[Failure] = field(default_factory=list)
    #: Members of PackageDetails that are shown as they were given.
    shown: dict[str, Any] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)
    upload: Upload = field(default_factory=Upload)
    transition: Transition | None = field(default_factory=lambda: Transition(PACKAGE))
    #: The status that the transitions have led to, since `updated`.
    reached: str = "COPYING"
    updated: float = field(default_factory=now)
    failure: Failure | None = None
    #: A status set by hand, whatever the transition says.
    forced: str = ""

    def status(self) -> str:
        """Return PackageStatus, gone on to where the transition has come."""
        if self.transition and self.reached == "COPYING" and (at := self.transition.halfway()) is not None:
            self._reach("VALIDATING", at, "COPY_FAILED")
        if self.transition and (at := self.transition.ended()) is not None:
            self._end(at)
        return self.forced or self.reached

    def _end(self, at: float) -> None:
        self.transition = None
        if self.reached == "DELETING":
            self._reach("DELETED", at, "DELETE_FAILED")
        elif self._reach("AVAILABLE", at, "VALIDATION_FAILED"):
            self.publish(at, self.upload)

    def _reach(self, status: str, at: float, otherwise: str) -> bool:
        """Go on to a status, or end in a failure; return whether it was no failure."""
        self.failure, self.updated = self._failing(otherwise), at
        self.reached = otherwise if self.failure else status
        if self.failure:
            self.transition = None
        return self.failure is None

    def _failing(self, status: str) -> Failure | None:
        for order in self.orders:
            if order.status == status:
                self.orders.remove(order)
                return order
        own = self.upload.failure
        return own if own and own.status == status else None

    @property
    def version(self) -> str:
        """The version that an association takes."""
        return self.versions[-1].name if self.versions else ""

    def publish(self, at: float, upload: Upload | None = None) -> None:
        """Be AVAILABLE at a further version."""
        self.versions.append(Version(f"v{len(self.versions) + 1}", at, upload or Upload()))
        self.reached, self.updated, self.transition = "AVAILABLE", at, None

    def update(self, upload: Upload) -> None:
        """Copy the source anew, to make the next version."""
        self.upload = upload
        self._begin("COPYING", PACKAGE)

    def delete(self) -> None:
        """Begin to be deleted."""
        self._begin("DELETING", DELETION)

    def _begin(self, status: str, model: str) -> None:
        self.reached, self.updated, self.failure, self.transition = status, clock.now(), None, Transition(model)

    def force(self, status: str) -> None:
        """Set PackageStatus by hand; empty: as it is."""
        self.forced, self.updated = status, clock.now()

    def look(self) -> None:
        """Count a look, for transitions that are set in looks."""
        if self.transition:
            self.transition.advance()

    def details(self) -> dict[str, Any]:
        """Return PackageDetails."""
        details = {
            "PackageID": self.id,
            "PackageName": self.name,
            "PackageType": self.type,
            "PackageStatus": self.status(),
            "CreatedAt": as_date(self.created),
            "LastUpdatedAt": as_date(self.updated),
            "AvailablePackageVersion": self.version,
            "EngineVersion": self.engine_version,
            "PackageOwner": self.owner,
            "AvailablePackageConfiguration": self.versions[-1].upload.configuration if self.versions else {},
            "ErrorDetails": self.failure.details() if self.failure else {},
            **self.shown,
        }
        return {key: value for key, value in details.items() if value not in ("", {})}

    def history(self) -> list[dict[str, Any]]:
        """Return PackageVersionHistoryList, the newest first."""
        self.status()
        return [
            {"PackageVersion": one.name, "CommitMessage": one.upload.commit, "CreatedAt": as_date(one.at)}
            | ({"PackageConfiguration": one.upload.configuration} if one.upload.configuration else {})
            for one in reversed(self.versions)
        ]
