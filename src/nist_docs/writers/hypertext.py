"""The tree as HTML elements, for the two writers that are made of HTML: the web page and the PDF.

They differ where `paged` is asked: in a PDF, footnotes stand where they are referred to (CSS moves them to
the page's foot), sections have running heads, and decoration is a background; on the web, notes come at
the end and wide tables scroll. Everything else is one element for one block.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from html import escape
from itertools import chain, repeat
from typing import assert_never

from nist_docs.addresses import Origins
from nist_docs.drawing import Drawing, svg
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers.columns import parted
from nist_docs.writers.numbering import (
    Target,
    caption_name,
    heading_number,
    reference_words,
    targets,
)
from nist_docs.writers.resources import Resources

STRIP_CELLS = 6  # as many as a page has columns
TABLE_LETTERS = 88  # so many stand on a line of a table that is as wide as the page's text
NARROW = 100.0  # mm: a drawing up to this width is legible on every screen


@dataclass(slots=True)
class Hypertext:
    """Writes one document; ``notes`` gathers the footnotes of a web page, ``css`` rules for decoration.

    With ``origins``, words are written between marks that lead back to the values that they are.
    """

    document: tree.Document
    resources: Resources
    paged: bool
    origins: Origins | None = None
    notes: list[tree.Footnote] = field(default_factory=list)
    css: list[str] = field(default_factory=list)
    targets: dict[str, Target] = field(init=False)
    drawn: int = 0
    longest: int = 0  # letters of the longest word that may stay whole; 0: all may
    sections: tuple[tree.Section, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = targets(self.document)
        self.sections = tuple(b for b in self.document.body if isinstance(b, tree.Section) and b.short)

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[tree.Block]) -> str:
        return "".join(self.block(block) for block in blocks)

    def block(self, block: tree.Block) -> str:
        match block:
            case tree.Paragraph():
                return f"<p{_class(block.role)}>{self.inlines(block.children)}</p>\n"
            case tree.Heading():
                return self.heading(block)
            case tree.Section():
                return self.section(block)
            case tree.Group():
                return f"<{block.tag}{_class(block.role)}>\n{self.blocks(block.children)}</{block.tag}>\n"
            case tree.Aside():
                return self.aside(block)
            case tree.List():
                tag = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{self.tight(item.children)}</li>\n" for item in block.items)
                return f"<{tag}{_class(block.role)}>\n{items}</{tag}>\n"
            case tree.DescriptionList():
                return self.descriptions(block)
            case tree.Table():
                return self.table(block)
            case tree.Figure():
                caption = f"<figcaption>{self.caption(block.caption)}</figcaption>" if block.caption else ""
                return f"<figure{_id(block.id)}{_class(block.role)}>{self.image(block.image)}{caption}</figure>\n"
            case tree.Image():
                return self.image(block) + "\n"
            case tree.Quote():
                source = f"<footer>{self.inlines(block.source)}</footer>" if block.source else ""
                return f"<blockquote{_class(block.role)}>{self.blocks(block.children)}{source}</blockquote>\n"
            case tree.Contents():
                return self.contents(block)
            case _:
                assert_never(block)

    def tight(self, blocks: tree.Blocks) -> str:
        """A lone paragraph without its element, as in most list items and cells."""
        if len(blocks) == 1 and isinstance(blocks[0], tree.Paragraph) and not blocks[0].role:
            return self.inlines(blocks[0].children)
        return self.blocks(blocks)

    def heading(self, heading: tree.Heading) -> str:
        number = heading_number(heading, self.resources.words)
        shown = f'<span class="heading-number">{number}</span> ' if number else ""
        tag = f"h{heading.level}"
        return f"<{tag}{_id(heading.id)}{_class(heading.role)}>{shown}{self.inlines(heading.children)}</{tag}>\n"

    def section(self, section: tree.Section) -> str:
        strip = self.strip(section) if self.paged and section.short else ""
        # On the web a section is what its heading names; without one it is only a division.
        tag = "section" if self.paged or _heading(section.children) else "div"
        match section.children:
            case (tree.Heading() as first, *others) if strip:
                # With the heading: a page's strip names the section only where its heading stands.
                inner = f"<div>{strip}{self.heading(first)}</div>\n{self.blocks(others)}"
            case children:
                inner = strip + self.blocks(children)
        return f"<{tag}{_id(section.id)}{_class(section.role)}>\n{inner}</{tag}>\n"

    def aside(self, aside: tree.Aside) -> str:
        """On the web an aside is a landmark, which needs a name; one without a heading is a note instead."""
        heading, inner = _heading(aside.children), self.blocks(aside.children)
        if self.paged:
            return f"<aside{_class(aside.role)}>\n{inner}</aside>\n"
        if heading:
            return f'<aside aria-labelledby="{escape(heading.id)}"{_class(aside.role)}>\n{inner}</aside>\n'
        return f'<div role="note"{_class(aside.role)}>\n{inner}</div>\n'

    def strip(self, section: tree.Section) -> str:
        """The running head: every section's name, the current one marked; below it, a part's.

        None for a section whose parts have one each: theirs say more.
        """
        if any(isinstance(part, tree.Section) and part.short for part in section.children):
            return ""
        own = next((s for s in self.sections if s is section or section in s.children), None)
        cells = []
        shown = self.sections if len(self.sections) <= STRIP_CELLS else [s for s in self.sections if s is own]
        for one in shown:
            part = f"<span>{_plain(section.short)}</span>" if one is own and own is not section else ""
            look = ' class="current"' if one is own else ""
            cells.append(f"<div{look}><b>{_plain(one.short)}</b>{part}</div>")
        return f'<div class="strip">{"".join(cells)}</div>\n'

    def descriptions(self, block: tree.DescriptionList) -> str:
        """On the web a term that comes again begins a new list: in one list, HTML has each name once."""
        lists: list[list[tree.Description]] = [[]]
        said: set[str] = set()
        for entry in block.entries:
            names = {tree.words(term) for term in entry.terms}
            if names & said and not self.paged:
                lists.append([])
                said = set()
            said |= names
            lists[-1].append(entry)
        opening = f"<dl{_class(block.role)}>\n"
        return "".join(f"{opening}{''.join(map(self.description, entries))}</dl>\n" for entries in lists)

    def description(self, entry: tree.Description) -> str:
        """Terms with what is said of them; on pages as a box, which styles keep together."""
        terms = "".join(f"<dt>{self.inlines(term)}</dt>" for term in entry.terms)
        said = terms + "".join(f"<dd>{self.tight(detail)}</dd>" for detail in entry.details)
        return f"<div>{said}</div>\n" if self.paged else f"{said}\n"

    def table(self, table: tree.Table) -> str:
        caption = f"<caption>{self.caption(table.caption)}</caption>" if table.caption else ""
        self.longest = _longest(table) if self.paged else 0
        wide = not self.paged and len(parted(table)) > 1
        heads = [_attribute("data-head", cell) for cell in table.head[0]] if wide else []
        head = "".join(map(self.row, table.head))
        body = "".join(self.row(row, heads) for row in table.body)
        self.longest = 0
        rows = f"<thead>{head}</thead>\n<tbody>{body}</tbody>"
        written = f"<table{_id(table.id)}{_class(table.role)}>{caption}\n{rows}</table>\n"
        if self.paged or not table.caption:
            return written
        # On a narrow screen a wide table scrolls by itself, by keyboard too; the page does not. A group, since
        # a landmark for each table would drown those that lead through the page.
        name = escape(caption_name(table.caption, self.resources.words))
        look = "table table--wide" if wide else "table"
        return f'<div class="{look}" role="group" tabindex="0" aria-label="{name}">{written}</div>\n'

    def row(self, cells: tuple[tree.Cell, ...], heads: Sequence[str] = ()) -> str:
        """``heads`` stand with the cells of a table that paper has no room for: printed, it is a list."""
        return f"<tr>{''.join(map(self.cell, cells, chain(heads, repeat(''))))}</tr>\n"

    def cell(self, cell: tree.Cell, head: str) -> str:
        tag = "th" if cell.is_header else "td"
        scope = f' scope="{cell.scope}"' if cell.is_header else ""
        return f"<{tag}{scope}{head}{_class(cell.role)}>{self.tight(cell.children)}</{tag}>"

    def caption(self, caption: tree.Caption) -> str:
        name = caption_name(caption, self.resources.words)
        return (f"<strong>{name}.</strong> " if name else "") + self.inlines(caption.children)

    def contents(self, contents: tree.Contents) -> str:
        entries = []
        for heading in tree.entries(self.document, contents.depth):
            number = heading_number(heading, self.resources.words)
            # Outside of the link: WeasyPrint takes what is formatted in a link for a link of its own.
            shown = f'<span class="toc-number">{number}</span> ' if number else ""
            # Footnotes and links in a heading stay with the heading.
            link = f'<a href="#{heading.id}">{self.runs(tree.texts(heading.children, notes=False))}</a>'
            entries.append(f'<li class="toc-{heading.level}">{shown}{link}</li>\n')
        return f'<nav class="toc">{self.heading(contents.title)}<ul>\n{"".join(entries)}</ul></nav>\n'

    # --- images ------------------------------------------------------------------------------

    def image(self, image: tree.Image) -> str:
        shown = self.resources.images[image.source]
        self.drawn += 1
        name = f"image-{self.drawn}"
        if isinstance(shown, Drawing):
            title = "".join(map(self.marked, image.alt))
            if not self.paged:
                return self.drawing(shown, image, title, name)
            if title:
                drawing = svg(shown, title, id=name)
                return f"<div{_class(f'drawing {image.role}')}>{drawing}</div>"
            # Decoration in a PDF is a background: an artifact, and not a figure without words.
            data = _data("image/svg+xml", svg(shown, id=name).encode())
            self.css.append(f".{name}{{background:url({data}) no-repeat;background-size:100% 100%}}")
            return f"<div{_class(f'drawing {image.role} {name}')}></div>"
        data = _data(shown.media_type, shown.data)
        size = f'width="{shown.width}" height="{shown.height}"'
        return f'<img src="{data}" alt="{self.runs(image.alt)}" {size}{_class(image.role)}/>'

    def drawing(self, shown: Drawing, image: tree.Image, title: str, name: str) -> str:
        """A drawing on the web: on a narrow screen in its narrow form, or scrolling at a legible size."""
        drawing = svg(shown, title, id=name)
        if shown.narrow:
            narrow = svg(shown.narrow, title, id=f"{name}-narrow")
            return (  # Without styles, only the first is shown.
                f"<div{_class(f'drawing drawing--wide {image.role}')}>{drawing}</div>"
                f"<div{_class(f'drawing drawing--narrow {image.role}')} hidden>{narrow}</div>"
            )
        if shown.width <= NARROW:
            return f"<div{_class(f'drawing {image.role}')}>{drawing}</div>"
        look = _class(f"drawing drawing--scrolls {image.role}")
        return f'<div{look} role="group" tabindex="0" aria-labelledby="{name}-t">{drawing}</div>'

    # --- words -------------------------------------------------------------------------------

    def runs(self, runs: Iterable[tree.Text]) -> str:
        return "".join(escape(self.marked(run)) for run in runs)

    def marked(self, run: tree.Text) -> str:
        return self.origins.mark(run.origin, run.text) if self.origins and run.origin else run.text

    def inlines(self, inlines: tree.Inlines) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: tree.Inline) -> str:
        match inline:
            case tree.Text():
                return self.text(inline)
            case tree.Emphasis():
                return f"<em>{self.inlines(inline.children)}</em>"
            case tree.Strong():
                return f"<strong>{self.inlines(inline.children)}</strong>"
            case tree.Link():
                return f'<a href="{escape(inline.href)}">{self.inlines(inline.children)}</a>'
            case tree.Reference():
                words = escape(reference_words(self.targets[inline.target], self.resources.words))
                if self.paged and not isinstance(self.targets[inline.target], tree.Heading | tree.Section):
                    words = words.replace(" ", "\u00a0")  # "Tabell 5" stays together
                return f'<a href="#{inline.target}">{words}</a>'
            case tree.Span():
                language = f' lang="{escape(inline.language)}"' if inline.language else ""
                return f"<span{language}{_class(inline.role)}>{self.inlines(inline.children)}</span>"
            case tree.Abbreviation():
                return f'<abbr title="{escape(inline.expansion)}">{self.inlines(inline.children)}</abbr>'
            case tree.Time():
                return f'<time datetime="{escape(inline.datetime)}">{self.inlines(inline.children)}</time>'
            case tree.LineBreak():
                return "<br/>"
            case tree.Footnote():
                return self.footnote(inline)
            case _:
                assert_never(inline)

    def text(self, text: tree.Text) -> str:
        """The words; those that are too long for their table's column may be broken anywhere."""
        if not self.longest:
            return escape(self.marked(text), quote=False)
        parts = re.split(rf"(\S{{{self.longest + 1},}})", text.text)
        written = [escape(self.marked(tree.Text(part, text.origin)), quote=False) for part in parts]
        written[1::2] = [f'<span class="long">{long}</span>' for long in written[1::2]]
        return "".join(written)

    def footnote(self, note: tree.Footnote) -> str:
        if self.paged:
            return f'<span class="footnote">{self.inlines(note.children)}</span>'
        self.notes.append(note)
        n = note.number
        label = escape(f"{self.resources.words.note} {n}")
        return f'<sup class="note-call"><a href="#note-{n}" id="note-call-{n}" aria-label="{label}">{n}</a></sup>'

    def endnotes(self) -> str:
        """The notes of a web page, each with a way back."""
        if not self.notes:
            return ""
        title, back = escape(self.resources.words.notes), escape(self.resources.words.back)
        items = "".join(
            f'<li id="note-{note.number}">{self.inlines(note.children)} '
            f'<a href="#note-call-{note.number}" aria-label="{back} {note.number}">↑</a></li>\n'
            for note in sorted(self.notes, key=lambda note: note.number)
        )
        return f'<section class="notes"><h2>{title}</h2><ol>\n{items}</ol></section>\n'


def _heading(blocks: tree.Blocks) -> tree.Heading | None:
    """The heading that blocks begin with, in a header or a group too; none of a part's own."""
    for block in blocks:
        if isinstance(block, tree.Heading):
            return block
        if isinstance(block, tree.Group) and (found := _heading(block.children)):
            return found
    return None


def _longest(table: tree.Table) -> int:
    """How long a word of the table may be to stay whole; 0 if all of them have room beside each other."""
    columns = list(zip(*(*table.head, *table.body), strict=True))
    longest = [max(_longest_word(cell) for cell in column) for column in columns]
    return TABLE_LETTERS // len(columns) if sum(longest) > TABLE_LETTERS else 0


def _longest_word(cell: tree.Cell) -> int:
    blocks = tree.walk(cell.children)
    said = " ".join(tree.words(inlines) for block in blocks for inlines in tree.own_inlines(block))
    return max(map(len, said.split()), default=0)


def _plain(runs: tree.Inlines) -> str:
    return escape(tree.words(runs), quote=False)


def _attribute(name: str, cell: tree.Cell) -> str:
    said = " ".join(tree.line(own) for own in tree.in_reading_order(cell.children))
    return f' {name}="{escape(said)}"'


def _class(role: str) -> str:
    role = " ".join(role.split())
    return f' class="{escape(role)}"' if role else ""


def _id(id: str) -> str:
    return f' id="{escape(id)}"' if id else ""


def _data(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
