"""What one operation has learnt of its packages: kept in memory, carried from one invocation to the next."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class PackageProgress:
    """Of one package; instants in epoch seconds."""

    #: Its id; empty: not known yet, or (to dissociate) not associated.
    id: str = ""
    #: When the service accepted our call.
    asked: float | None = None
    #: Listed since we asked, or since the operation began.
    seen: bool = False
    #: We asked, accepted or not, or met an association of our own: CloudFormation must clean up after a failure.
    tried: bool = False
    #: Since when the service refuses, on end, although the domain is not busy.
    refused: float | None = None
    refusal: str = ""
    #: The resource had another package, or none, until this request; None: not looked up yet.
    first: bool | None = None
    #: This request is the first to name the package, and not a rollback to it; None: not looked up yet.
    fresh: bool | None = None
    #: A rollback goes back to it.
    returns: bool = False
    #: It is dissociated because the stack goes back; None: not looked up yet.
    given_up: bool | None = None
    #: The version that must be active afterwards; None: whichever is there; empty: not looked up yet.
    target: str | None = ""
    #: An Update that is no rollback brings a new version.
    renews: bool = False
    #: Since when the package is not listed. Not carried: absence is confirmed anew by each invocation.
    absent: float | None = None

    def accept(self, at: float, *, listed: bool) -> None:
        """The service has accepted our call."""
        self.asked, self.seen, self.refused, self.refusal = at, listed, None, ""

    def refuse(self, words: str, at: float) -> None:
        """The service has refused it, maybe as before."""
        self.refused = at if self.refused is None else self.refused
        self.refusal = words


@dataclass
class Progress:
    """Of one operation."""

    #: When the first invocation saw the request (epoch seconds).
    since: float
    #: How many invocations came before this one.
    hop: int = 0
    #: The physical id of a success, once it is known; the last responder answers it once a package was tried.
    physical_id: str = ""
    #: How often the service refused a call.
    conflicts: int = 0
    #: How it ended, by the name of the metric.
    end: str = "Failed"
    #: By how the properties name each package.
    packages: dict[str, PackageProgress] = field(default_factory=dict)

    def of(self, label: str) -> PackageProgress:
        """Return the progress of a package, begun when there is none."""
        return self.packages.setdefault(label, PackageProgress())

    def forget(self, label: str) -> None:
        """Forget which package is meant; it had not been asked for."""
        known = self.of(label)
        if self.physical_id.endswith(f"|{known.id}"):
            self.physical_id = ""
        known.id, known.first, known.fresh, known.absent = "", None, None, None

    @property
    def tried(self) -> bool:
        """Whether this operation may have made an association."""
        return any(package.tried for package in self.packages.values())

    def last_asked(self) -> float | None:
        """Return when the service last accepted a call of this operation (epoch seconds)."""
        return max((package.asked for package in self.packages.values() if package.asked is not None), default=None)

    def carried(self) -> dict[str, Any]:
        """Return what the next invocation must know, as JSON."""
        data = asdict(self) | {"hop": self.hop + 1}
        for package in data["packages"].values():
            del package["absent"]
        return data

    @classmethod
    def resumed(cls, event: dict[str, Any], now: float) -> "Progress":
        """Return the progress that a hand-over carries, or the beginning of one."""
        data = event.get("Handover")
        if data is None:
            return cls(since=now)
        packages = {key: PackageProgress(**package) for key, package in data["packages"].items()}
        return cls(**(data | {"packages": packages}))
