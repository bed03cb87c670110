"""What a document says, in the order of its source: what every format is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never
from urllib.parse import unquote

from nist_docs.drawing import Drawing
from nist_docs.formats import Format
from nist_docs.semantics import tree
from nist_docs.verify.passages import Gathering, Said
from nist_docs.writers.numbering import caption_name, heading_number, reference_words, targets
from nist_docs.writers.resources import Words


class Kind(StrEnum):
    """What is said besides plain words."""

    NUMBER = "the number of a heading"
    ALTERNATIVE = "the alternative text of an image"
    DRAWN = "words in a figure"
    BACKGROUND = "words in a decoration"
    NARROW = "a figure's form for narrow screens"
    ADDRESS = "the address of a link"
    TARGET = "the place in the document that a link leads to"
    EXPANSION = "the long form of an abbreviation"
    MOMENT = "a date for machines"


# What a format does not say, each with the reason. All else that the document says is compared.
SILENT: Mapping[Format, Mapping[Kind, str]] = {
    Format.HTML: {},
    Format.WORD: {
        Kind.NUMBER: "Word counts headings itself, by their styles",
        Kind.DRAWN: "a drawing's words are outlines and dots; its alternative text is compared",
        Kind.BACKGROUND: "as of figures",
        Kind.NARROW: "pages have one width",
        Kind.TARGET: "bookmarks have names of their own",
        Kind.EXPANSION: "Word knows no abbreviations",
        Kind.MOMENT: "Word knows no dates for machines",
    },
    Format.PDF: {
        Kind.BACKGROUND: "decoration is an artifact: compared with what else stands on its page",
        Kind.NARROW: "pages have one width",
        Kind.TARGET: "destinations are objects; `tagging` looks at them",
        Kind.MOMENT: "PDF knows no dates in text",
    },
}  # fmt: skip


def said(document: tree.Document, words: Words, images: Mapping[str, object], silent: Mapping[Kind, str]) -> list[Said]:
    """The document's words in passages, each run with its value. A note stands where it is referred to."""
    saying = _Saying(document, words, images, silent)
    saying.blocks(document.body)
    return saying.passages.done


class _Saying:
    def __init__(
        self, document: tree.Document, words: Words, images: Mapping[str, object], silent: Mapping[Kind, str]
    ) -> None:
        self.words, self.images, self.silent = words, images, silent
        self.targets = targets(document)
        self.passages = Gathering()

    def say(self, kind: Kind, text: str, run: tree.Text | None = None) -> None:
        if text and kind not in self.silent:
            self.passages.add(f" {text} ", run)

    def passage(self, inlines: tree.Inlines) -> None:
        self.inlines(inlines)
        self.passages.end()

    def blocks(self, blocks: tree.Blocks) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: tree.Block) -> None:
        match block:
            case tree.Heading():
                self.say(Kind.NUMBER, heading_number(block, self.words))
                self.passage(block.children)
            case tree.Paragraph():
                self.passage(block.children)
            case tree.Quote():
                self.blocks(block.children)
                self.passage(block.source)
            case tree.Table():
                self.caption(block.caption)
                self.blocks(tree.inner_blocks(block))
            case tree.Figure():
                self.image(block.image)
                self.caption(block.caption)
            case tree.DescriptionList():
                for entry in block.entries:
                    for term in entry.terms:
                        self.passage(term)
                    for detail in entry.details:
                        self.blocks(detail)
            case tree.Section() | tree.Group() | tree.Aside() | tree.List() | tree.Contents():
                self.blocks(tree.inner_blocks(block))
            case tree.Image():
                self.image(block)
            case _:
                assert_never(block)

    def image(self, image: tree.Image) -> None:
        drawn = self.images.get(image.source)
        self.form(image, drawn)
        if isinstance(drawn, Drawing) and drawn.narrow and Kind.NARROW not in self.silent:
            self.form(image, drawn.narrow)

    def form(self, image: tree.Image, drawn: object) -> None:
        """The alternative, then the words that are drawn."""
        if Kind.ALTERNATIVE not in self.silent:
            self.passage(image.alt)
        if isinstance(drawn, Drawing):
            kind = Kind.DRAWN if image.alt_text else Kind.BACKGROUND
            for label in drawn.labels():
                if kind not in self.silent:
                    self.passage(label.text)

    def caption(self, caption: tree.Caption | None) -> None:
        if caption:
            if name := caption_name(caption, self.words):
                self.passages.add(f"{name}. ")
            self.passage(caption.children)

    def inlines(self, inlines: tree.Inlines) -> None:
        for inline in inlines:
            match inline:
                case tree.Text():
                    self.passages.add(inline.text, inline)
                case tree.Reference(target):
                    self.passages.add(reference_words(self.targets[target], self.words))
                    self.say(Kind.TARGET, address(f"#{target}"))
                case tree.LineBreak():
                    self.passages.add(" ")
                case tree.Link(href, children):
                    self.inlines(children)
                    first = next(iter(tree.texts(children)), None)
                    self.say(Kind.TARGET if href.startswith("#") else Kind.ADDRESS, address(href), first)
                case tree.Footnote(_, children):
                    self.passages.add(" ")
                    self.inlines(children)
                    self.passages.add(" ")
                case tree.Abbreviation(children, expansion):
                    self.inlines(children)
                    self.say(Kind.EXPANSION, expansion)
                case tree.Time(children, datetime):
                    self.inlines(children)
                    self.say(Kind.MOMENT, datetime, next(iter(tree.texts(children)), None))
                case tree.Emphasis(children) | tree.Strong(children) | tree.Span(children):
                    self.inlines(children)
                case _:
                    assert_never(inline)


def address(href: str) -> str:
    """An address among words; programs write letters in it as they are or with % signs."""
    return f"→{unquote(href)}"
