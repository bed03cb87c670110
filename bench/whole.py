"""Whole processes of ours beside what a person would use instead: from nothing, with nothing changed, with one word
changed, for many hearings, for long ones."""

from __future__ import annotations

import contextlib
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.documents import ROOT, write_ugly

RUNS = 7
PYTHON = ROOT / ".venv" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians over the runs: seconds by the clock and by the processor, megabytes at the most."""

    wall: float
    work: float
    memory: float


def timed(command: list[str], before: Callable[[], object] = lambda: None) -> tuple[float, float, float]:
    """One process, after ``before``: seconds by the clock, by the processor, and megabytes (its largest process)."""
    before()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, own = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return wall, work, own.ru_maxrss / 1000


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
                "WeasyPrint alone, the briefing": (peer("bare", folder), lambda: None),
                "a script of 40 lines, three documents": (plain, lambda: None),
                "pandoc, the report and the page": (peer("pandoc", folder), lambda: None),
                "pandoc with WeasyPrint, the briefing": (peer("engine", folder), lambda: None),
                "Typst, the briefing": (peer("typst", folder), lambda: None),
                "ours, everything from nothing": (ours(content, output), anew),
                "ours, nothing changed": (ours(content, output), lambda: None),
                "ours, one word of the release and report": (ours(content, press), one_word),
            },
            runs,
        )
    base = found["WeasyPrint alone, the briefing"].wall
    rows = [
        "| whole process | seconds | of the processor | MB | × WeasyPrint alone |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    rows += [
        f"| {name} | {one.wall:.3f} | {one.work:.3f} | {one.memory:.0f} | {one.wall / base:.2f} |"
        for name, one in found.items()
    ]
    return "\n".join(rows)


def many(number: int = 100) -> str:
    """So many hearings, each with its three documents, on one processor and on all; beside WeasyPrint alone, warm."""
    with workplace() as folder:
        content, hearings = folder / "content", folder / "content" / "hearings"
        text = (hearings / "nist.yaml").read_text("utf-8")
        for index in range(1, number):
            (hearings / f"nist-{index}.yaml").write_text(text, "utf-8")

        def anew() -> None:
            shutil.rmtree(folder / "output", ignore_errors=True)

        command = ours(content, folder / "output")
        one, _, _ = timed(["taskset", "--cpu-list", "0", *command], anew)
        every, work, memory = timed(command, anew)
        warm = float(subprocess.run(peer("warm", folder), cwd=ROOT, check=True, capture_output=True, text=True).stdout)
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


def growth(sizes: tuple[int, ...] = (1, 10, 100, 1000)) -> str:
    """All documents of hearings with more and more interviews."""
    rows = ["| interviews | seconds | MB, largest process | words |", "| ---: | ---: | ---: | ---: |"]
    points = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_ugly("growth", folder, size)
            command = ours(folder / "content", folder / "output", "--seconds", "6000", "--megabytes", "8000")
            wall, _, memory = timed(command)
            words = len((folder / "content" / "hearings" / "growth.yaml").read_text("utf-8").split())
        points.append((words, wall))
        rows.append(f"| {size} | {wall:.2f} | {memory:.0f} | {words} |")
    logarithms = [[math.log(value) for value in column] for column in zip(*points, strict=True)]
    slope, _ = statistics.linear_regression(*logarithms)
    return "\n".join([*rows, "", f"Growth of time with the words of the content, as a log-log slope: {slope:.2f}."])


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
