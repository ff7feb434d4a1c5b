"""What is spoken of everywhere: packages, domains, associations, requests. Frozen; imports nothing of ours."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

#: How far the service's clock may be from CloudFormation's (seconds).
SKEW = 2
#: The package type that is made for one engine version.
PLUGIN = "ZIP-PLUGIN"
#: Statuses of a package itself that lead to AVAILABLE (PackageStatus in the service's model).
COMING = ("COPYING", "VALIDATING")
#: What AssociatePackage takes besides ids, and the list of a domain shows.
OPTIONS = ("PrerequisitePackageIDList", "AssociationConfiguration")


class Goal(Enum):
    """The state that a request wants."""

    PRESENT = "present"
    ABSENT = "absent"


class Course(Enum):
    """Where a stack is going, by its status."""

    #: Forward; what it no longer wants, its cleanup deletes by id.
    ON = "on"
    #: Back to what it was before the operation.
    BACK = "back"
    #: Away, as a whole.
    AWAY = "away"
    #: The status may be an old one, from before the operation.
    UNSURE = "unsure"


@dataclass(frozen=True)
class Association:
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
class Package:
    """The package itself (PackageDetails), wherever it may be associated; times in epoch seconds."""

    package_id: str
    status: str
    name: str = ""
    type: str = ""
    #: AvailablePackageVersion: what an association takes.
    version: str = ""
    #: Of a plugin: the engine version that it is for.
    engine_version: str = ""
    error: str = ""
    #: When it was created, and when it last changed.
    made: float = 0.0
    last_updated: float = 0.0
    #: VendingEnabled of its PackageVendingOptions; None: the service does not tell.
    vending: bool | None = None
    #: PackageOwner, as the service gives it: an account, or empty.
    owner: str = ""

    def fits(self, domain: "Domain") -> bool:
        """Return whether it may be put on a domain of this engine version; only plugins are made for one."""
        return self.type != PLUGIN or self.engine_version in ("", domain.engine_version)


@dataclass(frozen=True)
class Domain:
    """As much of a DomainStatus as matters here."""

    changing: bool = False
    deleting: bool = False
    #: Isolated: the service has suspended the domain, and takes no changes.
    suspended: bool = False
    engine_version: str = ""


@dataclass(frozen=True)
class Change:
    """The newest change of a domain (ChangeProgressStatus)."""

    #: When it began (epoch seconds).
    began: float
    #: Status and ConfigChangeStatus, such as "PROCESSING, ApplyingChanges".
    status: str
    #: "Code: Message" of each of its ValidationFailures.
    failures: tuple[str, ...] = ()

    @property
    def under_way(self) -> bool:
        """Whether the domain is still occupied with it."""
        return self.status.startswith(("PENDING", "PROCESSING"))


@dataclass(frozen=True)
class Named:
    """What a physical id names: packages at a place, which is a domain, or begins with @, as no domain's name does."""

    place: str
    packages: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """What is wanted of one package, which is named by its id or by its name."""

    package_id: str = ""
    name: str = ""
    #: PackageVersion: the version that must be active, or empty.
    version: str = ""
    #: PackageVersion or Revision is new with this request, or the package is.
    renewed: bool = False
    #: No properties named the package until now.
    first: bool = True
    #: What else AssociatePackage takes; of a package itself, what CreatePackage and UpdatePackage take.
    options: dict[str, Any] = field(default_factory=dict)
    #: They are new with this request.
    reconfigured: bool = False
    #: Of a package itself: what the service can't change, and is new with this request.
    replaced: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How the properties name the package."""
        return self.package_id or self.name


@dataclass(frozen=True)
class Request:
    """One request of CloudFormation's, with its one goal; instants in epoch seconds."""

    type: str
    stack_id: str
    logical_id: str
    #: The resource type, as the answer's attributes need it.
    resource_type: str
    goal: Goal
    #: Where its properties are about: a domain, or what begins with @; empty: nowhere.
    place: str
    targets: tuple[Target, ...]
    #: The id that CloudFormation knew before, or the marker that nothing was created.
    known_id: str
    #: What that id names; None: it is no id of ours.
    named: Named | None
    #: When CloudFormation made the request, and when it stops waiting.
    made: float
    limit: float
    #: CloudFormation's own id of the request, and the type of the resource as it is declared.
    id: str = ""
    shown_type: str = ""
    #: Its ResponseURL says when it was made.
    dated: bool = True
    adopt: bool = False
    #: What the provider's parameters do not allow of it, in words; empty: nothing.
    refused: str = ""
    #: The places besides that its id or its old properties are about.
    elsewhere: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The domain that its properties are about; empty: none."""
        return domain_of(self.place)

    def names(self, package_id: str) -> bool:
        """Return whether the id that CloudFormation knows names the package at this place."""
        return self.named is not None and self.named.place == self.place and package_id in self.named.packages


def domain_of(place: str) -> str:
    """Return the domain that a place is; empty: it is none."""
    return "" if place.startswith("@") else place
