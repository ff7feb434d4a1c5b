"""The main job before your eyes: stacks that associate and make packages are created, updated, rolled back, deleted."""

import subprocess
import sys
import time
from typing import Any

from tools.deploy import BUCKET, PROVIDER, build, deploy, runtime
from tools.local import ROOT, local_aws
from tools.stacks import Event
from tools.stage import DOMAIN, PACKAGE, Stage, expect, metric_names
from tools.stopping import stop_on_signals

STACK, WHOLE = "movies-search", "films-search"
TEMPLATE = ROOT / "examples" / "synonyms.yaml"
BOTH = ROOT / "examples" / "package-and-association.yaml"
#: What the file holds, one version after the other; the last one is broken.
FILES = ("film, movie\n", "film, movie\nactor, star\n", "film, movie\nactor, star\ncinema => movies => theatre\n")


class Demo(Stage):
    """What is done."""

    def run(self) -> None:
        """Do all of it."""
        self.associate()
        self.make_and_associate()
        log = self.log()
        missing = [name for name in metric_names() if not any(f'"{name}"' in line for line in log)]
        expect(not missing, f"no log line holds the metrics {missing}")
        named = any("X-Amz-Signature" in line or "cfn-response" in line for line in log)
        expect(not named, "a log names a ResponseURL")

    def associate(self) -> None:
        """Associate packages that are there already."""
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

    def make_and_associate(self) -> None:
        """Make the package too, from a file."""
        self.say(f"8. A file, its package and its association in one stack, with {BOTH.relative_to(ROOT)}.")
        self.put(1)
        self.follow(self.stacks.create(WHOLE, BOTH.read_text(encoding="utf-8"), **self.revision(1)), "CREATE_COMPLETE")
        self.expect_on_domain("v1")

        self.say(
            "9. Another file, one deploy: the package's version v2 is on the domain, with no dissociation in between."
        )
        self.put(2)
        self.shown_ever.clear()
        before = len(self.asked())
        self.renew(2, "UPDATE_COMPLETE")
        self.expect_on_domain("v2")
        expect(self.shown_ever <= {"ASSOCIATING", "ACTIVE"}, f"the association was {self.shown_ever} meanwhile")
        asked = self.asked()[before:]
        expect(asked == [("", "present"), (DOMAIN, "present")], f"the function has asked for {asked}")
        self.show("calls", "one UpdatePackage and one AssociatePackage")

        self.say("10. A broken file: the stack says what the service says, and rolls back; v2 stays on the domain.")
        self.put(3)
        events = self.renew(3, "UPDATE_ROLLBACK_COMPLETE")
        words = "VALIDATION_FAILED, InvalidDictionary: line 3"
        expect(any(words in event.reason for event in events), "no event gives the reason")
        self.expect_on_domain("v2")

        self.say("11. Delete the stack: the association goes with it, then the package.")
        self.follow(self.stacks.delete(WHOLE), "DELETE_COMPLETE")
        expect(self.associations() == {} == self.packages(), f"left are {self.associations()} and {self.packages()}")
        self.show(f"domain {DOMAIN}", "nothing is left")

    def put(self, number: int) -> None:
        """Write one of the files into the bucket."""
        content = FILES[number - 1]
        self.aws.control("put_object", bucket=BUCKET, key="films.txt", content=content)
        self.show(f"{BUCKET}/films.txt", " | ".join(content.splitlines()))

    def revision(self, number: int) -> dict[str, str]:
        """Return the parameters of the stack that has it all; the revision says which file it is."""
        source = {"SourceBucket": BUCKET, "SourceKey": "films.txt"}
        return {"DomainName": DOMAIN, "PackageName": PACKAGE, "Revision": str(number), **source}

    def renew(self, number: int, ends: str) -> list[Event]:
        """Deploy another file and show it."""
        template = BOTH.read_text(encoding="utf-8")
        return self.follow(self.stacks.update(WHOLE, template, **self.revision(number)), ends)

    def expect_on_domain(self, version: str) -> None:
        """Show the version that is active on the domain, which must be this one."""
        (one,) = self.opensearch.list_packages_for_domain(DomainName=DOMAIN)["DomainPackageDetailsList"]
        self.show(f"domain {DOMAIN}", f"{one['PackageID']} {one['PackageVersion']} {one['DomainPackageStatus']}")
        found = (one["DomainPackageStatus"], one["PackageVersion"])
        expect(found == ("ACTIVE", version), f"the domain has {found}")

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
