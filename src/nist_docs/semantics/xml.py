"""A rendered template as plain elements, each with its place in a template.

Templates are well-formed XML and parsed strictly (expat). ``templating`` stamps each tag with the template
and line that it stands in; here the stamps become places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from xml.parsers import expat

from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

STAMP = "x-at"  # an attribute "template:line:column" that no template may write itself

Locate = Callable[[str], Place]


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str]
    at: Place
    children: list[Element | str] = field(default_factory=list)


def parse(html: str, locate: Locate) -> Element:
    """The root element. Raises Problems where the markup is not well-formed."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Element("", {}, Place(""))
    path = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        stamp = attributes.pop(STAMP, "")
        # Markup from content (emphasis, links) bears no stamp: it stands where its parent does.
        element = Element(tag, attributes, locate(stamp) if stamp else path[-1].at)
        path[-1].children.append(element)
        path.append(element)

    def end(_: str) -> None:
        path.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: path[-1].children.append(text)
    try:
        parser.Parse(html, True)
    except expat.ExpatError as error:
        raise Problems([_problem(error, html, path, locate)]) from None
    return next(child for child in root.children if isinstance(child, Element))


def _problem(error: expat.ExpatError, html: str, path: list[Element], locate: Locate) -> Problem:
    lines = html.splitlines(keepends=True)
    position = sum(map(len, lines[: error.lineno - 1])) + error.offset
    stamps = re.findall(rf'{STAMP}="([^"]*)"', html[:position])
    what = expat.errors.messages[error.code]
    if what == expat.errors.XML_ERROR_TAG_MISMATCH:
        closing = re.match(r"</?([\w-]+)", html[html.rfind("<", 0, position + 1) :])
        opened = path[-1]
        message = f"<{opened.tag}> is not closed before </{closing[1] if closing else '…'}>"
        return Problem("not-well-formed", opened.at, message, f"close it: </{opened.tag}>, or <{opened.tag}/> if empty")
    message = f"the template's output is not well-formed: {what}"
    hint = "close every tag, put attribute values in quotes, write & as &amp;"
    return Problem("not-well-formed", locate(stamps[-1]) if stamps else Place("templates"), message, hint)
