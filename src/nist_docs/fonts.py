"""The two type families: their files, what signs they have, how wide words are.

The files come from PyPI packages, so that every machine sets the same lines (see docs/dependencies.md).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

_PACKAGES = {"sans": ("font_source_sans_pro", "SourceSansPro"), "serif": ("font_source_serif_pro", "SourceSerifPro")}
_FACES = {300: "Light", 400: "Regular", 600: "Semibold", 700: "Bold"}
_ITALICS = {400: "It", 600: "SemiboldIt"}

FAMILIES = {"sans": "Source Sans Pro", "serif": "Source Serif Pro"}


@cache
def folder(family: str) -> Path:
    """Where a family's files lie. The packages are found, not imported: they read all their files then."""
    spec = find_spec(_PACKAGES[family][0])
    assert spec is not None  # installed from the lock file
    assert spec.origin is not None
    return Path(spec.origin).parent / "files"


def file(family: str, weight: int = 400, *, italic: bool = False) -> Path:
    """The TrueType file of one face."""
    style = (_ITALICS if italic else _FACES)[weight]
    return folder(family) / f"{_PACKAGES[family][1]}-{style}.ttf"


def faces() -> Iterable[tuple[str, int, bool, Path]]:
    """Every face that documents may use: family, weight, italic, file."""
    for family in FAMILIES:
        for weight in _FACES:
            yield family, weight, False, file(family, weight)
        for weight in _ITALICS:
            yield family, weight, True, file(family, weight, italic=True)


def face_css() -> str:
    """The @font-face rules for all faces, by file."""
    return "".join(
        f'@font-face{{font-family:"{FAMILIES[family]}";font-weight:{weight};'
        f"font-style:{'italic' if italic else 'normal'};src:url({path.as_uri()})}}\n"
        for family, weight, italic, path in faces()
    )


@cache
def _characters(family: str) -> frozenset[str]:
    return frozenset(map(chr, _advances(family, 400)[0]))


def embedded_css(characters: str, wanted: Iterable[tuple[str, int, bool]]) -> str:
    """@font-face rules that hold the faces themselves (WOFF2), cut down to these characters.

    ``wanted`` are families with weight and whether italic.
    """
    rules = []
    for family, weight, italic in wanted:
        data = base64.b64encode(cut(file(family, weight, italic=italic), characters, "woff2")).decode()
        rules.append(
            f'@font-face{{font-family:"{FAMILIES[family]}";font-weight:{weight};'
            f"font-style:{'italic' if italic else 'normal'};font-display:swap;"
            f"src:url(data:font/woff2;base64,{data})}}"
        )
    return "\n".join(rules) + "\n"


NO_EMBEDDING, NO_CUTTING = 0x0002, 0x0100  # OpenType's OS/2 table, fsType: what a font's owner forbids


@lru_cache(maxsize=32)
def cut(path: Path, characters: str, flavor: str | None = None) -> bytes:
    """The face with these characters alone. Raises ValueError if its licence bits forbid that."""
    from fontTools.subset import Options, Subsetter  # takes longer to load than most pages to write

    options = Options(flavor=flavor, layout_features=["kern", "liga", "tnum"], hinting=False, notdef_outline=True)
    # The file's own date stays: the same page has the same bytes on every day.
    with TTFont(path, recalcTimestamp=False) as font:
        if font["OS/2"].fsType & (NO_EMBEDDING | NO_CUTTING):
            raise ValueError(f"{path.name} may not be embedded")
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font.flavor = flavor
        written = io.BytesIO()
        font.save(written)
    return written.getvalue()


# Signs that typesetting treats by itself and no font needs to draw.
INVISIBLE = frozenset("\n\u00ad\u200b\u2060")


@cache
def _shared() -> frozenset[str]:
    return frozenset(_characters("sans") & _characters("serif") | INVISIBLE)


def missing(text: str) -> str:
    """The signs in a text that one of the families lacks, each once."""
    known = _shared()
    return "".join(dict.fromkeys(sign for sign in text if sign not in known))


@cache
def _advances(family: str, weight: int) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    with TTFont(file(family, weight), lazy=True) as font:
        return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def width(text: str, size: float, family: str = "sans", weight: int = 400) -> float:
    """The text's width in the unit of ``size``, without kerning."""
    glyphs, metrics, em = _advances(family, weight)
    return sum(metrics[glyphs.get(ord(sign), ".notdef")][0] for sign in text) * size / em
