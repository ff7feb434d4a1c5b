"""One sample of a lag: a stack created and deleted, with the seconds that its association or dissociation was drawn."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import product

from benchmarks.framework import INTERVAL
from benchmarks.ledger import Meter, Used
from benchmarks.live import Live, live
from benchmarks.service import Service
from benchmarks.worlds import arena, prepare, settle, template_of
from tests.simulation.direct import create_domain
from tests.simulation.stack import Stack
from tests.simulation.world import World

#: Over so long the samples begin, lest it is the machine that is measured (seconds).
BEGINNING = 20.0
#: A dissociation's sample begins with an association that lasts so long (seconds).
BRIEFLY = 0.5
#: What is drawn stays under CloudFormation's hour (seconds).
LONGEST = 3450.0


@dataclass
class Sample:
    """What was measured; `goal` is association or dissociation, a lag of None a failure; seconds are the function's."""

    length: int
    goal: str
    lag: float | None
    calls: float = 0
    seconds: float = 0
    invocations: float = 1
    table: Used = field(default_factory=Used)


def drawn(length: int, count: int) -> list[float]:
    """Return so many durations within ±50 %, evenly spread, in an order by chance; each contender gets the same."""
    chance = random.Random(length)
    each = [(0.5 + (number + chance.random()) / count) * length for number in range(count)]
    chance.shuffle(each)
    return [min(seconds, LONGEST) for seconds in each]


def in_real_time(contenders: list[str], lengths: tuple[int, ...], count: int) -> tuple[dict[str, list[Sample]], float]:
    """Measure all contenders at the same time; return the samples, and how long a look of the framework takes."""
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        # Nothing is throttled: with clients of their own, 160 environments would only keep Node from answering in time.
        shared = {"environment": {"SHARED": "1"}}
        worlds = {who: stack.enter_context(live(who, **shared)) for who in contenders}
        running = {who: pool.submit(together, *worlds[who], lengths, count) for who in contenders}
        samples = {who: one.result() for who, one in running.items()}
        return samples, worlds["framework"][0].look() if "framework" in worlds else 0.0


def together(world: Live, service: Service, lengths: tuple[int, ...], count: int) -> list[Sample]:
    """Measure one contender: all samples at the same time, but for the seconds over which they begin."""
    kinds = [(length, goal) for length, goal in product(lengths, ("association", "dissociation"))]
    samples = [(*kind, seconds, number) for kind in kinds for number, seconds in enumerate(drawn(kind[0], count))]
    packages = {}
    for length, goal, _, number in samples:
        name = f"{goal[0]}{length}-{number}"
        create_domain(service.backend, name)
        packages[name] = service.package(name)
    settle(world, service)
    meter = Meter(world.table)

    def one(length: int, goal: str, seconds: float, number: int) -> Sample:
        world.simulation.sleep(random.uniform(0, BEGINNING))
        name = f"{goal[0]}{length}-{number}"
        stack, package = world.stack(name), packages[name]
        service.lasts[name] = seconds if goal == "association" else BRIEFLY
        done = stack.create(template_of(name, package))
        if done and goal == "dissociation":
            service.lasts[name] = seconds
            done = stack.delete()
        calls = sum(world.about[about] for about in (name, package, stack.id))
        sample = measured(world, service, stack, length, goal, done, calls)
        sample.table = meter.used[name]
        return sample

    return world.do(*(partial(one, *sample) for sample in samples))


def measured(world: World, service: Service, stack: Stack, length: int, goal: str, done: bool, calls: float) -> Sample:
    """Return the sample of the request that a stack has just ended."""
    pending = [one for one in list(world.endpoint.requests.values()) if one.event["StackId"] == stack.id][-1]
    if not done or not pending.answers:
        return Sample(length, goal, None)
    lag = pending.times[0] - service.ends[pending.event["ResourceProperties"]["DomainName"]]
    return Sample(length, goal, lag, calls, pending.times[0] - pending.made)


def simulated(contender: str, length: int, count: int) -> list[Sample]:
    """Measure a contender in simulated time, one stack after the other."""
    samples: list[Sample] = []
    for seed, seconds in enumerate(drawn(length, count)):
        with arena(contender, seed, seconds=seconds) as (world, service):
            package = prepare(world, service, "movies")
            (both,) = world.do(partial(up_and_down, world, service, package, length))
            samples += both
    return samples


def up_and_down(world: World, service: Service, package: str, length: int) -> list[Sample]:
    """Create and delete a stack; return the samples of both."""
    stack, samples, meter = world.stack(), [], Meter(world.table)
    for goal in ("association", "dissociation"):
        done = stack.create(template_of("movies", package)) if goal == "association" else stack.delete()
        sample = measured(world, service, stack, length, goal, done, service.calls)
        sample.table = meter.used["movies"]
        sample.seconds, sample.invocations = world.function.billed, len(world.function.invocations)
        samples.append(sample)
        if not done:
            break
    return samples


def computed(length: int, count: int, look: float, attempts: int) -> list[Sample]:
    """Return what the waiter's definition yields: a look at the start, and each other 5 s after the one before."""
    samples = []
    for seconds in drawn(length, count):
        looks = next(number for number in range(10**6) if look + number * (INTERVAL + look) >= seconds)
        lag = look + looks * (INTERVAL + look) - seconds if looks <= attempts else None
        for goal in ("association", "dissociation"):
            samples.append(Sample(length, goal, lag, 2 + looks))
    return samples
