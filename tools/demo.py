"""The main job before your eyes: a stack that associates a package is created, updated, rolled back and deleted."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

from tools.deploy import PROVIDER, build, deploy, runtime
from tools.local import ROOT, LocalAws, local_aws
from tools.stacks import Event, Stacks
from tools.stopping import stop_on_signals

STACK, DOMAIN = "movies-search", "movies"
TEMPLATE = ROOT / "examples" / "synonyms.yaml"


class Demo:
    """Says what it does, shows what happens, and fails when something else happens."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws, self.began = aws, time.monotonic()
        self.stacks, self.opensearch = Stacks(aws.client("cloudformation")), aws.client("opensearch")
        self.shown: dict[str, str] = {}
        self.shown_ever: set[str] = set()

    def say(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def show(self, who: str, what: str) -> None:
        print(f"  {time.monotonic() - self.began:6.1f} s  {who:<22} {what}", flush=True)

    def associations(self) -> dict[str, str]:
        """Return the status of each association of the domain, by package id."""
        listed = self.opensearch.list_packages_for_domain(DomainName=DOMAIN)["DomainPackageDetailsList"]
        return {item["PackageID"]: item["DomainPackageStatus"] for item in listed}

    def watch(self, stop: threading.Event) -> None:
        """Show each change of an association's status, until stopped."""
        while not stop.wait(0.2):
            now = self.associations()
            for package in sorted(self.shown.keys() | now.keys()):
                status = now.get(package, "dissociated")
                if self.shown.get(package) != status:
                    self.show(f"domain {DOMAIN}", f"{package} is {status}")
                    self.shown_ever.add(status)
            self.shown = now

    def follow(self, events: Iterable[Event], ends: str) -> list[Event]:
        """Show a stack's events and the associations beside them; the last event must be as told."""
        stop = threading.Event()
        watcher = threading.Thread(target=self.watch, args=(stop,))
        watcher.start()
        seen = []
        try:
            for event in events:
                seen.append(event)
                self.show(event.resource, f"{event.status}{wrapped(event.reason)}")
        finally:
            stop.wait(0.5)
            stop.set()
            watcher.join()
        expect(self.stacks.status(STACK) == ends, f"the stack is {self.stacks.status(STACK)}, not {ends}")
        return seen

    def run(self) -> None:
        """Do all of it."""
        self.say(f"1. sam build and sam deploy: the function, for {runtime()}, to the local AWS.")
        deploy(self.aws, build(self.aws))
        self.show(PROVIDER, self.stacks.outputs(PROVIDER)["ServiceToken"])

        self.say(f"2. A domain, {DOMAIN}, and three dictionaries: what you would have already.")
        first, second, broken = self.prepare()

        self.say(f"3. Create a stack that associates {first}, with {TEMPLATE.relative_to(ROOT)}.")
        template = TEMPLATE.read_text(encoding="utf-8")
        self.follow(self.stacks.create(STACK, template, DomainName=DOMAIN, PackageID=first), "CREATE_COMPLETE")
        for name, value in self.stacks.outputs(STACK).items():
            self.show("output", f"{name} = {value}")
        expect(self.associations() == {first: "ACTIVE"}, f"the domain has {self.associations()}")

        self.say(
            f"4. Publish version v2 of {first} and change PackageVersion: in place, with no dissociation in between."
        )
        self.publish(first)
        self.shown_ever.clear()
        self.change("UPDATE_COMPLETE", PackageID=first, PackageVersion="v2")
        self.show("output", f"PackageVersion = {self.stacks.outputs(STACK)['PackageVersion']}")
        expect(self.stacks.outputs(STACK)["PackageVersion"] == "v2", "the output names another version")
        expect(self.shown_ever <= {"ASSOCIATING", "ACTIVE"}, f"the association was {self.shown_ever} meanwhile")

        self.say(f"5. Update it to {second}: associated before {first} is dissociated.")
        self.change("UPDATE_COMPLETE", PackageID=second)
        expect(self.associations() == {second: "ACTIVE"}, f"the domain has {self.associations()}")

        self.say(f"6. Update it to {broken}, which the service can't install: the stack says why, and rolls back.")
        self.aws.control("fail", package=broken, status="ASSOCIATION_FAILED", type="InvalidDictionary",
                         message="line 3: a synonym rule needs a comma or =>")  # fmt: skip
        events = self.change("UPDATE_ROLLBACK_COMPLETE", PackageID=broken)
        expect(any("InvalidDictionary: line 3" in event.reason for event in events), "no event gives the reason")
        expect(self.associations() == {second: "ACTIVE"}, f"the domain has {self.associations()}")

        self.say("7. Delete the stack: the association goes with it.")
        self.follow(self.stacks.delete(STACK), "DELETE_COMPLETE")
        expect(self.associations() == {}, f"the domain still has {self.associations()}")
        missing = [name for name in metric_names() if f'"{name}"' not in self.log()]
        expect(not missing, f"no log line holds the metrics {missing}")
        expect("X-Amz-Signature" not in (log := self.log()) and "cfn-response" not in log, "a log names a ResponseURL")
        self.show(f"domain {DOMAIN}", "nothing is left")

    def change(self, ends: str, **parameters: str) -> list[Event]:
        """Update the stack and show it."""
        template = TEMPLATE.read_text(encoding="utf-8")
        return self.follow(self.stacks.update(STACK, template, DomainName=DOMAIN, **parameters), ends)

    def publish(self, package: str) -> None:
        """Make the next version of a package, and wait until it is available."""
        source = {"S3BucketName": "dictionaries", "S3Key": "synonyms-2026-11.txt"}
        self.opensearch.update_package(PackageID=package, PackageSource=source, CommitMessage="more synonyms")
        filters = [{"Name": "PackageID", "Value": [package]}]
        while True:
            (state,) = self.opensearch.describe_packages(Filters=filters)["PackageDetailsList"]
            if state["PackageStatus"] == "AVAILABLE":
                return self.show("package", f"{package} is AVAILABLE at {state['AvailablePackageVersion']}")
            time.sleep(0.2)

    def prepare(self) -> list[str]:
        """Make the domain and the packages; return the packages' ids."""
        self.opensearch.create_domain(DomainName=DOMAIN, EngineVersion="OpenSearch_2.19")
        ids = []
        for name in ("synonyms-2026", "synonyms-2027", "synonyms-broken"):
            source = {"S3BucketName": "dictionaries", "S3Key": f"{name}.txt"}
            made: Any = self.opensearch.create_package(
                PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source
            )
            ids.append(made["PackageDetails"]["PackageID"])
            self.show(name, ids[-1])
        return ids

    def log(self) -> str:
        """Return every line that the deployed functions logged."""
        logs, lines = self.aws.client("logs"), []
        for group in logs.describe_log_groups()["logGroups"]:
            events = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            lines += [event["message"] for event in events]
        expect(any("answered" in line for line in lines), "the function logged nothing")
        return "\n".join(lines)


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


def main() -> None:
    """Run it; stop what was started, also on Ctrl-C, SIGTERM and a closed terminal."""
    stop_on_signals()
    print("OpenSearch package associations for CloudFormation: the demo. No AWS account is used.")
    began = time.monotonic()
    try:
        print("\n0. Starting a local AWS: MiniStack, and moto's server for OpenSearch Service.", flush=True)
        with local_aws() as aws:
            Demo(aws).run()
    except KeyboardInterrupt:
        sys.exit("\nStopped, and everything that was started with it.")
    except (RuntimeError, subprocess.SubprocessError) as error:
        sys.exit(f"\nThe demo failed: {error}")
    print(f"\nDone in {time.monotonic() - began:.0f} seconds; everything that was started has been stopped.")


if __name__ == "__main__":
    main()
