"""One example of every element of the vocabulary, written in all formats, side by side in one table."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import docx
import pytest
from conftest import ENGLISH, make_project

from nist_docs.language.folding import folded
from nist_docs.semantics.vocabulary import VOCABULARY
from nist_docs.verify import tags


@dataclass
class Example:
    """Template source, and what becomes of it: HTML, plain text, (Word style, Word text), PDF text."""

    element: str
    source: str
    html: str
    text: str
    word: tuple[str, str]
    pdf: str


EXAMPLES = [
    Example("p", "<p>A paragraph.</p>", "<p>A paragraph.</p>", "\nA paragraph.\n", ("Normal", "A paragraph."), "A paragraph."),
    Example("h2", '<h2 id="part">A part</h2>', '<h2 id="part">A part</h2>', "A part\n------", ("Rubrik 1 utan nummer", "A part"), "A part"),
    Example("h3", "<h3>A subpart</h3>", "A subpart</h3>", "A subpart\n---------", ("Rubrik 2 utan nummer", "A subpart"), "A subpart"),
    Example("h4", "<h4>A detail</h4>", "A detail</h4>", "\nA detail\n", ("Heading 3", "A detail"), "A detail"),
    Example("em", "<p>It is <em>so</em>.</p>", "It is <em>so</em>.", "It is so.", ("Normal", "It is so."), "It is so."),
    Example("strong", "<p>It <strong>must</strong> be.</p>", "<strong>must</strong>", "It must be.", ("Normal", "It must be."), "It must be."),
    Example("span", '<p>In the spirit of <span lang="sv">lagom</span>.</p>', '<span lang="sv">lagom</span>',
            "In the spirit of lagom.", ("Normal", "In the spirit of lagom."), "In the spirit of lagom."),
    Example("abbr", '<p>The <abbr title="European Union">EU</abbr> says.</p>', '<abbr title="European Union">EU</abbr>',
            "The EU says.", ("Normal", "The EU says."), "The EU says."),
    Example("time", '<p>On <time datetime="2026-03-04">4 March</time>.</p>', '<time datetime="2026-03-04">4 March</time>',
            "On 4 March.", ("Normal", "On 4 March."), "On 4 March."),
    Example("br", "<p>First line<br/>second line</p>", "First line<br>second line", "First line\nsecond line",
            ("Normal", "First line\nsecond line"), "First line\nsecond line"),
    Example("a", '<p>See <a href="https://example.org/x">the page</a>.</p>', '<a href="https://example.org/x">the page</a>',
            "See the page [1].", ("Normal", "See the page."), "See the page."),
    Example("a", '<p>As <a href="#tab"/> shows.</p>', 'As <a href="#tab">Table 1</a> shows.', "As Table 1 shows.",
            ("Normal", "As Table 1 shows."), "As Table 1 shows."),
    Example("span", '<p>A claim<span role="doc-footnote">Its source.</span> stands.</p>', "Its source. <a",
            "A claim (note 1) stands.", ("Normal", "A claim stands."), "Its source."),
    Example("ul", "<ul><li>an apple</li><li>a pear</li></ul>", "<ul>\n<li>an apple</li>", "– an apple\n– a pear",
            ("List Bullet", "an apple"), "an apple"),
    Example("ol", "<ol><li>a first</li><li>a second<ul><li>inner</li></ul></li></ol>", "<ol>\n<li>a first</li>",
            "1. a first\n2. a second\n\n   – inner", ("List Number", "a first"), "a second"),
    Example("dl", "<dl><dt>Place</dt><dd>Exampletown</dd></dl>", "<dt>Place</dt><dd>Exampletown</dd>",
            "Place: Exampletown", ("Faktavärde", "Exampletown"), "Exampletown"),
    Example("table", '<table id="tab"><caption><strong>Votes.</strong> By town.</caption><thead><tr><th scope="col">Town</th>'
            '<th scope="col">Votes</th></tr></thead><tbody><tr><th scope="row">Exampletown</th><td>12</td></tr></tbody></table>',
            '<th scope="row">Exampletown</th><td>12</td>', "Table 1. Votes. By town.\n\nTown: Exampletown\n  Votes: 12",
            ("Caption", "Table 1. Votes. By town."), "Table 1. Votes. By town."),
    Example("figure", '<figure id="fig"><img src="figure:square" alt="A dark square."/><figcaption><strong>Square.</strong> It is dark.'
            "</figcaption></figure>", "A dark square.</title>", "[A dark square.]\n\nFigure 1. Square. It is dark.",
            ("Figurtext", "\nFigure 1. Square. It is dark."), "Figure 1. Square. It is dark."),
    Example("blockquote", "<blockquote><p>“Well said.”</p><footer>Anna Example</footer></blockquote>",
            "<blockquote><p>“Well said.”</p>\n<footer>Anna Example</footer>", "    “Well said.”\n    Anna Example",
            ("Quote", "“Well said.”"), "“Well said.”"),
    Example("aside", '<aside class="facts"><h3 id="brief">In short</h3><p>A fact.</p></aside>', '<aside aria-labelledby="brief" class="facts">', "    A fact.",
            ("Faktaruta slut", "A fact."), "A fact."),
    Example("aside", '<aside class="notice"><p>Mind this.</p></aside>', '<div role="note" class="notice">', "    Mind this.",
            ("Notis", "Mind this."), "Mind this."),
    Example("div", '<div class="panel"><p>In a panel.</p></div>', '<div class="panel">', "In a panel.", ("Normal", "In a panel."), "In a panel."),
    Example("section", '<section id="sec" title="Short"><h2>A section</h2><p>Inside.</p></section>', '<section id="sec">',
            "A section\n---------\n\nInside.", ("Rubrik 1 utan nummer", "A section"), "Inside."),
    Example("nav", '<nav data-depth="2"><h2>Contents</h2></nav>', '<li class="toc-2"><a href="#part">A part</a></li>',
            "Contents\n--------\n\nA part", ("toc 1", "A part"), "Contents"),
    Example("footer", '<footer class="colophon"><p>The end.</p></footer>', '<footer class="colophon">', "The end.", ("Normal", "The end."), "The end."),
    Example("header", "<header><p>To begin with.</p></header>", "<header>\n<p>To begin with.</p>", "To begin with.", ("Normal", "To begin with."), "To begin with."),
    Example("address", "<address><p>Example Street 1</p></address>", "<address>\n<p>Example Street 1</p>", "Example Street 1",
            ("Normal", "Example Street 1"), "Example Street 1"),
]  # fmt: skip

TEMPLATE = """{{% extends 'base.html.j2' %}}
{{% block title %}}A sample{{% endblock %}}
{{% block type %}}Sample{{% endblock %}}
{{% block body %}}
<h1>A sample</h1>
{examples}
{{% endblock %}}
"""


@dataclass
class Written:
    html: str
    text: str
    word: list[tuple[str, str]]
    pdf: str
    tags: list[tags.Tag]


# In the examples' order: the structure element that each becomes in a PDF, with all its words. Elements that only
# group for looks become none.
TAGS = [
    ("P", "A paragraph."), ("H2", "A part"), ("H3", "A subpart"), ("H4", "A detail"), ("Em", "so"),
    ("Strong", "must"), ("Span", "lagom"), ("Span", "EU"), ("P", "On 4 March."), ("P", "First line second line"),
    ("Link", "the page"), ("Link", "Table 1"), ("Note", "1. Its source."), ("L", "– an apple – a pear"),
    ("L", "1. a first 2. a second – inner"), ("L", "Place Exampletown"),
    ("Table", "Table 1. Votes. By town. Town Votes Exampletown 12"), ("Caption", "Figure 1. Square. It is dark."),
    ("BlockQuote", "“Well said.” Anna Example"), ("Aside", "In short A fact."), ("Aside", "Mind this."),
    ("P", "In a panel."), ("Sect", "A section Inside."), ("TOC", "A part 1 A section 2"), ("P", "The end."),
    ("P", "To begin with."), ("P", "Example Street 1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    import pypdfium2

    from nist_docs import figures
    from nist_docs.drawing import Drawing, Rect

    project = make_project(tmp_path_factory.mktemp("vocabulary"), ENGLISH)
    source = TEMPLATE.format(examples="\n".join(example.source for example in EXAMPLES))
    project.write("templates/sample.html.j2", source)
    project.write(
        "templates/deliverables.yaml",
        "format: 1\ndocuments:\n  sample:\n    template: sample.html.j2\n    formats: [html, txt, docx, pdf]\n"
        '    name: "{hearing}-sample"\n',
    )
    with pytest.MonkeyPatch.context() as patch:
        square = {"figure:square": Drawing(20, 20, (Rect(0, 0, 20, 20, "#0e3b47"),))}
        patch.setattr(figures, "draw", lambda *_: square)
        project.built()
    pdf = pypdfium2.PdfDocument(project.file("harbours-sample.pdf").read_bytes())
    pdf_text = "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf)
    pdf.close()
    data = project.file("harbours-sample.docx").read_bytes()
    return Written(
        html=project.file("harbours-sample.html").read_text("utf-8"),
        text=project.file("harbours-sample.txt").read_text("utf-8"),
        word=[(p.style.name, p.text) for p in all_paragraphs(docx.Document(io.BytesIO(data)))],
        pdf=pdf_text,
        tags=list(tags.read(project.file("harbours-sample.pdf").read_bytes()).root.walk()),
    )


def all_paragraphs(document: object) -> list[docx.text.paragraph.Paragraph]:
    from docx.text.paragraph import Paragraph

    body = document.element.body  # type: ignore[attr-defined]
    return [Paragraph(element, document._body) for element in body.iter(docx.oxml.ns.qn("w:p"))]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda e: f"{e.element}: {re.sub('<[^>]+>', ' ', e.source)[:30].strip()}"
)
class TestEveryElement:
    def test_is_an_element_on_the_web_page(self, written: Written, example: Example) -> None:
        assert example.html in written.html

    def test_is_readable_as_plain_text(self, written: Written, example: Example) -> None:
        assert example.text in written.text

    def test_has_a_style_in_word(self, written: Written, example: Example) -> None:
        assert example.word in written.word

    def test_is_text_in_the_pdf(self, written: Written, example: Example) -> None:
        assert folded(example.pdf) in folded(written.pdf)


@pytest.mark.parametrize(("example", "expected"), list(zip(EXAMPLES, TAGS, strict=True)))
def test_is_an_element_of_its_kind_in_the_pdf(written: Written, example: Example, expected: tuple[str, str]) -> None:
    assert expected in [(tag.type, " ".join(tag.text.split())) for tag in written.tags], example.source


def test_the_table_has_an_example_of_every_element() -> None:
    shown = set(re.findall(r"<([a-z0-9]+)", "".join(example.source for example in EXAMPLES) + TEMPLATE))
    by_the_base_template = {"html", "head", "title", "meta", "body"}
    same_as_lower_headings = {"h5", "h6"}
    assert set(VOCABULARY) - shown == by_the_base_template | same_as_lower_headings


def test_the_same_words_stand_in_every_format(written: Written) -> None:
    words = [w for e in EXAMPLES for w in re.findall(r"[A-Za-z]{3,}", re.sub("<[^>]+>", " ", e.source))]
    word_text = " ".join(text for _, text in written.word)
    for word in words:
        assert word in written.html
        assert word in written.text
        assert word in word_text or word in ("Its", "source")  # a footnote is a part of its own in Word
        assert word in written.pdf or word == "dark"  # an alternative text is no text of the page
