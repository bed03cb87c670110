"""Plain text, as one pastes it into a mail: 72 columns, underlined headings, links as notes.

It is read in mail programs with proportional letters too, so nothing depends on columns being even: a table's
rows are small lists, each cell after its column's head, and the rule below a heading is short, as there it would
reach far beyond a long one.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import field
from typing import assert_never

from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers.numbering import Target, caption_words, heading_words, reference_words, targets
from nist_docs.writers.resources import Resources, Written

WIDTH = 72
RULE = 24  # at most so many signs below a heading
SOFT_HYPHEN = "\u00ad"


def write(document: tree.Document, resources: Resources) -> Written:
    """The document as UTF-8 text with line feeds."""
    writer = _Writer(document, resources, targets(document))
    status = "".join(run.text for run in document.meta.status)
    parts = [status.upper()] if status else []
    parts += writer.blocks(document.body)
    parts += writer.endnotes()
    if status:
        parts.append(status.upper())
    text = "\n\n".join(part for part in parts if part.strip()).replace(SOFT_HYPHEN, "")
    return Written((text + "\n").encode())


@dataclass(slots=True)
class _Writer:
    document: tree.Document
    resources: Resources
    targets: dict[str, Target]
    links: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    def blocks(self, blocks: Iterable[tree.Block], width: int = WIDTH) -> list[str]:
        return [part for block in blocks for part in self.block(block, width)]

    def block(self, block: tree.Block, width: int) -> list[str]:
        match block:
            case tree.Paragraph():
                return [_wrapped(self.words(block.children), width)]
            case tree.Heading():
                return [self.heading(block, width)]
            case tree.Section() | tree.Group():
                return self.blocks(block.children, width)
            case tree.Aside():
                return [_indented("\n\n".join(self.blocks(block.children, width - 4)), "    ")]
            case tree.List():
                return [self.items(block, width)]
            case tree.DescriptionList():
                return [self.descriptions(block, width)]
            case tree.Table():
                return [self.table(block, width)]
            case tree.Figure():
                parts = [_wrapped(f"[{block.image.alt_text}]", width)] if block.image.alt_text else []
                return parts + ([_wrapped(self.caption(block.caption), width)] if block.caption else [])
            case tree.Image():
                return [_wrapped(f"[{block.alt_text}]", width)] if block.alt_text else []
            case tree.Quote():
                return [self.quote(block, width)]
            case tree.Contents():
                return self.contents(block, width)
            case _:
                assert_never(block)

    def heading(self, heading: tree.Heading, width: int) -> str:
        title = _wrapped(heading_words(heading, self.words(heading.children), self.resources.words), width)
        rule = "=" if heading.level == 1 else "-"
        longest = max(map(len, title.replace(SOFT_HYPHEN, "").split("\n")), default=0)
        above = "\n" if 1 < heading.level <= 3 else ""  # nearer to what follows than to what goes before
        return title if heading.level > 3 else f"{above}{title}\n{rule * min(longest, RULE)}"

    def contents(self, contents: tree.Contents, width: int) -> list[str]:
        lines = []
        for heading in tree.entries(self.document, contents.depth):
            indent = "  " * (heading.level - 2)
            words = heading_words(heading, tree.words(heading.children), self.resources.words)
            lines.append(_wrapped(words, width, indent, indent + "  "))
        return [self.heading(contents.title, width), "\n".join(lines)]

    def items(self, block: tree.List, width: int) -> str:
        items = []
        for number, item in enumerate(block.items, 1):
            mark = f"{number}. " if block.ordered else "– "
            inner = "\n\n".join(self.blocks(item.children, width - len(mark)))
            items.append(_hanging(inner, mark))
        return "\n".join(items)

    def descriptions(self, block: tree.DescriptionList, width: int) -> str:
        entries = []
        for entry in block.entries:
            term = ", ".join(" ".join(self.words(term).split()) for term in entry.terms)
            details = "\n\n".join(self.blocks([b for detail in entry.details for b in detail], width - 2))
            if "\n" not in details and len(term) + len(details) + 2 <= width:
                entries.append(f"{term}: {details}")
            else:
                entries.append(f"{term}:\n{_indented(details, '  ')}")
        return "\n".join(entries)

    def table(self, table: tree.Table, width: int) -> str:
        head = [self.cell(cell) for cell in table.head[0]] if table.head else []
        rows = [[self.cell(cell) for cell in row] for row in table.body]
        caption = [_wrapped(self.caption(table.caption), width)] if table.caption else []
        records = []
        for row in rows:
            names = head or [""] * len(row)
            first, *others = [f"{name}: {value}" if name else value for name, value in zip(names, row, strict=True)]
            lines = [_wrapped(first, width, "", "  "), *(_wrapped(other, width, "  ", "    ") for other in others)]
            records.append("\n".join(lines))
        return "\n\n".join([*caption, *records])

    def cell(self, cell: tree.Cell) -> str:
        return " ".join(" ".join(self.blocks(cell.children, 10_000)).split())

    def caption(self, caption: tree.Caption) -> str:
        return caption_words(caption, self.words(caption.children), self.resources.words)

    def quote(self, quote: tree.Quote, width: int) -> str:
        parts = self.blocks(quote.children, width - 4)
        if quote.source:
            parts[-1] += "\n" + _wrapped(self.words(quote.source), width - 4)
        return _indented("\n\n".join(parts), "    ")

    # --- words -------------------------------------------------------------------------------

    def words(self, inlines: tree.Inlines) -> str:
        return "".join(self.word(inline) for inline in inlines)

    def word(self, inline: tree.Inline) -> str:
        match inline:
            case tree.Text():
                return inline.text
            case tree.LineBreak():
                return "\n"
            case tree.Link():
                words = self.words(inline.children)
                return words if inline.href.startswith("#") else f"{words} [{self.link(inline.href)}]"
            case tree.Reference():
                return reference_words(self.targets[inline.target], self.resources.words)
            case tree.Footnote():
                self.notes.append((inline.number, self.words(inline.children)))
                return f" ({self.resources.words.note} {inline.number})"
            case tree.Emphasis() | tree.Strong() | tree.Span() | tree.Abbreviation() | tree.Time():
                return self.words(inline.children)
            case _:
                assert_never(inline)

    def link(self, href: str) -> int:
        if href not in self.links:
            self.links.append(href)
        return self.links.index(href) + 1

    def endnotes(self) -> list[str]:
        """Footnotes and links; an address has a line of its own, so that it can be clicked."""
        parts = []
        if self.notes:
            title = self.resources.words.notes
            notes = [_wrapped(text, WIDTH, f"({number}) ", "    ") for number, text in sorted(self.notes)]
            parts += [f"\n{title}\n{'-' * len(title)}", "\n".join(notes)]
        if self.links:
            title = self.resources.words.links
            parts += [
                f"\n{title}\n{'-' * len(title)}",
                "\n".join(f"[{n}]\n{href}" for n, href in enumerate(self.links, 1)),
            ]
        return parts


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> str:
    """The text in lines; a line break in it stays one, and a word too long for a line stays whole."""
    lines = []
    for number, part in enumerate(text.split("\n")):
        indent = first if number == 0 else later
        lines += textwrap.wrap(
            part, width, initial_indent=indent, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def _indented(text: str, indent: str) -> str:
    return textwrap.indent(text, indent)


def _hanging(text: str, mark: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([mark + first, *((" " * len(mark) + line if line else line) for line in rest)])
