"""One scenario: what can happen next at a moment, and what must be true of it."""

from tests.explorer import cloudformation, service
from tests.explorer.calls import in_use
from tests.explorer.checks import at_rest, check_rest, describe, has_ended, show
from tests.explorer.moment import Moment, changed
from tests.explorer.process import Provider
from tests.explorer.scenario import Scenario
from tests.explorer.state import IDLE, STRANGER, THERE, Stack, Thing

Steps = list[tuple[str, Moment]]


class World:
    """A scenario, and the provider in it."""

    def __init__(self, scenario: Scenario, without: str = "") -> None:
        self.scenario = scenario
        self.provider = Provider(scenario, without)

    def start(self) -> Moment:
        """Return the first moment."""
        scenario = self.scenario
        none = (None,) * len(scenario.stack_of)
        things = tuple(Thing(THERE, STRANGER) if n in scenario.before else Thing() for n in range(scenario.slots))
        stacks = tuple(Stack(0, IDLE, none, none) for _ in scenario.operations)
        return Moment(things, self.provider.empty, (), (), (), stacks, (), scenario.budget)

    def check(self, moment: Moment) -> None:
        """Raise `Broken` if something is left over where all is quiet."""
        if at_rest(moment):
            check_rest(self.scenario, moment, [self.provider.items[item] for item in moment.items])

    def has_ended(self, moment: Moment) -> bool:
        """Return whether the story is at its end."""
        return has_ended(self.scenario, moment)

    def steps(self, moment: Moment) -> Steps:
        """Return what can happen next."""
        out = self._invocations(moment)
        for call in dict.fromkeys(moment.flying):
            flying = list(moment.flying)
            flying.remove(call)
            landed = moment._replace(flying=tuple(flying))
            label = f"the hanging {call.verb} of {describe(moment, call.request)} for {show(call.slots)} comes through"
            out.append((label, service.takes(self.scenario, landed, call) or landed))
        out += service.steps(moment)
        if moment.may.twice:
            at_work = set(moment.queue) | (set() if self.scenario.twins else {one.request for one in moment.processes})
            for request in set(range(len(moment.events))) - at_work:
                queue = tuple(sorted((*moment.queue, request)))
                again = moment._replace(queue=queue).spent("twice")
                out.append((f"{describe(moment, request)} is delivered again", again))
        for number in range(len(moment.stacks)):
            out += cloudformation.steps(self.scenario, moment, number, self.provider.empty)
        if self.scenario.lingers:
            out += self._time_is_up(moment)
            return out
        return [(label, self._tidy(then)) for label, then in out]

    def _invocations(self, moment: Moment) -> Steps:
        out = Steps()
        for index, one in enumerate(moment.processes):
            out += self.provider.steps(moment, index)
            if moment.may.crash:
                processes = (*moment.processes[:index], *moment.processes[index + 1 :])
                queue = tuple(sorted((*moment.queue, one.request)))
                crashed = moment._replace(processes=processes, queue=queue).spent("crash")
                out.append((f"{describe(moment, one.request)} crashes", crashed))
        for request in dict.fromkeys(moment.queue):
            rest = list(moment.queue)
            rest.remove(request)
            begun = self.provider.begun(moment, request)
            moment_then = moment._replace(queue=tuple(rest), processes=(*moment.processes, begun))
            out += self.provider.steps(moment_then, len(moment.processes))
        return out

    def _tidy(self, moment: Moment) -> Moment:
        """Forget the calls that can take no effect any more: here, their time is up at once."""
        items = self.provider.items
        if not any(map(items.tokens, moment.items)):
            return moment
        used = in_use(moment)
        kept = tuple(items.without(item, set(items.tokens(item).values()) - used) for item in moment.items)
        return moment._replace(items=kept) if kept != moment.items else moment

    def _time_is_up(self, moment: Moment) -> Steps:
        items, used, out = self.provider.items, in_use(moment), Steps()
        for place, item in enumerate(moment.items):
            for token in sorted(set(items.tokens(item).values()) - used):
                kept = changed(moment.items, place, items.without(item, {token}))
                out.append((f"the time of call {token} is up", moment._replace(items=kept)))
        return out
