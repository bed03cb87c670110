"""No page of a Word file stands nearly empty: a section begins a page only where the one before is well filled.

Word alone knows where pages end, so this is an estimate: of lines by the widths of their words, of everything else
by the styles' own measures, worked out for heights that are a little less and a little more. Where these do not agree,
the section follows on, which never leaves a page empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nist_docs.writers.docx.context import Context
from nist_docs.writers.docx.heights import Piece
from nist_docs.writers.docx.ooxml import Element

LEAST = 1 / 3  # of a page's height between its margins
# What heights may be in truth, of what they are worked out to be. Beside LibreOffice's layout of the tests' documents
# they were at most 3 % less and 1 % more; a section begins a page only if each of these would have filled it.
TRIED = (0.94, 0.97, 1.0, 1.02)


def follow_on(context: Context, body: Sequence[Element]) -> None:
    """Takes page breaks away from paragraphs of the body that would leave a page less than a third full."""
    pages = [Page(context, share) for share in TRIED]
    for pieces in _chains(context, body):
        if pieces[0].page_break is not None and pages[0].begun:
            if all(page.is_filled for page in pages):
                for page in pages:
                    page.begin()
            else:
                parent = pieces[0].page_break.getparent()
                assert parent is not None
                parent.remove(pieces[0].page_break)
        for page in pages:
            page.place(pieces)


class Page:
    """How far down a page is filled, if things are this share of their worked-out heights."""

    def __init__(self, context: Context, share: float) -> None:
        section = context.file.sections[-1]
        sides = (section.page_height, section.top_margin, section.bottom_margin)
        height, top, bottom = (side.mm if side is not None else 0.0 for side in sides)
        self.height = (height - top - bottom) / share
        self.begin()

    @property
    def begun(self) -> bool:
        return self.used > 0

    @property
    def is_filled(self) -> bool:
        return self.filled / self.height >= LEAST

    def begin(self) -> None:
        self.used = self.filled = self.notes = 0.0

    def place(self, pieces: Sequence[Piece]) -> None:
        """Pieces that no page's end parts."""
        together = sum(piece.height for piece in pieces[:-1]) + pieces[-1].least + sum(p.notes for p in pieces)
        together -= sum(min(one.after, two.before) for one, two in pairwise(pieces))
        if together > self.room and self.begun and together <= self.height:
            self.begin()
        for piece in pieces:
            self.notes += piece.notes
            # Word takes the larger of the distances that two paragraphs have to each other.
            before = max(0.0, piece.before - (self.used - self.filled))
            self.used += before
            for _ in range(piece.lines):
                if piece.leading > self.room and self.used > before:
                    self.begin()
                self.used += piece.leading
            self.filled = self.used
            self.used += piece.after

    @property
    def room(self) -> float:
        return self.height - self.used - self.notes


def _chains(context: Context, body: Sequence[Element]) -> Iterator[list[Piece]]:
    """The body's pieces, each with those that it keeps to itself."""
    chain: list[Piece] = []
    for element in body:
        for piece in context.measures.pieces(element):
            if piece.page_break is not None and chain:
                yield chain
                chain = []
            chain.append(piece)
            if not piece.keeps:
                yield chain
                chain = []
    if chain:
        yield chain
