"""What our documents are compared with says the same as they do."""

from __future__ import annotations

import re
import sys

import pytest
from conftest import ROOT

from nist_docs.language.folding import folded
from nist_docs.semantics import tree
from nist_docs.writers.resources import Resources, Words

sys.path.insert(0, str(ROOT))

from bench import documents, typst_source


def strings(markup: str) -> str:
    """The words that stand in Typst markup: those of its string expressions."""
    found = re.findall(r'#"((?:[^"\\]|\\.)*)";', markup)
    return re.sub(r"\\(.)", r"\1", "".join(found))


@pytest.fixture(scope="module")
def made() -> dict[str, documents.Made]:
    return documents.load()


@pytest.mark.parametrize("name", ["press-release", "briefing", "report"])
def test_the_typst_markup_holds_every_word_of_a_document_in_its_order(
    made: dict[str, documents.Made], name: str
) -> None:
    document, resources = made[name]
    said = folded(strings(typst_source.source(document, resources)))
    position = 0
    for own in tree.in_reading_order(document.body):
        for run in tree.texts(own):
            found = said.find(folded(run.text), position)
            assert found >= 0, run.text
            position = found


SIGNS = 'Ett "citat", #let x = 1, \\ och [klamrar] *stjärnor* _streck_ $5 @a <b> // ~ = - + /'


def test_no_sign_of_a_text_is_markup_to_typst() -> None:
    resources = Resources({}, Words(*["–"] * 10), ROOT / "templates")
    document = tree.Document(tree.Meta(SIGNS, "sv-SE"), (tree.Paragraph((tree.Text(SIGNS),)),))
    markup = typst_source.source(document, resources)
    assert strings(markup.rpartition("#par")[2]) == SIGNS
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", markup)
    assert "citat" not in outside
    assert outside.count('"') == 0


def test_words_in_another_language_are_in_that_language_and_of_no_country_in_typst(
    made: dict[str, documents.Made],
) -> None:
    document, resources = made["press-release"]
    assert '#text(lang: "en", region: none)[#"advisory board";]' in typst_source.source(document, resources)


def test_every_image_has_its_words_in_typst_or_is_an_artifact(made: dict[str, documents.Made]) -> None:
    document, resources = made["briefing"]
    images = [block for block in tree.walk(document.body) if isinstance(block, tree.Image)]
    markup = typst_source.source(document, resources)
    assert len(re.findall(r"\bimage\(", markup)) == len(images)
    assert markup.count("pdf.artifact(") == len([image for image in images if not image.alt_text])
    for image in images:
        assert image.alt_text in markup


def test_a_date_that_is_known_to_the_month_is_its_first_day_in_typst() -> None:
    assert typst_source._date("2015-12") == "datetime(year: 2015, month: 12, day: 1)"
    assert typst_source._date("2015-12-03") == "datetime(year: 2015, month: 12, day: 3)"
    assert typst_source._date("") == "none"
