"""What a status means: for one package, whether to wait, to request, or be done. Pure."""

from collections.abc import Callable

from errors import AlreadyExists, Failed
from refusal import hopeless, needless
from situation import SKEW, Goal, Situation, Step

#: How long an accepted request may take to show in what the service lists (seconds).
VISIBLE_AFTER = 60
#: How long an accepted request may leave an ACTIVE association unchanged before asking again (seconds).
UNCHANGED_FOR = 300
#: How long an entry that was seen must be gone to count as removed (seconds).
ABSENT_FOR = 15
#: How long to watch for an association of a request that was cancelled: what it may ask for unverified
#: (`ownership.FRESH_FOR`), the longest that call may take, and 10 s until it is listed (seconds).
CANCELLED_FOR = 30

Rule = Callable[[Situation], Step]


def decide(situation: Situation) -> Step:
    """Return the next step for one package.

    Raises:
        AlreadyExists: the association was there before, and this stack did not make it.
        Failed: the status is final and not the goal, or nobody knows it.
    """
    status = situation.details.status if situation.details else None
    rules = TABLE.get((situation.goal, status))
    if rules is None:
        raise Failed(f"its status is {status}, which this provider does not know. Look at the domain, then try again.")
    step = rules[situation.asked is not None](situation)
    if step is Step.REQUEST and situation.refused_for is not None:
        if needless(situation):
            return Step.DONE
        if hopeless(situation):
            raise Failed(f"the service refuses it: {situation.refusal}. {ADVICE[situation.goal]}")
    return step


def wait(_: Situation) -> Step:
    return Step.WAIT


def request(_: Situation) -> Step:
    return Step.REQUEST


def done(_: Situation) -> Step:
    return Step.DONE


def wait_then_fail(seconds: float, reason: str) -> Rule:
    """Wait for so long after our call, then fail."""

    def rule(situation: Situation) -> Step:
        if situation.since_asked() < seconds:
            return Step.WAIT
        raise Failed(reason)

    return rule


def removed_by_someone_else(situation: Situation) -> Step:
    raise Failed("it was removed by someone else while this operation waited. Deploy again if you still want it.")


def unless_it_exists(rule: Rule) -> Rule:
    """A package that this request is the first to name must not be there yet, unless it is to be adopted."""

    def guarded(situation: Situation) -> Step:
        if situation.fresh and not situation.ours and not situation.adopt:
            raise AlreadyExists(
                "it is already associated, and not by this resource. "
                "Set AdoptExisting to true to take it over, or dissociate it first."
            )
        return rule(situation)

    return guarded


def absent_after_asking(situation: Situation) -> Step:
    if not situation.seen:
        return wait_then_fail(VISIBLE_AFTER, "the service accepted it, but never listed it. Deploy again.")(situation)
    return removed_by_someone_else(situation) if situation.absent_for >= ABSENT_FOR else Step.WAIT


def active(situation: Situation) -> Step:
    answered = situation.asked is not None and not situation.older_than_asked()
    if situation.at_target and (situation.configured or answered):
        return Step.DONE
    if situation.asked is None or situation.since_asked() >= UNCHANGED_FOR:
        return Step.REQUEST
    return Step.WAIT


def failed_status(situation: Situation) -> Step:
    """Report ErrorDetails, unless the failure is older than our call: then the list has not caught up."""
    assert situation.details is not None
    if situation.older_than_asked() and situation.since_asked() < VISIBLE_AFTER:
        return Step.WAIT
    words = ", ".join(filter(None, (situation.details.status, situation.details.error)))
    raise Failed(f"{words}. {ADVICE[situation.goal]}")


def old_failure(situation: Situation) -> Step:
    """Ask anew, unless it failed after this request was made: an attempt of ours whose answer was lost."""
    assert situation.details is not None
    if situation.details.last_updated >= situation.clock + SKEW:
        return failed_status(situation)
    return Step.REQUEST


def dissociating(situation: Situation) -> Step:
    if situation.older_than_asked() and situation.since_asked() < VISIBLE_AFTER:
        return Step.WAIT
    others = situation.ours and not (situation.returns and situation.asked is None)
    return removed_by_someone_else(situation) if others else Step.WAIT


def absent_as_wanted(situation: Situation) -> Step:
    return Step.WAIT if situation.uncertain and situation.absent_for < CANCELLED_FOR else Step.DONE


ADVICE = {
    Goal.ASSOCIATED: "Correct the package or the domain, then deploy again.",
    Goal.DISSOCIATED: "Remove the package from every index that uses it, then try again.",
}

STILL_THERE = wait_then_fail(VISIBLE_AFTER, f"it is still associated after the request. {ADVICE[Goal.DISSOCIATED]}")
NOT_TAKEN_UP = wait_then_fail(VISIBLE_AFTER, f"DISSOCIATION_FAILED is still its status. {ADVICE[Goal.ASSOCIATED]}")

#: (goal, observed status or None for absent): the rule while we have not asked, and the one once we have.
TABLE: dict[tuple[Goal, str | None], tuple[Rule, Rule]] = {
    (Goal.ASSOCIATED, None): (request, absent_after_asking),
    (Goal.ASSOCIATED, "ASSOCIATING"): (unless_it_exists(wait), wait),
    (Goal.ASSOCIATED, "ACTIVE"): (unless_it_exists(active), active),
    (Goal.ASSOCIATED, "ASSOCIATION_FAILED"): (old_failure, failed_status),
    (Goal.ASSOCIATED, "DISSOCIATING"): (dissociating, dissociating),
    (Goal.ASSOCIATED, "DISSOCIATION_FAILED"): (unless_it_exists(request), NOT_TAKEN_UP),
    (Goal.DISSOCIATED, None): (absent_as_wanted, done),
    (Goal.DISSOCIATED, "ASSOCIATING"): (wait, wait),
    (Goal.DISSOCIATED, "DISSOCIATING"): (wait, wait),
    (Goal.DISSOCIATED, "ACTIVE"): (request, STILL_THERE),
    (Goal.DISSOCIATED, "ASSOCIATION_FAILED"): (request, STILL_THERE),
    (Goal.DISSOCIATED, "DISSOCIATION_FAILED"): (old_failure, failed_status),
}
