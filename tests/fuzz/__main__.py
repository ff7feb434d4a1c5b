"""Lifecycles with faults, in simulated time: `python -m tests.fuzz --lifecycles 50000`."""

import argparse
import logging
import random
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from itertools import repeat
from os import cpu_count

from tests.fuzz.lifecycle import Lifecycle
from tests.fuzz.plan import Plan
from tests.fuzz.plans import draw_plan
from tests.fuzz.reading import describe
from tests.fuzz.shrink import shrink

BATCH = 100


def lifecycles(count: int, seed: int, first: int = 0) -> Counter[str]:
    """Run so many lifecycles of one seed, from the first on; return what happened in them.

    Raises:
        AssertionError: a violation, with the plan that leads to it made as small as it goes.
    """
    happened: Counter[str] = Counter()
    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(StringIO()):  # what the last responder logs
            for index in range(first, first + count):
                plan = draw_plan(random.Random(f"{seed}:{index}"))
                lifecycle = run(plan)
                assert not lifecycle.violations, f"Seed {seed}, lifecycle {index}:\n{report(plan)}"
                happened += lifecycle.happened
                happened["strangers' associations"] += sum(len(step.strangers) for step in plan.steps)
                happened["strangers' packages"] += sum(len(step.foreign) for step in plan.steps)
                happened["packages declared"] += len(plan.made)
                happened["hand-overs"] += lifecycle.world.calls["Invoke"]
                happened["last responder"] += lifecycle.world.function.gave_up
    finally:
        logging.disable(logging.NOTSET)
    return happened


def run(plan: Plan) -> Lifecycle:
    """Run one; the jitter is always the same."""
    random.seed(0)
    return Lifecycle(plan).run()


def report(plan: Plan) -> str:
    """Return the plan made small, with what is wrong and what happened."""
    kind = kind_of(run(plan).violations[0])
    small = shrink(plan, lambda candidate: kind in map(kind_of, run(candidate).violations))
    lifecycle = run(small)
    return "\n".join([*lifecycle.violations, repr(small), describe(lifecycle.stack)])


def kind_of(violation: str) -> str:
    """Return a violation without the names in it, so that shrinking does not go astray."""
    return re.sub(r"\b([A-Z]\d*|p\d+)\b", "…", violation)[:80]


def main() -> None:
    """Run them on every core, show how far it is, and print what happened, and each violation as it is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=50_000, help="how many to run")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same seed runs the same lifecycles")
    arguments = parser.parse_args()
    print(f"{arguments.lifecycles} lifecycles, seed {arguments.seed}", flush=True)
    starts = range(0, arguments.lifecycles, BATCH)
    counts = [min(BATCH, arguments.lifecycles - start) for start in starts]
    happened: Counter[str] = Counter()
    ran, violations, began, shown = 0, 0, time.monotonic(), 0.0
    with ProcessPoolExecutor(cpu_count(), initializer=prepare) as pool:
        batches = [
            pool.submit(lifecycles, *batch) for batch in zip(counts, repeat(arguments.seed), starts, strict=False)
        ]
        for count, batch in zip(counts, batches, strict=True):
            try:
                happened += batch.result()
                ran += count
            except AssertionError as violation:  # what its hundred has run besides does not count
                violations += 1
                print(f"A violation. {violation}", flush=True)
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                events, rate = happened.total(), ran / (shown - began)
                print(f"{ran:8} lifecycles, {rate:.0f} a second, {events} events, {violations} violations", flush=True)
    for kind, count in sorted(happened.items(), key=lambda item: -item[1]):
        print(f"{count:8} {kind}")
    print(f"{ran} lifecycles, seed {arguments.seed}: {violations} violations")
    sys.exit(min(violations, 1))


def prepare() -> None:
    """Give the function of each process what Lambda would."""
    import os

    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "opensearch-packages")
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
    os.environ |= {"SOURCE_BUCKET": "dictionaries", "ADOPT_PACKAGES": "true"}


if __name__ == "__main__":
    main()
