"""The demo's stage: says what is done, shows what happens, and stops when something else happens."""

import json
import re
import threading
import time
from collections.abc import Iterable

from tools.local import ROOT, LocalAws
from tools.stacks import Event, Stacks

DOMAIN, PACKAGE = "movies", "films"


class Stage:
    """The local AWS, before your eyes."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws, self.began = aws, time.monotonic()
        self.stacks, self.opensearch = Stacks(aws.client("cloudformation")), aws.client("opensearch")
        #: The last status of each association and package, by where it is.
        self.shown: dict[tuple[str, str], str] = {}
        #: Every status that an association has had.
        self.shown_ever: set[str] = set()

    def say(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def show(self, who: str, what: str) -> None:
        print(f"  {time.monotonic() - self.began:6.1f} s  {who:<22} {what}", flush=True)

    def associations(self) -> dict[str, str]:
        """Return the status of each association of the domain, by package id."""
        listed = self.opensearch.list_packages_for_domain(DomainName=DOMAIN)["DomainPackageDetailsList"]
        return {item["PackageID"]: item["DomainPackageStatus"] for item in listed}

    def packages(self) -> dict[str, str]:
        """Return the status of the package that a stack makes, by its id."""
        filters = [{"Name": "PackageName", "Value": [PACKAGE]}]
        listed = self.opensearch.describe_packages(Filters=filters)["PackageDetailsList"]
        return {item["PackageID"]: item["PackageStatus"] for item in listed}

    def watch(self, stop: threading.Event) -> None:
        """Show each change of a status, until stopped."""
        places = {f"domain {DOMAIN}": (self.associations, "dissociated"), "package": (self.packages, "deleted")}
        while not stop.wait(0.2):
            now = {(where, one): status for where, (ask, _) in places.items() for one, status in ask().items()}
            for where, one in sorted(self.shown.keys() | now.keys()):
                status = now.get((where, one), places[where][1])
                if self.shown.get((where, one)) != status:
                    self.show(where, f"{one} is {status}")
                    self.shown_ever |= {status} if where != "package" else set()
            self.shown = now

    def follow(self, events: Iterable[Event], ends: str) -> list[Event]:
        """Show a stack's events and the statuses beside them; the last event must be as told."""
        stop = threading.Event()
        watcher = threading.Thread(target=self.watch, args=(stop,))
        watcher.start()
        seen, name = [], ""
        try:
            for event in events:
                name = name or event.resource
                seen.append(event)
                self.show(event.resource, f"{event.status}{wrapped(event.reason)}")
        finally:
            stop.wait(0.5)
            stop.set()
            watcher.join()
        expect(self.stacks.status(name) == ends, f"the stack is {self.stacks.status(name)}, not {ends}")
        return seen

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


def wrapped(reason: str) -> str:
    """Return a reason for beneath its event."""
    return re.sub(r"(.{1,90})(?: |$)", "\n" + " " * 35 + r"\1", reason) if reason else ""


def expect(condition: bool, otherwise: str) -> None:
    """Stop the demo when something isn't as it should be."""
    if not condition:
        raise SystemExit(f"\nThe demo failed: {otherwise}.")
