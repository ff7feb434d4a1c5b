"""A function that is right in quiet weather, and wrong in one way of choice: what the oracle must find out."""

import json
from typing import Any

from tests.fuzz.lifecycle import Lifecycle
from tests.fuzz.plan import Plan
from tests.fuzz.reading import entries_of
from tests.simulation.lambda_service import Event


class Naive:
    """Knows the service and its stack directly; each flaw is a word."""

    def __init__(self, plan: Plan, flaw: str = "") -> None:
        self.flaw = flaw
        self.life = Lifecycle(plan, handler=self._handle)
        self.delivered: set[str] = set()

    def violations(self) -> list[str]:
        """Run the plan; return what the oracle found."""
        return self.life.run().violations

    def _handle(self, event: Event, context: Any, clock: Any) -> None:
        again = event["RequestId"] in self.delivered
        self.delivered.add(event["RequestId"])
        if self.flaw == "silent" and event["RequestType"] == "Create":
            return
        status = "SUCCESS" if self._bring(event, clock) else "FAILED"
        if again:
            clock.sleep(5)
        if (self.flaw == "fickle" and again) or self.flaw == f"refuses {event['RequestType']}":
            status = "FAILED"
        packages = sorted(entries_of(event["ResourceProperties"]))
        refused = status == "FAILED" and not again
        brought = "not-created" if refused else f"movies|{','.join(packages)}"
        known = event["PhysicalResourceId"] if event["RequestType"] == "Delete" else brought
        answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
        answer |= {"Status": status, "PhysicalResourceId": "" if self.flaw == "garbled" else known, "Reason": status}
        if status == "SUCCESS" and event["RequestType"] != "Delete":
            answer["Data"] = {"DomainName": "movies"}
        self.life.world.endpoint.put(event["ResponseURL"], json.dumps(answer).encode(), "", 5)

    def _bring(self, event: Event, clock: Any) -> bool:
        entries, service = entries_of(event["ResourceProperties"]), self.life.world.opensearch
        if "none" in entries:
            return bool(event["RequestType"] == "Delete")
        if event["RequestType"] == "Delete":
            self._dissociate(self._going(event), clock)
            return True
        adopt = event["ResourceProperties"].get("AdoptExisting") == "true" or self.flaw == "greedy"
        for package, entry in entries.items():
            one = self._there().get(package)
            if one is None or (entry.get("PackageVersion", one.version) != one.version and self.flaw != "outdated"):
                service.associate_package(DomainName="movies", PackageID=package)
            elif event["RequestType"] == "Create" and not adopt:
                return False
        while self.flaw != "hasty" and any(self._there()[package].status != "ACTIVE" for package in entries):
            clock.sleep(1)
        if self.flaw == "eager":
            self._dissociate(entries_of(event.get("OldResourceProperties", {})).keys() - entries.keys(), clock)
        return True

    def _going(self, event: Event) -> set[str]:
        """Return what a Delete is to take away."""
        if self.flaw == "lazy" or "|" not in event["PhysicalResourceId"]:
            return set()
        stack, strangers = self.life.stack, self.life.oracle.strangers.keys()
        rows = [one for one in stack.resources.values() if not one.status.startswith("DELETE")]
        held = {package for one in rows for package in one.physical_id.partition("|")[2].split(",")}
        rolls_back = "ROLLBACK" in stack.status or self.life.plan.on_failure == "DELETE"
        kept = set[str]() if self.flaw in ("thief", "forgetful") else (held | (strangers if rolls_back else set()))
        going = set(event["PhysicalResourceId"].partition("|")[2].split(","))
        return (going | (set(strangers) if self.flaw == "thief" else set())) - kept

    def _dissociate(self, packages: set[str], clock: Any) -> None:
        for package in packages & self._there().keys():
            self.life.world.opensearch.dissociate_package(DomainName="movies", PackageID=package)
        while packages & self._there().keys():
            clock.sleep(1)

    def _there(self) -> dict[str, Any]:
        return dict(self.life.packages.domain("movies").associations)
