"""Proof before publication: what was written is opened again, by other code than wrote it, and compared."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, assert_never

from nist_docs.addresses import Kind
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


def verify(data: bytes, format: Format, document: tree.Document, path: str) -> list[Problem]:
    """What the file fails to say that the document says; empty if it holds all."""
    try:
        found = reopen(data, format)
    except Exception as error:  # any failure to read is the finding
        return [Problem("unreadable-output", Place(path), f"the written file cannot be opened again: {error}")]
    problems = []
    if found.title is not None and folded(found.title) != folded(document.meta.title):
        message = f"its title is '{found.title}', not '{document.meta.title}'"
        problems.append(Problem("output-title", Place(path), message))
    # A PDF's running heads stand between the halves of a text that crosses a page: only words are compared.
    if format is Format.PDF:
        return problems + _missing_words(document, found.text, path)
    text = _bare(found.text)
    for run in _values(document):
        if _bare(run.text) not in text:
            place = run.origin.address if run.origin else ""
            problems.append(Problem("output-text", Place(path), f"the value {place} is not in the written file"))
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

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = [archive.read(name).decode() for name in archive.namelist() if name == "word/footnotes.xml"]
    document = docx.Document(io.BytesIO(data))
    texts = document.element.body.xpath(".//w:t")
    text = "".join(node.text or "" for node in texts)
    return Reopened(document.core_properties.title, text + " ".join(re.sub(r"<[^>]+>", "", note) for note in notes))


def _pdf(data: bytes) -> Reopened:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        return Reopened(pdf.get_metadata_value("Title"), text, len(pdf))
    finally:
        pdf.close()


def _values(document: tree.Document) -> list[tree.Text]:
    runs = []
    for block in tree.walk(document.body):
        if isinstance(block, tree.Section | tree.Image):
            continue  # running heads and alternative texts are no part of the text
        for inlines in tree.own_inlines(block):
            runs += [run for run in tree.texts(inlines) if run.origin and run.origin.kind is Kind.VALUE]
    return runs


def _bare(text: str) -> str:
    """Folded and without spaces: where lines end is a matter of each format."""
    return re.sub(r"[\s-]+", "", folded(text))


def _missing_words(document: tree.Document, text: str, path: str) -> list[Problem]:
    """Words that a PDF's text lacks. A word that a line's end divides is found when hyphens are taken out."""
    bare = _bare(text.replace("\ufffe", "").replace("\x02", ""))
    missing = []
    for run in _values(document):
        for word in re.findall(r"\w{2,}", folded(run.text)):
            if word not in bare:
                missing.append(word)
    if not missing:
        return []
    shown = ", ".join(dict.fromkeys(missing[:5]))
    return [Problem("output-text", Place(path), f"words of the content are not in the written file: {shown}")]
