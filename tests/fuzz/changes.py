"""Draws templates, and every way in which the next one may differ from them."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from tests.fuzz.plan import PACKAGES, Declaration, Entry

Resources = tuple[Declaration, ...]
#: What a change makes of the resource it is about, and of the others; None: it can't be.
Changed = tuple[Resources, Resources] | None


def draw_template(draw: Random, timeout: int, packages: Sequence[str] = PACKAGES) -> Resources:
    """Return one to three resources, each with packages of its own of these."""
    left, resources = list(packages), list[Declaration]()
    for name in "ABC"[: draw.choice((1, 2, 2, 3))]:
        type_ = draw.choice(("one", "set", "set", "custom"))
        count = 1 if type_ == "one" else draw.choice(range(1, 4))
        named, entries = draw.choice((False, True)), list[Entry]()
        while left and len(entries) < count:
            entries.append(Entry(left.pop(draw.choice(range(len(left)))), named))
        if entries:
            adopt, retain = draw.choice((False, True)), draw.choice([False] * 9 + [True])
            resources.append(Declaration(name, tuple(entries), type_, adopt, timeout, retain))
    return tuple(resources)


def next_template(draw: Random, resources: Resources, number: int) -> tuple[Resources, frozenset[str]]:
    """Return what becomes of the resources, and the packages that get a new version for it."""
    published = frozenset[str]()
    for turn in range(draw.choice((1, 1, 2, 3))):
        index = draw.choice(range(len(resources)))
        one, rest = resources[index], resources[:index] + resources[index + 1 :]
        change = draw.choice(CHANGES)
        changed: Changed = getattr(Change(draw, one, rest, f"N{number}{turn}"), change)()
        if changed is not None and (changed[0] or changed[1]):
            resources = (*changed[0], *changed[1])
            if change in ("new_version", "new_revision"):
                published |= {one.entries[0].package}
    return resources, published


def up_to_date(one: Declaration, versions: dict[str, int]) -> Declaration:
    """Return the resource with the newest version of each package, where it gives one: another can't be had."""
    entries = [replace(each, version=f"v{versions[each.package]}") if each.version else each for each in one.entries]
    return replace(one, entries=tuple(entries))


def up_to_none(one: Declaration) -> Declaration:
    """Return the resource without any version."""
    return replace(one, entries=tuple(replace(each, version="", revision=0) for each in one.entries))


def free(resources: Resources) -> list[str]:
    """Return the packages that none of the resources names."""
    named = {package for one in resources for package in one.packages}
    return [package for package in PACKAGES if package not in named]


def first(one: Declaration, **more: Any) -> Declaration:
    """Return the resource with its first package said otherwise."""
    return replace(one, entries=(replace(one.entries[0], **more), *one.entries[1:]))


class Change:
    """Every method is one; None: it can't be."""

    def __init__(self, draw: Random, one: Declaration, rest: Resources, name: str) -> None:
        self.draw, self.one, self.rest, self.name = draw, one, rest, name
        self.left = free((one, *rest))

    def replaced(self) -> Changed:
        return ((first(self.one, package=self.left[0], version="", revision=0),), self.rest) if self.left else None

    def more(self) -> Changed:
        if not self.left or self.one.type == "one":
            return None
        return (replace(self.one, entries=(*self.one.entries, Entry(self.left[0]))),), self.rest

    def fewer(self) -> Changed:
        entries = self.one.entries
        return ((replace(self.one, entries=entries[1:]),), self.rest) if len(entries) > 1 else None

    def moved(self) -> Changed:
        """One package goes to another resource; what has none left goes."""
        one, rest = self.one, self.rest
        if not rest or rest[0].type == "one":
            return None
        entry, stays = one.entries[0], one.entries[1:]
        taken = rest[0].entries if entry.package in rest[0].packages else (*rest[0].entries, entry)
        return (replace(one, entries=stays),) if stays else (), (replace(rest[0], entries=taken), *rest[1:])

    def renamed(self) -> Changed:
        return (replace(self.one, name=self.name),), self.rest

    def merged(self) -> Changed:
        if not self.rest:
            return None
        both = {each.package: each for each in (*self.rest[0].entries, *self.one.entries)}
        return (), (replace(self.rest[0], type="set", entries=tuple(both.values())), *self.rest[1:])

    def split(self) -> Changed:
        if len(self.one.entries) < 2:
            return None
        part = Declaration(self.name, self.one.entries[:1], "one", self.one.adopt, self.one.timeout)
        return (replace(self.one, entries=self.one.entries[1:]), part), self.rest

    def of_another_type(self) -> Changed:
        types = ("set", "custom") if len(self.one.entries) > 1 else ("one", "set", "custom")
        return (replace(self.one, type=self.draw.choice(types)),), self.rest

    def adopting(self) -> Changed:
        return (replace(self.one, adopt=not self.one.adopt),), self.rest

    def new_version(self) -> Changed:
        return (first(self.one, version="the newest"),), self.rest

    def new_revision(self) -> Changed:
        return (first(self.one, revision=self.one.entries[0].revision + 1),), self.rest

    def otherwise_named(self) -> Changed:
        return (first(self.one, named=not self.one.entries[0].named),), self.rest

    def other_timeout(self) -> Changed:
        return (replace(self.one, timeout=self.one.timeout + (-7 if self.one.timeout > 60 else 7)),), self.rest

    def added(self) -> Changed:
        return ((self.one, self._single(Entry(self.left[0]))), self.rest) if self.left else None

    def removed(self) -> Changed:
        return (), self.rest

    def shared(self) -> Changed:
        """Two resources name the same package."""
        return (self.one, self._single(self.one.entries[0])), self.rest

    def _single(self, entry: Entry) -> Declaration:
        return Declaration(self.name, (entry,), "one", self.draw.choice((False, True)), self.one.timeout)


CHANGES = tuple(name for name in vars(Change) if not name.startswith("_"))
