"""The demo's second part: a stack makes the package too, from a file."""

from tools.demo_association import kept_in_place
from tools.deploy import BUCKET
from tools.local import ROOT
from tools.stacks import Event
from tools.stage import DOMAIN, Stage, expect

STACK, PACKAGE = "films-search", "films"
TEMPLATE = ROOT / "examples" / "package-and-association.yaml"
#: What the file holds, one version after the other; the last one is broken.
FILES = ("film, movie\n", "film, movie\nactor, star\n", "film, movie\nactor, star\ncinema => movies => theatre\n")


def make_and_associate(stage: Stage) -> None:
    """Create, update, break and delete the stack."""
    stage.say(f"8. A file, its package and its association in one stack, with {TEMPLATE.relative_to(ROOT)}.")
    put(stage, 1)
    template = TEMPLATE.read_text(encoding="utf-8")
    stage.follow(stage.stacks.create(STACK, template, **revision(1)), "CREATE_COMPLETE")
    expect_on_domain(stage, "v1", "create from a file: its package is ACTIVE on the domain, at v1")

    stage.say(
        "9. Another file, one deploy: the package's version v2 is on the domain, with no dissociation in between."
    )
    put(stage, 2)
    (package,) = stage.packages()
    before = len(stage.asked())
    renew(stage, 2, "UPDATE_COMPLETE")
    expect_on_domain(stage, "v2")
    asked = stage.asked()[before:]
    expect(asked == [("@packages", "renew"), (DOMAIN, "renew")], f"the function has asked for {asked}")
    stage.show("calls", "one UpdatePackage and one AssociatePackage")
    kept_in_place(stage, package, "another file: v2 on the domain by two calls, in place, never dissociated meanwhile")

    stage.say("10. A broken file: the stack says what the service says, and rolls back; v2 stays on the domain.")
    put(stage, 3)
    events = renew(stage, 3, "UPDATE_ROLLBACK_COMPLETE")
    words = "VALIDATION_FAILED, InvalidDictionary: line 3"
    expect(any(words in event.reason for event in events), "no event gives the reason")
    expect_on_domain(stage, "v2", "a broken file: the service's reason, and v2 is still ACTIVE on the domain")

    stage.say("11. Delete the stack: the association goes with it, then the package.")
    stage.follow(stage.stacks.delete(STACK), "DELETE_COMPLETE")
    associations, packages = stage.associations(), stage.packages()
    stage.show(f"domain {DOMAIN}", "nothing is left" if not associations else f"{associations}")
    stage.check(
        "delete: nothing is left of the association, nor of the package that the stack made",
        associations == {} == packages,
        f"left are {associations} and {packages}",
    )


def put(stage: Stage, number: int) -> None:
    """Write one of the files into the bucket."""
    content = FILES[number - 1]
    stage.aws.control("put_object", bucket=BUCKET, key="films.txt", content=content)
    stage.show(f"{BUCKET}/films.txt", " | ".join(content.splitlines()))


def revision(number: int) -> dict[str, str]:
    """Return the stack's parameters; the revision says which file it is."""
    source = {"SourceBucket": BUCKET, "SourceKey": "films.txt"}
    return {"DomainName": DOMAIN, "PackageName": PACKAGE, "Revision": str(number), **source}


def renew(stage: Stage, number: int, ends: str) -> list[Event]:
    """Deploy another file and show it."""
    template = TEMPLATE.read_text(encoding="utf-8")
    return stage.follow(stage.stacks.update(STACK, template, **revision(number)), ends)


def expect_on_domain(stage: Stage, version: str, claim: str = "") -> None:
    """Show the version that is active on the domain, which must be this one."""
    (one,) = stage.opensearch.list_packages_for_domain(DomainName=DOMAIN)["DomainPackageDetailsList"]
    stage.show(f"domain {DOMAIN}", f"{one['PackageID']} {one['PackageVersion']} {one['DomainPackageStatus']}")
    found = (one["DomainPackageStatus"], one["PackageVersion"])
    stage.check(claim, found == ("ACTIVE", version), f"the domain has {found}")
