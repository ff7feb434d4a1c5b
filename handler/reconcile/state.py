"""What one operation knows: frozen, replaced and never changed; and how an event carries it to the next invocation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from errors import Failed
from ledger.records import fields_of
from model import Association, Package

#: Facts whose beginning is kept: it is missed; the service has refused without a break, and did last; the domain was
#: seen changing after our call.
ABSENT, REFUSED, REFUSED_LAST, CHANGING = "absent", "refused", "refused last", "changing"
#: Of the time between two refusals so much counts as refused: that nobody asked meanwhile is no refusal. As long as the
#: pause before an ask that may be needless, and shorter than the refusal that is final (seconds).
BREAK = 20
#: A hand-over that comes so late after its next look was due comes from Lambda's retry (seconds).
RETRIED = 30


@dataclass(frozen=True)
class PackageState:
    """Of one package; instants in epoch seconds."""

    #: Its id; empty: not known yet.
    id: str = ""
    #: The id that was meant, where an engine upgrade has put this one in its place.
    stands_for: str = ""
    #: When the service accepted our call, or an earlier attempt made it.
    asked: float | None = None
    #: The status that it was last seen in; empty: no look has told yet. And whether it was ever there.
    status: str = ""
    seen: bool = False
    #: It is known which version must be active; and that version, empty: whichever is there.
    aimed: bool = False
    target: str = ""
    #: Of a package itself: its version before our call.
    before: str = ""
    #: The words of the service's last refusal.
    refusal: str = ""
    #: A left-over failure was taken off, so that it can be asked for again.
    cleared: bool = False
    #: Since when each of the facts lasts.
    since: Mapping[str, float] = field(default_factory=dict)

    @property
    def refused_for(self) -> float | None:
        """How long the service has refused (seconds), from the first time to the last, breaks left out; None: never."""
        return self.since[REFUSED_LAST] - self.since[REFUSED] if REFUSED in self.since else None

    def refused(self, now: float, words: str) -> "PackageState":
        """Return the same with one more refusal."""
        uncounted = max(0.0, now - self.since.get(REFUSED_LAST, now) - BREAK)
        since = {**self.since, REFUSED: min(now, self.since.get(REFUSED, now) + uncounted), REFUSED_LAST: now}
        return replace(self, since=since, refusal=words)

    def without(self, *facts: str) -> "PackageState":
        """Return the same where these facts are over."""
        return replace(self, since={fact: at for fact, at in self.since.items() if fact not in facts})

    def accepted(self) -> "PackageState":
        """Return the same without what was refused before."""
        return replace(self.without(REFUSED, REFUSED_LAST), refusal="")

    def looked_at(self, one: Association | Package | None, now: float) -> "PackageState":
        """Return the same with what a look has shown; what was refused in another status was something else."""
        status = one.status if one is not None else ABSENT
        known = replace(self if self.status in ("", status) else self.accepted(), status=status)
        if one is not None:
            return replace(known.without(ABSENT), seen=True)
        return replace(known, since={ABSENT: now, **known.since})


#: What is known of a package at first.
NOTHING = PackageState()


@dataclass(frozen=True)
class State:
    """Of one operation; instants in epoch seconds."""

    #: When the first invocation saw the request.
    since: float
    #: How many invocations came before this one.
    hop: int = 0
    #: How many of its places are done.
    place: int = 0
    #: By how the request names each package; what is let go of, by `letting(slot)`.
    packages: Mapping[str, PackageState] = field(default_factory=dict)
    #: What could not be let go of in time, is left.
    let_no_more: bool = False
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
    #: The plural operations are not offered.
    one_by_one: bool = False
    #: The token of the last call that was surely without effect, or never made: what was written along with it is void.
    void: str = ""
    #: How often the service refused a call.
    conflicts: int = 0

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

    def noted(self, *notes: str) -> "State":
        """Return the state with something to be said of a success, once."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))


def carried(state: State) -> dict[str, Any]:
    """Return what the next invocation must know, as JSON."""
    return asdict(replace(state, hop=state.hop + 1))


def resumed(event: dict[str, Any], now: float) -> State:
    """Return the state that a hand-over carries, or the beginning of one.

    What it does not know, it ignores: an operation may cross a deploy. What does not fit, it ignores as a whole.
    """
    try:
        data = event["Handover"]
        packages = {label: PackageState(**fields_of(PackageState, one)) for label, one in data["packages"].items()}
        state = State(**(fields_of(State, data) | {"packages": packages, "notes": tuple(data.get("notes", ()))}))
        retried = state.due is not None and now > state.due + RETRIED
        state = replace(state, since=float(state.since))
    except (KeyError, TypeError, ValueError, AttributeError):
        return State(since=now)
    return replace(state, troubles={}) if retried else state  # looks of the attempt before may have gone through


def letting(slot: str) -> str:
    """Return by what a state knows a slot that is let go of."""
    return f"-{slot}"


@dataclass(frozen=True)
class Outcome:
    """How one invocation's part of an operation ended; with neither `found` nor `error`, it goes on in the next."""

    state: State
    #: What is there, by how the request names each package: the goal is reached.
    found: Mapping[str, Association | Package] | None = None
    #: The physical id of what a Create or Update has brought about.
    id: str = ""
    error: Failed | None = None
