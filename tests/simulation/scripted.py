"""A function that does what the properties say, to see what CloudFormation's side makes of it."""

import json
from typing import Any

from tests.simulation.lambda_service import Event
from tests.simulation.world import World


class Scripted:
    """Answers `DomainName|PackageID` after Takes seconds; Fails names the types that fail, Silent one not answered."""

    def __init__(self) -> None:
        self.world = World(None)
        self.world.function.handler = self._handle
        self.asked: list[Event] = []
        #: What CloudFormation showed of the stack just before each request was answered.
        self.seen: list[dict[str, Any]] = []

    def described(self, name: str) -> dict[str, Any]:
        """Return what DescribeStacks shows of the stack of an id or name."""
        stack: dict[str, Any] = self.world.cloudformation.api("DescribeStacks", {"StackName": name})["Stacks"][0]
        return stack

    def requests(self, type_: str) -> list[str]:
        """Return the physical ids of the requests of a type, in their order."""
        return [event.get("PhysicalResourceId", "") for event in self.asked if event["RequestType"] == type_]

    def _handle(self, event: Event, context: Any, clock: Any) -> None:
        self.asked.append(event)
        properties, type_ = event["ResourceProperties"], event["RequestType"]
        known = event.get("PhysicalResourceId")
        clock.sleep(float(properties.get("Takes", 1)))
        self.seen.append(self.described(event["StackId"]))
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
