"""One hearing's documents: each template once -> tree, each tree in its formats, each file opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from nist_docs import bounds
from nist_docs.composing import Composition, begun, compose
from nist_docs.content import Content
from nist_docs.deliverables import Document
from nist_docs.formats import Format
from nist_docs.making import sources
from nist_docs.printing import Order, Printer
from nist_docs.problems import Problems
from nist_docs.project import Project
from nist_docs.receipt import Output
from nist_docs.records import dataclass
from nist_docs.templating import Templates


@dataclass(slots=True)
class Rendering(Composition):
    """What became of one hearing: its files, or the problems that stood in the way."""

    sources: dict[str, str] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)  # by path: the hash of what went into a file
    parts: dict[str, dict[str, bytes]] = field(default_factory=dict)  # by path: what the next build may use again

    def files(self) -> dict[str, bytes]:
        """The set's files by name."""
        return {name: data for output in self.outputs for name, data in output.files().items()}


def render(
    project: Project, content: Content, name: str, documents: Sequence[Document], templates: Templates, printer: Printer
) -> Rendering:
    """Every document of one hearing, in every format that the table asks for."""
    done = Rendering(*begun(project, content, name), sources=sources(project, content, name))
    orders: dict[str, list[Order]] = {}

    def making(document: Document) -> None:
        bounds.making(f"{document.name} of {name}")

    for maker, document, read in compose(done, project, content, documents, templates, making):
        orders[document.name] = [printer.order(maker, document, format, read) for format in document.formats]
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
    return done
