"""What the status of a package itself means: whether to wait, to ask, or be done. Pure."""

from errors import Failed
from model import Goal, Package
from reconcile.rules import (
    ABSENT_FOR,
    UNCHANGED_FOR,
    VISIBLE_AFTER,
    Step,
    Table,
    lags,
    request,
    step_by,
    to_be_asked,
    wait,
    words_of,
)
from reconcile.situation import Situation as Told

Situation = Told[Package]

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
    step = step_by(TABLE, situation, "package")
    refused_for = situation.known.refused_for
    if step is Step.REQUEST and refused_for is not None and refused_for >= REFUSED_FOR[situation.goal]:
        raise Failed(f"the service refuses it: {situation.known.refusal}. {ADVICE[situation.goal]}")
    return step


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
    if lags(situation):
        return Step.WAIT
    raise Failed(f"{words_of(situation)}. {ADVICE[situation.goal]}")


def still_there(situation: Situation) -> Step:
    if situation.since_asked < UNCHANGED_FOR:
        return Step.WAIT
    raise Failed(f"it is still there after the request. {ADVICE[situation.goal]}")


TABLE: Table = {
    (Goal.PRESENT, None): (to_be_asked, gone_after_asking),
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
    (Goal.ABSENT, "AVAILABLE"): (request, still_there),
    (Goal.ABSENT, "COPY_FAILED"): (request, still_there),
    (Goal.ABSENT, "VALIDATION_FAILED"): (request, still_there),
    (Goal.ABSENT, "DELETING"): (wait, wait),
    (Goal.ABSENT, "DELETE_FAILED"): (request, failed_now),
}
