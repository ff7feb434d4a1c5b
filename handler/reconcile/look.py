"""One look: what there is, eagerly; all else is read when it is first asked for, and once."""

from collections.abc import Callable, Mapping

from cloudformation.stack import StackView
from ledger.law import Presence
from ledger.records import Slot
from model import SKEW, Association, Change, Package, Request

#: One look that misses something proves nothing; so much later another confirms it (seconds).
CONFIRMED_AFTER = 0.5


class Look:
    """What is observed in one look of an operation. Reading may raise `ServiceError`."""

    #: What there is, by package id.
    found: Mapping[str, Association | Package]
    #: What the statuses say of a slot.
    presences: Mapping[str, Presence]
    #: The newest change of the domain; None: there is none to tell of.
    change: Change | None = None

    def __init__(self, request: Request, place: str, stack: StackView, time: Callable[[], float]) -> None:
        """Begin it.

        Args:
            place: where it looks: a domain, or all packages.
            time: tells the time (epoch seconds); by the end of a slow look it is later than `now`, when it began.
        """
        self.request, self.place, self.stack, self.time, self.now = request, place, stack, time, time()

    def presence(self, slot: Slot, package: str, absent: float | None) -> Presence:
        """Return what this look says of a slot.

        Args:
            package: the id of what is in it, as far as that is known.
            absent: since when it is missed (epoch seconds); None: it is not.
        """
        one = self.found.get(package)
        if one is None:
            unsure = bool(slot.claims) and (absent is None or self.now - absent < CONFIRMED_AFTER)
            return Presence.UNSURE if unsure else Presence.ABSENT
        there = self.presences.get(one.status, Presence.THERE)
        old = slot.call is None or one.last_updated < slot.call.at - SKEW
        return Presence.LEFT_OVER if there is Presence.FAILED and old else there
