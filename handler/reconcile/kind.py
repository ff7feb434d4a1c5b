"""What differs between the kinds of resource: where they are, how they look, decide and ask, and their words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cloudformation.stack import StackView
from errors import Failed, ServiceError
from ledger.law import Wish
from ledger.records import Call, Item, Slot
from model import Request, Target
from opensearch.client import OpenSearch
from reconcile.state import PackageState, State
from reconcile.words import Words

#: How long what was seen must be gone to count as removed (seconds).
ABSENT_FOR = 15
#: How long the list may show a status of before our call (seconds).
VISIBLE_AFTER = 60
#: How long an accepted call may leave things as they are, with a domain that does not change (seconds).
UNCHANGED_FOR = 300


class Step(Enum):
    """What the rules say to do next about one package."""

    WAIT = "wait"
    REQUEST = "request"
    #: Dissociate a left-over failure, so that it can be asked for again.
    CLEAR = "clear"
    DONE = "done"


@dataclass(frozen=True)
class Plan:
    """What the rules say of what a request wants."""

    state: State
    #: The next step for each package, by how the request names it.
    steps: Mapping[str, Step]
    #: What keeps the operation from going on, in words: nothing is asked for now.
    trouble: str = ""


@dataclass(frozen=True)
class Ask:
    """One thing to ask the service for."""

    #: By what the state knows the package; its slot, and its id; what the call does there, in the ledger's words.
    label: str
    slot: str
    package: str
    verb: str
    #: What is wanted of it; None: it is to go.
    target: Target | None = None


@dataclass(frozen=True)
class Next:
    """What follows from a look at one place."""

    state: State
    item: Item
    wish: Wish
    asks: tuple[Ask, ...] = ()
    #: What has not reached its goal yet, as a stack knows it.
    pending: tuple[str, ...] = ()
    #: What keeps the operation from going on, in words.
    trouble: str = ""
    #: Something was missed, and a second look must confirm it.
    confirm: bool = False
    #: What was met instead.
    error: Failed | ServiceError | None = None
    #: Where its stack is going is not known yet.
    waits: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing is left to do here."""
        return not (self.pending or self.waits or self.error)


class Kind(ABC):
    """One kind of resource. What reads may raise `ServiceError`, what decides `Failed`."""

    words: Words
    #: One call may be about several packages.
    plural = False

    @abstractmethod
    def is_home(self, request: Request, place: str) -> bool:
        """Return whether the properties of a request are about this place."""

    @abstractmethod
    def named(self, request: Request, place: str, item: Item, opensearch: OpenSearch) -> Mapping[str, str] | None:
        """Return the slots at a place that the known id names, with their packages' ids; None: it is no id of ours."""

    @abstractmethod
    def slot(self, target: Target, package: str, item: Item) -> str:
        """Return the slot of what is declared, by the id of the package or (empty) what the ledger knows.

        Empty: that can't be told.
        """

    @abstractmethod
    def look(
        self,
        request: Request,
        place: str,
        slots: Sequence[str],
        state: State,
        item: Item,
        opensearch: OpenSearch,
        stack: StackView,
        time: Callable[[], float],
    ) -> Any:
        """Look at a place: at what is wanted, and at the slots that are let go of."""

    def renamed(self, item: Item, look: Any) -> Item:
        """Return the item with what the service itself has put under other ids."""
        return item

    def may_adopt(self, look: Any, slots: Sequence[Slot]) -> bool:
        """Return whether the request may take over what is in the slots, although its stack has no claim on it."""
        adopt: bool = look.request.adopt
        return adopt

    @abstractmethod
    def identified(self, target: Target, known: PackageState, look: Any, item: Item) -> PackageState | None:
        """Return what is known of the package that is meant, with its id; None: that can't be told yet."""

    @abstractmethod
    def recalled(self, known: PackageState, call: Call, look: Any) -> PackageState:
        """Return what is known of a package, of which an attempt before may have asked for what is there now."""

    @abstractmethod
    def planned(
        self, request: Request, state: State, look: Any, item: Item, free: Collection[str], unsure: Collection[str]
    ) -> Plan:
        """Return what to do next about what is wanted.

        Args:
            free: what is not there, and may be asked for.
            unsure: what one look has missed.
        """

    @abstractmethod
    def step_away(self, known: PackageState, look: Any) -> tuple[PackageState, Step, str]:
        """Return what to do next about a package that is to go, and what keeps it from that, in words."""

    @abstractmethod
    def hindered(self, state: State, going: Mapping[str, Slot], look: Any) -> tuple[State, str]:
        """Return what keeps packages from being asked to go, in words; empty: nothing.

        Args:
            going: the slots, by what the state knows them.
        """

    def in_order(self, asks: Sequence[Ask]) -> Sequence[Ask]:
        """Return what is asked for one by one, in an order that the service takes."""
        return asks

    @abstractmethod
    def ask(self, asks: Sequence[Ask], look: Any, opensearch: OpenSearch) -> str | None:
        """Make one call; return the id of the package where the call has given it one."""
