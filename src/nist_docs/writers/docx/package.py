"""The Word file as a whole: opened from the reference document, told what it is, saved the same every time."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, cast

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import CONTENT_TYPES_URI, PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.opc.pkgwriter import PackageWriter
from docx.opc.rel import Relationships
from docx.oxml.coreprops import CT_CoreProperties
from docx.oxml.ns import qn
from docx.package import Package
from lxml import etree

from nist_docs.problems import Place, Problem, Problems
from nist_docs.semantics import tree
from nist_docs.writers.docx.ooxml import w
from nist_docs.writers.docx.styles import REFERENCE
from nist_docs.writers.resources import Resources

# What the reference document hands on to every document; anything else in it is left behind.
NEEDED = frozenset({RT.STYLES, RT.NUMBERING, RT.SETTINGS})
KEPT = NEEDED | {RT.FONT_TABLE, RT.THEME}

FIRST_YEAR = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
STORED = (".png", ".jpg", ".jpeg")
LEVEL = 4  # of 9: a fiftieth larger than zlib's own choice, in three fifths of the time, an eighth of a report's
LONGEST_PROPERTY = 255  # characters that python-docx accepts
APP = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>nist-docs</Application></Properties>"
)

MODE = "15"  # Word 2013 and later; without it Word opens the file in compatibility mode
MODE_OWNER = "http://schemas.microsoft.com/office/word"
SEPARATORS = {"separator": -1, "continuationSeparator": 0}  # the footnotes that are no notes but rules

# Who edited the reference document and how is no concern of the documents made with it.
_LEFT_BEHIND = ("rsids", "footnotePr", "endnotePr", "themeFontLang", "compat", "updateFields",
                "documentProtection", "trackRevisions", "proofState",
                "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts")  # fmt: skip
# What follows language, compatibility and footnotes in the order that the schema wants.
_AFTER_LANGUAGE = ("w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:shapeDefaults",
                   "w:decimalSymbol", "w:listSeparator")  # fmt: skip
_AFTER_COMPAT = ("w:docVars", "m:mathPr", "w:attachedSchema", "w:themeFontLang", *_AFTER_LANGUAGE)
_AFTER_NOTES = ("w:compat", *_AFTER_COMPAT)
# What comes before the typefaces' settings; everything else comes after them.
_BEFORE_FACES = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
                 "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
                 "printFractionalCharacterWidth", "printFormsData")  # fmt: skip


def opened(resources: Resources) -> Document:
    """The reference document without its content. Raises Problems if it is missing or no Word document."""
    place, hint = Place(f"templates/{REFERENCE}"), "run: make reference"
    try:
        file = docx.Document(io.BytesIO((resources.templates / REFERENCE).read_bytes()))
        for kind in sorted(NEEDED):
            file.part.part_related_by(kind)
    except FileNotFoundError:
        message = "the reference document is missing"
        raise Problems([Problem("word-reference", place, message, hint)]) from None
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        message = f"this is not a Word document: {error}"
        raise Problems([Problem("word-reference", place, message, hint)]) from None
    _keep(file.part.rels, KEPT)
    _keep(file.part.package.rels, {RT.OFFICE_DOCUMENT})
    body = file.element.body
    body.clear_content()
    page = body.get_or_add_sectPr()
    page.attrib.clear()
    for other in page.xpath("./*[not(self::w:pgSz or self::w:pgMar)]"):
        page.remove(other)
    return file


def _keep(relations: Relationships, kinds: Collection[str]) -> None:
    for id in [id for id, relation in relations.items() if relation.reltype not in kinds]:
        del relations[id]


# --- what the file says of itself ------------------------------------------------------------------


def localise(file: Document, language: str) -> None:
    """The document's language as the default, and settings without traces of who edited the reference."""
    for defaults in file.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        defaults.remove_all("w:lang")
        defaults.append(w("lang", val=language, eastAsia=language, bidi="ar-SA"))
    settings = file.settings.element
    settings.remove_all(*(f"w:{old}" for old in _LEFT_BEHIND))
    for linked in settings.xpath("./*[descendant-or-self::*/@r:id]"):  # to a template on someone's disk
        settings.remove(linked)
    file.part.part_related_by(RT.SETTINGS).rels.clear()
    before = [child for child in settings if child.tag in {qn(f"w:{tag}") for tag in _BEFORE_FACES}]
    settings[len(before) : len(before)] = [w("embedTrueTypeFonts"), w("saveSubsetFonts")]
    rules = w("footnotePr", *(w("footnote", id=number) for number in SEPARATORS.values()))
    mode = w("compat", w("compatSetting", name="compatibilityMode", uri=MODE_OWNER, val=MODE))
    settings.insert_element_before(rules, *_AFTER_NOTES)
    settings.insert_element_before(mode, *_AFTER_COMPAT)
    settings.insert_element_before(w("themeFontLang", val=language), *_AFTER_LANGUAGE)


def describe(package: Package, meta: tree.Meta) -> None:
    """Properties: title, subject, author, language and dates, and nothing of the machine."""
    name = PackURI("/docProps/core.xml")
    # Not python-docx's default, which says that it was made by python-docx and when.
    core = CorePropertiesPart(name, CT.OPC_CORE_PROPERTIES, CT_CoreProperties.new(), package)
    package.relate_to(core, RT.CORE_PROPERTIES)
    about = package.core_properties
    about.title, about.subject, about.author = map(_short, (meta.title, meta.description, meta.author))
    about.last_modified_by, about.revision, about.language = about.author, 1, meta.language
    if instant := moment(meta.date):
        about.created = about.modified = instant
    app = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, APP, package)
    package.relate_to(app, RT.EXTENDED_PROPERTIES)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_PROPERTY else textwrap.shorten(text, LONGEST_PROPERTY, placeholder="…")


def moment(date: str) -> datetime | None:
    """The first moment of an ISO 8601 date, of whatever precision."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", date)
    if not found:
        return None
    year, month, day = (int(number) for number in found.groups(default="01"))
    return datetime(year, month, day, tzinfo=UTC)


# --- saving ----------------------------------------------------------------------------------------


def saved(package: Package) -> bytes:
    """The file with fixed order and times: the same tree gives the same bytes."""
    members, writer = _Members(), cast(Any, PackageWriter)
    for part in package.parts:
        cast(Any, part).before_marshal()
    # What Package.save does, step by step: that compresses too, in another order and with the time of day.
    writer._write_content_types_stream(members, package.parts)
    writer._write_pkg_rels(members, package.rels)
    writer._write_parts(members, package.parts)
    first = CONTENT_TYPES_URI.membername  # where Word looks first
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(members.blobs, key=lambda name: (name != first, name)):
            member = zipfile.ZipInfo(name, FIRST_YEAR)
            # Pictures are compressed as they are.
            member.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3  # else the bytes tell on which system they were made
            archive.writestr(member, members.blobs[name], compresslevel=LEVEL)
    return written.getvalue()


class _Members:
    """What python-docx takes for a package that is being written: its members by their names."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def write(self, uri: PackURI, blob: bytes) -> None:
        self.blobs[uri.membername] = blob
