"""An association: a package on a domain, on its way there, there, or on its way out."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import as_date, clock, now
from tests.fakes.package import Failure, Package
from tests.fakes.transition import ASSOCIATION, DISSOCIATION, Transition


@dataclass
class Association:
    """What ListPackagesForDomain lists; begins ASSOCIATING."""

    package: Package
    domain: str
    prerequisites: list[str] = field(default_factory=list)
    configuration: dict[str, Any] = field(default_factory=dict)
    status: str = ""
    version: str = ""
    last_updated: float = field(default_factory=now)
    failure: Failure | None = None
    transition: Transition | None = None
    #: Ordered: how the transition ends.
    order: Failure | None = None
    coming: str = ""

    def associate(self, order: Failure | None, keeps_active: bool = False) -> None:
        """Begin to bring the package's newest version; it may stay ACTIVE at the old one meanwhile."""
        self.order, self.coming = order, self.package.version
        self.failure, self.transition = None, Transition(ASSOCIATION)
        if not (keeps_active and self.status == "ACTIVE"):
            self.status, self.last_updated = "ASSOCIATING", clock.now()
            self.version = self.version or self.coming

    def dissociate(self, order: Failure | None) -> None:
        """Begin to take the package away."""
        self.order, self.failure, self.transition = order, None, Transition(DISSOCIATION)
        self.status, self.last_updated = "DISSOCIATING", clock.now()

    def settle(self) -> bool:
        """Go on to where the transition has come; return whether it is still listed."""
        if self.transition is None or (ended := self.transition.ended()) is None:
            return True
        self.transition, self.last_updated = None, ended
        self.failure, self.order = self.order, None
        if self.failure:
            self.status = self.failure.status
            return True
        if self.status == "DISSOCIATING":
            return False
        self.status, self.version = "ACTIVE", self.coming
        return True

    def details(self) -> dict[str, Any]:
        """Return DomainPackageDetails."""
        details: dict[str, Any] = {
            "PackageID": self.package.id,
            "PackageName": self.package.name,
            "PackageType": self.package.type,
            "DomainName": self.domain,
            "DomainPackageStatus": self.status,
            "LastUpdated": as_date(self.last_updated),
            "PackageVersion": self.version,
        }
        if self.package.type == "TXT-DICTIONARY":
            details["ReferencePath"] = f"analyzers/{self.package.id}"
        if self.failure:
            details["ErrorDetails"] = self.failure.details()
        if self.prerequisites:
            details["PrerequisitePackageIDList"] = self.prerequisites
        if self.configuration:
            details["AssociationConfiguration"] = self.configuration
        return details
