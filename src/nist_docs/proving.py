"""A hearing's trees become files that are opened again, and compared with what they should say."""

from __future__ import annotations

import dataclasses

from nist_docs.deliverables import Document
from nist_docs.formats import Format
from nist_docs.making import Maker
from nist_docs.problems import Problems
from nist_docs.receipt import Output
from nist_docs.semantics import tree
from nist_docs.verify import Judge, Subject, standards, verify
from nist_docs.writers import writer
from nist_docs.writers.resources import Written


def proven(maker: Maker, document: Document, format: Format, read: tree.Document) -> Output:
    """The document in one format, opened again and compared. Raises Problems."""
    return proven_as(maker, document, format, read, writer(format)(read, maker.resources))


def proven_as(
    maker: Maker, document: Document, format: Format, read: tree.Document, written: Written,
    judge: Judge = standards.check,
) -> Output:  # fmt: skip
    """What was written as an output, opened again and compared; ``judge`` gives what a PDF's validator finds.
    Raises Problems."""
    output = Output(
        hearing=maker.name,
        document=document.name,
        format=format.value,
        file_name=maker.file_name(document, format),
        data=written.data,
        title=read.meta.title,
        language=read.meta.language,
        states=maker.states.names(),
        pages=written.pages,
        words=tree.count_words(read),
    )
    verified = verify(subject(maker, written, format, read, output.path), judge)
    if verified.problems:
        raise Problems(verified.problems)
    return dataclasses.replace(output, checks=verified.checks)


def subject(maker: Maker, written: Written, format: Format, read: tree.Document, path: str) -> Subject:
    """A file beside the document that it should say."""
    return Subject(written, format, read, maker.resources.words, path, maker.place, maker.images)
