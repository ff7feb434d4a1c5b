"""Nested stacks: what one of them adopted stays, whatever its root does."""

import pytest

from tests.simulation.stack import Stack
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


def test_what_a_grandchild_adopted_stays_when_the_stack_between_rolls_back_first(movies: Movies) -> None:
    root = movies.stack("root")
    middle = {"Type": NESTED, "Properties": {"Leaf": ADOPTING} | BROKEN}
    movies.fails_after(100)
    assert not movies.do(lambda: root.create({"Middle": middle}))
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


def test_what_a_child_adopted_stays_when_a_root_that_never_completed_is_deleted(movies: Movies) -> None:
    """Its creation failed with rollback disabled, and the user deletes it."""
    root = movies.stack("root")
    child = Stack(movies.world.cloudformation, "child", parent=root)

    def nest() -> None:
        root.created = movies.world.simulation.now
        root.become("CREATE_IN_PROGRESS", "User Initiated")
        assert child.create(synonyms(AdoptExisting=True))
        root.become("CREATE_FAILED")
        movies.world.simulation.sleep(600)
        root.become("DELETE_IN_PROGRESS", "User Initiated")
        child.delete("")

    movies.do(nest)
    assert movies.status() == "ACTIVE"
