"""Measure, show the tables, and keep them: `make bench`."""

import argparse
import json
import logging
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from tests.fuzz.__main__ import prepare

FOLDER = Path(__file__).parent


def main() -> None:
    """Run every measure, say how far it is, and write results.json and results.png."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer seeds and stacks, and nothing is written")
    arguments = parser.parse_args()
    prepare()
    logging.disable(logging.CRITICAL)
    from benchmarks import measures
    from benchmarks.cold_start import cold_starts
    from benchmarks.report import tables

    if arguments.quick:
        measures.SEEDS, measures.STACKS = 3, 20
    results: dict[str, Any] = {}
    every: dict[str, Callable[[], dict[str, Any]]] = {
        "lags": measures.lags,
        "faults": measures.faults,
        "crowds": measures.crowds,
        "changes": measures.changes,
        "cold starts": cold_starts,
    }
    for number, (name, measure) in enumerate(every.items(), 1):
        print(f"{number} of {len(every)}: {name} …", end=" ", flush=True)
        began = time.monotonic()
        with redirect_stdout(StringIO()):  # the functions' metrics
            results[name] = measure()
        print(f"{time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{tables(results)}")
    if not arguments.quick:
        from benchmarks.plot import plot

        (FOLDER / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        plot(results, FOLDER / "results.png")
        print(f"\nWritten: {FOLDER.name}/results.json, {FOLDER.name}/results.png; the README's tables are these.")


if __name__ == "__main__":
    main()
