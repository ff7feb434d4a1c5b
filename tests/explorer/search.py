"""Every moment of a world, breadth first; and walks through larger ones."""

import random
import time
from dataclasses import dataclass, field

from tests.explorer.checks import Broken
from tests.explorer.moment import Moment
from tests.explorer.world import World


@dataclass
class Found:
    """What a search has found."""

    moments: int = 0
    steps: int = 0
    complete: bool = True
    broken: str = ""
    trace: list[str] = field(default_factory=list)


def explore(world: World, limit: int) -> Found:
    """Visit every moment, up to a limit; what is broken first is reported by a shortest way to it."""
    first = world.start()
    parents: dict[int, int | None] = {hash(first): None}
    frontier, edges, ends, found = [first], list[tuple[int, int]](), list[int](), Found()
    while frontier:
        after = list[Moment]()
        for moment in frontier:
            here = hash(moment)
            try:
                world.check(moment)
                steps = world.steps(moment)
            except Broken as broken:
                return Found(len(parents), found.steps, True, str(broken), trace(world, parents, here))
            if world.has_ended(moment):
                ends.append(here)
            for _, then in steps:
                found.steps += 1
                there = hash(then)
                edges.append((there, here))
                if there not in parents:
                    parents[there] = here
                    after.append(then)
        if len(parents) > limit:
            return Found(len(parents), found.steps, False)
        frontier = after
    found.moments = len(parents)
    stuck = _without_end(parents, edges, ends)
    if stuck is not None:
        found.broken, found.trace = "no end can be reached from here", trace(world, parents, stuck)
    return found


def _without_end(parents: dict[int, int | None], edges: list[tuple[int, int]], ends: list[int]) -> int | None:
    """Return a moment from which no end can be reached, the first one found."""
    back: dict[int, list[int]] = {}
    for to, of in edges:
        back.setdefault(to, []).append(of)
    good, todo = set(ends), list(ends)
    while todo:
        for one in back.get(todo.pop(), ()):
            if one not in good:
                good.add(one)
                todo.append(one)
    return next((one for one in parents if one not in good), None)


def trace(world: World, parents: dict[int, int | None], to: int) -> list[str]:
    """Return the steps that lead to a moment."""
    path, at = list[int](), parents[to]
    path.append(to)
    while at is not None:
        path.append(at)
        at = parents[at]
    moment, labels = world.start(), list[str]()
    for want in reversed(path[:-1]):
        label, moment = next((label, then) for label, then in world.steps(moment) if hash(then) == want)
        labels.append(label)
    return labels


def walk(world: World, seconds: float, seed: int) -> Found:
    """Walk at random, from the start to an end, again and again."""
    draw, until, found = random.Random(seed), time.monotonic() + seconds, Found(complete=False)
    while time.monotonic() < until:
        moment, labels = world.start(), list[str]()
        for _ in range(600):
            try:
                world.check(moment)
                steps = world.steps(moment)
            except Broken as broken:
                found.broken, found.trace, found.complete = str(broken), labels, True
                return found
            if not steps:
                break
            label, moment = draw.choice(steps)
            labels.append(label)
            found.steps += 1
        found.moments += 1
    return found
