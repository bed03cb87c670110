"""Typst: the tree as its markup, with the words, the structure and the typefaces of our PDF.

The looks are plain: chapters begin pages, but there are no columns, panels or running heads with the
chapters' names. What Typst has no element for stays the nearest that it has: an aside is a block, the
header cell of a row a cell in bold, an abbreviation its letters.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from nist_docs import fonts
from nist_docs.drawing import svg
from nist_docs.pictures import Picture
from nist_docs.semantics import tree
from nist_docs.writers.numbering import Target, caption_number, heading_number, reference_words, targets
from nist_docs.writers.resources import Resources

if TYPE_CHECKING:
    import typst

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]


def render(document: tree.Document, resources: Resources) -> bytes:
    """A PDF file that is to be PDF/UA-1 and PDF/A-3a. Raises typst.TypstError where it cannot be."""
    import typst  # here, so that the markup can be made and tested without it

    with tempfile.TemporaryDirectory() as folder:
        for name, picture in _pictures(resources).items():
            (Path(folder) / name).write_bytes(picture.data)
        written = typst.compile(
            source(document, resources).encode(),
            root=folder,
            format="pdf",
            font_paths=_fonts(),
            pdf_standards=STANDARDS,
            timestamp=0,  # else the clock's: the same document would have other bytes every second
        )
    assert isinstance(written, bytes)  # without an output, compile gives the bytes
    return written


def source(document: tree.Document, resources: Resources) -> str:
    """The document as Typst markup."""
    writer = _Writer(document, resources)
    return _preamble(document.meta, resources) + writer.blocks(document.body)


def _fonts() -> typst.Fonts:
    import typst

    folders = [str(fonts.folder(family)) for family in fonts.FAMILIES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _pictures(resources: Resources) -> dict[str, Picture]:
    """The photographs by the file names that the markup has for them."""
    return {_file(name): image for name, image in resources.images.items() if isinstance(image, Picture)}


def _file(source: str) -> str:
    return source.replace(":", "-") + ".jpg"


def _preamble(meta: tree.Meta, resources: Resources) -> str:
    language, _, region = meta.language.partition("-")
    foot = f"{meta.running} · {meta.type}" if meta.type else meta.running
    status = "".join(run.text for run in meta.status)
    return f"""\
#set document(title: {_string(meta.title)}, author: {_string(meta.author)}, \
description: {_string(meta.description)}, date: {_date(meta.date)})
#set text(lang: {_string(language)}, region: {_string(region) if region else "none"}, \
font: {_string(fonts.FAMILIES["sans"])}, size: 10.5pt)
#set page(paper: "a4", margin: (top: 31mm, bottom: 25mm, x: 20mm), \
header: align(right, strong({_string(status)})), \
footer: context [#{_string(foot)}; #h(1fr) #{_string(resources.words.page)}; #counter(page).display() \
(#counter(page).final().first())])
#set list(marker: [–])
#set figure(numbering: none, supplement: none)
#set figure.caption(separator: none)
#set table(stroke: (y: 0.5pt), inset: (x: 4pt, y: 3pt))
#show figure: set block(breakable: true)
#show figure: set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#show table.cell: set par(justify: false)
#show heading: set text(weight: 600)
#set strong(delta: 200)

"""


def _date(iso: str) -> str:
    """A day for Typst, which knows no other dates: of a month the first, of an unknown date none."""
    if not iso:
        return "none"
    year, month, day = [*map(int, iso.split("-")), 1, 1][:3]
    return f"datetime(year: {year}, month: {month}, day: {day})"


@dataclass(slots=True)
class _Writer:
    document: tree.Document
    resources: Resources
    targets: dict[str, Target] = field(init=False)
    unlisted: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = targets(self.document)
        listed = {heading.id for heading in tree.entries(self.document, 6)}
        self.unlisted = frozenset(heading.id for heading in tree.headings(self.document)) - listed

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[tree.Block]) -> str:
        return "".join(self.block(block) for block in blocks)

    def block(self, block: tree.Block) -> str:
        match block:
            case tree.Paragraph():
                return f"#par[{self.inlines(block.children)}]\n"
            case tree.Heading():
                return self.heading(block, listed=block.id not in self.unlisted)
            case tree.Section():
                new_page = "#pagebreak(weak: true)\n" if "page" in block.role.split() else ""
                return new_page + _anchor(block.id) + self.blocks(block.children)
            case tree.Group():
                return f"#block[{self.blocks(block.children)}]\n"
            case tree.Aside():
                return f'#block(fill: rgb("eef4f4"), inset: 8pt, width: 100%)[{self.blocks(block.children)}]\n'
            case tree.List():
                items = ", ".join(f"[{self.tight(item.children)}]" for item in block.items)
                return f"#{'enum' if block.ordered else 'list'}({items})\n"
            case tree.DescriptionList():
                return f"#terms({', '.join(map(self.description, block.entries))})\n"
            case tree.Table():
                return self.table(block)
            case tree.Figure():
                return self.figure(self.image(block.image), block.caption, block.id)
            case tree.Image():
                return f"#{self.image(block)}\n"
            case tree.Quote():
                by = f"#par[{self.inlines(block.source)}]" if block.source else ""
                return f"#quote(block: true)[{self.blocks(block.children)}{by}]\n"
            case tree.Contents():
                return f"{self.heading(block.title, listed=False)}#outline(title: none, depth: {block.depth})\n"
            case _:
                assert_never(block)

    def tight(self, blocks: tree.Blocks) -> str:
        """A lone paragraph without its element, as in most list items and cells."""
        if len(blocks) == 1 and isinstance(blocks[0], tree.Paragraph):
            return self.inlines(blocks[0].children)
        return self.blocks(blocks)

    def heading(self, heading: tree.Heading, *, listed: bool) -> str:
        number = heading_number(heading, self.resources.words)
        shown = _text(f"{number} ") if number else ""
        title = f"[{shown}{self.inlines(heading.children)}]"
        outlined = "true" if listed else "false"
        return f"#heading(level: {heading.level}, outlined: {outlined}){title}{_label(heading.id)}\n"

    def description(self, entry: tree.Description) -> str:
        terms = _text(", ").join(self.inlines(term) for term in entry.terms)
        details = "".join(self.tight(detail) for detail in entry.details)
        return f"terms.item[{terms}][{details}]"

    def table(self, table: tree.Table) -> str:
        columns = max(len(row) for row in (*table.head, *table.body))
        head = ", ".join(self.cell(cell) for row in table.head for cell in row)
        rows = [", ".join(map(self.cell, row)) for row in table.body]
        cells = ",\n".join([f"table.header({head})", *rows] if head else rows)
        return self.figure(f"table(columns: {columns},\n{cells})", table.caption, table.id)

    def cell(self, cell: tree.Cell) -> str:
        inner = self.tight(cell.children)
        return f"[#strong[{inner}]]" if cell.is_header else f"[{inner}]"

    def figure(self, body: str, caption: tree.Caption | None, id: str) -> str:
        words = f"caption: [{self.caption(caption)}], " if caption else ""
        return f"#figure({words}{body}){_label(id)}\n"

    def caption(self, caption: tree.Caption) -> str:
        number = f"#strong[{_text(f'{caption_number(caption, self.resources.words)}.')}]{_text(' ')}"
        return (number if caption.number else "") + self.inlines(caption.children)

    def image(self, image: tree.Image) -> str:
        """The image as a Typst expression; decoration is an artifact."""
        shown = self.resources.images[image.source]
        alt = f", alt: {_string(image.alt_text)}" if image.alt_text else ""
        if isinstance(shown, Picture):
            drawn = f"image({_string(_file(image.source))}, width: 60%{alt})"
        else:
            data = f'bytes({_string(svg(shown))}), format: "svg"'
            drawn = f"image({data}, width: calc.min({shown.width:.3f}, 170) * 1mm{alt})"
        return drawn if alt else f"pdf.artifact({drawn})"

    # --- words -------------------------------------------------------------------------------

    def inlines(self, inlines: tree.Inlines) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: tree.Inline) -> str:
        match inline:
            case tree.Text():
                return _text(inline.text)
            case tree.Emphasis():
                return f"#emph[{self.inlines(inline.children)}]"
            case tree.Strong():
                return f"#strong[{self.inlines(inline.children)}]"
            case tree.Link():
                target = f"label({_string(inline.href[1:])})" if inline.href.startswith("#") else _string(inline.href)
                return f"#link({target})[{self.inlines(inline.children)}]"
            case tree.Reference():
                words = reference_words(self.targets[inline.target], self.resources.words)
                return f"#link(label({_string(inline.target)}))[{_text(words)}]"
            case tree.Span():
                return self.span(inline)
            case tree.Abbreviation() | tree.Time():
                return self.inlines(inline.children)
            case tree.LineBreak():
                return "#linebreak()"
            case tree.Footnote():
                return f"#footnote[{self.inlines(inline.children)}]"
            case _:
                assert_never(inline)

    def span(self, span: tree.Span) -> str:
        looks = []
        if span.language:
            language, _, region = span.language.partition("-")
            # Said even where there is none: else English words in a Swedish text are English of Sweden.
            looks.append(f"lang: {_string(language)}, region: {_string(region) if region else 'none'}")
        if "exact" in span.role.split():
            looks.append(f"font: {_string(fonts.FAMILIES['serif'])}")
        return f"#text({', '.join(looks)})[{self.inlines(span.children)}]" if looks else self.inlines(span.children)


def _text(text: str) -> str:
    """Words as a string expression: nothing in it is markup, and quotation marks stay as they are."""
    return f"#{_string(text)};" if text else ""


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _label(id: str) -> str:
    return f"#label({_string(id)})" if id else ""


def _anchor(id: str) -> str:
    """A place that shows nothing, for links to a section."""
    return f"#metadata(none){_label(id)}\n" if id else ""
