"""What a personal copy costs: ours, Typst and WeasyPrint for each, and the floor, which is writing the bytes."""

from __future__ import annotations

import datetime as dt
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import bare, typst_source
from bench.documents import ROOT
from nist_docs.distribution.frame import Frame
from nist_docs.distribution.personal import Personal, load
from nist_docs.distribution.writing import Order, write
from nist_docs.project import Project
from nist_docs.semantics import tree

COLUMNS = ("name", "organisation", "table", "group")
MANY, ONE_BY_ONE, RUNS = 2_000, 5, 3
_SYLLABLES = ("exem", "pel", "på", "hitt", "test", "ström", "prov", "lund", "å", "berg", "ö", "vik", "mönster", "dal")


def table(many: int = MANY, one_by_one: int = ONE_BY_ONE, runs: int = RUNS) -> str:
    """Medians of alternating runs in milliseconds a copy, files written; the memory that five times as many take."""
    project = Project(ROOT, ROOT / "content", ROOT / "output", dt.datetime.now().astimezone())
    content, hearing, document = load(project, "nist", "briefing")
    personal = Personal(project, content, hearing, document, COLUMNS)
    orders = list(_orders(many))
    frame = personal.frame(orders[0].fields)
    trees = [personal.tree_of(order.fields) for order in orders[:one_by_one]]
    resources = personal.maker.resources
    same = [frame.prefix + frame.tail(order.fields) for order in orders[:200]]
    context = get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2, mp_context=context) as pool:
        list(pool.map(_ready, range(8)))
        ways: dict[str, tuple[Callable[[Path], int], list[float]]] = {
            "merely writing the bytes": (lambda at: _floor(at, same, many), []),
            "ours, one process, each compared with the master": (lambda at: _ours(frame, at, orders), []),
            "ours, two processes": (lambda at: _parted(pool, frame, at, orders), []),
            "Typst, warm, each": (lambda at: _each(lambda d: typst_source.render(d, resources), at, trees), []),
            "WeasyPrint, warm, each": (lambda at: _each(lambda d: bare.render(d, resources), at, trees), []),
        }
        for run in range(runs):
            for number, (work, took) in enumerate(ways.values()):
                at = Path(folder) / f"{run}-{number}"
                at.mkdir()
                start = time.perf_counter()
                made = work(at)
                took.append((time.perf_counter() - start) * 1000 / made)
        before = _memory()
        _ours(frame, Path(folder), list(_orders(many * 5)))
        grown = _memory() - before
    floor = statistics.median(ways["merely writing the bytes"][1])
    lines = ["| way | ms a copy | times the floor |", "| --- | ---: | ---: |"]
    for name, (_, took) in ways.items():
        cost = statistics.median(took)
        lines.append(f"| {name} | {cost:.3g} | {cost / floor:.3g} |")
    size = f"{len(same[0]) / 1000:.0f} kB"
    lines += [
        "",
        f"{many} copies of {size}, of people with made-up names; five times as many took {grown:.0f} MB more memory.",
    ]
    return "\n".join(lines)


def _orders(number: int) -> Iterator[Order]:
    chance = random.Random(8)

    def name() -> str:
        return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 3))).capitalize()

    first = [name() for _ in range(200)]  # first names and organisations repeat in any list
    houses = [f"{name()}verket" for _ in range(100)]
    for row in range(number):
        fields = {"name": f"{chance.choice(first)} {name()}", "organisation": chance.choice(houses)}
        yield Order(row, f"{row}.pdf", fields | {"table": str(row % 40 + 1), "group": "Energi"})


def _ready(_: int) -> None:
    """A process of the pool that has started."""


def _floor(folder: Path, same: Sequence[bytes], many: int) -> int:
    for number in range(many):
        with open(folder / f"{number}.pdf", "wb") as file:
            file.write(same[number % len(same)])
    return many


def _ours(frame: Frame, folder: Path, orders: Sequence[Order]) -> int:
    done, left = write(frame, str(folder), orders)
    assert not left
    return len(done)


def _parted(pool: ProcessPoolExecutor, frame: Frame, folder: Path, orders: Sequence[Order]) -> int:
    chunks = [orders[start : start + 200] for start in range(0, len(orders), 200)]
    return sum(len(job.result()[0]) for job in [pool.submit(write, frame, str(folder), chunk) for chunk in chunks])


def _each(render: Callable[[tree.Document], bytes], folder: Path, trees: Sequence[tree.Document]) -> int:
    for number, one in enumerate(trees):
        (folder / f"{number}.pdf").write_bytes(render(one))
    return len(trees)


def _memory() -> float:
    """The most memory that this process has held, in MB (Linux counts in kB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
