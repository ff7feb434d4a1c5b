"""Draws templates, and every way in which the next one may differ from them."""

from collections.abc import Callable, Sequence
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
        changed = change(draw, one, rest, f"N{number}{turn}")
        if changed is not None and (changed[0] or changed[1]):
            resources = (*changed[0], *changed[1])
            if change in (new_version, new_revision):
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


def replaced(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    left = free((one, *rest))
    return ((first(one, package=left[0], version="", revision=0),), rest) if left else None


def more(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    left = free((one, *rest))
    return ((replace(one, entries=(*one.entries, Entry(left[0]))),), rest) if left and one.type != "one" else None


def fewer(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return ((replace(one, entries=one.entries[1:]),), rest) if len(one.entries) > 1 else None


def moved(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    """One package goes to another resource; what has none left goes."""
    if not rest or rest[0].type == "one":
        return None
    entry, stays = one.entries[0], one.entries[1:]
    taken = rest[0].entries if entry.package in rest[0].packages else (*rest[0].entries, entry)
    return (replace(one, entries=stays),) if stays else (), (replace(rest[0], entries=taken), *rest[1:])


def renamed(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (replace(one, name=name),), rest


def merged(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    if not rest:
        return None
    both = {each.package: each for each in (*rest[0].entries, *one.entries)}
    return (), (replace(rest[0], type="set", entries=tuple(both.values())), *rest[1:])


def split(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    if len(one.entries) < 2:
        return None
    part = Declaration(name, one.entries[:1], "one", one.adopt, one.timeout)
    return (replace(one, entries=one.entries[1:]), part), rest


def of_another_type(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    types = ("set", "custom") if len(one.entries) > 1 else ("one", "set", "custom")
    return (replace(one, type=draw.choice(types)),), rest


def adopting(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (replace(one, adopt=not one.adopt),), rest


def new_version(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (first(one, version="the newest"),), rest


def new_revision(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (first(one, revision=one.entries[0].revision + 1),), rest


def otherwise_named(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (first(one, named=not one.entries[0].named),), rest


def other_timeout(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (replace(one, timeout=one.timeout - 7 if one.timeout > 60 else one.timeout + 7),), rest


def added(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    left = free((one, *rest))
    new = Declaration(name, (Entry(left[0]),), "one", draw.choice((False, True)), one.timeout) if left else one
    return ((one, new), rest) if left else None


def removed(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    return (), rest


def shared(draw: Random, one: Declaration, rest: Resources, name: str) -> Changed:
    """Two resources name the same package."""
    return (one, Declaration(name, one.entries[:1], "one", draw.choice((False, True)), one.timeout)), rest


Change = Callable[[Random, Declaration, Resources, str], Changed]
CHANGES: tuple[Change, ...] = (
    replaced,
    more,
    fewer,
    moved,
    renamed,
    merged,
    split,
    of_another_type,
    adopting,
    new_version,
    new_revision,
    otherwise_named,
    other_timeout,
    added,
    removed,
    shared,
)
