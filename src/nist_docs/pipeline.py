"""The spine: source -> model -> rules -> gates -> templating -> semantic HTML -> writers -> verify -> publish."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nist_docs import checking, editions, gates
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.hearings import render_all
from nist_docs.problems import Problem, Problems, errors, in_order
from nist_docs.project import Project
from nist_docs.publish import Set
from nist_docs.receipt import receipt
from nist_docs.running import Built, Start, published, started
from nist_docs.typesetter import Typesetter


def build(project: Project, typesetter: Typesetter | None = None, *, strict: bool = False) -> Built:
    """Makes every document of every hearing and puts the sets in place. Raises Problems if there is an error: all of
    them, and then nothing is changed."""
    start = started(project, typesetter, strict=strict)
    return published(project, lambda: _made(start, *checking.read(project), strict))


def release(
    project: Project, name: str, reason: str | None, typesetter: Typesetter | None = None, *, strict: bool = False
) -> Built:  # fmt: skip
    """The same, and the hearing's content is recorded as its next edition, which its documents bear, unless the last
    one has this content already. Raises Problems if a gate is closed, too."""
    start = started(project, typesetter, strict=strict)
    return published(project, partial(_made_as_edition, start, name, reason, strict))


def _made_as_edition(start: Start, name: str, reason: str | None, strict: bool) -> Built:
    read, documents, problems = checking.read(start.project)
    if errors(problems):
        raise Problems(in_order(problems))
    record = None
    if not editions.standing(read, name).is_published:
        record, read = editions.recorded(read, name, start.project.now, reason)
    problems += gates.obstacles(read, name, start.project.now)
    built = _made(start, read, documents, problems, strict)
    return replace(built, record=record, edition=(name, read.editions[name][-1]) if record else None)


def _made(start: Start, read: Content, documents: tuple[Document, ...], problems: list[Problem], strict: bool) -> Built:
    """Every hearing's set. Raises Problems if there is an error: nothing with errors goes any further."""
    rendered = render_all(start.project, read, documents, start.printer, problems)
    found = checking.told(start.project, read, problems, rendered, strict=strict)
    if errors(found):
        raise Problems(found)
    system = start.printer.system()
    used = {key: part for one in rendered for parts in one.parts.values() for key, part in parts.items()}
    sets = [Set(one.hearing, one.files(), receipt(one, start.project.root, system.versions)) for one in rendered]
    return Built(tuple(sets), [output for one in rendered for output in one.outputs], found,
                 start.ended(read, rendered, system), used)  # fmt: skip
