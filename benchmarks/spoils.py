"""What may go wrong for one stack, as the service, Lambda or CloudFormation's endpoint would have it."""

from collections.abc import Callable
from itertools import count
from typing import Any

from benchmarks.live import Live
from benchmarks.service import Service, Spoil
from tests.fakes.package import Failure
from tests.simulation.direct import client_error
from tests.simulation.world import World

#: From here to the stacks' beginning (seconds): a stranger's association is older than the request by then.
SETTING = 10.0
#: The one that somebody else's association is.
STRANGERS = "there already, a stranger's"
Set = Callable[[World, Service, str, str], None]


def spoiled(make: Callable[[World], Spoil]) -> Set:
    """Return what sets a fault of the calls about a domain."""
    return lambda world, service, domain, package: service.spoils.update({domain: make(world)})


def error_for(seconds: float, code: str, status: int, only: str = "") -> Callable[[World], Spoil]:
    """Return a spoil: for so long, the calls are answered with an error."""

    def make(world: World) -> Spoil:
        since: list[float] = []

        def spoil(operation: str, proceed: Callable[[], Any]) -> Any:
            if only in operation:
                since.append(world.simulation.now)
                if since[-1] < since[0] + seconds:
                    raise client_error(code, "Rate exceeded" if status == 400 else "Internal error", status)
            return proceed()

        return spoil

    return make


def taken_but_500(_: World) -> Spoil:
    """Do what the first AssociatePackage asks, and answer it with a 500."""
    first = count()

    def spoil(operation: str, proceed: Callable[[], Any]) -> Any:
        result = proceed()
        if operation.startswith("associate_") and next(first) == 0:
            raise client_error("InternalException", "Internal error", 500)
        return result

    return spoil


def answers_refused(world: World, _: Service, domain: str, __: str) -> None:
    """Refuse the stack's first seven answers with a 503."""
    left = iter([503] * 7)
    if isinstance(world, Live):
        world.refuse = lambda stack: next(left, None) if stack == domain else None
    else:
        world.endpoint.fault = lambda _: next(left, None)


def twice(world: World, _: Service, domain: str, __: str) -> None:
    """Deliver the stack's Create twice, as Lambda may."""
    invoke, times = world.cloudformation.invoke, count()

    def again(event: Any) -> None:
        invoke(event)
        if event["ResourceProperties"].get("DomainName") == domain and next(times) == 0:
            world.simulation.spawn(lambda: invoke(event), 1.0)

    world.cloudformation.invoke = again


def busy(world: World, service: Service, domain: str, _: str) -> None:
    """Let the domain be busy with another change for half a minute."""
    service.packages.domain(domain).busy_until = world.simulation.now + SETTING + 30


def strangers(_: World, service: Service, domain: str, package: str) -> None:
    """Let somebody else have associated the package."""
    service.direct.associate_package(DomainName=domain, PackageID=package)


def fails(_: World, service: Service, __: str, package: str) -> None:
    """Let the association fail."""
    service.packages.orders[package] = [Failure("ASSOCIATION_FAILED", "Bad", "line 3")]


#: By name: how it is set, and whether the Create is right to succeed.
FAULTS: dict[str, tuple[Set, bool]] = {
    "answers refused with 503, seven times": (answers_refused, True),
    "lists answered 500 for 12 s": (spoiled(error_for(12, "InternalException", 500, "list_")), True),
    "every call throttled for 20 s": (spoiled(error_for(20, "ThrottlingException", 400)), True),
    "AssociatePackage done, but answered 500": (spoiled(taken_but_500), True),
    "domain busy for 30 s": (busy, True),
    "Create delivered twice": (twice, True),
    "the association fails": (fails, False),
    STRANGERS: (strangers, False),
}
