"""Whether all documents of a hearing say of a value what its YAML says, and how often they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from nist_docs.addresses import Address, Kind, Origin
from nist_docs.drawing import Drawing
from nist_docs.language.folding import folded
from nist_docs.problems import Place, Problem
from nist_docs.records import dataclass
from nist_docs.semantics import tree


@dataclass(frozen=True, slots=True)
class Shown:
    """A value's words in one place of a document: in one paragraph, caption, label or property."""

    at: Address
    text: str
    document: str
    whole: bool = True  # a label in a figure has one line of it


@dataclass(frozen=True, slots=True)
class Proof:
    """How many values the files of a set show, in how many places, in how many files."""

    values: int = 0
    places: int = 0
    documents: int = 0

    def entry(self) -> dict[str, int]:
        return {"values": self.values, "places": self.places, "documents": self.documents}


Texts = Callable[[Address], tuple[str, ...]]  # the texts that a value's YAML has: its words, and its footnotes'


def shown(name: str, document: tree.Document, images: Mapping[str, object]) -> Iterator[Shown]:
    """Every place where the document shows a value in its own words."""
    meta = document.meta
    rows = [list(meta.status), *([run] for run in meta.said)]
    labels: list[list[tree.Text]] = []
    for block in tree.walk(document.body):
        for own in tree.own_inlines(block):
            rows += [tree.texts(own, notes=False), *(tree.texts(note.children) for note in _notes(own))]
        if isinstance(block, tree.Image) and isinstance(drawn := images.get(block.source), Drawing):
            forms = (drawn, drawn.narrow) if drawn.narrow else (drawn,)
            labels += [list(label.text) for form in forms for label in form.labels()]
    for row, whole in (*((row, True) for row in rows), *((label, False) for label in labels)):
        for origin, runs in groupby(row, key=lambda run: run.origin):
            if origin and origin.kind is Kind.VALUE:
                yield Shown(origin.address, "".join(run.text for run in runs), name, whole)


def _notes(inlines: tree.Inlines) -> Iterator[tree.Footnote]:
    for inline in inlines:
        if isinstance(inline, tree.Footnote):
            yield inline
        elif not isinstance(inline, tree.Text | tree.Reference | tree.LineBreak):
            yield from _notes(inline.children)


def altered(places: list[Shown], texts: Texts, place: Callable[[Origin], Place]) -> Iterator[Problem]:
    """Places where words are shown as a value's that are not its own."""
    known: dict[Address, tuple[str, ...]] = {}
    for one in places:
        if one.at not in known:
            known[one.at] = tuple(map(_bare, texts(one.at)))
        if not any(_says(_bare(one.text), own, whole=one.whole) for own in known[one.at]):
            message = f"the {one.document} shows it as “{one.text[:60]}”, which the source does not say"
            yield Problem("altered-value", place(Origin(one.at)), message)


def _says(text: str, own: str, *, whole: bool) -> bool:
    """Whether a text is the value's: it may begin with a capital, as sentences do, or lack the full stop that a
    comma stands for before its speaker's name."""
    small = text[:1].lower() + text[1:]
    if not whole:
        return text in own or small in own
    return own in (text, small, f"{text}.", f"{small}.")


@lru_cache(10_000)  # a value's words are the same in each document
def _bare(text: str) -> str:
    return re.sub(r"\s", "", folded(text))


def proof(places: list[Shown], formats: Mapping[str, int]) -> Proof:
    """``formats`` has the number of files that each document is written as."""
    return Proof(
        len({one.at for one in places if formats.get(one.document)}),
        sum(formats.get(one.document, 0) for one in places),
        sum(formats.values()),
    )
