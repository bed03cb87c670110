"""Proof before publication: what was written is opened again, by other code than wrote it, and compared."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, assert_never

from nist_docs.language.folding import folded
from nist_docs.model.deliverables import Format
from nist_docs.problems import Place, Problem
from nist_docs.semantics import tree


@dataclass(frozen=True, slots=True)
class Reopened:
    """What an independent reader finds in a file: its title (where the format has one), text and pages."""

    title: str | None
    text: str
    pages: int | None = None


def verify(data: bytes, format: Format, document: tree.Document, path: str, pages: int | None) -> list[Problem]:
    """What the file fails to say that the document says; empty if it holds all."""
    try:
        found = reopen(data, format)
    except Exception as error:  # any failure to read is the finding
        return [Problem("unreadable-output", Place(path), f"the written file cannot be opened again: {error}")]
    problems = []
    if found.title is not None and folded(found.title) != folded(document.meta.title):
        message = f"its title is '{found.title}', not '{document.meta.title}'"
        problems.append(Problem("output-title", Place(path), message))
    if found.pages != pages:
        problems.append(Problem("output-pages", Place(path), f"it has {found.pages} pages, not {pages}"))
    missing = (
        _missing_from_pages(document, found.text) if format is Format.PDF else _missing(document, found.text, format)
    )
    for run in missing[:3]:
        origin = f"{run.origin.address}: " if run.origin else ""
        message = f"not in the written file, or not in its place: {origin}“{run.text[:60]}”"
        problems.append(Problem("output-text", Place(path), message))
    return problems


def reopen(data: bytes, format: Format) -> Reopened:
    """Reads a written file. Raises whatever its reader raises if the file is broken."""
    match format:
        case Format.TEXT:
            return Reopened(None, data.decode())
        case Format.HTML:
            return _html(data)
        case Format.WORD:
            return _word(data)
        case Format.PDF:
            return _pdf(data)
        case _:
            assert_never(format)


def _html(data: bytes) -> Reopened:
    from lxml import html

    page: Any = html.document_fromstring(data.decode())  # what a path finds has no type that can be stated
    for element in page.xpath("//script | //style | //head/meta"):
        element.drop_tree()
    return Reopened(page.findtext("head/title") or "", " ".join(page.xpath("//body//text()")))


def _word(data: bytes) -> Reopened:
    import docx
    from lxml import etree

    document = docx.Document(io.BytesIO(data))
    text = "".join(node.text or "" for node in document.element.body.xpath(".//w:t"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/footnotes.xml" in archive.namelist():
            text += " ".join(map(str, etree.fromstring(archive.read("word/footnotes.xml")).itertext()))
    return Reopened(document.core_properties.title, text)


def _pdf(data: bytes) -> Reopened:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        text = "\f".join(page.get_textpage().get_text_range() for page in pdf)
        return Reopened(pdf.get_metadata_value("Title"), text, len(pdf))
    finally:
        pdf.close()


def _bare(text: str) -> str:
    """Folded and without spaces and hyphens: where lines end is a matter of each format."""
    return re.sub(r"[\s-]+", "", folded(text))


def _missing(document: tree.Document, text: str, format: Format) -> list[tree.Text]:
    """Runs that the text lacks, or has in another order. Notes stand elsewhere in each format: anywhere will do."""
    bare, position = _bare(text), 0
    lacking = []
    heads = {id(run) for run in _head_runs(document)} if format is Format.TEXT else set()
    for own in tree.in_reading_order(document.body):
        in_place = {id(run) for run in tree.texts(own, notes=False)}
        for run in tree.texts(own):
            # A wide table's heads are repeated in every row of a plain text.
            anywhere = id(run) not in in_place or id(run) in heads
            at = bare.find(_bare(run.text), 0 if anywhere else position)
            if at < 0:
                lacking.append(run)
            elif not anywhere:
                position = at + len(_bare(run.text))
    return lacking


def _head_runs(document: tree.Document) -> list[tree.Text]:
    tables = [block for block in tree.walk(document.body) if isinstance(block, tree.Table)]
    cells = [cell for table in tables for row in table.head for cell in row]
    return [run for cell in cells for own in tree.in_reading_order(cell.children) for run in tree.texts(own)]


def _missing_from_pages(document: tree.Document, text: str) -> list[tree.Text]:
    """Runs that no page of a PDF holds, nor two pages after one another; running heads stand between those."""
    pages = [_bare(page.replace("\ufffe", "").replace("\x02", "")) for page in text.split("\f")]
    runs = [run for own in tree.in_reading_order(document.body) for run in tree.texts(own)]
    return [run for run in runs if not _on_pages(_bare(run.text), pages)]


def _on_pages(words: str, pages: list[str]) -> bool:
    if not words or any(words in page for page in pages):
        return True
    for number, page in enumerate(pages[:-1]):
        low, high = 0, len(words) - 1
        while low < high:  # the longest beginning of the words that this page holds
            middle = (low + high + 1) // 2
            low, high = (middle, high) if words[:middle] in page else (low, middle - 1)
        if low > len(words) // 50 and _on_pages(words[low:], pages[number + 1 : number + 2]):
            return True
        if low and len(words) > 2_000 and _on_pages(words[low:], pages[number + 1 :]):
            return True  # a text of several pages
    return False
