"""Explore every scenario, or walk at random: `python -m tests.explorer [--only NAME] [--trace] [--random SECONDS]`."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from os import cpu_count

from tests.explorer.scenarios import COSTS, SCENARIOS
from tests.explorer.scenarios.walks import WALKS
from tests.explorer.search import Found, explore, walk
from tests.explorer.switches import SWITCHES, without
from tests.explorer.world import World


@dataclass(frozen=True)
class Run:
    """How to run a scenario: without an article, up to so many moments or walking for so many seconds, lingering."""

    article: str
    limit: int
    seconds: float
    seed: int
    lingers: bool

    def __call__(self, name: str) -> tuple[Found, float]:
        """Return what was found in a scenario, and how long it took (seconds)."""
        began = time.monotonic()
        scenario = (WALKS if self.seconds else SCENARIOS)[name]
        with without(self.article):
            world = World(replace(scenario, lingers=scenario.lingers or self.lingers), self.article)
            found = walk(world, self.seconds, self.seed) if self.seconds else explore(world, self.limit)
        return found, time.monotonic() - began


def main() -> int:
    """Print what each scenario comes to, and the sum; fail if one is broken that should not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="the scenarios whose names begin with this")
    parser.add_argument("--trace", action="store_true", help="the steps that lead to what is broken")
    parser.add_argument("--random", type=float, default=0.0, help="walk in larger scenarios, so many seconds in each")
    parser.add_argument("--seed", type=int, default=7, help="of the walks")
    parser.add_argument("--without", default="", choices=["", "all", *SWITCHES], help="leave an article out; all: each")
    parser.add_argument("--linger", action="store_true", help="a call's time may be up long after the call has ended")
    parser.add_argument("--limit", type=int, help="cut at so many states (400,000; without an article 6,000)")
    arguments = parser.parse_args()
    names = [name for name in (WALKS if arguments.random else SCENARIOS) if name.startswith(arguments.only)]
    limit = arguments.limit or (6_000 if arguments.without else 400_000)
    run = Run("", limit, arguments.random, arguments.seed, arguments.linger)
    with ProcessPoolExecutor(cpu_count()) as pool:
        if arguments.without:
            articles = list(SWITCHES) if arguments.without == "all" else [arguments.without]
            names = [name for name in names if name not in COSTS]
            return int(not all([_breaks(pool, replace(run, article=one), names, arguments.trace) for one in articles]))
        total, bad = Found(), 0
        for name, (found, took) in zip(names, pool.map(run, names), strict=True):
            bad += bool(found.broken) != (name in COSTS) and found.complete
            total.moments, total.steps = total.moments + found.moments, total.steps + found.steps
            _show(name, found, took, arguments.trace)
    print(f"{len(names)} scenarios, {total.moments:,} states, {total.steps:,} steps, {bad} not as they should be")
    return int(bad > 0)


def _breaks(pool: ProcessPoolExecutor, run: Run, names: list[str], trace: bool) -> bool:
    """Print what breaks without an article; return whether anything does."""
    broken = [(found.moments, name, found) for name, (found, _) in zip(names, pool.map(run, names), strict=True)]
    broken = sorted((one for one in broken if one[2].broken), key=lambda one: one[:2])
    switch = SWITCHES[run.article]
    print(f"without ({switch.article}) {run.article}, {switch.words}: {len(broken)} broken", flush=True)
    for _, name, found in broken[:1]:
        print(f"    {name}: {found.broken}")
        for step in found.trace if trace else ():
            print(f"        {step}")
    return bool(broken)


def _show(name: str, found: Found, took: float, trace: bool) -> None:
    end = "all" if found.complete else "cut"
    verdict = f"{found.broken} ({COSTS.get(name, 'WRONG')})" if found.broken else "clean"
    print(f"{name:36} {found.moments:>8} {found.steps:>9} {end} {took:6.1f} s  {verdict}", flush=True)
    for step in found.trace if trace else ():
        print(f"    {step}")


if __name__ == "__main__":
    sys.exit(main())
