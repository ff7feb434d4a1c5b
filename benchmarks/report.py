"""The figures as tables, for the screen and for docs/benchmarks.md."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

Figures = dict[str, Any]

NAMES = {"ours": "ours", "framework": "CDK framework", "textbook": "textbook"}
LENGTHS = {"5": "5 s", "30": "30 s", "60": "60 s", "180": "3 min", "720": "12 min", "2400": "40 min"}


def tables(results: Figures) -> dict[str, str]:
    """Return the tables of what was measured, by the measure's name."""
    makers = {
        "about": about,
        "lags": lags,
        "faults": faults,
        "stacks": each,
        "crowds": crowds,
        "changes": changes,
        "cold": cold,
        "footprint": footprint,
    }
    return {name: make(results[name]) for name, make in makers.items() if name in results}


def write(texts: dict[str, str], page: Path) -> None:
    """Put each text between its marks in the page."""
    text = page.read_text(encoding="utf-8")
    for name, shown in texts.items():
        before, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        assert begin and end, f"{page} has no place for {name}"
        text = f"{before}{begin}\n{shown}\n\n{end}{after}"
    page.write_text(text, encoding="utf-8")


def table(head: list[str], rows: list[list[Any]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def about(figures: Figures) -> str:
    left_out = f" The framework's column is left out: {figures['left out']}." if figures["left out"] else ""
    words = (
        f"Measured on {figures['date']}: {', '.join(figures['versions'])}; {figures['cores']} cores, each with a load"
    )
    return f"{words} of {figures['load']} before it began.{left_out}"


def lags(figures: Figures) -> str:
    """Return four tables, a row for each length, a column for each contender."""
    lengths = [length for length in LENGTHS if length in next(iter(figures.values()))]
    association, dissociation = (partial(lag, goal=goal) for goal in ("association", "dissociation"))
    parts: list[tuple[str, Callable[[Figures], Any]]] = [
        ("**Associations**: from the final status to the answer, median (maximum), in seconds", association),
        ("**Dissociations**, likewise", dissociation),
        ("**Calls** of OpenSearch Service and CloudFormation for one Create", calls),
        ("**What waiting costs**, for one Create", cost),
    ]
    head = ["the service takes", *(NAMES[who] for who in figures)]
    return "\n\n".join(
        f"{words}:\n\n{table(head, [[LENGTHS[n], *(show(one[n]) for one in figures.values())] for n in lengths])}"
        for words, show in parts
    )


def calls(figure: Figures) -> str:
    return f"{figure['calls']} + {figure['table']} of the table" if figure.get("table") else str(figure["calls"])


def lag(figure: Figures, goal: str) -> str:
    """Return median and maximum, how many failed, and how they were obtained if not in real time."""
    ends = figure[goal]
    shown = f"{ends['median']} ({ends['maximum']})" if "median" in ends else "–"
    failed = f", {ends['failed']} failed" if ends["failed"] else ""
    failed += (
        f", {figure['failed by default']} of 20 fail with its default of 30 min"
        if figure.get("failed by default")
        else ""
    )
    return shown + failed + ("" if figure["how"] == "real time" else f", {figure['how']}")


def cost(figure: Figures) -> str:
    transitions = f", {figure['transitions']} transitions" if figure["transitions"] else ""
    units = f", {figure['reads']} RRU, {figure['writes']} WRU" if figure.get("reads") else ""
    return f"{figure['USD']:.6f} USD, {figure['GB-s']} GB-s{transitions}{units}; {figure['held']:.2f} concurrent"


def faults(figures: Figures) -> str:
    """Return the table of named faults, and that of faults by chance."""
    names = ["requests", "lost", "failed for nothing", "leftovers", "left on the domain"]
    head = ["", "requests", "answers lost", "failed for nothing", "rules and permissions left", "associations left"]
    chance = [[NAMES[who], *(ends[name] for name in names)] for who, ends in figures["by chance"].items()]
    words = "Stacks created and deleted, with 5 % of the services' calls throttled and 10 % of the answers not taken:"
    return f"{each(figures['named'])}\n\n{words}\n\n{table(head, chance)}"


def each(figures: Figures) -> str:
    """Return what each contender makes of each fault."""
    whos = list(next(iter(figures.values())))
    rows = [[name, *(ends[who] for who in whos)] for name, ends in figures.items()]
    return table(["", *(NAMES[who] for who in whos)], rows)


def crowds(figures: Figures) -> str:
    names = ["answered rightly", "last after", "calls each", "throttled each"]
    rows = [[who, *(ends[name] for name in names)] for who, ends in figures.items()]
    return table(["at once", "answered rightly", "the last after (s)", "calls each", "refused of them"], rows)


def changes(figures: Figures) -> str:
    rows = [[who, "yes" if one["completed"] else "no", one["changes"], one["seconds"]] for who, one in figures.items()]
    return table(["packages", "stack completed", "changes of the domain", "seconds"], rows)


def cold(figures: Figures) -> str:
    times = ["no time: first call (s)", "first change (s)", "50 ms: first call (s)", "first change (s)"]
    sizes = ["peak memory (MB)", "package, zipped (MB)", "largest imports (ms, cumulative)"]
    rows = [
        [
            NAMES.get(who, who),
            *(one[latency][name] for latency in ("0 ms", "50 ms") for name in ("first call", "first change")),
            *(one.get(name, "–") for name in ("memory", "package")),
            ", ".join(f"{name} {milliseconds}" for name, milliseconds in list(one.get("imports", {}).items())[:5])
            or "–",
        ]
        for who, one in figures.items()
    ]
    return table(["calls that take", *times, *sizes], rows)


def footprint(figures: Figures) -> str:
    rows = [
        [
            NAMES[who],
            *(one[name] for name in ("functions", "roles", "state machines")),
            ", ".join(f"{service} {count}" for service, count in one["actions"].items()),
            one["managed policies"],
        ]
        for who, one in figures.items()
    ]
    head = ["", "functions", "roles", "state machines", "actions that the roles allow, by service", "managed policies"]
    return table(head, rows)
