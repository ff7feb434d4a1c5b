"""What follows from a look, and may what is to go be taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from model import Goal, Request
from reconcile.look import Look
from reconcile.messages import stays
from reconcile.ownership import STALE, rolls_back_unnamed
from reconcile.removal import GOES, OWN, SURE, TOO_OLD_TO_TELL, reason_to_keep
from reconcile.state import State
from reconcile.step import Step


@dataclass(frozen=True)
class Plan:
    """What follows from a look."""

    state: State
    #: Every package is at its goal.
    done: bool = False
    #: The packages to ask for, and for which goal.
    labels: tuple[str, ...] = ()
    goal: Goal = Goal.PRESENT
    #: What keeps the operation from going on, in words.
    trouble: str = ""
    #: What has not reached its goal yet.
    pending: tuple[str, ...] = ()
    #: Something was missed, and a second look must confirm it.
    confirm: bool = False


def pending(steps: Mapping[str, Step]) -> tuple[str, ...]:
    """Return the packages that have not reached their goal."""
    return tuple(label for label, step in steps.items() if step is not Step.DONE)


def nothing_to_sweep(request: Request, state: State, look: Look) -> Plan | None:
    """Return the plan of an Update's sweep where the Update rolls back nothing unnamed, or can't tell yet."""
    if not request.cancelled or request.type != "Update":
        return None
    applies = rolls_back_unnamed(request, state, look)
    return None if applies else Plan(state, done=applies is False)


def to_be_removed(request: Request, plan: Plan, asked: Sequence[str], look: Look) -> Plan:
    """Return the plan with those packages that may be taken away; with none left, it is done."""
    state, going, staying = plan.state, list[str](), 0
    for label in asked:
        known = state.of(label)
        reason = GOES if known.tried else reason_to_keep(request, known, look)
        untold = look.now if known.untold is None else known.untold
        known = replace(known, untold=untold if reason is TOO_OLD_TO_TELL else None)
        if not reason:
            known = replace(known, kept=None)
            going += [label] if reason == GOES else []
        else:
            since = look.now if known.kept is None else known.kept
            known = replace(known, kept=since, stays=look.now - since >= STALE or reason in SURE)
            if known.stays:
                staying += 1
                told = () if reason == OWN else (stays(known.id, request.domain, reason),)
                state = replace(state, notes=(*state.notes, *told))
        state = state.with_package(label, known)
    decided = len(going) + staying == len(asked)
    return replace(plan, state=state, labels=tuple(going) if decided else (), done=staying == len(asked))
