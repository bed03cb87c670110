"""Signs that came with a text from elsewhere: marks of another format, letters that a program read in a wrong alphabet.

The documents show them as they stand, so that a person must say whether they are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from nist_docs import markup
from nist_docs.content import Content
from nist_docs.editorial.notes import note
from nist_docs.model.types import Rich
from nist_docs.problems import Problem
from nist_docs.values import Value

_TAG = (
    "a|abbr|b|blockquote|br|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|q|s|small|span"
    "|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_ATTRIBUTE = r"""\s+[\w:-]+=("[^"]*"|'[^']*'|[^\s"'>]+)"""
_CLOSE = r"close it: *emphasis*, **strong**; for the sign itself: \*"
# What is shown as it stands, and what to write in running text instead.
_MARKS = {
    re.compile(r"\*\*|(?<!\S)\*(?=[^\s*)])|(?<!\w)__(?=\w)"): _CLOSE,
    re.compile(r"\]\((?=\S)|\] \((?=https?:|mailto:)"): "a link is written [words](https://…), without a space between",
    re.compile(r"\^\["): "a footnote is written ^[its words], closed by ]",
    re.compile(
        rf"(?i)</?({_TAG})({_ATTRIBUTE})*\s*/?>"
    ): "leave it out: texts have no HTML, but *emphasis* and **strong**",
    re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|(?P<name>[a-zA-Z]\w*));"): "write the sign itself",
}
_HEADING = re.compile(r"#{1,6} ")
_SHORT = "leave it out: this text is short, and has no marks of any kind; or set the rule to off"

# A letter or mark of two or three bytes in UTF-8, read byte by byte as Windows-1252 or Latin-1; what may as well be a
# letter before a mark only where words go on.
_GARBLED = re.compile(
    "[ÃÂ][\u0080-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ•–—˜™š›œžŸ]|[ÃÂ][…‘’“”](?=[a-zåäö])|â€[\u0080-\u00bfŒœ\u2013-\u2122]?|â‚¬|ï»¿"
)
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")


def check(content: Content, value: Value) -> Iterator[Problem]:
    """What is left in one text."""
    source = value.value.source if isinstance(value.value, Rich) else ""
    texts = list(_as_it_stands(source)) if source else [str(value.value)]
    marks = [(found, hint) for text in texts for found, hint in _marks(text)]
    if source and (found := _HEADING.match(source)):
        marks.insert(0, (found, "leave it out: texts have no headings inside"))
    for found, hint in marks[:1]:
        message = f"“{found[0].strip()}” is shown as it stands"
        yield from note(content, "leftover-markup", value.at, message, hint if source else _SHORT)
    for found in [one for text in texts for one in _GARBLED.finditer(text)][:1]:
        message = f"“{found[0]}” is what a program made of another letter"
        yield from note(content, "garbled", value.at, message, f"type it anew{_meant(found[0])}")


def _marks(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern, hint in _MARKS.items():
        for found in pattern.finditer(text):
            name = found.groupdict().get("name")
            if not name or f"{name};" in html5:
                yield found, hint


def _as_it_stands(source: str) -> Iterator[str]:
    """The words that are no markup, in one piece between marks; a sign after \\ is meant, and left out."""
    return (token.content for token in markup.all_tokens(_ESCAPED.sub("", source)) if token.type == "text")


def _meant(garbled: str) -> str:
    """What stood there, where that can be told."""
    for alphabet in ("cp1252", "latin-1"):
        try:
            return f": {garbled.encode(alphabet).decode()}"
        except UnicodeError:
            continue
    return ""
