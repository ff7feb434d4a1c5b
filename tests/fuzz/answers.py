"""Judges an answer: SUCCESS only where it is so, FAILED only for a cause, and what a reason tells."""

from typing import Any

from tests.fuzz import limits
from tests.fuzz.oracle import Oracle
from tests.fuzz.plan import NAMES, PACKAGES
from tests.fuzz.reading import entries_of, name_of, timeout_in

Event = dict[str, Any]
Entries = dict[str, dict[str, Any]]

#: What a success says of a package that it leaves on the domain.
STAYS = ("stays on domain", "could not be dissociated from domain")


def judge(oracle: Oracle, event: Event, answer: dict[str, Any], made: float) -> None:
    """CloudFormation has taken the first answer to a request, which it made then (epoch seconds)."""
    reason, entries = str(answer.get("Reason", "")), entries_of(event["ResourceProperties"])
    old = entries_of(event.get("OldResourceProperties", {}))
    failed, domain = answer["Status"] == "FAILED", oracle.domain
    blind = is_blind(oracle, made)
    for package in {**entries, **old}:
        whole, labels = event["RequestType"] == "Delete" and (failed or blind), (package, NAMES.get(package, package))
        if whole or limits.names(reason, *labels):
            domain.told.add(package)
        if not failed and stays(reason, *labels):
            domain.staying.add(package)
    # A Delete may tell of what its id does not name: what a refused or cancelled replacement has left.
    domain.told |= {one for one in PACKAGES if not failed and stays(reason, one, NAMES[one])}
    if failed:
        if not is_excused(oracle, event, made, reason) and not has_cause(oracle, event, entries, reason):
            oracle.violation(f"{name_of(event)} FAILED without a cause: {reason[:300]}")
    elif event["RequestType"] != "Delete":
        check_success(oracle, event, entries, old)
        check_taken(oracle, event, entries)
        domain.told |= {one for one in entries if limits.is_kept(reason, one)}


def stays(reason: str, *labels: str) -> bool:
    """Return whether a success tells that it leaves a package on the domain."""
    return any(f"Package {one} {words}" in reason for words in STAYS for one in labels)


def check_success(oracle: Oracle, event: Event, entries: Entries, old: Entries) -> None:
    """Every package is ACTIVE, and where a version was asked for, at the newest."""
    domain, back = oracle.domain, "ROLLBACK" in oracle.stack.status
    known = domain.known()
    for package, entry in entries.items():
        domain.told.discard(package)
        domain.staying.discard(package)
        one = known.get(package)
        # A cancelled request's new version may still be on its way when the rollback looks, or another resource's.
        renewed = one is not None and one.status == "ASSOCIATING" and one.package.version != one.version
        coming = renewed and (back or limits.may_be_renewed_by_another(domain.oracles, package))
        if (one is None or one.status != "ACTIVE") and not coming:
            oracle.violation(f"{name_of(event)} SUCCESS, but {package} is {one.status if one else 'absent'}")
        elif one is not None and not back and one.version != one.package.version:
            asked = entry.get("PackageVersion") == one.package.version and entry != old.get(package)
            anew = package in old and entry.get("Revision") != old[package].get("Revision")
            if asked or anew:
                oracle.violation(f"{name_of(event)} SUCCESS, but {package} is at {one.version}")


def check_taken(oracle: Oracle, event: Event, entries: Entries) -> None:
    """What is another's is not taken without AdoptExisting."""
    domain = oracle.domain
    for package in entries.keys() - oracle.packages - domain.unknown:
        if oracle.adopts(package) or "ROLLBACK" in oracle.stack.status or package in oracle.owed:
            continue
        if domain.stranger(package) is not None:
            oracle.violation(f"the stranger's {package} was taken without AdoptExisting by {name_of(event)}")
        for other in domain.oracles:
            if other is not oracle and package in other.wanted() - other.adopted and not other.astray:
                oracle.violation(f"{other.stack.name}'s {package} was taken without AdoptExisting by {name_of(event)}")


def is_excused(oracle: Oracle, event: Event, made: float, reason: str) -> bool:
    """Return whether a failure needs no cause of its own; one for want of the ledger's table says so."""
    domain = oracle.domain
    if domain.gave_up or oracle.astray or not limits.fits(domain.plan, timeout_in(event)):
        return True
    return is_blind(oracle, made) and "ledger" in reason


def is_blind(oracle: Oracle, made: float) -> bool:
    """Return whether the ledger's table has failed for long, since a request was made (epoch seconds)."""
    domain = oracle.domain
    return limits.has_no_table(domain.plan, made - domain.began, domain.now() - domain.began)


def has_cause(oracle: Oracle, event: Event, entries: Entries, reason: str) -> bool:
    """Return whether the plan gives a reason for a failure."""
    plan, domain, packages = oracle.domain.plan, oracle.domain, set(entries)
    if not packages <= set(PACKAGES):
        return True
    if event["RequestType"] == "Delete" or "ROLLBACK" in oracle.stack.status:
        left = limits.goes_with_delete(oracle, event) & plan.stuck
        return bool(packages & (plan.stuck | domain.unknown) or any(f"Package {one} could" in reason for one in left))
    adopts = event["ResourceProperties"].get("AdoptExisting") == "true"  # another of the stack's may come too late
    strange = packages - oracle.packages if not adopts else set()
    others = {*domain.strangers, *(package for package, (_, one) in domain.kept.items() if one is not oracle)}
    others |= {package for other in domain.oracles if other is not oracle for package in other.touched}
    return bool(packages & (plan.failing | domain.staying | domain.unknown) or strange & others)
