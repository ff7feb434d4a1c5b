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


def describe(stack: Stack) -> str:
    """Return the stack's events, for a failure's report."""
    began = stack.history[0].time if stack.history else 0.0
    return "\n".join(
        f"{one.time - began:8.1f} {one.logical_id} {one.status} {one.physical_id[:60]} {one.reason[:200]}"
        for one in stack.history
    )
