"""Lets go of what a stack that is no more has left in the ledger. Nothing is asked of OpenSearch Service."""

import random

from aws_lambda_powertools import Logger

from errors import Failed, Outdated, ProviderError, ServiceError
from holdings.drift import is_under_way
from holdings.world import Elsewhere, World
from ledger.records import Item, Slot
from model import domain_of
from reconcile.kinds import kind_at

#: How often a place is read and written until nobody else has written meanwhile, and the pause between (seconds).
ATTEMPTS, PAUSE = 10, (0.2, 1.0)

logger = Logger()


class Refused(ProviderError):
    """It is not done; the text says why."""


def released(world: World, stack_id: str) -> list[str]:
    """Take a stack's claims away, wherever it has some; say which, and what stays.

    A StackId is never given twice, so what is gone once stays gone: it is asked about before anything is written.

    Raises:
        Refused: the stack is there, or CloudFormation does not tell; nothing is written.
        ServiceError: the table can't be read or written; do it again.
    """
    try:
        status = world.status(stack_id)
    except (ServiceError, Elsewhere) as error:
        raise Refused(f"Nothing is released: {error}") from error
    if status is not None:
        raise Refused(f"Nothing is released: the stack is there, {status}. Only what a stack that is gone has left is.")
    lines = [line for place in world.places() for line in _at(world, place, stack_id)]
    return lines or [f"Nothing is released: {stack_id} has no claim."]


def _at(world: World, place: str, stack_id: str) -> list[str]:
    """Take its claims at one place away, in one write on condition that nobody has written since they were read."""
    for _ in range(ATTEMPTS):
        item = _read(world, place)
        names = [name for name, slot in item.slots.items() if any(claim.stack == stack_id for claim in slot.claims)]
        if not names:
            return []
        busy = [name for name in names if is_under_way(item.slots[name], world.clock.now())]
        after, lines = item, [f"{name} at {place} is left for now: a request may be under way there." for name in busy]
        for name in sorted(set(names) - set(busy)):
            slot = item.slots[name]
            left = slot.without({claim.key for claim in slot.claims if claim.stack == stack_id})
            after = after.with_slot(name, left)
            lines.append(_line(place, name, left))
        if after is item:
            return lines
        try:
            world.table.write(place, after)
        except Outdated:
            world.clock.sleep(random.uniform(*PAUSE))
            continue
        logger.warning("released", domain=place, packages=sorted(set(names) - set(busy)), stack_id=stack_id)
        return lines
    return [f"{place} is left for now: others write there. Do it again."]


def _read(world: World, place: str) -> Item:
    try:
        return world.table.read(place)
    except Failed as error:
        raise Refused(str(error)) from error


def _line(place: str, name: str, left: Slot) -> str:
    where = f"domain {place}" if domain_of(place) else "the account"
    said = f"Released: {name} of {where}, which is not touched."
    if left.claims:
        return f"{said} Others hold it."
    return f"{said} Nobody holds it now; to take it away: {kind_at(place).words.command(place, left.package)}"
