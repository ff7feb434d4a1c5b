"""What becomes of stacks among faults: by chance, and one named fault each."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.live import live
from benchmarks.named_faults import named
from benchmarks.service import Service
from benchmarks.worlds import arena, prepare, template_of
from tests.simulation.stack import Stack
from tests.simulation.world import World

#: How many stacks in simulated time, how many in real time, and how long an association and a dissociation take.
STACKS, LIVE, SECONDS = 200, 50, 60.0
#: How often a call is throttled and an answer not taken.
THROTTLED, REFUSED = 0.05, 0.10
Figures = dict[str, Any]


def faults(contenders: list[str]) -> Figures:
    """Return both tables' figures; the framework meets the same in real time."""
    with ThreadPoolExecutor() as pool:
        running = {}
        if "framework" in contenders:
            running = {"named": pool.submit(named, contenders), "by chance": pool.submit(in_real_time)}
        real = {name: one.result() for name, one in running.items()}
    simulated = {who: in_simulated_time(who) for who in contenders if who != "framework"}
    chance = simulated | ({"framework": real["by chance"]} if real else {})
    return {"by chance": chance, "named": real["named"] if real else named(contenders)}


def in_simulated_time(contender: str) -> Figures:
    """Return what became of stacks, one after the other."""
    ends: Counter[str] = Counter()
    for seed in range(STACKS):
        with arena(contender, seed, seconds=SECONDS, throttled=THROTTLED) as (world, service):
            world.endpoint.fault = lambda _: refuse(random.random())
            package = prepare(world, service, "movies")
            until = world.simulation.now + 5 * 3600
            world.do(partial(up_and_down, world.stack(), "movies", package), until=until)
            ends += count(world, service)
            ends["leftovers"] += world.events.leftovers() if hasattr(world, "events") else 0
    return shown(ends)


def in_real_time() -> Figures:
    """Return what became of the framework's stacks, all together."""
    with live("framework", seconds=SECONDS, throttled=THROTTLED) as (world, service):
        world.endpoint.fault = lambda _: refuse(random.random())
        domains = [f"domain-{number}" for number in range(LIVE)]
        package = prepare(world, service, *domains)
        until = world.simulation.now + 600
        stacks = [world.stack(domain) for domain in domains]
        world.do(*(partial(up_and_down, stack, stack.name, package) for stack in stacks), until=until)
        return shown(count(world, service))


def up_and_down(stack: Stack, domain: str, package: str) -> None:
    """Create the stack, and delete it if that went well."""
    if stack.create(template_of(domain, package)):
        stack.delete()


def refuse(chance: float) -> int | None:
    """Return how the endpoint meets an answer: not taken, with a 503 or a broken connection, or taken."""
    if chance < REFUSED / 2:
        raise ConnectionResetError
    return 503 if chance < REFUSED else None


def count(world: World, service: Service) -> Counter[str]:
    """Count how requests ended, and what is left."""
    ends: Counter[str] = Counter()
    for pending in world.endpoint.requests.values():
        ends["requests"] += 1
        ends["lost"] += not pending.answers
        ends["failed for nothing"] += bool(pending.answers) and pending.answers[0]["Status"] == "FAILED"
    ends["left on the domain"] = sum(bool(one.associations) for one in service.packages.known_domains())
    return ends


def shown(ends: Counter[str]) -> Figures:
    """Return every figure, those that are 0 too."""
    names = ("requests", "lost", "failed for nothing", "leftovers", "left on the domain")
    return {name: ends[name] for name in names}
