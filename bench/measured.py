"""What was measured of a file, and the table in which producers stand side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """So many are right, of so many."""

    what: str
    right: int
    of: int


def table(measured: Mapping[str, Sequence[Measured]]) -> str:
    """The rows in Markdown, with a column for each producer, by its name."""
    lines = ["| what is right, of how many | " + " | ".join(measured) + " |", "| --- |" + " ---: |" * len(measured)]
    for row in zip(*measured.values(), strict=True):
        lines.append(f"| {row[0].what} | " + " | ".join(f"{one.right} of {one.of}" for one in row) + " |")
    return "\n".join(lines)


def sums(rows: Sequence[Sequence[Measured]]) -> list[Measured]:
    """Several files' rows as one."""
    return [
        Measured(row[0].what, sum(one.right for one in row), sum(one.of for one in row))
        for row in zip(*rows, strict=True)
    ]
