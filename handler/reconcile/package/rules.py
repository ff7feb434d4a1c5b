"""What the status of a package itself means: whether to wait, to ask, or be done. Pure."""

from collections.abc import Callable

from errors import Failed
from model import Goal, Package
from reconcile.kind import ABSENT_FOR, UNCHANGED_FOR, VISIBLE_AFTER, Step
from reconcile.situation import Situation as Told

Situation = Told[Package]
Rule = Callable[[Situation], Step]

#: How long to take the refusal of a Create or Update for a thing of the moment, such as a bucket policy that was made
#: just now; and how long one of a Delete, which a domain that lets go of the package ends (seconds).
REFUSED_FOR = {Goal.PRESENT: 30, Goal.ABSENT: 180}
ADVICE = {
    Goal.PRESENT: "Correct the file or the properties, then deploy again.",
    Goal.ABSENT: "Look at the package and at the domains that it is associated with, then try again.",
}


def decide(situation: Situation) -> Step:
    """Return the next step for one package.

    Raises:
        Failed: the status is final and not the goal, or nobody knows it.
    """
    rules = TABLE.get((situation.goal, situation.status))
    if rules is None:
        raise Failed(
            f"its status is {situation.status}, which this provider does not know. Look at the package, then try again."
        )
    step = rules[situation.known.asked is not None](situation)
    refused_for = situation.known.refused_for
    if step is Step.REQUEST and refused_for is not None and refused_for >= REFUSED_FOR[situation.goal]:
        raise Failed(f"the service refuses it: {situation.known.refusal}. {ADVICE[situation.goal]}")
    return step


def wait(_: Situation) -> Step:
    return Step.WAIT


def ask(_: Situation) -> Step:
    return Step.REQUEST


def to_be_made(situation: Situation) -> Step:
    """Ask for what is absent; what somebody has is missed in two looks first."""
    return Step.WAIT if situation.unsure else Step.REQUEST


def gone_after_asking(situation: Situation) -> Step:
    if not situation.known.seen and situation.since_asked < UNCHANGED_FOR:
        return Step.WAIT
    if situation.known.seen and situation.absent_for < ABSENT_FOR:
        return Step.WAIT
    raise Failed("the service accepted it, but it is not there. Deploy again if you still want it.")


def there(situation: Situation) -> Step:
    return Step.REQUEST if situation.renew else Step.DONE


def renewed(situation: Situation) -> Step:
    """Wait for the version that our call makes; where none comes, the service has taken the file for the same."""
    assert situation.one is not None
    if situation.one.version != situation.known.before:
        return Step.DONE
    if situation.since_asked < VISIBLE_AFTER:
        return Step.WAIT
    if not situation.older_than_asked:
        return Step.DONE
    raise Failed("the service accepted it, but made no new version. Change Revision, then deploy again.")


def failed_before(situation: Situation) -> Step:
    """Ask again where there is something to ask for; a version from before goes on serving."""
    assert situation.one is not None
    if situation.renew:
        return Step.REQUEST
    return Step.DONE if situation.one.version else failed_now(situation)


def failed_now(situation: Situation) -> Step:
    """Report ErrorDetails, unless the failure is older than our call: then the service shows what was before."""
    assert situation.one is not None
    if situation.older_than_asked and situation.since_asked < VISIBLE_AFTER:
        return Step.WAIT
    words = ", ".join(filter(None, (situation.one.status, situation.one.error)))
    raise Failed(f"{words}. {ADVICE[situation.goal]}")


def still_there(situation: Situation) -> Step:
    if situation.since_asked < UNCHANGED_FOR:
        return Step.WAIT
    raise Failed(f"it is still there after the request. {ADVICE[situation.goal]}")


#: (goal, observed status or None for absent): the rule while we have not asked, and the one once we have.
TABLE: dict[tuple[Goal, str | None], tuple[Rule, Rule]] = {
    (Goal.PRESENT, None): (to_be_made, gone_after_asking),
    (Goal.PRESENT, "COPYING"): (wait, wait),
    (Goal.PRESENT, "VALIDATING"): (wait, wait),
    (Goal.PRESENT, "AVAILABLE"): (there, renewed),
    (Goal.PRESENT, "COPY_FAILED"): (failed_before, failed_now),
    (Goal.PRESENT, "VALIDATION_FAILED"): (failed_before, failed_now),
    (Goal.PRESENT, "DELETING"): (wait, gone_after_asking),
    (Goal.PRESENT, "DELETE_FAILED"): (failed_before, failed_now),
    (Goal.ABSENT, None): (wait, wait),
    (Goal.ABSENT, "COPYING"): (wait, wait),
    (Goal.ABSENT, "VALIDATING"): (wait, wait),
    (Goal.ABSENT, "AVAILABLE"): (ask, still_there),
    (Goal.ABSENT, "COPY_FAILED"): (ask, still_there),
    (Goal.ABSENT, "VALIDATION_FAILED"): (ask, still_there),
    (Goal.ABSENT, "DELETING"): (wait, wait),
    (Goal.ABSENT, "DELETE_FAILED"): (ask, failed_now),
}
