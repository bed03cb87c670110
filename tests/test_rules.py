"""Breaches of rules between values are told at the value that is wrong, not at its group or the file's beginning."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, make_project

from nist_docs import content, rules

HEARING = "content/hearings/harbours.yaml"
PORTRAIT = """  - person: {person}
    description: Another portrait
    caption: The same.
    photographer: Pia Example
    rights: Example Agency
    file: bo.png
    recognisable: []
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "column"),
    [
        ("ends: 2032-01-01}", "ends: 2020-01-01}", "date-order", "archive: {", 37),
        ("fact_boxes:", PORTRAIT.format(person="bo-exampel") + "fact_boxes:", "unknown-person", "bo-exampel", 13),
        ("fact_boxes:", PORTRAIT.format(person="bo-example") + "fact_boxes:", "repeated", "file: bo.png", 11),
    ],
)
def test_a_breach_is_told_at_its_value(tmp_path: Path, old: str, new: str, rule: str, line: str, column: int) -> None:
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    project.replace(HEARING, old, new)
    read, faults = content.load(project.content, "content")
    assert faults == []
    (problem,) = rules.check(read)
    lines = (project.root / HEARING).read_text("utf-8").splitlines()
    last = max(number for number, text in enumerate(lines, 1) if line in text)
    assert (problem.rule, problem.where.line, problem.where.column) == (rule, last, column)
