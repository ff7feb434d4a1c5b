"""The stacks of the sample events, as boto3 reads them."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tools.samples import EVENTS, SAMPLES, event
from tools.server import LocalEndpoint, serving

AT = 1_790_000_000.0


@pytest.fixture(scope="module")
def cloudformation() -> Iterator[Any]:
    """Return a client of the local endpoint, where it is a certain time."""
    endpoint = LocalEndpoint()
    endpoint.stacks.renew(AT)
    with socket.create_server(("127.0.0.1", 0)) as listener, serving(endpoint, [listener]):
        yield boto3.client("cloudformation", endpoint_url=f"http://127.0.0.1:{listener.getsockname()[1]}")


def test_the_table_is_the_folder_and_each_event_has_a_stack_and_a_request_of_its_own() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} == set(SAMPLES)
    for name in ("StackId", "RequestId"):
        assert len({event(one)[name] for one in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_stack_is_where_the_table_says(cloudformation: Any, name: str) -> None:
    stack_id = event(name)["StackId"]
    (stack,) = cloudformation.describe_stacks(StackName=stack_id)["Stacks"]
    assert (stack["StackId"], stack["StackStatus"]) == (stack_id, SAMPLES[name].stack)
    listed = cloudformation.list_stack_resources(StackName=stack_id)["StackResourceSummaries"]
    rows = {one["LogicalResourceId"]: (one["ResourceStatus"], one.get("PhysicalResourceId", "")) for one in listed}
    assert rows == SAMPLES[name].rows
    for logical_id, row in rows.items():
        asked = {"StackName": stack_id, "LogicalResourceId": logical_id}
        detail = cloudformation.describe_stack_resource(**asked)["StackResourceDetail"]
        assert (detail["ResourceStatus"], detail.get("PhysicalResourceId", "")) == row


@pytest.mark.parametrize("name", SAMPLES)
def test_its_newest_event_is_what_the_sample_is_about(cloudformation: Any, name: str) -> None:
    """It began with the request, after the operation that the user began and that the stack's status is of."""
    sample = event(name)
    listed = cloudformation.describe_stack_events(StackName=sample["StackId"])["StackEvents"]
    newest, times = listed[0], [one["Timestamp"] for one in listed]
    assert newest["Timestamp"] == datetime.fromtimestamp(AT, UTC) and times == sorted(times, reverse=True)
    assert newest["LogicalResourceId"] == sample["LogicalResourceId"]
    assert newest["ResourceStatus"] == f"{sample['RequestType'].upper()}_IN_PROGRESS"
    assert newest.get("PhysicalResourceId") == sample.get("PhysicalResourceId")
    (began,) = (one for one in listed if one.get("ResourceStatusReason") == "User Initiated")
    assert began["PhysicalResourceId"] == sample["StackId"]
    (stack,) = cloudformation.describe_stacks(StackName=sample["StackId"])["Stacks"]
    assert began["Timestamp"] == stack.get("LastUpdatedTime", stack["CreationTime"])


def test_a_cleanup_shows_the_new_id_and_the_events_the_old_one(cloudformation: Any) -> None:
    stack_id = event("delete")["StackId"]
    (row,) = cloudformation.list_stack_resources(StackName=stack_id)["StackResourceSummaries"]
    listed = cloudformation.describe_stack_events(StackName=stack_id)["StackEvents"]
    assert row["PhysicalResourceId"] == "movies|F222222222"
    assert row["LastUpdatedTimestamp"] < listed[0]["Timestamp"]
    assert listed[0]["PhysicalResourceId"] == "movies|F111111111"


def test_another_stack_resource_or_operation_is_refused_as_cloudformation_does_it(cloudformation: Any) -> None:
    stack_id = event("create")["StackId"]
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Stack with id other does not exist"):
        cloudformation.describe_stacks(StackName="other")
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Resource Other does not exist"):
        cloudformation.describe_stack_resource(StackName=stack_id, LogicalResourceId="Other")
    with pytest.raises(ClientError, match="NotServed"):
        cloudformation.delete_stack(StackName=stack_id)
