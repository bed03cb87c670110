"""WeasyPrint is loaded without what no document takes: sooner, and to the same bytes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from conftest import PROGRAM, ROOT, Project

from nist_docs import kept
from nist_docs.writers.pdf import booting

BUILD = f"""
from nist_docs.writers.pdf import booting
booting._is_as_known = lambda known=booting._is_as_known: known() and {{lean}}
{PROGRAM}"""

FONT = """
from nist_docs.writers.pdf import booting
booting.load()
import io, json, sys
from weasyprint.pdf import fonts
before = "fontTools.ttLib" in sys.modules
try:
    fonts.TTFont(io.BytesIO(b"no font at all"))
    said = "read"
except fonts.TTLibError as error:
    said = str(error)
print(json.dumps({"before": before, "said": said, "cffi": "cffi" in sys.modules}))
"""


def run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT / "src", capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_plain_way_writes_the_same_bytes(english: Project) -> None:
    hashes = []
    for lean in (True, False):
        output = english.root / f"output-{lean}"
        run(
            BUILD.format(lean=lean),
            str(english.root),
            "build",
            "--content",
            str(english.content),
            "--output",
            str(output),
        )
        hashes.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in output.glob("*/*")})
    assert hashes[0] == hashes[1]
    assert any(name.endswith(".pdf") for name in hashes[0])


def test_fonttools_comes_when_a_font_needs_it_with_its_errors() -> None:
    said = json.loads(run(FONT))
    assert said == {"before": False, "said": "Not a TrueType or OpenType font (bad sfntVersion)", "cffi": False}


def test_the_version_that_we_reach_into_is_the_one_that_is_installed() -> None:
    assert version("weasyprint") == booting.WRITTEN_FOR


# --- what is kept in the environment --------------------------------------------------------------------


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path / "share" / "nist-docs"


def test_what_is_kept_is_made_once(environment: Path) -> None:
    made = [kept.kept("words", b"source", lambda made=made: made) for made in (b"first", b"second")]
    assert made == [b"first", b"first"]
    assert len(list(environment.iterdir())) == 1


def test_another_source_is_something_else(environment: Path) -> None:
    made = [kept.kept("words", source, lambda source=source: source) for source in (b"first", b"second")]
    assert made == [b"first", b"second"]


@pytest.mark.parametrize("left", [b"", b"short", b"\0" * 60])
def test_what_a_crash_left_unfinished_is_made_again(environment: Path, left: bytes) -> None:
    kept.kept("words", b"source", lambda: b"whole")
    (path,) = environment.iterdir()
    path.write_bytes(left)
    assert kept.kept("words", b"source", lambda: b"whole again") == b"whole again"
    assert kept.kept("words", b"source", lambda: b"never") == b"whole again"


def test_where_nothing_can_be_kept_it_is_made_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").write_text("a file in the way")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert kept.kept("words", b"source", lambda: b"one") == b"one"
    assert kept.kept("words", b"source", lambda: b"two") == b"two"


def test_nothing_is_written_into_the_systems_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    assert kept.kept("words", b"source", lambda: b"one") == b"one"
    assert list(tmp_path.iterdir()) == []
