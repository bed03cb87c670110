"""What the structure tree costs, beside WeasyPrint's own time for the same document, and how it grows."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint.pdf

from bench import bare, documents
from bench.whole import slope
from nist_docs.writers import pdf
from nist_docs.writers.pdf import objects, structure, wording

SIZES = (1, 10, 40, 100)
RUNS = 5


def table(sizes: tuple[int, ...] = SIZES, runs: int = RUNS) -> str:
    """Medians of alternating runs in one process: milliseconds, and the share of bare WeasyPrint's whole time."""
    lines = [
        "| interviews | pages | WeasyPrint alone, ms | of it, its tags, ms | our tags, ms | share of the whole |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    costs, extents = [], []
    for number in sizes:
        made, resources = documents.load_ugly(f"interviews-{number}", number)["briefing"]
        whole, theirs, ours, pages = [], [], [], 0
        for _ in range(runs):
            with _timed((weasyprint.pdf, "add_tags")) as tags:
                start = time.perf_counter()
                bare.render(made, resources)
                whole.append(time.perf_counter() - start)
            theirs.append(sum(tags))
            with _timed((structure, "structure"), (objects, "write_structure"), (wording, "Wording")) as tags:
                pages = pdf.write(made, resources).pages or 0
            ours.append(sum(tags))
        cost = statistics.median(ours)
        share = cost / statistics.median(whole)
        costs.append(cost)
        extents.append(pages)
        cells = [statistics.median(whole), statistics.median(theirs), cost]
        shown = " | ".join(f"{second * 1000:.0f}" for second in cells)
        lines.append(f"| {number} | {pages} | {shown} | {share:.1%} |")
    growth = slope(extents, costs)
    lines += ["", f"Growth of our tags with the number of pages, as a log-log slope: {growth:.2f}."]
    return "\n".join(lines)


@contextmanager
def _timed(*functions: tuple[Any, str]) -> Iterator[list[float]]:
    """Gathers the seconds that these functions take while this lasts."""
    took: list[float] = []
    originals = [getattr(owner, name) for owner, name in functions]

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                took.append(time.perf_counter() - start)

        return run

    for (owner, name), original in zip(functions, originals, strict=True):
        setattr(owner, name, timed(original))
    try:
        yield took
    finally:
        for (owner, name), original in zip(functions, originals, strict=True):
            setattr(owner, name, original)
