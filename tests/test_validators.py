"""`make validate`: no outside validator finds anything in what we build, and each finds what is wrong."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT, Project, tool


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", ROOT / "tools" / "validate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["validate"] = module
    spec.loader.exec_module(module)
    return module


validate = _load()
CHECKS = {check.name: check for check in validate.CHECKS}


@pytest.fixture(scope="module", autouse=True)
def _validators() -> None:
    """All that the checks need; where something is missing, tests are skipped, or fail where it is required."""
    for name in validate.SYSTEM:
        tool(name)
    try:
        validate.provide()
    except validate.Missing as error:
        if os.environ.get("NIST_DOCS_REQUIRE_TOOLS"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found_in_any_document_of_any_format(
    name: str, real: Project, built_english: Project, everything: Project
) -> None:
    check = CHECKS[name]
    files = [p for one in (real, built_english, everything) for p in one.output.rglob(f"*{check.suffix}")]
    assert len(files) == 9  # three hearings' three documents
    assert validate.checked(check, sorted(files)).findings == []


@pytest.mark.parametrize("name", ["Microsoft, Office 2019", "Microsoft 365", "LibreOffice"])
def test_nothing_is_found_in_the_reference_document(name: str) -> None:
    assert CHECKS[name].run([ROOT / "templates" / "word" / "reference.docx"]) == []


# --- each check can fail -------------------------------------------------------------------------


def faulty_word(real: Project, folder: Path, old: bytes, new: bytes) -> Path:
    """The real report with one change in its body."""
    path = folder / "faulty.docx"
    with zipfile.ZipFile(real.file("nist-hearing-report.docx")) as whole, zipfile.ZipFile(path, "w") as made:
        for member in whole.namelist():
            data = whole.read(member)
            if member == "word/document.xml":
                assert old in data
                data = data.replace(old, new, 1)
            made.writestr(member, data)
    return path


def faulty_page(folder: Path, body: str) -> Path:
    path = folder / "faulty.html"
    page = f'<!DOCTYPE html>\n<html lang="sv">\n<head><meta charset="utf-8"><title>Fel</title></head>\n<body>{body}'
    path.write_text(f"{page}</body>\n</html>\n", "utf-8")
    return path


@pytest.mark.parametrize("name", ["Microsoft, Office 2019", "Microsoft 365"])
def test_microsofts_validator_finds_an_element_out_of_place(name: str, real: Project, tmp_path: Path) -> None:
    path = faulty_word(real, tmp_path, b"<w:body>", b"<w:body><w:jc/>")
    (finding, *_) = CHECKS[name].run([path])
    assert (finding.file, finding.where) == (path, "/word/document.xml /w:document[1]/w:body[1]")
    assert "invalid child element" in finding.message


def test_a_word_file_that_shows_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "faulty.docx"
    path.write_bytes(b"")
    (finding,) = CHECKS["LibreOffice"].run([path])
    assert finding == validate.Finding(path, "-", "LibreOffice shows no words of it")


DIM_IN_THE_DARK = "@media (prefers-color-scheme: dark) { p { color: #222; background: #111 } }"


@pytest.mark.parametrize(
    ("name", "body", "where", "message"),
    [
        ("vnu", "<h1>A</h1>\n<section><p>B</p></section>", "line 5", "Section lacks heading"),
        ("vnu", "<h1>A</h1><p><b>B</p>", "line 4", "Unclosed element"),
        ("html-validate", "<h1>A</h1>\n<p id=a></p><p id=a></p>", "line 5", "no-dup-id"),
        ("axe in Chromium", "<h1>A</h1><img src='data:,'>", "320 px, light", "image-alt"),
        ("axe in Chromium", "<main><h1 style='width:330px'>A</h1></main>", "320 px, dark", "scrolls sideways: 3"),
        ("axe in Chromium", f"<main><style>{DIM_IN_THE_DARK}</style><h1>A</h1><p>Words</p></main>", "320 px, dark",
         "color-contrast"),
        ("axe in Chromium", "<main><h1>A</h1><img src='http://localhost:9/' alt=''></main>", "1280 px, light",
         "asks for http://localhost:9/"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_page_is_found(name: str, body: str, where: str, message: str, tmp_path: Path) -> None:
    path = faulty_page(tmp_path, body)
    found = [(finding.file, finding.where, finding.message) for finding in CHECKS[name].run([path])]
    assert [one for one in found if one[:2] == (path, where) and message in one[2]], found


def test_poppler_finds_a_pdf_without_title_tags_and_fonts(tmp_path: Path) -> None:
    import pypdfium2

    path = tmp_path / "faulty.pdf"
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(100, 100)
    pdf.save(path)
    pdf.close()
    found = [finding.message for finding in CHECKS["poppler"].run([path])]
    assert found == ["it has no title", "it has no tags", "there is no H1", "there are none"]


# --- what is printed -----------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_check_and_findings_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = faulty_page(tmp_path, "<h1>A</h1>\n<section><p>B</p></section>")
    assert validate.main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[:22].rstrip() for line in lines[:8]] == ["check", *CHECKS]
    assert lines[4].split()[:3] == ["vnu", "1", "1"]
    assert f"{path}: line 5" in lines


def test_what_is_missing_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    faulty_page(tmp_path, "")
    there = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name in ("java", "pdfinfo") else there(name))
    assert validate.main([str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "Missing on this system: java, pdfinfo." in said
    assert "sudo apt install default-jre-headless poppler-utils" in said


def test_an_old_node_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    faulty_page(tmp_path, "")
    monkeypatch.setattr(validate, "said", lambda *_: "v18.19.1\n")
    assert validate.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == "The validators need Node 20.19 or newer; this is v18.19.1.\n"


def test_a_validator_that_breaks_is_no_clean_bill_of_health(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    faulty_page(tmp_path, "")

    def breaks(_: Sequence[Path]) -> list[object]:
        validate.said(sys.executable, "-c", "raise SystemExit('no such font')")
        return []

    monkeypatch.setattr(validate, "CHECKS", (validate.Check("broken", ".html", breaks),))
    assert validate.main([str(tmp_path)]) == 1
    assert "ended with 1:\nno such font" in capsys.readouterr().err


def test_an_empty_folder_is_an_error_and_not_a_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main([str(tmp_path)]) == 1
    assert "Build them first: make all" in capsys.readouterr().err


def test_the_lock_names_hashes_and_no_host() -> None:
    lock = (validate.VALIDATORS / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    packages = json.loads(lock)["packages"]
    assert all(package.get("integrity", "").startswith("sha512-") for name, package in packages.items() if name)
