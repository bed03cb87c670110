"""The preview's own copy of a web page: each value in an element that says at which address it stands.

Published pages have none of this: it is made from marks that only the preview asks the writer for.
"""

from __future__ import annotations

import re
from html import escape

from nist_docs.addresses import CLOSE, MIDDLE, OPEN, Address, Origins, is_marked
from nist_docs.semantics import tree
from nist_docs.writers import html
from nist_docs.writers.resources import Resources

_PIECES = re.compile(r"<title\b.*?</title>|<[^>]*>|[^<]+", re.DOTALL)
_MARK = re.compile(f"{OPEN}([0-9]+){MIDDLE}([^{CLOSE}]*){CLOSE}")


def page(document: tree.Document, resources: Resources, *, head: str, faces: str) -> str:
    """The page with its addresses; ``head`` is put into its head, ``faces`` are its @font-face rules."""
    origins = Origins()
    written = html.page(document, resources, origins=origins, faces=faces)
    return placed(written, origins).replace("</head>", f"{head}\n</head>", 1)


def placed(marked: str, origins: Origins) -> str:
    """Marked HTML with `data-at` instead of marks: on a span around words, on the element of an attribute."""

    def at(mark: str) -> str:
        ((_, origin),) = origins.resolve(mark)
        return escape(str(origin.address)) if origin else ""

    def piece(found: re.Match[str]) -> str:
        text = found[0]
        if not is_marked(text):
            return text
        if text.startswith("<title"):  # an image's name: no element can stand in it
            return _MARK.sub(r"\2", text)
        if text.startswith("<"):
            first = _MARK.search(text)
            assert first
            bare = _MARK.sub(r"\2", text)
            return re.sub(r"\s*/?>$", lambda end: f' data-at="{at(first[0])}"{end[0]}', bare)
        return _MARK.sub(lambda mark: f'<span data-at="{at(mark[0])}">{mark[2]}</span>', text)

    return _PIECES.sub(piece, marked)


def address(text: str) -> Address:
    """The address that `data-at` holds. Raises ValueError."""
    file, _, path = text.partition("#")
    keys: list[str | int] = []
    position = 0
    for found in re.finditer(r"\[(\d+)\]|\.?([^.\[\]]+)", path):
        if found.start() != position:
            raise ValueError(f"not an address: {text}")
        keys.append(int(found[1]) if found[1] else found[2])
        position = found.end()
    if position != len(path) or not file:
        raise ValueError(f"not an address: {text}")
    return Address(file, tuple(keys))
