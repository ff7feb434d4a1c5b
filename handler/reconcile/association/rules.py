"""What a status means: for one package, whether to wait, to request, or be done. Pure."""

from errors import Failed, InUse
from model import Association, Goal
from reconcile.remedies import advice
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

#: How long to take a refusal for a thing of the moment: longer than the pause a fresh domain needs (seconds).
REFUSED_FOR = 180
#: How long before what need not be done counts as done (seconds).
NEEDLESS_AFTER = 15
#: Already so, busy, or in use (AssociatePackage in the service's model).
CONFLICT = "ConflictException"

Situation = Told[Association]


def decide(situation: Situation) -> Step:
    """Return the next step for one package.

    Raises:
        Failed: the status is final and not the goal, or nobody knows it.
    """
    step = step_by(TABLE, situation, "domain")
    return refused(situation) if step is Step.REQUEST and situation.known.refused_for is not None else step


def refused(situation: Situation) -> Step:
    """Return the next step where the service goes on refusing, although the domain is not busy."""
    assert situation.known.refused_for is not None
    one = situation.one
    status, unlisted = (one.status, not one.version) if one else (None, False)
    associate = situation.goal is Goal.PRESENT
    if status == "ASSOCIATION_FAILED":  # nothing is installed
        if associate and not situation.known.cleared:
            return Step.CLEAR
        if not associate and situation.known.refused_for >= NEEDLESS_AFTER:
            return Step.DONE
    conflict = situation.known.refusal.startswith(CONFLICT)
    if status == "ACTIVE" and associate and conflict:
        if not situation.at_target and not unlisted:
            return Step.REQUEST  # an earlier call may be under way, behind the old version's ACTIVE
        if (unlisted or situation.configured is None) and situation.known.refused_for >= NEEDLESS_AFTER:
            return Step.DONE
    if situation.known.refused_for >= REFUSED_FOR:
        raise failure(situation, f"the service refuses it: {situation.known.refusal}", situation.known.refusal)
    return Step.REQUEST


def failure(situation: Situation, cause: str, words: str = "") -> Failed:
    """Return a failure with what to do about it, by the service's own words."""
    type_ = InUse if situation.goal is Goal.ABSENT else Failed
    return type_(f"{cause}. {advice(situation.goal, words)}")


def stalled(situation: Situation, failed: Failed) -> Step:
    """Wait while the domain changes, and then for so long; then fail."""
    if situation.idle_for < UNCHANGED_FOR or situation.changing():
        return Step.WAIT
    raise failed


def removed_by_someone_else(_: Situation) -> Step:
    raise Failed("it was removed by someone else while this operation waited. Deploy again if you still want it.")


def absent_after_asking(situation: Situation) -> Step:
    if not situation.known.seen:
        return stalled(situation, Failed("the service accepted it, but never listed it. Deploy again."))
    return removed_by_someone_else(situation) if situation.absent_for >= ABSENT_FOR else Step.WAIT


def active(situation: Situation) -> Step:
    answered = situation.known.asked is not None and not situation.older_than_asked
    if situation.at_target and (situation.configured or answered):
        return Step.DONE
    if situation.known.asked is None:
        return Step.REQUEST
    return Step.WAIT if situation.since_asked < UNCHANGED_FOR else Step.REQUEST


def failed_status(situation: Situation) -> Step:
    """Report ErrorDetails, unless the failure is older than our call: then the list has not caught up."""
    if lags(situation):
        return Step.WAIT
    words = words_of(situation)
    raise failure(situation, words, words)


def dissociating(situation: Situation) -> Step:
    if situation.known.cleared and situation.known.asked is None:
        return Step.WAIT
    if lags(situation):
        return Step.WAIT
    return removed_by_someone_else(situation) if situation.known.asked is not None else Step.WAIT


def not_taken_up(situation: Situation) -> Step:
    if situation.since_asked < VISIBLE_AFTER:
        return Step.WAIT
    raise failure(situation, "DISSOCIATION_FAILED is still its status")


def still_there(situation: Situation) -> Step:
    return stalled(situation, failure(situation, "it is still associated after the request"))


TABLE: Table = {
    (Goal.PRESENT, None): (to_be_asked, absent_after_asking),
    (Goal.PRESENT, "ASSOCIATING"): (wait, wait),
    (Goal.PRESENT, "ACTIVE"): (active, active),
    (Goal.PRESENT, "ASSOCIATION_FAILED"): (request, failed_status),
    (Goal.PRESENT, "DISSOCIATING"): (dissociating, dissociating),
    (Goal.PRESENT, "DISSOCIATION_FAILED"): (request, not_taken_up),
    (Goal.ABSENT, None): (wait, wait),
    (Goal.ABSENT, "ASSOCIATING"): (wait, wait),
    (Goal.ABSENT, "DISSOCIATING"): (wait, wait),
    (Goal.ABSENT, "ACTIVE"): (request, still_there),
    (Goal.ABSENT, "ASSOCIATION_FAILED"): (request, still_there),
    (Goal.ABSENT, "DISSOCIATION_FAILED"): (request, failed_status),
}
