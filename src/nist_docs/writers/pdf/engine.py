"""WeasyPrint 70 and pydyf 0.13, as far as we reach into them. All that leaves their documented ways stands here.

WeasyPrint draws every piece of text in a marked-content sequence of its own (number MCID on its page), and then
builds a tag tree from its boxes, page by page. We take the pieces, and build the tree ourselves.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pydyf
import uharfbuzz as hb
import weasyprint
import weasyprint.layout.page
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import AbsolutePlaceholder

from nist_docs.records import dataclass
from nist_docs.writers.pdf.drawn import LAYOUT, REPEATED, Annotation, Area, Artifact, Drawn, Piece

# What this module was written against. When one of these moves, look at the golden tag trees, then here.
WRITTEN_FOR = {"weasyprint": "70.0", "pydyf": "0.13.0"}

POINTS = 0.75  # a CSS pixel in points

Tagger = Callable[[pydyf.PDF, Drawn, Sequence[pydyf.Stream]], None]


@contextmanager
def tagged_by(tagger: Tagger, placeholders: Sequence[str] = ()) -> Iterator[None]:
    """While this lasts, WeasyPrint's own tag tree is not made, and the tagger is called in its place. It is told
    where the words are that hold a placeholder."""

    def add_tags(pdf: pydyf.PDF, document: Any, _version: str, streams: Sequence[Any]) -> None:
        sheets = enumerate(zip(document.pages, streams, strict=True))
        areas = [area for number, sheet in sheets for area in _areas(number, *sheet, placeholders)]
        drawn = _drawn(document.pages, streams)
        drawn.areas += areas
        tagger(pdf, drawn, streams)

    theirs = weasyprint.pdf.build_fonts_dictionary

    def build_fonts(pdf: pydyf.PDF, fonts: Mapping[Any, Any], *others: Any) -> Any:
        for font in fonts.values():
            _read_ellipsis_as_such(font)
        return theirs(pdf, fonts, *others)

    with (
        exchanged(weasyprint.pdf, "add_tags", add_tags),
        exchanged(weasyprint.pdf, "build_fonts_dictionary", build_fonts),
        exchanged(pydyf.Stream, "data", property(_stream_data)),
    ):
        yield


def _read_ellipsis_as_such(font: Any) -> None:
    """The sign that stands for words left out would read as the first such words of the document, everywhere."""
    glyph = hb.Font(hb.Face(font.file_content, font.index)).get_nominal_glyph(ord("…"))
    if glyph in font.to_unicode:
        font.to_unicode[glyph] = "…"


@contextmanager
def laid_out_once() -> Iterator[None]:
    """While this lasts, a page is not laid out again for the running head that begins on it.

    WeasyPrint takes a running element that it meets for the first time for a change of the page, although margin
    boxes are made after all pages are: a fifth of a briefing's time, for the same bytes.
    """
    theirs = weasyprint.layout.page.make_page

    def make_page(context: Any, root_box: Any, page_type: Any, resume_at: Any, number: int, state: Any) -> Any:
        for pages in context.running_elements.values():
            pages.setdefault(number, [])
        return theirs(context, root_box, page_type, resume_at, number, state)

    with exchanged(weasyprint.layout.page, "make_page", make_page):
        yield


class Html(weasyprint.HTML):  # type: ignore[misc]  # untyped
    """A page for WeasyPrint. Ours is well-formed, and needs none of the pains that are taken with HTML."""

    def __init__(self, text: str, url_fetcher: Any) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(
            fromstring(text), content_language=None
        )
        self.etree_element: Element = self.wrapper_element.etree_element


@contextmanager
def exchanged(owner: Any, name: str, ours: Any) -> Iterator[None]:
    theirs = getattr(owner, name)
    setattr(owner, name, ours)
    try:
        yield
    finally:
        setattr(owner, name, theirs)


# --- layout ----------------------------------------------------------------------------------------


@contextmanager
def running_where_they_stand() -> Iterator[None]:
    """While this lasts, running elements do not run before the page on which they stand."""
    with exchanged(LayoutContext, "get_running_element_for", _running_where_it_stands):
        yield


_running: Callable[..., Any] = LayoutContext.get_running_element_for


def _running_where_it_stands(context: Any, page: Any, name: str, keyword: str = "first") -> Any:
    """A running element counts from the page on which the element that holds it came to stand.

    WeasyPrint keeps it on a page too that had no room for the rest, and gave it on to the next.
    """
    elements = context.running_elements[name]
    if tried := elements.get(context.current_page):
        laid_out = {box.element for box in page.descendants() if box.element is not None}
        held = {child for element in laid_out for child in element}
        elements[context.current_page] = [box for box in tried if box.element in held]
    if not elements.get(context.current_page):
        elements.pop(context.current_page, None)
    return _running(context, page, name, keyword)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How far down a page is filled (from 0 to 1), and the ids of the sections that it shows."""

    filled: float
    sections: tuple[str, ...]


def sheets(pages: Iterable[Any]) -> list[Sheet]:
    """The pages of a layout: their notes and what stands in their margins do not count."""
    return [_sheet(page._page_box) for page in pages]


def _sheet(page: Any) -> Sheet:
    top, height = page.content_box_y(), page.height
    lowest, sections = top, dict[str, None]()
    pending = [child for child in page.children if isinstance(child, boxes.BlockBox)][::-1]
    while pending:
        box = pending.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.FootnoteAreaBox | boxes.MarginBox):
            continue
        if box.element_tag == "section" and (id := box.element.get("id")):
            sections[id] = None
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox) or not box.children:
            lowest = max(lowest, box.position_y + box.margin_height())
        pending.extend(reversed(box.children))
    return Sheet((lowest - top) / height, tuple(sections))


_WRITTEN: property = pydyf.Stream.data
_END = b"\nendstream"


def _stream_data(stream: pydyf.Stream) -> bytes:
    """A stream whose end is plain: pydyf ends it by LF, and data that ends by CR would seem to be one shorter.

    ISO 19005-3, 6.1.7.1: the length is that of the data before the end-of-line marker. CR LF is one marker.
    """
    written: bytes = _WRITTEN.__get__(stream)
    assert written.endswith(_END)
    return written[: -len(_END)] + b"\r" + _END


@contextmanager
def warnings() -> Iterator[list[str]]:
    """What WeasyPrint logs while it works, instead of letting it pass by."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    collector, level = Collector(logging.WARNING), logger.level
    logger.addHandler(collector)
    try:
        yield found
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)


# --- what was drawn ------------------------------------------------------------------------------


def _drawn(pages: Iterable[Any], streams: Iterable[Any]) -> Drawn:
    drawn = Drawn([], [], {}, [])
    heads: dict[Element, int] = {}  # table heads, and the page on which each stood first
    for number, (page, stream) in enumerate(zip(pages, streams, strict=True)):
        _PageWalk(number, page.height, stream._tags, drawn, heads).walk(page._page_box)
    return drawn


def _areas(number: int, page: Any, stream: Any, placeholders: Sequence[str]) -> Iterator[Area]:
    """The texts of a page that hold a placeholder, each with the block that it stands in."""
    pending: list[tuple[Any, Any, Any]] = [(page._page_box, None, None)] if placeholders else []
    while pending:
        box, block, line = pending.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.BlockContainerBox):
            block = box
        elif isinstance(box, boxes.LineBox):
            line = box
        if isinstance(box, boxes.TextBox) and any(one in box.text for one in placeholders):
            style, mcid = box.style, stream._tags[box]["mcid"]
            height = block.content_box_y() + block.height - line.position_y
            face = (style["font_family"][0], style["font_weight"], style["font_style"] != "normal")
            yield Area(number, mcid, box.text, *face, block.width, height, line.height)
        pending.extend((child, block, line) for child in reversed(box.children))


@dataclass(slots=True)
class _PageWalk:
    """The boxes of one page, each piece of drawn content with the element that it comes from."""

    page: int
    height: float
    sequences: dict[Any, dict[str, Any]]
    drawn: Drawn
    heads: dict[Element, int]

    def walk(self, root: Any) -> None:
        pending: list[tuple[Any, Artifact | None]] = [(root, None)]
        while pending:
            box, artifact = pending.pop()
            if isinstance(box, AbsolutePlaceholder):
                box = box._box
            if isinstance(box, boxes.MarginBox):
                artifact = Artifact("Pagination", "Header" if box.at_keyword.startswith("@top") else "Footer")
            elif getattr(box, "is_header", False) and self.heads.setdefault(box.element, self.page) != self.page:
                artifact = REPEATED
            if box.link_annotation and artifact is None:
                self.drawn.annotations.append(Annotation(self.page, box.element, box.link_annotation))
            if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
                self._piece(box, artifact)
            pending.extend((child, artifact) for child in reversed(box.children))
        left = [(box, sequence["mcid"]) for box, sequence in self.sequences.items()]
        assert not left, f"WeasyPrint drew what its boxes do not hold: {left}"

    def _piece(self, box: Any, artifact: Artifact | None) -> None:
        sequence = self.sequences.pop(box, None)
        if sequence is None:
            return  # a marker's text is no line's child
        text = box.text if isinstance(box, boxes.TextBox) else ""
        if artifact is None and isinstance(box, boxes.TextBox) and not text.strip():
            artifact = LAYOUT  # nothing is drawn for white space alone
        if artifact:
            self.drawn.artifacts[self.page, sequence["mcid"]] = artifact
            return
        rectangle = None if isinstance(box, boxes.TextBox) else self._rectangle(box)
        pseudo = box.element_tag.partition("::")[2]
        self.drawn.pieces.append(Piece(self.page, sequence["mcid"], box.element, pseudo, text, rectangle))

    def _rectangle(self, box: Any) -> tuple[float, float, float, float]:
        x, y = box.content_box_x() * POINTS, box.content_box_y() * POINTS
        top = self.height * POINTS - y
        return x, top - box.height * POINTS, x + box.width * POINTS, top


# --- content streams -----------------------------------------------------------------------------

# The last glyph of a shown text, with the kerning that may follow it: `[<0012-20<048a>] TJ`
_LAST_GLYPH = re.compile(rb"(.*)([0-9a-f]{4})(>[-\d.]*\] TJ)", re.DOTALL)
_SOFT_HYPHEN = "\u00ad"


def mark_slots(streams: Sequence[pydyf.Stream], areas: Sequence[Area]) -> None:
    """Numbers the sequences of the areas, as `Slot` among their properties."""
    for number, area in enumerate(areas):
        stream = streams[area.page]
        (position,) = (position for position, mcid in _sequences(stream) if mcid == area.mcid)
        stream.stream[position - 1]["Slot"] = number


def mark_artifacts(stream: pydyf.Stream, artifacts: dict[int, Artifact]) -> None:
    """Turns the sequences with these MCIDs into artifacts."""
    if not artifacts:
        return
    for position, mcid in _sequences(stream):
        if mcid in artifacts:
            slot = {name: value for name, value in stream.stream[position - 1].items() if name == "Slot"}
            properties = pydyf.Dictionary(artifacts[mcid].properties() | slot)
            stream.stream[position - 2 : position] = ["/Artifact", properties]


def soften_hyphens(stream: pydyf.Stream, mcids: set[int]) -> None:
    """Lets the hyphen at the end of these sequences be read as a soft one, by ActualText.

    ISO 32000-1, 14.8.2.2.3: a tagged PDF tells the hyphen of a divided word (U+00AD) from one that belongs to
    the word. The fonts draw both by the same glyph, so that its Unicode value cannot tell.
    """
    if not mcids:
        return
    written: list[Any] = []
    last = 0
    for position, mcid in _sequences(stream):
        if mcid not in mcids:
            continue
        end = stream.stream.index(b"EMC", position)
        shown = max(i for i in range(position, end) if _is_text(stream.stream[i]))
        found = _LAST_GLYPH.fullmatch(stream.stream[shown])
        assert found, f"no glyph at the end of {stream.stream[shown]!r}"
        before, glyph, after = found.groups()
        actual = pydyf.Dictionary({"ActualText": pydyf.String(_SOFT_HYPHEN)})
        written += stream.stream[last:shown]
        written += [before + b">] TJ", "/Span", actual, b"BDC", b"[<" + glyph + after, b"EMC"]
        last = shown + 1
    stream.stream[:] = written + stream.stream[last:]


def _sequences(stream: pydyf.Stream) -> Iterator[tuple[int, int]]:
    """The places of BDC operators in a stream, with their MCIDs."""
    for position, token in enumerate(stream.stream):
        if token == b"BDC" and "MCID" in stream.stream[position - 1]:
            yield position, stream.stream[position - 1]["MCID"]


def _is_text(token: Any) -> bool:
    return isinstance(token, bytes) and token.endswith(b"] TJ")
