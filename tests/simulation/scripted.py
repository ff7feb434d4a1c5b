"""A function that does what the properties say, to see what CloudFormation's side makes of it."""

import json
from typing import Any

from tests.simulation.lambda_service import Event
from tests.simulation.stack import Stack
from tests.simulation.world import World


class Scripted:
    """Answers `DomainName|PackageID` after Takes seconds; Fails names the types that fail, Silent one not answered."""

    def __init__(self) -> None:
        self.world = World(None)
        self.world.function.handler = self._handle
        self.asked: list[Event] = []
        #: Each request, with what CloudFormation showed of stack and rows just before it was answered.
        self.seen: list[tuple[Event, dict[str, Any], dict[str, dict[str, Any]]]] = []

    def api(self, operation: str, stack: Stack, **parameters: Any) -> Any:
        return self.world.cloudformation.api(operation, {"StackName": stack.id, **parameters})

    def requests(self, type_: str) -> list[str]:
        """Return the physical ids of the requests of a type, in their order."""
        return [event.get("PhysicalResourceId", "") for event in self.asked if event["RequestType"] == type_]

    def _handle(self, event: Event, context: Any, clock: Any) -> None:
        self.asked.append(event)
        properties, type_ = event["ResourceProperties"], event["RequestType"]
        known = event.get("PhysicalResourceId")
        clock.sleep(float(properties.get("Takes", 1)))
        api, name = self.world.cloudformation.api, {"StackName": event["StackId"]}
        rows = {row["LogicalResourceId"]: row for row in api("ListStackResources", name)["StackResourceSummaries"]}
        self.seen.append((event, api("DescribeStacks", name)["Stacks"][0], rows))
        if type_ == properties.get("Silent"):
            return
        packages = properties.get("Packages", [properties])
        new = f"{properties['DomainName']}|{','.join(one['PackageID'] for one in packages)}"
        fails = type_ in properties.get("Fails", "")
        answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")} | {
            "Status": "FAILED" if fails else "SUCCESS",
            "PhysicalResourceId": known if type_ == "Delete" else new,
            "Reason": "it was to fail" if fails else "",
        }
        self.world.endpoint.put(event["ResponseURL"], json.dumps(answer).encode(), "", 5)


def one(package: str, **more: Any) -> dict[str, Any]:
    """Return the properties of one association."""
    return {"DomainName": "movies", "PackageID": package, **more}
