"""A document as pages want it, for Word and PDF alike: tables that have room, headings without a lone last word.

A web page balances a heading's lines by itself and lets a wide table scroll; plain text has neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nist_docs.formats import Format
from nist_docs.semantics import tree
from nist_docs.writers.columns import NARROW, WIDTH, parted

PAGED = (Format.WORD, Format.PDF)
NO_BREAK = "\u00a0"  # of our own: the proof asks for this module, and shares nothing with typesetting
FEWEST_WORDS, LONGEST_WORD = 4, 8  # of a heading whose last word must not stand alone, and letters of that word


def on_pages(document: tree.Document) -> tree.Document:
    """The document with tables of too many columns in parts, and short last words bound in longer headings."""
    return replace(document, body=tuple(_fitted(document.body, WIDTH)))


def _fitted(blocks: tree.Blocks, room: float) -> Iterator[tree.Block]:
    for block in blocks:
        match block:
            case tree.Heading():
                yield replace(block, children=_bound(block.children))
            case tree.Table():
                yield from parted(block, room)
            case tree.Section() | tree.Group() | tree.Quote() | tree.Aside():
                yield replace(block, children=tuple(_fitted(block.children, room)))
            case tree.List():
                items = (replace(item, children=tuple(_fitted(item.children, NARROW))) for item in block.items)
                yield replace(block, items=tuple(items))
            case _:
                yield block


def _bound(heading: tree.Inlines) -> tree.Inlines:
    """The last two words on one line; in a heading of few words or with a long last one that would cost too much."""
    if len(tree.words(heading).split()) < FEWEST_WORDS or not isinstance(heading[-1], tree.Text):
        return heading
    before, space, last = heading[-1].text.rpartition(" ")
    if not (before and space and 0 < len(last) <= LONGEST_WORD):
        return heading
    return (*heading[:-1], replace(heading[-1], text=f"{before}{NO_BREAK}{last}"))
