"""How wide a table's columns are, and what becomes of a table that is wider than a page: several in its place.

One rule for Word and PDF, so that both have the same parts. A web page lets a wide table scroll; plain text has no
columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from nist_docs import fonts
from nist_docs.semantics import tree

WIDTH = 155.0  # mm: tables in Word; a PDF's are wider, and their type is smaller
NARROW = 110.0  # mm: a table within a list item or a cell
PADDING = 3.6  # mm on a cell's two sides together
SLACK = 0.6  # mm for kerning and rounding: better a little air than a broken word
NOTE_SIGN = 3.0  # mm: two small figures
TEXT_SIZE = 10 * 25.4 / 72  # mm: Tabelltext in Word
LONGEST = 35.0  # mm of a column: a word that needs more is divided before its table is


def parted(table: tree.Table, room: float = WIDTH) -> tuple[tree.Table, ...]:
    """The table, or its parts if its columns have no room (mm) beside each other.

    Every part has the first column, which says what a row is about, and as many of the others as the next part.
    The first part keeps the id; all have the caption, with the number of the part.
    """
    count = max(map(len, (*table.head, *table.body)), default=0)
    if count * min(LONGEST, room) <= room:
        return (table,)  # however long its words are
    first, *others = (min(width, LONGEST) for width in needs(table)[0])
    groups = _grouped(others, room - first)
    if len(groups) < 2:
        return (table,)
    return tuple(_part(table, number, len(groups), group) for number, group in enumerate(groups, 1))


def needs(table: tree.Table) -> tuple[list[float], list[float]]:
    """Each column's least width in mm, for its longest word, and the width at which nothing in it is folded."""
    rows = [(row, 600) for row in table.head] + [(row, 400) for row in table.body]
    count = max((len(row) for row, _ in rows), default=0)
    least, wish = [0.0] * count, [0.0] * count
    for row, weight in rows:
        for number, cell in enumerate(row):
            for said in (own for block in tree.walk(cell.children) for own in tree.own_inlines(block)):
                text = tree.line(said)
                sign = NOTE_SIGN if len(tree.texts(said)) > len(tree.texts(said, notes=False)) else 0.0
                words = [_width(word, weight) for word in text.split(" ")]
                whole = sum(words) + (len(words) - 1) * _width(" ", weight)
                least[number] = max(least[number], max(words) + sign)
                wish[number] = max(wish[number], whole + sign)
    least = [width + PADDING + SLACK for width in least]
    return least, [max(width + PADDING + SLACK, low) for width, low in zip(wish, least, strict=True)]


def _width(text: str, weight: int) -> float:
    return fonts.width(text.replace("\u00ad", ""), TEXT_SIZE, "sans", weight)


def _grouped(widths: Sequence[float], room: float) -> list[range]:
    """Columns (from 0) that have room beside each other: as few groups as can be, as even as can be."""
    for number in range(1, len(widths) + 1):
        ends = list(accumulate(len(widths) // number + (n < len(widths) % number) for n in range(number)))
        groups = [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        if all(sum(widths[column] for column in group) <= room for group in groups):
            return groups
    return [range(column, column + 1) for column in range(len(widths))]


def _part(table: tree.Table, number: int, parts: int, columns: Iterable[int]) -> tree.Table:
    shown = [0, *(column + 1 for column in columns)]

    def rows(whole: tuple[tuple[tree.Cell, ...], ...]) -> tuple[tuple[tree.Cell, ...], ...]:
        cells = (tuple(row[column] for column in shown if column < len(row)) for row in whole)
        return tuple(cells) if number == 1 else tuple((_again(row[0]), *row[1:]) for row in cells)

    caption = replace(table.caption, part=number, parts=parts) if table.caption else None
    if caption and number > 1:
        caption = replace(caption, children=_without_notes(caption.children))
    id = table.id if number == 1 else ""
    return replace(table, caption=caption, head=rows(table.head), body=rows(table.body), id=id)


def _again(cell: tree.Cell) -> tree.Cell:
    """A cell that stands there once more: its notes stand where they were."""
    children = (
        replace(block, children=_without_notes(block.children)) if isinstance(block, tree.Paragraph) else block
        for block in cell.children
    )
    return replace(cell, children=tuple(children))


def _without_notes(inlines: tree.Inlines) -> tree.Inlines:
    kept = (inline for inline in inlines if not isinstance(inline, tree.Footnote))
    return tuple(
        inline
        if isinstance(inline, tree.Text | tree.Reference | tree.LineBreak)
        else replace(inline, children=_without_notes(inline.children))
        for inline in kept
    )
