"""Where a file's words come from, and where a value's words go to: found by making the documents again in memory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from nist_docs import content, deliverables, rules
from nist_docs.addresses import key_path
from nist_docs.formats import Format
from nist_docs.making import Maker, date_of
from nist_docs.problems import Place, Problem, Problems, errors, nearest
from nist_docs.project import Project
from nist_docs.proving import subject
from nist_docs.records import dataclass
from nist_docs.semantics.tree import Text
from nist_docs.templating import Templates
from nist_docs.verify import Subject, read, said_in
from nist_docs.verify.comparing import aligned, differences
from nist_docs.writers import writer


@dataclass(frozen=True, slots=True)
class Passage:
    """A page or paragraph of a file and its values, each with its place in the YAML, its key, and the words."""

    path: str
    where: str
    text: str
    values: tuple[tuple[Place, str, str], ...]


def trace_file(project: Project, file: Path) -> tuple[list[Passage], bool]:
    """The file's passages, and whether the file on disk is what would be built now. Raises Problems."""
    file = file.resolve()
    for made in _made(project, file):
        on_disk = hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b""
        return list(_passages(made)), on_disk == hashlib.sha256(made.written.data).digest()
    known = [path.name for path in project.output.glob("*/*") if path.is_file() and path.name != file.name]
    message = "no document of the table is written as this file"
    raise Problems([Problem("no-trace", Place(file.name), message, nearest(file.name, known))])


def trace_key(project: Project, key: str) -> list[Passage]:
    """Every passage of every file that shows the value, or a value below it. Raises Problems."""
    found = [one for made in _made(project, None) for one in _passages(made)]
    below = re.compile(re.escape(key) + r"($|[.\[])")
    chosen = [Passage(one.path, one.where, one.text, tuple(value for value in one.values if below.match(value[1])))
              for one in found]  # fmt: skip
    shown = [one for one in chosen if one.values]
    if not shown:
        known = {value[1] for one in found for value in one.values}
        message = f"no document shows a value of the key '{key}'"
        raise Problems([Problem("no-trace", Place(project.name(project.content)), message, nearest(key, known))])
    return shown


def _made(project: Project, only: Path | None) -> Iterator[Subject]:
    """The files of the table, made in memory; with ``only``, the one that has this path."""
    loaded, problems = content.load(project.content, project.name(project.content))
    if errors(problems := [*problems, *rules.check(loaded)]):
        raise Problems(problems)
    templates = Templates(project.templates)
    for name in sorted(loaded.hearings):
        folder = (project.output / name).resolve()
        if only and only.parent != folder:
            continue
        maker = Maker(project, loaded, name, templates)
        date = date_of(project, loaded, name)
        for document in deliverables.load(project.templates):
            for format in document.formats:
                path = folder / maker.file_name(document, format)
                if only in (None, path):
                    tree = maker.tree_of(document, date)
                    shown = f"{project.output.name}/{name}/{path.name}"
                    yield subject(maker, writer(format)(tree, maker.resources), format, tree, shown)


def _passages(made: Subject) -> Iterator[Passage]:
    reading = read(made.written.data, made.format)
    said, divided = said_in(made, reading), made.format is Format.PDF
    if differences(said, reading.passages, divided=divided):
        message = "the file does not say what the document says: build it, and read what is told"
        raise Problems([Problem("no-trace", Place(made.path), message, "make all")])
    for found, runs in zip(reading.passages, aligned(said, reading.passages, divided=divided), strict=True):
        values = tuple(dict.fromkeys(_value(made, run) for run in runs if run.origin))
        yield Passage(made.path, found.where, " ".join(found.text.split()), values)


def _value(made: Subject, run: Text) -> tuple[Place, str, str]:
    assert run.origin is not None
    return made.place(run.origin), key_path(run.origin.address.keys), run.text.strip()
