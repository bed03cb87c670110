"""The pages that take a reader along are walked: each command is run, each change made, what is shown is compared."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Project, tool
from previewing import Running

PAGES = ("first-hour.md", "editions.md")
STEP = re.compile(r"^```(console|change [^\n]+|shows [^\n]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOON = "2026-03-04T12:00+01:00"  # on every walk it is this moment: pages show dates


def said(project: Project, command: str) -> str:
    """What `make …` prints, over this project: what make would call, as it says itself."""
    # The test may itself be run by make, with variables of its own.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name and name != "ARGS"}
    plan = subprocess.run(
        [tool("make"), "--no-print-directory", "--dry-run", *shlex.split(command)[1:]],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    (called,) = (line for line in plan if "build.py" in line)
    arguments = shlex.split(called.partition("build.py")[2])
    if arguments[0] == "preview":
        running = Running(project, *arguments[1:])
        running.end()
        return running.said
    result = project.run(*arguments, *(["--now", NOON] if arguments[0] != "new" else []))
    return result.output.replace(f"{project.root}/", "")


def bare(text: str) -> str:
    """Without what differs from one build or machine to another: extents, sizes, ports, the width of a gap."""
    text = re.sub(r"\b\d+( words| pages| kB)|(?<=127\.0\.0\.1:)\d+", lambda f: "N" + (f[1] or ""), text)
    return re.sub(r" {2,}(?=\S)", "  ", text).strip()


def exchanged(change: str) -> tuple[str, str]:
    """The lines that go, and those that come in their place."""
    lines = change.splitlines(keepends=True)
    old, new = ("".join(line[2:] for line in lines if line.startswith(sign)) for sign in ("- ", "+ "))
    return old, new


@pytest.mark.skipif(sys.platform == "win32", reason="make is asked what it would do")
@pytest.mark.parametrize("page", PAGES)
def test_a_walk_goes_as_its_page_says(project: Project, tmp_path: Path, page: str) -> None:
    shutil.rmtree(tmp_path / "output", ignore_errors=True)
    text = (ROOT / "docs" / page).read_text("utf-8")
    commands = 0
    for kind, step in STEP.findall(text):
        what, _, file = kind.partition(" ")
        match what:
            case "console":
                command, _, output = step.removeprefix("$ ").partition("\n")
                assert bare(said(project, command)) == bare(output), command
                commands += 1
            case "change":
                project.replace(file, *exchanged(step))
            case "shows":
                assert step in (project.root / file).read_text("utf-8"), file
    assert commands == len(re.findall(r"^\$ ", text, re.MULTILINE)) >= 7
