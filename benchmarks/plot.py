"""One picture of the figures."""

from pathlib import Path
from typing import Any

from matplotlib import pyplot

COLOURS = {"ours": "#1f6f54", "textbook": "#c0603a"}


def plot(results: dict[str, Any], path: Path) -> None:
    """Draw the lag by association time, and the crowd, beside each other."""
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
    for who, colour in COLOURS.items():
        lags = {int(key.split()[1]): value for key, value in results["lags"].items() if key.startswith(who)}
        times = sorted(lags)
        left.plot(times, [lags[time]["lag median"] for time in times], "o-", color=colour, label=f"{who}, median")
        left.plot(times, [lags[time]["lag maximum"] for time in times], ":", color=colour, label=f"{who}, maximum")
        crowd = {int(key.split()[1]): value for key, value in results["crowds"].items() if key.startswith(who)}
        shares = [100 * crowd[count]["answered rightly"] / crowd[count]["of"] for count in sorted(crowd)]
        right.plot(sorted(crowd), shares, "o-", color=colour, label=who)
    left.set(xscale="log", yscale="log", xlabel="association (s)", ylabel="answer after the final status (s)")
    right.set(
        xscale="log", ylim=(0, 105), xlabel="operations at once, 10 API calls a second", ylabel="answered rightly (%)"
    )
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110, metadata={"Software": None})
