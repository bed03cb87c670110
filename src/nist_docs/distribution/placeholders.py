"""What stands in a master for a recipient's words: a text that holds every letter which a copy may set.

A fixed repertoire of Latin letters, not the letters of a list: a copy's bytes depend on nobody else in it. Each column
has a placeholder of its own, so that what shows a column can be told by its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fontTools.ttLib import TTFont

from nist_docs import fonts

_LATIN = (
    *range(0x21, 0x7F), *range(0xA1, 0x180), *range(0x1A0, 0x1A2), *range(0x1AF, 0x1B1), *range(0x218, 0x21C),
    *range(0x1E80, 0x1E86), *range(0x1EA0, 0x1EFA), 0x1E9E, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026,
)  # fmt: skip


@cache
def repertoire() -> str:
    """The letters, no two of which are drawn by the same glyph: read from a PDF, one would be taken for the other."""
    glyphs: set[str] = set()
    signs = []
    with TTFont(fonts.file("sans"), lazy=True) as font:
        drawn = font.getBestCmap()
    for sign in map(chr, _LATIN):
        glyph = drawn.get(ord(sign))
        if sign not in fonts.INVISIBLE and not fonts.missing(sign) and glyph and glyph not in glyphs:
            glyphs.add(glyph)
            signs.append(sign)
    half = len(signs) // 2
    return "".join(signs[:half]) + " " + "".join(signs[half:])


def placeholders(columns: Iterable[str]) -> dict[str, str]:
    """A text for each column: the repertoire, begun by another of its letters."""
    letters = repertoire()
    starts = [at for at, letter in enumerate(letters) if letter.isalpha()]
    return {column: letters[at] + letters[:at] + letters[at + 1 :] for column, at in zip(columns, starts, strict=False)}
