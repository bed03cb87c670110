"""Typefaces inside the Word file: on a desk where ours are not installed, its pages still look as they were set.

The faces are cut down to Latin letters once, by `make reference`, since that takes longer than writing a report;
a document with other signs has its own cut. Format: ECMA-376 part 1, 17.8 (fonts) and part 4, 17.8.1 (their keys).
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.package import Package
from lxml import etree

from nist_docs import fonts
from nist_docs.problems import Place, Problem, Problems
from nist_docs.writers.docx.looks import LIGHT, SANS, SEMIBOLD, SERIF
from nist_docs.writers.docx.ooxml import Element, root, w

FACES_FILE = "word/faces.zip"
OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
KINDS = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
HIDDEN = 32  # bytes at a font's beginning that its key hides
FIRST_YEAR = (1980, 1, 1, 0, 0, 0)

# Latin with its accents (all languages of the Union but Greek and Bulgarian), and typography's own signs.
LATIN = frozenset(
    map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x2010, 0x2016), 0x2018, 0x2019,
              0x201A, 0x201C, 0x201D, 0x201E, *range(0x2020, 0x2023), 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039,
              0x203A, 0x20AC, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265))
)  # fmt: skip


class Typeface(NamedTuple):
    """A font as Word counts: what to show where it is missing, and its faces by what embeds them."""

    others: str
    family: str  # swiss or roman
    panose: str
    faces: dict[str, Path]


def _faces(family: str, regular: int, *, whole: bool) -> dict[str, Path]:
    found = {"embedRegular": fonts.file(family, regular)}
    if whole:
        found |= {"embedBold": fonts.file(family, 700), "embedItalic": fonts.file(family, 400, italic=True)}
    return found


# Bold italics are rare enough for Word to slant the bold face.
TYPEFACES = {
    SANS: Typeface("Arial", "swiss", "020B0503030403020204", _faces("sans", 400, whole=True)),
    SEMIBOLD: Typeface("Segoe UI Semibold,Arial", "swiss", "020B0603030403020204", _faces("sans", 600, whole=False)),
    LIGHT: Typeface("Segoe UI Light,Arial", "swiss", "020B0403030403020204", _faces("sans", 300, whole=False)),
    SERIF: Typeface("Georgia", "roman", "02040603050405020204", _faces("serif", 400, whole=True)),
}


# --- faces -----------------------------------------------------------------------------------------


def all_faces() -> bytes:
    """Every face, cut down to Latin, as one file: what a build takes them from."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path in sorted({path for typeface in TYPEFACES.values() for path in typeface.faces.values()}):
            member = zipfile.ZipInfo(path.name, FIRST_YEAR)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # else the bytes tell on which system they were made
            archive.writestr(member, latin(path), compresslevel=9)
    return written.getvalue()


def latin(path: Path) -> bytes:
    """A face with all of Latin."""
    return fonts.cut(path, "".join(sorted(LATIN)))


def _stored(templates: Path) -> dict[str, bytes]:
    """The faces by file name. Raises Problems if the file is missing or damaged."""
    try:
        return _unpacked((templates / FACES_FILE).read_bytes())
    except (OSError, zipfile.BadZipFile) as error:
        message = f"the typefaces for Word cannot be read: {error.__class__.__name__}"
        where, hint = Place(f"templates/{FACES_FILE}"), "run: make reference"
        raise Problems([Problem("word-faces", where, message, hint)]) from None


@lru_cache(1)
def _unpacked(data: bytes) -> dict[str, bytes]:
    """The archive's files: the same ones for every document of a run."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- the table of fonts ----------------------------------------------------------------------------


def embed(file: Document, templates: Path, text: Iterable[str]) -> None:
    """Our typefaces in the file, as far as its styles name them; what was embedded before goes."""
    more = set[str]().union(*text) - LATIN
    # What no face has, as fixed spaces and soft hyphens, needs no face.
    more -= set(fonts.missing("".join(more))) | fonts.INVISIBLE
    stored = _stored(templates)
    cut = "".join(sorted(LATIN | more))

    def face(path: Path) -> bytes:
        return fonts.cut(path, cut) if more or path.name not in stored else stored[path.name]

    named = set(file.styles.element.xpath(".//w:rFonts/@w:ascii"))
    others = [one for one in _old_table(file) if one.get(qn("w:name")) not in TYPEFACES]
    file.part.relate_to(font_table(file.part.package, face, named, others), RT.FONT_TABLE)


def font_table(
    package: Package, face: Callable[[Path], bytes], named: Container[str], others: Iterable[etree._Element] = ()
) -> XmlPart:
    """The table with ours, embedded where they are named; ``face`` gives a face's cut."""
    made = root("fonts")
    made.extend(others)
    part = XmlPart(PackURI("/word/fontTable.xml"), CT.WML_FONT_TABLE, made, package)
    for name, typeface in TYPEFACES.items():
        faces = typeface.faces.items() if name in named else ()
        embedded = [_embedded(part, kind, face(path)) for kind, path in faces]
        made.append(_entry(name, typeface, embedded))
    return part


def _old_table(file: Document) -> list[etree._Element]:
    """The reference document's fonts without their data, which belongs to whoever saved it."""
    relations = file.part.rels
    found: list[etree._Element] = []
    for id in [id for id, relation in relations.items() if relation.reltype == RT.FONT_TABLE]:
        for one in etree.fromstring(relations[id].target_part.blob).iter(qn("w:font")):
            for data in list(one.iter(*(qn(f"w:{kind}") for kind in KINDS))):
                one.remove(data)
            found.append(one)
        del relations[id]
    return found


def _entry(name: str, typeface: Typeface, embedded: Iterable[Element]) -> Element:
    """A font's row in the table, in the order that the schema wants."""
    return w(
        "font",
        w("altName", val=typeface.others),
        w("panose1", val=typeface.panose),
        w("charset", val="00"),
        w("family", val=typeface.family),
        w("pitch", val="variable"),
        *embedded,
        name=name,
    )


def _embedded(table: XmlPart, kind: str, data: bytes) -> Element:
    # The key is made of the face itself, so that the same faces are the same bytes in every file.
    key = uuid.UUID(bytes=hashlib.sha256(data).digest()[:16], version=4)
    package = cast(Package, table.package)
    number = len(table.rels) + 1
    part = Part(PackURI(f"/word/fonts/font{number}.odttf"), OBFUSCATED, obfuscated(data, key), package)
    made = w(kind, fontKey=f"{{{str(key).upper()}}}")
    made.set(qn("r:id"), table.relate_to(part, RT.FONT))
    return made


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """A font as the format wants it, or the other way: its first bytes, crossed with the key read backwards."""
    backwards = key.bytes[::-1]
    hidden: Iterator[int] = (byte ^ backwards[at % 16] for at, byte in enumerate(data[:HIDDEN]))
    return bytes(hidden) + data[HIDDEN:]
