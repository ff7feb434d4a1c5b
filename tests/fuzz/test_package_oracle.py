"""The oracle of packages finds out a function that is wrong, and says nothing of one that is right."""

from dataclasses import replace
from typing import Any

import pytest

from tests.fuzz.limits import fits
from tests.fuzz.made import PLUGIN, Made
from tests.fuzz.naive_packages import NaivePackages
from tests.fuzz.plan import Life, Plan, Step

P = Made("P", "p01", followed="id")
ALONE = replace(P, followed="")
THEIRS = Made("", "p01", key="theirs")


def plan(*steps: Step) -> Plan:
    return Plan((Life(steps),), making=3)


def made(*made: Made, **more: Any) -> Step:
    return Step((), made=made, **more)


PLAIN = plan(made(P))
RENEWED = plan(made(P), made(replace(P, key="k2")))
RENAMED = plan(made(ALONE), made(replace(ALONE, package="p02")))
ROLLED_BACK = plan(made(ALONE), made(replace(ALONE, key="k2"), broken=30))
WITHOUT = plan(made(ALONE, foreign=(THEIRS,)))
ADOPTING = plan(made(replace(ALONE, adopt=True), foreign=(THEIRS,), broken=30))
CONTESTED = Plan((Life((made(ALONE),)), Life((made(replace(ALONE, adopt=True)),), stack="other", begins=60)))
CONTESTED = replace(CONTESTED, lives=tuple(replace(one, ends="stays") for one in CONTESTED.lives))
SPOILED = replace(PLAIN, spoiled=frozenset({"p01"}))


@pytest.mark.parametrize(
    ("plan", "flaw", "found"),
    [
        (PLAIN, "silent", "Create of P: no answer in time"),
        (PLAIN, "hasty", "Create of P SUCCESS, but F555555555 is COPYING"),
        (PLAIN, "lazy", "p01 is left behind"),
        (PLAIN, "refuses Create", "Create of P FAILED without a cause"),
        (RENEWED, "refuses Update", "Update of P FAILED without a cause"),
        (PLAIN, "refuses Delete", "DELETE_FAILED: stuck with time enough"),
        (RENEWED, "outdated", "p01 is not made from what it is declared with"),
        (ROLLED_BACK, "remakes", "p01 is deleted, but wanted"),
        (RENAMED, "lazy", "p01 is left behind"),
        (WITHOUT, "greedy", "the stranger's p01 was taken without AdoptExisting"),
        (CONTESTED, "greedy", "search's p01 was taken"),
        (WITHOUT, "meddling", "the stranger's p01 is given a new version"),
        (ADOPTING, "forgetful", "the stranger's p01 is deleted"),
    ],
)
def test_what_is_wrong_is_found(plan: Plan, flaw: str, found: str) -> None:
    violations = NaivePackages(plan, flaw).violations()
    assert any(found in violation for violation in violations), violations


@pytest.mark.parametrize("plan", [PLAIN, RENEWED, RENAMED, ROLLED_BACK, WITHOUT, ADOPTING, SPOILED])
def test_of_what_is_right_it_says_nothing(plan: Plan) -> None:
    assert NaivePackages(plan).violations() == []


def test_plugins_take_their_turns_on_the_domain() -> None:
    plugins = plan(made(replace(P, type=PLUGIN), replace(P, name="Q", package="p02")))
    assert fits(replace(PLAIN, association=600), 3600)
    assert not fits(replace(plugins, association=1200), 3600)
