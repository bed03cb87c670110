"""The command line: exit codes that mean something, and words for whoever types."""

from __future__ import annotations

import importlib
import os
import pkgutil
import signal
import subprocess
import sys
from typing import Any

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT, Project

from nist_docs import commands, pipeline, running, typesetter
from nist_docs.cli import main
from nist_docs.start import start


def test_without_a_command_everything_is_built(english: Project) -> None:
    result = english.run()
    assert result.exit_code == 0
    assert "harbours-hearing-briefing.pdf" in result.output


def test_check_writes_nothing(english: Project) -> None:
    result = english.run("check")
    assert result.output == "No problems found.\n"
    assert not english.output.exists()


def test_check_ends_with_one_where_the_content_has_errors(english: Project) -> None:
    english.replace("content/people.yaml", "name:", "nmae:")
    result = english.run("check")
    assert result.exit_code == 1
    assert "unknown key 'nmae'" in result.output


def test_check_sees_the_templates_too(english: Project) -> None:
    english.replace("templates/report.html.j2", "label('report-hearing')", "label('raport-hearing')")
    result = english.run("check")
    assert result.exit_code == 1
    assert "there is no label 'raport-hearing'" in result.output
    assert not english.output.exists()


def test_wrong_usage_ends_with_two() -> None:
    assert CliRunner().invoke(main, ["biuld"]).exit_code == 2
    result = CliRunner().invoke(main, ["build", "--now", "tomorrow"])
    assert result.exit_code == 2
    assert "write date and time: 2015-12-01T06:00+01:00" in result.output


@pytest.mark.parametrize("limit", ["--seconds=-1", "--seconds=nan", "--megabytes=0", "--megabytes=inf"])
def test_a_limit_that_is_none_is_wrong_usage(english: Project, limit: str) -> None:
    result = english.build(limit)
    assert (result.exit_code, "is no limit: write a number above 0" in result.output) == (2, True)


@pytest.mark.parametrize("output", ["content", "content/out", "templates"])
def test_documents_never_lie_among_what_they_are_made_from(english: Project, output: str) -> None:
    result = english.build("--output", str(english.root / output))
    assert (result.exit_code, "from which they are made: name a folder beside it" in result.output) == (2, True)


def test_a_tool_that_is_not_installed_is_told_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nist_docs.commands.workshop.find_spec", lambda _: None)
    result = CliRunner().invoke(main, ["test"])
    assert (
        result.exit_code,
        "pytest is not installed in this environment: `make set-up-test` does it" in result.output,
    ) == (2, True)


def test_a_meaningless_epoch_is_wrong_usage(english: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = english.build()
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH must be a number of seconds since 1970" in result.output


def test_a_fault_of_the_program_ends_with_three_and_says_whose_it_is(
    english: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(pipeline, "build", broken)
    result = english.build()
    assert result.exit_code == 3
    assert "RuntimeError: a bug" in result.output
    assert "This is a fault of the program, not of your content." in result.output


def test_an_interruption_ends_with_130_and_leaves_the_old_set(
    english: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    english.built()
    before = english.receipt("harbours")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "publish", interrupted)
    english.replace("content/hearings/harbours.yaml", "Example Hall", "Example House")
    result = english.build()
    assert result.exit_code == 130
    assert "Interrupted. What was built before is unchanged." in result.output
    assert english.receipt("harbours") == before


def test_an_interruption_when_everything_is_in_place_comes_too_late(
    english: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    english.built()
    put_in_place = running.publish

    def interrupted(*arguments: Any, **options: Any) -> None:
        put_in_place(*arguments, **options)
        raise KeyboardInterrupt

    def signalled(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(running, "publish", interrupted)
    monkeypatch.setattr(running.parts, "remember", signalled)
    english.replace("content/hearings/harbours.yaml", "Example Hall", "Example House")
    result = english.built().build()
    assert "Interrupted" not in result.output
    assert "harbours press-release" in result.output
    assert "Example House" in english.file("harbours-hearing-press-release.txt").read_text("utf-8")


@pytest.mark.parametrize("asked", ["--version", "--help", "-h", "build -h", "publish --help"])
def test_whoever_only_asks_waits_for_no_typesetter(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setattr(typesetter, "started", lambda _: pytest.fail("it began to load"))
    with pytest.raises(SystemExit) as ended:
        start(ROOT, asked.split())
    assert ended.value.code == 0


def test_every_command_of_the_modules_is_in_the_table_by_its_name() -> None:
    context = click.Context(main)
    defined = {
        command.name
        for module in pkgutil.iter_modules(commands.__path__)
        for command in vars(importlib.import_module(f"nist_docs.commands.{module.name}")).values()
        if isinstance(command, click.Command)
    }
    assert defined == set(main.list_commands(context))
    assert {main.get_command(context, name).name for name in defined} == defined  # type: ignore[union-attr]


def test_files_that_a_system_leaves_behind_are_no_content(english: Project) -> None:
    english.write("content/hearings/._harbours.yaml", "\0\0Mac OS X")
    english.write("content/.old.yml", "title: none")
    assert english.run("check").exit_code == 0


def test_clean_deletes_the_output_and_nothing_else(english: Project) -> None:
    english.built()
    assert english.run("clean").exit_code == 0
    assert not english.output.exists()
    assert (english.content / "hearings" / "harbours.yaml").is_file()


def test_a_file_of_ones_own_in_the_output_is_never_lost(english: Project) -> None:
    english.built()
    english.write("output/harbours/notes.docx", "my notes")
    english.write("output/other/receipt.json", "{}")
    result = english.build()
    assert result.exit_code == 1
    said = "output/harbours/notes.docx: error: this was not built here, and would be lost [stray-output]"
    assert said in result.output
    (english.output / "harbours" / "notes.docx").rename(english.root / "notes.docx")
    english.built()
    assert (english.output / "other" / "receipt.json").read_text() == "{}"


def test_two_builds_at_once_do_not_mix(english: Project) -> None:
    import fcntl

    english.built()
    folder = os.open(english.output, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    english.replace("content/hearings/harbours.yaml", "Example Hall", "Example House")
    result = english.build()
    os.close(folder)
    assert result.exit_code == 1
    assert "output: error: another build is writing here [busy]" in result.output
    english.built()


def test_clean_leaves_a_folder_alone_that_is_not_ours(english: Project) -> None:
    english.write("output/thesis.docx", "years of work")
    result = english.run("clean")
    assert result.exit_code == 2
    assert "what was not built here is left alone: thesis.docx in" in result.output
    assert (english.output / "thesis.docx").is_file()


def test_verify_without_output_says_what_to_do(english: Project) -> None:
    result = english.run("verify")
    assert result.exit_code == 1
    assert "hint: build first: make all" in result.output


def test_help_names_every_command() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    for command in ("build", "check", "verify", "test", "lint", "accept", "reference", "lock", "clean"):
        assert f"  {command} " in output


def test_the_program_runs_from_another_folder(english: Project) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "check", "--content", str(english.content)]
    done = subprocess.run(command, cwd=english.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "No problems found.\n")
