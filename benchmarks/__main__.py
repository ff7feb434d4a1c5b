"""Measure, and show the tables: `make bench`, or `python -m benchmarks lags crowds`; nothing is kept unless asked."""

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
MEASURES = {
    "lags": "after the final status, by how long the service takes; calls; what waiting costs (about 6 minutes)",
    "faults": "by chance, and eight named ones (3 minutes)",
    "stacks": "two that want one pair, strangers, late messages (2 minutes)",
    "crowds": "10, 100 and 500 operations at once (5 minutes)",
    "changes": "of a domain that takes one at a time, simulated",
    "cold": "starts, under Lambda's emulator: first call, first change, memory, package",
    "footprint": "functions, roles and permissions, by the templates",
}
#: A load for each core from which times are not to be trusted.
LOADED = 0.5


def load() -> float:
    """Return the load of each core over the last minute, and warn where it spoils what is measured."""
    each = os.getloadavg()[0] / (os.cpu_count() or 1)
    if each > LOADED:
        print(f"(the machine is busy: a load of {each:.1f} for each core; times will be too long)", end=" ", flush=True)
    return round(each, 2)


def about(left_out: str, before: float) -> dict[str, Any]:
    """Return what the figures were measured with."""
    versions = [f"Python {platform.python_version()}"]
    if not left_out:
        from benchmarks.framework import CDK

        module = CDK / "node_modules" / "aws-cdk-lib" / "package.json"
        node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
        versions += [f"Node {node}", f"aws-cdk-lib {json.loads(module.read_text(encoding='utf-8'))['version']}"]
    found = {"date": str(date.today()), "versions": versions, "cores": os.cpu_count(), "load": before}
    return found | {"left out": left_out}


def measure(names: list[str], contenders: list[str]) -> dict[str, Any]:
    """Take the measures, and say how far it is."""
    from benchmarks.cold_start import cold_starts
    from benchmarks.crowds import changes, crowds
    from benchmarks.faults import faults
    from benchmarks.footprint import footprints
    from benchmarks.lags import lags
    from benchmarks.stacks import stacks

    every: dict[str, Callable[[list[str]], dict[str, Any]]] = {
        "lags": lags,
        "faults": faults,
        "stacks": stacks,
        "crowds": crowds,
        "changes": changes,
        "cold": cold_starts,
        "footprint": footprints,
    }
    results = {}
    for number, name in enumerate(names, 1):
        print(f"{number} of {len(names)}: {name} …", end=" ", flush=True)
        load()
        began = time.monotonic()
        with redirect_stdout(StringIO()):  # the functions' metrics
            results[name] = every[name](contenders)
        print(f"{time.monotonic() - began:.0f} s", flush=True)
    return results


def record(results: dict[str, Any]) -> None:
    """Write results.json, the page's tables and the picture; what was not measured stays."""
    from benchmarks.plot import plot
    from benchmarks.report import tables, write

    path = FOLDER / "results.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | results, indent=1) + "\n", encoding="utf-8")
    write(tables(known | results), PAGE)
    if {"lags", "crowds"} <= {*known, *results}:
        plot(known | results, FOLDER / "results.png")
    print(f"\nWritten: benchmarks/{path.name}, benchmarks/results.png and the tables of docs/{PAGE.name}.")


def main() -> None:
    """Do as the command line says."""
    lines = [f"{name}: {words}" for name, words in MEASURES.items()]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        epilog="measures:\n  " + "\n  ".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("measures", nargs="*", metavar="measure", help="one or more of those below (all)")
    parser.add_argument("--record", action="store_true", help="write the figures and the picture (make bench RECORD=1)")
    parser.add_argument(
        "--retell", action="store_true", help="measure nothing; write tables and picture as --record does"
    )
    arguments = parser.parse_args()
    if unknown := set(arguments.measures) - set(MEASURES):
        parser.error(f"no such measure: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    if arguments.retell:
        record({})
        return
    sys.path.insert(0, str(FOLDER.parent / "handler"))
    os.environ |= {"POWERTOOLS_SERVICE_NAME": "opensearch-packages", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ |= {"LEDGER_TABLE": "ledger"}  # the one that the simulated world has
    logging.disable(logging.CRITICAL)
    from benchmarks.framework import missing
    from benchmarks.report import tables

    left_out = missing()
    if left_out:
        print(f"Without the CDK framework's column: {left_out}.")
    contenders = ["ours", *([] if left_out else ["framework"]), "textbook"]
    results: dict[str, Any] = {"about": about(left_out, round(load(), 2))}
    results |= measure(arguments.measures or list(MEASURES), contenders)
    print("\n" + "\n\n".join(tables(results).values()))
    if arguments.record:
        record(results)


if __name__ == "__main__":
    main()
