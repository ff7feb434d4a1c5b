"""The rules that both kinds share: what a status means, whatever it is the status of. Pure."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from errors import Failed
from model import Goal
from reconcile.situation import Situation

#: How long what was seen must be gone to count as removed (seconds).
ABSENT_FOR = 15
#: How long the list may still show the status that was there before our call (seconds).
VISIBLE_AFTER = 60
#: How long an accepted call may leave things as they are, with a domain that does not change (seconds).
UNCHANGED_FOR = 300


class Step(Enum):
    """What the rules say to do next about one package."""

    WAIT = "wait"
    REQUEST = "request"
    #: Dissociate a left-over failure, so that it can be asked for again.
    CLEAR = "clear"
    DONE = "done"


Rule = Callable[[Situation[Any]], Step]
#: By goal, and observed status or None for absent: the rule while we have not asked, and the one once we have.
Table = Mapping[tuple[Goal, str | None], tuple[Rule, Rule]]


def step_by(table: Table, situation: Situation[Any], where: str) -> Step:
    """Return the next step for one package by a table.

    Raises:
        Failed: the status is final and not the goal, or nobody knows it.
    """
    rules = table.get((situation.goal, situation.status))
    if rules is None:
        words = f"its status is {situation.status}, which this provider does not know"
        raise Failed(f"{words}. Look at the {where}, then try again.")
    return rules[situation.known.asked is not None](situation)


def wait(_: Situation[Any]) -> Step:
    return Step.WAIT


def request(_: Situation[Any]) -> Step:
    return Step.REQUEST


def to_be_asked(situation: Situation[Any]) -> Step:
    """Ask for what is absent; what somebody has is missed in two looks first."""
    return Step.WAIT if situation.unsure else Step.REQUEST


def lags(situation: Situation[Any]) -> bool:
    """Return whether the status may be the one from before our call, which the service still shows."""
    return situation.older_than_asked and situation.since_asked < VISIBLE_AFTER


def words_of(situation: Situation[Any]) -> str:
    """Return the status, with ErrorDetails where the service gives some."""
    assert situation.one is not None
    return ", ".join(filter(None, (situation.one.status, situation.one.error)))
