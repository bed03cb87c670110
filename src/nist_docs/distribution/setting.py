"""Words as glyphs of one face, as WeasyPrint sets them: HarfBuzz with kerning, without ligatures.

Loaded in every process that makes copies: nothing heavier than HarfBuzz here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import uharfbuzz as hb

_FEATURES = {"kern": True, "liga": False, "clig": False, "calt": True}


class CannotSet(Exception):
    """Words that the master has no glyphs or no room for: their copy is laid out by itself."""


@lru_cache(maxsize=32)
def _font(path: str) -> Any:
    return hb.Font(hb.Face(hb.Blob.from_file_path(path)))


@lru_cache(maxsize=4_000)
def written(path: str, text: str) -> tuple[str, float, frozenset[int]]:
    """A word as the inside of a TJ array's hex string, its width in thousandths of the size, and its glyphs.

    Raises CannotSet where a glyph is missing, or marks must be placed above or beside others.
    """
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    font = _font(path)
    hb.shape(font, buffer, _FEATURES)
    scale = 1000 / font.face.upem
    parts, total = [], 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph, advance = info.codepoint, position.x_advance
        if glyph == 0 or position.x_offset or position.y_offset:
            raise CannotSet
        kern = (advance_of(path, glyph) - advance) * scale
        parts.append(f"{glyph:04x}>{kern:g}<" if kern else f"{glyph:04x}")
        total += advance * scale
    return "".join(parts), total, frozenset(info.codepoint for info in buffer.glyph_infos)


@lru_cache(maxsize=10_000)
def advance_of(path: str, glyph: int) -> int:
    """How far a glyph moves on by itself, in the font's units."""
    return int(_font(path).get_glyph_h_advance(glyph))


def em(path: str) -> int:
    """How many of the font's units its size has."""
    return int(_font(path).face.upem)
