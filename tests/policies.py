"""IAM's verdict on one request, by policy statements: as much of its language as ours use."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

Statement = Mapping[str, Any]
#: The keys of a request's context; a list is a key of several values.
Context = Mapping[str, str | list[str]]


def allowed(statements: Iterable[Statement], action: str, resource: str, **context: str | list[str]) -> bool:
    """Return whether the statements together allow it: one allows it, and none denies it.

    Args:
        context: with "__" for the colon of a key.
    """
    keys = {name.replace("__", ":"): value for name, value in context.items()}
    effects = {one["Effect"] for one in statements if applies(one, action, resource, keys)}
    return effects == {"Allow"}


def applies(statement: Statement, action: str, resource: str, context: Context) -> bool:
    """Return whether a statement is about the request."""
    return (
        any(fnmatchcase(action.lower(), one.lower()) for one in listed(statement["Action"]))
        and any(fnmatchcase(resource, one) for one in listed(statement["Resource"]))
        and all(
            holds(operator, key, listed(wanted), context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def holds(operator: str, key: str, wanted: list[str], context: Context) -> bool:
    """Return whether one condition holds.

    As IAM has it: of a key that is missing, a negated operator and ForAllValues hold, all others don't.
    """
    quantity, _, operator = operator.rpartition(":")
    negated = "Not" in operator
    like = operator.endswith("Like")
    given = listed(context.get(key, []))

    def fits(value: str) -> bool:
        found = any(fnmatchcase(value, one) if like else value == one for one in wanted)
        return found != negated

    if quantity == "ForAllValues":
        return all(fits(value) for value in given)
    if not given:
        return negated and quantity != "ForAnyValue"
    return any(fits(value) for value in given)


def listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
