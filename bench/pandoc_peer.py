"""Word by pandoc, from the same tree's HTML, with pandoc's own looks."""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path

import pypandoc

from nist_docs.semantics import tree
from nist_docs.writers.hypertext import Hypertext
from nist_docs.writers.resources import Resources


def render(document: tree.Document, resources: Resources) -> bytes:
    """A Word file."""
    hypertext = Hypertext(document, resources, paged=False)
    body = hypertext.blocks(document.body) + hypertext.endnotes()
    meta = document.meta
    html = (
        f'<!DOCTYPE html><html lang="{meta.language}"><head><meta charset="utf-8"><title>{escape(meta.title)}</title>'
        f'<meta name="author" content="{escape(meta.author)}">'
        f'<meta name="description" content="{escape(meta.description)}"></head><body>{body}</body></html>'
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        pypandoc.convert_text(html, "docx", format="html", outputfile=str(path), extra_args=["--quiet"])
        return path.read_bytes()
