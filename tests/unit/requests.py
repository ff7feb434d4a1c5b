"""The requests that units are told of."""

from typing import Any

from cloudformation.ids import not_created
from cloudformation.types import ONE
from model import Goal, Request, Target
from reconcile.kinds import KINDS

#: When a request was made, and when CloudFormation stops waiting.
MADE, LIMIT = 1000.0, 4600.0


def request(type_: str = "Create", known_id: str = "", **more: Any) -> Request:
    """Return a request of the resource Synonyms; by default it is about F1 on movies."""
    given: dict[str, Any] = {
        "resource_type": ONE,
        "goal": Goal.ABSENT if type_ == "Delete" else Goal.PRESENT,
        "place": "movies",
        "targets": (Target("F1"),),
        "known_id": known_id or not_created("Synonyms"),
        "named": next(filter(None, (kind.declaration.read_id(known_id) for kind in KINDS)), None),
        "made": MADE,
        "limit": LIMIT,
    }
    return Request(type=type_, stack_id="search", logical_id="Synonyms", **given | more)
