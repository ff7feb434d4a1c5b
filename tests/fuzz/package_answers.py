"""Judges the answers about packages that the stack makes, and about the associations that follow them."""

from typing import Any

from tests.fakes.package import Package
from tests.fuzz import limits
from tests.fuzz.answers import is_blind, is_excused
from tests.fuzz.made import Made
from tests.fuzz.packages import FAILED, PackageOracle
from tests.fuzz.reading import name_of

Event = dict[str, Any]


def is_about_packages(packages: PackageOracle, event: Event) -> bool:
    """Return whether a request is for these judges."""
    names = {name for step in packages.oracle.life.steps for one in step.made for name in (one.name, one.follower)}
    return event["LogicalResourceId"] in names


def judge(packages: PackageOracle, event: Event, answer: dict[str, Any], made: float) -> None:
    """CloudFormation has taken the first answer to a request, which it made then (epoch seconds)."""
    reason, oracle = str(answer.get("Reason", "")), packages.oracle
    failed, package = answer["Status"] == "FAILED", event["ResourceProperties"].get("PackageName", "")
    if failed:
        if not is_excused(oracle, event, made, reason) and not has_cause(packages, event, made):
            oracle.violation(f"{name_of(event)} FAILED without a cause: {reason[:300]}")
    elif event["RequestType"] != "Delete":
        check_success(packages, event, answer)
    known = {package, event.get("OldResourceProperties", {}).get("PackageName", ""), *packages.service.packages} - {""}
    if event["RequestType"] == "Delete" and (failed or is_blind(oracle, made)):
        packages.told |= {package or event["ResourceProperties"]["PackageID"]}
    told = {name for name in known if limits.names(reason, name, name)}
    packages.told |= told | {one.name for one in packages.service.packages.values() if one.id in told}


def check_success(packages: PackageOracle, event: Event, answer: dict[str, Any]) -> None:
    """The package is AVAILABLE, or the association ACTIVE; a rollback takes what there is."""
    oracle, known = packages.oracle, answer.get("Data", {}).get("PackageID", "")
    back = "ROLLBACK" in oracle.stack.status
    if "PackageSource" in event["ResourceProperties"]:
        package = packages.service.packages.get(known)
        status = package.status() if package else "absent"
        told = back and f"{known} was still {status}" in answer["Reason"]  # a rollback never fails for want of time
        if status != "AVAILABLE" and not told and not limits.keeps_failure(status, package.version if package else ""):
            oracle.violation(f"{name_of(event)} SUCCESS, but {known} is {status}")
        return
    one = packages.associations().get(known)
    if (one is None or one.status != "ACTIVE") and not (back and one and one.status == "ASSOCIATING"):
        oracle.violation(f"{name_of(event)} SUCCESS, but {known} is {one.status if one else 'absent'}")


def has_cause(packages: PackageOracle, event: Event, made: float) -> bool:
    """Return whether the plan gives a reason for a failure of a request that was made then (epoch seconds)."""
    oracle, plan, domain = packages.oracle, packages.oracle.domain.plan, packages.oracle.domain
    properties = event["ResourceProperties"]
    lost = limits.is_lost_meanwhile(plan, made - domain.began, domain.now() - domain.began)
    if "PackageSource" not in properties and event["RequestType"] != "Delete" and lost:
        return True
    if event["RequestType"] == "Delete" or "ROLLBACK" in oracle.stack.status:
        # What it had under another name before may still have to go.
        before = {
            one.package for step in oracle.life.steps for one in step.made if one.name == event["LogicalResourceId"]
        }
        told = {properties.get("PackageName"), *before} & packages.told
        return bool(plan.clinging or (told and (not oracle.life.rolls_back or packages.is_lost)))
    if "PackageSource" not in properties:
        follows = {properties.get("PackageID"), properties.get("PackageName")} - {None}
        known = [one for one in packages.service.known_packages() if follows & {one.id, one.name}]
        return any(one.status() in FAILED or is_anothers_association(packages, one) for one in known)
    one = next(one for one in oracle.step.made if one.name == event["LogicalResourceId"])
    return one.package in plan.spoiled | packages.told or is_unmakeable(packages, one) or is_taken(packages, one)


def is_anothers_association(packages: PackageOracle, package: Package) -> bool:
    """Return whether the package is on the domain, and not by this stack."""
    others = [life for life in packages.oracle.domain.plan.lives if life is not packages.oracle.life]
    own = any(have.id == package.id and (have.followed or have.late) for have in packages.have.values())
    there = package.id in packages.associations() and not own
    return there and limits.is_anothers_association(package.name, others)


def is_unmakeable(packages: PackageOracle, one: Made) -> bool:
    """Return whether the object is to make a version, as it is for another resource, and can't."""
    had = packages.have.get(one.identity)
    same = had is not None and (had.made.name, had.made.source) == (one.name, one.source)
    return not same and not packages.shelf.is_good(one.key)


def is_taken(packages: PackageOracle, one: Made) -> bool:
    """Return whether another package has the name, or the resource's own of before, which can't be changed."""
    theirs = [each.package for each in packages.theirs.values() if each.package.name == one.package]
    if any(each.type != one.type or not one.adopt for each in theirs) or packages.is_lost:
        return True
    others = [life for life in packages.oracle.domain.plan.lives if life is not packages.oracle.life]
    if any(each.package == one.package for life in others for step in life.steps for each in step.made):
        return True
    return any(name == one.package and had.made.type != one.type for (name, _), had in packages.have.items())
