"""One hearing's documents as trees: each template once, and what all of them say of a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from nist_docs import facts, gates
from nist_docs.addresses import Address
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.editorial.documents import shown
from nist_docs.formats import Format
from nist_docs.gates import Decision
from nist_docs.making import Maker, date_of
from nist_docs.problems import Problem, Problems
from nist_docs.project import Project
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.templating import Templates


@dataclass(slots=True)
class Composition:
    """What became of one hearing's templates: its trees, or the problems that stood in the way."""

    hearing: str
    date: str  # the documents' date: ISO 8601 with the precision that is known
    decision: Decision
    problems: list[Problem] = field(default_factory=list)
    trees: dict[str, tree.Document] = field(default_factory=dict)
    shown: set[Address] = field(default_factory=set)
    proof: facts.Proof = field(default_factory=facts.Proof)


def begun(project: Project, content: Content, name: str) -> tuple[str, str, Decision]:
    """A composition's hearing, its documents' date, and what is decided of them."""
    return name, date_of(project, content, name), gates.decide(content, name, project.now)


def compose(
    done: Composition, project: Project, content: Content, documents: Sequence[Document], templates: Templates,
    making: Callable[[Document], None] = lambda _: None,
) -> Iterator[tuple[Maker, Document, tree.Document]]:  # fmt: skip
    """Each document's tree as soon as it is there, those first whose layout takes longest. ``done`` is filled;
    ``making`` is told of each document before."""
    try:
        maker = Maker(project, content, done.hearing, templates, done.decision)
    except Problems as found:
        done.problems += found.problems
        return
    for document in sorted(documents, key=lambda one: Format.PDF not in one.formats):
        making(document)
        try:
            read = maker.tree_of(document, done.date)
        except Problems as found:
            done.problems += found.problems
            continue
        done.trees[document.name] = read
        done.shown |= shown(read, maker.images)
        yield maker, document, read
    places = [one for name, read in done.trees.items() for one in facts.shown(name, read, maker.images)]
    done.problems += facts.altered(places, content.texts, maker.place)
    done.proof = facts.proof(places, {document.name: len(document.formats) for document in documents})
