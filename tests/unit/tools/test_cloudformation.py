"""The stacks of the sample events, as boto3 reads them."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tools.local import client
from tools.samples import SAMPLES, event
from tools.server import LocalEndpoint, serving

KEY = "123456789012"


@pytest.fixture(scope="module")
def endpoint() -> LocalEndpoint:
    return LocalEndpoint(KEY)


@pytest.fixture(scope="module")
def cloudformation(endpoint: LocalEndpoint) -> Iterator[Any]:
    """Return a client of the local endpoint."""
    with socket.create_server(("127.0.0.1", 0)) as listener, serving(endpoint, [listener]):
        yield client("cloudformation", f"http://127.0.0.1:{listener.getsockname()[1]}", KEY)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_stack_is_where_its_last_event_says_and_its_operation_began_before_that(
    endpoint: LocalEndpoint, cloudformation: Any, name: str
) -> None:
    endpoint.invocations.made(name)
    stack_id = event(name)["StackId"]
    (stack,) = cloudformation.describe_stacks(StackName=stack_id)["Stacks"]
    assert (stack["StackId"], stack["StackStatus"]) == (stack_id, SAMPLES[name].stack)
    began = max(stack.get(time, stack["CreationTime"]) for time in ("LastUpdatedTime", "DeletionTime"))
    assert 1 < endpoint.invocations.last - began.timestamp() < 60
    assert ("LastUpdatedTime" in stack) is stack["StackStatus"].startswith("UPDATE")


def test_another_stack_or_operation_is_refused_as_cloudformation_does_it(cloudformation: Any) -> None:
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Stack with id other does not exist"):
        cloudformation.describe_stacks(StackName="other")
    for operation in (cloudformation.delete_stack, cloudformation.list_stack_resources):
        with pytest.raises(ClientError, match="NotServed"):
            operation(StackName=event("create")["StackId"])
