"""How high things are in a Word file, as far as one can tell without laying it out: lines by the widths of their words,
everything else by the styles' own measures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from docx.document import Document
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
from lxml.etree import _Element

from nist_docs import fonts
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers.docx.ooxml import Element, found

POINT = 25.4 / 72  # mm
TWIP = POINT / 20
EMU = 1 / 36000
ZONE = 8.0  # within which of a line's end words are not divided (settings in reference.py)
NOTE = 12.5 * POINT  # a line of a note
NOTE_WIDTH = 130.0
FEWEST = 2  # lines of a paragraph that stand together at a page's end


class Tag:
    """What stands in a body, and what tells how high a paragraph is."""

    PARAGRAPH, TABLE, CONTENTS = qn("w:p"), qn("w:tbl"), qn("w:sdt")
    ROW, CELL, CELL_WIDTH = qn("w:tr"), qn("w:tc"), qn("w:tcW")
    STYLE, BASED_ON = qn("w:pStyle"), qn("w:basedOn")
    PAGE_BREAK = qn("w:pageBreakBefore")
    KEPT = qn("w:keepNext")
    WORDS = qn("w:t")
    SOFT_HYPHEN = qn("w:softHyphen")
    PICTURE = qn("wp:extent")
    NOTE = qn("w:footnoteReference")


_TELLING = (Tag.STYLE, Tag.PAGE_BREAK, Tag.KEPT, Tag.WORDS, Tag.SOFT_HYPHEN, Tag.PICTURE, Tag.NOTE)
_VALUE, _ID, _WIDTH = qn("w:val"), qn("w:id"), qn("w:w")

CELL, CELL_SIDES = 2.3, 3.6  # mm of air in a cell: above and below, on its two sides


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on its own between the page's margins; lengths in mm. A row of a table is one line."""

    before: float
    after: float
    lines: int
    leading: float
    notes: float = 0
    keeps: bool = False  # with the next
    whole: bool = False
    page_break: _Element | None = None

    @property
    def height(self) -> float:
        return self.before + self.lines * self.leading + self.after

    @property
    def least(self) -> float:
        """What must have room for it to begin on a page."""
        return self.before + (self.lines if self.whole else min(self.lines, FEWEST)) * self.leading


@dataclass(frozen=True)
class Measure:
    """A paragraph style's own: sizes in mm. What it leaves out, the style that it is based on says."""

    id: str
    known: Mapping[str, _Element]  # every style of the file by its id

    @cached_property
    def _line(self) -> tuple[_Element, ...]:
        """The style and those that it is based on, one after the other."""
        line: list[_Element] = []
        style = self.known.get(self.id)
        while style is not None and style not in line:
            line.append(style)
            base = style.find(Tag.BASED_ON)
            style = self.known.get(base.get(_VALUE) or "") if base is not None else None
        return tuple(line)

    def _value(self, path: str) -> str:
        for style in self._line:
            if values := found(style, path):
                return str(values[0])
        return ""

    def _length(self, path: str, unit: float = TWIP) -> float:
        return float(self._value(path) or 0) * unit

    @cached_property
    def before(self) -> float:
        return self._length("w:pPr/w:spacing/@w:before") + self._border

    @cached_property
    def after(self) -> float:
        return self._length("w:pPr/w:spacing/@w:after")

    @cached_property
    def _border(self) -> float:
        return self._length("w:pPr/w:pBdr/w:top/@w:space", POINT)

    @cached_property
    def size(self) -> float:
        return self._length("w:rPr/w:sz/@w:val", POINT / 2)

    @cached_property
    def leading(self) -> float:
        """A line's height: as it is set, or in twelfths of the size."""
        line = self._length("w:pPr/w:spacing/@w:line")
        proportional = self._value("w:pPr/w:spacing/@w:lineRule") in ("", "auto")
        return line / (12 * POINT) * self.size if proportional else line

    @cached_property
    def indents(self) -> float:
        return self._length("w:pPr/w:ind/@w:left") + self._length("w:pPr/w:ind/@w:right")

    @cached_property
    def font(self) -> tuple[str, int]:
        name = self._value("w:rPr/w:rFonts/@w:ascii")
        return ("serif" if "Serif" in name else "sans"), (600 if "Semibold" in name else 400)

    @cached_property
    def hyphenated(self) -> bool:
        return self._value("w:pPr/w:suppressAutoHyphens/@w:val") == "0"

    @cached_property
    def keeps(self) -> bool:
        return bool(found(self._line[0], "w:pPr/w:keepNext"))


class Measures:
    """Elements of the body as pieces. ``notes`` are those that the document has so far."""

    def __init__(self, file: Document, styles: Iterable[BaseStyle], notes: Sequence[tree.Footnote]) -> None:
        section = file.sections[-1]
        sides = (section.page_width, section.left_margin, section.right_margin)
        width, left, right = (side.mm if side is not None else 0.0 for side in sides)
        self.width = width - left - right
        self.notes = notes
        known = {style.style_id: style.element for style in styles}
        self.styles = {id: Measure(id, known) for id in known}

    def pieces(self, element: Element) -> Iterator[Piece]:
        match element.tag:
            case Tag.PARAGRAPH:
                yield self.paragraph(element, self.width)
            case Tag.TABLE:
                yield from (self.row(row) for row in element.iterchildren(Tag.ROW))
            case Tag.CONTENTS:
                yield from (self.paragraph(one, self.width) for one in element.iter(Tag.PARAGRAPH))

    def paragraph(self, element: _Element, width: float) -> Piece:
        style, text, pictures, notes, keeps, page_break = "", "", 0.0, 0.0, False, None
        for part in element.iter(*_TELLING):  # once through it all: an XPath for each takes four times as long
            match part.tag:
                case Tag.WORDS:
                    text += part.text or ""
                case Tag.SOFT_HYPHEN:
                    text += "\u00ad"
                case Tag.STYLE:
                    style = part.get(_VALUE) or ""
                case Tag.PICTURE:
                    pictures += float(part.get("cy") or 0) * EMU
                case Tag.NOTE:
                    notes += self.note(part.get(_ID) or "0")
                case Tag.KEPT:
                    keeps = True
                case Tag.PAGE_BREAK:
                    page_break = part
        measure = self.styles[style]
        lines = _lines(text, max(width - measure.indents, 10.0), measure)
        keeps = keeps or measure.keeps
        if pictures:  # and its caption
            height = pictures + (lines * measure.leading if text else 0.0)
            return Piece(measure.before, measure.after, 1, height, notes, keeps, whole=True, page_break=page_break)
        return Piece(measure.before, measure.after, lines, measure.leading, notes, keeps, page_break=page_break)

    def row(self, row: _Element) -> Piece:
        cells = [list(self._cell(cell)) for cell in row.iterchildren(Tag.CELL)]
        height = max((sum(one.height for one in cell) for cell in cells), default=0.0) + CELL
        keeps = any(one.keeps for cell in cells for one in cell)
        notes = sum(one.notes for cell in cells for one in cell)
        breaks = (one.page_break for one in cells[0] if one.page_break is not None) if cells else iter(())
        return Piece(0, 0, 1, height, notes, keeps, whole=True, page_break=next(breaks, None))

    def _cell(self, cell: _Element) -> Iterator[Piece]:
        own = next(cell.iter(Tag.CELL_WIDTH), None)
        width = float(own.get(_WIDTH) or 0) if own is not None else 0.0
        return (self.paragraph(one, width * TWIP - CELL_SIDES) for one in cell.iterchildren(Tag.PARAGRAPH))

    def note(self, id: str) -> float:
        """How high the note is; Word's own two come before ours."""
        words = tree.words(self.notes[int(id) - 1].children) if 0 < int(id) <= len(self.notes) else ""
        return NOTE * (1 + math.ceil(fonts.width(words, 9 * POINT) / NOTE_WIDTH))


def _lines(text: str, width: float, measure: Measure) -> int:
    """How many lines words take; where Word divides them itself, they fill lines but for a quarter of the zone."""

    def wide(words: str) -> float:
        return fonts.width(words, measure.size, *measure.font)

    if measure.hyphenated:
        return max(1, math.ceil(wide(text.replace("\u00ad", "")) / (width - ZONE / 4)))
    if wide(text.replace("\u00ad", "")) <= width:
        return 1
    lines, used, space = 1, 0.0, wide(" ")
    for word, gap in re.findall(r"([^ \u00ad]+)( ?)", text):
        own = wide(word)
        if used and used + own > width:
            lines, used = lines + 1, 0.0
        used += own + space if gap else own
    return lines
