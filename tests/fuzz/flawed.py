"""The provider's function, wrong in one way of choice: what the oracles must find out."""

import json
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

import app
from tests.fuzz.lifecycle import Lifecycle
from tests.fuzz.plan import Plan
from tests.fuzz.reading import entries_of
from tests.simulation.lambda_service import Event


class Flawed:
    """Each flaw is a word; without one it is the function as it is."""

    def __init__(self, plan: Plan, flaw: str = "") -> None:
        self.flaw = flaw
        self.life = Lifecycle(plan, handler=self._handle)
        self.delivered: set[str] = set()

    def violations(self) -> list[str]:
        """Run the plan; return what the oracles found."""
        return self.life.run().violations

    def _handle(self, event: Event, context: Any, clock: Any) -> None:
        type_, again = event["RequestType"], event["RequestId"] in self.delivered
        self.delivered.add(event["RequestId"])
        if self.flaw == "silent" and type_ == "Create":
            return
        if self.flaw in (f"refuses {type_}", f"refuses {event['LogicalResourceId']}", "garbled") or (
            self.flaw == "fickle" and again
        ):
            clock.sleep(10)
            self._answer(event, "FAILED")
        elif (self.flaw == "lazy" and type_ == "Delete") or (self.flaw == "hasty" and type_ == "Create"):
            if type_ == "Create":
                self._begin(event["ResourceProperties"])
            self._answer(event, "SUCCESS")
        else:
            self._meddle(event, type_)
            app.lambda_handler(event, context, clock=clock)

    def _meddle(self, event: Event, type_: str) -> None:
        """Do or change what is to be wrong before the function does what is right."""
        properties, service = event["ResourceProperties"], self.life.world.opensearch
        if self.flaw == "greedy":
            properties["AdoptExisting"] = "true"
        if self.flaw == "outdated" and type_ == "Update":
            event["ResourceProperties"] = event["OldResourceProperties"]
        if (self.flaw, type_) in (("thief", "Delete"), ("eager", "Update")):
            for package in entries_of(properties if type_ == "Delete" else event["OldResourceProperties"]):
                with suppress(ClientError):
                    service.dissociate_package(DomainName="movies", PackageID=package)
        if (self.flaw, type_) in (("thief", "Delete"), ("remakes", "Update")) and "PackageSource" in properties:
            with suppress(ClientError):
                service.delete_package(PackageID=event["PhysicalResourceId"])
        if self.flaw == "meddling" and type_ == "Create":
            for package in [one for one in self.life.theirs if "PackageSource" in properties]:
                service.update_package(PackageID=package, PackageSource=properties["PackageSource"])

    def _begin(self, properties: Event) -> None:
        """Ask for what is wanted."""
        if "PackageSource" in properties:
            names = ("PackageName", "PackageType", "PackageSource")
            self.life.world.opensearch.create_package(**{name: properties[name] for name in names})
        for package in entries_of(properties):
            self.life.world.opensearch.associate_package(DomainName="movies", PackageID=package)

    def _answer(self, event: Event, status: str) -> None:
        packages = ",".join(entries_of(event["ResourceProperties"]))
        known = event.get("PhysicalResourceId", f"movies|{packages}" if status == "SUCCESS" else "not-created")
        answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
        answer |= {"Status": status, "PhysicalResourceId": "" if self.flaw == "garbled" else known, "Reason": status}
        made = [one.id for one in self.life.packages.known_packages()]
        answer |= {"Data": {"PackageID": made[-1]}} if status == "SUCCESS" and event["RequestType"] == "Create" else {}
        self.life.world.endpoint.put(event["ResponseURL"], json.dumps(answer).encode(), "", 5)
