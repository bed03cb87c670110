"""Whole processes of ours beside what a person would use instead: from nothing, with nothing changed, with one word
changed, for many hearings, for long ones."""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.documents import ROOT, write_ugly

RUNS = 7
PYTHON = ROOT / ".venv" / "bin" / "python"

# rows that others are compared with
BARE = "WeasyPrint alone, the briefing"
PANDOC_WORD, PANDOC_PAGE, TYPST = (
    "pandoc, the report in Word",
    "pandoc, the press release's page",
    "Typst, the briefing",
)
LIBRARIES = "import docx, jinja2, yaml, pydantic"  # what a build without any PDF cannot do without
UNCHANGED = "ours, nothing changed"


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians over the runs: seconds by the clock and by the processor, megabytes at the most."""

    wall: float
    work: float
    memory: float


def timed(command: list[str], before: Callable[[], object] = lambda: None) -> tuple[float, float, float]:
    """One process, after ``before``: seconds by the clock, by the processor, and megabytes (its largest process)."""
    before()
    launched = [sys.executable, "-I", "-S", str(ROOT / "bench" / "launch.py"), *command]
    run = subprocess.run(launched, stdout=subprocess.PIPE, cwd=ROOT, check=False, text=True)
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}")
    wall, work, memory = map(float, run.stdout.split())
    return wall, work, memory


def alternating(ways: dict[str, tuple[list[str], Callable[[], object]]], runs: int) -> dict[str, Timed]:
    """Each way in turn, so often; the medians."""
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, (command, before) in ways.items():
            taken[name].append(timed(command, before))
    return {name: Timed(*map(statistics.median, zip(*one, strict=True))) for name, one in taken.items()}


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder with the real content, and the briefing's page as WeasyPrint alone would be given it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "content", folder / "content")
        subprocess.run(peer("prepare", folder), cwd=ROOT, check=True)
        yield folder


def peer(way: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "bench.peers", way, str(folder)]


def ours(content: Path, output: Path, *more: str) -> list[str]:
    return [str(PYTHON), str(ROOT / "build.py"), "build", "--content", str(content), "--output", str(output), *more]


def table(runs: int = RUNS) -> str:
    """The rows of docs/performance.md about one hearing."""
    with workplace() as folder:
        content, output = folder / "content", folder / "output"
        press = folder / "press"
        plain = [sys.executable, str(ROOT / "bench" / "plain.py"), str(content), str(folder)]

        def anew() -> None:
            shutil.rmtree(output, ignore_errors=True)

        def one_word() -> None:
            path = content / "hearings" / "nist.yaml"
            text = path.read_text("utf-8")
            number = re.search(r"Under hösten(\w*) har det", text)
            assert number is not None  # the word is the content's
            path.write_text(text.replace(number[0], f"Under hösten{'n' * (len(number[1]) % 3 + 1)} har det"), "utf-8")

        subprocess.run(ours(content, press), stdout=subprocess.DEVNULL, check=True)
        found = alternating(
            {
                "Python, doing nothing": ([str(PYTHON), "-c", "pass"], lambda: None),
                "importing WeasyPrint": ([str(PYTHON), "-c", "import weasyprint"], lambda: None),
                "importing python-docx, Jinja, YAML and pydantic": ([str(PYTHON), "-c", LIBRARIES], lambda: None),
                BARE: (peer("bare", folder), lambda: None),
                "a script of 40 lines, three documents": (plain, lambda: None),
                PANDOC_WORD: (peer("pandoc-word", folder), lambda: None),
                PANDOC_PAGE: (peer("pandoc-page", folder), lambda: None),
                "pandoc with WeasyPrint, the briefing": (peer("engine", folder), lambda: None),
                TYPST: (peer("typst", folder), lambda: None),
                "ours, everything from nothing": (ours(content, output), anew),
                UNCHANGED: (ours(content, output), lambda: None),
                "ours, one word of the release and report": (ours(content, press), one_word),
            },
            runs,
        )
    base = found[BARE].wall
    rows = [
        "| whole process | seconds | of the processor | MB | × WeasyPrint alone | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    rows += [
        f"| {name} | {one.wall:.3f} | {one.work:.3f} | {one.memory:.0f} | {one.wall / base:.2f} "
        f"| {bar(one.wall / base)} |"
        for name, one in found.items()
    ]
    share = found[UNCHANGED].wall / sum(found[name].wall for name in (PANDOC_WORD, PANDOC_PAGE, TYPST))
    return "\n".join([*rows, "", f"Nothing changed takes {share:.2f} of what pandoc and Typst take to do all again."])


def bar(share: float) -> str:
    """A share as a bar in text, in eighths of a block; a block is a tenth."""
    whole, eighths = divmod(round(share * 80), 8)
    return "█" * whole + " ▏▎▍▌▋▊▉"[eighths].strip()


def many(number: int = 100, *, and_back: bool = True) -> str:
    """So many hearings, each with its three documents, on one processor and on all; beside WeasyPrint alone, warm. Each
    is measured a second time in the other order, for a machine that becomes faster or slower meanwhile."""
    with workplace() as folder:
        content, hearings = folder / "content", folder / "content" / "hearings"
        text = (hearings / "nist.yaml").read_text("utf-8")
        for index in range(1, number):  # of one strategy, each with words of its own in every document
            own = re.sub(r"^(title|headline|summary|ingress): (\W*)", rf"\1: \g<2>{index} ", text, flags=re.MULTILINE)
            (hearings / f"nist-{index}.yaml").write_text(own, "utf-8")

        def anew() -> None:
            shutil.rmtree(folder / "output", ignore_errors=True)

        command = ours(content, folder / "output")
        alone = ["taskset", "--cpu-list", "0", *command]
        ways: dict[str, Callable[[], tuple[float, float, float]]] = {
            "warm": lambda: (_warm(folder), 0.0, 0.0),
            "one": lambda: timed(alone, anew),
            "every": lambda: timed(command, anew),
        }
        taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
        for name in (*ways, *(reversed(ways) if and_back else ())):
            taken[name].append(ways[name]())
    (warm, *_), (one, *_), (every, work, memory) = (
        map(statistics.mean, zip(*found, strict=True)) for found in taken.values()
    )
    cores = len(os.sched_getaffinity(0))
    return "\n".join(
        [
            f"{number} hearings, {number * 4} files: {one:.1f} s on one processor, {every:.1f} s on {cores} "
            f"({one / every:.2f} times as fast; {work:.1f} s of work, {memory:.0f} MB in the first process). "
            f"WeasyPrint alone, warm, takes {warm:.2f} s for the briefing: {number} of them on {cores} processors "
            f"would take {warm * number / cores:.1f} s, and ours, with everything else, takes "
            f"{every / (warm * number / cores):.2f} times that.",
        ]
    )


def _warm(folder: Path) -> float:
    """Seconds that WeasyPrint alone takes for the briefing, in a process that has made it before."""
    return float(subprocess.run(peer("warm", folder), cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@dataclass(frozen=True, slots=True)
class Grown:
    """What all documents of a hearing with so many interviews take."""

    interviews: int
    words: int  # of the content
    seconds: float
    memory: float  # MB, of the largest process


def grown(sizes: tuple[int, ...] = (1, 10, 100, 1000)) -> list[Grown]:
    """Hearings with more and more interviews."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_ugly("growth", folder, size)
            command = ours(folder / "content", folder / "output", "--seconds", "6000", "--megabytes", "8000")
            wall, _, memory = timed(command)
            words = len((folder / "content" / "hearings" / "growth.yaml").read_text("utf-8").split())
        found.append(Grown(size, words, wall, memory))
    return found


def growth(found: list[Grown]) -> str:
    """The rows of docs/performance.md about them."""
    rows = ["| interviews | words | seconds | MB, largest process |", "| ---: | ---: | ---: | ---: |"]
    rows += [f"| {one.interviews} | {one.words} | {one.seconds:.2f} | {one.memory:.0f} |" for one in found]
    words = [one.words for one in found]
    time, memory = (slope(words, costs) for costs in ([one.seconds for one in found], [one.memory for one in found]))
    said = f"Growth with the words of the content, as log-log slopes: of time {time:.2f}, of memory {memory:.2f}."
    return "\n".join([*rows, "", said])


def slope(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The least-squares slope of log cost over log size: 1 is linear growth."""
    if len(sizes) < 2:
        return math.nan
    found, _ = statistics.linear_regression([math.log(size) for size in sizes], [math.log(cost) for cost in costs])
    return found


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
