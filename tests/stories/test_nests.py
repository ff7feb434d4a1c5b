"""Nested stacks: what one of them adopted stays, whatever its root does."""

import pytest

from tests.simulation.template import NESTED
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, Template, synonyms
from tests.stories.templates import one

#: Somebody else has associated the package, long before.
pytestmark = pytest.mark.usefixtures("existing")

ADOPTING = {"Type": NESTED, "Properties": synonyms(AdoptExisting=True)}


@pytest.mark.parametrize("on_failure", ["ROLLBACK", "DELETE"])
@pytest.mark.parametrize(
    "child", [ADOPTING, {"Type": NESTED, "Properties": {"Leaf": ADOPTING}}], ids=["two levels", "three levels"]
)
def test_what_a_child_adopted_stays_when_the_creation_of_its_root_fails(
    movies: Movies, child: Template, on_failure: str
) -> None:
    root = movies.stack("root")
    movies.fails_after(100)
    assert not movies.do(lambda: root.create({"Child": child} | BROKEN, on_failure=on_failure))
    assert movies.status() == "ACTIVE"


def test_what_a_new_child_adopted_stays_when_the_update_of_its_root_is_rolled_back(movies: Movies) -> None:
    root = movies.stack("root")
    child = {"Child": {"Type": NESTED, "Properties": synonyms(SECOND)}}
    assert movies.do(lambda: root.create(child))
    movies.passes(600)
    movies.fails_after(100)
    new = {"New": {"Type": NESTED, "Properties": {"Adopting": one(FIRST, AdoptExisting=True)}}}
    assert not movies.do(lambda: root.update(child | new | BROKEN))
    assert movies.associated() == {FIRST: "ACTIVE", SECOND: "ACTIVE"}
