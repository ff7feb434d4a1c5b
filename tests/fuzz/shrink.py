"""Makes a plan that shows a violation as small as it goes."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace
from typing import Any

from tests.fuzz.made import Made
from tests.fuzz.plan import Declaration, Entry, Life, Plan, Step


def shrink(plan: Plan, violates: Callable[[Plan], bool], tries: int = 600) -> Plan:
    """Return the smallest plan that is found to violate still, within so many tries."""
    smaller = simpler(plan)
    for _ in range(tries):
        candidate = next(smaller, None)
        if candidate is None:
            break
        if violates(candidate):
            plan, smaller = candidate, simpler(candidate)
    return plan


def simpler(value: Any) -> Iterator[Any]:
    """Yield what is one thing simpler: a part left out, a field as it is by default, or one thing in a part."""
    if isinstance(value, tuple):
        compound = all(isinstance(part, tuple | Made | Life | Step | Declaration | Entry) for part in value)
        least = 1 if value and isinstance(value[0], Life | Step | Declaration | Entry) else 0
        if compound and len(value) > least:  # the parts of a fault, say, belong together
            yield from (value[:index] + value[index + 1 :] for index in reversed(range(len(value))))
        for index, part in enumerate(value):
            yield from ((*value[:index], other, *value[index + 1 :]) for other in simpler(part))
    elif isinstance(value, frozenset):
        yield from (value - {part} for part in value)
    elif isinstance(value, Plan | Made | Life | Step | Declaration | Entry):
        yield from simpler_fields(value)


def simpler_fields(value: Any) -> Iterator[Any]:
    """Yield what has one field as it is by default, or simpler."""
    if isinstance(value, Step) and value.made and value.resources:
        yield replace(value, resources=())
    for field in fields(value):
        now = getattr(value, field.name)
        if field.default is not MISSING and now != field.default:
            yield replace(value, **{field.name: field.default})
        for other in simpler(now):
            yield replace(value, **{field.name: other})
