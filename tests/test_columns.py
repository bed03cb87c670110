"""Tables that are wider than a page: in parts on pages, whole on the web and in text, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import picturing
import pypdfium2
import pytest
import ugly
from conftest import Built
from docx.table import Table as WordTable
from hypothesis import given
from hypothesis import strategies as some
from test_ugly import outside
from ugly import MANY_COLUMNS

from nist_docs.semantics import tree
from nist_docs.writers.columns import LONGEST, WIDTH, needs, parted
from nist_docs.writers.paged import on_pages

wide = pytest.mark.parametrize("name", ["table-of-40-columns"])


def cell(said: str, *, is_header: bool = False, note: int = 0) -> tree.Cell:
    noted = (tree.Footnote(note, (tree.Text("A note."),)),) if note else ()
    return tree.Cell((tree.Paragraph((tree.Strong((tree.Text(said), *noted)),)),), is_header)


def said(one: tree.Cell) -> str:
    return "".join(tree.line(own) for own in tree.in_reading_order(one.children))


words = some.sampled_from(("ja", "–", "Tema", "Exempelström", "Anna Exempelberg", "genomförandeplaneringsgrupp"))


@some.composite
def tables(draw: some.DrawFn) -> tree.Table:
    """Of one to thirty columns; each row's first cell has a note."""
    count = draw(some.integers(1, 30))
    rows = draw(some.lists(some.lists(words, min_size=count, max_size=count), min_size=1, max_size=4))
    head, *body = (
        tuple(cell(text, is_header=column == 0, note=row + 1 if column == 0 else 0) for column, text in enumerate(one))
        for row, one in enumerate(rows)
    )
    caption = tree.Caption("table", 1, (tree.Text("A table."), tree.Footnote(99, (tree.Text("Of the table."),))))
    return tree.Table(caption, (head,), tuple(body), "rows")


def notes(table: tree.Table) -> list[int]:
    """The numbers of the notes in a table and its caption."""
    found: list[int] = []

    def look(inlines: tree.Inlines) -> None:
        for inline in inlines:
            if isinstance(inline, tree.Footnote):
                found.append(inline.number)
            elif isinstance(inline, tree.Strong):
                look(inline.children)

    for block in tree.walk((table,)):
        for own in tree.own_inlines(block):
            look(own)
    return found


@given(tables())
def test_the_parts_of_a_table_have_all_of_it_in_order_and_each_part_its_first_column(whole: tree.Table) -> None:
    parts = parted(whole)
    for number in range(1 + len(whole.body)):
        row = (*whole.head, *whole.body)[number]
        cells = [(*part.head, *part.body)[number] for part in parts]
        assert [said(one) for part in cells for one in part[1:]] == [said(one) for one in row[1:]]
        assert {said(part[0]) for part in cells} == {said(row[0])}
    assert [part.id for part in parts if part.id] == ["rows"]
    numbers = [(part.caption.number, part.caption.part) for part in parts if part.caption]
    assert numbers == ([(1, 0)] if len(parts) == 1 else [(1, n) for n in range(1, len(parts) + 1)])


@given(tables())
def test_a_note_stands_in_one_part_alone(whole: tree.Table) -> None:
    assert [number for part in parted(whole) for number in notes(part)] == notes(whole)


@given(tables())
def test_a_part_has_room_on_the_page_and_as_many_columns_as_the_next_one(whole: tree.Table) -> None:
    parts = parted(whole)
    for part in parts:
        assert sum(min(width, LONGEST) for width in needs(part)[0]) <= WIDTH
    counts = [len(part.head[0]) for part in parts]
    assert max(counts) - min(counts) <= 1


def test_a_table_that_has_room_is_left_as_it_is() -> None:
    narrow = tree.Table(None, (tuple(cell("a") for _ in range(20)),), (tuple(cell("b") for _ in range(20)),))
    assert parted(narrow) == (narrow,)
    document = tree.Document(tree.Meta("Title", "sv-SE"), (tree.Section((narrow,)),))
    assert on_pages(document) == document


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Teman med orden som väcker dem", "Teman med orden som väcker\u00a0dem"),
        ("Bo Exempel", "Bo Exempel"),  # on a narrow page each word has its line
        ("Hearing om den nya exempelstrategin", "Hearing om den nya exempelstrategin"),
        ("Ett", "Ett"),
    ],
)
def test_a_short_last_word_of_a_heading_stands_not_alone(heading: str, shown: str) -> None:
    inner = tree.Group((tree.Heading(2, (tree.Text(heading),), "h"),))
    document = on_pages(tree.Document(tree.Meta("Title", "sv-SE"), (inner,)))
    assert [tree.words(one.children) for one in tree.headings(document)] == [shown]


# --- in the documents ----------------------------------------------------------------------------------


@wide
def test_a_word_file_has_a_table_in_parts_that_share_a_number(built: Built, name: str) -> None:
    document = docx.Document(str(built(name).file(f"{name}-columns.docx")))
    heads = [[one.text for one in table.rows[0].cells] for table in document.tables if isinstance(table, WordTable)]
    people = [head[1:] for head in heads if head[0] == "Tema"]
    assert len(people) > 2
    assert sum(map(len, people)) == MANY_COLUMNS
    captions = [one for one in document.paragraphs if one.style and one.style.name == "Caption"]
    named = [one.text.split(". ")[0] for one in captions if "Teman" in one.text]
    assert named == [f"Tabell 1 ({n} av {len(people)})" for n in range(1, len(people) + 1)]
    fields = [re.findall(r"SEQ \w+ (\S+)", one._p.xml) for one in captions if "Teman" in one.text]
    assert fields == [["\\*"], *[["\\c"]] * (len(people) - 1)]
    assert "Det visar Tabell 1, och Tabell 2 visar annat." in [one.text for one in document.paragraphs]


@wide
def test_a_pdf_has_the_same_parts_as_the_word_file(built: Built, name: str) -> None:
    project = built(name)
    word = "\n".join(one.text for one in docx.Document(str(project.file(f"{name}-columns.docx"))).paragraphs)
    pdf = pypdfium2.PdfDocument(project.file(f"{name}-columns.pdf"))
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    parts = re.findall(r"Tabell \d \(\d av \d\)", word)
    assert len(parts) > 4
    assert re.findall(r"Tabell \d \(\d av \d\)", text) == parts


@wide
def test_web_page_and_text_have_a_wide_table_whole(built: Built, name: str) -> None:
    project = built(name)
    page = project.file(f"{name}-columns.html").read_text("utf-8")
    assert page.count("<table") == 2
    assert page.count('<th scope="col">') == MANY_COLUMNS + 1 + 8
    text = project.file(f"{name}-columns.txt").read_text("utf-8")
    assert text.count("Teman per person.") == 1
    assert len(re.findall(r"Vatten.*?:|: (?:ja|–)$", text.split("Energi")[0], re.MULTILINE)) >= MANY_COLUMNS


@wide
def test_a_printed_web_page_has_every_column_on_its_paper(built: Built, name: str, tmp_path: Path) -> None:
    picturing.of_web(built(name).file(f"{name}-columns.html"), tmp_path)
    printed = tmp_path / "printed.pdf"
    pdf = pypdfium2.PdfDocument(printed)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    pdf.close()
    for person in range(MANY_COLUMNS):
        assert text.count(f"{ugly.name(person * 21)}: ") == 12
    assert outside(printed) == {}
