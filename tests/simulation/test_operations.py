"""What the simulated CloudFormation does with a stack is what FACTS say of the real one."""

from typing import Any

import pytest

from tests.simulation.scripted import Scripted, one
from tests.simulation.template import CUSTOM, NESTED, ONE, SET

BROKEN = {"Broken": one("none", Fails="Create Update", Takes=10)}


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


def ids(stack: Any, logical_id: str = "A") -> list[tuple[str, str]]:
    return [(event.status, event.physical_id) for event in stack.history if event.logical_id == logical_id]


def statuses(stack: Any) -> list[str]:
    return [event.status for event in stack.history if event.physical_id == stack.id]


def test_a_cancelled_create_is_deleted_by_an_id_that_cloudformation_invents(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    assert scripted.world.do(lambda: stack.create({"A": one("F1", Takes=100)} | BROKEN)) == [False]
    (cancelled,) = [event for event in stack.history if event.reason == "Resource creation cancelled"]
    assert (cancelled.status, cancelled.logical_id, cancelled.physical_id) == ("CREATE_FAILED", "A", "")
    assert [known.rsplit("-", 1)[0] for known in scripted.requests("Delete")] == ["search-A", "movies|none"]
    assert statuses(stack) == ["CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"]


def test_a_cancelled_update_is_rolled_back_by_an_update_with_the_id_before(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    assert scripted.world.do(lambda: stack.update({"A": one("F2", Takes=100)} | BROKEN)) == [False]
    assert ids(stack)[2:] == [
        ("UPDATE_IN_PROGRESS", "movies|F1"),
        ("UPDATE_FAILED", "movies|F1"),
        ("UPDATE_IN_PROGRESS", "movies|F1"),
        ("UPDATE_COMPLETE", "movies|F1"),
    ]
    assert "Resource update cancelled" in {event.reason for event in stack.history}
    back = scripted.asked[-2]
    assert back["OldResourceProperties"]["PackageID"] == "F2"
    assert statuses(stack)[-3:] == [
        "UPDATE_ROLLBACK_IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE",
    ]


@pytest.mark.parametrize("swapped", [True, False])
def test_a_finished_replacement_is_rolled_back_with_an_update_or_without_and_then_deleted(
    scripted: Scripted, swapped: bool
) -> None:
    stack = scripted.world.stack()
    stack.swapped_updates = swapped
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(lambda: stack.update({"A": one("F2")} | BROKEN))
    assert scripted.requests("Update") == ["movies|F1"] + (["movies|F2"] if swapped else [])
    assert sorted(scripted.requests("Delete")) == ["movies|F2", "movies|none"]
    assert stack.resources["A"].physical_id == "movies|F1"


def test_the_new_id_of_a_failed_update_is_taken_over_and_deleted_after_the_rollback(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(lambda: stack.update({"A": one("F2", Fails="Update")}))
    assert ids(stack)[3:] == [
        ("UPDATE_FAILED", "movies|F2"),
        ("UPDATE_IN_PROGRESS", "movies|F2"),
        ("UPDATE_COMPLETE", "movies|F1"),
        ("DELETE_IN_PROGRESS", "movies|F2"),
        ("DELETE_COMPLETE", "movies|F2"),
    ]


@pytest.mark.parametrize("removed", [True, False])
def test_a_cleanup_that_fails_is_tried_three_times_and_then_skipped(scripted: Scripted, removed: bool) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1", Fails="Delete"), "B": one("F3")}))
    template = {"B": one("F3")} | ({} if removed else {"A": one("F2")})
    assert scripted.world.do(lambda: stack.update(template)) == [True]
    assert scripted.requests("Delete") == ["movies|F1"] * 3
    assert stack.status == "UPDATE_COMPLETE"


def test_on_failure_delete_deletes_a_stack_whose_create_failed(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")} | BROKEN, on_failure="DELETE"))
    assert statuses(stack) == ["CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE"]
    reason = next(event.reason for event in stack.history if event.status == "DELETE_IN_PROGRESS")
    assert reason == "The following resource(s) failed to create: [Broken]. Delete requested by user."


def test_a_rollback_that_failed_is_continued_without_what_is_skipped(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    silent = one("F1", Silent="Update", ServiceTimeout=30)
    scripted.world.do(lambda: stack.create({"A": silent, "B": one("F3")}))
    scripted.world.do(lambda: stack.update({"A": one("F2"), "B": one("F4")} | BROKEN))
    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    assert scripted.requests("Delete") == []
    assert scripted.world.do(stack.continue_rollback) == [False]
    assert scripted.world.do(lambda: stack.continue_rollback(skip=["A"])) == [True]
    a = stack.resources["A"]
    assert (a.physical_id, a.properties["PackageID"], a.status) == ("movies|F2", "F1", "UPDATE_COMPLETE")
    assert sorted(scripted.requests("Delete")) == ["movies|F4", "movies|none"]
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"


def test_a_resource_of_another_type_is_created_and_then_the_old_one_is_deleted(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": {"Type": ONE, "Properties": one("F1")}}))
    set_ = {"DomainName": "movies", "Packages": [{"PackageID": "F1"}, {"PackageID": "F2"}]}
    scripted.world.do(lambda: stack.update({"A": {"Type": SET, "Properties": set_}}))
    seen = [(event["RequestType"], event["ResourceType"]) for event in scripted.asked]
    assert seen == [("Create", ONE), ("Create", SET), ("Delete", ONE)]
    assert stack.resources["A"].physical_id == "movies|F1,F2"
    scripted.world.do(lambda: stack.update({"A": {"Type": ONE, "Properties": one("F3")}} | BROKEN))
    assert sorted(scripted.requests("Delete")[1:]) == ["movies|F3", "movies|none"]
    assert stack.resources["A"].physical_id == "movies|F1,F2"


def test_a_resource_of_another_type_may_be_updated_in_its_place(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    stack.types_change_in_place = True
    scripted.world.do(lambda: stack.create({"A": {"Type": ONE, "Properties": one("F1")}}))
    scripted.world.do(lambda: stack.update({"A": {"Type": CUSTOM, "Properties": one("F1")}}))
    assert [event["ResourceType"] for event in scripted.asked] == [ONE, CUSTOM]
    assert scripted.requests("Update") == ["movies|F1"]


def test_a_nested_stack_is_deleted_by_its_own_status_while_its_root_rolls_back(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    nested = {"Child": {"Type": NESTED, "Properties": {"A": one("F1")}}}
    scripted.world.do(lambda: stack.create(nested | BROKEN))
    (state,) = [one for one in scripted.seen if one["StackStatus"] == "DELETE_IN_PROGRESS"]
    assert (state["RootId"], state["ParentId"]) == (stack.id, stack.id)
    assert statuses(stack)[1:] == ["ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"]


def test_a_nested_stack_cleans_up_and_rolls_back_with_its_parent(scripted: Scripted) -> None:
    def nested(package: str) -> dict[str, Any]:
        return {"Child": {"Type": NESTED, "Properties": {"A": one(package)}}}

    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create(nested("F1")))
    child = stack.resources["Child"].child
    assert scripted.world.do(lambda: stack.update(nested("F2") | BROKEN)) == [False]
    assert (child.status, child.resources["A"].physical_id) == ("UPDATE_ROLLBACK_COMPLETE", "movies|F1")
    assert scripted.world.do(lambda: stack.update(nested("F3"))) == [True]
    assert (child.status, scripted.requests("Delete")[-1]) == ("UPDATE_COMPLETE", "movies|F1")
    assert scripted.world.do(stack.delete) == [True]
    assert child.status == "DELETE_COMPLETE"


def retaining(package: str, policy: str = "Retain") -> dict[str, Any]:
    return {"A": {"Properties": one(package), "DeletionPolicy": policy, "UpdateReplacePolicy": "Retain"}}


def test_what_is_retained_gets_no_delete(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create(retaining("F1")))
    scripted.world.do(lambda: stack.update(retaining("F2")))
    assert scripted.world.do(stack.delete) == [True]
    assert scripted.requests("Delete") == []
    assert ids(stack)[-2:] == [("DELETE_SKIPPED", "movies|F1"), ("DELETE_SKIPPED", "movies|F2")]


def test_what_is_retained_except_on_create_is_deleted_where_its_creation_is_rolled_back(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create(retaining("F1", "RetainExceptOnCreate") | BROKEN))
    assert sorted(scripted.requests("Delete")) == ["movies|F1", "movies|none"]
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create(retaining("F2", "RetainExceptOnCreate")))
    assert scripted.world.do(stack.delete) == [True]
    assert "movies|F2" not in scripted.requests("Delete")


@pytest.fixture
def express(scripted: Scripted) -> Any:
    """Return a stack whose rollback is off."""
    stack = scripted.world.stack()
    stack.rolls_back = False
    return stack


def stages(scripted: Scripted, *operations: Any) -> None:
    for operation in operations:
        scripted.world.do(operation)


@pytest.mark.parametrize("recreates", [True, False])
def test_without_rollback_a_create_stops_and_what_was_cancelled_gets_an_id(
    scripted: Scripted, express: Any, recreates: bool
) -> None:
    express.recreates = recreates
    stages(scripted, lambda: express.create({"A": one("F1", Takes=100), "B": one("F2")} | BROKEN))
    assert (express.status, scripted.requests("Delete")) == ("CREATE_FAILED", [])
    invented = express.resources["A"].physical_id
    assert invented.startswith("search-A-")
    stages(scripted, lambda: express.update({"A": one("F1"), "B": one("F2")}))
    assert express.status == "UPDATE_COMPLETE"
    assert scripted.requests("Update") == ([] if recreates else [invented])
    assert sorted(scripted.requests("Delete")) == ["movies|none", invented]


def test_without_rollback_an_update_stops_and_its_cleanups_come_with_the_next_that_completes(
    scripted: Scripted, express: Any
) -> None:
    before, after = {"A": one("F1"), "B": one("F3")}, {"A": one("F2"), "B": one("F4", Takes=100)}
    stages(scripted, lambda: express.create(before), lambda: express.update(after | BROKEN))
    assert (express.status, scripted.requests("Delete")) == ("UPDATE_FAILED", [])
    assert [express.resources[name].physical_id for name in "AB"] == ["movies|F2", "movies|F3"]
    stages(scripted, lambda: express.update({"A": one("F2"), "B": one("F5")}))
    assert scripted.requests("Update") == ["movies|F1", "movies|F3", "movies|F3"]
    assert sorted(scripted.requests("Delete")) == ["movies|F1", "movies|F3", "movies|none"]


def test_what_a_failed_update_has_left_is_deleted_with_the_stack(scripted: Scripted, express: Any) -> None:
    stages(scripted, lambda: express.create({"A": one("F1")}), lambda: express.update({"A": one("F2")} | BROKEN))
    stages(scripted, express.delete)
    assert sorted(scripted.requests("Delete")) == ["movies|F1", "movies|F2", "movies|none"]


def test_a_replacement_may_be_refused_after_it_was_answered(scripted: Scripted, express: Any) -> None:
    express.refuses_replacements = True
    stages(scripted, lambda: express.create({"A": one("F1")}), lambda: express.update({"A": one("F2")}))
    a = express.resources["A"]
    assert (express.status, a.physical_id, a.properties["PackageID"]) == ("UPDATE_FAILED", "movies|F1", "F1")
    stages(scripted, lambda: express.update({"A": one("F1", Revision=2)}))
    assert (express.status, scripted.requests("Delete")) == ("UPDATE_COMPLETE", [])
