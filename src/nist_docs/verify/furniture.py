"""What stands on a PDF's pages besides the document's words, page by page, and the titles of its outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate

from nist_docs.drawing import Drawing
from nist_docs.language.folding import folded
from nist_docs.semantics import tree
from nist_docs.verify.passages import Reading
from nist_docs.writers.numbering import heading_number
from nist_docs.writers.resources import Words

# What may stand on a page, in this order; all else that is no part of the tree is a finding.
FURNITURE = {
    "heads of tables": "once more where a table goes on",
    "words in decoration": "in drawings without an alternative",
    "the strip": "the names of sections: from the first page that has it on every page, but a closing panel's",
    "the state": "on every page, while there is one",
    "the foot": "on every page but a cover; a personal copy's says whose it is",
    "the number of the page, and of pages": "on every page but a cover",
}

Finding = tuple[str, str, str]  # where, what it should say, what it says


def check(document: tree.Document, words: Words, images: Mapping[str, object], reading: Reading) -> Iterator[Finding]:
    """What on the pages, or in the outline, is not as it should be."""
    yield from _outline(document, words, reading)
    meta, pages = document.meta, len(reading.running)
    status = "".join(run.text for run in meta.status)
    foot = " · ".join(part for part in (meta.running, meta.type, meta.copy) if part)
    has_cover = any(isinstance(block, tree.Group) and "cover" in block.role.split() for block in document.body)
    body = "|".join(re.escape(_bare(text)) for text in _of_bodies(document, images) if _bare(text))
    strips = "|".join(dict.fromkeys(_strips(document)))
    begun = False
    for number, found in enumerate(reading.running, 1):
        below = "" if has_cover and number == 1 else f"{foot} {words.page} {number} ({pages})"
        strip = f"(?P<strip>{strips})" + ("" if begun and number < pages else "?") if strips else ""
        pattern = f"(?:{body})*{strip}{re.escape(_bare(status + below))}"
        shown = re.fullmatch(pattern, _bare(found.text))
        begun = begun or bool(shown and strips and shown["strip"])
        if not shown:
            should = " · ".join(part for part in ("the names of sections" if strips else "", status, below) if part)
            yield f"{found.where} (head and foot)", should, " ".join(found.text.split())
    if strips and pages > 2 and not begun:
        yield "the pages", "the names of sections", "none"


def _outline(document: tree.Document, words: Words, reading: Reading) -> Iterator[Finding]:
    headings = (block for block in tree.walk(document.body) if isinstance(block, tree.Heading))
    titles = [f"{heading_number(h, words)} {tree.words(h.children)}".strip() for h in headings if h.children]
    for should, does in zip(titles, reading.outline, strict=False):
        if _bare(should) != _bare(does):
            yield "the outline", should, does
            return
    if len(titles) != len(reading.outline):
        yield "the outline", f"{len(titles)} headings", f"{len(reading.outline)} titles"


def _of_bodies(document: tree.Document, images: Mapping[str, object]) -> Iterator[str]:
    """The words that pages repeat or draw as decoration."""
    for block in tree.walk(document.body):
        if isinstance(block, tree.Table):
            cells = (tree.in_reading_order(cell.children) for row in block.head for cell in row)
            yield "".join(tree.words(own) for cell in cells for own in cell)
        elif isinstance(block, tree.Image) and not block.alt_text:
            drawn = images.get(block.source)
            yield "".join(label.words for label in drawn.labels()) if isinstance(drawn, Drawing) else ""


def _strips(document: tree.Document) -> Iterator[str]:
    """A pattern for each strip: the names of all sections, or of one alone, and that of a part below its own.

    A name that is too long for its place ends in an ellipsis.
    """
    sections = [block for block in document.body if isinstance(block, tree.Section) and block.short]
    for own in sections:
        parts = [part for part in own.children if isinstance(part, tree.Section) and part.short]
        for below in [[tree.words(part.short)] for part in parts] or [list[str]()]:
            for row in ([own], sections):  # its own alone, where there are more than a page has columns
                names = (name for one in row for name in [tree.words(one.short), *(below if one is own else [])])
                yield "".join(_name(_bare(name)) for name in names)


def _name(text: str) -> str:
    beginnings = "|".join(re.escape(beginning) for beginning in accumulate(text))
    return rf"(?:{re.escape(text)}|(?:{beginnings})\.\.\.)"


def _bare(text: str) -> str:
    """Letters and signs alone: lines may be broken at spaces, and words divided."""
    return re.sub(r"[\s-]", "", folded(text))
