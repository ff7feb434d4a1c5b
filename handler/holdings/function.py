"""The entry point: {} or {"DomainName": …} is answered; {"Drift": true} reports; {"Release": …} lets go of claims.

Each with {"Format": "json"} for programs; else people can read it.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from aws_lambda_powertools import Logger

from clock import Clock, LambdaClock
from errors import ProviderError
from holdings.drift import Row, table
from holdings.release import Refused, released
from holdings.world import View, World
from metrics import emit_drift

#: So much later a look for drift is confirmed: a request may have begun meanwhile, and lists lag (seconds).
CONFIRMED_AFTER = 15.0

logger = Logger()


class LookFailed(ProviderError):
    """A look for drift could not see everything. Raised when the rest is reported, so that Lambda counts an error."""


@logger.inject_lambda_context(clear_state=True, log_event=False)
def lambda_handler(event: dict[str, Any], context: Any, clock: Clock | None = None) -> str | dict[str, Any]:
    """Answer one invocation, by hand or of the schedule: a table or sentences, or data for programs.

    Raises:
        ServiceError: the ledger's table can't be read.
        LookFailed: with Drift, something could not be looked at.
    """
    world = World(context, clock or LambdaClock(context))
    as_json = event.get("Format") == "json"
    try:
        check(event)
        if "Release" in event:
            lines = released(world, str(event["Release"]))
            return {"Released": lines} if as_json else "\n".join(lines)
    except Refused as refused:
        return {"Refused": str(refused)} if as_json else str(refused)
    places = [str(event["DomainName"])] if event.get("DomainName") else world.places()
    view = reported(world, places) if event.get("Drift") else world.look(places)
    if as_json:
        return {"Holdings": [row.as_json() for row in view.rows], "Unseen": view.unseen}
    unseen = [f"Not all of {place} could be looked at: {why}" for place, why in view.unseen.items()]
    return "\n".join([table(view.rows), *unseen])


def check(event: dict[str, Any]) -> None:
    """Raise `Refused` where an event asks for what is not known here: a misspelt Release must not pass for {}."""
    known = ("DomainName", "Format", "Drift", "Release")
    if unknown := sorted(event.keys() - set(known)):
        raise Refused(f"{unknown[0]} is not known here: give any of {', '.join(known)}.")
    if event.get("Format", "table") not in ("table", "json"):
        raise Refused("Format must be table or json.")


def reported(world: World, places: list[str]) -> View:
    """Look for drift, once more where there seems to be some; log and count what both looks show."""
    first = world.look(places)
    doubtful = sorted({row.place for row in first.rows if row.drift} | first.unseen.keys())
    if doubtful:
        world.clock.sleep(CONFIRMED_AFTER)
    second, seen = world.look(doubtful), {row.key for row in first.rows}
    rows = [row for row in first.rows if row.place not in doubtful]
    rows += [row if row.key in seen else replace(row, drift="") for row in second.rows]
    for row in rows:
        if row.drift:
            log(row)
    emit_drift(Counter(row.drift for row in rows if row.drift))
    if second.unseen:
        raise LookFailed("; ".join(f"{place}: {why}" for place, why in second.unseen.items()))
    return View(rows, {})


def log(row: Row) -> None:
    """Log a claim that is to be seen to."""
    assert row.claim is not None
    logger.warning(
        "drift",
        kind=row.drift,
        domain=row.place,
        package=row.package,
        there=row.there,
        stack_id=row.claim.stack,
        logical_resource_id=row.claim.name,
    )
