"""Trees -> bytes: one writer for each format, each a function."""

from __future__ import annotations

from collections.abc import Callable

from nist_docs.formats import Format
from nist_docs.semantics import tree
from nist_docs.writers.resources import Resources, Written


def writer(format: Format) -> Callable[[tree.Document, Resources], Written]:
    """The format's writer, loaded when something is written: a check writes nothing, and should not wait for it."""
    from nist_docs.writers import docx, html, pdf, text

    match format:
        case Format.HTML:
            return html.write
        case Format.TEXT:
            return text.write
        case Format.PDF:
            return pdf.write
        case Format.WORD:
            return docx.write
