"""What it means that the service goes on refusing a call, on a domain that is not busy. Pure."""

from situation import Goal, Situation

#: How long to take it for a thing of the moment: longer than the pause a fresh domain needs (seconds).
REFUSED_FOR = 180
#: How long before what need not be done counts as done (seconds).
GIVE_UP = 15
#: Already so, busy, or in use (AssociatePackage in the service's model).
CONFLICT = "ConflictException"


def needless(situation: Situation) -> bool:
    """Return whether the call was not needed."""
    if situation.refused_for is None or situation.refused_for < GIVE_UP:
        return False
    status = situation.details.status if situation.details else None
    if situation.goal is Goal.DISSOCIATED:
        return status == "ASSOCIATION_FAILED"  # nothing was installed, and the service has nothing to take away
    already_so = situation.at_target and situation.configured is None and situation.refusal.startswith(CONFLICT)
    return status == "ACTIVE" and already_so


def hopeless(situation: Situation) -> bool:
    """Return whether to give up. Not so while an earlier call may be under way, behind the old version's ACTIVE."""
    if situation.refused_for is None or situation.refused_for < REFUSED_FOR:
        return False
    active = situation.details is not None and situation.details.status == "ACTIVE"
    updating = situation.goal is Goal.ASSOCIATED and active and not situation.at_target
    return not (updating and situation.refusal.startswith(CONFLICT))
