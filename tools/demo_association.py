"""The demo's first part: a stack associates packages that are there already."""

import time
from typing import Any

from tools.local import ROOT
from tools.stacks import Event
from tools.stage import DOMAIN, Stage, expect

STACK = "movies-search"
TEMPLATE = ROOT / "examples" / "synonyms.yaml"
#: More often than this nobody will try to associate what is broken.
ATTEMPTS = 100


def associate(stage: Stage) -> None:
    """Create, update, break and delete the stack."""
    stage.say(f"2. A domain, {DOMAIN}, and three dictionaries: what you would have already.")
    first, second, broken = prepare(stage)

    stage.say(f"3. Create a stack that associates {first}, with {TEMPLATE.relative_to(ROOT)}.")
    template = TEMPLATE.read_text(encoding="utf-8")
    stage.follow(stage.stacks.create(STACK, template, DomainName=DOMAIN, PackageID=first), "CREATE_COMPLETE")
    for name, value in stage.stacks.outputs(STACK).items():
        stage.show("output", f"{name} = {value}")
    expect_only(stage, first, "create: the package is ACTIVE on the domain when the stack is CREATE_COMPLETE")

    stage.say(f"4. Publish version v2 of {first} and change PackageVersion: in place, with no dissociation in between.")
    publish(stage, first)
    change(stage, "UPDATE_COMPLETE", PackageID=first, PackageVersion="v2")
    stage.show("output", f"PackageVersion = {stage.stacks.outputs(STACK)['PackageVersion']}")
    expect(stage.stacks.outputs(STACK)["PackageVersion"] == "v2", "the output names another version")
    kept_in_place(stage, first, "update to another version: in place, never dissociated meanwhile")

    stage.say(f"5. Update it to {second}: associated before {first} is dissociated.")
    change(stage, "UPDATE_COMPLETE", PackageID=second)
    expect_only(stage, second)
    gap = [look for look in stage.looks if "ACTIVE" not in look.values()]
    stage.check(
        "update to another package: no gap, for one of the two was ACTIVE at each look", not gap, f"there was {gap}"
    )

    stage.say(f"6. Update it to {broken}, which the service can't install: the stack says why, and rolls back.")
    events = change(stage, "UPDATE_ROLLBACK_COMPLETE", PackageID=broken)
    expect(any("InvalidDictionary: line 3" in event.reason for event in events), "no event gives the reason")
    expect_only(stage, second, "a package that can't be installed: the service's reason, then back to the one before")

    stage.say("7. Delete the stack: the association goes with it.")
    stage.follow(stage.stacks.delete(STACK), "DELETE_COMPLETE")
    left = stage.associations()
    stage.check("delete: no association is left on the domain", left == {}, f"the domain still has {left}")


def change(stage: Stage, ends: str, **parameters: str) -> list[Event]:
    """Update the stack and show it."""
    template = TEMPLATE.read_text(encoding="utf-8")
    return stage.follow(stage.stacks.update(STACK, template, DomainName=DOMAIN, **parameters), ends)


def expect_only(stage: Stage, package: str, claim: str = "") -> None:
    """Expect one package on the domain, ACTIVE, and no other."""
    found = stage.associations()
    stage.check(claim, found == {package: "ACTIVE"}, f"the domain has {found}")


def kept_in_place(stage: Stage, package: str, claim: str) -> None:
    """Expect that the package was on the domain at each look of the last change."""
    found = {look.get(package, "dissociated") for look in stage.looks}
    stage.check(claim, found <= {"ASSOCIATING", "ACTIVE"}, f"the association was {found} meanwhile")


def publish(stage: Stage, package: str) -> None:
    """Make the next version of a package, and wait until it is available."""
    source = {"S3BucketName": "dictionaries", "S3Key": "synonyms-2026-11.txt"}
    stage.opensearch.update_package(PackageID=package, PackageSource=source, CommitMessage="more synonyms")
    filters = [{"Name": "PackageID", "Value": [package]}]
    while True:
        (state,) = stage.opensearch.describe_packages(Filters=filters)["PackageDetailsList"]
        if state["PackageStatus"] == "AVAILABLE":
            return stage.show("package", f"{package} is AVAILABLE at {state['AvailablePackageVersion']}")
        time.sleep(0.2)


def prepare(stage: Stage) -> list[str]:
    """Make the domain and the packages, the last of which no domain can use; return the packages' ids."""
    stage.opensearch.create_domain(DomainName=DOMAIN, EngineVersion="OpenSearch_2.19")
    ids = []
    for name in ("synonyms-2026", "synonyms-2027", "synonyms-broken"):
        source = {"S3BucketName": "dictionaries", "S3Key": f"{name}.txt"}
        made: Any = stage.opensearch.create_package(
            PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source
        )
        ids.append(made["PackageDetails"]["PackageID"])
        stage.show(name, ids[-1])
    for _ in range(ATTEMPTS):
        stage.aws.control("fail", package=ids[-1], status="ASSOCIATION_FAILED", type="InvalidDictionary",
                          message="line 3: a synonym rule needs a comma or =>")  # fmt: skip
    stage.given = set(ids)
    return ids
