"""A build that would never end, or fill the memory, is stopped; nothing of it goes on."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import ugly
from conftest import PROGRAM, ROOT, Project, copy_program
from PIL import Image

from nist_docs import bounds
from nist_docs import project as projects
from nist_docs.bounds import Failed, within
from nist_docs.problems import Problems
from nist_docs.project import Limits

LOOP = "{% for a in '0123456789' %}" * 15 + "{% endfor %}" * 15


def project(limits: Limits) -> projects.Project:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return projects.Project(ROOT, ROOT / "tests" / "content" / "english", ROOT / "output", now, limits=limits)


def forever() -> None:
    bounds.making("briefing of harbours")
    while True:
        pass


def hungry() -> None:
    bounds.making("briefing of harbours")
    held = []
    while True:
        held.append(b"x" * 10_000_000)


def is_at_work(process: str) -> bool:
    """Whether it runs: one that has ended and that nobody has taken notice of yet (Z) does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children() -> list[str]:
    """The processes that this one has begun and that are not gone."""
    return (Path("/proc/self/task") / str(os.getpid()) / "children").read_text().split()


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, work is done in forks, as in the program: for work that sets no lines, and so waits for
    no thread of Pango's."""
    return lambda: monkeypatch.setattr(bounds, "can_fork", lambda: True)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (forever, "briefing of harbours takes more than 1 seconds"),
        (hungry, "briefing of harbours takes more than 300 MB of memory"),
        (lambda: time.sleep(60), "the documents takes more than 1 seconds"),
    ],
)
def test_what_takes_too_much_is_one_problem_and_no_orphan(
    work: object, message: str, forks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    forks()
    assert callable(work)
    begun, fork = [], os.fork

    def counted() -> int:
        if process := fork():
            begun.append(str(process))
        return process

    monkeypatch.setattr(os, "fork", counted)
    with pytest.raises(Problems) as found:
        within(project(Limits(seconds=1, megabytes=300)), work)
    (problem,) = found.value.problems
    assert problem.message == message
    assert "--seconds and --megabytes" in problem.hint
    assert len(begun) == 1
    assert not set(begun) & set(children())


def test_what_the_work_gives_or_raises_comes_back(forks: Callable[[], None]) -> None:
    forks()
    assert within(project(Limits()), lambda: b"x" * 5_000_000) == b"x" * 5_000_000
    with pytest.raises(Failed, match="ZeroDivisionError"):
        within(project(Limits()), lambda: 1 // 0)


def test_a_template_that_never_ends_is_told_and_leaves_the_old_set(english: Project, forks: Callable[[], None]) -> None:
    english.built()
    before = english.receipt("harbours")
    english.replace("templates/briefing.html.j2", "{% block body %}", "{% block body %}" + LOOP)
    forks()
    result = english.build("--seconds", "4")
    assert result.exit_code == 1
    assert "error: briefing of harbours takes more than 4 seconds" in result.output
    assert "Nothing was built" in result.output
    assert english.receipt("harbours") == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the bound on time ends the child, not the parent's end")
def test_a_killed_build_leaves_no_child_that_goes_on(english: Project) -> None:
    english.replace("templates/briefing.html.j2", "{% block body %}", "{% block body %}" + LOOP)
    command = [sys.executable, "-c", PROGRAM, str(english.root)]
    running = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT / "src")})
    own = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    until = time.monotonic() + 30
    while not (begun := own.read_text().split()) and time.monotonic() < until:
        time.sleep(0.02)
    assert begun
    running.send_signal(signal.SIGKILL)
    running.wait()
    until = time.monotonic() + 10
    while any(map(is_at_work, begun)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_at_work, begun))


WITHIN = """
import resource
from nist_docs import bounds
from nist_docs.project import Limits
resource.setrlimit(resource.RLIMIT_CPU, (100, 105))
with bounds.here(Limits(seconds=100)):
    while sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) < 6:
        pass
    with bounds.here(Limits(seconds=100)):
        print(resource.getrlimit(resource.RLIMIT_CPU))
print(resource.getrlimit(resource.RLIMIT_CPU))
"""


def test_a_process_that_has_worked_long_may_begin_another_document() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHIN], capture_output=True, text=True, check=False, timeout=60,
                         env=os.environ | {"PYTHONPATH": str(ROOT / "src")})  # fmt: skip
    assert ran.stdout.splitlines() == ["(104, 105)", "(100, 105)"], ran.stderr


START = (
    "import pathlib, sys; from nist_docs import start; sys.exit(start.start(pathlib.Path(sys.argv[1]), sys.argv[2:]))"
)


@pytest.mark.parametrize(("option", "message"), [("--seconds=2", "2 seconds"), ("--megabytes=60", "60 MB of memory")])
def test_a_layout_in_the_typesetters_process_is_bounded_as_well(tmp_path: Path, option: str, message: str) -> None:
    """The briefing alone: what the parent does takes less than that."""
    copy_program(tmp_path)
    office = Project(tmp_path)
    ugly.write_case("long", ugly.case(ugly.hearing(40)), tmp_path)
    table = "templates/deliverables.yaml"
    office.replace(table, "formats: [html, txt]", "formats: [txt]")
    text = (office.root / table).read_text("utf-8")
    office.write(table, text[: text.index("  report:")])
    command = [sys.executable, "-c", START, str(tmp_path), "build", option]
    folders = ["--content", str(office.content), "--output", str(office.output)]
    ran = subprocess.run([*command, *folders], capture_output=True, text=True, check=False, timeout=60,
                         env=os.environ | {"PYTHONPATH": str(ROOT / "src")})  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert f"briefing of long takes more than {message}" in ran.stderr
    assert not office.output.exists()


def test_a_style_sheet_that_is_refused_is_told_by_the_typesetter_as_by_anybody(tmp_path: Path) -> None:
    copy_program(tmp_path)
    shutil.copytree(ROOT / "tests" / "content" / "english", tmp_path / "content")
    style = tmp_path / "templates" / "styles" / "paged.css"
    style.write_text(f"{style.read_text('utf-8')}\nh1 {{ background: url(https://example.org/x.png); }}\n", "utf-8")
    ran = subprocess.run([sys.executable, "-c", START, str(tmp_path), "build"], capture_output=True, text=True,
                         check=False, timeout=120, env=os.environ | {"PYTHONPATH": str(ROOT / "src")})  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert "[style]" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_documents_that_fill_the_way_to_the_typesetter_do_not_stop_each_other(tmp_path: Path) -> None:
    """Answers wait to be taken while further jobs wait to be sent, each larger than what a pipe holds."""
    copy_program(tmp_path)
    shutil.copytree(ROOT / "tests" / "content" / "everything", tmp_path / "content")
    office = Project(tmp_path)
    noise = Image.frombytes("RGB", (900, 700), random.Random(1).randbytes(900 * 700 * 3))
    noise.save(office.content / "pictures" / "quay.jpg", quality=95)
    row = "template: briefing.html.j2, formats: [pdf]"
    rows = "".join(f"  b-{n}: {{{row}, name: '{{hearing}}-b-{n}'}}\n" for n in range(4))
    office.write("templates/deliverables.yaml", f"format: 1\ndocuments:\n{rows}")
    command = [sys.executable, "-c", START, str(tmp_path), "build", "--now", "2026-03-04T12:00+01:00"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120,
                         env=os.environ | {"PYTHONPATH": str(ROOT / "src")})  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert all(path.stat().st_size > 500_000 for path in office.output.glob("*/*.pdf"))
    assert len(list(office.output.glob("*/*.pdf"))) == 4
