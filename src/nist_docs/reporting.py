"""Problems as people and other programs read them: text, JSON, annotations of GitHub.

The JSON keeps its keys: ``problems`` (rule, severity, file, line, column, message, hint), ``counts`` by
severity, ``files``. Line and column count from 1; 0 stands for the file as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from nist_docs.problems import Problem, Severity, summary


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def as_text(problems: Sequence[Problem]) -> str:
    """Each problem with its line and hint, and the count; empty where there are none."""
    return "\n\n".join([*map(str, problems), summary(problems)]) + "\n" if problems else ""


def as_json(problems: Sequence[Problem], **more: object) -> str:
    found = [_entry(problem) for problem in problems]
    counts = {severity.value: sum(p.severity is severity for p in problems) for severity in Severity}
    whole = {"problems": found, "counts": counts, "files": len({p.where.file for p in problems}), **more}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _entry(problem: Problem) -> Mapping[str, object]:
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "file": problem.where.file,
        "line": problem.where.line,
        "column": problem.where.column,
        "message": problem.message,
        "hint": problem.hint,
    }


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands: GitHub shows each beside its line (docs.github.com, "Workflow commands")."""
    return "".join(f"{_annotation(problem)}\n" for problem in problems)


def _annotation(problem: Problem) -> str:
    where = problem.where
    parts = {"file": where.file, "line": where.line, "col": where.column, "title": problem.rule}
    named = ",".join(f"{key}={_property(str(value))}" for key, value in parts.items() if value)
    message = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
    return f"::{_LEVELS[problem.severity]} {named}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
