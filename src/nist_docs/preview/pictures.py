"""A PDF's pages as pictures, and where on them which words stand: what pdfium sees, beside the structure tree."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from nist_docs.verify import tags
from nist_docs.writers.resources import Shown

Box = tuple[float, float, float, float]
# Structure elements whose words are read as one: a line of the page's text.
_LINES = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TH", "TD", "Caption", "Figure", "Note", "Link"}


@dataclass(frozen=True, slots=True)
class Region:
    """One value as a page shows it: its address, its words, the type of its structure element, and the boxes of
    its lines, as shares of the page's width and height from its upper left corner."""

    page: int
    at: str
    type: str
    words: str
    boxes: tuple[Box, ...]

    def data(self) -> dict[str, Any]:
        return asdict(self)


def picture(data: bytes, number: int, width: int) -> bytes:
    """A page (from 0) as PNG, so many pixels wide. Raises IndexError."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        if not 0 <= number < len(pdf):
            raise IndexError(number)
        page = pdf[number]
        image = page.render(scale=width / page.get_width()).to_pil()
    finally:
        pdf.close()
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)  # it travels no farther than this machine
    return written.getvalue()


def regions(data: bytes, shown: tuple[Shown, ...]) -> list[Region]:
    """Every value that the pages show, in the order of reading."""
    boxes = _boxes(data)
    origins = {(one.page, one.mcid): one.origins for one in shown}
    found: list[Region] = []
    for type, line in _lines(tags.read(data).root, ""):
        for marked in line:
            box = boxes.get((marked.page, marked.mcid))
            if box is None:
                continue
            for origin in origins.get((marked.page, marked.mcid), ())[:1]:
                words = marked.text.strip()
                last = found[-1] if found else None
                if last and (last.at, last.page, last.type) == (str(origin.address), marked.page, type):
                    words = tags.joined((tags.Marked(0, 0, last.words, 1), tags.Marked(0, 0, words, 9)))
                    found[-1] = Region(last.page, last.at, type, words, (*last.boxes, box))
                else:
                    found.append(Region(marked.page, str(origin.address), type, words, (box,)))
    return found


def _lines(tag: tags.Tag, type: str) -> Iterator[tuple[str, list[tags.Marked]]]:
    """Runs of marked content with the type of the element that they are read as; an image's words are its name."""
    type = tag.type if tag.type in _LINES else type
    for kid in tag.kids:
        if isinstance(kid, tags.Marked):
            named = tags.Marked(kid.page, kid.mcid, tag.alternative or kid.text, kid.baseline)
            yield type or "P", [named]
        elif isinstance(kid, tags.Tag):
            yield from _lines(kid, type)


def _boxes(data: bytes) -> dict[tuple[int, int], Box]:
    """Where each marked content stands, by page and MCID."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as c

    found: dict[tuple[int, int], Box] = {}
    pdf = pypdfium2.PdfDocument(data)
    sides = [ctypes.c_float() for _ in range(4)]
    try:
        for number, page in enumerate(pdf):
            width, height = page.get_size()
            for index in range(c.FPDFPage_CountObjects(page.raw)):
                object = c.FPDFPage_GetObject(page.raw, index)
                mcid = c.FPDFPageObj_GetMarkedContentID(object)
                if mcid < 0 or not c.FPDFPageObj_GetBounds(object, *map(ctypes.byref, sides)):
                    continue
                left, bottom, right, top = (side.value for side in sides)
                box = (left / width, 1 - top / height, right / width, 1 - bottom / height)
                before = found.get((number, mcid), box)
                found[number, mcid] = (
                    min(before[0], box[0]), min(before[1], box[1]), max(before[2], box[2]), max(before[3], box[3]),
                )  # fmt: skip
    finally:
        pdf.close()
    return found
