"""Golden files: what each document says, as texts that a person can read. `make accept` renews them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from conftest import Golden, Project
from lxml import etree, html

HEARINGS = {"nist": "real", "harbours": "built_english"}
DOCUMENTS = ("press-release", "briefing", "report")


@pytest.fixture(params=list(HEARINGS))
def hearing(request: pytest.FixtureRequest) -> tuple[str, Project]:
    return request.param, request.getfixturevalue(HEARINGS[request.param])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_golden_text(hearing: tuple[str, Project], document: str, golden: Golden) -> None:
    name = f"{hearing[0]}-hearing-{document}.txt"
    golden(name, hearing[1].file(name).read_text("utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_golden_html(hearing: tuple[str, Project], document: str, golden: Golden) -> None:
    name = f"{hearing[0]}-hearing-{document}.html"
    golden(name, normalised_html(hearing[1].file(name).read_text("utf-8")))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_golden_word(hearing: tuple[str, Project], document: str, golden: Golden) -> None:
    name = f"{hearing[0]}-hearing-{document}"
    golden(f"{name}.docx.xml", word_xml(hearing[1].file(f"{name}.docx").read_bytes()))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_golden_pdf_text(
    hearing: tuple[str, Project], document: str, golden: Golden, pdf_text: Callable[[bytes], str]
) -> None:
    name = f"{hearing[0]}-hearing-{document}"
    golden(f"{name}.pdf.txt", pdf_text(hearing[1].file(f"{name}.pdf").read_bytes()) + "\n")


def normalised_html(page: str) -> str:
    """The page's elements, one a line, without styles and drawings."""
    tree = html.document_fromstring(page)
    for element in list(tree.iter("style", "{*}svg", "svg")):
        for child in list(element):
            if child.tag != "title":
                element.remove(child)
        if element.tag == "style":
            element.text = "…"
    etree.indent(tree, " ")
    return str(etree.tostring(tree, encoding="unicode", method="html")) + "\n"


def word_xml(data: bytes) -> str:
    """The body and the notes of a Word file as indented XML, without namespaces' declarations."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in ("word/document.xml", "word/footnotes.xml") if name in archive.namelist()]
        trees = [etree.fromstring(archive.read(name)) for name in parts]
    for tree in trees:
        etree.indent(tree, " ")
    text = "\n".join(etree.tostring(tree, encoding="unicode") for tree in trees)
    return re.sub(r' xmlns:\w+="[^"]*"', "", text) + "\n"
