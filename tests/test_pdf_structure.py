"""The structure tree of a PDF: right for a reader who hears it, and not only valid."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import ENGLISH, ROOT, Golden, Project, make_project, tool

from nist_docs.publish import as_json
from nist_docs.verify import tagging, tags
from nist_docs.verify.tags import LinkArea, Marked, Tag, Tags
from nist_docs.writers.pdf import engine

DOCUMENTS = ("press-release", "briefing", "report")

SENTENCE = "The quay was measured again, and the harbour master noted what had changed since the spring. "

CROSSING = """{% extends 'base.html.j2' %}
{% block title %}{{ label('report') }}{% endblock %}
{% block type %}{{ label('report') }}{% endblock %}
{% block look %}report numbered{% endblock %}
{% block body %}
<h1>Crossings</h1>
<nav data-depth="3"><h2>Contents</h2></nav>
<section id="paragraph"><h2>A paragraph that crosses a page</h2><p>LONG</p><p>LONG</p><p>LONG</p></section>
<section id="list"><h2>A list that crosses a page</h2><ul>ITEMS</ul>
<ol><li>first<ul><li>inner<ol><li>innermost</li></ol></li><li>inner again</li></ul></li><li>second</li></ol></section>
<section id="table"><h2>A table that crosses two pages</h2>
<table id="tab"><caption><strong>Depths.</strong> By berth.</caption>
<thead><tr><th scope="col">Berth</th><th scope="col">Depth</th></tr></thead><tbody>ROWS</tbody></table></section>
<section id="note"><h2>A note at a page's foot</h2><p>NOTED</p>
<p>As <a href="#tab"/> shows, and as <a href="https://example.org/harbours">the port's own page</a> says, <em>all</em>
is <strong>well</strong> in the <abbr title="European Union">EU</abbr>,
in the spirit of <span lang="sv">lagom</span>.</p>
</section>
{% endblock %}
"""


NOTES = 30  # more than a page has room for


def crossing_template() -> str:
    rows = "".join(f'<tr><th scope="row">Berth {n}</th><td>{n} metres</td></tr>' for n in range(1, 91))
    items = "".join(f"<li>Item {n} of the list. {SENTENCE}</li>" for n in range(1, 31))
    noted = "".join(f'{SENTENCE}<span role="doc-footnote">Note {n}. {SENTENCE}</span> ' for n in range(1, NOTES + 1))
    filled = CROSSING.replace("LONG", SENTENCE * 30).replace("ROWS", rows).replace("ITEMS", items)
    return filled.replace("NOTED", noted)


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_project(tmp_path_factory.mktemp("crossing"), ENGLISH)
    project.write("templates/crossing.html.j2", crossing_template())
    table = "format: 1\ndocuments:\n  crossing:\n    template: crossing.html.j2\n    formats: [pdf]\n"
    project.write("templates/deliverables.yaml", table + '    name: "{hearing}-crossing"\n')
    return project.built().file("harbours-crossing.pdf")


@pytest.fixture(scope="module")
def crossed(crossing: Path) -> Tags:
    return tags.read(crossing.read_bytes())


def all_of(root: Tag, *types: str) -> list[Tag]:
    return [tag for tag in root.walk() if tag.type in types]


def pages(tag: Tag) -> set[int]:
    return {marked.page for marked in tag.marked()}


# --- what crosses a page is one -------------------------------------------------------------------


def test_golden_tag_tree_of_what_crosses_pages(crossed: Tags, golden: Golden) -> None:
    golden("crossing.tags.txt", tags.outline(crossed))


@pytest.mark.parametrize("hearing", ["real", "built_english"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_golden_tag_tree(hearing: str, document: str, request: pytest.FixtureRequest, golden: Golden) -> None:
    project: Project = request.getfixturevalue(hearing)
    (path,) = project.output.glob(f"*/*-{document}.pdf")
    golden(f"{path.stem}.tags.txt", tags.outline(tags.read(path.read_bytes())))


def test_a_table_that_crosses_pages_is_one_table_with_one_head(crossed: Tags) -> None:
    (table,) = all_of(crossed.root, "Table")
    assert len(pages(table)) >= 3
    assert [part.type for part in table.tags] == ["Caption", "THead", "TBody"]
    assert len(table.tags[2].tags) == 90
    assert len(pages(table.tags[1])) == 1


def test_a_list_that_crosses_a_page_is_one_list(crossed: Tags) -> None:
    long = all_of(crossed.root, "L")[0]
    assert len(pages(long)) >= 2
    assert [item.type for item in long.tags] == ["LI"] * 30


def test_a_paragraph_that_crosses_a_page_is_one_paragraph(crossed: Tags) -> None:
    section = next(tag for tag in all_of(crossed.root, "Sect") if tag.text.startswith("1 A paragraph"))
    paragraphs = [tag for tag in section.tags if tag.type == "P"]
    assert [tag.text for tag in paragraphs] == [(SENTENCE * 30).strip()] * 3
    assert max(len(pages(tag)) for tag in paragraphs) == 2


def test_nested_lists_stand_in_the_item_that_they_belong_to(crossed: Tags) -> None:
    outer = next(tag for tag in all_of(crossed.root, "L") if tag.attribute("ListNumbering") == "Decimal")
    first = outer.tags[0].tags[1]
    assert first.type == "LBody"
    assert [tag.type for tag in first.tags] == ["P", "L"]
    assert first.text == "first – inner 1. innermost – inner again"


def test_a_note_is_read_where_it_is_referred_to_although_it_stands_at_the_foot(crossed: Tags) -> None:
    notes = all_of(crossed.root, "Note")
    assert [note.id for note in notes] == [f"note-{n}" for n in range(1, NOTES + 1)]
    assert sorted(crossed.ids) == sorted(note.id for note in notes)
    (paragraph,) = (tag for tag in all_of(crossed.root, "P") if any(kid.type == "Note" for kid in tag.tags))
    assert [kid.type for kid in paragraph.tags] == ["Reference", "Note"] * NOTES
    assert len(pages(paragraph)) >= 2
    assert notes[NOTES - 1].text == f"{NOTES}. Note {NOTES}. {SENTENCE}".strip()


# --- the seven faults -----------------------------------------------------------------------------


def test_a_link_is_called_what_it_says(crossed: Tags) -> None:
    areas = {
        kid.target: kid.description
        for tag in all_of(crossed.root, "Link")
        for kid in tag.kids
        if isinstance(kid, LinkArea)
    }
    assert areas["https://example.org/harbours"] == "the port's own page"
    assert areas["tab"] == "Table 1"


def test_contents_are_entries_with_references_with_links(crossed: Tags) -> None:
    (contents,) = all_of(crossed.root, "TOC")
    for entry in contents.tags:
        assert entry.type == "TOCI"
        assert [kid.type for kid in entry.tags] == ["Lbl", "Reference"]
        assert [kid.type for kid in entry.tags[1].tags] == ["Link"]
    assert [entry.tags[1].text for entry in contents.tags][:2] == [
        "A paragraph that crosses a\u00a0page\u00a01",
        "A list that crosses a\u00a0page\u00a04",
    ]


def test_header_cells_say_what_they_head(crossed: Tags) -> None:
    assert {tag.attribute("Scope") for tag in all_of(crossed.root, "TH")} == {"Column", "Row"}


def test_languages_stress_and_expansions_are_kept(crossed: Tags) -> None:
    spans = {tag.text: tag for tag in all_of(crossed.root, "Span", "Em", "Strong")}
    assert spans["lagom"].language == "sv"
    assert spans["EU"].expansion == "European Union"
    assert spans["all"].type == "Em"
    assert spans["well"].type == "Strong"
    assert dict(crossed.roles) == {"Aside": "Div", "Em": "Span", "Strong": "Span"}


def test_running_heads_feet_and_repeated_heads_of_tables_are_artifacts(crossing: Path, crossed: Tags) -> None:
    """All that is drawn and not in the tree is marked as an artifact: running feet, and the head on later pages."""
    with pikepdf.Pdf.open(crossing) as pdf:
        kinds = [
            dict(operands[1]).get("/Subtype", "repeated")
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact" and operands[1].get("/Type") == "/Pagination"
        ]
    assert kinds.count("/Footer") == 2 * len(pypdfium2.PdfDocument(crossing))
    (table,) = all_of(crossed.root, "Table")
    assert kinds.count("repeated") == 2 * (len(pages(table)) - 1)  # two header cells on every later page


def test_a_figure_has_its_words_and_its_place_in_points(real: Project) -> None:
    found = tags.read(real.file("nist-hearing-briefing.pdf").read_bytes())
    figures = all_of(found.root, "Figure")
    assert len(figures) == 3
    for figure in figures:
        left, low, right, high = (float(n) for n in figure.attribute("BBox").split())
        assert figure.alternative
        assert right - left == pytest.approx(170 * 72 / 25.4, abs=0.1)  # as wide as the text
        assert 60 < low < high < 780


@pytest.mark.parametrize("document", ["briefing", "report"])
def test_a_word_that_is_divided_at_a_lines_end_extracts_whole(real: Project, document: str) -> None:
    path = real.file(f"nist-hearing-{document}.pdf")
    poppler = subprocess.run([tool("pdftotext"), "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    divided = re.findall(r"(\w+)\u00ad\n([^\W\d]+)", poppler.stdout)  # at a page's end a note's number may follow
    assert len(divided) > 5
    pdf = pypdfium2.PdfDocument(path)
    pdfium = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    read = tags.read(path.read_bytes()).root.text
    for first, second in divided:
        assert f"{first}{second}" in read
        assert f"{first}\ufffe{second}" in pdfium  # pdfium's sign for a soft hyphen
    # Every other hyphen at a line's end belongs to its word: "behovs- och"
    for first, second in re.findall(r"(\w+-)\n(\w+)", poppler.stdout):
        assert f"{first} {second}" in read or f"{first}{second}" in read


def test_bookmarks_follow_the_headings(real: Project) -> None:
    path = real.file("nist-hearing-report.pdf")
    found = tags.read(path.read_bytes())
    pdf = pypdfium2.PdfDocument(path)
    bookmarks = [(mark.get_title(), mark.level + 1) for mark in pdf.get_toc(max_depth=9)]
    pdf.close()
    headings = [(tag.text, int(tag.type[1])) for tag in found.root.walk() if tag.type in ("H1", "H2", "H3", "H4")]
    assert [title for title, _ in bookmarks] == [text for text, _ in headings]
    assert [level for _, level in bookmarks] == [level for _, level in headings]


# --- the order of reading -------------------------------------------------------------------------


@pytest.mark.parametrize("hearing", ["real", "built_english"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_poppler_reads_the_same_words_in_the_same_order(
    hearing: str, document: str, request: pytest.FixtureRequest
) -> None:
    project: Project = request.getfixturevalue(hearing)
    (path,) = project.output.glob(f"*/*-{document}.pdf")
    said = subprocess.run([tool("pdfinfo"), "-struct-text", str(path)], capture_output=True, text=True, check=True)
    # Words inside of a figure are drawn in any order: its alternative text is what is read.
    without_figures = re.sub(r"^( *)Figure.*\n(?:\1 .*\n)*", "", said.stdout, flags=re.MULTILINE)
    words = "".join(re.findall(r'^ *"(.*)"$', without_figures, re.MULTILINE))

    def outside_figures(tag: Tag) -> str:
        parts = (outside_figures(kid) if isinstance(kid, Tag) else getattr(kid, "text", "") for kid in tag.kids)
        return "" if tag.type == "Figure" else "".join(parts)

    def bare(text: str) -> str:
        return re.sub(r"[\s\u00ad-]+", "", text)

    assert bare(words) == bare(outside_figures(tags.read(path.read_bytes()).root))


# --- addresses ------------------------------------------------------------------------------------


def test_marked_content_leads_back_to_the_value_that_it_shows(real: Project) -> None:
    import datetime as dt

    from conftest import ROOT

    from nist_docs import content, deliverables
    from nist_docs.addresses import key_path
    from nist_docs.language.folding import folded
    from nist_docs.making import Maker
    from nist_docs.project import Project as Root
    from nist_docs.templating import Templates
    from nist_docs.writers import pdf

    root = Root(ROOT, ROOT / "content", ROOT / "output", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    read, _ = content.load(root.content, "content")
    maker = Maker(root, read, "nist", Templates(root.templates))
    (briefing,) = (d for d in deliverables.load(root.templates) if d.name == "briefing")
    written = pdf.write(maker.tree_of(briefing, "2015-12"), maker.resources)
    texts = {(m.page, m.mcid): m.text for m in tags.read(written.data).root.marked()}
    shown = [
        (texts[one.page, one.mcid], {key_path(origin.address.keys) for origin in one.origins}) for one in written.shown
    ]
    answer = [text for text, keys in shown if "interviews[0].answers[0].text[0]" in keys]
    joined = tags.joined(Marked(0, n, text, -20 * n) for n, text in enumerate(answer))
    assert folded(joined) == folded("– " + read.hearings["nist"].interviews[0].answers[0].text[0].plain)
    assert any("visionen" in text for text, keys in shown if "summary" in keys)
    assert b"interviews" not in b"".join(
        bytes(item.read_bytes()) if isinstance(item, pikepdf.Stream) else b""
        for item in pikepdf.Pdf.open(io.BytesIO(written.data)).objects
    )


# --- the gate -------------------------------------------------------------------------------------


def first(pdf: pikepdf.Pdf, type: str) -> pikepdf.Object:
    """The first structure element of a type."""
    pending = [pdf.Root.StructTreeRoot.K[0]]
    while pending:
        element = pending.pop(0)
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") == f"/{type}":
            return element
        if isinstance(element, pikepdf.Dictionary) and "/K" in element:
            pending[:0] = list(element.K)
    raise AssertionError(f"there is no {type}")


def broken_in_two(pdf: pikepdf.Pdf) -> None:
    """As WeasyPrint writes a table that crosses a page."""
    table = first(pdf, "Table")
    body = table.K[-1]
    rest = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.TBody, K=body.K[30:]))
    body.K = body.K[:30]
    second = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Table, K=pikepdf.Array([rest]))
    table.P.K.append(pdf.make_indirect(second))


def a_paragraph(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array()))


DAMAGES = {
    "a table is broken in two": (broken_in_two, "a table is not one head and one body"),
    "a header cell loses its scope": (lambda pdf: first(pdf, "TH").__delitem__("/A"), "a header cell has no scope"),
    "a link is called by its address": (
        lambda pdf: first(pdf, "Link").K[-1].Obj.__setattr__("Contents", pikepdf.String("#tab")),
        "is described as “#tab”",
    ),
    "a note's id leads nowhere": (lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/IDTree"), "a note has no id"),
    "a type has no role": (lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/RoleMap"), "the type Em has no role"),
    "a level is skipped": (
        lambda pdf: first(pdf, "H2").__setattr__("S", pikepdf.Name.H3), "an H3 follows an H1",
    ),
    "an item has no body": (lambda pdf: first(pdf, "LI").K.__delitem__(1), "a list item is not a label and a body"),
    "a list says nothing of its numbers": (lambda pdf: first(pdf, "L").__delitem__("/A"), "a list does not say how"),
    "a foreign phrase loses its language": (lambda pdf: first(pdf, "Span").__delitem__("/E"), "a Span says nothing"),
    "an entry of the contents has no reference": (
        lambda pdf: first(pdf, "TOCI").K.__delitem__(1), "an entry of the contents is not a reference with a link",
    ),
    "a paragraph stands in a heading": (
        lambda pdf: first(pdf, "H2").K.append(a_paragraph(pdf)),
        "a P stands in a H2",
    ),
    "an element holds nothing": (lambda pdf: first(pdf, "P").__setattr__("K", pikepdf.Array()), "a P holds nothing"),
}  # fmt: skip


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_our_rules_find_what_validators_let_pass(crossing: Path, damage: str) -> None:
    change, finding = DAMAGES[damage]
    assert list(tagging.check(tags.read(crossing.read_bytes()))) == []
    with pikepdf.Pdf.open(crossing) as pdf:
        change(pdf)
        changed = io.BytesIO()
        pdf.save(changed)
    messages = [found.message for found in tagging.check(tags.read(changed.getvalue()))]
    assert any(finding in message for message in messages), messages


def test_verify_names_a_published_pdf_that_no_longer_passes(tmp_path: Path) -> None:
    """As when a newer validator knows a rule more: the file is what its receipt says, and still does not pass."""
    project = make_project(tmp_path, ENGLISH).built()
    path = project.file("harbours-hearing-briefing.pdf")
    with pikepdf.Pdf.open(path, allow_overwriting_input=True) as pdf:
        del first(pdf, "L")["/A"]
        del pdf.Root["/MarkInfo"]
        pdf.save(path)
    for receipt in (project.output / "receipt.json", project.output / "harbours" / "receipt.json"):
        said = json.loads(receipt.read_bytes())
        entry = next(one for one in said["outputs"] if one["path"].endswith(path.name))
        entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        receipt.write_bytes(as_json(said))
    result = project.run("verify")
    assert result.exit_code == 1
    place = "output/harbours/harbours-hearing-briefing.pdf: error: "
    assert f"{place}it does not pass PDF/UA-1 by page-validation" in result.output
    assert f"{place}it does not pass PDF/A-3a by page-validation" in result.output
    assert f"{place}a list does not say how it is numbered (page " in result.output


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (".lead { display: none }", "the pages show “” where the document says “The Example Agency heard"),
        (".lead { text-transform: uppercase }", "the pages show “THE EXAMPLE AGENCY HEARD"),
    ],
)
def test_words_that_a_style_hides_or_rewrites_are_named_with_their_address(
    english: Project, rule: str, shown: str
) -> None:
    path = english.templates / "styles" / "paged.css"
    path.write_text(f"{path.read_text('utf-8')}\n{rule}\n", "utf-8")
    result = english.build()
    assert result.exit_code == 1
    assert "templates/styles/paged.css: error: content/hearings/harbours.yaml#" in result.output
    assert shown in result.output, result.output
    assert "hint: a style hides, repeats or rewrites them" in result.output


# --- pins -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", list(engine.WRITTEN_FOR))
def test_the_packages_that_we_reach_into_are_those_that_this_was_written_for(package: str) -> None:
    assert version(package) == engine.WRITTEN_FOR[package], (
        f"{package} has moved: compare the golden tag trees, read what changed in what "
        "src/nist_docs/writers/pdf/engine.py uses, then set WRITTEN_FOR there"
    )


def test_a_stream_whose_data_end_by_cr_still_has_its_length() -> None:
    """ISO 19005-3, 6.1.7.1; without care one stream in 256 would seem to be one byte shorter."""
    import pydyf

    stream = pydyf.Stream([b"data\r"])
    with engine.tagged_by(lambda *_: None):
        assert stream.data.endswith(b"\nstream\ndata\r\r\nendstream")
        assert b"/Length 5" in stream.data
    assert stream.data.endswith(b"data\r\nendstream")


def test_pages_that_are_laid_out_once_have_the_bytes_of_those_laid_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    from bench.documents import load

    from nist_docs.writers import pdf
    from nist_docs.writers.pdf import engine

    document, resources = load()["briefing"]
    once = pdf.write(document, resources)
    monkeypatch.setattr(engine, "laid_out_once", nullcontext)
    assert pdf.write(document, resources).data == once.data


def test_names_that_are_cut_short_read_as_far_as_they_are_shown(tmp_path: Path) -> None:
    """Two long names in the strip above the pages of interviews: each ends in an ellipsis, and in nothing else."""
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    names = {"Bo Example": "Bo Wolfeschlegelsteinhausen", "Cia Alexandra von": "Cia Featherstonehaughsworthy"}
    for old, new in names.items():
        project.replace("content/people.yaml", f"name: {old}", f"name: {new}")
    project.replace("content/people.yaml", "worthy Examplesson-Longname", "worthy")
    project.built("--now", "2030-01-01T12:00+01:00")
    pdf = pypdfium2.PdfDocument(project.file("harbours-hearing-briefing-draft-embargo.pdf").read_bytes())
    read = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert re.findall(r"\w+…", read) == ["Wolfeschlegelst…", "Featherstoneha…"]
