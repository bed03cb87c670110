"""The table of documents as files to be made: document, template, format, file name."""

from __future__ import annotations

from pathlib import Path

from nist_docs.formats import Format
from nist_docs.model.deliverables import Deliverables
from nist_docs.model.validation import validate
from nist_docs.problems import Problem, Problems, nearest
from nist_docs.records import dataclass
from nist_docs.source import read

FILE = "deliverables.yaml"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the table, with its formats."""

    name: str
    template: str
    formats: tuple[Format, ...]
    pattern: str

    def file_name(self, hearing: str, format: Format, *, draft: bool, embargoed: bool) -> str:
        """``nist-hearing-briefing.pdf``; the name of a draft says so, and of what is under embargo."""
        stem = self.pattern.replace("{hearing}", hearing)
        return f"{stem}{'-draft' if draft else ''}{'-embargo' if embargoed else ''}.{format}"


def load(templates: Path) -> tuple[Document, ...]:
    """The documents to be made of every hearing, in the table's order. Raises Problems."""
    file = read(templates / FILE, f"templates/{FILE}")
    table = validate(Deliverables, file)
    problems = []
    names: dict[str, str] = {}
    for id, row in table.documents.items():
        if not (templates / row.template).is_file():
            where = file.place(("documents", id, "template"))
            hint = nearest(row.template, (path.name for path in templates.glob("*.j2")))
            problems.append(Problem("missing-template", where, f"there is no template '{row.template}'", hint))
        for number, format in enumerate(row.formats):
            if format in row.formats[:number]:
                where = file.place(("documents", id, "formats", number))
                problems.append(Problem("repeated", where, f"'{format}' stands there twice", "keep it once"))
        if row.name in names:
            where = file.place(("documents", id, "name"))
            message = f"'{names[row.name]}' has the same file name"
            problems.append(Problem("file-name", where, message, "give each document a name of its own"))
        names[row.name] = id
    if problems:
        raise Problems(problems)
    return tuple(Document(id, row.template, row.formats, row.name) for id, row in table.documents.items())
