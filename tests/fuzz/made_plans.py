"""Draws the packages of a plan: which are declared, how they change, and what else is made under their names."""

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
                changed, more = getattr(Change(draw, made[index], names, f"Q{number}{turn}"), change)()
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


class Change:
    """Every method is one: what becomes of a package, and of the objects."""

    def __init__(self, draw: Random, one: Made, names: list[str], name: str) -> None:
        self.draw, self.one, self.names, self.name = draw, one, names, name

    def new_bytes(self) -> Changed:
        return (self._revised(),), ((self.one.key, "new"),)

    def unheard_bytes(self) -> Changed:
        """The object changes, and nobody tells the template."""
        return (self.one,), ((self.one.key, "new"),)

    def new_revision(self) -> Changed:
        return (self._revised(),), ()

    def other_key(self) -> Changed:
        return (replace(self.one, key=other(self.one.key)),), ()

    def spoiled_bytes(self) -> Changed:
        what = self.draw.choice(("bad", "unreadable"))
        if self.draw.choice(BOTH):
            return (self._revised(),), ((self.one.key, what),)
        return (replace(self.one, key=other(self.one.key)),), ((other(self.one.key), what),)

    def mended_bytes(self) -> Changed:
        return (self._revised(),), tuple((key, "new") for key in ("k1", "k2", "k3"))

    def renamed(self) -> Changed:
        return (replace(self.one, package=self.draw.choice((self.names.pop(), self.names.pop(), "p01"))),), ()

    def moved(self) -> Changed:
        """Another logical id has it."""
        return (replace(self.one, name=self.name),), ()

    def of_another_type(self) -> Changed:
        type_ = PLUGIN if self.one.type == DICTIONARY else DICTIONARY
        return (replace(self.one, type=type_, package=self.draw.choice((self.names.pop(), self.one.package))),), ()

    def other_engine(self) -> Changed:
        """A plugin for another engine version may have the same name, but no place on the domain."""
        if self.one.type != PLUGIN or self.one.followed:
            return (self.one,), ()
        return (replace(self.one, engine=ENGINES[1 - ENGINES.index(self.one.engine)]),), ()

    def adopting(self) -> Changed:
        return (replace(self.one, adopt=not self.one.adopt),), ()

    def followed_otherwise(self) -> Changed:
        return (replace(self.one, **follow(self.draw)) if self.one.engine == ENGINES[0] else self.one,), ()

    def other_timeout(self) -> Changed:
        return (replace(self.one, timeout=self.one.timeout + (-7 if self.one.timeout > 60 else 7)),), ()

    def added(self) -> Changed:
        return (self.one, draw_one(self.draw, self.name, self.one.timeout, self.names)), ()

    def removed(self) -> Changed:
        return (), ()

    def _revised(self) -> Made:
        return replace(self.one, revision=self.one.revision + 1)


CHANGES = ("new_bytes", "other_key", "renamed", *(name for name in vars(Change) if not name.startswith("_")))
