"""What one invocation leaves to the next: the whole state, as JSON in the event."""

import math
from dataclasses import asdict, fields, replace
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from model import Request
from reconcile.answer import failure_id
from reconcile.state import PackageState, State

#: An instant later than this after now is no memory of ours (seconds).
AHEAD = 60
#: A hand-over that comes so late after its next look was due comes from Lambda's retry (seconds).
RETRIED = 30


def carried(request: Request, state: State) -> dict[str, Any]:
    """Return what the next invocation must know, as JSON."""
    return asdict(replace(state, hop=state.hop + 1, failure_id=failure_id(request, state)))


def resumed(event: dict[str, Any], now: float) -> State:
    """Return the state that a hand-over carries, or the beginning of one.

    What it does not know, it ignores: an operation may cross a deploy. What is not of its type, or lies in the
    future, as well: an event may be forged.
    """
    data = event.get("Handover")
    if not isinstance(data, dict) or not _fits(data.get("since"), float, now):
        return State(since=now)
    packages = data.get("packages")
    known = packages.items() if isinstance(packages, dict) else ()
    states = {label: PackageState(**_known(PackageState, one, now)) for label, one in known if isinstance(one, dict)}
    rest = {name: value for name, value in data.items() if name != "packages"}
    state = State(packages=states, **_known(State, rest, now))
    retried = state.due is not None and now > state.due + RETRIED
    return replace(state, troubles={}) if retried else state  # looks of the attempt before may have gone through


def _known(cls: type, data: dict[str, Any], now: float) -> dict[str, Any]:
    hints = get_type_hints(cls)
    values = {one.name: data[one.name] for one in fields(cls) if one.name in data}
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return {name: value for name, value in values.items() if _fits(value, hints[name], now)}


def _fits(value: Any, hint: Any, now: float) -> bool:
    if isinstance(hint, UnionType):
        return any(_fits(value, one, now) for one in get_args(hint))
    if hint in (str, bool, type(None)):
        return isinstance(value, hint)
    if hint is float:
        return type(value) in (int, float) and math.isfinite(value) and 0 <= value <= now + AHEAD
    if hint is int:
        return type(value) is int and value >= 0
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    return isinstance(value, dict) and all(_fits(one, get_args(hint)[1], now) for one in value.values())
