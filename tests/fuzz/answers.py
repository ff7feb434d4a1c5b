"""Judges an answer: SUCCESS only where it is so, FAILED only for a cause, and what a reason tells."""

from typing import Any

from tests.fuzz import limits
from tests.fuzz.oracle import Oracle
from tests.fuzz.plan import NAMES, PACKAGES
from tests.fuzz.reading import entries_of, name_of

Event = dict[str, Any]
Entries = dict[str, dict[str, Any]]

#: What a success says of a package that it leaves on the domain.
STAYS = ("stays on domain", "could not be dissociated from domain")


def judge(oracle: Oracle, event: Event, answer: dict[str, Any]) -> None:
    """CloudFormation has taken the first answer to a request."""
    reason, entries = str(answer.get("Reason", "")), entries_of(event["ResourceProperties"])
    old = entries_of(event.get("OldResourceProperties", {}))
    failed = answer["Status"] == "FAILED"
    for package in {**entries, **old}:
        whole, labels = failed and event["RequestType"] == "Delete", (package, NAMES.get(package, package))
        if whole or limits.names(reason, *labels):
            oracle.told.add(package)
        if not failed and any(f"Package {one} {words}" in reason for words in STAYS for one in labels):
            oracle.staying.add(package)
    if failed:
        check_failure(oracle, event, entries, reason)
    elif event["RequestType"] != "Delete":
        check_success(oracle, event, entries, old)


def check_success(oracle: Oracle, event: Event, entries: Entries, old: Entries) -> None:
    """Every package is ACTIVE, and where a version was asked for, at the newest."""
    known, back = oracle.known().associations, "ROLLBACK" in oracle.stack.status
    for package, entry in entries.items():
        oracle.told.discard(package)
        oracle.staying.discard(package)
        one = known.get(package)
        # A cancelled request's new version may still be on its way when the rollback looks.
        renewed = one is not None and one.status == "ASSOCIATING" and one.package.version != one.version
        coming = renewed and (back or limits.may_be_renewed_by_another(oracle.current, oracle.step, package))
        if (one is None or one.status != "ACTIVE") and not coming:
            oracle.violation(f"{name_of(event)} SUCCESS, but {package} is {one.status if one else 'absent'}")
        elif one is not None and not back and one.version != one.package.version:
            asked = entry.get("PackageVersion") == one.package.version and entry != old.get(package)
            anew = package in old and entry.get("Revision") != old[package].get("Revision")
            if asked or anew:
                oracle.violation(f"{name_of(event)} SUCCESS, but {package} is at {one.version}")


def check_failure(oracle: Oracle, event: Event, entries: Entries, reason: str) -> None:
    """A request fails only for a reason that the plan gives."""
    plan, packages = oracle.plan, set(entries)
    timeout = float(event["ResourceProperties"].get("ServiceTimeout", event.get("ServiceTimeout", 3600)))
    if oracle.gave_up or oracle.astray or not limits.fits(plan, timeout) or not packages <= set(PACKAGES):
        return
    if event["RequestType"] == "Delete" or "ROLLBACK" in oracle.stack.status:
        causes = packages & plan.stuck
    else:
        strangers = {package for package in packages & oracle.strangers.keys() if not oracle.adopts(package)}
        races = {package for package in packages if limits.is_race(oracle.current, oracle.step, package)}
        retained = {package for package in packages & oracle.kept if not oracle.adopts(package)}
        causes = (packages & (plan.failing | oracle.staying)) | strangers | races | retained
    if not causes:
        oracle.violation(f"{name_of(event)} FAILED without a cause: {reason[:300]}")
