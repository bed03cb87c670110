"""The spine: source -> model -> rules -> templating -> semantic HTML -> writers -> verify -> publish."""

from __future__ import annotations

from nist_docs import content, deliverables, rules
from nist_docs.content import Content
from nist_docs.problems import Problem, Problems, in_order
from nist_docs.project import Project
from nist_docs.publish import Set, publish
from nist_docs.receipt import Output, receipt
from nist_docs.rendering import Rendering, render
from nist_docs.templating import Templates


def check(project: Project) -> tuple[Content, list[Problem]]:
    """The content, and everything that is wrong with it."""
    read, problems = content.load(project.content, project.name(project.content))
    return read, in_order([*problems, *rules.check(read)])


def build(project: Project) -> list[Output]:
    """Makes every document of every hearing and publishes the sets. Raises Problems: all of them, and
    then nothing is changed."""
    read, problems = check(project)
    templates = Templates(project.templates)
    try:
        documents = deliverables.load(project.templates)
    except Problems as found:
        raise Problems(in_order([*problems, *found.problems])) from None
    # A hearing with faults would only repeat them, once for every document.
    rendered = [
        render(project, read, name, documents, templates) for name in ([] if problems else sorted(read.hearings))
    ]
    if faults := [*problems, *(fault for one in rendered for fault in one.problems)]:
        raise Problems(in_order(faults))
    publish(project.output, [_set(project, one) for one in rendered])
    return [output for one in rendered for output in one.outputs]


def _set(project: Project, rendered: Rendering) -> Set:
    files = {output.file_name: output.data for output in rendered.outputs}
    written = receipt(rendered.hearing, rendered.outputs, rendered.sources, project.root, rendered.date)
    return Set(rendered.hearing, files, written)
