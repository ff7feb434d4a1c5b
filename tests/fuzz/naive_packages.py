"""A function for packages that is right in quiet weather, and wrong in one way of choice: to try the oracle."""

import json
from typing import Any

from tests.fakes.package import Package
from tests.fuzz.lifecycle import Lifecycle
from tests.fuzz.plan import PACKAGES, Plan
from tests.simulation.lambda_service import Event

#: What CreatePackage takes.
CREATING = ("PackageName", "PackageType", "EngineVersion", "PackageSource")


class NaivePackages:
    """Knows the service and its stack directly; each flaw is a word. Knows packages, and associations by id."""

    def __init__(self, plan: Plan, flaw: str = "") -> None:
        self.flaw = flaw
        self.life = Lifecycle(plan, handler=self._handle)

    def violations(self) -> list[str]:
        """Run the plan; return what the oracle found."""
        return self.life.run().violations

    def _handle(self, event: Event, context: Any, clock: Any) -> None:
        if self.flaw == "silent" and event["RequestType"] == "Create":
            return
        itself = "PackageSource" in event["ResourceProperties"]
        known = (self._bring if itself else self._associate)(event, clock)
        made = self.life.packages.packages.get(known)
        failed = not known or self.flaw == f"refuses {event['RequestType']}"
        failed = failed or (made is not None and self._is(made, "VALIDATION_FAILED"))
        answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
        known = event.get("PhysicalResourceId", "") if event["RequestType"] == "Delete" else known
        answer |= {"Status": "FAILED" if failed else "SUCCESS", "PhysicalResourceId": known or "none", "Reason": "it"}
        package = self.life.packages.packages.get(known)
        if package is not None and not failed and event["RequestType"] != "Delete":
            answer["Data"] = {"PackageID": known, "PackageVersion": package.version}
        self.life.world.endpoint.put(event["ResponseURL"], json.dumps(answer).encode(), "", 5)

    def _bring(self, event: Event, clock: Any) -> str:
        service, properties = self.life.world.opensearch, event["ResourceProperties"]
        one = self._named(properties["PackageName"])
        if event["RequestType"] == "Delete":
            theirs = self.life.theirs if self.flaw != "forgetful" else {}
            known = self.life.packages.packages.get(event["PhysicalResourceId"])
            if known is not None and self.flaw != "lazy" and known.id not in theirs:
                service.delete_package(PackageID=known.id)
                while self._is(known, "DELETING"):
                    clock.sleep(1)
            return "gone"
        given = {name: properties[name] for name in CREATING if name in properties}
        adopt = properties.get("AdoptExisting") == "true" or self.flaw in ("greedy", "meddling")
        old = event.get("OldResourceProperties", {})
        if one is None:
            package = service.create_package(**given)["PackageDetails"]["PackageID"]
        elif event["RequestType"] == "Create" and not adopt:
            return ""
        else:
            package = self._renewed(one.id, given, properties, old, clock)
        made = self.life.packages.packages[package]
        while self.flaw != "hasty" and (self._is(made, "COPYING") or self._is(made, "VALIDATING")):
            clock.sleep(1)
        return str(package)

    def _renewed(self, package: str, given: dict[str, Any], properties: Event, old: Event, clock: Any) -> str:
        service = self.life.world.opensearch
        changed = old and any(properties.get(name) != old.get(name) for name in ("PackageSource", "Revision"))
        if self.flaw == "remakes" and changed:
            service.delete_package(PackageID=package)
            clock.sleep(1)
            return str(service.create_package(**given)["PackageDetails"]["PackageID"])
        if (changed and self.flaw != "outdated") or self.flaw == "meddling":
            service.update_package(PackageID=package, PackageSource=given["PackageSource"])
        return package

    def _associate(self, event: Event, clock: Any) -> str:
        service, package = self.life.world.opensearch, event["ResourceProperties"].get("PackageID", "none")
        known = self.life.packages.domain("movies").associations
        if package == "none":
            return "gone" if event["RequestType"] == "Delete" else ""
        if event["RequestType"] == "Delete":
            if package in known:
                service.dissociate_package(DomainName="movies", PackageID=package)
            while package in self.life.packages.domain("movies").associations:
                clock.sleep(1)
        elif package not in known or known[package].version != self.life.packages.packages[package].version:
            service.associate_package(DomainName="movies", PackageID=package)
            while self.life.packages.domain("movies").associations[package].status != "ACTIVE":
                clock.sleep(1)
        return str(package)

    def _named(self, name: str) -> Package | None:
        known = [one for one in self.life.packages.known_packages() if one.id not in PACKAGES]
        return next((one for one in known if one.name == name and not self._is(one, "DELETED")), None)

    def _is(self, package: Package, status: str) -> bool:
        return package.status() == status
