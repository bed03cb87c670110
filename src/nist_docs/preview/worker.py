"""A process that renders while the page stays responsive. Two of them run: one for web pages, one for PDFs.

A worker is told to look again, and looks: at content, templates and what it rendered last. A document whose tree,
images and styles are as they were is not written again. Every word in a tree has its origin, and so equal trees
are the map from values to documents, for values that decide without being shown as well.
"""

from __future__ import annotations

import gc
import logging
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from nist_docs import bounds, content, deliverables, editorial, rules
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.editorial.documents import shown
from nist_docs.fonts import FAMILIES, faces
from nist_docs.formats import Format
from nist_docs.making import Maker, date_of
from nist_docs.preview import messages, pictures, places
from nist_docs.problems import Place, Problem, Problems, errors, in_order
from nist_docs.project import Project
from nist_docs.proving import proven_as
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.typesetter import die_with_parent
from nist_docs.writers import writer
from nist_docs.writers.resources import Written

if TYPE_CHECKING:
    from nist_docs.writers.pdf.standing import Standing

# An editor empties a file before it fills it: what has faults is read again after so many seconds.
SETTLE = 0.12


class Superseded(Exception):
    """There is a newer job: what this one still has to do, nobody will see."""


def main(connection: Connection, kind: messages.Kind, project: Project) -> None:
    """Works until the connection's other end is closed, by the server or by its death."""
    if kind == "pages" and hasattr(os, "nice"):
        os.nice(2)  # where there are not enough processors, the web page, which takes a moment, comes first
    try:
        die_with_parent()
        desk = Desk(connection, kind, project)
        while True:
            desk.work(connection.recv())
            desk.tidy()
    except (EOFError, OSError):
        return


def face_css() -> str:
    """The faces whole and from the preview's own server: to cut them down takes longer than all else."""
    return "".join(
        f'@font-face{{font-family:"{FAMILIES[family]}";font-weight:{weight};font-display:block;'
        f'font-style:{"italic" if italic else "normal"};src:url("/fonts/{path.name}")}}\n'
        for family, weight, italic, path in faces()
    )


@dataclass(slots=True)
class Desk:
    """What a worker has before it: the last trees, and templates as long as no file of theirs changes."""

    connection: Connection
    kind: messages.Kind
    project: Project
    templates: Templates | None = None
    stamp: object = None
    last: dict[tuple[str, str, Format], object] = field(default_factory=dict)  # by hearing, document and format
    pdfs: dict[tuple[str, str], Written] = field(default_factory=dict)
    standing: dict[tuple[str, str], Standing] = field(default_factory=dict)
    sent: dict[tuple[str, str], Written] = field(default_factory=dict)  # whose places the page knows
    checked: dict[tuple[str, str, Format], tuple[object, tuple[Problem, ...]]] = field(default_factory=dict)

    def work(self, job: messages.Job) -> None:
        try:
            with _at_every_page(self.go_on):
                self.render(job)
        except Superseded:
            pass
        except Exception:
            self.last.clear()
            self.connection.send(messages.Bug(job.number, traceback.format_exc()))

    def tidy(self) -> None:
        """Memory is tidied between jobs: in the midst of a layout it would take a quarter of the time."""
        gc.enable()
        if not self.connection.poll():
            gc.collect()
            gc.freeze()
        gc.disable()

    def go_on(self) -> None:
        if self.connection.poll():
            raise Superseded

    # --- reading -----------------------------------------------------------------------------

    def read(self) -> tuple[Content, tuple[Document, ...], list[Problem]]:
        project = self.project
        read, problems = content.load(project.content, project.name(project.content))
        problems += rules.check(read)
        if self.kind == "web":  # one of the two tells how it is written
            problems += editorial.check(read)
        try:
            return read, deliverables.load(project.templates), problems
        except Problems as found:
            return read, (), [*problems, *found.problems]

    def settled(self) -> tuple[Content, tuple[Document, ...], list[Problem]]:
        """The content, read again if it has errors: it may be half-written."""
        read = self.read()
        if errors(read[2]):
            if self.connection.poll(SETTLE):
                raise Superseded
            return self.read()
        return read

    def renew_templates(self) -> Templates:
        files = sorted(path for path in self.project.templates.rglob("*") if path.is_file())
        stamp = []
        for path in files:
            try:
                stamp.append((path, path.stat().st_mtime_ns, path.stat().st_size))
            except OSError:  # gone since it was listed
                continue
        if self.templates is None or stamp != self.stamp:
            self.templates, self.stamp = Templates(self.project.templates), stamp
            self.last.clear()
            self.checked.clear()
        return self.templates

    # --- rendering ---------------------------------------------------------------------------

    @contextmanager
    def bounded(self, job: messages.Job, hearing: str, document: str, format: str) -> Iterator[None]:
        """A document is worked on, within the limits that builds have. Raises Problems if it takes more."""
        limits = self.project.bounds()
        self.connection.send(messages.Begun(job.number, hearing, document, format))
        try:
            with bounds.here(limits):
                yield
        except bounds.Exceeded as why:
            self.standing.pop((hearing, document), None)  # it may be half-made
            raise Problems([bounds.too_much(f"{document} of {hearing}", str(why), limits)]) from None

    def render(self, job: messages.Job) -> None:
        templates = self.renew_templates()
        read, documents, problems = self.settled()
        name = job.hearing or next(iter(sorted(read.hearings)), "")
        hearings = tuple((id, str(read.hearings[id].title)) for id in sorted(read.hearings))
        if name not in read.hearings and not errors(problems):
            where = Place(f"{read.name}/{content.HEARINGS}/{name}.yaml")
            hint = "choose another hearing, or put the file back"
            problems.append(Problem("missing-file", where, "this hearing is no longer there", hint))
        if self.kind == "web":
            table = tuple((one.name, format.value) for one in documents for format in one.formats)
            self.connection.send(messages.Read(job.number, name, hearings, table, tuple(in_order(problems))))
        if errors(problems):
            self.connection.send(messages.Done(job.number, self.kind))
            return
        try:
            maker = Maker(self.project, read, name, templates)
        except Problems as found:
            for document in documents:
                for format in self.formats(document):
                    self.connection.send(messages.Failed(job.number, name, document.name, format.value, found.problems))
            self.connection.send(messages.Done(job.number, self.kind))
            return
        date = date_of(self.project, read, name)
        trees = _Trees(maker, date)
        made = [(document, format) for document in documents for format in self.formats(document)
                if (document.name, format.value) not in job.given_up]  # fmt: skip
        made.sort(key=lambda pair: pair[1] is Format.WORD)  # what is looked at first is shown first
        for document, format in made:
            self.go_on()
            self.document(job, maker, document, format, trees)
        self.connection.send(messages.Done(job.number, self.kind))
        if self.kind == "pages":
            self.placed(job, name, [document.name for document, _ in made])
            self.check(job, maker, documents, trees)

    def formats(self, document: Document) -> tuple[Format, ...]:
        return tuple(format for format in document.formats if (format is Format.PDF) is (self.kind == "pages"))

    def document(self, job: messages.Job, maker: Maker, document: Document, format: Format, trees: _Trees) -> None:
        """Sends the document if it is another than before."""
        key = (maker.name, document.name, format)
        rendered = None
        try:
            with self.bounded(job, maker.name, document.name, format.value):
                read = trees.of(document)
                now = (read, maker.images, maker.resources.words)
                if self.last.get(key) != now:
                    if format is Format.PDF:
                        rendered = self.pdf(job, maker, document.name, read)
                    else:
                        data = self.flowing(maker, format, read)
                        rendered = messages.Rendered(job.number, maker.name, document.name, format.value, data)
            if rendered:
                self.last[key] = now
                self.connection.send(rendered)
            self.connection.send(messages.Failed(job.number, maker.name, document.name, format.value, ()))
        except Problems as found:
            self.connection.send(messages.Failed(job.number, maker.name, document.name, format.value, found.problems))

    def pdf(self, job: messages.Job, maker: Maker, name: str, read: tree.Document) -> messages.Rendered:
        """The PDF, of which pages that have not changed are not laid out again; the first that have are sent ahead."""
        from nist_docs.writers import pdf
        from nist_docs.writers.pdf.standing import Standing

        key = (maker.name, name)
        standing = self.standing.setdefault(key, Standing())

        def early(page: int, pages: int, data: bytes) -> None:
            self.connection.send(messages.Drawn(job.number, maker.name, name, page, pages, data))

        self.pdfs.pop(key, None)  # if this one cannot be made, the one before is not its stand-in
        written = self.pdfs[key] = pdf.write(read, maker.resources, standing, early)
        pages = written.pages or 0
        return messages.Rendered(job.number, maker.name, name, Format.PDF.value, written.data, pages, standing.changed)

    def flowing(self, maker: Maker, format: Format, read: tree.Document) -> bytes:
        """A web page or a text; Word's report as a web page too."""
        if format is Format.TEXT:
            return writer(format)(read, maker.resources).data
        head = '<link rel="stylesheet" href="/assets/places.css">'
        return places.page(read, maker.resources, head=head, faces=face_css()).encode()

    # --- after the documents are shown -------------------------------------------------------

    def placed(self, job: messages.Job, hearing: str, names: list[str]) -> None:
        for name in names:
            self.go_on()
            written = self.pdfs.get((hearing, name))
            if written and self.sent.get((hearing, name)) is not written:
                regions = tuple(pictures.regions(written.data, written.shown))
                self.sent[hearing, name] = written
                self.connection.send(messages.Placed(job.number, hearing, name, regions))

    def check(self, job: messages.Job, maker: Maker, documents: tuple[Document, ...], trees: _Trees) -> None:
        """What a build would check before it publishes; each document once as long as it stays as it is."""
        found: list[Problem] = []
        try:
            for document, format in ((one, format) for one in documents for format in one.formats):
                self.go_on()
                if (document.name, format.value) not in job.given_up:
                    with self.bounded(job, maker.name, document.name, format.value):
                        found += self.problems(maker, document, format, trees.of(document))
        except Problems as faults:  # told already, by whoever failed to show the document
            found += faults.problems
        else:
            # Of other hearings, and of documents that were given up, it is not known here what they show.
            if len(maker.content.hearings) == 1 and not job.given_up:
                made = {document.name: trees.of(document) for document in documents}
                seen = {address for read in made.values() for address in shown(read, maker.images)}
                found += editorial.documents.check(maker.content, {maker.name: made}, seen)
        self.connection.send(messages.Checked(job.number, tuple(in_order(found))))

    def problems(self, maker: Maker, document: Document, format: Format, read: tree.Document) -> tuple[Problem, ...]:
        key = (maker.name, document.name, format)
        now = (read, maker.images, maker.resources.words)
        if key in self.checked and self.checked[key][0] == now:
            return self.checked[key][1]
        try:
            ready = self.pdfs.get(key[:2]) if format is Format.PDF else None
            written = ready or writer(format)(read, maker.resources)
            self.go_on()
            proven_as(maker, document, format, read, written)
            found: tuple[Problem, ...] = ()
        except Problems as faults:
            found = faults.problems
        self.checked[key] = (now, found)
        return found


class _Trees:
    """A hearing's documents as trees, each made once, also if that fails."""

    def __init__(self, maker: Maker, date: str) -> None:
        self.maker, self.date = maker, date
        self.made: dict[str, tree.Document | BaseException] = {}

    def of(self, document: Document) -> tree.Document:
        """Raises Problems, and what else the making of it raised."""
        if document.name not in self.made:
            try:
                self.made[document.name] = self.maker.tree_of(document, self.date)
            except BaseException as error:
                self.made[document.name] = error
        made = self.made[document.name]
        if isinstance(made, BaseException):
            raise made
        return made


class _AtEveryPage(logging.Handler):
    """WeasyPrint tells its progress to a log: the moment to ask whether to go on."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__(logging.INFO)
        self.ask = ask

    def emit(self, record: logging.LogRecord) -> None:
        self.ask()


@contextmanager
def _at_every_page(ask: Callable[[], None]) -> Iterator[None]:
    logger, handler = logging.getLogger("weasyprint.progress"), _AtEveryPage(ask)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
