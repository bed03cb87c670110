"""YAML as people write it: every file of tests/corpus/ has the values, or the problems, that its first lines say.

A case is a hearing's file, or the lines of one that matter; required keys that it leaves out are added below
it. Its comments say what is expected:

    # value when.starts: 13:00
    # error 5:7: the message [rule]
    # hint: the hint of the error above
    # without additions                    (the file as it stands, nothing added)
    # kind editorial                       (another kind of file, by the name of its schema)

A file whose own comments could not be read has them beside it, as name.expected.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
from conftest import ROOT
from pydantic import BaseModel

from nist_docs.model.schema import KINDS
from nist_docs.model.types import File, Moment, PartialDate, Ref, Rich, TimeOfDay, Url
from nist_docs.model.validation import validate
from nist_docs.problems import Problem, Problems, in_order
from nist_docs.source import parse

CASES = sorted((ROOT / "tests" / "corpus").glob("*.yaml"))
NEEDED = {"format": "1", "language": "sv", "status": "draft", "strategy": "nist", "sender": "avsandaren",
          "title": "Titeln", "ingress": "Ingressen."}  # fmt: skip


def comments(case: Path) -> str:
    beside = case.with_suffix(".expected")
    text = beside.read_text("utf-8") if beside.exists() else case.read_bytes().decode("utf-8", "replace")
    return "\n".join(line for line in re.split("\r\n|\n|\r", text.removeprefix("\ufeff")) if line.startswith("# "))


def completed(case: Path) -> bytes:
    """The file with the required keys that it leaves out."""
    data = case.read_bytes()
    if "# without additions" in comments(case):
        return data
    missing = [key for key in NEEDED if not re.search(rb"(?m)^" + key.encode() + rb":", data)]
    return data + b"".join(f"{key}: {NEEDED[key]}\n".encode() for key in missing)


def read(case: Path) -> tuple[File | None, list[Problem]]:
    kind = re.search(r"^# kind (\w+)$", comments(case), re.MULTILINE)
    model = KINDS[kind[1] if kind else "hearing"][0]
    try:
        return validate(model, parse(completed(case), case.name)), []
    except Problems as found:
        return None, in_order(found.problems)


def shown(value: object) -> str:
    """A value of the model in the words of a person."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case Rich():
            return value.plain
        case PartialDate():
            return value.iso or "unknown"
        case TimeOfDay():
            return f"{value.hour:02}:{value.minute:02}"
        case Moment():
            return value.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
        case Ref():
            return value.id
        case Url():
            return value.href
        case Enum():
            return str(value.value)
        case tuple():
            return " / ".join(map(shown, value))
    return str(value)


def at(hearing: BaseModel, path: str) -> object:
    value: object = hearing
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(value, tuple):
            value = value[int(step)]
        else:
            value = value[step] if isinstance(value, dict) else getattr(value, step)
    return value


def told(problems: list[Problem]) -> Iterator[str]:
    for problem in problems:
        yield f"# error {problem.where.line}:{problem.where.column}: {problem.message} [{problem.rule}]"
        yield f"# hint: {problem.hint}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_means_what_its_first_lines_say(case: Path) -> None:
    hearing, problems = read(case)
    expected = [line for line in comments(case).splitlines() if line.startswith(("# error ", "# hint: "))]
    values = re.findall(r"^# value (\S+): (.*)$", comments(case), re.MULTILINE)
    assert bool(expected) != bool(values), "a case has values or errors"
    assert list(told(problems)) == expected
    for path, value in values:
        assert hearing is not None
        assert shown(at(hearing, path)) == value


def test_the_corpus_is_as_large_as_promised_and_every_case_says_why() -> None:
    assert len(CASES) >= 60
    for case in CASES:
        assert re.match(r"# [A-ZÅÄÖ'\"]", comments(case)), f"{os.fspath(case.name)} does not begin with its reason"
