"""Contents that are too long, too many, too short or not there: they build, and the PDFs stay accessible."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import page
import picturing
import pypdfium2
import pytest
import ugly
import yaml
from conftest import CROSSING, Built, Project
from looks import CRITERIA
from measured import WORD, measure

measured = lru_cache(4)(measure)  # a case's documents meet one criterion after the other
every_case = pytest.mark.parametrize("name", ugly.CASES)


@every_case
def test_every_document_of_an_ugly_case_is_built(built: Built, name: str) -> None:
    project = built(name)
    table = yaml.safe_load((project.templates / "deliverables.yaml").read_text("utf-8"))["documents"]
    wanted = sorted((document, format) for document, row in table.items() for format in row["formats"])
    made = project.receipt(name)["outputs"]
    assert sorted((one["document"], one["format"]) for one in made) == wanted
    assert len(wanted) >= 4


def pdfs(project: Project) -> list[Path]:
    found = sorted(project.output.glob("*/*.pdf"))
    assert found
    return found


@every_case
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_pdf_of_an_ugly_case_passes_both_standards(built: Built, name: str, profile: str) -> None:
    for path in pdfs(built(name)):
        result = page.validate_pdf(str(path), profile=profile)
        assert result.is_compliant, (path.name, [failure.message for failure in result.failures][:5])


@pytest.mark.parametrize("criterion", CRITERIA)
@every_case
def test_every_page_of_an_ugly_case_meets_the_criterion(built: Built, name: str, criterion: str) -> None:
    for path in pdfs(built(name)):
        assert list(CRITERIA[criterion](measured(path))) == [], path.name


@pytest.fixture(scope="module")
def laid_out(
    built: Built, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Path]]:
    """The cases' Word files as LibreOffice lays them out: all that this run asks for, for it to start once."""
    tests = (item for item in request.session.items if isinstance(item, pytest.Function))
    names = dict.fromkeys(item.callspec.params["name"] for item in tests if "laid_out" in item.fixturenames)
    files = {name: sorted(built(name).output.glob("*/*.docx")) for name in names}
    folder = tmp_path_factory.mktemp("word")
    picturing.word_as_pdf([path for found in files.values() for path in found], folder)
    return {name: [folder / f"{path.stem}.pdf" for path in found] for name, found in files.items()}


@pytest.mark.parametrize("criterion", CRITERIA)
@every_case
def test_every_page_of_an_ugly_word_file_meets_the_criterion(
    laid_out: dict[str, list[Path]], name: str, criterion: str
) -> None:
    assert laid_out[name]
    for path in laid_out[name]:
        assert list(CRITERIA[criterion](measured(path, WORD))) == [], path.name


@every_case
def test_no_sign_of_a_pdf_of_an_ugly_case_stands_outside_of_its_page(built: Built, name: str) -> None:
    for path in pdfs(built(name)):
        assert outside(path) == {}, path.name


def outside(path: Path) -> dict[int, str]:
    """The signs that no reader of a page can see, because they stand beyond its edges; by page, from 1."""
    found: dict[int, str] = {}
    with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
        for number, one in enumerate(pdf, 1):
            width, height = one.get_size()
            text = one.get_textpage()
            for sign in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(sign)
                if left < 0 or bottom < 0 or right > width or top > height:
                    found[number] = found.get(number, "") + text.get_text_range(sign, 1)
    return found


# --- the document in which everything crosses a page ---------------------------------------------------


@pytest.fixture(scope="module")
def pages(built: Built) -> list[str]:
    """The text of each page of the document that is there to cross them."""
    with contextlib.closing(pypdfium2.PdfDocument(built(CROSSING).file("crossing-document.pdf"))) as pdf:
        return [one.get_textpage().get_text_range() for one in pdf]


@pytest.mark.parametrize(
    ("what", "least"),
    [
        (r"Mening \d+ har", 2),
        (r"Början\.|Slutet\.", 2),
        (r"Punkt \d+", 2),
        (r"Inre \d+\.\d+\.\d+", 2),
        (r"Rad \d+", 3),
    ],
)
def test_every_structure_crosses_pages(pages: list[str], what: str, least: int) -> None:
    assert len([text for text in pages if re.search(what, text)]) >= least


def test_a_note_stands_on_the_page_that_refers_to_it_even_from_its_last_line(pages: list[str]) -> None:
    referring = [re.findall(r"Mening (\d+) har", text) for text in pages]
    notes = [re.findall(r"Not till mening (\d+)", text) for text in pages]
    assert notes == referring
    assert [number for on_page in referring for number in on_page] == [str(n + 1) for n in range(ugly.NOTED_LINES)]


def test_a_table_repeats_its_head_on_each_of_its_pages(pages: list[str]) -> None:
    for text in pages:
        if re.search(r"Rad \d+", text):
            assert re.search(r"Rad\s+Mening\s+Nummer", text)


# --- the cases are what they are called ------------------------------------------------------------------------


def answers(name: str) -> list[ugly.Entry]:
    return [answer for one in ugly.CASES[name]().hearing["interviews"] for answer in one["answers"]]


@pytest.mark.parametrize(
    ("name", "measured", "expected"),
    [
        ("participants-300", lambda case: len({one["name"] for one in case.hearing["participants"]}), 300),
        ("interviews-40", lambda case: len({one["person"] for one in case.hearing["interviews"]}), 40),
        ("interviews-40-themes-30", lambda case: len({one["person"] for one in case.hearing["interviews"]}), 40),
        ("name-of-70-signs", lambda case: max(len(one["name"]) for one in case.people.values()), 70),
        ("title-of-180-signs", lambda case: len(case.hearing["title"]), 180),
        ("words-of-60-letters", lambda case: max(map(len, re.findall(r"\w+", case.hearing["title"]))), 60),
        ("url-of-200-signs", lambda case: max(len(one["url"]) for one in case.hearing["links"]), 200),
        ("no-interviews", lambda case: len(case.hearing["interviews"]), 0),
        ("one-interview", lambda case: len(case.hearing["interviews"]), 1),
    ],
)
def test_a_case_is_what_its_name_says(name: str, measured: Callable[[ugly.Case], int], expected: int) -> None:
    assert measured(ugly.CASES[name]()) == expected


@pytest.mark.parametrize("name", ["themes-30", "interviews-40-themes-30"])
def test_thirty_themes_are_raised_in_thirty_words(name: str) -> None:
    mentions = [mention for answer in answers(name) for mention in answer.get("themes", ())]
    assert len({mention["theme"] for mention in mentions}) == 30
    assert len({mention["words"] for mention in mentions}) == 30


def test_one_answer_has_3000_words_and_another_has_two() -> None:
    lengths = [len(answer["text"].split()) for answer in answers("answers-of-3000-words-and-of-2")]
    assert (max(lengths), min(lengths)) == (3000, 2)


def test_each_optional_key_of_a_hearing_is_missing_in_one_case_and_there_in_the_others() -> None:
    whole = ugly.everything().hearing
    keys = ugly.optional_keys()
    assert len(keys) > 25
    for key in keys:
        left = ugly.CASES[f"without-{key.replace('_', '-')}"]().hearing
        # Without questions nobody can answer any.
        assert set(whole) - set(left) == {key} | ({"interviews"} if key == "questions" else set())


def test_a_case_is_written_the_same_every_time(tmp_path: Path) -> None:
    for folder in (tmp_path / "first", tmp_path / "second"):
        ugly.write("interviews-40-themes-30", folder)
    written = sorted(path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.yaml"))
    assert written
    for path in written:
        assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes()
