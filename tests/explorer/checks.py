"""What must never be: lost, left over, stolen, owned twice, or failed for no reason."""

from collections.abc import Iterable

from ledger.records import KEPT, LEAVING, Claim, Item
from tests.explorer.moment import Moment, named
from tests.explorer.scenario import Scenario
from tests.explorer.state import (
    ABSENT,
    CLEANUP,
    DELETE_FAILED,
    FORWARD,
    GOING,
    IDLE,
    PROVIDER,
    STRANGER,
    THERE,
    UNDO,
    UNDO_CLEANUP,
    UNDO_FAILED,
    Known,
    Stack,
)

#: The id of claims in the law without ids.
ONE_ID = "one"


class Broken(Exception):
    """A promise is broken."""


def describe(moment: Moment, request: int) -> str:
    """Return a request in words."""
    event = moment.events[request]
    about = (
        f" of {event.known if isinstance(event.known, str) else show(event.known)}" if event.type == "Delete" else ""
    )
    return f"{event.type} {request} of {'ABCD'[event.resource]}{about}"


def show(slots: Iterable[int]) -> str:
    """Return slots in words."""
    return ", ".join(f"F{slot}" for slot in slots) or "nothing"


def check_dissociation(scenario: Scenario, moment: Moment, slot: int, request: int) -> None:
    """Raise `Broken` if somebody needs what is about to be dissociated."""
    who = describe(moment, request)
    if moment.things[slot].by == STRANGER:
        raise Broken(f"{who} dissociates F{slot}, which is a stranger's")
    if slot in moment.noted.retained:
        raise Broken(f"{who} dissociates F{slot}, which was retained")
    for number, stack in enumerate(moment.stacks):
        for resource, known in _relied_on(stack):
            if known.complete and not known.going and slot in named(known.id) and scenario.stack_of[resource] == number:
                raise Broken(f"{who} dissociates F{slot}, which {'ABCD'[resource]} has")


def _relied_on(stack: Stack) -> Iterable[tuple[int, Known]]:
    """Yield what the stack has now, and what it goes back to if it must."""
    for resource, (now, before) in enumerate(zip(stack.now, stack.before, strict=True)):
        if now and stack.phase in (IDLE, FORWARD, CLEANUP):
            yield resource, now
        if before and stack.phase in (FORWARD, UNDO, UNDO_FAILED, UNDO_CLEANUP):
            yield resource, before


def check_success(scenario: Scenario, moment: Moment, request: int) -> None:
    """Raise `Broken` if a Create or Update must not succeed now."""
    event, who = moment.events[request], describe(moment, request)
    own = scenario.stack_of[event.resource]
    known = [(number, one) for number, stack in enumerate(moment.stacks) for one in stack.now if one]
    for slot in event.want:
        thing = moment.things[slot]
        if thing.status in (ABSENT, GOING):
            raise Broken(f"{who} succeeds, but F{slot} is {thing.status}")
        if thing.version < event.version:
            raise Broken(f"{who} succeeds, but F{slot} has an old version")
        if (
            event.type == "Create"
            and thing.by == STRANGER
            and not event.adopt
            and not any(one.adopt for _, one in known)
        ):
            raise Broken(f"{who} takes a stranger's F{slot} for its own")
        for number, one in known:
            theirs = number != own and one.complete and not one.going and slot in named(one.id)
            if theirs and not one.adopt and not event.adopt:
                raise Broken(f"{who} has F{slot}, which stack {number} has too, and neither adopts")


def check_failure(scenario: Scenario, moment: Moment, request: int) -> None:
    """Raise `Broken` if there is no reason why this request fails."""
    event = moment.events[request]
    stack = moment.stacks[scenario.stack_of[event.resource]]
    alone = len(moment.stacks) == 1 and not scenario.before and moment.may.stranger == scenario.stranger
    if moment.may.late == scenario.late and (stack.phase != FORWARD or alone):
        raise Broken(f"{describe(moment, request)} fails for no reason")


def check_found(scenario: Scenario, moment: Moment, request: int, found: Iterable[int]) -> None:
    """Raise `Broken` if a request leaves as found what the provider made, where nothing could have made it so."""
    noted = moment.noted.retained | moment.noted.forced
    for slot in set(found) - noted:
        if moment.things[slot].by == PROVIDER and not scenario.adopts:
            raise Broken(f"{describe(moment, request)} leaves F{slot} as found, but the provider made it")


def at_rest(moment: Moment) -> bool:
    """Return whether nothing moves until CloudFormation begins something."""
    stopped = all(stack.phase in (IDLE, UNDO_FAILED, DELETE_FAILED) for stack in moment.stacks)
    settled = all(thing.status in (ABSENT, THERE) for thing in moment.things)
    return stopped and settled and not moment.processes and not moment.flying


def has_ended(scenario: Scenario, moment: Moment) -> bool:
    """Return whether the story is at an end."""
    if not at_rest(moment):
        return False
    stuck = not moment.may.retry and any(stack.phase in (UNDO_FAILED, DELETE_FAILED) for stack in moment.stacks)
    return stuck or all(
        stack.step == len(operations) for stack, operations in zip(moment.stacks, scenario.operations, strict=True)
    )


def check_rest(scenario: Scenario, moment: Moment, items: Iterable[Item]) -> None:
    """Raise `Broken` if something is left over: a package that nobody has, a claim of nobody."""
    if any(stack.phase in (UNDO_FAILED, DELETE_FAILED) for stack in moment.stacks):
        return
    known = {resource: one for stack in moment.stacks for resource, one in enumerate(stack.now) if one}
    # Where a failure or a rollback left things as they were, a later request of the resource sees to them.
    later = {"ABCD"[resource] for resource in known} if not scenario.rollback or scenario.skips else set()
    claims = _claims(items)
    for slot, thing in enumerate(moment.things):
        own = claims.get(slot, [])
        stays = slot in moment.noted.retained | moment.noted.told | moment.noted.forced
        had = any(slot in named(one.id) for one in known.values())
        ours = thing.status == THERE and thing.by == PROVIDER
        if ours and not had and not stays and not any(claim.name in later for claim in own):
            raise Broken(f"F{slot} is left over, and nobody has it")
        for claim in own:
            one = known.get("ABCD".index(claim.name))
            theirs = one is not None and (_text(one) == claim.id or (claim.id == ONE_ID and slot in named(one.id)))
            if claim.state not in (LEAVING, KEPT) and not theirs and not stays and claim.name not in later:
                raise Broken(
                    f"{claim.name}'s claim on F{slot} is left {claim.state}, and its stack knows nothing of it"
                )


def _claims(items: Iterable[Item]) -> dict[int, list[Claim]]:
    return {int(name[1:]): list(slot.claims) for item in items for name, slot in item.slots.items()}


def _text(known: Known) -> str:
    return known.id if isinstance(known.id, str) else ",".join(f"F{slot}" for slot in known.id)
