"""One pair of a domain and a package, with the stacks that want it, a stranger, and what should have come of them."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from benchmarks.service import Service
from benchmarks.worlds import template_of
from tests.simulation.stack import Stack
from tests.simulation.world import World

#: How long what came late may work (seconds).
LATE = 30.0
CREATED, ROLLED_BACK, DELETED = "CREATE_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_COMPLETE"
HAVING = (CREATED, UPDATED := "UPDATE_COMPLETE")


class Wrong(Exception):
    """Stacks or the association are not as they should be."""


class Scene:
    """One pair, and the stacks that want it; its methods are for a task of the world's."""

    def __init__(self, world: World, service: Service, domain: str, package: str) -> None:
        self.world, self.service, self.domain, self.package = world, service, domain, package
        self.sleep = world.simulation.sleep

    def stack(self, name: str = "only") -> Stack:
        return self.world.stack(f"{self.domain}-{name}")

    def template(self, **more: Any) -> dict[str, Any]:
        return {"Synonyms": template_of(self.domain, self.package)["Synonyms"] | more}

    def created(self, name: str = "only", **more: Any) -> Stack:
        """Return a stack once its creation has ended, however that went."""
        stack = self.stack(name)
        stack.create(self.template(**more))
        return stack

    def one_after_the_other(self, seconds: float) -> tuple[Stack, Stack]:
        """Return the stack that got the pair, and the other, which began so long after."""
        stacks = [self.stack("first"), self.stack("second")]
        for stack, delay in zip(stacks, (0.0, seconds), strict=True):
            self.world.simulation.spawn(partial(stack.create, self.template()), delay)
        while any(not stack.status or stack.status.endswith("IN_PROGRESS") for stack in stacks):
            self.sleep(1)
        holder, other = sorted(stacks, key=lambda stack: stack.status != CREATED)
        return holder, other

    def again(self, type_: str) -> None:
        """Deliver the first request of the type about this pair once more, and let it work."""
        events = [one.event for one in list(self.world.endpoint.requests.values())]
        here = [one for one in events if one["ResourceProperties"].get("DomainName") == self.domain]
        self.world.function.invoke(next(one for one in here if one["RequestType"] == type_))
        self.sleep(LATE)

    def stranger(self) -> None:
        """Associate the package by hand, at a moment when the domain takes it."""
        domain = self.service.packages.domain(self.domain)
        until, domain.busy_until = domain.busy_until, 0.0
        self.service.direct.associate_package(DomainName=self.domain, PackageID=self.package)
        one, domain.busy_until = domain.associations[self.package], until
        one.status, one.transition = "ACTIVE", None

    def at_first_associate(self, act: Callable[[Callable[[], Any]], Any]) -> None:
        """Let something of its own become of the first AssociatePackage; it is given what makes the call."""
        calls = count()

        def spoil(operation: str, proceed: Callable[[], Any]) -> Any:
            return act(proceed) if operation.startswith("associate_") and next(calls) == 0 else proceed()

        self.service.spoils[self.domain] = spoil

    def expect(self, stacks: dict[Stack, str], strangers: bool = False) -> None:
        """Raise Wrong unless the stacks have ended so, and the association is there if one has it, or a stranger."""
        one, words = self.service.packages.domain(self.domain).associations.get(self.package), []
        for stack, status in stacks.items():
            if stack.status.endswith("IN_PROGRESS"):
                words.append("no answer")
            elif stack.status != status:
                words.append("succeeded wrongly" if stack.status in HAVING else "failed for nothing")
        found = one is not None and one.status != "DISSOCIATING"
        owned = strangers or any(stack.status in HAVING for stack in stacks)
        if found != owned:
            words.append("association removed" if owned else "association left behind")
        if words:
            raise Wrong(", ".join(dict.fromkeys(words)))
