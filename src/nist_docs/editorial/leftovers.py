"""Signs that came with a text from elsewhere: marks of another format, letters that a program read in a wrong alphabet.

The documents show them as they stand, so that a person must say whether they are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nist_docs import markup
from nist_docs.content import Content
from nist_docs.editorial.notes import note
from nist_docs.model.types import Rich
from nist_docs.problems import Problem
from nist_docs.values import Value

_HTML = (
    "a|abbr|b|blockquote|br|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|q|s|small|span"
    "|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
# What is shown as it stands, and what to write in running text instead.
_MARKS = {
    re.compile(
        r"\*\*|(?<!\S)\*(?=[^\s*)])|(?<!\w)__(?=\w)"
    ): r"close it: *emphasis*, **strong**; for the sign itself: \*",
    re.compile(r"\]\((?=\S)|\] \((?=https?:|mailto:)"): "a link is written [words](https://…), without a space between",
    re.compile(r"\^\["): "a footnote is written ^[its words], closed by ]",
    re.compile(rf"(?i)</?({_HTML})\b[^<>]*>"): "leave it out: texts have no HTML, but *emphasis* and **strong**",
    re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]{2,8});"): "write the sign itself",
    re.compile(r"\A#{1,6} "): "leave it out: texts have no headings inside",
    re.compile(r"\A([-*+•]|1[.)]) (?=.* ([-*+•]|2[.)]) )"): (
        "texts have no lists: write a paragraph for each, with a blank line between"
    ),
}
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_SHORT = "leave it out: this text is short, and has no marks of any kind"

# A letter or mark of two or three bytes in UTF-8, read byte by byte as Windows-1252.
_GARBLED = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf\u0152\u0153\u2013-\u2122]?")


def check(content: Content, value: Value) -> Iterator[Problem]:
    """What is left in one text."""
    is_rich = isinstance(value.value, Rich)
    for text in _as_it_stands(value.value.source) if isinstance(value.value, Rich) else (str(value.value),):
        for pattern, hint in _MARKS.items():
            if found := pattern.search(text):
                message = f"“{found[0].strip()}” is shown as it stands"
                yield from note(content, "leftover-markup", value.at, message, hint if is_rich else _SHORT)
                return
        if found := _GARBLED.search(text):
            message = f"“{found[0]}” is what a program made of another letter"
            yield from note(content, "garbled", value.at, message, f"type it anew{_meant(found[0])}")
            return


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
