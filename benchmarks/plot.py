"""One picture of the figures."""

from pathlib import Path
from typing import Any

from matplotlib import pyplot

from benchmarks.report import NAMES

COLOURS = {"ours": "#1f6f54", "framework": "#3d6aa8", "textbook": "#c0603a"}


def plot(results: dict[str, Any], path: Path) -> None:
    """Draw the lag by how long an association takes, and how many of a crowd come right, beside each other."""
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
    for who, lengths in results["lags"].items():
        times, ends = [int(length) for length in lengths], [one["association"] for one in lengths.values()]
        for name, style in (("median", "o-"), ("maximum", ":")):
            label = f"{NAMES[who]}, {name}"
            left.plot(times, [one.get(name) for one in ends], style, color=COLOURS[who], label=label)
    crowds: dict[str, dict[int, float]] = {}
    for name, one in results["crowds"].items():
        if "to a domain" in name:
            continue  # no line of its own: it is measured once
        crowds.setdefault(name.rpartition(" ")[0], {})[one["of"]] = 100 * one["answered rightly"] / one["of"]
    for name, shares in crowds.items():
        who, _, setting = name.partition(", ")
        style = "s:" if setting.startswith("AWS") else "o-"
        label = f"{NAMES[who]}, {setting}" if setting else NAMES[who]
        right.plot(list(shares), list(shares.values()), style, color=COLOURS[who], label=label, fillstyle="none")
    left.set(
        xscale="log",
        yscale="log",
        ylim=(0.01, 300),
        xlabel="association (s)",
        ylabel="answer after the final status (s)",
    )
    right.set(xscale="log", ylim=(0, 105), xlabel="at once, 10 API calls a second", ylabel="answered rightly (%)")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110, metadata={"Software": None})
