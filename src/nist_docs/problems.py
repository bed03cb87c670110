"""What is wrong, where, and what to do about it, in words of the person who reads it.

Every stage reports through these few types, so that a fault in YAML, in a template or on the disk
looks the same. This module imports nothing of ours: every other one may import it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from nist_docs.records import dataclass


class Severity(StrEnum):
    """An error stops the build; a warning should be mended; advice is for an editor to weigh."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: lines and columns count from 1; 0 stands for the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    snippet: str = ""

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers])


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or warning. ``rule`` is a stable name that other programs may rely on."""

    rule: str
    where: Place
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.severity}: {self.message} [{self.rule}]"]
        if self.where.snippet:
            # A tab in the snippet is kept in the caret's line, so that the caret stands under its sign.
            lead = "".join(c if c == "\t" else " " for c in self.where.snippet[: self.where.column - 1])
            lines += [f"    {self.where.snippet}", f"    {lead}^"]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


class Problems(Exception):
    """All the problems that a stage found, raised together when it cannot go on."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file and line, each one once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.where.file, p.where.line, p.where.column, p.severity, p.message))


def strictly(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with every warning as an error; advice stays advice."""
    return [replace(p, severity=Severity.ERROR) if p.severity is Severity.WARNING else p for p in problems]


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def summary(problems: Iterable[Problem]) -> str:
    """A count for the last line: ``3 errors, 2 warnings in 2 files``."""
    found = list(problems)
    counts = []
    for severity in Severity:
        number = sum(p.severity is severity for p in found)
        if number:
            several = "pieces of advice" if severity is Severity.ADVICE else f"{severity}s"
            counts.append(f"{number} {several if number > 1 else severity}")
    files = len({p.where.file for p in found})
    return f"{', '.join(counts)} in {files} file{'s' if files > 1 else ''}"


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """A hint that names the known word most like this one, else the known words themselves."""
    names = sorted(known)
    close = difflib.get_close_matches(as_id(word), names, n=1, cutoff=likeness)
    if close:
        return f"did you mean '{close[0]}'?"
    shown = ", ".join(names[:40]) + (" …" if len(names) > 40 else "")
    return f"known here: {shown}" if names else ""


def as_id(word: str) -> str:
    """The word as an id would spell it: Åsa Östlund as asa-ostlund."""
    letters = unicodedata.normalize("NFKD", word.lower())
    return re.sub(r"[^a-z0-9_-]+", "-", "".join(sign for sign in letters if not unicodedata.combining(sign))).strip("-")
