"""The first half of the spine: source -> model -> rules -> gates -> templating -> semantic HTML. Nothing is written.

Of what comes after it nothing is loaded, so that it answers in half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nist_docs import content, deliverables, editorial, gates, rules, tokens
from nist_docs.composing import Composition, begun, compose
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.editorial.documents import Readability
from nist_docs.problems import Problem, Problems, errors, in_order, strictly
from nist_docs.project import Project
from nist_docs.templating import Templates


def check(project: Project, *, strict: bool = False) -> tuple[list[Problem], list[Readability]]:
    """Everything that is wrong with the content, and with the templates over it. Beside it, how heavy to read the
    documents are, if they could be made."""
    content, documents, problems = read(project)
    composed = [] if errors(problems) else _composed(project, content, documents)
    found = told(project, content, problems, composed, strict=strict)
    if errors(found):
        return found, []
    return found, list(editorial.documents.readability(content, {one.hearing: one.trees for one in composed}))


def read(project: Project) -> tuple[Content, tuple[Document, ...], list[Problem]]:
    """The content and the table of documents, and what is wrong with them."""
    loaded, problems = content.load(project.content, project.name(project.content))
    problems += [
        *rules.check(loaded),
        *gates.check(loaded),
        *editorial.check(loaded),
        *tokens.faults(project.templates),
    ]
    try:
        return loaded, deliverables.load(project.templates), problems
    except Problems as found:
        return loaded, (), [*problems, *found.problems]


def told(
    project: Project, content: Content, problems: list[Problem], composed: Sequence[Composition], *, strict: bool
) -> list[Problem]:
    """All that there is to say of the content and its documents, in order."""
    faults = [fault for one in composed for fault in one.problems]
    if not errors([*problems, *faults]):  # what a document with faults would show is not known
        seen = {address for one in composed for address in one.shown}
        shown = gates.presented(content, {one.hearing: one.decision.withheld for one in composed})
        faults += editorial.documents.check(shown, {one.hearing: one.trees for one in composed}, seen)
        faults += gates.told(content, {one.hearing: one.decision for one in composed})
    found = in_order([*problems, *faults])
    return strictly(found) if strict else found


def _composed(project: Project, content: Content, documents: Sequence[Document]) -> list[Composition]:
    templates = Templates(project.templates)
    unwritten = [replace(document, formats=()) for document in documents]  # which leaves them in the table's order
    done = [Composition(*begun(project, content, name)) for name in sorted(content.hearings)]
    for one in done:
        for _ in compose(one, project, content, unwritten, templates):
            pass  # its tree is in the composition
    return done
