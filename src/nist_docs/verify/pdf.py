"""A PDF in the order of its structure tree, and what it says about itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from nist_docs.verify.counted import HEADINGS
from nist_docs.verify.passages import Found, Reading
from nist_docs.verify.reading_order import address
from nist_docs.verify.tags import LinkArea, Marked, Tag, Tags, joined

# What is in the file besides the document's own words, and what becomes of it.
FURNITURE = {
    "Lbl": "markers of lists and notes, counted numbers of headings: set by styles, counted again by `counted`",
    "Reference without Link": "the number of a note, which is read where it is called: counted again",
    "TOC": "entries repeat headings: compared with these, and their pages with where these stand",
    "artifacts": "what stands on every page, and heads of tables once more: compared apart, page by page",
    "the outline": "its titles repeat headings: compared with these",
}


def read(data: bytes, tags: Tags) -> Reading:
    """The file with its tree. Raises what pikepdf raises."""
    import pikepdf

    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        about = [("language", tags.language), *_about(pdf)]
        pages = len(pdf.pages)
    entries = [tag for tag in tags.root.walk() if tag.type == "TOCI"]
    listed = tuple(Found(entry.text, _where(entry)) for entry in entries)
    running = tuple(Found(words, f"page {number}") for number, words in enumerate(tags.artifacts, 1))
    return Reading(tuple(_passages(tags.root)), running, listed, tuple(about), pages, tags.outline, tags)


def _where(tag: Tag) -> str:
    first = next(tag.marked(), None)
    return f"page {first.page + 1}" if first else "no page"


def _passages(root: Tag) -> Iterator[Found]:
    """The tree's words, cut where an element of its own begins: a paragraph, a cell, a caption."""
    row: list[Marked] = []
    for kid in _read(root, has_markers=False):
        if isinstance(kid, Marked):
            if row and row[-1].page != kid.page:
                yield from _passage(row)
            row.append(kid)
            continue
        yield from _passage(row)
        if isinstance(kid, Found):
            yield kid
    yield from _passage(row)


def _passage(row: list[Marked]) -> Iterator[Found]:
    if row:
        # A word that is divided between two pages keeps its soft hyphen, which folds away.
        yield Found(joined(row) + ("\u00ad" if row[-1].text.endswith("\u00ad") else ""), f"page {row[0].page + 1}")
    row.clear()


def _read(tag: Tag, *, has_markers: bool) -> Iterator[Marked | Found | None]:
    """Marked content, words that stand in properties, and None where a block begins or ends."""
    for kid in tag.kids:
        match kid:
            case Marked():
                yield kid
            case Tag("TOC"):
                pass
            case Tag("Figure"):
                yield Found(kid.alternative, _where(kid))
                yield Found("".join(marked.text for marked in kid.marked()), _where(kid))
            case Tag("Lbl") if has_markers or tag.type in ("Note", *HEADINGS):
                pass
            case Tag("Reference") if not any(inner.type == "Link" for inner in kid.tags):
                pass
            case Tag("L"):
                # Without numbering, labels are the terms of a description list.
                yield from _read(kid, has_markers=kid.attribute("ListNumbering") != "None")
            case Tag():
                apart = kid.type not in ("Span", "Em", "Strong", "Link", "Reference")
                if apart:
                    yield None
                yield from _read(kid, has_markers=has_markers)
                if kid.expansion:
                    yield Found(kid.expansion, _where(kid))
                if kid.type == "Link":
                    yield from _addresses(kid)
                if apart:
                    yield None


def _addresses(link: Tag) -> Iterator[Found]:
    """Where a link leads, each address once: on every line that it runs over it has an area of its own."""
    areas = [kid for kid in link.kids if isinstance(kid, LinkArea)]
    for target in dict.fromkeys(area.target for area in areas):
        if re.match(r"[A-Za-z]+:", target):
            yield Found(address(target), _where(link))


_PROPERTIES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "description": "{http://purl.org/dc/elements/1.1/}description",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "CreateDate": "{http://ns.adobe.com/xap/1.0/}CreateDate",
    "ModifyDate": "{http://ns.adobe.com/xap/1.0/}ModifyDate",
}


def _about(pdf: Any) -> Iterator[tuple[str, str]]:
    for name in ("Title", "Author", "Subject", "CreationDate", "ModDate"):
        yield name, str(pdf.docinfo.get(f"/{name}", ""))
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        for name, full in _PROPERTIES.items():
            value = said.get(full, "")
            yield name, value if isinstance(value, str) else ", ".join(value)
