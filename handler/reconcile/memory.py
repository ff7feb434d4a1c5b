"""What one invocation leaves to the next: the whole state, as JSON in the event."""

from dataclasses import asdict, fields, replace
from typing import Any

from reconcile.state import PackageState, State

#: A hand-over that comes so late after its next look was due comes from Lambda's retry (seconds).
RETRIED = 30


def carried(state: State) -> dict[str, Any]:
    """Return what the next invocation must know, as JSON."""
    return asdict(replace(state, hop=state.hop + 1))


def resumed(event: dict[str, Any], now: float) -> State:
    """Return the state that a hand-over carries, or the beginning of one.

    What it does not know, it ignores: an operation may cross a deploy. What does not fit, it ignores as a whole.
    """
    try:
        data = event["Handover"]
        packages = {label: PackageState(**_known(PackageState, one)) for label, one in data["packages"].items()}
        state = State(**(_known(State, data) | {"packages": packages, "notes": tuple(data.get("notes", ()))}))
        retried = state.due is not None and now > state.due + RETRIED
        state = replace(state, since=float(state.since))
    except (KeyError, TypeError, ValueError, AttributeError):
        return State(since=now)
    return replace(state, troubles={}) if retried else state  # looks of the attempt before may have gone through


def _known(cls: type, data: dict[str, Any]) -> dict[str, Any]:
    return {one.name: data[one.name] for one in fields(cls) if one.name in data}
