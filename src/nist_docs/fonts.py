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

import uharfbuzz as hb

_PACKAGES = {"sans": ("font_source_sans_pro", "SourceSansPro"), "serif": ("font_source_serif_pro", "SourceSerifPro")}
_FACES = {300: "Light", 400: "Regular", 600: "Semibold", 700: "Bold"}
_ITALICS = {400: "It", 600: "SemiboldIt"}

# What Swedish and English are commonly written with. A web page holds these whether it has them all or not: words can
# be mended in it wherever it goes, and most pages have the same cuts of the faces, which take longer than all else.
COMMON = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0åäöÅÄÖéÉüÜ–—‘’“”…•×−§°½«»€")

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
    return frozenset(map(chr, face(file(family)).unicodes))


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


@cache
def face(path: Path) -> hb.Face:
    """The face as HarfBuzz reads it."""
    return hb.Face(hb.Blob.from_file_path(str(path)))


@lru_cache(maxsize=32)
def cut(path: Path, characters: str, flavor: str | None = None) -> bytes:
    """The face with these characters alone, as TrueType or (``woff2``). Raises ValueError if its licence bits forbid
    that. HarfBuzz cuts it in a three-hundredth of fontTools' time."""
    whole = face(path)
    if int.from_bytes(whole.reference_table("OS/2").data[8:10], "big") & (NO_EMBEDDING | NO_CUTTING):
        raise ValueError(f"{path.name} may not be embedded")
    wanted = hb.SubsetInput()
    wanted.unicode_set.set(set(map(ord, characters)))
    wanted.layout_feature_tag_set.set({int.from_bytes(feature, "big") for feature in (b"kern", b"liga", b"tnum")})
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    data = bytes(hb.subset(whole, wanted).blob.data)
    return _woff2(data) if flavor == "woff2" else data


def _woff2(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    # The file's own date stays: the same page has the same bytes on every day.
    with TTFont(io.BytesIO(data), recalcTimestamp=False) as font:
        font.flavor = "woff2"
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
    if known.issuperset(text):
        return ""
    return "".join(dict.fromkeys(sign for sign in text if sign not in known))


@cache
def font(family: str, weight: int) -> hb.Font:
    """The face in its own units, for lengths and outlines."""
    return hb.Font(face(file(family, weight)))


def width(text: str, size: float, family: str = "sans", weight: int = 400) -> float:
    """The text's width in the unit of ``size``, without kerning."""
    own = _advances(family, weight)
    return sum(map(own.__getitem__, text)) * size / own.em


class _Advances(dict[str, int]):
    """How far each sign goes, in the font's units; asked of the font once."""

    def __init__(self, own: hb.Font) -> None:
        super().__init__()
        self.own, self.em = own, int(own.face.upem)

    def __missing__(self, sign: str) -> int:
        self[sign] = found = int(self.own.get_glyph_h_advance(glyph(self.own, sign)))
        return found


@cache
def _advances(family: str, weight: int) -> _Advances:
    return _Advances(font(family, weight))


def glyph(own: hb.Font, sign: str) -> int:
    """The number of a sign's glyph; 0 is the one for what is missing."""
    return int(own.get_nominal_glyph(ord(sign)) or 0)
