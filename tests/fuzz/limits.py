"""What the fuzz does not ask of the function, each with its reason; all that it excuses is here."""

from collections.abc import Iterable
from typing import Any

from tests.fuzz.faults import is_deadly
from tests.fuzz.made import PLUGIN, Made
from tests.fuzz.plan import LAGGING, Plan, Step

# Not played: a Type that changes under the same logical id as a new resource beside the old one. CloudFormation refuses
# such an update of two types of ours (inferred); AWS::CloudFormation::CustomResource changes its form in place.

#: Lambda's two retries come after these (seconds).
RETRIES = 180
#: With these, the domain refuses a call: for its own reasons, or because a list did not show what is there already.
REFUSES = ("conflict", "stale read", "missing read")
#: With these, a request may ask twice for the same.
TWICE = ("delivered twice", "answer lost", "answer taken, reply lost")


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


def may_crash(plan: Plan) -> bool:
    """Return whether Lambda's retries are needed."""
    return any(is_deadly(kind) for _, kind in plan.faults)


def longest(plan: Plan) -> float:
    """Return how long a request may need for reasons that are not its own (seconds).

    Where the domain takes one change at a time, or refuses once, whatever the other resources and rolled-back requests
    have under way comes first: to go on asking meanwhile would cost more calls than it gains.
    """
    packages = len(frozenset[str]().union(*(step.packages for step in plan.steps)))
    followed = {one.identity for one in plan.made if one.followed}
    packages += len(followed)
    again = 2 if plan.failing or plan.stuck or any(step.published for step in plan.steps) else 1
    plugins = any(one.type == PLUGIN for one in plan.made if one.followed)
    one_at_a_time = plan.one_change_at_a_time or plan.busy or any(kind in REFUSES for _, kind in plan.faults)
    changes = 2 * packages if one_at_a_time or plugins else again
    service = plan.busy + plan.visible_after + changes * (plan.association + plan.dissociation)
    # What a cancelled request has under way comes first, and a rollback may make a version more.
    service += 4 * plan.making + 2 * plan.deletion if plan.made else 0
    stack = sum(seconds for _, seconds in plan.throttled) + 4 * max(plan.lags, default=0)
    faults = 15 * len(plan.faults) + (RETRIES if may_crash(plan) else 0)
    return service + stack + faults


def fits(plan: Plan, timeout: float) -> bool:
    """Return whether a request has the time that it needs; one that has not may fail, but must say so in time."""
    return 1.05 * longest(plan) + 90 <= timeout


def is_race(before: Step, step: Step, package: str) -> bool:
    """Return whether two resources first name the package in one operation: the second may rightly find it there.

    CloudFormation shows no id of either while both are created.
    """
    return package not in before.packages and len(step.declaring(package)) > 1


def may_be_renewed_by_another(before: Step, step: Step, package: str) -> bool:
    """Return whether one resource may ask for a new version while another, which is new, takes what it finds there."""
    return package in before.packages and len(step.declaring(package)) > 1


def answers_alike(plan: Plan) -> bool:
    """Return whether two deliveries of one request must be answered alike.

    A late one meets another stack, and what fails once may go well for the second; only the first answer counts.
    """
    return not (plan.late or plan.failing or plan.stuck or plan.spoiled or plan.clinging)


def differ_by_marks(event: dict[str, Any], one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two deliveries of an adopting request have brought the same, which the second took for adopted.

    It can't tell what the first one made a moment ago from what was there before, and a mark loses nothing: only the
    first answer counts.
    """
    adopting = event["ResourceProperties"].get("AdoptExisting") == "true"
    alike = one["Status"] == other["Status"]
    ids = {answer["PhysicalResourceId"].replace("+", "") for answer in (one, other)}
    return adopting and alike and len(ids) == 1


def names(text: str, package: str, name: str) -> bool:
    """Return whether a reason tells of the package."""
    return package in text or name in text


def keeps_failure(status: str, version: str, *, forward: bool) -> bool:
    """Return whether a package may be in a status that is not AVAILABLE: the version before a failed one serves on.

    The service has no way to take a failed version off; the next declared source or Revision makes another.
    """
    return status in ("COPY_FAILED", "VALIDATION_FAILED") and bool(version)


def may_come(plan: Plan, step: Step, made: Made, status: str, version: str, *, forward: bool) -> bool:
    """Return whether a further version may be on its way: the one before serves until then.

    Another delivery makes the same once more, and one too many loses nothing; or a rollback has not had the time to see
    the end of it, and no rollback fails for that; or it is a cancelled resource's that is retained, so that no Delete
    waits for it.
    """
    retained = any(one.retain and one.identity == made.identity for one in step.made)
    twice = bool(plan.late) or any(is_deadly(kind) or kind in TWICE for _, kind in plan.faults)
    back = not forward and (retained or not fits(plan, made.timeout))
    return status in ("COPYING", "VALIDATING") and bool(version) and (twice or back)


def stays_as_it_was_left(made: Made, left: set[str]) -> bool:
    """Return whether AdoptExisting takes a package that an answer has told may be left: nothing new is made of it."""
    return made.adopt and made.package in left


def may_upload_late(plan: Plan) -> bool:
    """Return whether a cancelled update may ask for its version after its rollback has: stale records let it do so."""
    return any(plan.lags)


def is_brought(before: Any, one: Made) -> bool:
    """Return whether the association that follows a package must have brought the version of its source.

    One that has moved to another resource takes the version that is there, until the package has another.

    Args:
        before: what the stack had of the package, if anything.
    """
    if before is None or not before.made.followed:
        return True
    if before.made.follower != one.follower:
        return False
    return bool(before.brought) or before.made.source != one.source


def lags(plan: Plan) -> dict[str, float]:
    """Return how old the answers to each operation are (seconds)."""
    return dict(zip(LAGGING, plan.lags, strict=True))


#: Not played at all, and why.
LIMITS: dict[str, str] = {
    "an invocation that ends in a request's last three minutes": "Lambda's retry comes when CloudFormation has gone",
    "operations within ten seconds of each other": "a Create asks without a question while it is younger than 3 s",
    "the same pair declared in two stacks": "the stacks do not see each other; DESIGN accepts it",
    "a stranger who associates while a request waits": "the service does not say who asked; DESIGN accepts it",
    "a stranger who associates within two seconds before a request": "the clocks may differ by as much; in the README",
    "a stranger who associates what an answer told may be left": "a failed cleanup has left it to the stack",
    "a third deadly fault with a second delivery": "the last responder's answer contradicts the other's",
    "two stale or missing answers in four looks, or 20 s": "no confirming look can tell them from the truth",
    "marks of an adopting Create's second delivery": "it meets what the first made, and takes it for adopted",
    "leftovers after skipped resources": "the skipped half is named by nothing that CloudFormation shows",
    "plugins, licenses, engine upgrades": "tests/stories/test_upgraded_plugins.py; here every package is a dictionary",
    "UpdateReplacePolicy": "tests/stories/test_namesakes_and_retained.py; here only DeletionPolicy retains",
    "a new version for an association that moves in the same deploy": "its Create takes the version that is there",
    "the content of an adopted package": "it stays as it is, until source or Revision change",
    "a domain's version after a rollback": "what a rollback finds there stays, until Revision or PackageVersion change",
    "a package's file after a rollback": "the service has no way back; the same key has new bytes by then",
    "another key's file after a rollback with stale records": "the cancelled update may upload after it",
    "two packages that change names with each other": "names are unique, and each is to be there before the other goes",
    "nested stacks": "tests/stories/test_nests.py; what they adopt is theirs once the root has completed",
}
