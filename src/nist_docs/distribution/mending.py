"""Rows of a list that cannot be used, in a file of their own to be mended and sent after the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from nist_docs.distribution.lists import Row, as_csv

PRIVATE = 0o600  # what holds addresses is for whoever runs the program alone


def write(path: Path, head: Row, rows: Iterable[tuple[Row, str]]) -> None:
    """The rows as CSV, each with what is wrong with it in a last column."""
    table = [(row.cells, why) for row, why in rows]
    width = max(len(cells) for cells in (head.cells, *(cells for cells, _ in table)))

    def filled(cells: Sequence[str]) -> list[str]:
        return [*cells, *[""] * (width - len(cells))]

    head_cells = [*filled(head.cells), "what to mend"]
    write_private(path, as_csv(head_cells, ([*filled(cells), why] for cells, why in table)))


def to_mend(path: Path) -> Path:
    """Where the rows of a list that cannot be used are written to."""
    return path.with_name(f"{path.stem}-to-mend.csv")


def refused(path: Path) -> Path:
    """Where the rows of a list that were refused for good are written to."""
    return path.with_name(f"{path.stem}-refused.csv")


def write_private(path: Path, data: bytes) -> None:
    """The file, readable by its owner alone from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # or the old file's permissions would stay
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
