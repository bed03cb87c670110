"""A hearing's briefing as something to make personal copies of: laid out once for each set of columns that is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from nist_docs import content, deliverables, gates, rules
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.distribution.frame import Frame
from nist_docs.distribution.framing import frame
from nist_docs.distribution.placeholders import placeholders
from nist_docs.distribution.recipients import NAME
from nist_docs.distribution.setting import CannotSet
from nist_docs.formats import Format
from nist_docs.making import Maker, date_of
from nist_docs.problems import Place, Problem, Problems, errors, nearest
from nist_docs.project import Project
from nist_docs.proving import proven, subject
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.verify import verify
from nist_docs.views import RecipientView
from nist_docs.writers.pdf import write_master
from nist_docs.writers.resources import Written

Fields = Mapping[str, str]
Shape = frozenset[str]


class Personal:
    """Copies of one document. ``columns`` are those of the list, which templates may show. Raises Problems."""

    def __init__(
        self, project: Project, read: Content, hearing: str, document: Document, columns: Sequence[str]
    ) -> None:
        self.maker = Maker(project, read, hearing, Templates(project.templates))
        self.document = document
        self.date = date_of(project, read, hearing)
        self.columns = columns
        self.placeholders = placeholders(columns)
        self._asked: dict[Shape, Shape] = {}
        self._frames: dict[Shape, Frame] = {}

    def shape(self, fields: Fields) -> Shape:
        """The columns that the template shows of those that the recipient has. Raises Problems."""
        filled = frozenset(fields)
        if filled not in self._asked:
            view = self.view({column: self.placeholders[column] for column in filled})
            self.maker.tree_of(self.document, self.date, view)
            if NAME not in view.asked:
                where = Place(f"templates/{self.document.template}")
                message = f"the {self.document.name} shows no recipient's name: its copies would be nobody's"
                raise Problems(
                    [Problem("document", where, message, "show it as the briefing does: {{ recipient.name }}")]
                )
            self._asked[filled] = filled & view.asked
        return self._asked[filled]

    def frame(self, fields: Fields) -> Frame:
        """The frame for this recipient and all whose copies show the same columns; each one made once, and its first
        copy proven as a whole document is: every word, both standards, the tag tree. Raises Problems."""
        shape = self.shape(fields)
        if shape not in self._frames:
            self._frames[shape] = made = self._framed(shape)
            with contextlib.suppress(CannotSet):  # then it is laid out by itself, and proven so
                self._prove(made.prefix + made.tail(fields), fields)
        return self._frames[shape]

    def in_full(self, fields: Fields) -> bytes:
        """A copy that is laid out by itself, proven. Raises Problems."""
        read = self.tree_of(fields)
        return proven(self.maker, self.document, Format.PDF, read).data

    def tree_of(self, fields: Fields) -> tree.Document:
        return self.maker.tree_of(self.document, self.date, self.view(fields))

    def file_name(self, suffix: str) -> str:
        """A copy's file name, which ends in the recipient's name."""
        general = self.maker.file_name(self.document, Format.PDF)
        return f"{general.removesuffix('.pdf')}-{suffix}.pdf"

    def view(self, fields: Fields) -> RecipientView:
        return RecipientView(self.maker.setting, fields, self.columns)

    def _framed(self, shape: Shape) -> Frame:
        fields = {column: self.placeholders[column] for column in shape}
        master = write_master(self.tree_of(fields), self.maker.resources, tuple(self.placeholders.values()))
        return frame(master, self.placeholders)

    def _prove(self, data: bytes, fields: Fields) -> None:
        read = self.tree_of(fields)
        pages = _pages(data)
        path = self.file_name("…")
        found = verify(subject(self.maker, Written(data, pages), Format.PDF, read, path))
        if found.problems:
            raise Problems(found.problems)


def _pages(data: bytes) -> int:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        return len(pdf)
    finally:
        pdf.close()


def load(project: Project, hearing: str | None, document: str) -> tuple[Content, str, Document]:
    """The content, the hearing's id and the document to be made personal. Raises Problems."""
    read, problems = content.load(project.content, project.name(project.content))
    problems += [*rules.check(read), *gates.check(read)]
    if errors(problems):
        raise Problems(errors(problems))
    if hearing is None and len(read.hearings) == 1:
        (hearing,) = read.hearings
    if hearing not in read.hearings:
        where = Place(f"{read.name}/{content.HEARINGS}")
        message = f"there is no hearing '{hearing}'" if hearing else "there are several hearings"
        raise Problems(
            [Problem("hearing", where, message, f"HEARING=… {nearest(hearing or '', read.hearings)}".strip())]
        )
    table = {one.name: one for one in deliverables.load(project.templates)}
    if document not in table:
        where = Place("templates/deliverables.yaml")
        raise Problems([Problem("document", where, f"there is no document '{document}'", nearest(document, table))])
    return read, hearing, table[document]
