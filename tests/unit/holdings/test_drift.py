"""What is drift and what is not: a thousand situations, quiet and not, that are known by how they were made."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from holdings.drift import LONGEST_REQUEST, Sight, judged
from ledger.records import Call, Claim, Item, Slot
from model import Association, Package

NOW = 1_790_000_000.0
ACCOUNT = "arn:aws:cloudformation:us-east-1:123456789012:stack"
LIVING, GONE = f"{ACCOUNT}/living/1", f"{ACCOUNT}/gone/2"
OPEN = Call("t", "r", "associate", NOW - 30, NOW + 60)
CRASHED = replace(OPEN, at=NOW - 900, until=NOW - 800)

Thing = Association | Package
#: A slot, what is there of it, and the kinds of drift that must be found.
Situation = tuple[Slot, Thing | None, list[str]]


def a_claim(chance: random.Random, state: str = "held", stack: str = LIVING, age: float = 0.0) -> Claim:
    at = NOW - (age or chance.uniform(LONGEST_REQUEST, 90 * 86400))
    name = chance.choice(["Synonyms", "Search", "Stopwords"])
    return Claim(stack, name, "Custom::OpenSearchPackageAssociation", "id", state, at, "r", at, "v1")


def a_slot(chance: random.Random, *claims: Claim, call: Call | None = None) -> Slot:
    package, origin = f"F{chance.randrange(10**9):09}", chance.choice(["made", "found"])
    return Slot(package=package, origin=origin, call=call, claims=claims)


def there(slot: Slot, status: str = "ACTIVE", version: str = "v1") -> Association:
    return Association(slot.package, status, version=version)


def well(chance: random.Random) -> Situation:
    slot = a_slot(chance, *(a_claim(chance) for _ in range(chance.randint(1, 3))), call=chance.choice([None, CRASHED]))
    return slot, there(slot, chance.choice(["ACTIVE", "ACTIVE", "ASSOCIATING", "REPLICATING"])), []


def under_way(chance: random.Random) -> Situation:
    """Whatever is there while a request may be at work is its business, for others that hold it too."""
    state = chance.choice(["asking", "leaving"])
    claims = [a_claim(chance, state, chance.choice([LIVING, GONE]), chance.uniform(1, LONGEST_REQUEST - 1))]
    slot = a_slot(chance, *claims, a_claim(chance))
    status = chance.choice(["ACTIVE", "ASSOCIATING", "DISSOCIATING", "ASSOCIATION_FAILED", "DISSOCIATION_FAILED"])
    return slot, chance.choice([None, there(slot, status, "v2")]), []


def called(chance: random.Random) -> Situation:
    slot = a_slot(chance, a_claim(chance), call=OPEN)
    return slot, chance.choice([None, there(slot, "DISSOCIATING"), there(slot, version="v2")]), []


def renewed(chance: random.Random) -> Situation:
    """A new version was asked for, and has not been seen to come yet."""
    slot = replace(a_slot(chance, a_claim(chance)), renewed=NOW - chance.uniform(1, LONGEST_REQUEST - 1))
    return slot, there(slot, version="v2"), []


def kept(chance: random.Random) -> Situation:
    """What CloudFormation has retained, and forgotten, may go."""
    slot = a_slot(chance, a_claim(chance, "kept"))
    return slot, chance.choice([None, there(slot, version="v7"), there(slot, "DISSOCIATION_FAILED")]), []


def left_by_a_failure(chance: random.Random) -> Situation:
    """A Create or a Delete that failed: the stack knows."""
    slot = a_slot(chance, a_claim(chance, chance.choice(["asking", "leaving"])))
    return slot, chance.choice([None, there(slot), there(slot, "ASSOCIATION_FAILED")]), []


def upgraded(chance: random.Random) -> Situation:
    """An engine upgrade has put another plugin of the name, with versions of its own, in its place."""
    slot = replace(a_slot(chance, a_claim(chance)), name=f"analysis-{chance.randrange(10**9)}")
    return slot, Association(f"G{chance.randrange(10**9)}", "ACTIVE", name=slot.name, version="v4"), []


def unversioned(chance: random.Random) -> Situation:
    slot = a_slot(chance, replace(a_claim(chance), version=""))
    return slot, there(slot, version="v3"), []


QUIET = [well, under_way, called, renewed, kept, left_by_a_failure, upgraded, unversioned]


def missing(chance: random.Random) -> Situation:
    slot = a_slot(chance, a_claim(chance), call=chance.choice([None, CRASHED]))
    return slot, chance.choice([None, there(slot, "DISSOCIATING")]), ["missing"]


def failed(chance: random.Random) -> Situation:
    slot = a_slot(chance, a_claim(chance))
    return slot, there(slot, chance.choice(["ASSOCIATION_FAILED", "DISSOCIATION_FAILED"])), ["failed"]


def another_version(chance: random.Random) -> Situation:
    slot = a_slot(chance, a_claim(chance), replace(a_claim(chance), version="v2"))
    return slot, there(slot, version="v2"), ["version"]


def dead(chance: random.Random) -> Situation:
    state = chance.choice(["held", "kept", "asking", "leaving"])
    slot = a_slot(chance, a_claim(chance, state, GONE), a_claim(chance))
    return slot, there(slot), ["stack-gone"]


DRIFTING = [missing, failed, another_version, dead]


@pytest.mark.parametrize("part", range(4))
def test_a_thousand_situations_show_their_drift_and_nothing_else(part: int) -> None:
    chance, found, expected_in_all = random.Random(part), 0, 0
    for _ in range(250):
        makers: list[Callable[[random.Random], Situation]] = chance.choices(QUIET, k=chance.randint(1, 8))
        makers += chance.choices(DRIFTING, k=chance.choice([0, 0, 1, 2]))
        chance.shuffle(makers)
        made = [maker(chance) for maker in makers]
        things = [thing for _, thing, _ in made if thing] + [Association("F000", "ACTIVE", version="v1")]
        item = Item(3, slots={slot.package: slot for slot, _, _ in made})
        rows = judged("movies", item, Sight({one.package_id: one for one in things}), {GONE}, NOW)
        expected = [(slot.package, kind) for slot, _, kinds in made for kind in kinds]
        assert sorted((row.package, row.drift) for row in rows if row.drift) == sorted(expected)
        assert len(rows) == sum(len(slot.claims) for slot, _, _ in made) + 1
        found, expected_in_all = found + len([row for row in rows if row.drift]), expected_in_all + len(expected)
    assert found == expected_in_all > 100


@pytest.mark.parametrize(
    ("status", "version", "kind"),
    [
        ("AVAILABLE", "v1", ""),
        ("AVAILABLE", "v2", "version"),
        ("COPYING", "v1", ""),
        ("VALIDATING", "v1", ""),
        ("VALIDATION_FAILED", "v1", "failed"),
        ("DELETE_FAILED", "v1", "failed"),
        ("DELETING", "v1", "missing"),
        ("DELETED", "v1", "missing"),
    ],
)
def test_packages_themselves_have_statuses_of_their_own(status: str, version: str, kind: str) -> None:
    slot = a_slot(random.Random(1), a_claim(random.Random(1)))
    sight = Sight({slot.package: Package(slot.package, status, version=version)})
    (row,) = judged("@packages", Item(1, slots={"films": slot}), sight, set(), NOW)
    assert (row.drift, row.name) == (kind, "")
