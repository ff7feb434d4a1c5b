"""The items of the ledger by number: equal items have one, so that a moment holds numbers instead of items."""

from collections.abc import Collection
from dataclasses import replace

from ledger.records import Item, Slot

#: The explorer's time stands still: a call's is up, or it is not.
NOW, UP, OPEN = 0.5, 0.0, 1.0


class Items:
    """Items by number, in one form of each."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._numbers: dict[object, int] = {}
        self._tokens: list[dict[str, str]] = []
        self._without: dict[tuple[int, tuple[str, ...]], int] = {}
        self._viewed: dict[tuple[int, tuple[str, ...]], Item] = {}

    def number(self, item: Item) -> int:
        """Return the number of an item; whether a call's time is up is not of it."""
        slots = {name: _plain(slot) for name, slot in sorted(item.slots.items()) if slot.claims or slot.call}
        newest = dict(sorted(item.newest.items()))
        key = (tuple(newest.items()), tuple(slots.items()))
        if key not in self._numbers:
            self._numbers[key] = len(self._items)
            self._items.append(Item(0, newest, {}, slots))
            self._tokens.append({name: slot.call.token for name, slot in slots.items() if slot.call})
        return self._numbers[key]

    def __getitem__(self, number: int) -> Item:
        return self._items[number]

    def tokens(self, number: int) -> dict[str, str]:
        """Return the tokens of an item's calls, by slot."""
        return self._tokens[number]

    def viewed(self, number: int, still: tuple[str, ...]) -> Item:
        """Return the item as a process sees it, where the time of some calls is not up yet."""
        key = (number, still)
        if key not in self._viewed:
            item = self._items[number]
            for name, token in self._tokens[number].items():
                slot = item.slots[name]
                assert slot.call is not None
                until = OPEN if token in still else UP
                item = item.with_slot(name, replace(slot, call=replace(slot.call, until=until)))
            self._viewed[key] = item
        return self._viewed[key]

    def without(self, number: int, tokens: Collection[str]) -> int:
        """Return the item without some calls: their time is up, so that they say nothing any more."""
        gone = tuple(sorted(set(tokens) & set(self._tokens[number].values())))
        if not gone:
            return number
        if (number, gone) not in self._without:
            item = self._items[number]
            for name, token in self._tokens[number].items():
                if token in gone:
                    item = item.with_slot(name, replace(item.slots[name], call=None))
            self._without[number, gone] = self.number(item)
        return self._without[number, gone]


def _plain(slot: Slot) -> Slot:
    call = replace(slot.call, at=UP, until=UP) if slot.call else None
    claims = tuple(sorted(slot.claims, key=lambda claim: (claim.stack, claim.name, claim.id, claim.state)))
    return replace(slot, call=call, claims=claims)
