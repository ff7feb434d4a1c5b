"""What a request wants: what follows for each package, by the law and by what its status means."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from errors import AlreadyExists, Failed, ServiceError
from ledger.law import ASSOCIATE, DISSOCIATE, RENEW, Presence, Wish, have
from ledger.records import Item
from reconcile.kind import Ask, Kind, Next
from reconcile.look import Look
from reconcile.rules import Step
from reconcile.state import ABSENT, State


@dataclass(frozen=True)
class Meant:
    """Which packages are meant, as far as a look tells."""

    state: State
    #: The slot of each, by how the request names it.
    slots: Mapping[str, str] = field(default_factory=dict)
    #: What was met first in finding out.
    met: Failed | ServiceError | None = None

    @property
    def wanted(self) -> dict[str, str]:
        """The slots, each with its package's id."""
        return {slot: self.state.of(label).id for label, slot in self.slots.items()}


def want(kind: Kind, meant: Meant, item: Item, wish: Wish, look: Look) -> Next:
    """Return what follows for what a Create or Update wants."""
    try:
        return _following(kind, meant, item, wish, look)
    except (Failed, ServiceError) as error:
        return Next(meant.state, item, wish, error=error)


def _following(kind: Kind, meant: Meant, item: Item, wish: Wish, look: Look) -> Next:
    state, slots, met = meant.state, meant.slots, meant.met
    request, labels = look.request, {slot: label for label, slot in slots.items()}
    wish = replace(wish, adopt=kind.may_adopt(look, [item.slot(slot) for slot in slots.values()]))

    def presence(slot: str) -> Presence:
        known = state.of(labels[slot])
        return look.presence(item.slot(slot), known.id, known.since.get(ABSENT))

    item = _answered(item, slots, state)
    having = have(item, wish, presence, look.now)
    for slot in having.others:
        with kind.words.about(request, labels[slot]):
            raise AlreadyExists(kind.words.exists_already(item.slot(slot).claims, adopt=request.adopt))
    if met is not None:
        raise met
    free = {labels[slot] for slot in having.ask}
    unsure = {labels[slot] for slot in having.waits if presence(slot) is Presence.UNSURE}
    plan = kind.planned(state, look, having.item, free, unsure)
    late = {labels[slot] for slot in having.waits}
    pending = tuple(label for label, step in plan.steps.items() if step is not Step.DONE or label in late)
    clear = [label for label, step in plan.steps.items() if step is Step.CLEAR]
    asked = clear or [label for label, step in plan.steps.items() if step is Step.REQUEST]
    asks = tuple(
        Ask(
            target.label,
            slots[target.label],
            plan.state.of(target.label).id,
            DISSOCIATE if clear else ASSOCIATE if target.label in free else RENEW,
            target,
        )
        for target in request.targets
        if target.label in asked and not plan.trouble
    )
    confirm = any(plan.state.of(label).asked is None for label in unsure)
    return Next(plan.state, having.item, wish, asks, pending, plan.trouble, confirm)


def identified(kind: Kind, state: State, item: Item, look: Look) -> Meant:
    """Return which packages are meant."""
    slots, met = dict[str, str](), None
    for target in look.request.targets:
        try:
            with kind.words.about(look.request, target.label):
                known = kind.identified(target, state.of(target.label), look, item)
        except (Failed, ServiceError) as error:
            met = met or error
            continue
        if known is None:
            continue
        known = known.looked_at(look.found.get(known.id), look.now)
        slots[target.label] = slot = kind.slot(target, known.id, item)
        call = item.slot(slot).call
        if known.asked is None and call is not None and call.request == look.request.id:
            known = kind.recalled(known, call, look)
        state = state.with_package(target.label, known)
    return Meant(state, slots, met)


def _answered(item: Item, slots: Mapping[str, str], state: State) -> Item:
    """Return the item where calls for new versions that the service has accepted are no longer on their way to it."""
    for label, name in slots.items():
        slot = item.slot(name)
        ours = slot.call is not None and slot.call.verb == RENEW and state.of(label).asked == slot.call.at
        if slot.call is not None and ours:
            item = item.with_slot(name, replace(slot, call=replace(slot.call, until=slot.call.at)))
    return item
