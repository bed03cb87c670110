"""docs/first-hour.md is walked, step by step: each command is run, each change made, each output compared."""

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

PAGE = ROOT / "docs" / "first-hour.md"
STEPS = re.findall(r"^```(console|change [^\n]+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


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
    result = project.run(*arguments)
    return result.output.replace(f"{project.root}/", "")


def bare(text: str) -> str:
    """Without what differs from one build or machine to another: extents, sizes, ports, the width of a gap."""
    text = re.sub(r"\b\d+( words| pages| kB)|(?<=127\.0\.0\.1:)\d+", lambda f: "N" + (f[1] or ""), text)
    return re.sub(r" {2,}(?=\S)", "  ", text).strip()


@pytest.mark.skipif(sys.platform == "win32", reason="make is asked what it would do")
def test_the_first_hour_goes_as_the_page_says(project: Project, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "output", ignore_errors=True)
    commands = 0
    for kind, step in STEPS:
        if kind == "console":
            command, _, output = step.removeprefix("$ ").partition("\n")
            assert bare(said(project, command)) == bare(output), command
            commands += 1
        else:
            old, new = (line[2:] for line in step.splitlines())
            project.replace(kind.removeprefix("change "), old, new)
    assert commands == len(re.findall(r"^\$ ", PAGE.read_text("utf-8"), re.MULTILINE)) >= 7
