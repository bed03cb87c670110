"""Every page of every document looks designed: criteria measured on the finished PDFs, and pictures of the pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import picturing
import pytest
from conftest import ENGLISH, GOLDEN, Project, make_project
from looks import CRITERIA, contrast
from measured import MM, WORD, Measured, Page, measure
from PIL import Image

from nist_docs.tokens import tokens

DOCUMENTS = ("press-release", "briefing", "report")
REAL = {"nist": "real", "harbours": "built_english"}

# The third is a draft of another hearing, in which every key is used.
REPORTS = ("nist-hearing-report", "harbours-hearing-report", "harbours-hearing-report-draft-embargo")


@pytest.fixture(scope="module")
def word(
    real: Project, built_english: Project, everything: Project, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The reports as LibreOffice lays out their Word files."""
    files = [one.file(f"{name}.docx") for one, name in zip((real, built_english, everything), REPORTS, strict=True)]
    made = picturing.word_as_pdf(files, tmp_path_factory.mktemp("word"))
    return {path.stem: path for path in made}


every_criterion = pytest.mark.parametrize("criterion", CRITERIA)
measured = lru_cache(4)(measure)  # a document meets one criterion after the other


@every_criterion
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("hearing", REAL)
def test_every_page_of_a_document_meets_the_criterion(
    hearing: str, document: str, criterion: str, request: pytest.FixtureRequest
) -> None:
    project: Project = request.getfixturevalue(REAL[hearing])
    found = measured(project.file(f"{hearing}-hearing-{document}.pdf"))
    assert list(CRITERIA[criterion](found)) == []


@every_criterion
@pytest.mark.parametrize("name", REPORTS)
def test_every_page_of_a_word_file_meets_the_criterion(word: dict[str, Path], name: str, criterion: str) -> None:
    assert list(CRITERIA[criterion](measured(word[name], WORD))) == []


# --- the criteria can fail --------------------------------------------------------------------------


SENTENCE = "The quay was measured again, and the harbour master noted what had changed since the spring. "
SAMPLE = """{% extends 'base.html.j2' %}
{% block title %}{{ label('report') }}{% endblock %}
{% block type %}{{ label('report') }}{% endblock %}
{% block look %}report{% endblock %}
{% block body %}
<h1>Sample</h1><p class="byline">As it is</p>
<section id="text" class="page"><h2>Text</h2><p class="lead">LINES</p>
<h3>Short paragraphs</h3>PARAGRAPHS
<blockquote class="quote quote--s"><p>Harbours asked for clear rules.</p><footer>The agency</footer></blockquote>
</section>
<section id="rows"><h2>Rows</h2>
<table id="tab"><caption><strong>Depths.</strong> By berth.</caption>
<thead><tr><th scope="col">Berth</th><th scope="col">Depth</th></tr></thead><tbody>ROWS</tbody></table></section>
{% endblock %}
"""
BROKEN = """
.report p { max-width: none; line-height: 1.2; orphans: 1; widows: 1; }
.report h3 { break-after: page; margin: 0 0 40pt; }
.report h2 { margin: 0 0 90pt; }
tbody tr { break-inside: auto; }
tbody tr:first-child { break-after: page; }
.report .lead { margin-left: -15mm; color: #9aa5aa; }
.quote { break-before: page; break-after: page; }
.quote footer { margin-top: -12pt; }
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Measured]:
    """A document in which much can go wrong, laid out with these rules added to the style."""

    @cache
    def made(style: str) -> Measured:
        project = make_project(tmp_path_factory.mktemp("sample"), ENGLISH)
        row = '<tr><th scope="row">Berth {}</th><td>{}</td></tr>'
        rows = "".join(row.format(n, SENTENCE * (6 + n % 5)) for n in range(1, 40))
        paragraphs = "".join(f"<p>{SENTENCE * (2 + n % 5)}</p>" for n in range(120))
        filled = SAMPLE.replace("LINES", SENTENCE * 2).replace("PARAGRAPHS", paragraphs).replace("ROWS", rows)
        project.write("templates/sample.html.j2", filled)
        table = "format: 1\ndocuments:\n  sample:\n    template: sample.html.j2\n    formats: [pdf]\n"
        project.write("templates/deliverables.yaml", table + '    name: "{hearing}-sample"\n')
        paged = project.templates / "styles" / "paged.css"
        paged.write_text(paged.read_text("utf-8") + style, "utf-8")
        return measure(project.built().file("harbours-sample.pdf"))

    return made


@every_criterion
def test_a_criterion_is_met_by_the_style_and_notices_a_broken_one(
    sample: Callable[[str], Measured], criterion: str
) -> None:
    assert list(CRITERIA[criterion](sample(""))) == []
    assert list(CRITERIA[criterion](sample(BROKEN))) != []


# What holds the pages of a Word file together, and what becomes of it.
LOOSE = (
    ("word/document.xml", r"<w:(keepNext|cantSplit)/>", ""),
    ("word/styles.xml", r"<w:(keepNext|keepLines)/>", ""),
    ("word/styles.xml", r"<w:widowControl/>", '<w:widowControl w:val="0"/>'),
    ("word/styles.xml", r'w:line="320" w:lineRule="atLeast"', 'w:line="230" w:lineRule="exact"'),
    ("word/styles.xml", r'(<w:name w:val="heading [12]"/>.*?<w:spacing )w:before="\d+" w:after="\d+"',
     r'\1w:before="0" w:after="1600"'),
    ("word/styles.xml", r'<w:color w:val="16242B"/>', '<w:color w:val="9AA5AA"/>'),
    ("word/styles.xml", r'(<w:name w:val="Normal"/>.*?<w:spacing [^>]*/>)', r'\1<w:ind w:right="-1900"/>'),
)  # fmt: skip


@pytest.fixture(scope="module")
def loose(built_english: Project, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The report's Word file, long, without what keeps its pages in order."""
    folder = tmp_path_factory.mktemp("loose")
    path = folder / "loose.docx"
    with (
        zipfile.ZipFile(built_english.file("harbours-hearing-report.docx")) as whole,
        zipfile.ZipFile(path, "w") as made,
    ):
        for member in whole.namelist():
            text = whole.read(member)
            for part, pattern, by in LOOSE:
                if member == part:
                    text = re.sub(pattern, by, text.decode(), flags=re.DOTALL).encode()
            if member == "word/document.xml":
                text = lengthened(text.decode()).encode()
            made.writestr(member, text)
    return measure(picturing.word_as_pdf([path], folder)[0], WORD)


def lengthened(body: str) -> str:
    """With paragraphs of every length before each heading, and a break after some: something stands at each edge."""
    words = f'<w:p><w:r><w:t xml:space="preserve">{SENTENCE * 4}</w:t></w:r></w:p>'
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Alone</w:t></w:r></w:p>'
    row = f"<w:tr>{f'<w:tc><w:tcPr/>{words * 8}</w:tc>' * 2}</w:tr>"
    table = f'<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr><w:tblGrid/>{row * 9}</w:tbl>'
    more = "".join(words * (n % 7 + 1) + heading for n in range(40))
    last = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + heading + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    before, own, after = body.rpartition("<w:sectPr")
    return f"{before}{more}{table}{last}{words}{own}{after}"


@every_criterion
def test_a_criterion_notices_a_word_file_whose_pages_nothing_holds_together(loose: Measured, criterion: str) -> None:
    assert list(CRITERIA[criterion](loose)) != []


def test_a_picture_stands_with_its_caption_where_a_page_of_a_word_file_ends(
    everything: Project, tmp_path: Path
) -> None:
    """However high it is: one of these heights has room on the page with the footnote, but not with the caption."""
    heights = range(76, 116, 8)  # points
    files = [tmp_path / f"{height}.docx" for height in heights]
    with zipfile.ZipFile(everything.file(f"{REPORTS[2]}.docx")) as whole:
        for path, height in zip(files, heights, strict=True):
            with zipfile.ZipFile(path, "w") as made:
                for member in whole.namelist():
                    text = whole.read(member)
                    if member == "word/document.xml":
                        text = re.sub(rb'(<wp:extent cx="\d+" cy=)"\d+"', rb'\1"%d"' % (height * 12700), text, count=1)
                    made.writestr(member, text)
    for path in picturing.word_as_pdf(files, tmp_path):
        pages = measure(path, WORD).pages
        shown = [page.number for page in pages if page.pictures]
        said = [page.number for page in pages for run in page.content if "The quay at Exampletown" in run.text]
        assert shown[0] == said[0], path.name


# --- colours ------------------------------------------------------------------------------------------


def test_every_colour_of_words_can_be_read_on_every_ground_that_it_is_made_for(real: Project) -> None:
    """The pairs that tokens.css says; which of them documents use is measured above."""
    colours = {
        name: (int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16))
        for name, value in tokens(real.templates).items()
        if value.startswith("#")
    }
    grounds = {
        "ink": ("paper", "step-1", "step-2", "new"),
        "quiet": ("paper", "step-1"),
        "step-3": ("paper", "step-1"),
        "step-4": ("paper", "step-1", "step-2"),
        "paper": ("step-3", "step-4"),
    }
    for words, below in grounds.items():
        for ground in below:
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)


# --- pictures -----------------------------------------------------------------------------------------

MEAN, BLOCK = 1.5, 40  # of 255: over a page, and in one square of 8 by 8 points
PAGES = GOLDEN / "pages"
VIEWS = (
    *(f"{document}-pdf" for document in DOCUMENTS),
    *(f"press-release-web-{how}" for how in ("wide", "narrow", "printed")),
    "report-word",
)


@pytest.fixture(scope="module")
def pictures(
    real: Project, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], list[Image.Image]]:
    """The pages of a document of the real hearing, as a person sees them who opens or prints it."""
    folder = tmp_path_factory.mktemp("pictures")

    def pages(view: str) -> list[Image.Image]:
        if view.endswith("-pdf"):
            return picturing.of_pdf(real.file(f"nist-hearing-{view.removesuffix('-pdf')}.pdf"))
        if view.endswith("-word"):
            laid_out: dict[str, Path] = request.getfixturevalue("word")
            return picturing.of_pdf(laid_out["nist-hearing-report"])
        return picturing.of_web(real.file("nist-hearing-press-release.html"), folder)[view.rpartition("-")[2]]

    return pages


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_looks_as_it_did_when_someone_looked(
    view: str, pictures: Callable[[str], list[Image.Image]], request: pytest.FixtureRequest
) -> None:
    drawn = pictures(view)
    if request.config.getoption("--accept"):
        (PAGES / view).mkdir(parents=True, exist_ok=True)
        for old in (PAGES / view).glob("*.png"):
            old.unlink()
        for number, picture in enumerate(drawn, 1):
            picture.quantize(16).save(PAGES / view / f"{number:02}.png", optimize=True)
    known = sorted((PAGES / view).glob("*.png"))
    assert len(drawn) == len(known), f"{len(drawn)} pages for {len(known)}: look at them, then make accept"
    for picture, path in zip(drawn, known, strict=True):
        with Image.open(path) as before:
            mean, most = picturing.difference(before.convert("L"), picture)
        which = path.relative_to(PAGES)
        assert mean <= MEAN, f"{which} has changed by {mean:.1f} on average: look at it, then make accept"
        assert most <= BLOCK, f"{which} has changed by {most:.0f} in one place: look at it, then make accept"


def test_a_page_picture_notices_a_moved_line_and_forgives_a_softer_edge(real: Project) -> None:
    page = picturing.of_pdf(real.file("nist-hearing-briefing.pdf"))[2]
    moved = page.copy()
    moved.paste(page.crop((100, 100, 380, 300)), (100, 103))
    assert picturing.difference(page, moved)[1] > BLOCK
    assert max(picturing.difference(page, page.point(lambda grey: min(255, grey + 10)))) < BLOCK


def test_every_page_picture_is_looked_at_and_they_are_small() -> None:
    assert {path.parent.name for path in PAGES.rglob("*.png")} == set(VIEWS)
    assert sum(path.stat().st_size for path in PAGES.rglob("*.png")) < 1_500_000


# --- where a page begins ------------------------------------------------------------------------------

FLOWING = """{% extends 'base.html.j2' %}
{% block title %}{{ label('report') }}{% endblock %}
{% block type %}{{ label('report') }}{% endblock %}
{% block body %}
<header class="cover"><div class="field"><h1>Sample</h1></div></header>
SECTIONS
{% endblock %}
"""


@pytest.fixture
def flowing(english: Project) -> Callable[..., Measured]:
    """Sections of so many lines, each of which would begin a page of the class ``page``."""

    def made(*lengths: int, page: str = "page", more: str = "") -> Measured:
        section = '<section class="{0}" id="s{1}" title="Short {1}"><h2>Section {1}</h2>{3}{2}</section>'
        sections = "".join(
            section.format(page, n, "<p>A line.</p>" * lines, more) for n, lines in enumerate(lengths, 1)
        )
        english.write("templates/sample.html.j2", FLOWING.replace("SECTIONS", sections))
        table = "format: 1\ndocuments:\n  sample:\n    template: sample.html.j2\n    formats: [pdf]\n"
        english.write("templates/deliverables.yaml", table + '    name: "{hearing}-sample"\n')
        return measure(english.built().file("harbours-sample.pdf"))

    return made


def headings(found: Measured) -> list[tuple[int, str]]:
    """The sections' headings with their pages."""
    return [(next(tag.marked()).page + 1, tag.text) for tag in found.root.walk() if tag.type == "H2"]


def strip(page: Page) -> str:
    """The section that the line above a page marks: in semibold, darker than the others."""
    running = [run for run in page.runs if run.mcid < 0 and run.box.bottom > page.height - 31 * MM]
    return "".join(run.text for run in running if run.colour == (0x16, 0x24, 0x2B)).strip()


def test_sections_begin_pages(flowing: Callable[..., Measured]) -> None:
    assert [page for page, _ in headings(flowing(12, 12, 12))] == [2, 3, 4]


def test_a_section_follows_on_where_the_page_before_would_stand_nearly_empty(flowing: Callable[..., Measured]) -> None:
    assert [page for page, _ in headings(flowing(12, 2, 12))] == [2, 3, 3]
    assert [page for page, _ in headings(flowing(31, 2))] == [2, 3]  # the last page may be


@pytest.mark.parametrize("more", ["", '<p class="conclusion">Larger.</p>'])
def test_the_line_above_a_page_names_a_section_from_the_page_of_its_heading(
    flowing: Callable[..., Measured], more: str
) -> None:
    """Whatever the length before it: a heading that has no room leaves its name to the next page as well."""
    for length in range(54, 62):
        found = flowing(length, 12, page="flow", more=more)
        (_, (second, _)) = headings(found)
        expected = ["Short 1"] * (second - 2) + ["Short 2"] * (len(found.pages) - second + 1)
        assert [strip(page) for page in found.pages[1:]] == expected, length


def test_a_heading_stands_at_a_pages_top_where_text_would(flowing: Callable[..., Measured]) -> None:
    found = flowing(1, page="flow", more="<h3>Part</h3><p>A line.</p><p>A line.</p>" * 60)
    tops = []
    for page in found.pages[2:]:
        first = max(page.content, key=lambda run: run.baseline)
        if first.text == "Part":
            tops.append(page.height - 31 * MM - first.box.top)
    assert tops
    assert max(tops) < 8, tops
