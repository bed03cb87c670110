"""Elements of WordprocessingML as python-docx makes them: runs, their words, and Word's fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from functools import cache, lru_cache
from typing import Any, TypeAlias, cast

from docx.oxml.ns import nsmap, nspfxmap, qn
from docx.oxml.parser import OxmlElement, oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from lxml import etree
from lxml.etree import _Element

Element: TypeAlias = BaseOxmlElement

_MAIN = nspfxmap("w")
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return int(Mm(mm).twips)


def found(element: _Element, path: str) -> Any:
    """What an XPath finds from the element on. python-docx compiles the path each time; here that is done once."""
    return _compiled(path)(element)


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=nsmap)


def w(tag: str, /, *children: Element, **attributes: str | int) -> Element:
    """An element of the main namespace, its attributes in that namespace too."""
    made = copy(_pattern(tag, *attributes.items()))
    made.extend(children)
    return made


# A report has thousands of elements and a few hundred forms of them; lxml copies one, with what is in it, in a tenth
# of the time that it takes to make one.
@lru_cache(4096)
def _pattern(tag: str, /, *attributes: tuple[str, str | int]) -> Element:
    """An element to be copied, and never to be changed."""
    named = {qn(f"w:{key}"): str(value) for key, value in attributes}
    return cast(Element, oxml_parser.makeelement(qn(f"w:{tag}"), attrib=named, nsmap=_MAIN))


def root(tag: str, *children: Element) -> Element:
    """A part's outermost element, which declares the prefixes once for all."""
    prefixes = nspfxmap("w", "r", "w14") | {"mc": COMPATIBILITY}
    # Programs that do not know Word's later features may pass them over.
    ignorable = {f"{{{COMPATIBILITY}}}Ignorable": "w14"}
    made = cast(Element, OxmlElement(f"w:{tag}", ignorable, prefixes))
    made.extend(children)
    return made


# --- paragraphs and runs --------------------------------------------------------------------------


def run(content: Iterable[Element], style_id: str = "", language: str = "") -> Element:
    """A run in a character style; language is no look, so it may stand on the run itself."""
    made = copy(_run(style_id, language))
    made.extend(content)
    return made


@lru_cache(1024)
def _run(style_id: str, language: str) -> Element:
    """A run without content, to be copied."""
    properties = [w("rStyle", val=style_id)] if style_id else []
    properties += [w("lang", val=language)] if language else []
    return w("r", w("rPr", *properties)) if properties else w("r")


def paragraph(style_id: str, properties: Iterable[Element], content: Iterable[Element]) -> Element:
    made = copy(_paragraph(style_id))
    made[0].extend(properties)
    made.extend(content)
    return made


@lru_cache(1024)
def _paragraph(style_id: str) -> Element:
    """A paragraph without content, to be copied."""
    return w("p", w("pPr", w("pStyle", val=style_id)))


_SIGNS = {"\u00ad": "softHyphen", "\u2011": "noBreakHyphen", "\t": "tab"}
_PARTED = re.compile(f"([{''.join(_SIGNS)}])")


def words(text: str) -> list[Element]:
    """A run's content for these words. Word wants its own signs for hyphens that show or bind otherwise."""
    parts = filter(None, _PARTED.split(text))
    return [w(_SIGNS[part]) if part in _SIGNS else _preserved("t", part) for part in parts]


def _preserved(tag: str, text: str) -> Element:
    made = w(tag)
    made.text = text
    if text != text.strip() or "  " in text:
        made.set(qn("xml:space"), "preserve")
    return made


# --- fields: always with the result that Word would work out, so no prompt and no empty places ------


def begin(instruction: str, style_id: str = "") -> list[Element]:
    """A field up to its result."""
    code = _preserved("instrText", f" {instruction} ")
    parts = (w("fldChar", fldCharType="begin"), code, w("fldChar", fldCharType="separate"))
    return [run([part], style_id) for part in parts]


def end(style_id: str = "") -> Element:
    return run([w("fldChar", fldCharType="end")], style_id)


def field(instruction: str, result: str, style_id: str = "", language: str = "") -> list[Element]:
    """A whole field with its cached result, in one character style."""
    return [*begin(instruction, style_id), run(words(result), style_id, language), end(style_id)]
