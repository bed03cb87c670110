"""A Word file as XML: its words in order, notes where they are referred to, and what runs along on its pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from nist_docs.records import dataclass
from nist_docs.verify.passages import Found, Reading, numbered
from nist_docs.verify.reading_order import address

# What is in the file besides the document's own words, and what becomes of it.
FURNITURE = {
    "w:sdt of the contents": "entries repeat headings: compared with these; their heading is read",
    "headers and footers": "they run along on every page: compared apart",
    "w:footnoteReference": "the number of a note, which Word counts: its words stand there",
    "w:instrText": "what a field is made of; its result is read",
}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
END = "\n\n"


def read(data: bytes) -> Reading:
    """The file. Raises what zipfile and the parser raise."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees: dict[str, Any] = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith(".xml")}
    notes = {
        note.get(f"{_W}id"): note
        for note in trees.get("word/footnotes.xml", ())
        if note.get(f"{_W}type") is None
    }  # fmt: skip
    reader = _Reader(_links(parts, "document"), _links(parts, "footnotes"), notes, [])
    body = "".join(reader.words(trees["word/document.xml"].find(f"{_W}body")))
    left = "".join(END + "".join(reader.note(note)) for note in list(notes.values()))  # that nothing refers to
    running = [
        Found(" ".join("".join(reader.words(tree)).split()), name.removeprefix("word/").removesuffix(".xml"))
        for name, tree in sorted(trees.items())
        if tree.tag in (f"{_W}hdr", f"{_W}ftr")
    ]
    about = tuple(_about(trees.get("docProps/core.xml", ())))
    return Reading(numbered((body + left).split(END)), tuple(running), numbered(reader.entries), about)


def _links(parts: dict[str, bytes], name: str) -> dict[str, str]:
    from lxml import etree

    data = parts.get(f"word/_rels/{name}.xml.rels")
    relations: Any = etree.fromstring(data) if data else ()
    return {one.get("Id"): one.get("Target") for one in relations if one.get("TargetMode") == "External"}


@dataclass(slots=True)
class _Reader:
    links: dict[str, str]
    links_of_notes: dict[str, str]
    notes: dict[str, Any]
    entries: list[str]

    def words(self, element: Any) -> Iterator[str]:
        tag = element.tag
        match tag.rpartition("}")[2] if isinstance(tag, str) else "":
            case "t":
                yield element.text or ""
            case "tab" | "br" | "cr" if element.getparent().tag == f"{_W}r":
                yield " "
            case "noBreakHyphen":
                yield "-"
            case "docPr":
                yield f" {element.get('descr', '')} "
            case "footnoteReference":
                note = self.notes.pop(element.get(f"{_W}id"), None)
                if note is not None:
                    yield from (" ", *self.note(note), " ")
            case "hyperlink":
                yield from self.inner(element)
                if (id := element.get(f"{_R}id")) is not None:
                    yield f" {address(self.links.get(id, ''))} "
            case "sdt" if element.findall(f".//{_W}docPartGallery"):
                title, *entries = element.iter(f"{_W}p")
                yield from self.words(title)
                self.entries += ["".join(self.words(entry)) for entry in entries]
            case "p":
                yield END
                yield from self.inner(element)
                yield END
            case _:
                yield from self.inner(element)

    def inner(self, element: Any) -> Iterator[str]:
        for child in element:
            yield from self.words(child)

    def note(self, note: Any) -> Iterator[str]:
        inside = _Reader(self.links_of_notes, {}, {}, [])
        yield " ".join("".join(inside.words(note)).split())


def _about(core: Any) -> Iterator[tuple[str, str]]:
    for element in core:
        yield element.tag.rpartition("}")[2], element.text or ""
