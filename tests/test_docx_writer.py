"""The Word writer, over small trees made by hand: what lands in the file, in which style."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import docx
import docx.document
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsmap
from docx.oxml.ns import qn as name
from docx.oxml.parser import OxmlElement
from fontTools.ttLib import TTFont
from lxml import etree

from nist_docs import fonts
from nist_docs.drawing import Drawing, Label, Rect
from nist_docs.pictures import Picture
from nist_docs.problems import Place, Problems
from nist_docs.semantics import tree
from nist_docs.semantics.tree import (
    Abbreviation,
    Aside,
    Caption,
    Cell,
    Contents,
    Description,
    DescriptionList,
    Emphasis,
    Figure,
    Footnote,
    Group,
    Heading,
    Image,
    Item,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quote,
    Reference,
    Section,
    Span,
    Strong,
    Table,
    Text,
    Time,
)  # fmt: skip
from nist_docs.tokens import tokens
from nist_docs.writers.columns import NARROW
from nist_docs.writers.docx import write
from nist_docs.writers.docx.embedding import FACES_FILE, LATIN, TYPEFACES, all_faces, obfuscated
from nist_docs.writers.docx.images import DPI
from nist_docs.writers.docx.reference import make
from nist_docs.writers.docx.styles import REFERENCE, Style, StyleSheet
from nist_docs.writers.docx.tables import column_widths
from nist_docs.writers.resources import Resources, Words

TEMPLATES = Path(__file__).parents[1] / "templates"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = nsmap | {
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
AT = Place("templates/report.html.j2", 1)
WORDS = Words("Figur", "Tabell", "Bilaga", "not", "Noter", "Tillbaka till not", "sid", "Hoppa", "Länkar", "av")
META = tree.Meta(
    "Rapporten",
    "sv-SE",
    "Rapport",
    "Departementet",
    "Om hearingen",
    "Kort titel",
    date="2015-12",
    numbered=True,
)


def text(said: str) -> tree.Inlines:
    return (Text(said),)


def paragraph(said: str, role: str = "") -> Paragraph:
    return Paragraph(text(said), role)


def jpeg() -> bytes:
    from PIL import Image as Pillow

    written = io.BytesIO()
    Pillow.new("RGB", (300, 200), "white").save(written, "JPEG")
    return written.getvalue()


DRAWING = Drawing(310, 60, (Rect(0, 0, 310, 60, "#275c6e"), Label(5, 30, text("Ord"), 10, "#ffffff", weight=600)))
IMAGES = {"figure:chain": DRAWING, "picture:0": Picture(jpeg(), 300, 200), "portrait:ann": DRAWING}

TABLE = Table(
    Caption("table", 1, (Strong(text("Teman.")), Text(" Så läses den."))),
    ((Cell((paragraph("Tema"),), True, "col"), Cell((paragraph("Antal"),), True, "col", "number")),),
    (
        (Cell((paragraph("Digitalisering"),), True, "row"), Cell((paragraph("4"),), role="number")),
        (Cell((List((Item((paragraph("punkt"),)),)),), True, "row"), Cell(())),
    ),
    "table-themes",
)
INLINES: tree.Inlines = (
    Text("Vanligt "), Emphasis(text("betonat")), Text(" "), Strong(text("starkt")), Text(" "),
    Strong((Emphasis(text("båda")),)), LineBreak(), Link("https://example.org/", text("länken")), Text(" "),
    Link("#a", text("hit")), Text(" "), Reference("table-themes", AT), Text(" "), Reference("a", AT),
    Text(" "), Reference("words", AT), Span(text("made in Sweden"), "en"), Span(text("nytt"), role="new"),
    Span(text("ordagrant"), role="exact"), Abbreviation(text("NIST"), "nyindustrialisering"),
    Time(text("i dag"), "2015-12-01"), Text("mjukt\u00adstreck fast\u2011streck"),
    Footnote(1, (Text("Noten, "), Link("https://example.com/", text("källan")))),
)  # fmt: skip
FIELD = (
    paragraph("Rapport", "cover-type"),
    Heading(1, text("Rapporten"), "h-1"),
    paragraph("Under", "subtitle"),
)
FACTS = Description((text("När"),), ((paragraph("Tisdag"),),))
COVER = Group(
    (
        Aside((paragraph("Utkast."),), "notice"),
        Group(FIELD, role="field"),
        DescriptionList(tuple(Description((text(term),), ((paragraph("Värde"),),)) for term in "ABCD")),
    ),
    "header",
    "cover",
)
LISTED = (
    Item((paragraph("ett"), paragraph("mer"), List((Item((paragraph("inre"),)),)))),
    Item((paragraph("två"),)),
)
EVERYTHING = tree.Document(
    META,
    (
        COVER,
        Contents(Heading(2, text("Innehåll"), "contents"), 3),
        Section(
            (Heading(2, text("Första"), "a", number="1"), paragraph("Ingressen", "lead"), Paragraph(INLINES)),
            "first",
            "page",
        ),
        Heading(3, text("Andra"), "b", number="1.1"),
        Heading(4, text("Frågan?"), "c"),
        Quote((paragraph("– Hela svaret."),), role="answer"),
        Quote((paragraph("”Citatet”"),), text("Källan")),
        List(LISTED),
        List((Item((paragraph("först"),)), Item((paragraph("sedan"),))), ordered=True),
        List((Item((paragraph("igen"),)),), ordered=True),
        TABLE,
        Figure(Image("figure:chain", text("Kedjan"), AT), Caption("figure", 1, text("Kedjan.")), "figure-1"),
        Figure(Image("picture:0", text("Fotot"), AT), Caption("figure", 0, text("Foto: Ann"))),
        Image("portrait:ann", (), AT),
        Aside((Heading(3, text("Fakta"), "d"), paragraph("Rutan"), DescriptionList((FACTS,))), "facts"),
        Aside((paragraph("Notisen"),), "notice"),
        DescriptionList((Description((text("Avsändare"),), ((paragraph("Departementet"),),)),)),
        paragraph("Visionen", "vision"),
        paragraph("Enhetschef", "byline"),
        Section((Heading(2, text("Orden"), "words", number="A"), paragraph("sist")), "", "page appendix"),
    ),
)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's tokens with a reference document made of them."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "styles").mkdir()
    (folder / "styles/tokens.css").write_bytes((TEMPLATES / "styles/tokens.css").read_bytes())
    with_faces(folder)
    (folder / REFERENCE).write_bytes(make(folder))
    return folder


def with_faces(folder: Path) -> None:
    """The project's typefaces in a folder of templates."""
    (folder / "word").mkdir()
    (folder / FACES_FILE).write_bytes((TEMPLATES / FACES_FILE).read_bytes())


@pytest.fixture(scope="module")
def resources(templates: Path) -> Resources:
    return Resources(IMAGES, WORDS, templates)


Made = Callable[..., "Word"]


class Word:
    """A written file, opened as a zip of XML: independent of the code that made it."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self.parts = {info.filename: file.read(info) for info in file.infolist()}
            self.infos = file.infolist()
        styles = self.part("word/styles.xml")
        self.names = {s.get(name("w:styleId")): one(s, "w:name/@w:val") for s in found(styles, "//w:style")}
        self.document = self.part("word/document.xml")

    def part(self, path: str) -> etree._Element:
        return etree.fromstring(self.parts[path])

    def paragraphs(self, path: str = "word/document.xml") -> list[tuple[str, str]]:
        """Style and words of each paragraph, in order."""
        return [(self.style(p), "".join(found(p, ".//w:t/text()"))) for p in found(self.part(path), "//w:p")]

    def running(self, kind: str, where: str = "default") -> str:
        """The path of the first section's ``header`` or ``footer``."""
        id = one(self.document, f"(//w:sectPr)[1]/w:{kind}Reference[@w:type='{where}']/@r:id")
        return f"word/{self.targets()[id]}"

    def targets(self) -> dict[str, str]:
        """The main part's relationships."""
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        return {relation.get("Id", ""): relation.get("Target", "") for relation in relations}

    def style(self, element: etree._Element) -> str:
        return self.names[one(element, "w:pPr/w:pStyle/@w:val")]

    def run_style(self, said: str, path: str = "word/document.xml") -> str:
        run = next(r for r in found(self.part(path), "//w:r") if "".join(found(r, "w:t/text()")) == said)
        return self.names.get(one(run, "w:rPr/w:rStyle/@w:val"), "")

    def fields(self, path: str = "word/document.xml") -> list[tuple[str, str]]:
        """Each field's code and its cached result."""
        results, stack = [], []
        for element in self.part(path).iter():
            kind = element.get(name("w:fldCharType")) if element.tag == name("w:fldChar") else ""
            if kind == "begin":
                stack.append(["", "", ""])
            elif kind == "separate":
                stack[-1][2] = "result"
            elif kind == "end":
                code, result, _ = stack.pop()
                results.append((code.strip(), result))
            elif stack and element.tag == name("w:instrText"):
                stack[-1][0] += element.text or ""
            elif stack and element.tag == name("w:t") and stack[-1][2]:
                stack[-1][1] += element.text or ""
        assert not stack, "a field is not closed"
        return results


def found(element: etree._Element, path: str) -> list:  # type: ignore[type-arg]  # elements or texts, as the path says
    return list(element.xpath(path, namespaces=NAMESPACES))


def one(element: etree._Element, path: str) -> str:
    return str((found(element, path) or [""])[0])


@pytest.fixture(scope="module")
def word(resources: Resources) -> Word:
    return Word(write(EVERYTHING, resources).data)


@pytest.fixture
def made(resources: Resources) -> Made:
    def make_word(*blocks: tree.Block, **meta: object) -> Word:
        return Word(write(tree.Document(replace(META, **meta), blocks), resources).data)  # type: ignore[arg-type]

    return make_word


# --- blocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "style"),
    [
        ("Första", Style.HEADING_1),
        ("Andra", Style.HEADING_2),
        ("Frågan?", Style.HEADING_3),
        ("Orden", Style.APPENDIX),
        ("Ingressen", Style.LEAD),
        ("– Hela svaret.", Style.ANSWER),
        ("”Citatet”", Style.QUOTE),
        ("Källan", Style.SOURCE),
        ("ett", Style.BULLET_1),
        ("mer", Style.CONTINUE_1),
        ("inre", Style.BULLET_2),
        ("först", Style.NUMBER_1),
        ("Tema", Style.TABLE_HEAD),
        ("Antal", Style.TABLE_HEAD_SHORT),
        ("Digitalisering", Style.TABLE_TEXT),
        ("4", Style.TABLE_TEXT_SHORT),
        ("punkt", Style.TABLE_BULLET),
        ("Tabell 1. Teman. Så läses den.", Style.CAPTION),
        ("Figur 1. Kedjan.", Style.FIGURE_CAPTION),
        ("Foto: Ann", Style.FIGURE_CAPTION),
        ("Fakta", Style.FACTS_HEADING_FIRST),
        ("Rutan", Style.FACTS),
        ("När", Style.FACTS_LABEL),
        ("Tisdag", Style.FACTS_LAST),
        ("Notisen", Style.NOTICE),
        ("Avsändare", Style.LABEL),
        ("Visionen", Style.VISION),
        ("Enhetschef", Style.METADATA),
        ("Innehåll", Style.CONTENTS_TITLE),
        ("Utkast.", Style.COVER_NOTICE),
        ("Rapport", Style.COVER_LABEL),
        ("Rapporten", Style.COVER_TITLE),
        ("Under", Style.COVER_SUBTITLE),
    ],
)
def test_a_block_stands_in_its_style(word: Word, said: str, style: Style) -> None:
    assert (style, said) in word.paragraphs()


def test_headings_without_a_number_have_styles_without_numbering(made: Made) -> None:
    plain = made(Heading(1, text("Titel"), "t"), Heading(2, text("A"), "a"), Heading(3, text("B"), "b"), numbered=False)
    assert plain.paragraphs() == [(Style.TITLE, "Titel"), (Style.PLAIN_1, "A"), (Style.PLAIN_2, "B")]


def test_word_numbers_headings_and_appendices_itself(word: Word) -> None:
    numbering = word.part("word/numbering.xml")
    texts = {one(lvl, "w:pStyle/@w:val"): one(lvl, "w:lvlText/@w:val") for lvl in found(numbering, "//w:lvl")}
    by_name = {word.names[id]: said for id, said in texts.items()}
    assert by_name[Style.HEADING_1] == "%1"
    assert by_name[Style.HEADING_2] == "%1.%2"
    assert by_name[Style.APPENDIX] == "Bilaga %1"


def test_the_appendix_word_is_the_documents_own(resources: Resources) -> None:
    english = replace(resources, words=replace(WORDS, appendix="Appendix"))
    assert b'"Appendix %1"' in Word(write(EVERYTHING, english).data).parts["word/numbering.xml"]


def test_every_heading_is_in_the_outline(word: Word) -> None:
    styles = {one(s, "w:name/@w:val"): s for s in found(word.part("word/styles.xml"), "//w:style")}
    for style in (Style.TITLE, Style.HEADING_1, Style.HEADING_2, Style.HEADING_3):
        assert one(styles[style], "w:pPr/w:outlineLvl/@w:val"), style
    facts = next(p for p in found(word.document, "//w:p") if word.style(p) == Style.FACTS_HEADING_FIRST)
    assert one(facts, "w:pPr/w:outlineLvl/@w:val") == "1"


def test_an_ordered_list_begins_anew(word: Word) -> None:
    instances = [one(p, "w:pPr/w:numPr/w:numId/@w:val") for p in found(word.document, "//w:p")
                 if word.style(p) == Style.NUMBER_1]  # fmt: skip
    assert instances[0] == instances[1] != instances[2]
    for id in instances:
        num = f"//w:num[@w:numId='{id}']/w:lvlOverride[@w:ilvl='0']/w:startOverride/@w:val"
        assert one(word.part("word/numbering.xml"), num) == "1"


def test_a_section_with_the_role_page_begins_a_page(word: Word) -> None:
    breaks = [p for p in found(word.document, "//w:p") if found(p, "w:pPr/w:pageBreakBefore")]
    assert ["".join(found(p, ".//w:t/text()")) for p in breaks] == ["Första", "Orden"]


def section(title: str, lines: int) -> tree.Section:
    """A section that would begin a page, with so many paragraphs of a line each: 26 and its heading fill a page."""
    content = (Heading(2, text(title), title, number="1"), *(paragraph("En rad.") for _ in range(lines)))
    return tree.Section(content, title, "page")


@pytest.mark.parametrize(
    ("lines", "begun"),
    [
        (20, ["a", "b"]),  # a page that is well filled ends where the next section begins
        (3, ["a"]),  # one that is not goes on with it
        (24, ["a", "b"]),
        (26, ["a"]),  # perhaps it has run over, and then the next page holds a line or two
        (50, ["a", "b"]),
        (29 * 9 + 15, ["a"]),  # after ten pages nobody can tell
    ],
)
def test_a_section_begins_a_page_where_the_one_before_is_surely_filled(
    made: Made, lines: int, begun: list[str]
) -> None:
    word = made(*(paragraph("En rad.") for _ in range(20)), section("a", lines), section("b", 3))
    breaks = found(word.document, "//w:p[w:pPr/w:pageBreakBefore]")
    assert ["".join(found(one, ".//w:t/text()")) for one in breaks] == begun


@pytest.mark.parametrize(("lines", "kept"), [(5, 5), (20, 0)])
def test_a_short_section_that_ends_the_document_is_not_parted(made: Made, lines: int, kept: int) -> None:
    closing = tree.Section((Heading(2, text("Slut"), "slut", number="1"), *[paragraph("En rad.")] * lines), "slut")
    word = made(paragraph("Först."), paragraph("Sedan."), closing)
    assert len(found(word.document, "//w:p[w:pPr/w:keepNext and .//w:t]")) == kept


def test_a_quotes_source_stands_on_its_page(made: Made) -> None:
    words = (paragraph("Först."), paragraph("Sedan."))
    word = made(tree.Quote(words, text("Någon"), "statement"), paragraph("Efter."))
    kept = found(word.document, "//w:p[w:pPr/w:keepNext]")
    assert ["".join(found(one, ".//w:t/text()")) for one in kept] == ["Sedan."]


# --- inline --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "style"),
    [
        ("betonat", Style.EMPHASIS),
        ("starkt", Style.STRONG),
        ("båda", Style.STRONG_EMPHASIS),
        ("länken", Style.LINK),
        ("hit", Style.LINK),
        ("nytt", Style.NEW),
        ("ordagrant", Style.EXACT),
        ("NIST", ""),
        ("i dag", ""),
        ("Teman.", Style.CAPTION_LABEL),
    ],
)
def test_words_stand_in_their_character_style(word: Word, said: str, style: str) -> None:
    assert word.run_style(said) == style


def test_nested_looks_have_a_style_of_their_own(made: Made) -> None:
    nested = made(
        Paragraph((Strong((Link("https://example.org/", text("x")), Emphasis((Span(text("y"), role="new"),)))),))
    )
    assert nested.run_style("x") == Style.LINK_STRONG
    assert nested.run_style("y") == Style.NEW_STRONG_EMPHASIS


def test_foreign_words_bear_their_language(word: Word) -> None:
    run = next(r for r in found(word.document, "//w:r") if "made in Sweden" in "".join(found(r, "w:t/text()")))
    assert one(run, "w:rPr/w:lang/@w:val") == "en"


def test_hyphens_are_words_own_signs(word: Word) -> None:
    run = next(r for r in found(word.document, "//w:r") if "mjukt" in "".join(found(r, "w:t/text()")))
    assert [child.tag.rpartition("}")[2] for child in run] == ["t", "softHyphen", "t", "noBreakHyphen", "t"]


def test_links_lead_out_and_within(word: Word) -> None:
    relations = etree.fromstring(word.parts["word/_rels/document.xml.rels"])
    assert "https://example.org/" in [one.get("Target") for one in relations if one.get("TargetMode") == "External"]
    anchors = set(found(word.document, "//w:hyperlink/@w:anchor"))
    assert anchors <= set(found(word.document, "//w:bookmarkStart/@w:name"))


def test_bookmarks_are_unique_and_closed(word: Word) -> None:
    names, ids = (found(word.document, f"//w:bookmarkStart/@w:{key}") for key in ("name", "id"))
    assert len(set(names)) == len(names)
    assert sorted(ids) == sorted(found(word.document, "//w:bookmarkEnd/@w:id"))
    assert all(re.fullmatch(r"_\w{1,39}", one) for one in names)


def test_captions_and_references_are_fields_with_results(word: Word) -> None:
    fields = word.fields()
    assert ("SEQ Tabell \\* ARABIC", "1") in fields
    assert ("SEQ Figur \\* ARABIC", "1") in fields
    assert ("REF _table_themes \\h", "Tabell 1") in fields
    assert ("REF _a \\r \\h", "1") in fields
    assert ("REF _a \\h", "Första") in fields
    assert ("REF _words \\r \\h", "Bilaga A") in fields


def test_a_table_reference_leads_to_its_caption(word: Word) -> None:
    start = found(word.document, "//w:bookmarkStart[@w:name='_table_themes']")[0]
    between = []
    for element in start.itersiblings():
        if element.tag == name("w:bookmarkEnd"):
            break
        between += found(element, "w:t/text()")
    assert "".join(between) == "Tabell 1"


def test_contents_are_complete_and_never_prompt(word: Word) -> None:
    code, result = next(field for field in word.fields() if field[0].startswith("TOC"))
    assert code == 'TOC \\o "1-2" \\h \\z \\u \\b _innehall'
    assert result == "1Första1.1AndraFaktaBilaga AOrden"
    entries = [(style, said) for style, said in word.paragraphs() if style.startswith("toc")]
    assert entries == [
        ("toc 1", "1Första"),
        ("toc 2", "1.1Andra"),
        ("toc 2", "Fakta"),
        ("toc 1", "Bilaga AOrden"),
    ]
    assert not found(word.part("word/settings.xml"), "//w:updateFields")


def test_the_contents_range_leaves_the_title_out(made: Made) -> None:
    short = made(
        Heading(1, text("Titel"), "t"),
        Contents(Heading(2, text("I"), "contents"), 2),
        Heading(2, text("A"), "a"),
    )
    body = list(found(short.document, "//w:body")[0])
    start = next(i for i, e in enumerate(body) if e.get(name("w:name")) == "_innehall")
    assert short.style(body[start - 1]) == Style.TITLE


def test_footnotes_are_real_notes(word: Word) -> None:
    notes = word.part("word/footnotes.xml")
    assert found(notes, "w:footnote/@w:id") == ["-1", "0", "1"]
    assert found(notes, "w:footnote/@w:type") == ["separator", "continuationSeparator"]
    assert word.paragraphs("word/footnotes.xml")[-1] == (Style.NOTE, "Noten, källan")
    assert found(word.document, "//w:footnoteReference/@w:id") == ["1"]
    assert found(word.part("word/settings.xml"), "w:footnotePr/w:footnote/@w:id") == ["-1", "0"]
    assert b"https://example.com/" in word.parts["word/_rels/footnotes.xml.rels"]


def test_a_note_within_a_note_is_refused(made: Made) -> None:
    with pytest.raises(Problems, match="a footnote stands inside a footnote"):
        made(Paragraph((Footnote(1, (Footnote(2, text("inre")),)),)))


# --- tables and images -----------------------------------------------------------------------------


def test_a_table_has_a_head_that_repeats_and_rows_that_stay_whole(word: Word) -> None:
    table = found(word.document, "//w:tbl[w:tblPr/w:tblCaption]")[0]
    assert word.names[one(table, "w:tblPr/w:tblStyle/@w:val")] == Style.TABLE
    rows = found(table, "w:tr")
    assert [bool(found(row, "w:trPr/w:tblHeader")) for row in rows] == [True, False, False]
    assert all(found(row, "w:trPr/w:cantSplit") for row in rows)
    assert one(table, "w:tblPr/w:tblLook/@w:firstRow") == one(table, "w:tblPr/w:tblLook/@w:firstColumn") == "1"
    assert one(table, "w:tblPr/w:tblCaption/@w:val") == "Tabell 1"
    assert one(table, "w:tblPr/w:tblDescription/@w:val") == "Teman. Så läses den."
    assert not found(word.document, "//w:gridSpan | //w:vMerge")


def test_a_picture_stands_in_its_captions_paragraph_which_no_page_divides(word: Word) -> None:
    captions = [p for p in found(word.document, "//w:p[.//w:drawing]") if word.style(p) == Style.FIGURE_CAPTION]
    assert [one(p, ".//wp:docPr/@descr") for p in captions] == ["Kedjan", "Fotot"]
    for paragraph in captions:
        # The picture, a line break, the words.
        first, second, *rest = found(paragraph, "w:r | w:bookmarkStart")
        assert found(first, "w:drawing")
        assert found(second, "w:br")
        assert rest
    (style,) = found(word.part("word/styles.xml"), f"//w:style[w:name/@w:val='{Style.FIGURE_CAPTION}']")
    assert found(style, "w:pPr/w:keepLines")


def test_tables_and_figures_hang_into_the_margin_but_not_within_a_list(made: Made) -> None:
    figure = Figure(Image("figure:chain", text("Kedjan"), AT), Caption("figure", 1, text("Kedjan.")), "figure-1")
    bare = Image("figure:chain", text("Kedjan"), AT)
    made_word = made(TABLE, figure, bare, List((Item((paragraph("ett"), TABLE, figure, bare)),)))
    hanging = [Style.CAPTION, Style.FIGURE_CAPTION, Style.FIGURE]
    within = [Style.CAPTION_IN_LIST, Style.FIGURE_CAPTION_IN_LIST, Style.FIGURE_IN_LIST]
    styles = [made_word.style(p) for p in found(made_word.document, "/w:document/w:body/w:p")]
    assert [style for style in styles if style in hanging + within] == hanging + within
    for style in within:
        assert one(made_word.part("word/styles.xml"), f"//w:style[w:name/@w:val='{style}']/w:pPr/w:ind/@w:left") == "0"
    outer, inner = (int(one(table, "w:tblPr/w:tblInd/@w:w")) for table in found(made_word.document, "//w:body/w:tbl"))
    assert outer < inner == 0
    widths = [int(width) / 36000 for width in found(made_word.document, "//wp:extent/@cx")]
    assert all(width <= NARROW for width in widths[2:])


def test_a_tables_grid_sums_to_its_width(word: Word) -> None:
    for table in found(word.document, "//w:tbl"):
        grid = [int(width) for width in found(table, "w:tblGrid/w:gridCol/@w:w")]
        assert sum(grid) == int(one(table, "w:tblPr/w:tblW/@w:w"))


def test_every_cell_ends_in_a_paragraph(word: Word) -> None:
    assert all(cell[-1].tag == name("w:p") for cell in found(word.document, "//w:tc"))


def test_short_columns_keep_to_a_line_and_long_ones_share_the_rest() -> None:
    long = "Regeringen samtalade om strategin med organisationer, myndigheter och företag. " * 3
    cells = tuple(Cell((paragraph(said),)) for said in ("Efter hearingen", long, "Återstår"))
    widths = column_widths(Table(None, (), (cells,)), 155)
    assert widths[0] < 1800
    assert widths[2] < 1200
    assert sum(widths) == 8787


def test_words_too_long_for_their_column_leave_short_ones_whole() -> None:
    long = "Exempelstrategigenomförandeplaneringsgruppsmötengenomförande"
    cells = tuple(Cell((paragraph(said),)) for said in (long, long, long, "Slag"))
    widths = column_widths(Table(None, (), (cells,)), 155)
    assert widths[3] * 25.4 / 1440 > fonts.width("Slag", 10 * 25.4 / 72) + 3.6
    assert max(widths[:3]) - min(widths[:3]) <= 2
    assert sum(widths) == 8787


def test_tables_that_touch_are_kept_apart(made: Made) -> None:
    bare = replace(TABLE, caption=None, id="")
    body = list(found(made(bare, bare).document, "//w:body")[0])
    assert [e.tag.rpartition("}")[2] for e in body] == ["tbl", "p", "tbl", "p", "sectPr"]


@pytest.mark.parametrize(
    ("after", "style"),
    [
        (paragraph("efter"), Style.BODY_AFTER_TABLE),
        (DescriptionList((Description((text("efter"),), ((paragraph("x"),),)),)), Style.LABEL_AFTER_TABLE),
        (List((Item((paragraph("efter"),)),)), Style.BULLET_AFTER_TABLE),
        (List((Item((paragraph("efter"),)),), ordered=True), Style.NUMBER_AFTER_TABLE),
        (Heading(2, text("efter"), "e", number="1"), Style.HEADING_1),
    ],
)
def test_what_follows_a_table_stands_at_a_distance(made: Made, after: tree.Block, style: Style) -> None:
    word = made(TABLE, after, paragraph("sedan"))
    assert (style, "efter") in word.paragraphs()
    assert word.paragraphs()[-1] == (Style.BODY, "sedan")
    by_name = {one(s, "w:name/@w:val"): s for s in found(word.part("word/styles.xml"), "//w:style")}
    assert int(one(by_name[style], "w:pPr/w:spacing/@w:before")) >= 240


@pytest.mark.parametrize(("count", "kept"), [(1, []), (3, [0, 1]), (8, [*range(7)]), (9, [0, 7]), (40, [0, 38])])
def test_a_pages_end_parts_no_short_table_and_leaves_no_row_alone(made: Made, count: int, kept: list[int]) -> None:
    rows = tuple((Cell((paragraph(f"{n}"),)), Cell((paragraph("x"),))) for n in range(count))
    table = found(made(replace(TABLE, body=rows)).document, "//w:tbl")[0]
    body = found(table, "w:tr")[1:]
    assert [n for n, row in enumerate(body) if found(row, ".//w:keepNext")] == kept
    assert all(len(found(body[n], "w:tc/w:p[w:pPr/w:keepNext]")) == 2 for n in kept)


def test_a_table_of_few_tall_rows_may_be_parted(made: Made) -> None:
    rows = tuple((Cell((paragraph("Många ord. " * 120),)), Cell((paragraph("x"),))) for _ in range(8))
    table = found(made(replace(TABLE, body=rows)).document, "//w:tbl")[0]
    assert [n for n, row in enumerate(found(table, "w:tr")[1:]) if found(row, ".//w:keepNext")] == [0, 6]


def test_a_drawing_is_svg_with_a_png_beside_it(word: Word) -> None:
    relations = word.targets()
    blip = found(word.document, "//a:blip[.//asvg:svgBlip]")[0]
    png = word.parts["word/" + relations[one(blip, "@r:embed")]]
    svg = word.parts["word/" + relations[one(blip, ".//asvg:svgBlip/@r:embed")]].decode()
    assert png.startswith(b"\x89PNG")
    width = int.from_bytes(png[16:20], "big")
    assert abs(width - 310 / 25.4 * DPI) < 2
    assert "<path" in svg
    assert "<text" not in svg  # words are outlines: the reader's machine need not have our fonts


def test_images_fit_the_page_and_keep_their_proportions(word: Word) -> None:
    sizes = [
        tuple(int(found(i, f"wp:extent/@{k}")[0]) / 36000 for k in ("cx", "cy"))
        for i in found(word.document, "//wp:inline")
    ]
    assert [tuple(round(side, 1) for side in size) for size in sizes] == [
        (155.0, 30.0),
        (50.8, 33.9),
        (40.0, 7.7),
    ]


def test_an_image_keeps_no_distance_that_would_move_it(word: Word) -> None:
    for inline in found(word.document, "//wp:inline"):
        assert [inline.get(side) for side in ("distT", "distB", "distL", "distR")] == ["0"] * 4


def test_an_image_has_an_alternative_text_or_is_decoration(word: Word) -> None:
    alts = [
        one(p, "@descr") or bool(found(p, ".//adec:decorative[@val='1']")) for p in found(word.document, "//wp:docPr")
    ]
    assert alts == ["Kedjan", "Fotot", True]
    assert len(set(found(word.document, "//wp:docPr/@id"))) == 3


# --- pages -----------------------------------------------------------------------------------------


def test_the_cover_is_four_steps_then_facts(word: Word) -> None:
    steps, facts = found(word.document, "/w:document/w:body/w:tbl")[:2]
    assert word.names[one(steps, "w:tblPr/w:tblStyle/@w:val")] == Style.COVER
    assert found(steps, "w:tr/w:trPr/w:trHeight/@w:val") == ["397", "397", "397", "5783"]  # 102 mm for the title
    assert "".join(found(steps, "w:tr[4]//w:t/text()")) == "RapportRapportenUnder"
    assert word.names[one(facts, "w:tblPr/w:tblStyle/@w:val")] == Style.FACTS_TABLE
    assert [len(found(row, "w:tc")) for row in found(facts, "w:tr")] == [3, 1]


def test_the_cover_gives_way_to_long_contents(made: Made) -> None:
    listed = [Heading(2, text(f"Avsnitt {n}"), f"s{n}", number=str(n)) for n in range(1, 14)]
    contents = Contents(Heading(2, text("Innehåll"), "contents"), 2)
    heights = found(made(COVER, contents, *listed).document, "(//w:tbl)[1]/w:tr/w:trPr/w:trHeight/@w:val")
    assert int(heights[-1]) < 5783 - 10 * 100
    assert int(heights[-1]) * 25.4 / 1440 >= 55


def test_a_long_title_is_set_smaller(made: Made) -> None:
    long = Group((Group((replace(FIELD[1], role="title--s"),), role="field"),), "header", "cover")  # type: ignore[type-var]
    assert (Style.COVER_TITLE_LONG, "Rapporten") in made(long).paragraphs()


def test_the_title_page_is_a_section_of_its_own(word: Word) -> None:
    first, second = found(word.document, "//w:sectPr")
    assert found(first, "w:titlePg")
    assert not found(second, "w:titlePg")
    assert one(first, "w:pgMar/@w:top") == "1134"
    assert one(second, "w:pgMar/@w:top") == "1757"


def test_headers_and_footers_say_what_and_where(word: Word) -> None:
    assert word.paragraphs(word.running("header")) == [(Style.HEADER, "Kort titelRapport")]
    assert word.paragraphs(word.running("footer")) == [(Style.FOOTER, "Departementetsid 1 (1)")]
    assert [code for code, _ in word.fields(word.running("footer"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("blocks", [EVERYTHING.body, (paragraph("Utan omslag"),)])
def test_a_status_stands_on_every_page(made: Made, blocks: tree.Blocks) -> None:
    draft = made(*blocks, status=text("Utkast"))
    assert draft.paragraphs(draft.running("header", "first")) == [(Style.STATUS, "Utkast")]
    assert draft.paragraphs(draft.running("header"))[0] == (Style.STATUS, "Utkast")
    first = found(draft.document, "//w:sectPr")[0]
    assert set(found(first, "w:headerReference/@w:type")) == {"default", "first"}


# --- the file --------------------------------------------------------------------------------------

# What may stand directly on a paragraph or run: structure, where pages end, and language. Looks come from styles.
STRUCTURE = {"pStyle", "keepNext", "pageBreakBefore", "numPr", "outlineLvl", "sectPr", "rStyle", "lang"}


def test_nothing_is_formatted_directly(word: Word) -> None:
    for path in word.parts:
        if re.match(r"word/(document|footnotes|header|footer)", path):
            used = {e.tag.rpartition("}")[2] for e in found(word.part(path), "//w:pPr/* | //w:rPr/*")}
            assert used <= STRUCTURE, path
            assert not found(word.part(path), "//w:tcPr/w:shd | //w:tblPr/w:tblBorders"), path


def test_no_paragraph_is_empty_but_those_that_the_format_demands(word: Word) -> None:
    empty = {style for style, said in word.paragraphs() if not said}
    assert empty == {Style.SEPARATOR, Style.FIGURE, Style.TABLE_TEXT}  # images; a cell without words


def test_every_style_that_is_used_exists(word: Word) -> None:
    for path in word.parts:
        if re.match(r"word/(document|footnotes|header|footer).*xml$", path):
            used = found(word.part(path), "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")
            assert set(used) <= set(word.names), path


def test_properties_say_what_the_document_is(resources: Resources) -> None:
    about = docx.Document(io.BytesIO(write(EVERYTHING, resources).data)).core_properties
    assert (about.title, about.subject, about.author) == ("Rapporten", "Om hearingen", "Departementet")
    assert (about.language, about.last_modified_by, about.revision) == ("sv-SE", "Departementet", 1)
    assert about.created is not None
    assert about.created.date().isoformat() == "2015-12-01"
    assert about.modified == about.created


def test_without_a_date_there_are_no_dates(made: Made) -> None:
    core = made(paragraph("x"), date="").parts["docProps/core.xml"]
    assert b"created" not in core
    assert b"modified" not in core


def test_a_long_description_is_shortened_to_what_a_property_holds(resources: Resources) -> None:
    long = tree.Document(replace(META, description="Om hearingen. " * 30), (paragraph("x"),))
    subject = docx.Document(io.BytesIO(write(long, resources).data)).core_properties.subject
    assert len(subject) <= 255
    assert subject.endswith("…")


def test_the_language_is_the_documents_own(made: Made) -> None:
    english = made(paragraph("x"), language="en-GB")
    assert one(english.part("word/styles.xml"), "//w:docDefaults//w:lang/@w:val") == "en-GB"
    assert one(english.part("word/settings.xml"), "//w:themeFontLang/@w:val") == "en-GB"


def test_the_file_bears_no_trace_of_how_it_was_made(word: Word) -> None:
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in word.infos)
    assert word.infos[0].filename == "[Content_Types].xml"
    everything = b"".join(word.parts.values())
    for trace in (b"python-docx", b"rsid", b"thumbnail", b"main-heading"):
        assert trace not in everything
    assert one(word.part("word/settings.xml"), "//w:compatSetting[@w:name='compatibilityMode']/@w:val") == "15"


def test_the_same_tree_gives_the_same_bytes(resources: Resources) -> None:
    assert write(EVERYTHING, resources).data == write(EVERYTHING, resources).data


def test_every_word_can_be_read_again(resources: Resources) -> None:
    written = docx.Document(io.BytesIO(write(EVERYTHING, resources).data))
    said = "".join(node.text or "" for node in written.element.body.iter(name("w:t")))
    for block in tree.walk(EVERYTHING.body):
        if isinstance(block, Section | Image):
            continue
        for inlines in tree.own_inlines(block):
            for run in tree.texts(inlines, notes=False):
                for part in re.split("[\u00ad\u2011]", run.text):
                    assert part in said


# --- typefaces -----------------------------------------------------------------------------------------


def embedded(word: Word) -> dict[tuple[str, str], TTFont]:
    """The fonts in a file by family and face, opened as the format says: by their key, from the table alone."""
    relations = etree.fromstring(word.parts["word/_rels/fontTable.xml.rels"])
    parts = {relation.get("Id"): f"word/{relation.get('Target')}" for relation in relations}
    faces = {}
    for font in found(word.part("word/fontTable.xml"), "w:font"):
        for face in found(font, "*[@w:fontKey]"):
            key, data = UUID(face.get(name("w:fontKey"))), word.parts[parts[face.get(name("r:id"))]]
            opened = TTFont(io.BytesIO(obfuscated(data, key)))
            faces[font.get(name("w:name")), face.tag.rpartition("}")[2]] = opened
    return faces


def test_every_face_that_the_styles_use_is_in_the_file(word: Word) -> None:
    faces = embedded(word)
    assert set(faces) == {(family, kind) for family, typeface in TYPEFACES.items() for kind in typeface.faces}
    styles = {"embedRegular": "Regular", "embedBold": "Bold", "embedItalic": "Italic"}
    for (family, kind), font in faces.items():
        assert (font["name"].getDebugName(1), font["name"].getDebugName(2)) == (family, styles[kind])
        with TTFont(TYPEFACES[family].faces[kind]) as uncut:
            assert set(font.getBestCmap()) == set(uncut.getBestCmap()) & set(map(ord, LATIN))
    assert set(found(word.part("word/styles.xml"), "//w:rFonts/@w:ascii")) == {family for family, _ in faces}


def test_the_first_bytes_of_a_face_are_hidden_as_the_standard_says() -> None:
    # ECMA-376-4, 17.8.1: the key's digits in reverse order over each half of the first 32 bytes.
    key = UUID("{1DF903E3-5F14-4575-B5B2-E6D9D2E1D2A7}")
    assert obfuscated(bytes(33), key)[:16].hex().upper() == "A7D2E1D2D9E6B2B57545145FE303F91D"
    assert obfuscated(bytes(33), key)[16:32] == obfuscated(bytes(33), key)[:16]
    assert obfuscated(bytes(33), key)[32:] == bytes(1)


def test_signs_beyond_latin_are_embedded_where_a_document_has_them(made: Made) -> None:
    assert ord("Ω") not in embedded(made(paragraph("O")))["Source Sans Pro", "embedRegular"].getBestCmap()
    assert ord("Ω") in embedded(made(paragraph("Ω")))["Source Sans Pro", "embedRegular"].getBestCmap()


def test_the_file_says_that_its_faces_are_embedded_and_cut(word: Word) -> None:
    tags = [child.tag.rpartition("}")[2] for child in word.part("word/settings.xml")]
    assert tags[:3] == ["zoom", "embedTrueTypeFonts", "saveSubsetFonts"]


def test_a_face_that_a_designer_chose_is_named_but_ours_goes_when_no_style_uses_it(
    resources: Resources, templates: Path, tmp_path: Path
) -> None:
    def use_arial(file: docx.document.Document) -> None:
        for face in file.styles.element.xpath("//w:rFonts[@w:ascii='Source Serif Pro']"):
            face.set(name("w:ascii"), "Arial")

    word = Word(write(EVERYTHING, replace(resources, templates=changed(templates, tmp_path, use_arial))).data)
    assert {family for family, _ in embedded(word)} == {family for family in TYPEFACES if "Sans" in family}


def test_a_face_whose_owner_forbids_it_is_not_embedded(tmp_path: Path) -> None:
    with TTFont(fonts.file("sans"), recalcTimestamp=False) as font:
        font["OS/2"].fsType = fonts.NO_EMBEDDING
        font.save(tmp_path / "closed.ttf")
    with pytest.raises(ValueError, match=r"closed\.ttf may not be embedded"):
        fonts.cut(tmp_path / "closed.ttf", "abc")


def test_the_stored_faces_are_those_that_make_reference_makes() -> None:
    assert (TEMPLATES / FACES_FILE).read_bytes() == all_faces(), "run: make reference"


def test_missing_faces_are_a_problem_with_a_hint(resources: Resources, templates: Path, tmp_path: Path) -> None:
    (tmp_path / "word").mkdir()
    (tmp_path / REFERENCE).write_bytes((templates / REFERENCE).read_bytes())
    with pytest.raises(Problems) as caught:
        write(EVERYTHING, replace(resources, templates=tmp_path))
    (problem,) = caught.value.problems
    assert (problem.rule, str(problem.where)) == ("word-faces", "templates/word/faces.zip")
    assert problem.hint == "run: make reference"


# --- the reference document --------------------------------------------------------------------------


def without(templates: Path, folder: Path, style: Style) -> Path:
    """Templates whose reference document lacks a style."""
    with_faces(folder)
    changed = io.BytesIO()
    with zipfile.ZipFile(templates / REFERENCE) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "word/styles.xml":
                styles = etree.fromstring(data)
                styles.remove(found(styles, f"w:style[w:name/@w:val='{style}']")[0])
                data = etree.tostring(styles)
            new.writestr(member, data)
    (folder / REFERENCE).write_bytes(changed.getvalue())
    return folder


def test_a_missing_style_is_a_problem_with_a_hint(resources: Resources, templates: Path, tmp_path: Path) -> None:
    poorer = replace(resources, templates=without(templates, tmp_path, Style.SOURCE))
    with pytest.raises(Problems) as caught:
        write(EVERYTHING, poorer)
    (problem,) = caught.value.problems
    assert (problem.rule, str(problem.where)) == ("word-style", "templates/word/reference.docx")
    assert problem.message == "there is no style “Citatkälla”"
    assert problem.hint == "run: make reference"


@pytest.mark.parametrize("data", [None, b"no zip"])
def test_a_missing_or_broken_reference_document_is_a_problem(
    resources: Resources, tmp_path: Path, data: bytes | None
) -> None:
    with_faces(tmp_path)
    if data:
        (tmp_path / REFERENCE).write_bytes(data)
    with pytest.raises(Problems, match="make reference"):
        write(EVERYTHING, replace(resources, templates=tmp_path))


def test_a_style_changed_in_the_reference_document_is_kept(
    resources: Resources, templates: Path, tmp_path: Path
) -> None:
    with_faces(tmp_path)
    changed = io.BytesIO()
    with zipfile.ZipFile(templates / REFERENCE) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            # As Word in Swedish saves it: other ids, the same names.
            new.writestr(member, data.replace(b'"Heading1"', b'"Rubrik1"').replace(b'"0E3B47"', b'"123456"'))
    (tmp_path / REFERENCE).write_bytes(changed.getvalue())
    word = Word(write(EVERYTHING, replace(resources, templates=tmp_path)).data)
    assert (Style.HEADING_1, "Första") in word.paragraphs()
    assert one(word.part("word/styles.xml"), "w:style[@w:styleId='Rubrik1']/w:rPr/w:color/@w:val") == "123456"


Change = Callable[[docx.document.Document], None]


def changed(templates: Path, folder: Path, change: Change) -> Path:
    """Templates whose reference document someone changed and saved."""
    with_faces(folder)
    file = docx.Document(str(templates / REFERENCE))
    change(file)
    file.save(str(folder / REFERENCE))
    return folder


def test_styles_are_found_however_a_program_spells_built_in_names(
    resources: Resources, templates: Path, tmp_path: Path
) -> None:
    def respell(file: docx.document.Document) -> None:
        for style in file.styles.element.xpath("w:style/w:name[@w:val='heading 1' or @w:val='toc 1']"):
            style.set(name("w:val"), style.get(name("w:val")).capitalize())

    word = Word(write(EVERYTHING, replace(resources, templates=changed(templates, tmp_path, respell))).data)
    assert ("Heading 1", "Första") in word.paragraphs()


def test_nothing_but_styles_is_taken_over_from_the_reference_document(
    resources: Resources, templates: Path, tmp_path: Path
) -> None:
    def edit(file: docx.document.Document) -> None:
        file.core_properties.keywords = "mina nyckelord"
        file.sections[0].header.paragraphs[0].text = "mitt sidhuvud"
        file.add_picture(io.BytesIO(jpeg()))
        settings = file.part.part_related_by(RT.SETTINGS)
        link = settings.relate_to("file:///C:/min.dotx", f"{OFFICE}/attachedTemplate", is_external=True)
        template = OxmlElement("w:attachedTemplate", {name("r:id"): link})
        file.settings.element.insert(1, template)

    plain = tree.Document(META, (paragraph("x"),))
    ours = write(plain, resources)
    edited = write(plain, replace(resources, templates=changed(templates, tmp_path, edit)))
    assert edited.data == ours.data


def test_a_list_whose_style_has_no_numbering_is_written_all_the_same(
    resources: Resources, templates: Path, tmp_path: Path
) -> None:
    def unnumber(file: docx.document.Document) -> None:
        for numbered in file.styles["List Number"].element.xpath("w:pPr/w:numPr"):
            numbered.getparent().remove(numbered)

    word = Word(write(EVERYTHING, replace(resources, templates=changed(templates, tmp_path, unnumber))).data)
    assert (Style.NUMBER_1, "först") in word.paragraphs()


def test_the_projects_reference_document_has_every_style() -> None:
    StyleSheet(docx.Document(str(TEMPLATES / REFERENCE)).styles)


def test_the_reference_document_shows_every_paragraph_style(templates: Path) -> None:
    reference = Word((templates / REFERENCE).read_bytes())
    shown = {style for style, _ in reference.paragraphs()}
    kinds = {
        one(s, "w:name/@w:val"): s.get(name("w:type")) for s in found(reference.part("word/styles.xml"), "//w:style")
    }
    assert {style for style in Style if kinds[style] == "paragraph"} <= shown


def test_the_reference_document_is_made_of_the_tokens(templates: Path) -> None:
    assert make(templates) == make(templates)
    styles = Word(make(templates)).part("word/styles.xml")
    heading = "w:style[w:name/@w:val='heading 1']/w:rPr"
    assert one(styles, f"{heading}/w:sz/@w:val") == "48"
    assert one(styles, f"{heading}/w:color/@w:val") == "0E3B47"


def test_the_projects_reference_document_has_the_tokens_looks() -> None:
    """A designer may change what a style uses, but only to what the web page and the PDF use too."""
    design = tokens(TEMPLATES)
    styles = Word((TEMPLATES / REFERENCE).read_bytes()).part("word/styles.xml")
    colours = {value.lstrip("#").upper() for value in design.values() if value.startswith("#")} | {"auto"}
    assert set(found(styles, "//@w:color | //w:color/@w:val | //w:shd/@w:fill")) <= colours
    sizes = {float(value.split("/")[0]) for key, value in design.items() if key.startswith("word-")}
    assert {int(size) / 2 for size in found(styles, "//w:sz[ancestor::w:style or ancestor::w:docDefaults]/@w:val")} <= {
        *sizes,
        1.0,  # the sliver that the format demands
    }
    families = {design["sans"], design["serif"]}
    used = set(found(styles, "//w:rFonts/@w:ascii"))
    assert all(any(name.startswith(family.split('"')[1]) for family in families) for name in used)
