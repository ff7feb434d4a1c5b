"""CloudFormation as far as the function reads it: the stacks of the sample events, each as it is at its event."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.core.serialize import QuerySerializer
from moto.core.utils import get_service_model

from tools.samples import SAMPLES, event

MODEL = get_service_model("cloudformation")
TYPES = {
    "Synonyms": "Custom::OpenSearchPackageAssociation",
    "Search": "Custom::OpenSearchPackageAssociations",
    "Films": "Custom::OpenSearchPackage",
}
#: How long ago a stack that is updated was made, and how far two of its events are apart (seconds).
AGE, APART = 86_400, 5

Answer = dict[str, Any]


class SampleStack:
    """The stack of one sample event, as if the event had been made at that time (epoch seconds)."""

    def __init__(self, name: str, at: float) -> None:
        self.sample, self.event, self.at = SAMPLES[name], event(name), at
        self.ids = {"StackId": self.event["StackId"], "StackName": self.event["StackId"].split("/")[1]}
        self.events = self._events()

    def describe_stacks(self) -> Answer:
        """Return DescribeStacks' answer."""
        began = next(one["Timestamp"] for one in self.events if "ResourceStatusReason" in one)
        times = {"CreationTime": moment(self.at - AGE), "LastUpdatedTime": began}
        if self.sample.operation == "CREATE":
            times = {"CreationTime": began}
        return {"Stacks": [self.ids | times | {"StackStatus": self.sample.stack}]}

    def list_stack_resources(self) -> Answer:
        """Return ListStackResources' answer."""
        rows = []
        for logical_id, (status, physical_id) in self.sample.rows.items():
            row = resource(logical_id, status, physical_id)
            since = next(one["Timestamp"] for one in self.events if row.items() <= one.items())
            rows.append(row | {"LastUpdatedTimestamp": since})
        return {"StackResourceSummaries": rows}

    def describe_stack_resource(self, logical_id: str) -> Answer:
        """Return DescribeStackResource's answer."""
        for row in self.list_stack_resources()["StackResourceSummaries"]:
            if row["LogicalResourceId"] == logical_id:
                return {"StackResourceDetail": row | self.ids}
        raise ValidationError(message=f"Resource {logical_id} does not exist for stack {self.ids['StackName']}")

    def describe_stack_events(self) -> Answer:
        """Return DescribeStackEvents' answer."""
        return {"StackEvents": self.events}

    def _events(self) -> list[Answer]:
        """Return the stack's events, newest first: how it came to where it is, and last what the sample is about."""
        own, request = self.event["LogicalResourceId"], f"{self.event['RequestType'].upper()}_IN_PROGRESS"
        now = (own, request, self.event.get("PhysicalResourceId", ""))
        rows = [(logical_id, *row) for logical_id, row in self.sample.rows.items()]
        name, stack_id = self.ids["StackName"], self.ids["StackId"]
        began = (name, f"{self.sample.operation}_IN_PROGRESS", stack_id)
        events = [row for row in rows if row[0] != own] + [began]
        events += [row for row in rows if row[0] == own and row != now]
        events += [(name, self.sample.stack, stack_id)] if self.sample.stack != began[1] else []
        listed = []
        for number, one in enumerate([now, *reversed(events)]):
            more = {"ResourceStatusReason": "User Initiated"} if one is began else {}
            more |= {"ResourceProperties": json.dumps(self.event["ResourceProperties"])} if one is now else {}
            more |= {"EventId": f"{one[0]}-{one[1]}-{number}"}
            listed.append(resource(*one) | self.ids | more | {"Timestamp": moment(self.at - APART * number)})
        return listed


class SampleStacks:
    """All of them, as they are from the time on that `renew` was given last."""

    def __init__(self, at: float) -> None:
        self.renew(at)

    def renew(self, at: float) -> None:
        """Let it be that time (epoch seconds)."""
        self.stacks = {stack.ids["StackId"]: stack for stack in (SampleStack(name, at) for name in SAMPLES)}

    def answer(self, asked: dict[str, str]) -> tuple[int, str]:
        """Return status and body for a request of the query protocol; raise KeyError if the operation isn't served."""
        logical_id = asked.get("LogicalResourceId", "")
        reads: dict[str, Callable[[SampleStack], Answer]] = {
            "DescribeStacks": SampleStack.describe_stacks,
            "DescribeStackResource": lambda stack: stack.describe_stack_resource(logical_id),
            "ListStackResources": SampleStack.list_stack_resources,
            "DescribeStackEvents": SampleStack.describe_stack_events,
        }
        read, name = reads[asked["Action"]], asked.get("StackName", "")
        try:
            result: Any = read(self.stacks[name]) if name in self.stacks else ValidationError(name)
        except ValidationError as error:
            result = error
        answer = QuerySerializer(MODEL.operation_model(asked["Action"])).serialize(result)
        return answer["status_code"], str(answer["body"])


def resource(logical_id: str, status: str, physical_id: str) -> Answer:
    """Return what rows and events have in common."""
    type_ = TYPES.get(logical_id, "AWS::CloudFormation::Stack")
    row = {"LogicalResourceId": logical_id, "ResourceType": type_, "ResourceStatus": status}
    return row | ({"PhysicalResourceId": physical_id} if physical_id else {})


def moment(at: float) -> datetime:
    """Return a time as the API has it."""
    return datetime.fromtimestamp(at, UTC)
