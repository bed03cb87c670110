"""Proof before publication: what was written is opened again, by other code than wrote it, and compared."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from nist_docs.addresses import Origin
from nist_docs.language.folding import folded
from nist_docs.model.deliverables import Format
from nist_docs.problems import Place, Problem
from nist_docs.semantics import tree
from nist_docs.verify import reading_order, standards, tagging, tags
from nist_docs.verify.standards import Check
from nist_docs.writers.resources import Words, Written


@dataclass(frozen=True, slots=True)
class Reopened:
    """What an independent reader finds in a file: its title (where the format has one), text and pages."""

    title: str | None
    text: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found by opening a file again: problems, and the results of validators."""

    problems: tuple[Problem, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A written file beside the document that it should say: ``path`` names it, ``place`` leads an origin back to
    its line of YAML."""

    written: Written
    format: Format
    document: tree.Document
    words: Words
    path: str
    place: Callable[[Origin], Place]


def verify(subject: Subject) -> Verified:
    """What the file fails to say that the document says, and fails to be that its format should be."""
    written, document, path = subject.written, subject.document, subject.path
    try:
        found = reopen(written.data, subject.format)
    except Exception as error:  # any failure to read is the finding
        return Verified(
            (Problem("unreadable-output", Place(path), f"the written file cannot be opened again: {error}"),)
        )
    problems = []
    if found.title is not None and folded(found.title) != folded(document.meta.title):
        message = f"its title is '{found.title}', not '{document.meta.title}'"
        problems.append(Problem("output-title", Place(path), message))
    if found.pages != written.pages:
        problems.append(Problem("output-pages", Place(path), f"it has {found.pages} pages, not {written.pages}"))
    if subject.format is Format.PDF:
        checks = standards.check(written.data)
        return Verified((*problems, *_standards(checks, path), *_tagging(subject)), checks)
    for run in missing(document, found.text, subject.format)[:3]:
        origin = f"{run.origin.address}: " if run.origin else ""
        message = f"not in the written file, or not in its place: {origin}“{run.text[:60]}”"
        problems.append(Problem("output-text", Place(path), message))
    return Verified(tuple(problems))


def reverify(data: bytes, path: str) -> Iterator[Problem]:
    """What is wrong with a PDF that was published: the standards and our own rules on its structure."""
    try:
        structure = tags.read(data)
    except Exception as error:
        yield Problem("unreadable-output", Place(path), f"the file cannot be opened again: {error}")
        return
    yield from _standards(standards.check(data), path)
    for finding in tagging.check(structure):
        yield Problem("tags", Place(path), _on_page(finding))


def _standards(checks: Iterable[Check], path: str) -> Iterator[Problem]:
    for check in checks:
        for rule, message in check.failures[:5]:
            by = f"{check.validator} {check.version}"
            yield Problem("standard", Place(path), f"it does not pass {check.standard} by {by}: {message} ({rule})")


def _tagging(subject: Subject) -> Iterator[Problem]:
    """What is wrong with the structure tree of a PDF. A finding names the YAML line of the words that it is about."""
    try:
        structure = tags.read(subject.written.data)
    except Exception as error:
        yield Problem("unreadable-output", Place(subject.path), f"the structure tree cannot be read: {error}")
        return
    origins = {(shown.page, shown.mcid): shown.origins[0] for shown in subject.written.shown}
    for finding in (*tagging.check(structure), *tagging.compare(structure, subject.document)):
        own = (origins.get((marked.page, marked.mcid)) for marked in finding.tag.marked())
        origin = next((one for one in own if one), None)
        where = subject.place(origin) if origin and finding.tag is not structure.root else Place(subject.path)
        yield Problem("tags", where, f"{subject.path}: {_on_page(finding)}")
    yield from _reading_order(subject, structure)


def _on_page(finding: tagging.Finding) -> str:
    first = finding.first()
    return f"{finding.message} (page {first.page + 1}: “{finding.tag.text[:40]}”)" if first else finding.message


def _reading_order(subject: Subject, structure: tags.Tags) -> Iterator[Problem]:
    bare, position = _bare(reading_order.shown(structure)), 0
    for text, run in reading_order.said(subject.document, subject.words):
        words = _bare(text)
        if not bare.startswith(words, position):
            where = subject.place(run.origin) if run and run.origin else Place(subject.path)
            shown = bare[position : position + 60]
            message = f"{subject.path}: where “{text[:60]}” should be read, it reads “{shown}” (without spaces)"
            yield Problem("output-text", where, message)
            return
        position += len(words)
    if position < len(bare):
        yield Problem("output-text", Place(subject.path), f"more than the document says: “{bare[position:][:60]}”")


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
        return Reopened(pdf.get_metadata_value("Title"), "", len(pdf))
    finally:
        pdf.close()


def _bare(text: str) -> str:
    """Folded and without spaces and hyphens: where lines end is a matter of each format."""
    return re.sub(r"[\s-]+", "", folded(text))


def missing(document: tree.Document, text: str, format: Format) -> list[tree.Text]:
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
