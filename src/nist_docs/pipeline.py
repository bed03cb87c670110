"""The spine: source -> model -> rules -> templating -> semantic HTML -> writers -> verify -> publish."""

from __future__ import annotations

from dataclasses import replace

from nist_docs import content, deliverables, rules
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.problems import Problem, Problems, in_order
from nist_docs.project import Project
from nist_docs.publish import Set, publish
from nist_docs.receipt import Output, receipt
from nist_docs.rendering import Rendering, render
from nist_docs.templating import Templates


def check(project: Project) -> list[Problem]:
    """Everything that is wrong with the content, and with the templates over it; nothing is written."""
    read, documents, problems = _read(project)
    unwritten = tuple(replace(document, formats=()) for document in documents)
    rendered = _rendered(project, read, unwritten, problems)
    return in_order([*problems, *(fault for one in rendered for fault in one.problems)])


def build(project: Project) -> list[Output]:
    """Makes every document of every hearing and publishes the sets. Raises Problems: all of them, and
    then nothing is changed."""
    read, documents, problems = _read(project)
    rendered = _rendered(project, read, documents, problems)
    if faults := [*problems, *(fault for one in rendered for fault in one.problems)]:
        raise Problems(in_order(faults))
    publish(project.output, [_set(project, one) for one in rendered])
    return [output for one in rendered for output in one.outputs]


def _read(project: Project) -> tuple[Content, tuple[Document, ...], list[Problem]]:
    """The content and the table of documents, and what is wrong with them."""
    read, problems = content.load(project.content, project.name(project.content))
    problems += rules.check(read)
    try:
        return read, deliverables.load(project.templates), problems
    except Problems as found:
        return read, (), [*problems, *found.problems]


def _rendered(
    project: Project, read: Content, documents: tuple[Document, ...], problems: list[Problem]
) -> list[Rendering]:
    """Every hearing's documents. Content with faults is not rendered: each document would only repeat them."""
    templates = Templates(project.templates)
    return [render(project, read, name, documents, templates) for name in sorted(read.hearings) if not problems]


def _set(project: Project, rendered: Rendering) -> Set:
    files = {name: data for output in rendered.outputs for name, data in output.files().items()}
    written = receipt(rendered.hearing, rendered.outputs, rendered.sources, project.root, rendered.date)
    return Set(rendered.hearing, files, written)
