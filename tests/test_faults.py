"""Faults while documents are published: killed, out of room, refused by the disk. Old set or new set, never less."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import publishing
import pytest
from conftest import ROOT, Project, tool

from nist_docs import parts, unchanged

TORTURE = int(os.environ.get("NIST_DOCS_TORTURE", "0"))
PUBLISH = [sys.executable, "-B", str(ROOT / "tests" / "publishing.py")]

# What changes the disk. An exchange is a renameat2.
CALLS = ("write", "fsync", "renameat2", "rename", "mkdir", "unlinkat", "rmdir")
FAULTS = ("KILL", "ENOSPC", "EIO", "EACCES")


def publish(output: Path, edition: str, *before: str) -> subprocess.CompletedProcess[str]:
    command = [*before, *PUBLISH, str(output), edition]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def whole(output: Path) -> None:
    """The next run leaves its own edition, whole, and nothing else."""
    again = publish(output, "third")
    assert again.returncode == 0, again.stdout + again.stderr
    assert publishing.state(output) == (["third", "third"], [])


@pytest.fixture
def first(tmp_path: Path) -> Path:
    assert publish(tmp_path / "first", "first").returncode == 0
    return tmp_path / "first"


def copies(first: Path) -> Iterator[Path]:
    """Output folders in which the first edition stands."""
    number = 0
    while True:
        number += 1
        yield Path(shutil.copytree(first, first.parent / f"output-{number}"))
        shutil.rmtree(first.parent / f"output-{number}")


@pytest.mark.torture
@pytest.mark.skipif(sys.platform != "linux", reason="strace, which makes calls fail, is Linux's")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_change_of_the_disk_leaves_whole_sets_and_nothing_lying_about(first: Path, fault: str) -> None:
    """Every call that changes the disk fails in its turn; in the short form, every fourth of them."""
    points = 0
    outputs = copies(first)
    for call in CALLS:
        for number in range(1, 1000):
            if not TORTURE and number % 4 != 1:
                continue
            output = next(outputs)
            means = f"signal={fault}" if fault == "KILL" else f"error={fault}"
            log = first.parent / "log"
            injected = f"inject={call}:{means}:when={number}"
            disturbed = (tool("strace"), "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", injected)
            done = publish(output, "second", *disturbed)
            told = log.read_text()
            if "INJECTED" not in told and "killed by SIGKILL" not in told:
                break  # there is no call of this number
            points += 1
            editions, left = publishing.state(output)
            assert set(editions) <= {"first", "second"}, (injected, editions)
            if fault != "KILL" and done.returncode:
                assert done.returncode == 1, (injected, done.stderr)
                assert re.search(r"^output-\d+: error: cannot write '.*': .*; .* as they were \[", done.stdout, re.M)
                assert "hint: " in done.stdout
                if call not in ("unlinkat", "rmdir"):
                    assert left == [], injected
            if fault != "KILL" and not done.returncode:
                assert editions == ["second", "second"], injected
            whole(output)
    assert points > (40 if TORTURE else 10)
    print(f"{fault}: {points} points")


@pytest.mark.torture
def test_a_run_that_is_killed_at_any_moment_leaves_whole_sets(first: Path) -> None:
    chance, outputs = random.Random(7), copies(first)
    begun = time.monotonic()
    publish(next(outputs), "second")
    usual = time.monotonic() - begun
    cut_short = 0
    for _ in range(500 if TORTURE else 12):
        output = next(outputs)
        running = subprocess.Popen([*PUBLISH, str(output), "second"], stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, usual * 1.1))
        running.kill()
        cut_short += running.wait() == -signal.SIGKILL
        assert set(publishing.state(output)[0]) <= {"first", "second"}
        whole(output)
    assert cut_short > 0


def test_a_set_of_a_hearing_that_is_no_more_goes_whole_or_stays(first: Path) -> None:
    """Killed while it deletes such a set: what is left of it is cleared by the next run, as nobody would know it."""
    for number in (1, 3, 5):
        output = Path(shutil.copytree(first, first.parent / f"gone-{number}"))
        (output / "quays").rename(output / "piers")
        receipt = output / "piers" / "receipt.json"
        receipt.write_text(receipt.read_text().replace("quays", "piers"))
        injected = f"inject=unlinkat:signal=KILL:when={number}"
        publish(output, "second", tool("strace"), "-f", "-qq", "-e", "trace=unlinkat", "-e", injected)
        whole(output)


def test_a_full_disk_is_told_and_leaves_the_old_sets(tmp_path: Path) -> None:
    """A small disk of memory, on which the first edition fits and a second beside it does not."""
    (tmp_path / "disk").mkdir()
    run = " ".join(PUBLISH)
    steps = (
        f"mount -t tmpfs -o size=200k tmpfs {tmp_path}/disk && {run} {tmp_path}/disk/output first && "
        f"{{ {run} {tmp_path}/disk/output second; echo status $?; cp -r {tmp_path}/disk/output {tmp_path}/seen; }}"
    )
    spaces = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    done = subprocess.run([*spaces, "sh", "-c", steps], capture_output=True, text=True, check=False)
    assert "status 1" in done.stdout, done.stderr
    assert "No space left on device; all documents there are as they were" in done.stdout
    assert "hint: free some space on the disk and run again" in done.stdout
    assert publishing.state(tmp_path / "seen") == (["first", "first"], [])


def test_a_folder_that_may_not_be_written_is_told(first: Path) -> None:
    refused = (tool("strace"), "-f", "-qq", "-o", "/dev/null", "-e", "trace=mkdir", "-e", "inject=mkdir:error=EROFS")
    done = publish(first, "second", *refused)
    assert done.returncode == 1
    assert "Read-only file system; all documents there are as they were" in done.stdout
    assert "hint: allow writing to the folder" in done.stdout
    assert publishing.state(first) == (["first", "first"], [])


def test_builds_at_once_end_in_one_whole_edition_and_say_that_another_writes(first: Path) -> None:
    running = [
        subprocess.Popen([*PUBLISH, str(first), edition], stdout=subprocess.PIPE, text=True)
        for edition in ("second", "third") * 6
    ]
    told = [one.communicate()[0] for one in running]
    assert {one.returncode for one in running} <= {0, 1}
    assert any(one.returncode == 0 for one in running)
    assert all(
        "another build is writing here" in text for text, one in zip(told, running, strict=True) if one.returncode
    )
    editions, left = publishing.state(first)
    assert set(editions) <= {"second", "third"}
    assert len(set(editions)) == 1
    assert left == []


def test_a_failed_build_says_that_what_stands_there_is_older(english: Project) -> None:
    english.built()
    before = english.receipt("harbours")
    english.replace("content/hearings/harbours.yaml", "led_by: anna-example", "led_by: nobody")
    result = english.build()
    assert result.exit_code == 1
    assert re.search(r"^Nothing was built: what \S*output/ holds is older \(harbours\)\.$", result.output, re.M)
    assert english.receipt("harbours") == before


@pytest.mark.parametrize("seconds", [0.1, 0.3, 0.6, 1.0])
def test_control_c_ends_with_a_message_and_the_old_set(english: Project, seconds: float) -> None:
    english.built()
    before = english.receipt("harbours")
    english.replace("content/hearings/harbours.yaml", "title: Hearing on", "title: Talks on")
    command = [sys.executable, str(ROOT / "build.py"), "build", "--content", str(english.content)]
    running = subprocess.Popen([*command, "--output", str(english.output)], stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    told = running.communicate()[1]
    if running.returncode == 130:
        assert re.fullmatch(r"\nInterrupted( before anything was done|\. What was built before is unchanged)\.\n", told)
        assert english.receipt("harbours") == before
    else:
        assert running.returncode == 0, told  # it was done before the signal came
    assert sorted(path.name for path in english.output.glob(".*")) == [unchanged.FILE, parts.FILE]
