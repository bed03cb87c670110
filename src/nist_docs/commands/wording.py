"""How commands show paths, tables and the beginning of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path


def shown(path: Path) -> str:
    """The path from where the user stands, if that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def counted(number: int, one: str, many: str = "") -> str:
    """The number with what is counted, in its plural where it is not one: an *s* more if no other is given."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def begun(text: str, most: int = 70) -> str:
    """The text, or as much of it as fits into so many signs."""
    return text if len(text) <= most else text[: most - 1] + "…"
