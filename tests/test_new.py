"""`make new` begins a hearing that builds at once, and in which every key is explained."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, Project

from nist_docs import skeleton
from nist_docs.cli import main
from nist_docs.commands.options import Run
from nist_docs.model.hearing import Hearing
from nist_docs.model.validation import validate
from nist_docs.source import parse

NAMED = ("--name", "second", "--language", "en", "--title", "Hearing two")


def answered(project: Project, answers: str, *arguments: str) -> Result:
    """The command with somebody at the keyboard."""
    return CliRunner().invoke(main, ["new", *arguments], input=answers, obj=Run(project.root))


def test_a_new_hearing_builds_at_once_as_a_draft_and_has_nothing_to_remark_on(english: Project) -> None:
    result = english.run("new", *NAMED)
    assert result.exit_code == 0, result.output
    assert "second.yaml is begun, as a draft." in result.output
    assert english.run("check", "--strict").output.startswith("No problems found.\n")
    english.built()
    assert english.file("second-hearing-press-release-draft.txt").is_file()


def test_a_new_hearing_in_swedish_builds_too(project: Project) -> None:
    assert project.run("new", "--name", "andra", "--language", "sv", "--title", "Hearing två").exit_code == 0
    assert project.run("check", "--strict").output.startswith("No problems found.\n")


def test_what_is_not_named_is_asked_for(project: Project) -> None:
    project.write("content/strategies/annan.yaml", "format: 1\nname: den andra strategin\n")
    result = answered(project, "andra\n\nHearing två\nannan\n")
    assert result.exit_code == 0, result.output
    text = (project.content / "hearings" / "andra.yaml").read_text("utf-8")
    for line in ("language: sv", "title: Hearing två", "strategy: annan", "sender: naringsdepartementet"):
        assert f"\n{line}\n" in text


def test_an_existing_hearing_is_never_written_over(english: Project) -> None:
    path = english.content / "hearings" / "harbours.yaml"
    before = path.read_bytes()
    result = english.run("new", "--name", "harbours", "--language", "en", "--title", "X")
    assert result.exit_code == 2
    assert "harbours.yaml exists already and is left as it is: choose another NAME" in result.output
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "Min hearing"), "'Min hearing' is not an id: try NAME=min-hearing"),
        (("--name", "../out"), "'../out' is not an id: try NAME=out"),
        (("--name", "a_b"), "'a_b' is not an id: try NAME=a-b"),
        (("--name", "n", "--language", "se"), "LANGUAGE 'se' is not known: known here: en, sv"),
        (("--name", "n", "--language", "de"), "LANGUAGE 'de' is not known: known here: en, sv"),
        (("--name", "n", "--language", "en", "--title", " "), "TITLE is empty"),
        (("--name", "n", "--language", "en", "--title", "T", "--strategy", "harbour"),
         "STRATEGY 'harbour' is not known: did you mean 'harbours'?"),
        ((), "say NAME=… : there is nobody to ask"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_before_anything_is_written(
    english: Project, arguments: tuple[str, ...], said: str
) -> None:
    result = english.run("new", *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert [path.name for path in (english.content / "hearings").iterdir()] == ["harbours.yaml"]


def test_without_a_strategy_there_is_nothing_to_begin_from(english: Project) -> None:
    (english.content / "strategies" / "harbours.yaml").unlink()
    result = english.run("new", *NAMED)
    assert "there is no strategy yet: write one first (docs/content.md tells its keys)" in result.output


@pytest.mark.parametrize(
    "title", ['Han sa: "hej" #3', "- Ja", "no", "null", "14:30", "{a}", "Ett\\två", "’Så’ & *sen*"]
)
def test_a_title_of_any_words_stays_as_it_is(title: str) -> None:
    file = parse(skeleton.hearing("sv", title, "s", "s").encode(), "new.yaml")
    assert validate(Hearing, file).title == title


def test_every_example_of_the_skeleton_can_be_used_as_it_stands() -> None:
    text = skeleton.hearing("sv", "Titel", "s", "s")
    head, found, rest = text.partition("# The reference number")
    used = re.sub(r"(?m)^# (?=[a-z_]+:|[ -])", "", found + rest)
    hearing = validate(Hearing, parse(f"{head}\n{used}".encode(), "new.yaml"))
    assert hearing.model_fields_set == set(Hearing.model_fields)
    assert hearing.when.starts


def test_make_hands_a_title_over_letter_for_letter() -> None:
    title = """Han sa "hej" för $5, $(HOME) & d'Arc; `true`"""
    command = ["make", "-n", "new", "NAME=x", f"TITLE={title}"]
    # Not the options and variables that a make which runs the tests hands down.
    env = {"PATH": os.environ["PATH"]}
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=env).stdout.splitlines()[
        -1
    ]
    words = subprocess.run(
        ["sh", "-c", said.replace(".venv/bin/python build.py", "printf '%s\\n'")],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert words == ["new", "--name", "x", "--title", title]


def test_content_that_lies_elsewhere_is_named_in_what_to_do_next(english: Project) -> None:
    (english.root / "content").rename(english.root / "elsewhere")
    result = english.run("new", *NAMED, "--content", str(english.root / "elsewhere"))
    assert f"build it with `make all CONTENT={english.root / 'elsewhere'}`." in result.output
