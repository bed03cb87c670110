"""Word by pandoc, from the same tree's HTML, with pandoc's own looks.

Two things are said in the way that pandoc understands: a drawing is an `img` with its alternative text
(of an inline SVG it loses that), and a note has the roles by which pandoc knows one.
"""

from __future__ import annotations

import base64
import tempfile
from html import escape
from pathlib import Path

import pypandoc

from nist_docs.drawing import Drawing, svg
from nist_docs.semantics import tree
from nist_docs.writers.hypertext import Hypertext
from nist_docs.writers.resources import Resources

READER = "html+epub_html_exts"  # the roles of notes are known to this extension alone


def render(document: tree.Document, resources: Resources) -> bytes:
    """A Word file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        html = source(document, resources)
        pypandoc.convert_text(html, "docx", format=READER, outputfile=str(path), extra_args=["--quiet"])
        return path.read_bytes()


def source(document: tree.Document, resources: Resources) -> str:
    """The page that pandoc reads."""
    hypertext = _Hypertext(document, resources, paged=False)
    body = hypertext.blocks(document.body) + hypertext.endnotes()
    meta = document.meta
    return (
        f'<!DOCTYPE html><html lang="{meta.language}"><head><meta charset="utf-8"><title>{escape(meta.title)}</title>'
        f'<meta name="author" content="{escape(meta.author)}">'
        f'<meta name="description" content="{escape(meta.description)}"></head><body>{body}</body></html>'
    )


class _Hypertext(Hypertext):
    def image(self, image: tree.Image) -> str:
        shown = self.resources.images[image.source]
        if not isinstance(shown, Drawing):
            return super().image(image)
        data = base64.b64encode(svg(shown).encode()).decode()
        size = f"width:{shown.width:.3f}mm;height:{shown.height:.3f}mm"
        return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(image.alt_text)}" style="{size}">'

    def footnote(self, note: tree.Footnote) -> str:
        self.notes.append(note)
        return f'<a href="#note-{note.number}" role="doc-noteref">{note.number}</a>'

    def endnotes(self) -> str:
        notes = sorted(self.notes, key=lambda note: note.number)
        items = "".join(f'<li id="note-{note.number}"><p>{self.inlines(note.children)}</p></li>' for note in notes)
        return f'<section role="doc-endnotes"><ol>{items}</ol></section>' if items else ""
