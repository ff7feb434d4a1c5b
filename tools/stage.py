"""The demo's stage: shows what happens to the stacks and the domain, and stops when something else happens."""

import json
import re
import time
from collections.abc import Callable, Iterable

from tools.local import ROOT, LocalAws
from tools.screen import Screen, beside
from tools.stacks import Event, Stacks

DOMAIN = "movies"


class Stage(Screen):
    """The local AWS, before your eyes."""

    def __init__(self, aws: LocalAws) -> None:
        super().__init__()
        self.aws = aws
        self.stacks, self.opensearch = Stacks(aws.client("cloudformation")), aws.client("opensearch")
        #: The packages that were there before any stack.
        self.given: set[str] = set()
        #: The last status of each association and package, by where it is.
        self.shown: dict[tuple[str, str], str] = {}
        #: What was on the domain at each look since the last change began: each association's status, by package id.
        self.looks: list[dict[str, str]] = []
        #: The physical id of each resource, by its stack and name.
        self.ids: dict[tuple[str, str], str] = {}
        #: What a stack waits for: its resources that are in progress, and since when.
        self.busy: dict[str, tuple[str, float]] = {}
        #: What has been shown, and was so.
        self.checked: list[str] = []

    def check(self, claim: str, condition: bool, otherwise: str) -> None:
        """Keep a claim, if it is any, for the end; stop the demo when it isn't so."""
        expect(condition, otherwise)
        self.checked += [claim] if claim else []

    def associations(self, domain: str = DOMAIN) -> dict[str, str]:
        """Return the status of each association of a domain, by package id; none when there is no such domain."""
        try:
            listed = self.opensearch.list_packages_for_domain(DomainName=domain)["DomainPackageDetailsList"]
        except self.opensearch.exceptions.ResourceNotFoundException:
            return {}
        return {item["PackageID"]: item["DomainPackageStatus"] for item in listed}

    def packages(self) -> dict[str, str]:
        """Return the status of each package that a stack makes, by its id."""
        listed = self.opensearch.describe_packages()["PackageDetailsList"]
        return {one["PackageID"]: one["PackageStatus"] for one in listed if one["PackageID"] not in self.given}

    def look(self) -> None:
        """Show each status that has changed, or what the stack waits for."""
        domains = [one["DomainName"] for one in self.opensearch.list_domain_names()["DomainNames"]]
        found = {f"domain {domain}": self.associations(domain) for domain in domains}
        self.looks.append(found.get(f"domain {DOMAIN}", {}))
        now = {(where, one): status for where, all_ in found.items() for one, status in all_.items()}
        now |= {("package", one): status for one, status in self.packages().items()}
        for where, one in sorted(self.shown.keys() | now.keys()):
            status = now.get((where, one), "deleted" if where == "package" else "dissociated")
            if self.shown.get((where, one)) != status:
                self.show(where, f"{one} is {status}")
        self.shown = now
        self.still("CloudFormation", self.waits())

    def waits(self) -> str:
        """Return what the stack waits for."""
        now = time.monotonic()
        busy = [f"{name}, {status} for {now - since:.0f} s" for name, (status, since) in self.busy.items()]
        return f"still waits for {'; '.join(busy)} …" if busy else "still at work …"

    def show_all(self, events: Iterable[Event], each: Callable[[Event], None] = lambda _: None) -> list[Event]:
        """Show a stack's events, and the statuses beside them, to the end of its change."""
        seen: list[Event] = []
        self.looks.clear()
        self.busy.clear()
        try:
            with beside(self.look, last=0.5):
                for event in events:
                    seen.append(event)
                    self.show(event.resource, event.status, event.reason)
                    self.busy.pop(event.resource, None)
                    if event.status.endswith("_IN_PROGRESS") and event.resource != seen[0].resource:
                        self.busy[event.resource] = (event.status, time.monotonic())
                    each(event)
        except TimeoutError as error:
            raise RuntimeError(f"{error}; it {self.waits()}") from None
        return seen

    def follow(self, events: Iterable[Event], ends: str) -> list[Event]:
        """Show a stack's events; the last one must be as told."""
        first: list[Event] = []

        def each(event: Event) -> None:
            first.append(event)
            self.name_cleanup(first[0].resource, event, ends)

        seen = self.show_all(events, each)
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
        """Return what the function has asked of OpenSearch Service: at which place of the ledger, and what."""
        lines = [json.loads(line) for line in self.log() if line.startswith("{") and '"asked"' in line]
        return [(line["place"], " ".join(line["calls"])) for line in lines if line.get("message") == "asked"]


def metric_names() -> set[str]:
    """Return the metrics of our own that the template's alarms and dashboard name."""
    template = (ROOT / "template.yaml").read_text(encoding="utf-8")
    charted = re.findall(r'\["OpenSearchPackages", "(\w+)"', template)
    return {*charted, *re.findall(r"Namespace: OpenSearchPackages\n +MetricName: (\w+)", template)}


def expect(condition: bool, otherwise: str) -> None:
    """Stop the demo when something isn't as it should be."""
    if not condition:
        raise SystemExit(f"\nThe demo failed: {otherwise}.")
