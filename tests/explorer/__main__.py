"""Run the explorer."""

import argparse
import time

from tests.explorer.scenarios import SCENARIOS, WALKS
from tests.explorer.search import explore, walk
from tests.explorer.world import World


def main() -> None:
    """Run."""
    from tests.explorer.switches import without

    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--random", type=float, default=0)
    parser.add_argument("--without", default="")
    parser.add_argument("--limit", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--linger", action="store_true")
    a = parser.parse_args()
    total = [0, 0, 0, 0]
    for name, sc in (WALKS if a.random else SCENARIOS).items():
        if a.only and not any(name.startswith(o) for o in a.only.split(",")):
            continue
        began = time.time()
        if a.linger:
            from dataclasses import replace

            sc = replace(sc, lingers=True)
        with without(a.without):
            w = World(sc, a.without)
            f = walk(w, a.random, a.seed) if a.random else explore(w, a.limit)
        total = [total[0] + 1, total[1] + f.moments, total[2] + f.steps, total[3] + bool(f.broken)]
        print(
            f"{name:34} {f.moments:>8} {f.steps:>9} {'all' if f.complete else 'cut':4} {time.time() - began:6.1f}s {f.broken or 'clean'}",
            flush=True,
        )
        if f.broken and a.trace:
            for l in f.trace:
                print("      ", l)
    print("total", total)


main()
