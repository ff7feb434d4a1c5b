"""Operations that begin together: against limits of both APIs, and against a domain that takes one change at a time."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.live import live
from benchmarks.service import Service
from benchmarks.worlds import arena, prepare, settle, template_of
from tests.simulation.world import World

#: How many at once, what each takes (seconds), and how many calls a second each of the APIs lets through.
CROWDS, SECONDS, RATE = (10, 100, 500), 60.0, 10.0
#: The largest once more, so many packages and stacks to a domain.
EACH = 20
#: Of the framework, in real time: how many at once, and how the user has set the SDK up.
LIVE = (10, 100)
SETTINGS = {"SDK's default": {}, "AWS_MAX_ATTEMPTS=10": {"AWS_MAX_ATTEMPTS": "10"}}
#: Packages for one domain, and what each of its changes takes (seconds).
SETS, CHANGE = (1, 5, 20), 120.0
Figures = dict[str, Any]


def crowds(contenders: list[str]) -> Figures:
    """Return how each fares in each crowd."""
    figures: Figures = {}
    for who in contenders:
        if who == "framework":
            names = {(count, words): f"framework, {words} {count}" for words in SETTINGS for count in LIVE}
            with ThreadPoolExecutor(len(names)) as pool:
                ends = pool.map(lambda one: in_real_time(*one), names)
                figures |= dict(zip(names.values(), ends, strict=True))
            continue
        for count, each in (*((count, 1) for count in CROWDS), (CROWDS[-1], EACH)):
            name = who if each == 1 else f"{who}, {each} to a domain"
            with arena(who, count, seconds=SECONDS, rate=RATE) as (world, service):
                figures[f"{name} {count}"] = crowd(world, service, count, 2 * 3600, each)
    return figures


def in_real_time(count: int, words: str) -> Figures:
    """Return how a crowd of the framework fares."""
    with live("framework", seconds=SECONDS, rate=RATE, environment=SETTINGS[words]) as (world, service):
        return crowd(world, service, count, 600)


def crowd(world: World, service: Service, count: int, patience: float, each: int = 1) -> Figures:
    """Return how many stacks come right, when the last of them does, and the calls of both APIs.

    Each has a domain of its own, or so many share one and have a package each.
    """
    domains = [f"domain-{number}" for number in range(count // each)]
    packages = [
        prepare(world, service, *domains),
        *(service.package(f"synonyms-{number}") for number in range(1, each)),
    ]
    settle(world, service)
    stacks = {world.stack(f"{domain}-{package}"): (domain, package) for domain in domains for package in packages}
    began = world.simulation.now
    creates = [partial(stack.create, template_of(*pair)) for stack, pair in stacks.items()]
    world.do(*creates, until=began + patience)
    right = []
    for stack, (domain, package) in stacks.items():
        one = service.packages.domain(domain).associations.get(package)
        if stack.status == "CREATE_COMPLETE" and one and one.status == "ACTIVE":
            right.append(stack)
    ended = [max(at for at, *_ in stack.events) - began for stack in right]
    return {
        "of": count,
        "answered rightly": len(right),
        "last after": round(max(ended, default=0)),
        "calls each": round(service.calls / count, 1),
        "throttled each": round(service.refused / count, 1),
    }


def changes(contenders: list[str]) -> Figures:
    """Return how many changes of a domain packages take, which takes one at a time, each of two minutes."""
    figures: Figures = {}
    for name in ("ours, one set", "ours, one by one", "textbook, one by one"):
        for count in SETS if name.split(",")[0] in contenders else ():
            with arena(name.split(",")[0], count, seconds=CHANGE) as (world, service):
                prepare(world, service, "movies")
                ids = [service.package(f"dictionary-{number}") for number in range(count)]
                settle(world, service)
                service.packages.one_change_at_a_time = True
                template = {f"D{n}": template_of("movies", id_)["Synonyms"] for n, id_ in enumerate(ids)}
                if name.endswith("set"):
                    template = {"Search": {"DomainName": "movies", "Packages": [{"PackageID": id_} for id_ in ids]}}
                stack, began = world.stack(), world.simulation.now
                (done,) = world.do(partial(stack.create, template))
                figures[f"{name} {count}"] = {
                    "completed": done,
                    "changes": service.packages.domain("movies").changes,
                    "seconds": round(max(at for at, *_ in stack.events) - began),
                }
    return figures
