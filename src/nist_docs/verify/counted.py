"""Numbers that the layout of a PDF counts: of notes and their calls, list items, headings, pages in the contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nist_docs.verify.tags import Tag

HEADINGS = tuple(f"H{level}" for level in range(1, 7))
Miscounted = tuple[str, Tag]  # what is wrong, where


def miscounted(root: Tag) -> Iterator[Miscounted]:
    """Numbers that are not those of their place."""
    calls, notes = 0, 0
    headings = [(_bare(tag.text), page) for tag in root.walk() if tag.type in HEADINGS if (page := _page(tag))]
    begun = 0
    for tag in root.walk():
        yield from _headings(tag)
        match tag.type:
            case "Reference" if not any(kid.type == "Link" for kid in tag.tags):
                calls += 1
                if tag.text.strip() != str(calls):
                    yield f"the call of note {calls} reads “{tag.text}”", tag
            case "Note":
                notes += 1
                for label in tag.tags:
                    if label.type == "Lbl" and label.text.strip() != f"{notes}.":
                        yield f"note {notes} has the number “{label.text}”", tag
            case "L" if tag.attribute("ListNumbering") != "None":
                yield from _items(tag)
            case "TOCI":
                # Entries come in the order of headings; some headings have none.
                entry = _bare(tag.text)
                rest = range(begun, len(headings))
                place = next((n for n in rest if entry == "{}{}".format(*headings[n])), None)
                if place is None:
                    yield f"the contents' “{tag.text}” is no heading with its page", tag
                else:
                    begun = place + 1


def _headings(parent: Tag) -> Iterator[Miscounted]:
    """Whether headings that have a number beside them, as questions do, count up within their section."""
    labels = [(kid, label) for kid in parent.tags if kid.type in HEADINGS for label in kid.tags if label.type == "Lbl"]
    for number, (heading, label) in enumerate(labels, 1):
        if label.text.strip() != str(number):
            yield f"heading {number} of its section has the number “{label.text}”", heading


def _items(list_: Tag) -> Iterator[Miscounted]:
    """Whether every item has its number, or the first one's sign."""
    labels = [label.text.strip() for item in list_.tags for label in item.tags if label.type == "Lbl"]
    is_numbered = list_.attribute("ListNumbering") == "Decimal"
    for number, label in enumerate(labels, 1):
        should = f"{number}." if is_numbered else labels[0]
        if label != should or (not is_numbered and re.search(r"\w", label)):
            yield f"the list's label “{label}” is not “{should}”", list_


def _page(heading: Tag) -> int | None:
    first = next(heading.marked(), None)
    return first.page + 1 if first else None


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)
