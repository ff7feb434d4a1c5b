"""Functions of the law as they are without an article."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ledger import law
from ledger.law import ASSOCIATE, Fate, Wish
from ledger.records import ASKING, HELD, MADE, Call, Claim, Item
from tests.explorer.checks import ONE_ID as ONE

Functions = dict[str, Any]


def claims_without_ids() -> Functions:
    originals = {name: getattr(law, name) for name in ("opened", "loose", "have", "held", "taken_back", "_claim")}

    def known(name: str) -> Callable[..., Any]:
        return lambda item, wish, *more: originals[name](item, replace(wish, known_id=ONE), *more)

    def held(item: Item, wish: Wish, _: str, *more: Any) -> Item:
        return originals["held"](item, replace(wish, known_id=ONE), ONE, *more)  # type: ignore[no-any-return]

    def taken_back(item: Item, wish: Wish, token: str) -> Item:
        return originals["taken_back"](item, replace(wish, request=ONE), token)  # type: ignore[no-any-return]

    def claim(*of: Any, **more: Any) -> Claim:
        made: Claim = replace(originals["_claim"](*of, **more), id=ONE)
        return made

    same = {name: known(name) for name in ("opened", "loose", "have")}
    return {**same, "held": held, "taken_back": taken_back, "_claim": claim}


def wishing(*names: str, **fields: Any) -> Callable[[], Functions]:
    """Return functions of the law that see another wish."""

    def functions() -> Functions:
        def other(function: Callable[..., Any]) -> Callable[..., Any]:
            return lambda item, wish, *more: function(item, replace(wish, **fields), *more)

        return {name: other(getattr(law, name)) for name in names}

    return functions


def nothing_falls_away() -> Functions:
    original = law.with_call

    def with_call(item: Item, wish: Wish, slots: Any, call: Call) -> Item:
        slots, after = list(slots), original(item, wish, slots, call)
        for name in slots:
            for claim in item.slot(name).claims:
                if claim.state == ASKING and claim.resource != wish.resource:
                    after = after.with_slot(name, after.slot(name).with_claim(claim))
        return after

    return {"with_call": with_call}


def all_is_made() -> Functions:
    original = law.let_go

    def let_go(item: Item, *more: Any) -> law.Letting:
        slots = {name: replace(slot, origin=MADE) for name, slot in item.slots.items()}
        return original(replace(item, slots=slots), *more)

    return {"let_go": let_go}


def nobody_else_holds() -> Functions:
    original = law.let_go

    def let_go(item: Item, wish: Wish, going: Any, *more: Any) -> law.Letting:
        for name in going:
            slot = item.slots[name]
            own = tuple(claim for claim in slot.claims if claim.key in going[name])
            item = item.with_slot(name, replace(slot, claims=own))
        return original(item, wish, going, *more)

    return {"let_go": let_go}


def only_by_id() -> Functions:
    original = law._fate_with_delete

    def fate(claim: Claim, wish: Wish, since: float | None) -> Fate:
        return Fate.STAYS if claim.state == HELD and claim.id != wish.known_id else original(claim, wish, since)

    return {"_fate_with_delete": fate}


def updates_only(state: str) -> Callable[[], Functions]:
    """Return a law where an Update does not let go of claims of a state."""

    def functions() -> Functions:
        original = law._fate_with_update

        def fate(claim: Claim, *more: Any) -> Fate:
            return original(claim, *more) if (claim.state == HELD) != (state == HELD) else Fate.STAYS

        return {"_fate_with_update": fate}

    return functions


def believes_nothing() -> Functions:
    original = law.opened

    def opened(item: Item, wish: Wish, now: float) -> Any:
        return original(item, replace(wish, named=None if wish.named is None else {}), now)

    return {"opened": opened}


def nothing_is_kept() -> Functions:
    original = law.opened

    def opened(item: Item, wish: Wish, now: float) -> Any:
        return original(item, replace(wish, type="Delete"), now)

    return {"opened": opened}


def refused_as_associate(verb: str) -> Callable[[], Functions]:
    def functions() -> Functions:
        original = law.taken_back

        def taken_back(item: Item, wish: Wish, token: str) -> Item:
            for name, slot in item.slots.items():
                if slot.call is not None and slot.call.verb == verb:
                    item = item.with_slot(name, replace(slot, call=replace(slot.call, verb=ASSOCIATE)))
            return original(item, wish, token)

        return {"taken_back": taken_back}

    return functions
