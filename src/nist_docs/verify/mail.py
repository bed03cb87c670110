"""Plain text: what the document says as one would write it in a mail, against every word of the file.

Plain text has no elements, so that a reader cannot tell a list's marker from a word. Therefore nothing is left out
here: markers, numbers, notes and the list of links are expected in their places and compared like all words. What
cannot be decided is the layout alone: where lines end, indents, and the rules below headings (lines of = or -).
A column's head is expected before each of its cells, as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from itertools import pairwise
from typing import assert_never

from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.verify.passages import Found, Gathering, Reading, Said
from nist_docs.writers.numbering import caption_name, heading_number, reference_words, targets
from nist_docs.writers.resources import Words

_RULE = re.compile(r"\s*(=+|-+)")


def read(data: bytes) -> Reading:
    """The lines that have words. Raises UnicodeDecodeError."""
    lines = enumerate(data.decode().split("\n"), 1)
    return Reading(tuple(Found(line, f"line {n}") for n, line in lines if line.strip() and not _RULE.fullmatch(line)))


def said(document: tree.Document, words: Words, reading: Reading) -> list[Said]:
    """What the file should say. ``reading`` is what it does: it decides the numbers of links."""
    saying = _Saying(document, words, _listed(reading, words.links))
    saying.whole()
    return saying.passages.done


Run = tuple[str, tree.Text | None]


@dataclass(slots=True)
class _Saying:
    document: tree.Document
    words: Words
    links: list[str]
    passages: Gathering = field(default_factory=Gathering)
    notes: list[tuple[int, list[Run]]] = field(default_factory=list)
    hrefs: dict[str, tree.Text | None] = field(default_factory=dict)

    def whole(self) -> None:
        status = [(run.text.upper(), run) for run in self.document.meta.status]
        self.line(status)
        self.blocks(self.document.body)
        if self.notes:
            self.line([(self.words.notes, None)])
            for number, runs in sorted(self.notes, key=lambda note: note[0]):
                self.line([(f"({number}) ", None), *runs])
        if self.hrefs:
            self.line([(self.words.links, None)])
            # In the file's order, if it lists the same ones; what is missing or twice is found at the end.
            for number, href in enumerate(sorted(self.hrefs, key=self.number), 1):
                self.line([(f"[{number}] ", None), (href, self.hrefs[href])])
        self.line(status)

    def number(self, href: str) -> int:
        return self.links.index(href) + 1 if href in self.links else len(self.links) + 1

    def line(self, runs: Iterable[Run]) -> None:
        for text, run in runs:
            self.passages.add(text, run)
        self.passages.end()

    def blocks(self, blocks: tree.Blocks) -> None:
        for runs in self.lines(blocks):
            self.line(runs)

    def lines(self, blocks: tree.Blocks) -> list[list[Run]]:
        return [line for block in blocks for line in self.block(block)]

    def block(self, block: tree.Block) -> list[list[Run]]:
        match block:
            case tree.Paragraph():
                return [self.runs(block.children)]
            case tree.Heading():
                return [[(f"{heading_number(block, self.words)} ", None), *self.runs(block.children)]]
            case tree.Section() | tree.Group() | tree.Aside():
                return self.lines(block.children)
            case tree.List():
                found: list[list[Run]] = []
                for number, item in enumerate(block.items, 1):
                    found += [[(f"{number}." if block.ordered else "–", None)], *self.lines(item.children)]
                return found
            case tree.DescriptionList():
                return [line for entry in block.entries for line in self.description(entry)]
            case tree.Table():
                return self.table(block)
            case tree.Image():
                return [[("[", None), *((run.text, run) for run in block.alt), ("]", None)]] if block.alt_text else []
            case tree.Figure():
                return [*self.block(block.image), self.caption(block.caption)]
            case tree.Quote():
                return [*self.lines(block.children), self.runs(block.source)]
            case tree.Contents():
                entries = tree.entries(self.document, block.depth)
                return [*self.block(block.title), *(self.entry(heading) for heading in entries)]
            case _:
                assert_never(block)

    def entry(self, heading: tree.Heading) -> list[Run]:
        runs = tree.texts(heading.children, notes=False)
        return [(f"{heading_number(heading, self.words)} ", None), *((run.text, run) for run in runs)]

    def description(self, entry: tree.Description) -> list[list[Run]]:
        terms: list[Run] = []
        for number, term in enumerate(entry.terms):
            terms += [(", ", None)] if number else []
            terms += self.runs(term)
        return [[*terms, (":", None)], *(line for detail in entry.details for line in self.lines(detail))]

    def table(self, table: tree.Table) -> list[list[Run]]:
        caption = self.caption(table.caption)
        head = [self.cell(cell) for cell in table.head[0]] if table.head else []
        rows = [zip(head or [[]] * len(row), map(self.cell, row), strict=True) for row in table.body]
        return [caption, *([*name, (": " if name else "", None), *value] for row in rows for name, value in row)]

    def cell(self, cell: tree.Cell) -> list[Run]:
        lines = self.lines(cell.children)
        return [run for number, line in enumerate(lines) for run in (*([(" ", None)] if number else []), *line)]

    def caption(self, caption: tree.Caption | None) -> list[Run]:
        if caption is None:
            return []
        name = caption_name(caption, self.words)
        return [(f"{name}. " if name else "", None), *self.runs(caption.children)]

    def runs(self, inlines: tree.Inlines) -> list[Run]:
        return [run for inline in inlines for run in self.inline(inline)]

    def inline(self, inline: tree.Inline) -> list[Run]:
        match inline:
            case tree.Text():
                return [(inline.text, inline)]
            case tree.LineBreak():
                return [(" ", None)]
            case tree.Link(href, children):
                inside = self.runs(children)
                if href.startswith("#"):
                    return inside
                run = next((run for _, run in inside if run), None)
                self.hrefs.setdefault(href, run)
                return [*inside, (f" [{self.number(href)}]", run)]
            case tree.Reference(target):
                return [(reference_words(targets(self.document)[target], self.words), None)]
            case tree.Footnote(number, children):
                self.notes.append((number, self.runs(children)))
                return [(f" ({self.words.note} {number})", None)]
            case _:
                return self.runs(inline.children)


def _listed(reading: Reading, title: str) -> list[str]:
    """The addresses in the list at the file's end, in its order."""
    lines = [one.text for one in reading.passages]
    begin = max((at for at, line in enumerate(lines) if line == title), default=len(lines))
    return [line for before, line in pairwise(lines[begin:])
            if re.fullmatch(r"\[\d+\]", before)]  # fmt: skip
