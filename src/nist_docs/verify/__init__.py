"""Proof before publication: what was written is opened again, by other code than wrote it, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import assert_never

from nist_docs.addresses import Kind, Origin
from nist_docs.formats import Format
from nist_docs.problems import Place, Problem
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.verify import (
    furniture,
    mail,
    pdf,
    properties,
    reading_order,
    standards,
    tagging,
    tags,
    web,
    web_page,
    word,
)
from nist_docs.verify.comparing import differences
from nist_docs.verify.passages import Reading, Said
from nist_docs.verify.standards import Check
from nist_docs.writers.paged import PAGED, on_pages
from nist_docs.writers.resources import Words, Written

MOST = 5  # differences that are told of one file


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found by opening a file again: problems, and the results of validators."""

    problems: tuple[Problem, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A written file beside the document that it should say: ``path`` names it, ``place`` leads an origin back to
    its line of YAML. ``images`` are those that the document may show, by their source."""

    written: Written
    format: Format
    document: tree.Document
    words: Words
    path: str
    place: Callable[[Origin], Place]
    images: Mapping[str, object]

    @property
    def laid_out(self) -> tree.Document:
        """The document as its format shows it: pages have some tables in parts."""
        return on_pages(self.document) if self.format in PAGED else self.document


Judge = Callable[[bytes], tuple[Check, ...]]


def verify(subject: Subject, judge: Judge = standards.check) -> Verified:
    """What the file fails to say that the document says, and fails to be that its format should be. ``judge`` gives
    what a PDF's validator finds."""
    reading = _opened(subject)
    if isinstance(reading, Problem):
        return Verified((reading,))
    compared = tuple(_compared(subject, reading))
    if subject.format is Format.HTML:
        return Verified((*compared, *_web_page(subject)))
    if reading.structure is None:
        return Verified(compared)
    tagged = tuple(_tagging(subject, reading.structure))
    checks = judge(subject.written.data)
    return Verified((*compared, *_standards(checks, subject.path), *tagged), checks)


def compare(subject: Subject) -> Iterable[Problem]:
    """Whether the file says what the document says: nothing lost, altered, more, twice or elsewhere."""
    reading = _opened(subject)
    return [reading] if isinstance(reading, Problem) else _compared(subject, reading)


def _opened(subject: Subject) -> Reading | Problem:
    try:
        return read(subject.written.data, subject.format)
    except Exception as error:  # any failure to read is the finding
        where = Place(subject.path)
        return Problem("unreadable-output", where, f"the written file cannot be opened again: {error}")


def _compared(subject: Subject, reading: Reading) -> Iterator[Problem]:
    written, document, path = subject.written, subject.document, subject.path
    if reading.pages != written.pages:
        yield Problem("output-pages", Place(path), f"it has {reading.pages} pages, not {written.pages}")
    for name, should, does in properties.misdescribed(document, subject.format, reading):
        where = _place_of(subject, should)
        yield Problem("output-properties", where, f"{path}: its {name} is “{does}”, not “{should}”")
    beside = (
        *properties.running(document.meta, subject.words, subject.format, reading),
        *properties.entries(document, subject.words, subject.format, reading),
        *(
            furniture.check(subject.laid_out, subject.words, subject.images, reading)
            if subject.format is Format.PDF
            else ()
        ),
    )
    for spot, should, does in beside:
        message = f"{path}, {spot}: it reads “{does}” and should read “{should}”"
        yield Problem("output-text", _place_of(subject, should), message)
    said = said_in(subject, reading)
    for found in differences(said, reading.passages, divided=subject.format is Format.PDF)[:MOST]:
        origin = found.run.origin if found.run else None
        yield Problem("output-text", subject.place(origin) if origin else Place(path), f"{path}, {found.message()}")


def said_in(subject: Subject, reading: Reading) -> list[Said]:
    """What the file should say, in passages."""
    if subject.format is Format.TEXT:
        return mail.said(subject.document, subject.words, reading)
    silent = reading_order.SILENT[subject.format]
    return reading_order.said(subject.laid_out, subject.words, subject.images, silent)


def read(data: bytes, format: Format) -> Reading:
    """Reads a written file. Raises whatever its reader raises if the file is broken."""
    match format:
        case Format.TEXT:
            return mail.read(data)
        case Format.HTML:
            return web.read(data)
        case Format.WORD:
            return word.read(data)
        case Format.PDF:
            return pdf.read(data, tags.read(data))
        case _:
            assert_never(format)


def _place_of(subject: Subject, words: str) -> Place:
    """The line of a value that a property or a running head is made of."""
    meta = subject.document.meta
    runs = (run for run in (*meta.status, *meta.said) if run.origin and run.text.strip() and run.text in words)
    run = max(runs, key=lambda run: len(run.text), default=None)
    return subject.place(run.origin) if run and run.origin else Place(subject.path)


# --- PDF -----------------------------------------------------------------------------------------


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


def _tagging(subject: Subject, structure: tags.Tags) -> Iterator[Problem]:
    """What is wrong with the structure tree of a PDF. A finding names the YAML line of the words that it is about."""
    origins = {(shown.page, shown.mcid): shown.origins[0] for shown in subject.written.shown}
    for finding in (*tagging.check(structure), *tagging.compare(structure, subject.laid_out)):
        own = (origins.get((marked.page, marked.mcid)) for marked in finding.tag.marked())
        origin = next((one for one in own if one), None)
        where = subject.place(origin) if origin and finding.tag is not structure.root else Place(subject.path)
        yield Problem("tags", where, f"{subject.path}: {_on_page(finding)}")


def _on_page(finding: tagging.Finding) -> str:
    first = finding.first()
    return f"{finding.message} (page {first.page + 1}: “{finding.tag.text[:40]}”)" if first else finding.message


# --- web pages -------------------------------------------------------------------------------------


def _web_page(subject: Subject) -> Iterator[Problem]:
    """What is wrong with a web page by itself; a finding names the YAML line of the link that it is about."""
    runs = {tree.words(inline.children): tree.texts(inline.children) for inline in _links(subject.document)}
    for finding in web_page.check(subject.written.data):
        origins = [run.origin for run in runs.get(finding.words, ()) if run.origin]
        values = [origin for origin in origins if origin.kind is Kind.VALUE]
        if finding.is_wording and values:
            continue  # the rule `link-text` tells it, as gravely as the project wants it to be
        where = subject.place(origins[0]) if origins else Place(subject.path)
        yield Problem("web-page", where, f"{subject.path}: {finding.message}")


def _links(document: tree.Document) -> Iterator[tree.Link]:
    for block in tree.walk(document.body):
        for own in tree.own_inlines(block):
            yield from (inline for inline in own if isinstance(inline, tree.Link))
