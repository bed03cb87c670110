"""Tables: a head that repeats, rows that stay whole, a fixed grid, and looks from the table's style alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P

from nist_docs.semantics import tree
from nist_docs.writers.columns import NARROW, WIDTH, needs
from nist_docs.writers.docx.context import Context, Setting, Write
from nist_docs.writers.docx.inlines import caption
from nist_docs.writers.docx.ooxml import Element, found, twips, w
from nist_docs.writers.docx.styles import AFTER_TABLE, Style
from nist_docs.writers.numbering import caption_name

HANG = -20.0  # mm: tables reach into the left margin, as headings and captions do
SHORT_TABLE, SHORT_HEIGHT = 8, 120.0  # rows, and mm, that stand together on a page


def table(context: Context, block: tree.Table, setting: Setting, write: Write) -> list[Element]:
    """The caption and the table; ``write`` writes what is in the cells."""
    above = []
    if block.caption:
        above = [caption(context, block.caption, block.id, setting.style(Style.CAPTION))]
    elif block.id:
        above = context.anchors.around(block.id, [])
    widths = column_widths(block, WIDTH if setting.hangs else NARROW)
    rows = [_row(context, row, block, write, is_head=True) for row in block.head]
    rows += [_row(context, row, block, write, is_head=False) for row in block.body]
    row_heads = bool(block.body) and all(row and row[0].is_header for row in block.body)
    properties = table_properties(
        context.styles[Style.TABLE],
        sum(widths),
        HANG if setting.hangs else 0,
        first_column=row_heads,
        head=bool(block.head),
    )
    if block.caption:
        # Word's alternative text: screen readers and its accessibility checker look for it here.
        properties.append(w("tblCaption", val=caption_name(block.caption, context.words)))
        properties.append(w("tblDescription", val=tree.line(block.caption.children)))
    for row in rows:
        for cell, width in zip(found(row, "w:tc"), widths, strict=False):
            cell.insert(0, w("tcPr", w("tcW", w=width, type="dxa")))
    _keep_together(context, rows[len(block.head) :])
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    # Word joins tables that touch, and a cell must end in a paragraph.
    after = [context.paragraph(Style.SEPARATOR, [])] if setting.in_cell else []
    return [*above, w("tbl", properties, grid, *rows), *after]


def table_properties(style_id: str, width: int, indent: float, *, first_column: bool, head: bool) -> Element:
    """A fixed table's properties; ``width`` in twips, ``indent`` in mm."""
    look = {"firstRow": int(head), "lastRow": 0, "firstColumn": int(first_column), "lastColumn": 0}
    bits = 0x0020 * head + 0x0080 * first_column + 0x0600
    return w(
        "tblPr",
        w("tblStyle", val=style_id),
        w("tblW", w=width, type="dxa"),
        w("tblInd", w=twips(indent), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val=f"{bits:04X}", noHBand=1, noVBand=1, **look),
    )


def apart(context: Context, body: list[Element]) -> list[Element]:
    """The body with a paragraph nobody sees after a table where another follows, which Word would join to it,
    or where the body ends, which Word does not accept; words that follow a table stand at a distance."""
    parted: list[Element] = []
    after_table = False
    distant = {context.styles[near]: context.styles[far] for near, far in AFTER_TABLE.items()}
    for element in [*body, None]:
        if after_table and (element is None or element.tag == _TABLE):
            parted.append(context.paragraph(Style.SEPARATOR, []))
        if element is not None:
            if after_table and isinstance(element, CT_P) and element.style in distant:
                element.style = distant[element.style]
            parted.append(element)
            if element.tag not in _BOOKMARKS:
                after_table = element.tag == _TABLE
    return parted


_TABLE = qn("w:tbl")
_BOOKMARKS = (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))


def _row(context: Context, cells: Sequence[tree.Cell], block: tree.Table, write: Write, *, is_head: bool) -> Element:
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if is_head else []))
    made = w("tr", properties)
    for number, cell in enumerate(cells):
        short = "number" in cell.role.split() or ("grid" in block.role.split() and number > 0)
        if is_head:
            style = Style.TABLE_HEAD_SHORT if short else Style.TABLE_HEAD
        else:
            style = Style.TABLE_TEXT_SHORT if short else Style.TABLE_TEXT
        content = write(cell.children, Setting(style, style, style, in_cell=True))
        # Every cell holds a paragraph: the format demands it of an empty one too.
        made.append(w("tc", *(content or [context.paragraph(style, [])])))
    return made


def _keep_together(context: Context, rows: Sequence[Element]) -> None:
    """Rows that a page's end must not part: all of a short table; of a long one the first two and the last two.

    A table that is taller than half a page is long, however few its rows: kept whole it would leave a page empty.

    Word keeps a row with the next one by its paragraphs. That is where the pages end, not how words look.
    """
    short = len(rows) <= SHORT_TABLE and sum(context.measures.row(row).height for row in rows) <= SHORT_HEIGHT
    for number, row in enumerate(rows[:-1]):
        if short or number == 0 or number == len(rows) - 2:
            keep_with_next(found(row, "w:tc/w:p"))


def keep_with_next(paragraphs: Iterable[Element]) -> None:
    """No page's end parts them from what follows."""
    for paragraph in paragraphs:
        for properties in found(paragraph, "w:pPr[not(w:keepNext)]"):
            properties.insert(1, w("keepNext"))


def column_widths(block: tree.Table, total: float) -> list[int]:
    """Each column's width in twips, from its words: the longest fits, long texts share what is left."""
    return _rounded(_shared(*needs(block), total), twips(total))


def _shared(least: list[float], wish: list[float], total: float) -> list[float]:
    """Columns that together are ``total`` wide."""
    if sum(wish) <= total:
        return [width * total / sum(wish) for width in wish]
    # One limit for all: columns below it keep their texts on a line, long texts fold at it. Where not even the
    # longest words have room, short columns keep theirs, and it is the long words that are broken.
    crowded = sum(least) >= total
    low, high = 0.0, total
    for _ in range(40):
        limit = (low + high) / 2
        floors = [0.0] * len(least) if crowded else least
        wants = least if crowded else wish
        widths = [min(want, max(floor, limit)) for floor, want in zip(floors, wants, strict=True)]
        low, high = (limit, high) if sum(widths) < total else (low, limit)
    return widths


def _rounded(widths: list[float], total: int) -> list[int]:
    """In twips, with the rounding's rest in the last column: the grid sums to the table's width."""
    rounded = [twips(width) for width in widths]
    if rounded:
        rounded[-1] += total - sum(rounded)
    return rounded
