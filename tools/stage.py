"""The demo's stage: shows what happens to the stacks and the domain, and stops when something else happens."""

import json
import re
from collections.abc import Iterable

from tools.local import ROOT, LocalAws
from tools.screen import Screen, beside
from tools.stacks import Event, Stacks

DOMAIN, PACKAGE = "movies", "films"


class Stage(Screen):
    """The local AWS, before your eyes."""

    def __init__(self, aws: LocalAws) -> None:
        super().__init__()
        self.aws = aws
        self.stacks, self.opensearch = Stacks(aws.client("cloudformation")), aws.client("opensearch")
        #: The last status of each association and package, by where it is.
        self.shown: dict[tuple[str, str], str] = {}
        #: What was on the domain at each look since the last change began: each association's status, by package id.
        self.looks: list[dict[str, str]] = []
        #: The physical id of each resource, by its stack and name.
        self.ids: dict[tuple[str, str], str] = {}
        #: What has been shown, and was so.
        self.checked: list[str] = []

    def check(self, claim: str, condition: bool, otherwise: str) -> None:
        """Keep a claim, if it is any, for the end; stop the demo when it isn't so."""
        expect(condition, otherwise)
        self.checked += [claim] if claim else []

    def associations(self) -> dict[str, str]:
        """Return the status of each association of the domain, by package id."""
        listed = self.opensearch.list_packages_for_domain(DomainName=DOMAIN)["DomainPackageDetailsList"]
        return {item["PackageID"]: item["DomainPackageStatus"] for item in listed}

    def packages(self) -> dict[str, str]:
        """Return the status of the package that a stack makes, by its id."""
        filters = [{"Name": "PackageName", "Value": [PACKAGE]}]
        listed = self.opensearch.describe_packages(Filters=filters)["PackageDetailsList"]
        return {item["PackageID"]: item["PackageStatus"] for item in listed}

    def look(self) -> None:
        """Show each status that has changed."""
        associations = self.associations()
        self.looks.append(associations)
        places = {f"domain {DOMAIN}": (associations, "dissociated"), "package": (self.packages(), "deleted")}
        now = {(where, one): status for where, (found, _) in places.items() for one, status in found.items()}
        for where, one in sorted(self.shown.keys() | now.keys()):
            status = now.get((where, one), places[where][1])
            if self.shown.get((where, one)) != status:
                self.show(where, f"{one} is {status}")
        self.shown = now
        self.still("CloudFormation")

    def follow(self, events: Iterable[Event], ends: str) -> list[Event]:
        """Show a stack's events and the statuses beside them; the last event must be as told."""
        self.looks.clear()
        seen: list[Event] = []
        with beside(self.look, last=0.5):
            for event in events:
                seen.append(event)
                self.show(event.resource, event.status, event.reason)
                self.name_cleanup(seen[0].resource, event, ends)
        name = seen[0].resource if seen else ""
        expect(self.stacks.status(name) == ends, f"the stack is {self.stacks.status(name)}, not {ends}")
        return seen

    def name_cleanup(self, stack: str, event: Event, ends: str) -> None:
        """Say when CloudFormation's cleanup begins, and what it deletes: not each engine has an event for it."""
        if event.status.endswith("_CLEANUP_IN_PROGRESS"):
            self.show("CloudFormation", "its cleanup: what is left over is deleted, if there is anything")
        elif event.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE") and "ROLLBACK" not in ends:
            before = self.ids.get((stack, event.resource), event.physical_id)
            self.ids[stack, event.resource] = event.physical_id
            if before != event.physical_id:
                self.show("CloudFormation", f"its cleanup: it deletes {before}, which has been replaced")

    def log(self) -> list[str]:
        """Return every line that the deployed functions logged."""
        logs, lines = self.aws.client("logs"), []
        for group in logs.describe_log_groups()["logGroups"]:
            events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            lines += [event["message"] for event in events]
        expect(any("answered" in line for line in lines), "the function logged nothing")
        return lines

    def asked(self) -> list[tuple[str, str]]:
        """Return what the function has asked of OpenSearch Service: for which domain (empty: for none) and what."""
        lines = [json.loads(line) for line in self.log() if line.startswith("{") and '"asked"' in line]
        return [(line["domain"], line["goal"]) for line in lines if line.get("message") == "asked"]


def metric_names() -> set[str]:
    """Return the metrics of our own that the template's alarms and dashboard name."""
    template = (ROOT / "template.yaml").read_text(encoding="utf-8")
    charted = re.findall(r'\["OpenSearchPackages", "(\w+)"', template)
    return {*charted, *re.findall(r"Namespace: OpenSearchPackages\n +MetricName: (\w+)", template)}


def expect(condition: bool, otherwise: str) -> None:
    """Stop the demo when something isn't as it should be."""
    if not condition:
        raise SystemExit(f"\nThe demo failed: {otherwise}.")
