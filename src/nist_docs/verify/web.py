"""A web page as an HTML parser reads it: its words in order, notes where they are called."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from nist_docs.verify.passages import Reading, numbered
from nist_docs.verify.reading_order import address

# What stands on the page besides the document's own words, and what becomes of it. What is compared apart is
# compared whole; nothing else is left out.
FURNITURE = {
    "a.skip": "the way past the masthead: compared apart",
    "header.masthead": "sender, type and state of the document: compared apart",
    "nav.toc/ul": "the contents' entries repeat headings: compared with these",
    "section.notes": "notes are read where they are called; their heading is compared apart",
    "sup.note-call": "the number of a note: its words stand there",
    "section.notes//a[↑]": "the way back from a note, which says nothing of the content",
}
_INLINE = {"a", "em", "strong", "span", "abbr", "time", "sup", "br"}
END = "\n\n"


def read(data: bytes) -> Reading:
    """The page. Raises what the parser raises."""
    from lxml import html

    page: Any = html.document_fromstring(data.decode())  # what a path finds has no type that can be stated
    running: list[str] = []
    for skipped in page.xpath("//body/a[@class='skip']"):
        running.append(_text(skipped))
        skipped.drop_tree()
    for masthead in page.xpath("//body/header[@class='masthead']"):
        running += [_text(line) for line in masthead.iter("p")]
        masthead.drop_tree()
    entries = [_text(item) for item in page.xpath("//nav[@class='toc']/ul/li")]
    for listed in page.xpath("//nav[@class='toc']/ul"):
        listed.drop_tree()
    notes = _notes(page, running)
    text = "".join(_words(page.find("body"), notes))
    left = [END + "".join(_words(note, {})) for note in notes.values()]  # notes that nothing calls
    passages = numbered((text + "".join(left)).split(END))
    return Reading(passages, numbered(running), numbered(entries), tuple(_about(page)))


def _notes(page: Any, running: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section in page.xpath("//section[@class='notes']"):
        running += [_text(heading) for heading in section.iter("h2")]
        for item in section.xpath(".//li"):
            for back in item.xpath("./a[starts-with(@href, '#note-call-')]"):
                if _text(back) == "↑":
                    back.drop_tree()
            found[item.get("id", "")] = item
        section.drop_tree()
    return found


def _words(element: Any, notes: dict[str, Any]) -> Iterator[str]:
    """The element's words; a block begins and ends a passage, what is no words stands among spaces."""
    tag = element.tag
    if not isinstance(tag, str):
        yield f" {element} "  # a comment: it has no business there
        return
    apart = "" if tag in _INLINE else END
    yield apart
    match tag:
        case "script" | "style":
            return
        case "br":
            yield " "
        case "img":
            yield element.get("alt", "")
        case "sup" if (call := element.find("a")) is not None:
            id = call.get("href", "").removeprefix("#")
            note = notes.pop(id, None)
            yield " "
            if _text(element) != id.removeprefix("note-"):
                yield f"[{_text(element)}] "  # the number is not its note's
            yield from _words_within(note, notes) if note is not None else element.itertext()
            yield " "
            return
    yield from _words_within(element, notes)
    match tag:
        case "a":
            yield f" {address(element.get('href', ''))} "
        case "abbr":
            yield f" {element.get('title', '')} "
        case "time":
            yield f" {element.get('datetime', '')} "
    yield apart


def _words_within(element: Any, notes: dict[str, Any]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _words(child, notes)
        yield child.tail or ""


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _about(page: Any) -> Iterator[tuple[str, str]]:
    yield "language", page.get("lang", "")
    yield "title", page.findtext("head/title") or ""
    for meta in page.xpath("//head/meta[@name or @property]"):
        name = meta.get("name") or meta.get("property")
        if name not in ("viewport", "color-scheme"):  # for the browser's layout alone
            yield name, meta.get("content", "")
    for link in page.xpath("//head/link"):
        yield link.get("rel", "link"), link.get("href", "")
    for script in page.xpath("//script[@type='application/ld+json']"):
        for key, value in json.loads(script.text).items():
            yield (
                f"linked data: {key}",
                value if isinstance(value, str) else " ".join(word for pair in value.items() for word in pair),
            )
