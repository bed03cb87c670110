"""The spine: source -> model -> rules -> gates -> templating -> semantic HTML -> writers -> verify -> publish."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nist_docs import bounds, content, deliverables, editions, editorial, gates, rules
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.editorial.documents import Readability
from nist_docs.model.editions import Edition
from nist_docs.problems import Problem, Problems, errors, in_order, strictly
from nist_docs.project import Project
from nist_docs.publish import Set, publish
from nist_docs.receipt import Output, receipt
from nist_docs.rendering import Rendering, render
from nist_docs.templating import Templates


def check(project: Project, *, strict: bool = False) -> tuple[list[Problem], list[Readability]]:
    """Everything that is wrong with the content, and with the templates over it; nothing is written. Beside it,
    how heavy to read the documents are, if they could be made."""
    read, documents, problems = _read(project)
    unwritten = tuple(replace(document, formats=()) for document in documents)
    rendered = _rendered(project, read, unwritten, problems)
    found = _found(project, read, problems, rendered, strict)
    if errors(found):
        return found, []
    return found, list(editorial.documents.readability(read, {one.hearing: one.trees for one in rendered}))


def build(project: Project, *, strict: bool = False) -> tuple[list[Output], list[Problem]]:
    """Makes every document of every hearing and puts the sets in place; gives the outputs, and what is no error.
    Raises Problems if one is an error: all of them, and then nothing is changed."""
    sets, outputs, found = bounds.within(project, partial(_made, project, *_read(project), strict))
    publish(project.output, sets)
    return outputs, found


def release(
    project: Project, name: str, reason: str | None, *, strict: bool = False
) -> tuple[list[Output], list[Problem], Edition | None]:
    """The same, and the hearing's content is recorded as its next edition, which its documents bear; gives that
    edition too, or None if the last one has this content already. Raises Problems if a gate is closed."""
    read, documents, problems = _read(project)
    if errors(problems):
        raise Problems(in_order(problems))
    record = None
    if not editions.standing(read, name).is_published:
        record, read = editions.recorded(read, name, project.now, reason)
    problems += gates.obstacles(read, name, project.now)
    sets, outputs, found = bounds.within(project, partial(_made, project, read, documents, problems, strict))
    publish(project.output, sets, settle=record.write if record else None)
    return outputs, found, read.editions[name][-1] if record else None


def _made(
    project: Project, read: Content, documents: tuple[Document, ...], problems: list[Problem], strict: bool
) -> tuple[list[Set], list[Output], list[Problem]]:
    """The sets, their files, what is no error. Raises Problems if one is: nothing with errors goes any further."""
    rendered = _rendered(project, read, documents, problems)
    found = _found(project, read, problems, rendered, strict)
    if errors(found):
        raise Problems(found)
    sets = [Set(one.hearing, one.files(), receipt(one, project.root)) for one in rendered]
    return sets, [output for one in rendered for output in one.outputs], found


def _found(
    project: Project, read: Content, problems: list[Problem], rendered: list[Rendering], strict: bool
) -> list[Problem]:
    faults = [fault for one in rendered for fault in one.problems]
    if not errors([*problems, *faults]):  # what a document with faults would show is not known
        seen = {address for one in rendered for address in one.shown}
        shown = gates.presented(read, {one.hearing: one.decision.withheld for one in rendered})
        faults += editorial.documents.check(shown, {one.hearing: one.trees for one in rendered}, seen)
        faults += gates.told(read, project.now)
    found = in_order([*problems, *faults])
    return strictly(found) if strict else found


def _read(project: Project) -> tuple[Content, tuple[Document, ...], list[Problem]]:
    """The content and the table of documents, and what is wrong with them."""
    read, problems = content.load(project.content, project.name(project.content))
    problems += [*rules.check(read), *gates.check(read), *editorial.check(read)]
    try:
        return read, deliverables.load(project.templates), problems
    except Problems as found:
        return read, (), [*problems, *found.problems]


def _rendered(
    project: Project, read: Content, documents: tuple[Document, ...], problems: list[Problem]
) -> list[Rendering]:
    """Every hearing's documents. Content with faults is not rendered: each document would only repeat them."""
    templates = Templates(project.templates)
    return [render(project, read, name, documents, templates) for name in sorted(read.hearings) if not errors(problems)]
