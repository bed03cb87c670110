"""The documents as other programs see them. A tool that is missing skips its test, unless tools are required."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import Project, tool

DOCUMENTS = ("press-release", "briefing", "report")


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(params=["real", "built_english"])
def built(request: pytest.FixtureRequest) -> Project:
    project: Project = request.getfixturevalue(request.param)
    return project


def documents(built: Project, format: str) -> list[Path]:
    found = sorted(built.output.glob(f"*/*.{format}"))
    assert len(found) == len(DOCUMENTS)
    return found


def test_every_pdf_passes_pdf_ua_1_by_page_validation(built: Project) -> None:
    page = pytest.importorskip("page")
    for path in documents(built, "pdf"):
        result = page.validate_pdf(str(path), profile="ua1")
        assert result.is_compliant, [failure.message for failure in result.failures][:5]


def test_poppler_reads_title_structure_and_embedded_fonts(built: Project) -> None:
    pdfinfo, pdffonts = tool("pdfinfo"), tool("pdffonts")
    receipt = {entry["path"]: entry for entry in built.receipt(documents(built, "pdf")[0].parent.name)["outputs"]}
    for path in documents(built, "pdf"):
        entry = receipt[path.relative_to(built.output).as_posix()]
        said = run(pdfinfo, str(path))
        assert re.search(r"Title:\s+(.*)", said)[1] == entry["title"]  # type: ignore[index]
        assert re.search(r"Pages:\s+(\d+)", said)[1] == str(entry["pages"])  # type: ignore[index]
        assert re.search(r"Tagged:\s+yes", said)
        assert "H1" in run(pdfinfo, "-struct", str(path))
        fonts = run(pdffonts, str(path)).splitlines()[2:]
        assert fonts
        for line in fonts:
            assert "Source" in line.split()[0], line
            assert line.split()[-5] == "yes", line  # the column "emb"


def test_qpdf_finds_no_fault(built: Project) -> None:
    qpdf = tool("qpdf")
    for path in documents(built, "pdf"):
        assert "No syntax or stream encoding errors found" in run(qpdf, "--check", str(path))


def test_the_web_page_asks_for_nothing_from_anywhere(built: Project) -> None:
    for path in documents(built, "html"):
        page = path.read_text("utf-8")
        loaded = re.findall(r'(?:src|srcset|data)="(?!data:)([^"]*)"|url\((?!data:|#)([^)]*)\)|@import|<link', page)
        assert loaded == [], path.name
        assert page.count("<script") == 1  # metadata for search engines, which nothing runs
        assert '<script type="application/ld+json">' in page
