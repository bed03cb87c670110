"""One document after the other in a process that has done it before, as in the preview and where hearings are many."""

from __future__ import annotations

import gc
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

from bench import bare, documents, typst_source
from bench.whole import BARE, PYTHON, TYPST
from nist_docs import deliverables, fonts
from nist_docs.deliverables import Document
from nist_docs.formats import Format
from nist_docs.making import Maker
from nist_docs.parts import Parts
from nist_docs.proving import proven_as
from nist_docs.start import SELDOM
from nist_docs.writers import writer
from nist_docs.writers.docx.images import png

RUNS = 9
# What is kept from one document to the next; each fills it again for those that follow.
ANEW = {
    Format.HTML: ((", with signs that none before it had", fonts.cut.cache_clear),),
    Format.WORD: ((", with drawings that none before it had", png.cache_clear),),
}


def table(runs: int = RUNS) -> str:
    """Medians of alternating runs in one process, in milliseconds."""
    gc.set_threshold(SELDOM)  # as the program does; WeasyPrint alone gains by it too
    maker = documents.maker()
    known = {one.name: one for one in deliverables.load(maker.resources.templates)}
    briefing = maker.tree_of(known["briefing"], date := documents.NOW.date().isoformat())
    ways: dict[str, Callable[[], tuple[float, ...]]] = {
        # How fast the machine is at that moment, beside one of which figures are known.
        "importing WeasyPrint, in a process of its own": lambda: _taken(
            lambda: subprocess.run([PYTHON, "-c", "import weasyprint"], check=True)
        ),
        BARE: lambda: _taken(lambda: bare.render(briefing, maker.resources)),
        TYPST: lambda: _taken(lambda: typst_source.render(briefing, maker.resources)),
    } | {
        f"ours, the {name} ({format.value}){others}": partial(_ours, maker, one, format, date, before)
        for name, one in known.items()
        for format in one.formats
        for others, before in (("", _nothing), *ANEW.get(format, ()))
    }  # fmt: skip
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in ways}
    for _ in range(runs + 1):  # the first is not warm
        for name, way in ways.items():
            taken[name].append(way())
    found = {name: [statistics.median(column) for column in zip(*one[1:], strict=True)] for name, one in taken.items()}
    rows = [
        "| in a warm process | written, ms | with its tree and its proof, ms | written, × WeasyPrint alone |",
        "| --- | ---: | ---: | ---: |",
    ]
    base = found[BARE][0]
    for name, (written, *others) in found.items():
        whole = f"{sum((written, *others)):.1f}" if others else "–"
        rows.append(f"| {name} | {written:.1f} | {whole} | {written / base:.2f} |")
    return "\n".join(rows)


def _nothing() -> None:
    pass


def _taken(work: Callable[[], object]) -> tuple[float]:
    start = time.perf_counter()
    work()
    return ((time.perf_counter() - start) * 1000,)


def _ours(
    maker: Maker, document: Document, format: Format, date: str, before: Callable[[], None]
) -> tuple[float, float, float]:
    """Milliseconds to write it, to make its tree, and to open it again and compare."""
    before()
    marks = [time.perf_counter()]
    read = maker.tree_of(document, date)
    marks.append(time.perf_counter())
    # Nothing is taken over from the run before.
    written = writer(format)(read, replace(maker.resources, parts=Parts()))
    marks.append(time.perf_counter())
    proven_as(maker, document, format, read, written)
    marks.append(time.perf_counter())
    tree, writing, proof = ((later - earlier) * 1000 for earlier, later in pairwise(marks))
    return writing, tree, proof
