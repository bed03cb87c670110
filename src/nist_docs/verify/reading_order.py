"""A PDF's text in the order of its structure, against the document: nothing lost, nothing more, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from nist_docs.semantics import tree
from nist_docs.verify.tagging import HEADINGS
from nist_docs.verify.tags import Marked, Tag, Tags
from nist_docs.writers.numbering import caption_number, heading_number, reference_words, targets
from nist_docs.writers.resources import Words


def shown(tags: Tags) -> str:
    """The words of the structure tree, without what only the layout says.

    That is: markers of lists and notes, counted numbers of headings, the entries of contents (they repeat
    headings), and words inside of figures (their alternative is read).
    """
    return "".join(marked.text for marked in _read(tags.root, has_markers=False))


def _read(tag: Tag, *, has_markers: bool) -> Iterator[Marked]:
    for kid in tag.kids:
        match kid:
            case Marked():
                yield kid
            case Tag("TOC" | "Figure"):
                pass
            case Tag("Lbl") if has_markers or tag.type in ("Note", *HEADINGS):
                pass
            case Tag("Reference") if not any(inner.type == "Link" for inner in kid.tags):
                pass  # a note's number
            case Tag("L"):
                # Without numbering, labels are the terms of a description list.
                yield from _read(kid, has_markers=kid.attribute("ListNumbering") != "None")
            case Tag():
                yield from _read(kid, has_markers=has_markers)


def said(document: tree.Document, words: Words) -> Iterator[tuple[str, tree.Text | None]]:
    """The document's words in the order of its source, each with its run; None for numbers and references."""
    return _Said(document, words).blocks(document.body)


class _Said:
    def __init__(self, document: tree.Document, words: Words) -> None:
        self.words = words
        self.targets = targets(document)

    def blocks(self, blocks: tree.Blocks) -> Iterator[tuple[str, tree.Text | None]]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: tree.Block) -> Iterator[tuple[str, tree.Text | None]]:
        match block:
            case tree.Heading():
                yield heading_number(block, self.words), None
                yield from self.inlines(block.children)
            case tree.Paragraph():
                yield from self.inlines(block.children)
            case tree.Quote():
                yield from self.blocks(block.children)
                yield from self.inlines(block.source)
            case tree.Table():
                yield from self.caption(block.caption)
                yield from self.blocks(tree.inner_blocks(block))
            case tree.Figure():
                yield from self.caption(block.caption)
            case tree.DescriptionList():
                for entry in block.entries:
                    for term in entry.terms:
                        yield from self.inlines(term)
                    for detail in entry.details:
                        yield from self.blocks(detail)
            case tree.Section() | tree.Group() | tree.Aside() | tree.List() | tree.Contents():
                yield from self.blocks(tree.inner_blocks(block))
            case tree.Image():
                pass
            case _:
                assert_never(block)

    def caption(self, caption: tree.Caption | None) -> Iterator[tuple[str, tree.Text | None]]:
        if caption:
            yield (f"{caption_number(caption, self.words)}." if caption.number else ""), None
            yield from self.inlines(caption.children)

    def inlines(self, inlines: tree.Inlines) -> Iterator[tuple[str, tree.Text | None]]:
        for inline in inlines:
            match inline:
                case tree.Text():
                    yield inline.text, inline
                case tree.Reference():
                    yield reference_words(self.targets[inline.target], self.words), None
                case tree.LineBreak():
                    pass
                case _:
                    yield from self.inlines(inline.children)
