"""The trees of the project's real documents, and what their writers are handed besides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from nist_docs import content, deliverables, rendering
from nist_docs.model.deliverables import Format
from nist_docs.problems import Problems
from nist_docs.project import Project
from nist_docs.receipt import Output
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.writers.resources import Resources

ROOT = Path(__file__).resolve().parents[1]

# Nothing in the content depends on the moment of decision but its states; any fixed one gives the same documents.
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

Made = tuple[tree.Document, Resources]


def load(root: Path = ROOT, hearing: str = "nist") -> dict[str, Made]:
    """Every document of one hearing under the name that the deliverables table has for it. Raises Problems."""
    project = Project(root, root / "content", root / "output", NOW)
    read, problems = content.load(project.content, project.name(project.content))
    if problems:
        raise Problems(problems)
    keeper = _Keeper(project, read, hearing, Templates(project.templates))
    for document in deliverables.load(project.templates):
        keeper.make(document, read.hearings[hearing].document_date().iso)
    return {name: (made, keeper.resources) for name, made in keeper.trees.items()}


class _Keeper(rendering._Maker):
    """Makes trees as a build does, and keeps each instead of writing it."""

    trees: dict[str, tree.Document]

    def _written(self, document: deliverables.Document, format: Format, read: tree.Document) -> Output:
        self.__dict__.setdefault("trees", {})[document.name] = read
        name = document.file_name(self.name, format, draft=self.states.draft)
        return Output(
            hearing=self.name,
            document=document.name,
            format=format.value,
            file_name=name,
            data=b"",
            title=read.meta.title,
            language=read.meta.language,
            states=(),
            pages=None,
            words=0,
        )
