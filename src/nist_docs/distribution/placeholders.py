"""What stands in a master for a recipient's words: a text that holds every letter which a copy may set.

A fixed repertoire of Latin letters, not the letters of a list: a copy's bytes depend on nobody else in it. Each column
has a placeholder of its own, so that what shows a column can be told by its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from nist_docs import fonts
from nist_docs.addresses import Address, Kind, Origin
from nist_docs.problems import nearest
from nist_docs.views import Leaf, Setting

LIST = "the list of recipients"  # what messages call the origin of their words

# Columns that templates may ask for whether or not a list has them.
STANDING = ("name", "organisation", "table", "group", "greeting", "note")

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
    return {
        column: letters[at] + letters[:at] + letters[at + 1 :] for column, at in zip(columns, starts, strict=False)
    }


class View:
    """A recipient as templates see them: ``recipient.name``. A column that is empty for them is nothing.

    ``asked`` are the columns that a template has looked at.
    """

    __slots__ = ("_columns", "_fields", "_setting", "asked")

    def __init__(self, setting: Setting, fields: Mapping[str, str], columns: Iterable[str]) -> None:
        self._setting, self._fields, self._columns = setting, fields, tuple(columns)
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Leaf | None:
        if name not in self._columns and name not in STANDING:
            raise AttributeError(f"the list of recipients has no column '{name}' ({nearest(name, self._columns)})")
        self.asked.add(name)
        words = self._fields.get(name)
        # Derived, so that they stand as their owner writes them: no typography.
        return Leaf(self._setting, words, Origin(Address(LIST) / name, Kind.DERIVED)) if words else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with columns in it: texts and the keys of columns take turns, a text begins and ends it."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str, held: Mapping[str, str]) -> Pattern:
        """Where placeholders stand in a text."""
        columns = {placeholder: column for column, placeholder in held.items()}
        pieces = re.split("(" + "|".join(map(re.escape, columns)) + ")", text)
        return cls(tuple(columns[piece] if at % 2 else piece for at, piece in enumerate(pieces)))

    @property
    def columns(self) -> tuple[str, ...]:
        return self.parts[1::2]

    def filled(self, fields: Mapping[str, str], write: Callable[[str], str] = str) -> str:
        """The text with a recipient's words, each written as the place asks."""
        parts = self.parts
        return "".join([write(fields[part]) if at & 1 else part for at, part in enumerate(parts)])
