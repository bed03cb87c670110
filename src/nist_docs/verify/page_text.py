"""The words on a PDF's pages as pdfium reads them: marked content by its number, and what belongs to none."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from nist_docs.records import dataclass

_LINE_END_HYPHEN = re.compile("[\ufffe\x02]")  # pdfium's signs for any hyphen at a line's end


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: text and baseline (points) of marked content by its MCID; ``artifacts`` is all other text."""

    marked: dict[int, tuple[str, float]]
    artifacts: str


def page_texts(data: bytes) -> list[PageText]:
    """Every page's text, in the order in which it is drawn."""
    import pypdfium2
    import pypdfium2.raw as c

    pdf = pypdfium2.PdfDocument(data)
    try:
        return [_page_text(c, page) for page in pdf]
    finally:
        pdf.close()


def _page_text(c: Any, page: Any) -> PageText:
    matrix, textpage = c.FS_MATRIX(), page.get_textpage()
    texts: dict[int, tuple[str, float]] = {}
    artifacts: list[str] = []
    objects = (c.FPDFPage_GetObject(page.raw, index) for index in range(c.FPDFPage_CountObjects(page.raw)))
    for shown, mcid in _text_objects(c, objects, None):
        text = _object_text(c, shown, textpage.raw)
        if mcid < 0:
            artifacts.append(text)
            continue
        c.FPDFPageObj_GetMatrix(shown, matrix)
        before, _ = texts.get(mcid, ("", 0))
        texts[mcid] = before + text, matrix.f
    return PageText(texts, " ".join(artifacts))


def _text_objects(c: Any, objects: Iterator[Any], mcid: int | None) -> Iterator[tuple[Any, int]]:
    """The text among these, with the number of its marked content: what a form draws belongs to the form's."""
    for shown in objects:
        own = c.FPDFPageObj_GetMarkedContentID(shown) if mcid is None else mcid
        match c.FPDFPageObj_GetType(shown):
            case c.FPDF_PAGEOBJ_TEXT:
                yield shown, own
            case c.FPDF_PAGEOBJ_FORM:
                within = (c.FPDFFormObj_GetObject(shown, n) for n in range(c.FPDFFormObj_CountObjects(shown)))
                yield from _text_objects(c, within, own)


def _object_text(c: Any, shown: Any, textpage: Any) -> str:
    size = c.FPDFTextObj_GetText(shown, textpage, None, 0)
    buffer = ctypes.create_string_buffer(size)
    c.FPDFTextObj_GetText(shown, textpage, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), size)
    text = buffer.raw[: size - 2].decode("utf-16-le").translate({13: None, 10: None})
    if _LINE_END_HYPHEN.search(text):
        text = _LINE_END_HYPHEN.sub("\u00ad" if _is_soft(c, shown) else "-", text)
    return text


def _is_soft(c: Any, shown: Any) -> bool:
    """Whether a hyphen at a line's end has an ActualText: it is said to be a soft one then, if anything."""
    size = ctypes.c_ulong()
    marks = (c.FPDFPageObj_GetMark(shown, index) for index in range(c.FPDFPageObj_CountMarks(shown)))
    return any(
        c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, ctypes.byref(size)) for mark in marks
    )
