"""A function that is right in quiet weather, and wrong in one way of choice: what the oracles must find out."""

import json
from typing import Any

from tests.fuzz.lifecycle import Lifecycle
from tests.fuzz.plan import Plan
from tests.fuzz.reading import entries_of
from tests.simulation.lambda_service import Event

#: A resource of a stack.
Holder = tuple[str, str]


class Naive:
    """Knows the service directly, and who holds what; each flaw is a word."""

    def __init__(self, plan: Plan, flaw: str = "") -> None:
        self.flaw = flaw
        self.life = Lifecycle(plan, handler=self._handle)
        self.delivered: set[str] = set()
        #: Who holds a package, by which id; and what was there before anybody did.
        self.holders: dict[str, set[tuple[Holder, str]]] = {}
        self.found: set[str] = set()

    def violations(self) -> list[str]:
        """Run the plan; return what the oracles found."""
        return self.life.run().violations

    def _handle(self, event: Event, context: Any, clock: Any) -> None:
        again = event["RequestId"] in self.delivered
        self.delivered.add(event["RequestId"])
        if self.flaw == "silent" and event["RequestType"] == "Create":
            return
        packages = sorted(entries_of(event["ResourceProperties"]))
        brought = f"movies|{','.join(packages)}"
        status = "SUCCESS" if self._bring(event, brought, clock) else "FAILED"
        if again:
            clock.sleep(5)
        if (self.flaw == "fickle" and again) or self.flaw == f"refuses {event['RequestType']}":
            status = "FAILED"
        refused = status == "FAILED" and not again
        brought = event.get("PhysicalResourceId", "not-created") if refused else brought
        known = event["PhysicalResourceId"] if event["RequestType"] == "Delete" else brought
        answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
        answer |= {"Status": status, "PhysicalResourceId": "" if self.flaw == "garbled" else known, "Reason": status}
        if status == "SUCCESS" and event["RequestType"] != "Delete":
            answer["Data"] = {"DomainName": "movies"}
        self.life.world.endpoint.put(event["ResponseURL"], json.dumps(answer).encode(), "", 5)

    def _bring(self, event: Event, brought: str, clock: Any) -> bool:
        entries, service = entries_of(event["ResourceProperties"]), self.life.world.opensearch
        holder = (event["StackId"], event["LogicalResourceId"])
        if "none" in entries:
            return bool(event["RequestType"] == "Delete")
        if event["RequestType"] == "Delete":
            if self.flaw != "lazy":
                self._let_go(holder, event["PhysicalResourceId"], clock)
            return True
        adopt = event["ResourceProperties"].get("AdoptExisting") == "true" or self.flaw == "greedy"
        for package, entry in entries.items():
            one = self._there().get(package)
            mine = any(other[0] == holder[0] for other, _ in self.holders.get(package, ()))
            if one is not None and not (mine or adopt):
                return False
            if one is not None and not self.holders.get(package):
                self.found.add(package)
            self.holders.setdefault(package, set()).add((holder, brought))
            if one is None or (entry.get("PackageVersion", one.version) != one.version and self.flaw != "outdated"):
                service.associate_package(DomainName="movies", PackageID=package)
        while self.flaw != "hasty" and any(self._there()[package].status != "ACTIVE" for package in entries):
            clock.sleep(1)
        if self.flaw == "eager":
            self._dissociate(entries_of(event.get("OldResourceProperties", {})).keys() - entries.keys(), clock)
        return True

    def _let_go(self, holder: Holder, known: str, clock: Any) -> None:
        """Take away what a resource has by an id; of an invented one, all that it has."""
        going = set[str]()
        for package, holders in self.holders.items():
            own = {one for one in holders if one[0] == holder and (one[1] == known or "|" not in known)}
            holders -= own
            if (
                own
                and not (holders and self.flaw != "thief")
                and not (package in self.found and self.flaw != "forgetful")
            ):
                going.add(package)
        self._dissociate(going, clock)

    def _dissociate(self, packages: set[str], clock: Any) -> None:
        for package in packages & self._there().keys():
            self.life.world.opensearch.dissociate_package(DomainName="movies", PackageID=package)
        while packages & self._there().keys():
            clock.sleep(1)

    def _there(self) -> dict[str, Any]:
        return dict(self.life.packages.domain("movies").associations)
