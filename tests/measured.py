"""What stands where on a finished PDF's pages, as pdfium draws them: texts with their sizes and colours, filled areas.

The PDF is ours, or what a word processor made of a Word file of ours.

All lengths are in points, from a page's lower left corner.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as c

from nist_docs.verify import tags
from nist_docs.verify.tags import Marked, Tag

MM = 72 / 25.4
Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Run:
    """A text object: what is drawn at once. ``mcid`` is -1 for what is no part of the text."""

    box: Box
    text: str
    size: float
    baseline: float
    colour: Colour
    mcid: int


@dataclass(frozen=True)
class Area:
    """A filled path, a picture (no colour), or a line (nothing filled)."""

    box: Box
    colour: Colour | None
    is_filled: bool

    @property
    def is_picture(self) -> bool:
        return self.is_filled and self.colour is None


@dataclass(frozen=True)
class Page:
    """A page's marks in the order in which they are painted."""

    number: int
    width: float
    height: float
    marks: tuple[Run | Area, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Run))

    @property
    def content(self) -> tuple[Run, ...]:
        """Its words without running heads, feet and repeated table heads."""
        return tuple(run for run in self.runs if run.mcid >= 0)

    @property
    def pictures(self) -> tuple[Area, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Area) and mark.is_picture)

    @property
    def grounds(self) -> tuple[Area, ...]:
        """Filled areas, but for white ones."""
        filled = (mark for mark in self.marks if isinstance(mark, Area) and mark.colour)
        return tuple(area for area in filled if area.colour != (255, 255, 255))

    @property
    def panels(self) -> tuple[Area, ...]:
        """Grounds that are no lines."""
        return tuple(area for area in self.grounds if area.box.top - area.box.bottom > 5 * MM)

    @cached_property
    def by_mcid(self) -> dict[int, list[Run]]:
        found: dict[int, list[Run]] = {}
        for run in self.content:
            found.setdefault(run.mcid, []).append(run)
        return found


@dataclass(frozen=True)
class Frame:
    """Where words may stand on a page, in millimetres from its edges."""

    left: float
    right: float
    top: float
    bottom: float
    longest: int = 75  # signs on a line of running text


# What the pages are made by: templates/styles/paged.css, and writers/docx/looks.py with headings and tables that
# hang into the left margin.
PAGED = Frame(20, 20, 31, 25)
WORD = Frame(30, 25, 31, 25, longest=80)  # docs/decisions/0004-word.md


@dataclass(frozen=True)
class Measured:
    pages: tuple[Page, ...]
    root: Tag
    frame: Frame = PAGED


def measure(path: Path, frame: Frame = PAGED) -> Measured:
    """A structure element's type is the standard's one that the file says it is like: a word processor names its
    own after styles."""
    with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
        pages = tuple(Page(n, *page.get_size(), tuple(_marks(page))) for n, page in enumerate(pdf, 1))
    structure = tags.read(path.read_bytes())
    return Measured(pages, _standard(structure.root, dict(structure.roles)), frame)


def _standard(tag: Tag, roles: dict[str, str]) -> Tag:
    kids = tuple(_standard(kid, roles) if isinstance(kid, Tag) else kid for kid in tag.kids)
    return replace(tag, type=roles.get(tag.type, tag.type), kids=kids)


@dataclass(frozen=True)
class Line:
    """A line of a paragraph."""

    page: int  # from 1
    baseline: float
    left: float
    right: float
    text: str
    size: float


def lines(measured: Measured, tag: Tag) -> list[Line]:
    """The lines of a structure element's own text: without its notes, lists, figures."""
    found: list[tuple[int, list[Run]]] = []
    for marked in _words(tag):
        page = measured.pages[marked.page]
        for run in page.by_mcid.get(marked.mcid, ()):
            # A raised number stands on its line.
            first = found[-1][1][0] if found and found[-1][0] == page.number else None
            if first and abs(first.baseline - run.baseline) < max(first.size, run.size) * 0.6:
                found[-1][1].append(run)
            else:
                found.append((page.number, [run]))
    made = []
    for page_number, runs in found:
        largest = max(runs, key=lambda run: len(run.text))
        text = "".join(run.text for run in runs).strip()
        box = (min(run.box.left for run in runs), max(run.box.right for run in runs))
        made.append(Line(page_number, largest.baseline, *box, text, largest.size))
    return made


def _words(tag: Tag) -> Iterator[Marked]:
    for kid in tag.kids:
        if isinstance(kid, Marked):
            yield kid
        elif isinstance(kid, Tag) and kid.type not in ("Note", "Figure", "L", "Lbl"):
            yield from _words(kid)


# --- objects ---------------------------------------------------------------------------------------


def _marks(page: Any) -> Iterator[Run | Area]:
    textpage = page.get_textpage()
    objects = (c.FPDFPage_GetObject(page.raw, i) for i in range(c.FPDFPage_CountObjects(page.raw)))
    yield from _of_objects(objects, textpage, (1, 0, 0, 1, 0, 0))


def _of_objects(objects: Iterator[Any], textpage: Any, outer: Matrix) -> Iterator[Run | Area]:
    for shown in objects:
        match c.FPDFPageObj_GetType(shown):
            case c.FPDF_PAGEOBJ_TEXT:
                yield from _run(shown, textpage, outer)
            case c.FPDF_PAGEOBJ_PATH:
                fill, stroke = ctypes.c_int(), ctypes.c_int()
                c.FPDFPath_GetDrawMode(shown, fill, stroke)
                colour = _colour(shown) if fill.value else None
                yield Area(_box(shown, outer), colour, bool(fill.value))
            case c.FPDF_PAGEOBJ_IMAGE:
                yield Area(_box(shown, outer), None, True)
            case c.FPDF_PAGEOBJ_FORM:
                inner = (c.FPDFFormObj_GetObject(shown, i) for i in range(c.FPDFFormObj_CountObjects(shown)))
                yield from _of_objects(inner, textpage, _times(_matrix(shown), outer))


def _run(shown: Any, textpage: Any, outer: Matrix) -> Iterator[Run]:
    size = c.FPDFTextObj_GetText(shown, textpage.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    c.FPDFTextObj_GetText(shown, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), size)
    text = buffer.raw[: size - 2].decode("utf-16-le").replace("\r", "").replace("\n", "")
    if text.strip():
        points = ctypes.c_float()
        c.FPDFTextObj_GetFontSize(shown, points)
        matrix = _times(_matrix(shown), outer)
        mcid = c.FPDFPageObj_GetMarkedContentID(shown)
        yield Run(_box(shown, outer), text, points.value * abs(matrix[3]), matrix[5], _colour(shown), mcid)


def _colour(shown: Any) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(shown, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _matrix(shown: Any) -> Matrix:
    m = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(shown, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c_, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c_ * oa + d * oc, c_ * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _box(shown: Any, outer: Matrix) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(shown, *sides)
    left, bottom, right, top = (side.value for side in sides)
    a, b, c_, d, e, f = outer
    for clip in _clips(shown):
        left, bottom = max(left, clip.left), max(bottom, clip.bottom)
        right, top = min(right, clip.right), min(top, clip.top)
    return _around([(x * a + y * c_ + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)])


def _clips(shown: Any) -> Iterator[Box]:
    """What an object is cut to: WeasyPrint draws a border as its whole box, cut to one side."""
    clip = c.FPDFPageObj_GetClipPath(shown)
    for path in range(c.FPDFClipPath_CountPaths(clip)):
        x, y = ctypes.c_float(), ctypes.c_float()
        corners = []
        for number in range(c.FPDFClipPath_CountPathSegments(clip, path)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            corners.append((x.value, y.value))
        if corners:
            yield _around(corners)


def _around(corners: list[tuple[float, float]]) -> Box:
    across, up = zip(*corners, strict=True)
    return Box(min(across), min(up), max(across), max(up))
