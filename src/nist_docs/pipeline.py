"""The spine: source -> model -> rules -> templating -> semantic HTML -> writers -> verify -> publish."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nist_docs import bounds, content, deliverables, editorial, rules
from nist_docs.bounds import Limits
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.problems import Problem, Problems, errors, in_order, strictly
from nist_docs.project import Project
from nist_docs.publish import Set, publish
from nist_docs.receipt import Output, receipt
from nist_docs.rendering import Rendering, render
from nist_docs.templating import Templates


def check(project: Project, *, strict: bool = False) -> list[Problem]:
    """Everything that is wrong with the content, and with the templates over it; nothing is written."""
    read, documents, problems = _read(project)
    unwritten = tuple(replace(document, formats=()) for document in documents)
    rendered = _rendered(project, read, unwritten, problems)
    return _found(read, problems, rendered, strict)


def build(
    project: Project, *, strict: bool = False, limits: Limits | None = None
) -> tuple[list[Output], list[Problem]]:
    """Makes every document of every hearing and publishes the sets; gives the outputs, and what is no error.
    Raises Problems if one is an error: all of them, and then nothing is changed."""
    bounded = (limits or Limits()).scaled([*project.content.glob(f"{content.HEARINGS}/*.yaml")])
    made, found = bounds.within(bounded, project.name(project.content), partial(_made, project, strict))
    publish(project.output, [one for one, _ in made])
    return [output for _, outputs in made for output in outputs], found


def _made(project: Project, strict: bool) -> tuple[list[tuple[Set, list[Output]]], list[Problem]]:
    """Every hearing's set with its outputs, and what is no error. Raises Problems if one is."""
    read, documents, problems = _read(project)
    rendered = _rendered(project, read, documents, problems)
    found = _found(read, problems, rendered, strict)
    if errors(found):
        raise Problems(found)
    return [(_set(project, one), one.outputs) for one in rendered], found


def _found(read: Content, problems: list[Problem], rendered: list[Rendering], strict: bool) -> list[Problem]:
    faults = [fault for one in rendered for fault in one.problems]
    if not errors([*problems, *faults]):  # what a document with faults would show is not known
        seen = {address for one in rendered for address in one.shown}
        faults += editorial.documents.check(read, {one.hearing: one.trees for one in rendered}, seen)
    found = in_order([*problems, *faults])
    return strictly(found) if strict else found


def _read(project: Project) -> tuple[Content, tuple[Document, ...], list[Problem]]:
    """The content and the table of documents, and what is wrong with them."""
    read, problems = content.load(project.content, project.name(project.content))
    problems += [*rules.check(read), *editorial.check(read)]
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


def _set(project: Project, rendered: Rendering) -> Set:
    files = {name: data for output in rendered.outputs for name, data in output.files().items()}
    written = receipt(rendered.hearing, rendered.outputs, rendered.sources, project.root, rendered.date, rendered.proof)
    return Set(rendered.hearing, files, written)
