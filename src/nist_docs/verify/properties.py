"""What a file should say about itself and along its pages, in each format, and what it says instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from nist_docs.formats import Format
from nist_docs.language.folding import folded
from nist_docs.semantics import tree
from nist_docs.verify.comparing import same
from nist_docs.verify.passages import Reading
from nist_docs.writers.numbering import heading_number
from nist_docs.writers.resources import Words

LONGEST = 255  # signs that a property of a Word file can have; a longer text is cut, and ends in …


def about(meta: tree.Meta, document: tree.Document, format: Format) -> dict[str, str]:
    """The properties that the file should have, by the names that its reader gives them. Empty: it has none."""
    match format:
        case Format.TEXT:
            return {}
        case Format.HTML:
            sender = f"@type GovernmentOrganization name {meta.author}"
            heading = next((tree.words(h.children) for h in tree.headings(document) if h.level == 1), meta.title)
            return {
                "language": meta.language, "title": meta.title, "description": meta.description,
                "author": meta.author, "og:type": "article", "og:title": meta.title,
                "og:description": meta.description, "og:site_name": meta.author,
                "og:locale": meta.language.replace("-", "_"), "article:published_time": meta.published,
                "article:modified_time": meta.modified, "linked data: @context": "https://schema.org",
                "linked data: @type": "NewsArticle", "linked data: headline": heading,
                "linked data: description": meta.description, "linked data: inLanguage": meta.language,
                "linked data: datePublished": meta.published, "linked data: dateModified": meta.modified,
                "og:url": meta.page, "canonical": meta.page, "linked data: url": meta.page,
                "og:image": meta.picture, "linked data: image": meta.picture, "og:image:alt": meta.picture_alt,
                "linked data: author": sender, "linked data: publisher": sender,
            }  # fmt: skip
        case Format.WORD:
            instant = _padded(meta.date) + "T00:00:00Z" if meta.date else ""
            return {
                "title": meta.title, "subject": meta.description, "creator": meta.author,
                "lastModifiedBy": meta.author, "revision": "1", "language": meta.language,
                "created": instant, "modified": instant,
            }  # fmt: skip
        case Format.PDF:
            digits = "D:" + re.sub(r"\D", "", meta.date) if meta.date else ""
            return {
                "language": meta.language, "Title": meta.title, "Author": meta.author, "Subject": meta.description,
                "CreationDate": digits, "ModDate": digits, "title": meta.title, "description": meta.description,
                "creator": meta.author, "CreateDate": meta.date, "ModifyDate": meta.date,
            }  # fmt: skip
        case _:
            assert_never(format)


def _padded(date: str) -> str:
    return date + "-01" * (2 - date.count("-"))


def misdescribed(document: tree.Document, format: Format, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Properties that are not as they should be: name, what it should say, what it says."""
    expected = {name: value for name, value in about(document.meta, document, format).items() if value}
    found = {name: value for name, value in reading.about if value}
    if len(reading.about) != len(dict(reading.about)):
        yield "properties", "each once", ", ".join(name for name, _ in reading.about)
    for name in (*expected, *(name for name in found if name not in expected)):
        should, does = expected.get(name, ""), found.get(name, "")
        short = format is Format.WORD and len(should) > LONGEST and does.endswith("…")
        if not (same(should, does) or (short and same(should[: len(does) - 1], does[:-1]) and len(does) > 200)):
            yield name, should, does


def running(meta: tree.Meta, words: Words, format: Format, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """What runs along and should not, or should and does not: where, what it should say, what it says."""
    status = "".join(run.text for run in meta.status)
    found = [" ".join(one.text.split()) for one in reading.running]
    if format is Format.HTML:
        head = [text for text in (words.skip, meta.author, meta.type, status) if text.strip()]
        notes = found[len(head) :]
        for should, one in zip([*head, *[words.notes] * len(notes)], reading.running, strict=False):
            if not same(should, one.text):
                yield f"the masthead ({one.where})", should, one.text
        if len(found) < len(head) or len(notes) > 1:
            yield "the masthead", " · ".join(head), " · ".join(found)
    elif format is Format.WORD:
        above = " ".join(f"{status} {meta.running or meta.title} {meta.type}".split())
        below = " ".join(f"{meta.author} {words.page} 1 (1)".split())
        for one in reading.running:
            if not any(same(one.text, should) for should in (above, below, status, "")):
                yield one.where, above if one.where.startswith("header") else below, one.text
        for should in (above, below):
            if not any(same(one.text, should) for one in reading.running):
                yield "the pages' head and foot", should, ""


def entries(document: tree.Document, words: Words, format: Format, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Entries of the contents that are no heading's, and headings that it lacks: where, should, does."""
    if format is Format.TEXT:
        return  # compared there like all words
    contents = [block for block in tree.walk(document.body) if isinstance(block, tree.Contents)]
    listed = [h for block in contents for h in tree.entries(document, block.depth)]
    # Word lists every heading of a level when it renews a contents; so may the entries be that it opens with.
    deepest = max((block.depth for block in contents), default=0)
    others = [h for h in tree.headings(document) if 2 <= h.level <= deepest] if format is Format.WORD else listed
    wanted = [_bare(_title(heading, words)) for heading in listed]
    allowed = [_bare(_title(heading, words)) for heading in others]
    found = [_bare(one.text) for one in reading.entries]
    if format is Format.PDF and len(found) == len(wanted):
        # An entry ends in the number of its page.
        found = [should if re.fullmatch(rf"{re.escape(should)}\d*", does) else does
                 for should, does in zip(wanted, found, strict=True)]  # fmt: skip
    if found in (wanted, allowed):
        return
    for one, does in zip(reading.entries, found, strict=True):
        if does not in allowed:
            yield f"{one.where} (contents)", "a heading's words", one.text
            return
    yield "the contents", f"{len(wanted)} headings in their order", f"{len(found)} entries"


def _title(heading: tree.Heading, words: Words) -> str:
    return f"{heading_number(heading, words)} {tree.words(heading.children)}"


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", folded(text))
