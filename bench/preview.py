"""How long it takes from a save to the new document on screen: the real content, a real browser, a warm preview."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.documents import ROOT

HEARING = "content/hearings/nist.yaml"
SHOWN = "document.querySelector('.document[data-key=\"{key}\"]')?.dataset.version"

IDLE = "document.body.dataset.phase.startsWith('checked')"


def table(runs: int = 5) -> str:
    """Medians as a table; without a browser, why there is none."""
    sys.path.insert(0, str(ROOT / "tests"))
    previewing: Any = importlib.import_module("previewing")
    if not all(map(shutil.which, ("node", "chromium", "npm"))):
        return "Not measured: this needs chromium, node and npm."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "requirements.lock", root)
        project: Any = importlib.import_module("conftest").Project(root)
        preview, browser = previewing.Running(project), previewing.Browser()
        try:
            browser("goto", url=preview.address)
            for key in ("press-release.html", "briefing.pdf"):
                browser.wait(SHOWN.format(key=key), 120)
            browser.wait(IDLE, 120)
            rows = [
                (name, _saves(browser, preview, root, key, runs))
                for name, key in (("press release", "press-release.html"), ("briefing", "briefing.pdf"))
            ]
        finally:
            browser.end()
            preview.end()
    lines = [f"| {name} | {' | '.join(map(str, numbers))} |" for name, numbers in rows]
    head = "| document | save to screen, median, ms | least, ms | of it at work, least, ms |"
    return "\n".join([head, "| --- | ---: | ---: | ---: |", *lines])


def _saves(browser: Any, preview: Any, root: Path, key: str, runs: int) -> tuple[int, int, int]:
    """Median and least time from a save to the screen, and the least processor time of all the preview's processes."""
    took, worked = [], []
    path = root / HEARING
    for run in range(runs + 2):
        before = browser("eval", code=SHOWN.format(key=key))
        words = f"Varor och tjänster {run} har lagts"
        text = re.sub(r"Varor och tjänster( \d+)? har lagts", words, path.read_text("utf-8"))
        before_work, start = _work(preview.process.pid), time.perf_counter()
        path.write_text(text, "utf-8")
        browser.wait(f"{SHOWN.format(key=key)} !== '{before}'", 60)
        took.append((time.perf_counter() - start) * 1000)
        worked.append((_work(preview.process.pid) - before_work) * 1000)
        browser.wait(IDLE, 60)
    return round(statistics.median(took[2:])), round(min(took[2:])), round(min(worked[2:]))


def _work(group: int) -> float:
    """Seconds of processor time of a process group so far; Linux only, elsewhere 0."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[2]) == group:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


if __name__ == "__main__":
    print(table())
