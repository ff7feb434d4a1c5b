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

BATCH = 50


def lifecycles(count: int, seed: int, first: int = 0) -> tuple[Counter[str], list[str]]:
    """Run so many lifecycles of one seed, from the first on; return what happened in them, and every violation."""
    happened, violations = Counter[str](), list[str]()
    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(StringIO()):  # what the last responder logs
            for index in range(first, first + count):
                plan = planned(f"{seed}:{index}")
                lifecycle = run(plan)
                if lifecycle.violations:
                    violations.append(f"python -m tests.fuzz --only {seed}:{index}\n{report(plan)}")
                happened += lifecycle.happened
                happened["stacks"] += len(plan.lives)
                happened["strangers' packages"] += sum(len(step.foreign) for step in plan.steps)
                happened["packages declared"] += len(plan.made)
                happened["hand-overs"] += lifecycle.world.calls["Invoke"]
                happened["last responder"] += lifecycle.world.function.gave_up
    finally:
        logging.disable(logging.NOTSET)
    return happened, violations


def planned(name: str) -> Plan:
    """Return the plan of a lifecycle, by SEED:INDEX."""
    return draw_plan(random.Random(name))


def run(plan: Plan) -> Lifecycle:
    """Run one; the jitter is always the same."""
    random.seed(0)
    return Lifecycle(plan).run()


def report(plan: Plan) -> str:
    """Return the plan made small, with what is wrong and what happened."""
    kind = kind_of(run(plan).violations[0])
    small = shrink(plan, lambda candidate: kind in map(kind_of, run(candidate).violations))
    lifecycle = run(small)
    return "\n".join([*lifecycle.violations, repr(small), describe([one.stack for one in lifecycle.domain.oracles])])


def kind_of(violation: str) -> str:
    """Return a violation without the names in it, so that shrinking does not go astray."""
    return re.sub(r"\b([A-Z]\d*|p\d+)\b", "…", violation)[:80]


def main() -> None:
    """Run them on every core, show how far it is, and print what happened, and each violation as it is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=50_000, help="how many to run")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same seed runs the same lifecycles")
    parser.add_argument("--only", help="one lifecycle again, by SEED:INDEX")
    arguments = parser.parse_args()
    if arguments.only:
        prepare()
        seed, index = map(int, arguments.only.split(":"))
        _, found = lifecycles(1, seed, index)
        print(*found, f"{len(found)} violations", sep="\n")
        sys.exit(len(found))
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
            seen, found = batch.result()
            happened, ran, violations = happened + seen, ran + count, violations + len(found)
            for one in found:
                print(f"A violation: {one}", flush=True)
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
