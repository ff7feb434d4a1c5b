"""One look: what there is, eagerly; all else is read when it is first asked for, and once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cloudformation.stack import StackView
from ledger.law import Presence
from ledger.records import Slot
from model import SKEW, Association, Change, Package, Request
from opensearch.client import OpenSearch

#: One look that misses something proves nothing; so much later another confirms it (seconds).
CONFIRMED_AFTER = 0.5


@dataclass(frozen=True)
class Scene:
    """For whom, where and with what one looks."""

    request: Request
    #: A domain, or what begins with @.
    place: str
    opensearch: OpenSearch
    stack: StackView
    #: Tells the time (epoch seconds); by the end of a slow look it is later than `Look.now`, when it began.
    time: Callable[[], float]


class Look:
    """What is observed in one look of an operation. Reading may raise `ServiceError`."""

    #: What there is, by package id.
    found: Mapping[str, Association | Package]
    #: What the statuses say of a slot.
    presences: Mapping[str, Presence]
    #: The newest change of the domain; None: there is none to tell of.
    change: Change | None = None

    def __init__(self, scene: Scene) -> None:
        """Begin it."""
        self.request, self.place, self.stack, self.opensearch = (
            scene.request,
            scene.place,
            scene.stack,
            scene.opensearch,
        )
        self.time, self.now = scene.time, scene.time()

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
