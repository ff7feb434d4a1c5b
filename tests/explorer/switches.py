"""The law without one of its articles: what it says must matter, so each of these breaks a scenario."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from ledger import law
from ledger.law import ASSOCIATE, RENEW, Wish
from ledger.records import ASKING, HELD, MADE, Call, Claim, Item

Functions = dict[str, Any]
#: The one id that all claims have where they have none of their own.
ONE = "one"


@dataclass(frozen=True)
class Switch:
    """An article, or a part of one, that can be left out."""

    article: int
    words: str
    #: The functions of the law as they are without it; none where the reconcile loop plays it.
    functions: Callable[[], Functions] = dict


def _claims_without_ids() -> Functions:
    originals = {name: getattr(law, name) for name in ("opened", "loose", "have", "held", "taken_back", "_claim")}

    def known(name: str) -> Callable[..., Any]:
        return lambda item, wish, *more: originals[name](item, replace(wish, known=ONE), *more)

    def held(item: Item, wish: Wish, _: str, *more: Any) -> Item:
        return originals["held"](item, replace(wish, known=ONE), ONE, *more)  # type: ignore[no-any-return]

    def taken_back(item: Item, wish: Wish, call: Call) -> Item:
        return originals["taken_back"](item, replace(wish, request=ONE), call)  # type: ignore[no-any-return]

    def claim(*of: Any, **more: Any) -> Claim:
        return replace(originals["_claim"](*of, **more), id=ONE)

    same = {name: known(name) for name in ("opened", "loose", "have")}
    return {**same, "held": held, "taken_back": taken_back, "_claim": claim}


def _wishing(*names: str, **fields: Any) -> Callable[[], Functions]:
    """Return functions of the law that see another wish."""

    def functions() -> Functions:
        def other(function: Callable[..., Any]) -> Callable[..., Any]:
            return lambda item, wish, *more: function(item, replace(wish, **fields), *more)

        return {name: other(getattr(law, name)) for name in names}

    return functions


def _nothing_falls_away() -> Functions:
    original = law.asked

    def asked(item: Item, wish: Wish, slots: Any, call: Call) -> Item:
        slots, after = list(slots), original(item, wish, slots, call)
        for name in slots:
            for claim in item.slot(name).claims:
                if claim.state == ASKING and claim.resource != wish.resource:
                    after = after.with_slot(name, after.slot(name).with_claim(claim))
        return after

    return {"asked": asked}


def _all_is_made() -> Functions:
    original = law.let_go

    def let_go(item: Item, *more: Any) -> law.Letting:
        slots = {name: replace(slot, origin=MADE) for name, slot in item.slots.items()}
        return original(replace(item, slots=slots), *more)

    return {"let_go": let_go}


def _nobody_else_holds() -> Functions:
    original = law.let_go

    def let_go(item: Item, wish: Wish, going: Any, *more: Any) -> law.Letting:
        for name in going:
            slot = item.slots[name]
            own = tuple(claim for claim in slot.claims if claim.key in going[name])
            item = item.with_slot(name, replace(slot, claims=own))
        return original(item, wish, going, *more)

    return {"let_go": let_go}


def _only_by_id() -> Functions:
    original = law._goes_with_delete

    def goes(claim: Claim, wish: Wish, since: float | None) -> bool | None:
        return False if claim.state == HELD and claim.id != wish.known else original(claim, wish, since)

    return {"_goes_with_delete": goes}


def _updates_only(state: str) -> Callable[[], Functions]:
    """Return a law where an Update does not let go of claims of a state."""

    def functions() -> Functions:
        original = law._goes_with_update

        def goes(claim: Claim, *more: Any) -> bool:
            return (claim.state == HELD) != (state == HELD) and original(claim, *more)

        return {"_goes_with_update": goes}

    return functions


def _believes_nothing() -> Functions:
    original = law.opened

    def opened(item: Item, wish: Wish, now: float) -> Any:
        return original(item, replace(wish, named=None if wish.named is None else {}), now)

    return {"opened": opened}


def _nothing_is_kept() -> Functions:
    original = law.opened

    def opened(item: Item, wish: Wish, now: float) -> Any:
        return original(item, replace(wish, type="Delete"), now)

    return {"opened": opened}


def _refused_as_associate(verb: str) -> Callable[[], Functions]:
    def functions() -> Functions:
        original = law.taken_back

        def taken_back(item: Item, wish: Wish, call: Call) -> Item:
            return original(item, wish, replace(call, verb=ASSOCIATE) if call.verb == verb else call)

        return {"taken_back": taken_back}

    return functions


SWITCHES = {
    "written": Switch(1, "a verdict follows a write of its own"),
    "late": Switch(2, "a Create or Update that finds a newer clock fails", lambda: {"is_late": lambda *_: False}),
    "later": Switch(2, "what gives back comes two seconds later", lambda: {"GIVES_BACK": 0.0}),
    "newer stays": Switch(2, "nobody touches a claim newer than itself", _wishing("loose", clock=float("inf"))),
    "one call": Switch(3, "nobody calls while a call is under way", lambda: {"is_under_way": lambda *_: False}),
    "taken back": Switch(3, "a refusal takes back what was written for the call"),
    "token": Switch(3, "a refusal takes back that very call"),
    "version refused": Switch(3, "a new version refused clears the call alone", _refused_as_associate(RENEW)),
    "own stack": Switch(4, "what is there is somebody else's without a claim of the stack", _wishing("have", adopt=True)),
    "falls away": Switch(4, "what others left asking for what is absent falls away", _nothing_falls_away),
    "origin": Switch(5, "what was found is never dissociated", _all_is_made),
    "holders": Switch(6, "what another holds stays", _nobody_else_holds),
    "ids": Switch(6, "a claim is one physical id's", _claims_without_ids),
    "without id": Switch(7, "a Delete lets go of held claims that have no id", _only_by_id),
    "asking": Switch(8, "an Update lets go of what was asked for before it", _updates_only(HELD)),
    "newer": Switch(8, "an Update lets go of what is newer than its id's", _updates_only(ASKING)),
    "elsewhere": Switch(8, "newer than its id's, also at another place", _wishing("loose", "held", since=None)),
    "kept": Switch(9, "what CloudFormation retained is kept", _nothing_is_kept),
    "believed": Switch(10, "an id is believed where nothing was heard of its resource", _believes_nothing),
}


@contextmanager
def without(article: str) -> Iterator[None]:
    """Play the law without an article; with all of them where it is empty."""
    with ExitStack() as stack:
        for name, function in (SWITCHES[article].functions() if article else {}).items():
            stack.enter_context(patch.object(law, name, function))
        yield
