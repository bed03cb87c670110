"""The plot of docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("svg")  # no window, and no library for one

from matplotlib import pyplot

from bench.whole import Grown

TEXT, LINES, OWN, OTHER = "#1a1a1a", "#767676", "#005ea5", "#b45309"


def growth(found: Sequence[Grown], path: Path) -> None:
    """Time and memory over the words of the content, on logarithmic scales, as SVG; as steep as the dotted line is
    growth in step with the text."""
    words = [one.words for one in found]
    settings = {"svg.fonttype": "none", "svg.hashsalt": "plot", "font.family": "sans-serif", "text.color": TEXT}
    with pyplot.rc_context(settings):
        figure, axes = pyplot.subplots(1, 2, figsize=(8, 3), layout="constrained", sharex=True)
        costs = ("seconds", [one.seconds for one in found], OWN), ("MB", [one.memory for one in found], OTHER)
        for axis, (unit, values, colour) in zip(axes, costs, strict=True):
            axis.loglog(words, [values[-1] * count / words[-1] for count in words], ":", color=LINES)
            axis.loglog(words, values, "o-", color=colour)
            axis.set(xlabel="words", title=unit)
            axis.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)
