"""What tests share: a project of their own to change, the real documents built once, golden files."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
import ugly
import weasyprint  # noqa: F401 - loaded once for all builds of a process, which are then made in it, and not in forks
from click.testing import CliRunner, Result

from nist_docs.cli import main
from nist_docs.commands.options import Run

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
ENGLISH = ROOT / "tests" / "content" / "english"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="renew the golden files")


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The documents' date is the content's, whatever the environment says."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@dataclass
class Project:
    """A copy of content and templates that a test may change, and the command line over it."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, obj=Run(self.root))

    def build(self, *arguments: str) -> Result:
        return self.run("build", *arguments)

    def built(self, *arguments: str) -> Project:
        """Builds, and fails the test with the program's own words if that does not work."""
        result = self.build(*arguments)
        assert result.exit_code == 0, result.output
        return self

    def replace(self, file: str, old: str, new: str, times: int = 1) -> None:
        """Changes a file of the project as an editor would; the old words must be there."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert text.count(old) >= 1, f"{file} does not hold: {old}"
        path.write_text(text.replace(old, new, times), "utf-8")

    def write(self, file: str, text: str | bytes) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def file(self, name: str) -> Path:
        """The one built file of this name."""
        (found,) = self.output.glob(f"*/{name}")
        return found

    def receipt(self, hearing: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.output / hearing / "receipt.json").read_bytes())
        return loaded


# What build.py does, for a project that lies elsewhere, whose folder is the first argument.
PROGRAM = """
import pathlib, sys
from nist_docs.cli import main
from nist_docs.commands.options import Run
main(obj=Run(pathlib.Path(sys.argv.pop(1))))
"""


def apart(project: Project, *arguments: str) -> None:
    """A build in a process of its own, as an office runs it: this one has laid out pages, and a fork of it would wait
    for threads that it does not have."""
    command = [sys.executable, "-c", PROGRAM, str(project.root), *arguments]
    done = subprocess.run(command, cwd=ROOT / "src", capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def make_project(folder: Path, content: Path) -> Project:
    shutil.copytree(content, folder / "content")
    copy_program(folder)
    return Project(folder)


def copy_program(folder: Path) -> None:
    """What a project has besides its content."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "requirements.lock", folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The real content."""
    return make_project(tmp_path, ROOT / "content")


@pytest.fixture
def english(tmp_path: Path) -> Project:
    """A small made-up hearing in English: quick to build, without interviews, pictures, participants."""
    return make_project(tmp_path, ENGLISH)


Make = Callable[[Path], None]
Once = Callable[[str, Make], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A folder that is made once for all processes of a run: by the first that asks, while others wait for it."""
    base = tmp_path_factory.getbasetemp()
    processes = "PYTEST_XDIST_WORKER" in os.environ
    shared = (base.parent if processes else base) / "once"

    def made(name: str, make: Make) -> Path:
        folder = shared / name
        shared.mkdir(exist_ok=True)
        with (shared / f"{name}.lock").open("w") as lock:
            if processes:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            if not (shared / f"{name}.made").exists():
                shutil.rmtree(folder, ignore_errors=True)  # by one that failed half way
                folder.mkdir()
                make(folder)
                (shared / f"{name}.made").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def real(once: Once) -> Project:
    """The real content, built once in every format of every document. Not to be changed."""
    return Project(once("real", partial(build_all, ROOT / "content", ())))


@pytest.fixture(scope="session")
def built_english(once: Once) -> Project:
    """The English hearing, built once in every format of every document. Not to be changed."""
    return Project(once("english", partial(build_all, ENGLISH, ())))


@pytest.fixture(scope="session")
def everything(once: Once) -> Project:
    """All that the format can say, a draft under embargo, in every format of every document. Not to be changed."""
    content = ROOT / "tests" / "content" / "everything"
    return Project(once("everything", partial(build_all, content, ("--now", "2030-01-01T12:00+01:00"))))


def build_all(content: Path, arguments: tuple[str, ...], folder: Path) -> None:
    project = make_project(folder, content)
    with_all_formats(project)
    project.built(*arguments)


def with_all_formats(project: Project) -> None:
    path = project.templates / "deliverables.yaml"
    lines = path.read_text("utf-8").splitlines()
    path.write_text(
        "\n".join(
            "    formats: [html, txt, pdf, docx]" if "formats:" in line and "#" not in line else line for line in lines
        ),
        "utf-8",
    )


# --- ugly contents, each built once ------------------------------------------------------------------------


def build_ugly(name: str, folder: Path) -> None:
    """Builds the case, with each document as a PDF too.

    Where one key of many is left out, the briefing alone stands for the PDFs: there are thirty such cases.
    """
    project = Project(folder)
    copy_program(folder)
    for formats in () if name.startswith("without-") else ("html, txt", "docx"):
        project.replace("templates/deliverables.yaml", f"formats: [{formats}]", f"formats: [{formats}, pdf]")
    ugly.write(name, folder)
    project.built()


CROSSING = "crossing"
Built = Callable[[str], Project]


@pytest.fixture(scope="session")
def built(once: Once) -> Built:
    """The case, built when a test first asks for it."""

    def build(name: str) -> Project:
        return Project(once(name, partial(build_ugly, name)))

    return build


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Dask scheduler and two workers on loopback, each a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as running:
        yield running.scheduler_address


Golden = Callable[[str, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with its golden file, or renews that with --accept."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.is_file(), f"there is no golden file {name} yet: run make accept and look at it"
        assert text == path.read_text("utf-8"), f"{name} has changed: look at the difference, then make accept"

    return compare


def tool(name: str) -> str:
    """The path of an outside tool; without it the test is skipped, or fails where tools are required."""
    path = shutil.which(name)
    if path is None:
        required(f"{name} is not installed")
    return path


def required(missing: str) -> NoReturn:
    """Skips the test for what is missing, or fails it where tools are required."""
    if os.environ.get("NIST_DOCS_REQUIRE_TOOLS"):
        pytest.fail(f"{missing}, and NIST_DOCS_REQUIRE_TOOLS is set")
    pytest.skip(missing)


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    def text(data: bytes) -> str:
        import pypdfium2

        pdf = pypdfium2.PdfDocument(data)
        try:
            pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf]
        finally:
            pdf.close()
        return "\f\n".join(pages)

    return text


def streams(path: Path) -> dict[str, bytes]:
    """Every byte stream of a file: a Word file's parts, a PDF's objects and its streams decompressed, else the file."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    found = {path.name: data}
    if path.suffix == ".pdf":
        pattern = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
        found[path.name] = pattern.sub(b"", data)
        for number, one in enumerate(pattern.findall(data)):
            try:
                found[f"stream {number}"] = zlib.decompress(one)
            except zlib.error:
                found[f"stream {number}"] = one
    return found


@pytest.fixture
def every_word(pdf_text: Callable[[bytes], str]) -> Callable[[Path], str]:
    """All that a file says anywhere, to readers or to programs, with each gap as one space."""

    def words(path: Path) -> str:
        parts = [data.decode("utf-8", "replace") for name, data in streams(path).items() if not name.endswith(".odttf")]
        bare = [re.sub("<[^>]*>", "", re.sub("</w:p>|</p>|</t[dh]>", " ", part)) for part in parts]
        read = [pdf_text(path.read_bytes())] if path.suffix == ".pdf" else []
        return " ".join(html.unescape(" ".join([*parts, *bare, *read])).split())

    return words
