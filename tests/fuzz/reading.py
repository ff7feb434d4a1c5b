"""Reads requests and stacks: the packages that properties name, and words for reports."""

from typing import Any

from tests.fuzz.plan import NAMES
from tests.simulation.stack import Stack


def name_of(event: dict[str, Any]) -> str:
    """Return a request by its type and resource."""
    return f"{event['RequestType']} of {event['LogicalResourceId']}"


def entries_of(properties: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the properties say of each package, by its id."""
    ids = {name: package for package, name in NAMES.items()}
    entries = properties.get("Packages", [properties])
    named = [entry for entry in entries if "PackageID" in entry or entry.get("PackageName") in ids]
    return {entry.get("PackageID") or ids[entry["PackageName"]]: entry for entry in named}


def describe(stacks: list[Stack]) -> str:
    """Return the stacks' events, for a failure's report."""
    known = ((one.time, stack.name, one) for stack in stacks for one in stack.history)
    events = sorted(known, key=lambda event: event[0])
    began = events[0][0] if events else 0.0
    return "\n".join(
        f"{time - began:8.1f} {stack} {one.logical_id} {one.status} {one.physical_id[:60]} {one.reason[:200]}"
        for time, stack, one in events
    )


def timeout_in(event: dict[str, Any]) -> float:
    """Return a request's ServiceTimeout (seconds)."""
    return float(event["ResourceProperties"].get("ServiceTimeout", event.get("ServiceTimeout", 3600)))
