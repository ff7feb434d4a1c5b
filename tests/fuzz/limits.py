"""What the fuzz does not ask of the function, each with its reason; all that it excuses is here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.fuzz.faults import FORGETTING, READS, is_deadly
from tests.fuzz.made import PLUGIN, Made
from tests.fuzz.plan import Declaration, Life, Plan, Step
from tests.fuzz.reading import entries_of

if TYPE_CHECKING:
    from tests.fuzz.domain import Domain
    from tests.fuzz.oracle import Oracle

#: Lambda's two retries come after these (seconds).
RETRIES = 180
#: With these, the domain refuses a call: for its own reasons, or because a list did not show what is there already.
REFUSES = ("conflict", "stale read", "missing read", "late call")
#: With these, a request may ask twice for the same.
TWICE = ("delivered twice", "answer lost", "answer taken, reply lost", "late call")
#: A table that fails for so long may end a request (seconds): it is denied, can't be reached, or is not there.
NO_TABLE = {"denied": 45.0, "missing": 45.0, "unreachable": 570.0}


def bearable(faults: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return the faults without those that leave no right answer, or two.

    - A third deadly one ends in the last responder's answer, which another delivery's would contradict.
    - A third unanswered look at the stack on end is a missing permission, and rightly a failure.
    - A second delivery's slow call may still be on its way when the first one's stack is gone: nobody can call it back.
    """
    faults = tuple(faults)
    deadly = [fault for fault in faults if is_deadly(fault[1])]
    unanswered = [fault for fault in faults if fault[1] == "stack look refused"]
    slow = [fault for fault in faults if fault[1] == "slow call"]
    twice = any(kind in ("delivered twice", "answer taken, reply lost") for _, kind in faults)
    too_many = deadly[2 if twice else 3 :] + unanswered[2:] + (slow if twice else [])
    return tuple(fault for fault in faults if fault not in too_many)


def playable(plan: Plan) -> Plan:
    """Return the plan without what nobody can hold; see `LIMITS`.

    - Clocks that differ, and a rollback that follows at once: Updates of one resource within the clocks' two seconds.
    - A late call that the list then hides: its request asks again, is refused, and takes it for a stranger's.
    """
    lives = tuple(
        replace(life, turn=max(life.turn, 2.0)) if plan.skew and len(life.steps) > 1 else life for life in plan.lives
    )
    late = any(kind == "late call" for _, kind in plan.faults)
    return replace(plan, lives=lives, visible_after=min(plan.visible_after, 10.0) if late else plan.visible_after)


def may_crash(plan: Plan) -> bool:
    """Return whether Lambda's retries are needed."""
    return any(is_deadly(kind) for _, kind in plan.faults)


def longest(plan: Plan) -> float:
    """Return how long a request may need for reasons that are not its own (seconds).

    Where the domain takes one change at a time, or refuses once, whatever the other resources, stacks and rolled-back
    requests have under way comes first: to go on asking meanwhile would cost more calls than it gains.
    """
    packages = len(frozenset[str]().union(*(step.packages for step in plan.steps)))
    packages += len({one.identity for one in plan.made if one.followed}) + len(plan.strangers)
    again = 2 if plan.failing or plan.stuck or any(step.published for step in plan.steps) else 1
    plugins = any(one.type == PLUGIN for one in plan.made if one.followed)
    one_at_a_time = plan.one_change_at_a_time or plan.busy or any(kind in REFUSES for _, kind in plan.faults)
    changes = (2 * packages if one_at_a_time or plugins else again) * len(plan.lives)
    service = plan.busy + plan.visible_after + changes * (plan.association + plan.dissociation)
    # What a cancelled request has under way comes first, and a rollback may make a version more.
    service += 4 * plan.making + 2 * plan.deletion if plan.made else 0
    stack = sum(seconds for _, seconds in plan.throttled) + 4 * plan.lag
    table = sum(seconds for _, seconds, _ in plan.table)
    faults = 15 * len(plan.faults) + (RETRIES if may_crash(plan) else 0)
    faults += 90 * sum(kind == "late call" for _, kind in plan.faults)  # until it can't take effect any more
    return service + stack + table + faults


def fits(plan: Plan, timeout: float) -> bool:
    """Return whether a request has the time that it needs; one that has not may fail, but must say so in time."""
    return 1.05 * longest(plan) + 90 <= timeout


def has_no_table(plan: Plan, made: float, now: float) -> bool:
    """Return whether the ledger's table has failed for so long meanwhile that a request may end for it (plan's times).

    Then a Delete of what was never created ends well, without knowing what was tried.

    Args:
        made: when the request was made.
    """
    windows = ((since, since + seconds, kind) for since, seconds, kind in plan.table)
    return any(min(until, now) - max(since, made) >= NO_TABLE.get(kind, 1e9) for since, until, kind in windows)


def may_be_stuck(domain: "Domain", oracle: "Oracle") -> bool:
    """Return whether a rollback or the Delete of a stack may fail."""
    plan, excused = domain.plan, domain.gave_up or oracle.astray or oracle.touched & domain.unknown
    # An association that nobody knows of, late without rollback or lost with the table, keeps its package.
    unknown = not oracle.life.rolls_back or any(not package for _, package in plan.lost)
    late = unknown and any(one.followed for one in plan.made)
    timeouts = [one.timeout for step in plan.steps for one in step.resources] + [one.timeout for one in plan.made]
    no_table = has_no_table(plan, oracle.stack.history[0].time - domain.began, domain.now() - domain.began)
    return bool(plan.stuck or plan.clinging or excused or late or no_table or not fits(plan, min(timeouts)))


def is_taken_for_the_providers(
    plan: Plan, oracles: list["Oracle"], package: str, pending: list[dict[str, Any]]
) -> bool:
    """Return whether what a stranger associates now may be taken for the provider's (the law says so of both).

    Args:
        pending: the requests that have no answer yet.
    """
    declared = any(package in one.touched for one in oracles)
    return (forgets(plan) and declared) or any(lets_go(event, package) for event in pending)


def forgets(plan: Plan) -> bool:
    """Return whether it may not be known what became of a call."""
    return bool(plan.table) or any(kind in FORGETTING for _, kind in plan.faults)


def is_overlooked(domain: "Domain", package: str) -> bool:
    """Return whether a stranger's association may not be listed at first, and the answer that it is there be lost."""
    new = domain.now() - domain.strangers[package].since <= 2 * domain.plan.visible_after + 30
    kinds = {kind for _, kind in domain.plan.faults}
    return forgets(domain.plan) and (new or bool(kinds & set(READS)))


def lets_go(event: dict[str, Any], package: str) -> bool:
    """Return whether a request may be taking the package away, so that its last look still sees it there."""
    old = entries_of(event.get("OldResourceProperties", {}))
    return package in (entries_of(event["ResourceProperties"]) if event["RequestType"] == "Delete" else old)


def is_lost_meanwhile(plan: Plan, since: float, until: float) -> bool:
    """Return whether the whole table was lost then: what was under way may be taken for another's (plan's times).

    Or before, where a late delivery may have been the first that was heard of a resource since: it knows no id.
    """
    return any(not package and (plan.late or since <= at) and at <= until for at, package in plan.lost)


def is_lost_with_the_table(plan: Plan, oracles: list["Oracle"], package: str, kept: bool) -> bool:
    """Return whether a lost table costs the package: it is shared, or adopted and then not, or something is under way.

    The ledger alone knows what was retained, and that a late delivery is late.
    """
    declared = [(life.stack, one.name, one.type) for life in plan.lives for step in life.steps
                for one in step.declaring(package)]  # fmt: skip
    adopts = {one.adopt for step in plan.steps for one in step.declaring(package)}
    at_rest = (
        "CREATE_COMPLETE",
        "UPDATE_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "ROLLBACK_COMPLETE",
        "DELETE_COMPLETE",
        "",
    )
    under_way = any(package in one.touched and one.stack.status not in at_rest for one in oracles)
    twice = plan.late or any(kind in TWICE or is_deadly(kind) for _, kind in plan.faults)
    return bool(kept or under_way or twice or len(set(declared)) > 1 or len(adopts) > 1)


def is_declared_again_soon(domain: "Domain", package: str) -> bool:
    """Return whether a retained package is declared again within the hour: the law may lose it then, if that fails."""
    return package in domain.kept and domain.now() - domain.kept[package][0] < 3700


def may_finish_late(step: Step, before: Mapping[str, Declaration], brought: Mapping[str, Declaration]) -> set[str]:
    """Return what stays for good where the rollback is off: a cancelled Create's (the law says so), a retained one's.

    A replacement that is refused, or finishes late, no id has; and of what is retained no Delete comes.
    """
    missed = [one for one in step.resources if one.name not in brought]
    left = [one for one in missed if one.name not in before or one.retain]
    return {package for one in left for package in one.packages}


def may_come_again(plan: Plan) -> bool:
    """Return whether a retained resource's Create may come late once more: no Delete has said that it is over."""
    return bool(plan.late)


def is_kept(reason: str, package: str) -> bool:
    """Return whether a success tells that its own resource has kept a package, by a Create that finished late."""
    return (
        re.search(rf"Package {package} stays on domain movies: resource \w+ of stack \w+ has retained it", reason)
        is not None
    )


def goes_with_delete(oracle: "Oracle", event: dict[str, Any]) -> set[str]:
    """Return what a Delete must take away though its properties do not name it: no other Delete will come for it.

    A refused, failed or cancelled Update of the resource has asked for it, and no rollback has let it go.
    """
    declared = (one for step in oracle.life.steps for one in step.resources if one.name == event["LogicalResourceId"])
    asked = {package for one in declared for package in one.packages}
    return asked & oracle.owed if event["RequestType"] == "Delete" else set()


def may_be_let_go(before: Mapping[str, Declaration], brought: Mapping[str, Declaration]) -> set[str]:
    """Return what a retained resource was replaced by where the rollback is off: the stack's end may take it away.

    CloudFormation retains it without a word; the Delete of the id before, put off till then, lets go of what is newer.
    """
    replaced = [one for name, one in brought.items() if one.retain and one != before.get(name)]
    known = {name: one.packages for name, one in before.items()}
    return {package for one in replaced for package in one.packages - known.get(one.name, frozenset())}


def may_be_renewed_by_another(oracles: list["Oracle"], package: str) -> bool:
    """Return whether one resource may ask for a new version while another, which is new, takes what it finds there."""
    return sum(len(one.step.declaring(package)) for one in oracles) > 1


def answers_alike(plan: Plan) -> bool:
    """Return whether two deliveries of one request must be answered alike.

    A late one meets another stack, and what fails once may go well for the second; only the first answer counts.
    """
    return not (
        plan.late or plan.failing or plan.stuck or plan.spoiled or plan.clinging or plan.table or plan.strangers
    )


def names(text: str, package: str, name: str) -> bool:
    """Return whether a reason tells of the package."""
    return package in text or name in text


def keeps_failure(status: str, version: str) -> bool:
    """Return whether a package may be in a status that is not AVAILABLE: the version before a failed one serves on.

    The service has no way to take a failed version off; the next declared source or Revision makes another.
    """
    return status in ("COPY_FAILED", "VALIDATION_FAILED") and bool(version)


def may_come(plan: Plan, step: Step, made: Made, status: str, version: str, *, forward: bool) -> bool:
    """Return whether a further version may be on its way: the one before serves until then.

    Another delivery makes the same once more, and one too many loses nothing; or a rollback has not waited for it, and
    no rollback fails for that; or it is a cancelled resource's that is retained, so that no Delete waits for it.
    """
    twice = bool(plan.late) or any(is_deadly(kind) or kind in TWICE for _, kind in plan.faults)
    return status in ("COPYING", "VALIDATING") and bool(version) and (twice or not forward)


def stays_as_it_was_left(made: Made, left: set[str]) -> bool:
    """Return whether AdoptExisting takes a package that an answer has told may be left: nothing new is made of it."""
    return made.adopt and made.package in left


def is_adopted(one: Made, lives: Iterable[Life]) -> bool:
    """Return whether a package that is new to a stack may be another's, given up or forced away: its content stays.

    Args:
        lives: those of the other stacks.
    """
    return one.adopt and any(
        made.identity == one.identity for life in lives for step in life.steps for made in step.made
    )


def is_anothers_association(name: str, lives: Iterable[Life]) -> bool:
    """Return whether another stack may have put a package on the domain, that was adopted: its association was not.

    Args:
        lives: those of the other stacks.
    """
    return any(made.followed and made.package == name for life in lives for step in life.steps for made in step.made)


def is_brought(before: Any, one: Made) -> bool:
    """Return whether the association that follows a package must have brought the version of its source.

    One that has moved to another resource, or whose cancelled Create may have finished late (rollback off), takes the
    version that is there, until the package has another.

    Args:
        before: what the stack had of the package, if anything.
    """
    if before is None or not before.made.followed:
        return True
    if before.made.follower != one.follower or before.late:
        return False
    return bool(before.brought) or before.made.source != one.source


#: Not played at all, and why.
LIMITS: dict[str, str] = {
    "an invocation that ends in a request's last three minutes": "Lambda's retry comes when CloudFormation has gone",
    "two Updates of one resource within the clocks' two seconds": "their dates do not tell which is newer",
    "a late call that the list hides for more than 10 s": "the law takes it for a stranger's, never towards loss",
    "a stranger's package of which an answer told that it may be left": "a failed cleanup has left it to the stack",
    "a third deadly fault with a second delivery": "the last responder's answer contradicts the other's",
    "two stale or missing answers in four looks, or 20 s": "no confirming look can tell them from the truth",
    "leftovers after skipped resources": "the skipped half is named by nothing that CloudFormation shows",
    "a second domain": "with rollback off its claims are found by a later request alone; tests/stories/test_domains.py",
    "plugins, licenses, engine upgrades": "tests/stories/test_upgraded_plugins.py; here every package is a dictionary",
    "UpdateReplacePolicy": "tests/stories/test_namesakes_and_retained.py; here only DeletionPolicy retains",
    "a new version for an association that moves in the same deploy": "its Create takes the version that is there",
    "the content of an adopted package": "it stays as it is, until source or Revision change",
    "a domain's version after a rollback": "what a rollback finds there stays, until Revision or PackageVersion change",
    "a package's file after a rollback": "the service has no way back: nothing is uploaded, and the answer says so",
    "two packages that change names with each other": "names are unique, and each is to be there before the other goes",
    "nested stacks": "tests/stories/test_nests.py",
}
