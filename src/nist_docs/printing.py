"""Trees become files: taken over from the last build where they would be the same, else written and proven.

A file's key is the hash of all that goes into it: the tree with every value that it shows, images, words, styles,
states, the program with its packages, and the system libraries where they set lines.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nist_docs import bounds, parts, unchanged
from nist_docs.deliverables import Document
from nist_docs.formats import Format
from nist_docs.parts import Parts
from nist_docs.problems import Problems
from nist_docs.project import Project
from nist_docs.proving import proven_as
from nist_docs.receipt import Output
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.typesetter import Here, System, Typesetter
from nist_docs.unchanged import Build
from nist_docs.verify.standards import Check
from nist_docs.writers import writer
from nist_docs.writers.resources import Resources

if TYPE_CHECKING:
    from nist_docs.making import Maker


@dataclass(frozen=True, slots=True)
class Last:
    """A file as the last build left it, and what that says of it."""

    data: bytes
    entry: dict[str, Any]
    parts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Order:
    """A file to be made: the document, its format, the tree that it says, and the hash of all that goes into it."""

    maker: Maker
    document: Document
    format: Format
    read: tree.Document
    resources: Resources  # with the images that the tree names, and no other
    key: str
    last: Last | None = None  # the file that the last build made of the same

    @property
    def path(self) -> str:
        """The file's name from the output folder on."""
        return f"{self.maker.name}/{self.maker.file_name(self.document, self.format)}"


class Printer:
    """Makes the files of a run. ``program`` is the hash of the program that runs, ``last`` the last build, if what it
    left may be used."""

    def __init__(
        self, project: Project, program: str, last: Build | None, typesetter: Typesetter | None = None
    ) -> None:
        self.program, self.last, self.output = program, last, project.output
        self.typesetter = typesetter or Here()
        self.project = project

    @cached_property
    def _ground(self) -> str:
        """What goes into every file, besides what it says."""
        templates = self.project.templates
        looks = [path for name in ("styles", "word") for path in sorted((templates / name).glob("*"))]
        return repr((self.program, unchanged.hashed(looks, templates)))

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        return parts.read(self.output) if self.last else {}

    def order(self, maker: Maker, document: Document, format: Format, read: tree.Document) -> Order:
        """The file is wanted. A PDF that is not taken over begins to be laid out."""
        shown = {block.source for block in tree.walk(read.body) if isinstance(block, tree.Image)}
        images = {name: maker.images[name] for name in sorted(shown)}
        resources = replace(maker.resources, images=images, parts=Parts(self.program, self._parts))
        parts = (format, read, resources.images, resources.words, maker.states.names(), self._ground)
        key = hashlib.sha256(repr(parts).encode()).hexdigest()
        order = Order(maker, document, format, read, resources, key)
        order = replace(order, last=self._last(order))
        if format is Format.PDF and order.last is None:
            self.typesetter.ask(read, resources)
        return order

    def printed(self, order: Order) -> Output:
        """The file. PDFs come in the order in which they were ordered. Raises Problems."""
        if order.last:
            return _taken_over(order, order.last)
        bounds.making(f"{order.document.name} of {order.maker.name}")
        if order.format is not Format.PDF:
            written = writer(order.format)(order.read, order.resources)
            return proven_as(order.maker, order.document, order.format, order.read, written)
        try:
            written = self.typesetter.answer()
            judged = self.typesetter.judged
            return proven_as(order.maker, order.document, order.format, order.read, written, judged)
        except bounds.Exceeded as why:
            raise Problems([bounds.too_much(f"{order.document.name} of {order.maker.name}", str(why))]) from None

    def parts(self, order: Order) -> dict[str, bytes]:
        """The parts that a file was made of, which was printed or taken over."""
        if order.last is None:
            return order.resources.parts.used
        return {key: self._parts[key] for key in order.last.parts if key in self._parts}

    def system(self) -> System:
        """The system libraries that set the lines of this run's PDFs. Those of the last one, if they are known: it is
        used only as long as they are the same."""
        if self.last:
            return System(tuple(self.last.libraries), self.last.system)
        return self.typesetter.system()

    def _last(self, order: Order) -> Last | None:
        """The file of the last build, if it would be the same and is there as it was left."""
        known = self.last.documents.get(order.path) if self.last else None
        if known and known["key"] == order.key:
            with contextlib.suppress(OSError):
                data = (self.output / order.path).read_bytes()
                if hashlib.sha256(data).hexdigest() == known["entry"]["sha256"]:
                    return Last(data, known["entry"], known["parts"])
        return None


def _taken_over(order: Order, last: Last) -> Output:
    checks = (Check(one["standard"], one["validator"], one["version"], one["rules"], one["passed"], ())
              for one in last.entry.get("checks", ()))  # fmt: skip
    return Output(
        hearing=order.maker.name,
        document=order.document.name,
        format=order.format.value,
        file_name=order.path.rpartition("/")[2],
        data=last.data,
        title=order.read.meta.title,
        language=order.read.meta.language,
        states=order.maker.states.names(),
        pages=last.entry.get("pages"),
        words=tree.count_words(order.read),
        checks=tuple(checks),
    )
