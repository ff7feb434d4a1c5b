"""What the service does: it takes a call or refuses it, and brings about what it took."""

from ledger.law import ASSOCIATE, RENEW
from tests.explorer.checks import check_dissociation
from tests.explorer.moment import Moment
from tests.explorer.scenario import Scenario
from tests.explorer.state import ABSENT, COMING, FORWARD, GOING, PROVIDER, STRANGER, THERE, Asked, Thing


def takes(scenario: Scenario, moment: Moment, call: Asked) -> Moment | None:
    """Return the moment after a call has taken effect, for all its slots; None: it is refused for all.

    Raises:
        Broken: it dissociates what somebody needs.
    """
    statuses = {slot: moment.things[slot].status for slot in call.slots}
    if call.verb in (ASSOCIATE, RENEW):
        need = ABSENT if call.verb == ASSOCIATE else THERE
        if any(status != need for status in statuses.values()):
            return None
        for slot in call.slots:
            by = PROVIDER if call.verb == ASSOCIATE else moment.things[slot].by
            moment = moment.with_thing(slot, Thing(COMING if scenario.slow else THERE, by, call.version))
        return moment
    there = [slot for slot, status in statuses.items() if status == THERE and slot not in scenario.in_use]
    if any(status != ABSENT and slot not in there for slot, status in statuses.items()):
        return None
    for slot in there:
        check_dissociation(scenario, moment, slot, call.request)
        thing = moment.things[slot]
        moment = moment.with_thing(slot, Thing(GOING, thing.by, thing.version) if scenario.slow else Thing())
    return moment


def steps(moment: Moment) -> list[tuple[str, Moment]]:
    """Return what may happen by itself, and what a stranger may do."""
    out = []
    busy = any(stack.phase == FORWARD for stack in moment.stacks)
    for slot, thing in enumerate(moment.things):
        if thing.status == COMING:
            out.append((f"F{slot} is there", moment.with_thing(slot, thing._replace(status=THERE))))
        if thing.status == GOING:
            out.append((f"F{slot} is gone", moment.with_thing(slot, Thing())))
        if thing.status == ABSENT and moment.may.stranger and busy:
            theirs = moment.with_thing(slot, Thing(THERE, STRANGER))
            out.append((f"a stranger associates F{slot}", theirs.spent("stranger")))
    return out
