"""The contenders that can live in simulated time, each in the same world."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.service import Service
from benchmarks.textbook_world import Textbook
from tests.fakes.clock import clock
from tests.simulation.direct import create_domain
from tests.simulation.world import World

#: How often botocore makes a call for them: the function's own looks are its retries; the legacy mode as it comes.
ATTEMPTS = {"ours": 1, "textbook": 5}
CONTENDERS = tuple(ATTEMPTS)


@contextmanager
def arena(contender: str, seed: int, **service: Any) -> Iterator[tuple[World, Service]]:
    """Return the world of a contender, in which calls take time and meet limits."""
    random.seed(seed)
    opensearch = Service(attempts=ATTEMPTS[contender], **service)
    world = World(opensearch) if contender == "ours" else Textbook(opensearch)
    opensearch.simulation, world.fault = world.simulation, opensearch.limit_stacks
    before, clock.now = clock.now, lambda: world.simulation.now
    try:
        with world.entered():
            yield world, opensearch
    finally:
        clock.now = before


def template_of(domain: str, package: str) -> dict[str, Any]:
    """Return a template with one association."""
    return {"Synonyms": {"DomainName": domain, "PackageID": package}}


def prepare(world: World, service: Service, *domains: str) -> str:
    """Make domains and a package; return the package's id."""
    for domain in domains:
        create_domain(service.backend, domain)
    package = service.package("synonyms")
    settle(world, service)
    return package


def settle(world: World, service: Service) -> None:
    """Let the packages become available."""
    world.do(lambda: world.simulation.sleep(2))
    service.direct.describe_packages()
    for package in service.packages.packages.values():
        package.status()
