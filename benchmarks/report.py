"""The figures as tables for the screen and the README."""

from typing import Any

Figures = dict[str, Any]

TIMES = {5: "5 s", 30: "30 s", 180: "3 min", 720: "12 min", 2400: "40 min"}


def table(head: list[str], rows: list[list[Any]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def tables(results: Figures) -> str:
    """Return all tables, each under what it shows."""
    return "\n\n".join((lags(results), faults(results), crowds(results), changes(results), cold_starts(results)))


def lags(results: Figures) -> str:
    figures = results["lags"]
    rows = [
        [words, *(cell for who in ("ours", "textbook") for cell in _lag(figures[f"{who} {seconds}"]))]
        for seconds, words in TIMES.items()
    ]
    head = ["association of", "answer after the final status, median (max)", "API calls", "Lambda GB-s", "USD"]
    words = "One Create, 20 seeds; ours, then the textbook's (tb):"
    return f"{words}\n\n{table([*head, *(f'tb: {name}' for name in head[1:])], rows)}"


def _lag(figure: Figures) -> list[str]:
    lag = f"{figure['lag median']} s ({figure['lag maximum']} s)"
    return [lag, f"{figure['API calls']:.0f}", f"{figure['GB-seconds']}", f"{figure['USD']:.6f}"]


def faults(results: Figures) -> str:
    names = ["requests", "lost", "failed for nothing", "leftovers", "left on the domain"]
    rows = [[who, *(figures[name] for name in names)] for who, figures in results["faults"].items()]
    words = (
        "200 stacks created and deleted, with 5 % of the service's calls throttled and 10 % of the answers not taken:"
    )
    head = ["", "requests", "answers lost", "failed for nothing", "rules and permissions left", "associations left"]
    return f"{words}\n\n{table(head, rows)}"


def crowds(results: Figures) -> str:
    names = ["answered rightly", "last after", "calls each", "throttled each"]
    rows = [[who, *(figures[name] for name in names)] for who, figures in results["crowds"].items()]
    head = ["operations at once", "answered rightly", "the last after (s)", "calls each", "throttled of them"]
    return f"Associations of 60 s that begin together, against 10 API calls a second:\n\n{table(head, rows)}"


def changes(results: Figures) -> str:
    rows = [
        [who, "yes" if figures["completed"] else "no", figures["changes"], figures["seconds"]]
        for who, figures in results["changes"].items()
    ]
    words = "Packages for a domain that takes one change at a time, each of 2 minutes:"
    return f"{words}\n\n{table(['packages', 'stack completed', 'changes of the domain', 'seconds'], rows)}"


def cold_starts(results: Figures) -> str:
    figures = results["cold starts"]
    names = ["to the first call (s)", "peak memory (MB)", "package (MB)"]
    rows = [[who, *(each[name] for name in names), _imports(each["imports (ms)"])] for who, each in figures.items()]
    words = "Cold start under the runtime emulator, on a whole core (256 MB of Lambda have a seventh of one):"
    head = [
        "",
        "event to first call (s)",
        "peak memory (MB)",
        "package, zipped (MB)",
        "largest imports (ms, cumulative)",
    ]
    return f"{words}\n\n{table(head, rows)}"


def _imports(costs: dict[str, int]) -> str:
    return ", ".join(f"{name} {cost}" for name, cost in list(costs.items())[:5])
