"""What differs between the kinds of resource: where they are, how they look, decide and ask, and their words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Failed, ServiceError
from ledger.law import Wish
from ledger.records import Call, Item, Slot
from model import Association, Package, Target
from opensearch.client import OpenSearch
from reconcile.declaration import Declaration
from reconcile.look import Scene
from reconcile.rules import Step
from reconcile.state import PackageState, State
from reconcile.words import Words


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


@dataclass(frozen=True)
class Kind:
    """One kind of resource, as functions. What reads may raise `ServiceError`, what decides `Failed`.

    Each gets the look that `look` returns. What a state knows is by label, slots are by their names.
    """

    declaration: Declaration
    words: Words
    #: What the service lists at a place, by package id; of packages themselves, of those in the item's slots.
    listed: Callable[[str, Item, OpenSearch], Mapping[str, Association | Package]]
    #: The slots at the place that the known id names, with their packages' ids; None: it is no id of ours.
    named: Callable[[Scene, Item], Mapping[str, str] | None]
    #: The slot of what is declared, by the id of the package or (empty) what the ledger knows; empty: it can't be told.
    slot: Callable[[Target, str, Item], str]
    #: Looks at the place: at what is wanted, and at the slots that are let go of.
    look: Callable[[Scene, Sequence[str], State, Item], Any]
    #: What is known of the package that is meant, with its id; None: that can't be told yet.
    identified: Callable[[Target, PackageState, Any, Item], PackageState | None]
    #: What is known of a package, of which an attempt before may have asked for what is there now.
    recalled: Callable[[PackageState, Call, Any], PackageState]
    #: What the rules say of what is wanted. The labels of what is not there and may be asked for, for no call is open;
    #: and of what one look has missed, which proves nothing. What was asked for is waited for: a plan that says REQUEST
    #: again, of what has `PackageState.asked`, asks again.
    planned: Callable[[State, Any, Item, Collection[str], Collection[str]], Plan]
    #: What to do next about a package that is there and is to go, and what keeps it from that, in words; as above.
    step_away: Callable[[PackageState, Any], tuple[PackageState, Step, str]]
    #: Makes one call; returns the id of the package where the call has given it one.
    ask: Callable[[Sequence[Ask], Any, OpenSearch], str | None]
    #: What keeps packages from being asked to go, by their slots, in words; empty: nothing.
    hindered: Callable[[State, Mapping[str, Slot], Any], tuple[State, str]] = lambda state, _going, _look: (state, "")
    #: The item with what the service itself has put under other ids.
    renamed: Callable[[Item, Any], Item] = lambda item, _: item
    #: Whether the request may take over what is in the slots, although its stack has no claim on it.
    may_adopt: Callable[[Any, Sequence[Slot]], bool] = lambda look, _: look.request.adopt
    #: One call may be about several packages; and the order in which they can be asked for one by one.
    plural: bool = False
    in_order: Callable[[Sequence[Ask]], Sequence[Ask]] = lambda asks: asks
