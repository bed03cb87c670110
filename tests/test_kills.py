"""Whole commands killed at any moment: what they write is the old or the new, the next run completes it, and no
process goes on."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, Project

from nist_docs import unchanged
from nist_docs.publish import WORKSHOP

TORTURE = int(os.environ.get("NIST_DOCS_TORTURE", "0"))
KILLS = 100 if TORTURE else 3  # of each command
HEARING = "content/hearings/harbours.yaml"
NOW = ("--now", "2026-03-04T12:00+01:00")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what runs is read from /proc")

Files = dict[str, bytes]


@dataclass(frozen=True)
class Command:
    """``change`` is what somebody edits before it: words of the hearing. While ``begun`` is there, it writes."""

    arguments: tuple[str, ...]
    change: tuple[str, str]
    begun: str


CHANGE = ("title: Hearing on", "title: Talks on")
APPROVAL = ("--key", "statements[0]", "--by", "Anna Example", "--basis", "word", "--on", "2026-03-04")
COMMANDS = {
    "build": Command(("build", *NOW), CHANGE, f"output/{WORKSHOP}"),
    "publish": Command(
        ("publish", "--name", "harbours", "--reason", "The title is corrected", *NOW), CHANGE, f"output/{WORKSHOP}"
    ),
    "approve": Command(
        ("approve", "--name", "harbours", *APPROVAL, *NOW),
        ("and soon.", "and sooner."),
        "content/hearings/.harbours.yaml.new",
    ),
}


def run(project: Project, command: Command, said: int) -> subprocess.Popen[bytes]:
    """The command, begun, in a session of its own."""
    folders = ["--content", str(project.content), "--output", str(project.output)]
    line = [sys.executable, str(ROOT / "build.py"), *command.arguments, *folders]
    return subprocess.Popen(line, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)


def done(project: Project, command: Command) -> None:
    running = run(project, command, subprocess.PIPE)
    said = running.communicate(timeout=120)[0].decode()
    assert running.returncode == 0, said


def files(project: Project) -> Files:
    """Every file of content and output; of the record of the last build, which tells times, only that it is there."""
    found = (path for name in ("content", "output") for path in (project.root / name).rglob("*") if path.is_file())
    names = {path.relative_to(project.root).as_posix(): path for path in found}
    return {name: b"" if path.name == unchanged.FILE else path.read_bytes() for name, path in names.items()}


def units(held: Files) -> dict[str, Files]:
    """What is whole or not: a hearing's set, and every other file."""
    found: dict[str, Files] = {}
    for name, data in held.items():
        folder = name.rpartition("/")[0]
        found.setdefault(folder if folder.startswith("output/") else name, {})[name] = data
    return found


def at_work(session: int) -> list[str]:
    """The processes of a session that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it ended
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(path.parent.name)
    return found


def killed(project: Project, command: Command, usual: float, chance: random.Random) -> bool:
    """Begins the command and kills it, at any moment or while it writes. Whether it was cut short."""
    running = run(project, command, subprocess.DEVNULL)
    wait = chance.uniform(0, usual * 1.1)
    if chance.random() < 0.5:
        while not (project.root / command.begun).exists() and running.poll() is None:
            time.sleep(0.0002)
        wait = chance.uniform(0, 0.04)
    time.sleep(wait)
    running.kill()
    ended = running.wait()
    until = time.monotonic() + 10
    while (orphans := at_work(running.pid)) and time.monotonic() < until:
        time.sleep(0.02)
    assert orphans == []
    return ended == -signal.SIGKILL


@pytest.mark.torture
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_leaves_the_old_or_the_new_and_no_process(english: Project, name: str) -> None:
    command, chance = COMMANDS[name], random.Random(name)
    english.write("content/hearings/quays.yaml", (english.root / HEARING).read_bytes())
    done(english, Command(("build", *NOW), CHANGE, ""))
    if name == "publish":
        done(english, Command(("publish", "--name", "harbours", *NOW), CHANGE, ""))
    english.replace(HEARING, *command.change)
    before = english.root / "before"
    for folder in ("content", "output"):
        shutil.copytree(english.root / folder, before / folder)
    old = units(files(english))
    begun = time.monotonic()
    done(english, command)
    usual = time.monotonic() - begun
    whole = files(english)
    new = units(whole)
    assert new != old
    cut_short = between = 0
    for number in range(KILLS):
        for folder in ("content", "output"):
            shutil.rmtree(english.root / folder)
            shutil.copytree(before / folder, english.root / folder)
        cut_short += killed(english, command, usual, chance)
        now = units(files(english))
        torn = [unit for unit, held in now.items() if unit in old | new and held not in (old.get(unit), new.get(unit))]
        assert torn == [], number
        assert old.keys() & new.keys() <= now.keys(), number
        between += now not in (old, new)  # left-overs, or one of two is new
        done(english, command)
        assert files(english) == whole, number
    assert cut_short > 0
    print(f"{name}: {KILLS} kills, {cut_short} cut it short, {between} left it between two states")
