"""One fault each, at the same time and on a domain of its own: what a stack comes to, and what it leaves."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial

from benchmarks.live import Live, live
from benchmarks.service import Service
from benchmarks.spoils import FAULTS, SETTING, STRANGERS
from benchmarks.worlds import arena, prepare, settle, template_of
from tests.simulation.stack import Stack
from tests.simulation.world import World

#: What an association and a dissociation take; how long to wait for the last answer, in real and in simulated time (s).
SECONDS, LIVE, SIMULATED = 10.0, 240.0, 3 * 3600.0


def named(contenders: list[str]) -> dict[str, dict[str, str]]:
    """Return, for each fault, what each contender makes of it: in real time, the textbook in simulated."""
    real = [who for who in contenders if who != "textbook"]
    with ThreadPoolExecutor() as pool:
        outcomes = dict(zip(real, pool.map(lambda who: each(live(who, seconds=SECONDS)), real), strict=True))
    if "textbook" in contenders:
        outcomes["textbook"] = {name: alone("textbook", name) for name in FAULTS}
    return {name: {who: outcomes[who][name] for who in contenders} for name in FAULTS}


def each(world_of: AbstractContextManager[tuple[Live, Service]]) -> dict[str, str]:
    """Return what comes of each fault, all at the same time."""
    with world_of as (world, service):
        domains = [f"domain-{number}" for number in range(len(FAULTS))]
        prepare(world, service, *domains)
        return dict(zip(FAULTS, run(world, service, dict(zip(domains, FAULTS, strict=True)), LIVE), strict=True))


def alone(contender: str, name: str) -> str:
    """Return what comes of one fault in simulated time."""
    with arena(contender, 1, seconds=SECONDS) as (world, service):
        prepare(world, service, "movies")
        return run(world, service, {"movies": name}, SIMULATED)[0]


def run(world: World, service: Service, faults: dict[str, str], patience: float) -> list[str]:
    """Return what comes of the faults, by domain."""
    packages = {domain: service.package(f"for-{domain}") for domain in faults}
    settle(world, service)
    for domain, name in faults.items():
        FAULTS[name][0](world, service, domain, packages[domain])
    world.do(lambda: world.simulation.sleep(SETTING))
    stacks = [world.stack(domain) for domain in faults]
    creates = [partial(one.create, template_of(one.name, packages[one.name])) for one in stacks]
    began = world.simulation.now
    world.do(*creates, until=began + patience)
    return [outcome(service, stack, packages[stack.name], faults[stack.name]) for stack in stacks]


def outcome(service: Service, stack: Stack, package: str, name: str) -> str:
    """Say what has become of the stack and the association."""
    there = package in service.packages.domain(stack.name).associations
    to_succeed, its_own = FAULTS[name][1], name != STRANGERS
    if stack.status.endswith("IN_PROGRESS"):
        return "no answer"
    if (stack.status == "CREATE_COMPLETE") != to_succeed:
        words = "failed for nothing" if to_succeed else "succeeded wrongly"
        return f"{words}, association left behind" if there and to_succeed else words
    if to_succeed or not its_own:
        return "right" if there else "association removed"
    return "association left behind" if there else "right"
