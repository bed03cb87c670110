"""The inline markup of running text: CommonMark's emphasis and links, foreign phrases and footnotes.

    *emphasis*   **strong**   [words](https://…)   [advisory board]{lang=en}   a word^[its footnote]

Nothing else is markup: no HTML, no images, no headings. What a text says without its marks is ``plain``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from html import escape
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin

WriteText = Callable[[str], str]

_ADDRESS = re.compile(r"https?://[^/]+\.?[^/]*(/.*)?|mailto:[^@]+@[^@]+|tel:\+?[\d-]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["emphasis", "link", "escape", "newline"])
    parser.use(attrs_plugin, spans=True, allowed=["lang"])
    # Of the plugin only the inline form ^[…]; notes gathered at the end are the writers' business.
    parser.use(footnote_plugin, inline=True, move_to_end=False).disable(["footnote_ref", "footnote_def"])
    # Links are checked by `faults`, which says what is wrong, not silently left as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


@lru_cache(10_000)  # the same text is asked for by rules, and by each document
def tokens(text: str) -> tuple[Token, ...]:
    """CommonMark's inline tokens, to be read only; footnotes carry theirs as children."""
    environment: dict[str, dict[str, list[dict[str, list[Token]]]]] = {}
    (block,) = _parser().parseInline(text, environment)
    found = block.children or []
    notes = environment.get("footnotes", {}).get("list", [])
    for token in found:
        if token.type == "footnote_ref":
            token.children = notes[token.meta["id"]]["tokens"]
    return tuple(found)


def plain(text: str) -> str:
    """The text as read aloud: without marks and without its footnotes, white space folded."""
    return _plain(tokens(text))


def notes(text: str) -> tuple[str, ...]:
    """The words of the text's footnotes."""
    return tuple(_plain(token.children or []) for token in tokens(text) if token.type == "footnote_ref")


def _plain(found: Iterable[Token]) -> str:
    words = "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content
        for token in found
        if token.type != "footnote_ref"
    )
    return re.sub(r"[ \t\r\n]+", " ", words).strip(" ")


def html(text: str, write: WriteText) -> str:
    """Semantic HTML of the text; ``write`` turns each run of words into (marked, escaped) text."""
    return "".join(_html(tokens(text), write))


def _html(found: Iterable[Token], write: WriteText) -> Iterator[str]:
    for token in found:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    yield write(token.content)
            case "softbreak" | "hardbreak":
                yield " "
            case "link_open":
                yield f'<a href="{escape(str(token.attrs.get("href", "")))}">'
            case "link_close":
                yield "</a>"
            case "span_open":
                yield f'<span lang="{escape(str(token.attrs.get("lang", "")))}">'
            case "span_close":
                yield "</span>"
            case "footnote_ref":
                yield '<span role="doc-footnote">' + "".join(_html(token.children or [], write)) + "</span>"
            case other:
                yield _TAGS[other]


_ITEM = re.compile(r"[ \t]*([-*+•]|\d+[.)])[ \t]")


def listed(paragraph: str) -> list[tuple[str, str]]:
    """That lines of a paragraph as it was written are items of a list, which it would show in one line."""
    lines = paragraph.splitlines()
    if _ITEM.match(paragraph) and sum(bool(_ITEM.match(line)) for line in lines) > 1:
        return [
            ("the lines of a list would stand in one line", "write a paragraph for each: a blank line between them")
        ]
    return []


def faults(text: str) -> list[tuple[str, str]]:
    """What cannot be shown: pairs of a message and a hint."""
    found: list[tuple[str, str]] = []
    every = list(all_tokens(text))
    for index, token in enumerate(every):
        if token.type == "link_open":
            url = str(token.attrs.get("href", ""))
            inner = takewhile(lambda one: one.type != "link_close", every[index + 1 :])
            if not "".join(one.content for one in inner).strip():
                found.append((f"a link to {url} has no words", "say where it leads: [words](https://…)"))
            if fault := link_fault(url):
                found.append(fault)
            elif set(token.attrs) != {"href"} or "insecure_attrs" in token.meta:
                found.append(("a link has its words and its address, nothing more", "write [words](https://…)"))
        elif token.type == "span_open":
            language = str(token.attrs.get("lang", ""))
            if not _LANGUAGE.fullmatch(language) or "insecure_attrs" in token.meta:
                found.append(("words in [ ]{ } must name a language", "write [advisory board]{lang=en}"))
        elif token.type == "footnote_ref" and any(t.type == "footnote_ref" for t in token.children or []):
            found.append(("a footnote cannot stand inside a footnote", "end the first one before the second"))
    return found


def all_tokens(text: str) -> Iterator[Token]:
    """The text's tokens, and after each footnote those of its words."""
    yield from _all(tokens(text))


def _all(found: Iterable[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        if token.type == "footnote_ref":
            yield from _all(token.children or [])


def link_fault(url: str) -> tuple[str, str] | None:
    """Why an address cannot be linked to, with a hint; None where it can."""
    if re.search(r"[\s\\<>\"]", url):
        return f"'{url}' has a space or a sign that addresses cannot have", "write %20 for a space"
    if not _ADDRESS.fullmatch(url):
        hint = "write the whole address, as https://… or mailto:…"
        return f"'{url}' is not an address that a document may link to", hint
    return None
