"""How long it takes from a save to the new document on screen: the real content, a real browser, a warm preview."""

from __future__ import annotations

import importlib
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
                ("press release", _median(browser, root, "press-release.html", runs)),
                ("briefing", _median(browser, root, "briefing.pdf", runs)),
            ]
        finally:
            browser.end()
            preview.end()
    lines = [f"| {name} | {median} | {low} |" for name, (median, low) in rows]
    return "\n".join(["| document | save to screen, median, ms | least, ms |", "| --- | ---: | ---: |", *lines])


def _median(browser: Any, root: Path, key: str, runs: int) -> tuple[int, int]:
    took = []
    path = root / HEARING
    for run in range(runs + 2):
        before = browser("eval", code=SHOWN.format(key=key))
        words = f"Varor och tjänster {run} har lagts"
        text = re.sub(r"Varor och tjänster( \d+)? har lagts", words, path.read_text("utf-8"))
        start = time.perf_counter()
        path.write_text(text, "utf-8")
        browser.wait(f"{SHOWN.format(key=key)} !== '{before}'", 60)
        took.append((time.perf_counter() - start) * 1000)
        browser.wait(IDLE, 60)
    return round(statistics.median(took[2:])), round(min(took[2:]))


if __name__ == "__main__":
    print(table())
