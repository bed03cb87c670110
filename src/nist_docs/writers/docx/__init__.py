"""The Word writer: a document's tree -> a .docx in the reference document's named styles."""

from __future__ import annotations

from collections.abc import Iterator

from nist_docs.semantics import tree
from nist_docs.writers.docx.context import Context
from nist_docs.writers.docx.embedding import embed
from nist_docs.writers.docx.inlines import add_footnotes
from nist_docs.writers.docx.package import describe, localise, opened, saved
from nist_docs.writers.docx.pages import fill
from nist_docs.writers.paged import on_pages
from nist_docs.writers.resources import Resources, Written


def write(document: tree.Document, resources: Resources) -> Written:
    """The Word file. Raises Problems if the reference document is missing or lacks a style."""
    document = on_pages(document)
    file = opened(resources)
    context = Context(document, resources, file)
    fill(context)
    add_footnotes(context)
    embed(file, resources.templates, _text(document))
    localise(file, document.meta.language)
    describe(file.part.package, document.meta)
    return Written(saved(file.part.package))


def _text(document: tree.Document) -> Iterator[str]:
    """All that the document says; the writers' own words are Latin."""
    meta = document.meta
    yield from (meta.title, meta.type, meta.author, meta.running, *(run.text for run in meta.status))
    for own in tree.in_reading_order(document.body):
        yield from (run.text for run in tree.texts(own))
