"""Documents as people see them: pages in grey, at a low resolution. PDFs by pdfium, Word files by LibreOffice,
web pages by Chromium: wide, narrow, and as it prints them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from conftest import tool
from PIL import Image, ImageChops, ImageStat

DPI = 50
WIDE, NARROW = 1280, 320  # CSS pixels
TOOLS = Path(__file__).parents[1] / "tools" / "validators"
SCRIPT = Path(__file__).parent / "picturing.mjs"
LONGEST = 180  # seconds for an outside program


def of_pdf(path: Path) -> list[Image.Image]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in pdf]
    finally:
        pdf.close()


def word_as_pdf(paths: Sequence[Path], folder: Path) -> list[Path]:
    """What LibreOffice lays out, with its structure tree."""
    # A profile of its own: an office that is open here would take the work.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = json.dumps({"UseTaggedPDF": {"type": "boolean", "value": "true"}})
    target = ["--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(folder)]
    _run([tool("soffice"), profile, "--headless", *target, *map(str, paths)])
    return [folder / f"{path.stem}.pdf" for path in paths]


@cache
def of_web(path: Path, folder: Path) -> dict[str, list[Image.Image]]:
    """The page ``wide`` and ``narrow``, from its head to its foot, and ``printed`` on A4."""
    provide_browser()
    _run([tool("node"), str(SCRIPT), tool("chromium"), str(TOOLS), str(path), str(folder), str(WIDE), str(NARROW)])
    found = {"printed": of_pdf(folder / "printed.pdf")}
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        with Image.open(folder / f"{width}.png") as shown:
            found[name] = [shown.convert("L").reduce(2)]
    return found


def provide_browser() -> None:
    """What drives Chromium, as the lock of the validators says."""
    if not (TOOLS / "node_modules" / "playwright-core").is_dir():
        command = [tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=False)
        if done.returncode:
            (pytest.fail if os.environ.get("NIST_DOCS_REQUIRE_TOOLS") else pytest.skip)(done.stderr[-300:])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert done.returncode == 0, done.stderr


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures differ on average, and at most in a square of 8 by 8: a moved line, a lost word."""
    assert one.size == other.size, f"{one.size} became {other.size}"
    change = ImageChops.difference(one, other)
    squares = change.reduce(8)
    return ImageStat.Stat(change).mean[0], squares.getextrema()[1]  # type: ignore[return-value]
