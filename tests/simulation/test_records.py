"""What the simulated CloudFormation shows of a stack is what FACTS say of the real one."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.simulation.scripted import Scripted, one


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


def ids(stack: Any, logical_id: str = "A") -> list[tuple[str, str]]:
    return [(event.status, event.physical_id) for event in stack.history if event.logical_id == logical_id]


def test_events_come_newest_first_in_pages_of_a_hundred(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({f"R{number}": one(f"F{number}") for number in range(60)}))
    first = scripted.api("DescribeStackEvents", stack)
    second = scripted.api("DescribeStackEvents", stack, NextToken=first["NextToken"])
    both = first["StackEvents"] + second["StackEvents"]
    assert (len(first["StackEvents"]), len(both), second.keys()) == (100, 122, {"StackEvents"})
    assert both[0]["ResourceStatus"] == "CREATE_COMPLETE"
    assert [event["Timestamp"] for event in both] == sorted((event["Timestamp"] for event in both), reverse=True)
    assert len({event["EventId"] for event in both}) == 122


def test_an_event_of_the_stack_names_it_and_says_who_began(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    event = scripted.api("DescribeStackEvents", stack)["StackEvents"][-1]
    assert event["ResourceType"] == "AWS::CloudFormation::Stack"
    assert (event["LogicalResourceId"], event["PhysicalResourceId"]) == ("search", stack.id)
    assert event["ResourceStatusReason"] == "User Initiated"
    assert event["Timestamp"].tzinfo is not None


def test_an_event_of_a_resource_has_the_properties_as_text_and_the_id_of_that_moment(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1", AdoptExisting=True)}))
    scripted.world.do(lambda: stack.update({"A": one("F2")}))
    events = scripted.api("DescribeStackEvents", stack)["StackEvents"]
    created = next(event for event in events if event["ResourceStatus"] == "CREATE_COMPLETE")
    properties = {"DomainName": "movies", "PackageID": "F1", "AdoptExisting": "true"}
    assert json.loads(next(e for e in events if e["LogicalResourceId"] == "A")["ResourceProperties"])
    assert created["LogicalResourceId"] == "search" or json.loads(created["ResourceProperties"]) == properties
    assert ids(stack) == [
        ("CREATE_IN_PROGRESS", ""),
        ("CREATE_COMPLETE", "movies|F1"),
        ("UPDATE_IN_PROGRESS", "movies|F1"),
        ("UPDATE_COMPLETE", "movies|F2"),
        ("DELETE_IN_PROGRESS", "movies|F1"),
        ("DELETE_COMPLETE", "movies|F1"),
    ]


@pytest.mark.parametrize(
    ("shows", "known", "status"),
    [
        ("new", "movies|F2", "UPDATE_COMPLETE"),
        ("old", "movies|F1", "UPDATE_COMPLETE"),
        ("deleting", "movies|F1", "DELETE_IN_PROGRESS"),
    ],
)
def test_a_cleanup_shows_the_new_id_in_the_row_or_the_one_that_goes(
    scripted: Scripted, shows: str, known: str, status: str
) -> None:
    stack = scripted.world.stack()
    stack.rows_in_cleanup = shows
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(lambda: stack.update({"A": one("F2")}))
    _, state, rows = scripted.seen[-1]
    assert state["StackStatus"] == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
    assert (rows["A"]["PhysicalResourceId"], rows["A"]["ResourceStatus"]) == (known, status)
    row = scripted.api("DescribeStackResource", stack, LogicalResourceId="A")["StackResourceDetail"]
    assert (row["PhysicalResourceId"], row["ResourceStatus"]) == ("movies|F2", "UPDATE_COMPLETE")


def test_rows_of_what_is_deleted_stay_listed(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1"), "B": one("F2")}))
    scripted.world.do(lambda: stack.update({"A": one("F1")}))
    rows = scripted.api("ListStackResources", stack)["StackResourceSummaries"]
    statuses = {row["LogicalResourceId"]: row["ResourceStatus"] for row in rows}
    assert statuses == {"A": "CREATE_COMPLETE", "B": "DELETE_COMPLETE"}
    assert {row["ResourceType"] for row in rows} == {"Custom::OpenSearchPackageAssociation"}


def test_what_is_retained_gets_no_delete_and_shows_as_skipped(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    scripted.world.do(lambda: stack.create({"A": {"Properties": one("F1"), **kept}}))
    scripted.world.do(lambda: stack.update({"A": {"Properties": one("F2"), **kept}}))
    assert scripted.world.do(stack.delete) == [True]
    assert scripted.requests("Delete") == []
    row = scripted.api("DescribeStackResource", stack, LogicalResourceId="A")["StackResourceDetail"]
    assert row["ResourceStatus"] == "DELETE_SKIPPED"
    assert ids(stack)[-2:] == [("DELETE_SKIPPED", "movies|F1"), ("DELETE_SKIPPED", "movies|F2")]


def test_a_deleted_stack_is_described_by_its_id_only(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(stack.delete)
    assert scripted.api("DescribeStacks", stack)["Stacks"][0]["StackStatus"] == "DELETE_COMPLETE"
    for name, operation in ((stack.name, "DescribeStacks"), ("arn:other", "DescribeStackEvents")):
        with pytest.raises(ClientError, match=f"Stack with id {name} does not exist") as error:
            scripted.world.cloudformation.api(operation, {"StackName": name})
        assert error.value.response["Error"]["Code"] == "ValidationError"


def test_a_resource_that_the_stack_does_not_have_is_an_error(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    for operation in ("DescribeStackResource", "DescribeStackResources"):
        with pytest.raises(ClientError, match="Resource B does not exist for stack search"):
            scripted.api(operation, stack, LogicalResourceId="B")


@pytest.mark.parametrize("shows", [True, False])
def test_a_stack_made_by_a_change_set_was_created_at_its_review(scripted: Scripted, shows: bool) -> None:
    stack = scripted.world.stack()
    stack.shows_execution = shows
    began = scripted.world.simulation.now
    scripted.world.do(stack.review)
    scripted.world.do(lambda: scripted.world.simulation.sleep(7200))
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    (shown,) = scripted.api("DescribeStacks", stack)["Stacks"]
    assert shown["CreationTime"].timestamp() == began
    assert (shown.get("LastUpdatedTime") is not None) == shows
    assert [event.status for event in stack.history][:2] == ["REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS"]


def test_reads_are_as_old_as_they_are_told(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    scripted.world.do(lambda: scripted.world.simulation.sleep(60))
    scripted.world.cloudformation.reads.lag = lambda operation: 0.0 if operation == "ListStackResources" else 1.0
    seen: dict[str, Any] = {}

    def look() -> None:
        scripted.world.simulation.sleep(0.5)
        seen["stack"] = scripted.api("DescribeStacks", stack)["Stacks"][0]["StackStatus"]
        seen["event"] = scripted.api("DescribeStackEvents", stack)["StackEvents"][0]["ResourceStatus"]
        detail = scripted.api("DescribeStackResource", stack, LogicalResourceId="A")["StackResourceDetail"]
        seen["stale"] = detail["ResourceStatus"]
        seen["fresh"] = scripted.api("ListStackResources", stack)["StackResourceSummaries"][0]["ResourceStatus"]

    scripted.world.do(lambda: stack.update({"A": one("F2")}), look)
    assert seen["stack"] == seen["event"] == seen["stale"] == "CREATE_COMPLETE"
    assert seen["fresh"] == "UPDATE_IN_PROGRESS"


def test_calls_are_throttled_for_as_long_as_they_are_told(scripted: Scripted) -> None:
    stack = scripted.world.stack()
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    now = scripted.world.simulation.now
    scripted.world.cloudformation.reads.throttled.append((now, now + 60))
    with pytest.raises(ClientError, match="Rate exceeded") as error:
        scripted.api("DescribeStacks", stack)
    assert error.value.response["Error"]["Code"] == "Throttling"
    scripted.world.do(lambda: scripted.world.simulation.sleep(60))
    assert scripted.api("DescribeStacks", stack)["Stacks"]


def test_a_stack_may_be_of_another_account(scripted: Scripted) -> None:
    stack = scripted.world.stack(account="999999999999")
    scripted.world.do(lambda: stack.create({"A": one("F1")}))
    assert ":999999999999:stack/search/" in scripted.asked[0]["StackId"]
