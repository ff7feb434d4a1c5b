"""What one operation knows: frozen, replaced and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from errors import Failed
from model import Association, Package


@dataclass(frozen=True)
class PackageState:
    """Of one package; instants in epoch seconds."""

    #: Its id; empty: not known yet, or (to dissociate) not associated.
    id: str = ""
    #: The id that was meant, where an engine upgrade has put this one in its place.
    stands_for: str = ""
    #: The resource may have it: held by an id, adopted, or an earlier attempt's.
    taken: bool = False
    #: Its association was there before, and was adopted.
    mark: bool = False
    #: It was so by this very request.
    adopted: bool = False
    #: Of a package itself: its version before our call.
    before: str = ""
    #: Of a package itself: it came up meanwhile, made by somebody else or by another delivery of the same request.
    rival: bool = False
    #: When the service accepted our call.
    asked: float | None = None
    #: The service accepted our call, or did not answer it: CloudFormation must clean up after a failure.
    tried: bool = False
    #: Listed since we asked, or since the operation began.
    seen: bool = False
    #: Since when it is not listed.
    absent: float | None = None
    #: The version that must be active; None: whichever is there; empty: not looked up yet.
    target: str | None = ""
    #: Since when the service refuses on end, when it did last, and its words; also with a domain that was busy.
    refused: float | None = None
    refused_last: float | None = None
    refusal: str = ""
    #: A left-over failure was taken off, so that it can be asked for again.
    cleared: bool = False
    #: When the domain was last seen changing after our call.
    busy: float | None = None
    #: Since when there is a reason not to dissociate it; and whether that is settled.
    kept: float | None = None
    stays: bool = False
    #: Since when CloudFormation's records may be too old to tell whether it may be taken away.
    untold: float | None = None

    @property
    def refused_for(self) -> float | None:
        """How long the service has refused on end (seconds), from the first time to the last; None: it has not."""
        return None if self.refused is None or self.refused_last is None else self.refused_last - self.refused

    def refused_again(self, now: float, words: str) -> "PackageState":
        """Return the same with one more refusal."""
        return replace(self, refused=now if self.refused is None else self.refused, refused_last=now, refusal=words)


#: What is known of a package at first.
NOTHING = PackageState()


@dataclass(frozen=True)
class State:
    """Of one operation; instants in epoch seconds."""

    #: When the first invocation saw the request.
    since: float
    #: How many invocations came before this one.
    hop: int = 0
    #: By how the request names each package.
    packages: Mapping[str, PackageState] = field(default_factory=dict)
    #: What a cancelled request may have left has been seen to.
    swept: bool = False
    #: What is to be said of a success.
    notes: tuple[str, ...] = ()
    #: The last trouble, in words, until the service accepts a call: a look that only looks does not end it.
    trouble: str = ""
    #: Since when each kind of trouble lasts without a look that went through.
    troubles: Mapping[str, float] = field(default_factory=dict)
    #: OpenSearch Service has answered at least once.
    reached: bool = False
    #: How long a pause the service bears, learned from its throttling (seconds); 0: it throttles nothing.
    pace: float = 0.0
    #: When the next look is due, across a hand-over.
    due: float | None = None
    #: When a status last moved.
    moved: float | None = None
    #: How long the slowest look took (seconds).
    slowest: float = 0.0
    #: Since when the stack is seen not to want what the request asks.
    unwanted: float | None = None
    #: Since when looks show what must be confirmed before it fails the operation.
    doubted: float | None = None
    #: The plural operations are not offered.
    one_by_one: bool = False
    #: How often the service refused a call.
    conflicts: int = 0
    #: What a failure would answer; for the last responder.
    failure_id: str = ""

    @property
    def asked(self) -> bool:
        """Whether the service has accepted a call that brings a package to its goal."""
        return any(known.asked is not None for known in self.packages.values())

    def of(self, label: str) -> PackageState:
        """Return what is known of a package."""
        return self.packages.get(label, NOTHING)

    def with_package(self, label: str, known: PackageState) -> "State":
        """Return the state with something new known of a package."""
        if self.packages.get(label) == known:
            return self
        return replace(self, packages={**self.packages, label: known})


@dataclass(frozen=True)
class Outcome:
    """How one invocation's part of an operation ended; with neither `found` nor `error`, it goes on in the next."""

    state: State
    #: What is associated, by how the request names each package: the goal is reached.
    found: Mapping[str, Association | Package] | None = None
    error: Failed | None = None
