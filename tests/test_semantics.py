"""What a template's HTML means, and what is said where it means nothing: the closed vocabulary, read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ENGLISH

from nist_docs import content
from nist_docs.addresses import Origins
from nist_docs.problems import Problems
from nist_docs.semantics import reading, tree
from nist_docs.semantics.tree import (
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
)
from nist_docs.templating import Templates
from nist_docs.views import Setting

TEMPLATE = "t.html.j2"
PAGE = '<html lang="en"><head><title>T</title></head>\n<body class="{look}"><h1>Title</h1>\n{body}\n</body></html>'
FIRST = 3  # the line on which the body begins


class Bench:
    """Reads a template over the English hearing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "labels").mkdir()
        (folder / "labels" / "en.yaml").write_text("format: 1\n", "utf-8")
        self.content, problems = content.load(ENGLISH, "content")
        assert problems == []

    def read(self, page: str) -> tree.Document:
        (self.folder / TEMPLATE).write_text(page, "utf-8")
        templates, setting = Templates(self.folder), Setting(self.content, "harbours", "en", Origins())
        html = templates.render(TEMPLATE, setting, {"hearing": setting.view()})
        return reading.read(html, setting.origins, templates.locate)

    def blocks(self, body: str, look: str = "") -> tuple[tree.Block, ...]:
        """What stands below the title."""
        title, *blocks = self.read(PAGE.format(look=look, body=body)).body
        assert isinstance(title, Heading)
        return tuple(blocks)

    def told(self, page: str) -> list[str]:
        """Each problem as it is told: line (of the body) or what it is in, rule, message and hint."""
        with pytest.raises(Problems) as found:
            self.read(page)
        return [
            f"{one.where.line - FIRST + 1 if one.where.line else one.where.file} {one.rule}: {one.message} | {one.hint}"
            for one in found.value.problems
        ]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


# --- what is refused --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    name: str
    body: str
    told: tuple[str, ...]


TABLE = '<table><caption>C</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
ROW = "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"

CASES = [
    Case("an id that pages use themselves", '<p>a</p>\n<section id="main"><h2>A</h2></section>',
         ("2 duplicate-id: the id 'main' is taken | give it another: main, note-… and image-… are the web page's own",)),
    Case("a note's id", '<section id="note-1"><h2>A</h2></section>',
         ("1 duplicate-id: the id 'note-1' is taken | give it another: main, note-… and image-… are the web page's own",)),
    Case("an id twice", '<section id="a"><h2>A</h2></section>\n<section id="a"><h2>B</h2></section>',
         ("2 duplicate-id: the id 'a' stands twice | give one of them another id",)),
    Case("an empty heading", "<p>a</p>\n<h2> </h2>",
         ("2 empty-heading: a heading has no words | write it, or leave it out with {% if %}",)),
    Case("a second title", "<h2>A</h2>\n<h1>B</h1>",
         ("2 outline: a second <h1> | a document has one <h1>: its title; use <h2>",)),
    Case("a level that is skipped", "<h2>A</h2>\n<h4>B</h4>\n<h5>C</h5>\n<h3>D</h3>\n<h4>E</h4>",
         ("2 outline: <h4> follows <h2>: a level is skipped | use <h3>; looks are chosen by class",)),
    Case("a figure without words", '<figure>\n<img src="figure:x" alt=" "/></figure>',
         ('1 alt: a figure has no alternative text | say in alt="…" what it shows; decoration stands without <figure>',)),
    Case("a table without rows", f"{TABLE}<tbody></tbody></table>",
         ("1 table: a table has no rows | leave the table out where there is nothing to show",)),
    Case("a table without a body", f"{TABLE}</table>",
         ("1 table: a table has no rows | leave the table out where there is nothing to show",)),
    Case("rows of unequal length", f"{TABLE}<tbody><tr><td>1</td></tr><tr>{'<td>2</td>' * 3}</tr></tbody></table>",
         ("1 table: the rows have 1 to 3 cells | every row has a cell in every column; an empty one shows –",)),
    Case("two rows of heads", TABLE.replace("<thead>", '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr>') + ROW,
         ('1 table: a table has two rows of heads | one row of <th scope="col"> names the columns',)),
    Case("a table without a head", f"<table><caption>C</caption>{ROW}",
         ('1 table: a table needs a head of header cells | <thead><tr><th scope="col">…',)),
    Case("a head of ordinary cells", f"<table><caption>C</caption><thead><tr><th scope=\"col\">A</th><td>B</td></tr></thead>{ROW}",
         ('1 table: a table needs a head of header cells | <thead><tr><th scope="col">…',)),
    Case("a table without a caption", f"{TABLE.replace('<caption>C</caption>', '')}{ROW}",
         ("1 table: a table has no caption | <caption>…</caption> says what it shows",)),
    Case("a reference to nothing", '<section id="goals"><h2>A</h2></section>\n<p>a</p>\n<p>b <a href="#goal"/></p>',
         ("3 dead-reference: nothing has the id 'goal' | did you mean 'goals'?",)),
    Case("a reference to a section without a heading", '<section id="a"><p>A</p></section>\n<p>See <a href="#a"/></p>',
         ("2 dead-reference: the section 'a' has no heading | give it one",)),
    Case("a reference to a figure without a caption", '<figure id="a"><img src="figure:x" alt="A"/></figure>\n<p>See <a href="#a"/></p>',
         ("2 dead-reference: 'a' has no number to refer to | give it a caption",)),
    Case("a reference to a table without a number", TABLE.replace("<table>", '<table id="a" class="unnumbered">') + ROW + '\n<p><em>See <a href="#a"/></em></p>',
         ("2 dead-reference: 'a' has no number to refer to | give it a caption",)),
    Case("a link to nothing here", '<p>a</p>\n<ul><li><a href="#goal">b</a></li></ul>',
         ("2 dead-reference: nothing has the id 'goal' | known here: h-1",)),
    Case("an address that is none", '<p><strong><a href="example">b</a></strong></p>',
         ("1 link: 'example' is not an address that a document may link to | write the whole address, as https://… or mailto:…",)),
    Case("a link without words", '<p><a href="https://example.org"> </a>b</p>',
         ("1 empty-link: a link to https://example.org has no words | say where it leads",)),
    Case("formatted words in a link", '<p><a href="https://example.org">a <em>b</em></a></p>',
         ("1 link-format: a link holds formatted words | put the emphasis outside the link: **[words](https://…)**",)),
    Case("words outside of a paragraph", "<section>\n<h2>A</h2> some  words\nthat stand there and go on and on for long</section>",
         ("1 vocabulary: words stand directly in <section>: “some words that stand there and go on an” | put them into <p>…</p>",)),
    Case("an element of elsewhere", "<ul>\n<p>a</p></ul>",
         ("2 vocabulary: <p> cannot stand in <ul> | <ul> may hold: li",)),
    Case("an element that is none", "<p>a <itm>b</itm></p>",
         ("1 vocabulary: <itm> is not in the documents' vocabulary | did you mean 'img'?",)),
    Case("a block among words", "<p>a <ul><li>b</li></ul></p>",
         ("1 vocabulary: <ul> cannot stand in <p> | <p> may hold: a, abbr, br, em, span, strong, time",)),
    Case("a cell in a list item", "<ul><li>a <td>b</td></li></ul>",
         ("1 vocabulary: <td> cannot stand in <li> | <li> may hold: " + ", ".join(sorted(
             ["a", "abbr", "br", "em", "span", "strong", "time", "address", "aside", "blockquote", "div", "dl", "figure",
              "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "img", "nav", "ol", "p", "section", "table", "ul"])),)),
    Case("an attribute that is missing", '<p><time>a</time> <abbr title=" ">b</abbr></p>',
         ("1 vocabulary: <time> needs the attribute 'datetime' | write datetime=\"…\"",
          "1 vocabulary: <abbr> needs the attribute 'title' | write title=\"…\"")),
    Case("an attribute that is not known", '<p clas="x">a</p>\n<ul><li id="b">c</li></ul>',
         ("1 vocabulary: <p> has no attribute 'clas' | did you mean 'class'?",
          "2 vocabulary: <li> has no attribute 'id' | this element has no attributes")),
    Case("an explanation without its term", "<dl>\n<dd>a</dd><dt>b</dt><dd>c</dd></dl>",
         ("2 vocabulary: a <dd> stands before any <dt> | begin with the term: <dt>…</dt>",)),
    Case("a term without an explanation", "<p>a</p>\n<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>",
         ("2 vocabulary: a <dt> has no <dd> | add <dd>…</dd> after it",)),
    Case("a header cell for nothing", TABLE.replace(' scope="col">B', ">B") + ROW,
         ('1 vocabulary: a header cell needs a scope | write <th scope="col"> or <th scope="row">',)),
    Case("a figure without its image", "<figure><figcaption>a</figcaption></figure>",
         ('1 vocabulary: a <figure> has no <img> | add <img src="figure:…" alt="…"/>',)),
    Case("an image from elsewhere", '<img src="https://example.org/a.png" alt=""/>',
         ("1 vocabulary: 'https://example.org/a.png' is no source of an image | "
          "images come from the content: figure:…, portrait:…, monogram:… or picture:…",)),
    Case("an image without words", '<img src="portrait:bo"/>',
         ('1 vocabulary: an image has no alternative text | add alt="…" that says what it shows, or alt="" for decoration',)),
    Case("a quotation without words", "<blockquote><footer>Bo</footer></blockquote>",
         ("1 vocabulary: a <blockquote> has no words | put them into <p>…</p>",)),
    Case("contents without a heading", "<nav></nav>",
         ('1 vocabulary: a table of contents has one heading and a depth of 2 or 3 | '
          'write <nav data-depth="3"><h2>Innehåll</h2></nav>; the entries come by themselves',)),
    Case("contents that are too deep", '<nav data-depth="4"><h2>C</h2></nav>',
         ('1 vocabulary: a table of contents has one heading and a depth of 2 or 3 | '
          'write <nav data-depth="3"><h2>Innehåll</h2></nav>; the entries come by themselves',)),
    Case("a role that is none", '<p>a<span role="note">b</span></p>',
         ("1 vocabulary: a <span> cannot have the role 'note' | a footnote is role=\"doc-footnote\"",)),
    Case("a line break with words", "<p>a<br>b</br></p>", ("1 vocabulary: <br> holds nothing | write <br/>",)),
    Case("a word for machines", "<p>a</p>\n<p>{{ hearing.language|code }}</p>",
         ("2 code: 'en' is a word for machines and stands in text | print it in class or id only",)),
    Case("a word for machines in a list", "<ul>\n<li>{{ hearing.language|code }}</li></ul>",
         ("2 code: 'en' is a word for machines and stands in text | print it in class or id only",)),
    Case("a word for machines that is stressed", "<p>a\n<em>{{ hearing.language|code }}</em></p>",
         ("2 code: 'en' is a word for machines and stands in text | print it in class or id only",)),
    Case("a word for machines in an image's words", '<p>a</p>\n<img src="monogram:bo" alt="{{ hearing.language|code }}"/>',
         ("2 code: 'en' is a word for machines and stands in text | print it in class or id only",)),
    Case("half a value", "<p>a</p>\n<p>{{ ('At ' ~ hearing.place)[:9] }}</p>",
         ("2 template: a value was cut in two by a filter | use a filter that keeps the whole value",)),
    Case("several at once", '<p style="x">a</p>\n<h3>b</h3>',
         ("1 vocabulary: <p> has no attribute 'style' | known here: class",
          "2 outline: <h3> follows <h1>: a level is skipped | use <h2>; looks are chosen by class")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_means_nothing_is_told_at_its_line_with_what_to_do(bench: Bench, case: Case) -> None:
    assert bench.told(PAGE.format(look="", body=case.body)) == list(case.told)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<html lang='en'>\n\n<body><h1>a</h1></body></html>",
         "-1 vocabulary: a document is <html> with <head> and <body> | extend base.html.j2"),
        ("<div><head></head>\n\n<body></body></div>",
         "-1 vocabulary: a document is <html> with <head> and <body> | extend base.html.j2"),
        ("<html><head><title>T</title></head>\n\n<body><h1>a</h1></body></html>",
         "-1 vocabulary: <html> needs the attribute 'lang' | write lang=\"…\""),
        ("<html lang='en'><head><title>T</title><meta content='a'/></head>\n\n<body><h1>a</h1></body></html>",
         "-1 vocabulary: <meta> of this name is not known: '' | known here: author, copy, description, modified, page, "
         "picture, picture_alt, published, running, status, type"),
        ("<html lang='en'><head><title> </title></head>\n\n<body><h1>a</h1></body></html>",
         "templates title: the document has no title | give <title> in base.html.j2 words"),
        ("<html lang='en'><head><title>T</title></head>\n\n<body><h2>a</h2></body></html>",
         "1 outline: <h2> follows <h0>: a level is skipped | use <h1>; looks are chosen by class"),
        ("<html lang='en'><head><title>T</title></head>\n\n<body><p>a</p></body></html>",
         "templates outline: a document has no title on its page | write <h1>…</h1> in the template's block 'body'"),
        ("<html lang='en'><head><title>T</title>\n<meta name='autor' content='A'/></head>\n<body><h1>a</h1></body></html>",
         "0 vocabulary: <meta> of this name is not known: 'autor' | did you mean 'author'?"),
        ("<html lang='en'><head><title>T</title></head><body>\n\n<h1>a</h1>\n<p>b\n</body></html>",
         "2 not-well-formed: <p> is not closed before </body> | close it: </p>, or <p/> if empty"),
        ("<html lang='en'><head><title>T</title></head><body>\n\n<h1>a</h1>",
         "1 not-well-formed: the template's output is not well-formed: no element found | "
         "close every tag, put attribute values in quotes, write & as &amp;"),
        ("<html lang='en'><head><title>T</title></head><body>\n\n<h1>a</h1>\n<div><p>b</div></p></body></html>",
         "2 not-well-formed: <p> is not closed before </div> | close it: </p>, or <p/> if empty"),
        ("<html lang='en'><head><title>T</title></head><body>\n\n<h1>a</h1>\n<p>b & c</p>\n</body></html>",
         "2 not-well-formed: the template's output is not well-formed: not well-formed (invalid token) | "
         "close every tag, put attribute values in quotes, write & as &amp;"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_told(bench: Bench, page: str, told: str) -> None:
    assert told in bench.told(page)


def test_a_letter_needs_no_title_on_its_page(bench: Bench) -> None:
    page = "<html lang='en'><head><title>T</title></head><body class='letter'><p>a</p></body></html>"
    assert bench.read(page).body == (Paragraph((Text("a"),)),)


# --- what is meant ----------------------------------------------------------------------------------


def text(words: str) -> tuple[Text]:
    return (Text(words),)


def said(words: str) -> tuple[Paragraph]:
    return (Paragraph(text(words)),)


def test_white_space_is_folded_as_a_browser_folds_it(bench: Bench) -> None:
    (paragraph,) = bench.blocks("<p>\n a  <em> b </em>\t c<br/> d <strong>e </strong> </p>")
    assert paragraph == Paragraph((
        Text("a "), Emphasis((Text("b "),)), Text("c"), LineBreak(), Text("d "), Strong((Text("e"),)),
    ))  # fmt: skip


def test_a_fixed_space_is_kept_and_what_is_empty_goes(bench: Bench) -> None:
    assert bench.blocks("<p>a\u00a0 <em> </em></p>") == (Paragraph((Text("a\u00a0"),)),)


def test_after_a_note_or_a_reference_a_space_stays(bench: Bench) -> None:
    _, paragraph = bench.blocks(
        '<section id="s"><h2>S</h2></section><p>a<span role="doc-footnote"> n </span> b <a href="#s"/> c</p>'
    )
    assert isinstance(paragraph, Paragraph)
    a, note, b, reference, c = paragraph.children
    assert (a, note, b, c) == (Text("a"), Footnote(1, text("n")), Text(" b "), Text(" c"))
    assert isinstance(reference, Reference)
    assert reference.target == "s"
    assert reference.at.line == FIRST


def test_headings_are_numbered_where_the_look_asks_for_it_and_those_of_appendices_by_letters(bench: Bench) -> None:
    body = (
        "<h2>a</h2><h3>b</h3><h3>c</h3><h2 class='unnumbered'>d</h2><section><h2>e</h2><h3>f</h3><h4>g</h4></section>"
        "<section class='appendix'><h2>h</h2><h3>i</h3></section><section class='appendix'><h2>j</h2></section><h2>k</h2>"
    )
    found = [b for b in tree.walk(bench.blocks(body, "numbered")) if isinstance(b, Heading)]
    assert [(one.number, tree.words(one.children)) for one in found] == [
        ("1", "a"), ("1.1", "b"), ("1.2", "c"), ("", "d"), ("2", "e"), ("2.1", "f"), ("", "g"), ("A", "h"), ("", "i"),
        ("B", "j"), ("3", "k"),
    ]  # fmt: skip
    assert [one.id for one in found][:3] == ["h-2", "h-3", "h-4"]
    assert {one.number for one in tree.walk(bench.blocks(body)) if isinstance(one, Heading)} == {""}


def test_a_document_says_its_language_look_and_properties(bench: Bench) -> None:
    read = bench.read(
        "<html lang='sv'><head><title> A <em>b</em> </title><meta name='author' content=' C '/>"
        "<meta name='status' content='{{ hearing.place }}'/></head><body class='x numbered y'><h1>D</h1></body></html>"
    )
    meta = read.meta
    assert (meta.title, meta.language, meta.author, meta.look, meta.numbered) == ("A b", "sv", "C", "x y", True)
    assert [run.text for run in meta.status] == ["Example Hall, Exampletown"]
    assert [run.text for run in meta.said] == ["A ", "b", "C"]


def test_a_document_may_say_its_title_last_and_nothing_else(bench: Bench) -> None:
    read = bench.read(
        "<html lang='sv'><head><meta name='author' content='C'/><title>A</title></head><body><h1>D</h1></body></html>"
    )
    assert [run.text for run in read.meta.said] == ["C", "A"]
    assert (read.meta.status, read.meta.look, read.meta.numbered) == ((), "", False)


def test_notes_are_counted_through_the_document(bench: Bench) -> None:
    note = '<span role="doc-footnote">n</span>'
    found = [one for block in bench.blocks(f"<p>a{note}b{note}</p><p>c{note}</p>") for own in tree.own_inlines(block)
             for one in own if isinstance(one, Footnote)]  # fmt: skip
    assert [one.number for one in found] == [1, 2, 3]


def test_sections_groups_and_asides_have_what_stands_in_them(bench: Bench) -> None:
    section, header, aside = bench.blocks(
        '<section id="a" class="b" title="Short"><h2 id="c" class="d">C</h2></section>'
        '<header class="e"><p class="f">g</p></header><aside class="facts"><p>h</p></aside>'
    )
    assert section == Section((Heading(2, text("C"), "c", "d"),), "a", "b", text("Short"))
    assert header == Group((Paragraph(text("g"), "f"),), "header", "e")
    assert aside == tree.Aside(said("h"), "facts")


@pytest.mark.parametrize("tag", ["div", "header", "footer", "address"])
def test_a_group_keeps_its_element(bench: Bench, tag: str) -> None:
    assert bench.blocks(f'<{tag} class="x"><p>a</p></{tag}>') == (Group(said("a"), tag, "x"),)


def test_headings_have_six_levels(bench: Bench) -> None:
    found = bench.blocks("<h2>a</h2><h3>a</h3><h4>a</h4><h5>a</h5><h6>a</h6>")
    assert [one.level for one in found if isinstance(one, Heading)] == [2, 3, 4, 5, 6]


def test_an_image_may_stand_alone(bench: Bench) -> None:
    (image,) = bench.blocks('<img src="monogram:bo" alt="" class="x"/>')
    assert isinstance(image, Image)
    assert image == Image("monogram:bo", (), image.at, "x")


def test_lists_hold_words_and_blocks(bench: Bench) -> None:
    many, numbered = bench.blocks('<ul class="x"><li>a <p>b</p> c</li></ul><ol><li>d</li><li>e</li></ol>')
    assert many == List((Item((*said("a"), *said("b"), *said("c"))),), ordered=False, role="x")
    assert numbered == List((Item(said("d")), Item(said("e"))), ordered=True)


def test_terms_share_explanations(bench: Bench) -> None:
    (block,) = bench.blocks('<dl class="x"><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd><dt>e</dt><dd>f</dd></dl>')
    assert block == DescriptionList((
        Description((text("a"), text("b")), (said("c"), said("d"))), Description((text("e"),), (said("f"),)),
    ), "x")  # fmt: skip


def test_tables_and_figures_are_counted_each_by_themselves_unless_they_have_no_number(bench: Bench) -> None:
    table = (
        '<table id="{}" class="{}"><caption>C</caption><thead><tr><th scope="col" class="number">A</th></tr></thead>'
    )
    row = '<tbody><tr><th scope="row">1</th></tr></tbody></table>'
    figure = '<figure id="{}" class="{}"><img src="figure:x" alt="X" class="y"/><figcaption>F</figcaption></figure>'
    first, second, third, picture, another = bench.blocks(
        table.format("a", "") + row + table.format("b", "unnumbered") + row + table.format("c", "wide") + row
        + figure.format("d", "e") + figure.format("f", "unnumbered")
    )  # fmt: skip
    head, body = ((Cell(said("A"), True, "col", "number"),),), ((Cell(said("1"), True, "row"),),)
    assert first == Table(Caption("table", 1, text("C")), head, body, "a", "")
    assert second == Table(Caption("table", 0, text("C")), head, body, "b", "unnumbered")
    assert third == Table(Caption("table", 2, text("C")), head, body, "c", "wide")
    assert isinstance(picture, Figure)
    assert picture == Figure(
        Image("figure:x", text("X"), picture.image.at, "y"), Caption("figure", 1, text("F")), "d", "e"
    )
    assert picture.image.at.line == FIRST
    assert isinstance(another, Figure)
    assert another.caption == Caption("figure", 0, text("F"))


def test_a_quotation_has_its_words_and_its_source(bench: Bench) -> None:
    (quote,) = bench.blocks('<blockquote class="x"><p>a</p><p>b</p><footer>Bo</footer></blockquote>')
    assert quote == Quote((*said("a"), *said("b")), text("Bo"), "x")


def test_contents_have_a_heading_and_a_depth(bench: Bench) -> None:
    (shallow,) = bench.blocks('<nav class="x"><h2>C</h2></nav>')
    assert shallow == Contents(Heading(2, text("C"), "contents", "contents-title"), 2, "x")
    _, deep = bench.blocks('<h2>A</h2><nav data-depth="3"><h3>D</h3></nav>')
    assert deep == Contents(Heading(3, text("D"), "contents", "contents-title"), 3)


def test_a_link_leads_to_what_has_its_id(bench: Bench) -> None:
    _, paragraph = bench.blocks('<section id="goals"><h2>A</h2></section><p><a href="#goals">b</a></p>')
    assert paragraph == Paragraph((Link("#goals", text("b")),))


def test_words_are_marked_up_with_languages_links_and_times(bench: Bench) -> None:
    (paragraph,) = bench.blocks(
        '<p><a href="https://example.org">a</a> <span lang="sv" class="x">b</span> '
        '<abbr title="c d">cd</abbr> <time datetime="2015-12">e</time></p>'
    )
    assert isinstance(paragraph, Paragraph)
    assert [one for one in paragraph.children if one != Text(" ")] == [
        Link("https://example.org", text("a")), Span(text("b"), "sv", "x"), tree.Abbreviation(text("cd"), "c d"),
        tree.Time(text("e"), "2015-12"),
    ]  # fmt: skip


# --- what is asked of a tree --------------------------------------------------------------------------

EVERYTHING = (
    '<nav><h2>In short</h2></nav><section id="s" title="Short"><h2>Two</h2><h3 class="unlisted">Three</h3><h4>Four</h4>'
    '<div><p>a <em>b<span role="doc-footnote">n <strong>o</strong></span></em><br/>c<a href="#s"/></p></div></section>'
    "<ul><li>d<ol><li>e</li></ol></li></ul><dl><dt>f</dt><dd>g</dd><dd><p>h</p></dd></dl>"
    '<table><caption>i</caption><thead><tr><th scope="col">j</th></tr></thead><tbody><tr><td>k</td></tr></tbody></table>'
    '<figure><img src="figure:x" alt="l"/><figcaption>m</figcaption></figure><img src="figure:x" alt="p"/>'
    "<blockquote><p>q</p><footer>r</footer></blockquote><aside><p>s t</p></aside>"
)


@pytest.fixture(scope="module")
def whole(bench: Bench) -> tree.Document:
    return bench.read(PAGE.format(look="", body=EVERYTHING))


def test_words_are_walked_in_the_order_in_which_they_are_read(whole: tree.Document) -> None:
    read = [" ".join(tree.words(own).split()) for own in tree.in_reading_order(whole.body)]
    assert read == ["Title", "In short", "Two", "Three", "Four", "a bc", *"defgh", *"ijk", "m", "q", "r", "s t"]
    assert tree.count_words(whole) == len(" ".join(read).split())


def test_every_block_is_walked_with_the_words_of_its_own(whole: tree.Document) -> None:
    own = [(type(block).__name__, *("".join(run.text for run in tree.texts(one)) for one in tree.own_inlines(block)))
           for block in tree.walk(whole.body)]  # fmt: skip
    assert own == [
        ("Heading", "Title"), ("Contents",), ("Heading", "In short"), ("Section", "Short"), ("Heading", "Two"),
        ("Heading", "Three"), ("Heading", "Four"), ("Group",), ("Paragraph", "a bn oc"), ("List",), ("Paragraph", "d"),
        ("List",), ("Paragraph", "e"), ("DescriptionList", "f"), ("Paragraph", "g"), ("Paragraph", "h"), ("Table", "i"),
        ("Paragraph", "j"), ("Paragraph", "k"), ("Figure", "m"), ("Image", "l"), ("Image", "p"), ("Quote", "r"),
        ("Paragraph", "q"), ("Aside",), ("Paragraph", "s t"),
    ]  # fmt: skip


def test_words_on_one_line_have_a_space_for_its_end_and_no_notes(whole: tree.Document) -> None:
    (paragraph,) = (b for b in tree.walk(whole.body) if isinstance(b, Paragraph) and tree.words(b.children) == "a bc")
    assert tree.line(paragraph.children) == "a b c"
    assert [run.text for run in tree.texts(paragraph.children)] == ["a ", "b", "n ", "o", "c"]
    assert [run.text for run in tree.texts(paragraph.children, notes=False)] == ["a ", "b", "c"]


def test_contents_list_headings_to_their_depth_but_not_their_own_and_none_that_is_unlisted(
    whole: tree.Document,
) -> None:
    def titles(found: list[Heading]) -> list[str]:
        return [tree.words(one.children) for one in found]

    assert titles(tree.headings(whole)) == ["Title", "Two", "Three", "Four"]
    assert titles(tree.entries(whole, 2)) == ["Two"]
    assert titles(tree.entries(whole, 3)) == ["Two"]
    assert titles(tree.entries(whole, 4)) == ["Two", "Four"]
