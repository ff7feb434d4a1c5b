"""The explorer in the gate: the first of every scenario's moments, most of them all; `make explore` visits the rest."""

import pytest

from tests.explorer.scenarios import COSTS, SCENARIOS
from tests.explorer.search import Found, explore
from tests.explorer.switches import SWITCHES, without
from tests.explorer.world import World

#: Measuring what they cover would make them five times as slow.
pytestmark = pytest.mark.no_cover

#: Of each scenario, breadth first; and of one that is to break.
MOMENTS, UNTIL_BROKEN = 1_500, 6_000


def told(found: Found) -> str:
    """Return what is broken, and the way to it."""
    return "\n".join([found.broken, *found.trace])


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_story_ends_as_promised(name: str) -> None:
    found = explore(World(SCENARIOS[name]), MOMENTS)
    assert not found.broken or name in COSTS, told(found)


@pytest.mark.parametrize("name", COSTS)
def test_what_the_law_cannot_do_is_still_what_the_design_says(name: str) -> None:
    assert explore(World(SCENARIOS[name]), UNTIL_BROKEN).broken


@pytest.mark.parametrize("article", SWITCHES)
def test_every_article_is_needed(article: str) -> None:
    with without(article):
        found = explore(World(SCENARIOS[SWITCHES[article].shows], article), UNTIL_BROKEN)
    assert found.broken
