"""One hearing's documents: each template once -> tree, each tree in its formats, each file opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nist_docs import bounds, gates
from nist_docs.addresses import Address
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.editorial.documents import shown
from nist_docs.formats import Format
from nist_docs.gates import Decision
from nist_docs.making import Maker, date_of, sources
from nist_docs.printing import Order, Printer
from nist_docs.problems import Problem, Problems
from nist_docs.project import Project
from nist_docs.receipt import Output
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.verify import facts


@dataclass(slots=True)
class Rendering:
    """What became of one hearing: its files, or the problems that stood in the way."""

    hearing: str
    date: str  # the documents' date: ISO 8601 with the precision that is known
    sources: dict[str, str]
    decision: Decision
    outputs: list[Output] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    trees: dict[str, tree.Document] = field(default_factory=dict)
    shown: set[Address] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)  # by path: the hash of what went into a file
    parts: dict[str, dict[str, bytes]] = field(default_factory=dict)  # by path: what the next build may use again
    proof: facts.Proof = field(default_factory=facts.Proof)

    def files(self) -> dict[str, bytes]:
        """The set's files by name."""
        return {name: data for output in self.outputs for name, data in output.files().items()}


def render(
    project: Project, content: Content, name: str, documents: Sequence[Document], templates: Templates, printer: Printer
) -> Rendering:
    """Every document of one hearing, in every format that the table asks for."""
    date = date_of(project, content, name)
    done = Rendering(name, date, sources(project, content, name), gates.decide(content, name, project.now))
    try:
        maker = Maker(project, content, name, templates)
    except Problems as found:
        done.problems += found.problems
        return done
    orders: dict[str, list[Order]] = {}
    for document in sorted(documents, key=lambda one: Format.PDF not in one.formats):  # their layout takes longest
        bounds.making(f"{document.name} of {name}")
        try:
            read = maker.tree_of(document, date)
            done.trees[document.name] = read
            done.shown |= shown(read, maker.images)
            orders[document.name] = [printer.order(maker, document, format, read) for format in document.formats]
        except Problems as found:
            done.problems += found.problems
    made: dict[str, Output] = {}
    ordered = [order for document in documents for order in orders.get(document.name, ())]
    for order in sorted(ordered, key=lambda order: order.format is Format.PDF):  # these are being laid out meanwhile
        try:
            made[order.path] = printer.printed(order)
            done.keys[order.path] = order.key
            done.parts[order.path] = printer.parts(order)
        except Problems as found:
            done.problems += found.problems
    done.outputs = [made[order.path] for order in ordered if order.path in made]
    places = [one for name, read in done.trees.items() for one in facts.shown(name, read, maker.images)]
    done.problems += facts.altered(places, content.texts, maker.place)
    done.proof = facts.proof(places, {document.name: len(document.formats) for document in documents})
    return done
