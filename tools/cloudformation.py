"""CloudFormation as far as the function reads it: DescribeStacks, of the stacks of the sample events."""

from datetime import UTC, datetime
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.core.serialize import QuerySerializer
from moto.core.utils import get_service_model

from tools.samples import Invocations

OPERATION = get_service_model("cloudformation").operation_model("DescribeStacks")
#: How long ago a stack that is changed was made, and how long its event has been under way (seconds).
AGE, UNDER_WAY = 86_400, 5


def describe_stacks(invocations: Invocations, name: str) -> tuple[int, str]:
    """Return status and body of DescribeStacks' answer, for a StackId."""
    result: Any = ValidationError(name)
    if name in invocations.stacks:
        sample, at = invocations.stacks[name]
        operation = sample.stack.split("_")[0]
        began = moment(at - UNDER_WAY)
        times = {"CreationTime": began if operation in ("CREATE", "ROLLBACK") else moment(at - AGE)}
        times |= {"DeletionTime": began} if operation == "DELETE" else {}
        times |= {"LastUpdatedTime": began} if operation == "UPDATE" else {}
        ids = {"StackId": name, "StackName": name.split("/")[1]}
        result = {"Stacks": [ids | times | {"StackStatus": sample.stack}]}
    answer = QuerySerializer(OPERATION).serialize(result)
    return answer["status_code"], str(answer["body"])


def moment(at: float) -> datetime:
    """Return a time as the API has it."""
    return datetime.fromtimestamp(at, UTC)
