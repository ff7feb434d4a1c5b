"""Explore every scenario, or walk at random: `python -m tests.explorer [--only NAME] [--trace] [--random SECONDS]`."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from os import cpu_count

from tests.explorer.scenarios import COSTS, SCENARIOS
from tests.explorer.scenarios.walks import WALKS
from tests.explorer.search import Found, explore, walk
from tests.explorer.switches import SWITCHES, without
from tests.explorer.world import World


def run(name: str, article: str, limit: int, seconds: float, seed: int) -> tuple[str, Found, float]:
    """Explore one scenario without an article, or walk in one; return its name, what was found, and the seconds."""
    began = time.monotonic()
    with without(article):
        if seconds:
            found = walk(World(WALKS[name], article), seconds, seed)
        else:
            found = explore(World(SCENARIOS[name], article), limit)
    return name, found, time.monotonic() - began


def main() -> int:
    """Print what each scenario comes to, and the sum; fail if one is broken that should not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="the scenarios whose names begin with this")
    parser.add_argument("--trace", action="store_true", help="the steps that lead to what is broken")
    parser.add_argument("--random", type=float, default=0.0, help="walk in larger scenarios, so many seconds in each")
    parser.add_argument("--seed", type=int, default=7, help="of the walks")
    parser.add_argument("--without", default="", choices=["", "all", *SWITCHES], help="leave an article out; all: each")
    parser.add_argument("--limit", type=int, default=400_000, help="cut a scenario at so many moments")
    arguments = parser.parse_args()
    names = [name for name in (WALKS if arguments.random else SCENARIOS) if name.startswith(arguments.only)]
    with ProcessPoolExecutor(cpu_count()) as pool:
        if arguments.without:
            wrong = False
            for article in SWITCHES if arguments.without == "all" else [arguments.without]:
                wrong |= not _broken_without(pool, article, [name for name in names if name not in COSTS], arguments)
            return int(wrong)
        more = (arguments.limit, arguments.random, arguments.seed)
        results = pool.map(partial(_run, more=more), [(name, "") for name in names])
        total, bad = Found(), 0
        for name, found, took in results:
            bad += bool(found.broken) != (name in COSTS)
            total.moments, total.steps = total.moments + found.moments, total.steps + found.steps
            _show(name, found, took, arguments.trace)
        print(f"{len(names)} scenarios, {total.moments:,} states, {total.steps:,} steps, {bad} not as they should be")
        return int(bad > 0)


def _broken_without(pool: ProcessPoolExecutor, article: str, names: list[str], arguments: argparse.Namespace) -> bool:
    more = (arguments.limit, 0.0, arguments.seed)
    results = list(pool.map(partial(_run, more=more), [(name, article) for name in names]))
    broken = [(found.moments, name, found) for name, found, _ in results if found.broken]
    switch = SWITCHES[article]
    print(f"without ({switch.article}) {article}, {switch.words}: {len(broken)} broken", flush=True)
    for _, name, found in sorted(broken, key=lambda one: one[:2])[:1]:
        print(
            "\n".join(chain([f"  {name}: {found.broken}"], (f"    {step}" for step in found.trace * arguments.trace)))
        )
    return bool(broken)


def _run(which: tuple[str, str], more: tuple[int, float, int]) -> tuple[str, Found, float]:
    return run(which[0], which[1], more[0], more[1], more[2])


def _show(name: str, found: Found, took: float, trace: bool) -> None:
    end = "all" if found.complete else "cut"
    verdict = f"{found.broken} ({COSTS.get(name, 'WRONG')})" if found.broken else "clean"
    print(f"{name:36} {found.moments:>8} {found.steps:>9} {end} {took:6.1f} s  {verdict}", flush=True)
    for step in found.trace if trace else ():
        print(f"    {step}")


if __name__ == "__main__":
    sys.exit(main())
