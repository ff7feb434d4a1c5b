"""The figures: each function runs both contenders in simulated time, and returns what is to be shown."""

import random
from collections import Counter
from statistics import median
from typing import Any

from benchmarks.worlds import CONTENDERS, Service, arena
from tests.simulation.direct import create_domain
from tests.simulation.stack import Stack
from tests.simulation.world import World

#: Association times (seconds), and over how many seeds each is measured.
DURATIONS = (5, 30, 180, 720, 2400)
SEEDS = 20
#: The function's memory (GB), and what Lambda costs in us-east-1 on x86_64 (USD), https://aws.amazon.com/lambda/pricing/.
MEMORY = 0.25
PER_GB_SECOND, PER_INVOCATION = 0.0000166667, 0.0000002
#: Under faults: how many stacks, and how often a call is throttled and an answer not taken.
STACKS, THROTTLED, REFUSED = 200, 0.05, 0.10
CROWDS, RATE = (1, 10, 100, 500), 10.0
SETS, CHANGE = (1, 5, 20), 120
Figures = dict[str, Any]


def template_of(domain: str, package: str) -> dict[str, Any]:
    """Return a template with one association."""
    return {"Synonyms": {"DomainName": domain, "PackageID": package}}


def prepare(world: World, service: Service, *domains: str) -> str:
    """Make domains and a package; return the package's id."""
    for domain in domains:
        create_domain(service.backend, domain)
    package = service.package("synonyms")
    world.do(lambda: world.simulation.sleep(5))
    service.direct.describe_packages()
    return package


def single(contender: str, seconds: float, seed: int) -> Figures:
    """Create and delete one association of so many seconds."""
    exactly = seconds * (0.9 + 0.2 * random.Random(seed).random())  # else a poll's two minutes may fit by chance
    with arena(contender, exactly, seed) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        ended: list[float] = []

        def live() -> None:
            assert stack.create(template_of("movies", package)), stack.events
            answered = world.simulation.now
            ended.append(answered - service.packages.domain("movies").associations[package].last_updated)
            created["calls"], created["billed"] = sum(world.calls.values()), world.function.billed
            created["invocations"] = len(world.function.invocations)
            assert stack.delete(), stack.events

        created: dict[str, float] = {}
        world.do(live)
        cost = created["billed"] * MEMORY * PER_GB_SECOND + created["invocations"] * PER_INVOCATION
        return {"lag": ended[0], "cost": cost, **created, "by kind": dict(world.calls)}


def lags() -> Figures:
    """Return, for each association time, how long after the final status the answer came, and what a Create took."""
    figures: Figures = {}
    for contender in CONTENDERS:
        for seconds in DURATIONS:
            runs = [single(contender, seconds, seed) for seed in range(SEEDS)]
            each = [run["lag"] for run in runs]
            figures[f"{contender} {seconds}"] = {
                "lag median": round(median(each), 1),
                "lag maximum": round(max(each), 1),
                "API calls": median(run["calls"] for run in runs),
                "Lambda seconds": round(median(run["billed"] for run in runs), 1),
                "GB-seconds": round(median(run["billed"] for run in runs) * MEMORY, 1),
                "USD": round(median(run["cost"] for run in runs), 7),
                "by kind, with the Delete": runs[0]["by kind"],
            }
    return figures


def faults() -> Figures:
    """Return what became of stacks while calls are throttled and answers not taken."""
    figures: Figures = {}
    for contender in CONTENDERS:
        ends: Counter[str] = Counter()
        for seed in range(STACKS):
            with arena(contender, 60, seed, throttled=THROTTLED) as (world, service):
                world.endpoint.fault = lambda _: refuse()
                package, stack = prepare(world, service, "movies"), world.stack()
                world.do(lambda stack=stack, package=package: live(stack, package), until=1_790_000_000 + 5 * 3600)  # type: ignore[misc]
                for pending in world.endpoint.requests.values():
                    ends["requests"] += 1
                    ends["lost"] += not pending.answers
                    ends["failed for nothing"] += bool(pending.answers) and pending.answers[0]["Status"] == "FAILED"
                ends["leftovers"] += world.events.leftovers() if hasattr(world, "events") else 0
                ends["left on the domain"] += bool(service.packages.domain("movies").associations)
        figures[contender] = dict(ends)
    return figures


def live(stack: Stack, package: str) -> None:
    """Create the stack, and delete it if that went well."""
    if stack.create(template_of("movies", package)):
        stack.delete()


def refuse() -> int | None:
    """Return how the endpoint meets an answer: one in ten not taken, with a 503 or a broken connection."""
    chance = random.random()
    if chance < REFUSED / 2:
        raise ConnectionResetError
    return 503 if chance < REFUSED else None


def crowds() -> Figures:
    """Return how operations fare that begin together, against a service with a limit to its calls."""
    figures: Figures = {}
    for contender in CONTENDERS:
        for count in CROWDS:
            with arena(contender, 60, count, rate=RATE) as (world, service):
                domains = [f"domain-{number}" for number in range(count)]
                package = prepare(world, service, *domains)
                stacks = [world.stack(domain) for domain in domains]
                began = world.simulation.now
                world.do(
                    *(
                        lambda stack=stack, package=package: stack.create(template_of(stack.name, package))
                        for stack in stacks
                    ),
                    until=began + 2 * 3600,
                )
                right = [stack for stack in stacks if stack.status == "CREATE_COMPLETE"]
                ended = [max(at for at, *_ in stack.events) - began for stack in right]
                figures[f"{contender} {count}"] = {
                    "answered rightly": len(right),
                    "of": count,
                    "last after": round(max(ended, default=0)),
                    "calls each": round(service.calls / count, 1),
                    "throttled each": round(service.refused / count, 1),
                }
    return figures


def changes() -> Figures:
    """Return how many changes of a domain packages take, which takes one at a time, each of two minutes."""
    figures: Figures = {}
    for name in ("ours, one set", "ours, one by one", "textbook, one by one"):
        contender = name.split(",")[0]
        for count in SETS:
            with arena(contender, CHANGE, count) as (world, service):
                prepare(world, service, "movies")
                ids = [service.package(f"dictionary-{number}") for number in range(count)]
                world.do(lambda: world.simulation.sleep(5))
                service.direct.describe_packages()
                service.packages.one_change_at_a_time = True
                template = {f"D{n}": template_of("movies", id_)["Synonyms"] for n, id_ in enumerate(ids)}
                if name.endswith("set"):
                    template = {"Search": {"DomainName": "movies", "Packages": [{"PackageID": id_} for id_ in ids]}}
                stack, began = world.stack(), world.simulation.now
                done = world.do(lambda stack=stack, template=template: stack.create(template))[0]  # type: ignore[misc]
                figures[f"{name} {count}"] = {
                    "completed": done,
                    "changes": service.packages.domain("movies").changes,
                    "seconds": round(max(at for at, *_ in stack.events) - began),
                }
    return figures
