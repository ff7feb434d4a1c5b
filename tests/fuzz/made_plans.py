"""Draws the packages of a plan: which are declared, how they change, and what else is made under their names."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.fuzz.faults import DESCRIBED, KINDS, is_deadly
from tests.fuzz.limits import bearable
from tests.fuzz.made import DICTIONARY, ENGINES, PLUGIN, Made
from tests.fuzz.plan import Life, Plan, Step

BOTH = (False, True)
SHARE = (True, False, False)
FOLLOWED = ("", "id", "id", "name")
Puts = tuple[tuple[str, str], ...]


def with_packages(draw: Random, plan: Plan) -> Plan:
    """Return the plan, or in a share of all with packages that the stack makes beside its associations."""
    if not draw.choice(SHARE):
        return plan
    timeout = plan.steps[0].resources[0].timeout
    names, lives, shared = [f"p{number:02}" for number in range(20, 0, -1)], list[Life](), draw.choice(BOTH)
    for life in plan.lives:
        lives.append(replace(life, steps=draw_made(draw, life.steps, timeout, [*names] if shared else names)))
    extra = [(draw.randrange(60), draw.choice((*KINDS, *DESCRIBED))) for _ in range(draw.choice((0, 0, 1, 2)))]
    extra = [fault for fault in extra if timeout >= 240 or not is_deadly(fault[1])]
    return replace(
        plan,
        lives=tuple(lives),
        visible_after=min(plan.visible_after, 2.0),  # a package that can't be made cancels the others
        making=draw.choice((0.0, 1.0, 3.0, 20.0, 60.0)),
        deletion=draw.choice((0.0, 0.0, 2.0, 30.0)),
        spoiled=frozenset(draw.choice([[]] * 12 + [["p01"], ["p02"], ["p03"]])),
        clinging=frozenset(draw.choice([[]] * 12 + [["p01"], ["p02"], ["p03"]])),
        fails_while_copying=draw.choice(BOTH),
        moving_is_in_use=draw.choice(BOTH),
        describes_deleted=draw.choice(BOTH),
        faults=bearable((*plan.faults, *extra)),
    )


def draw_made(draw: Random, steps: tuple[Step, ...], timeout: int, names: list[str]) -> tuple[Step, ...]:
    """Return the steps with packages in each."""
    made = tuple(draw_one(draw, name, timeout, names) for name in "PQ"[: draw.choice((1, 1, 2))])
    found = [replace(steps[0], made=made, foreign=draw_foreign(draw, made))]
    if steps[0].broken is None and draw.choice((True, True, False)):
        found = [replace(found[0], foreign=())]  # what is to be updated must have been created
    for number, step in enumerate(steps[1:], 1):
        puts: Puts = ()
        for turn in range(draw.choice((0, 1, 1, 2))):
            if made:
                index = draw.choice(range(len(made)))
                change = draw.choice(CHANGES)
                changed, more = change(draw, made[index], names, f"Q{number}{turn}")
                after = (*made[:index], *changed, *made[index + 1 :])
                if len({one.package for one in after}) == len(after):
                    made, puts = after, (*puts, *more)
        found.append(replace(step, made=made, puts=puts, foreign=draw_foreign(draw, made)))
    return tuple(found)


def draw_one(draw: Random, name: str, timeout: int, names: list[str]) -> Made:
    """Return a new package."""
    type_ = draw.choice((DICTIONARY, DICTIONARY, PLUGIN))
    key, adopt, retain = draw.choice(("k1", "k2")), draw.choice(BOTH), draw.choice([False] * 11 + [True])
    return Made(name, names.pop(), type_, key=key, adopt=adopt, timeout=timeout, retain=retain, **follow(draw))


def draw_foreign(draw: Random, made: tuple[Made, ...]) -> tuple[Made, ...]:
    """Return the packages that someone else makes, under a name that the template may have."""
    if not made or draw.choice(range(6)):
        return ()
    one = draw.choice(made)
    name = draw.choice((one.package, one.package, "p99"))
    other = PLUGIN if one.type == DICTIONARY else DICTIONARY
    return (Made("", name, draw.choice((one.type, one.type, one.type, other)), one.engine, "theirs"),)


def follow(draw: Random) -> dict[str, Any]:
    return {"followed": draw.choice(FOLLOWED)}


def other(key: str) -> str:
    """Return a key that is another."""
    return {"k1": "k2", "k2": "k3", "k3": "k1"}[key]


Changed = tuple[tuple[Made, ...], Puts]


def new_bytes(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, revision=one.revision + 1),), ((one.key, "new"),)


def unheard_bytes(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    """The object changes, and nobody tells the template."""
    return (one,), ((one.key, "new"),)


def new_revision(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, revision=one.revision + 1),), ()


def other_key(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, key=other(one.key)),), ()


def spoiled_bytes(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    what = draw.choice(("bad", "unreadable"))
    if draw.choice(BOTH):
        return (replace(one, revision=one.revision + 1),), ((one.key, what),)
    return (replace(one, key=other(one.key)),), ((other(one.key), what),)


def mended_bytes(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, revision=one.revision + 1),), tuple((key, "new") for key in ("k1", "k2", "k3"))


def renamed(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, package=draw.choice((names.pop(), names.pop(), "p01"))),), ()


def moved(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    """Another logical id has it."""
    return (replace(one, name=name),), ()


def of_another_type(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    type_ = PLUGIN if one.type == DICTIONARY else DICTIONARY
    return (replace(one, type=type_, package=draw.choice((names.pop(), one.package))),), ()


def other_engine(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    """A plugin for another engine version may have the same name, but no place on the domain."""
    if one.type != PLUGIN or one.followed:
        return (one,), ()
    return (replace(one, engine=ENGINES[1 - ENGINES.index(one.engine)]),), ()


def adopting(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, adopt=not one.adopt),), ()


def followed_otherwise(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, **follow(draw)) if one.engine == ENGINES[0] else one,), ()


def other_timeout(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (replace(one, timeout=one.timeout - 7 if one.timeout > 60 else one.timeout + 7),), ()


def added(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (one, draw_one(draw, name, one.timeout, names)), ()


def removed(draw: Random, one: Made, names: list[str], name: str) -> Changed:
    return (), ()


Change = Callable[[Random, Made, list[str], str], Changed]
CHANGES: tuple[Change, ...] = (
    new_bytes,
    new_bytes,
    unheard_bytes,
    new_revision,
    other_key,
    other_key,
    spoiled_bytes,
    mended_bytes,
    renamed,
    renamed,
    moved,
    of_another_type,
    other_engine,
    adopting,
    followed_otherwise,
    other_timeout,
    added,
    removed,
)
