"""Web pages as their readers, search engines and networks take them: what no outside validator looks at."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Project
from fontTools.ttLib import TTFont
from lxml import html

from nist_docs import fonts
from nist_docs.tokens import tokens
from nist_docs.verify import web_page

DOCUMENTS = ("press-release", "briefing", "report")
CONTENTS = ("real", "built_english", "everything")


@pytest.fixture(params=[(content, document) for content in CONTENTS for document in DOCUMENTS], ids="-".join)
def page(request: pytest.FixtureRequest) -> Any:
    content, document = request.param
    project: Project = request.getfixturevalue(content)
    (path,) = project.output.glob(f"*/*-{document}*.html")
    return html.document_fromstring(path.read_text("utf-8"))


def metadata(page: Any, key: str) -> dict[str, str]:
    return {one.get(key): one.get("content") for one in page.xpath(f"//head/meta[@{key}]")}


def linked_data(page: Any) -> dict[str, Any]:
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    said: dict[str, Any] = json.loads(script)
    return said


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


# --- the gate of every build -----------------------------------------------------------------------


def damaged(page: str, pattern: str, by: str) -> list[str]:
    """What is found in the page after this change of its HTML."""
    changed, times = re.subn(pattern, by, page, count=1, flags=re.DOTALL)
    assert times, pattern
    return [finding.message for finding in web_page.check(changed.encode())]


@pytest.fixture(scope="module")
def release(everything: Project) -> str:
    """A press release with dates, an address and a picture of its own."""
    (path,) = everything.output.glob("*/*-press-release*.html")
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("pattern", "by", "message"),
    [
        ('href="#main"', 'href="#mian"', "leads to #mian, which is not there"),
        ('<main id="main">', '<main id="main"><p id="main">', "2 elements have the id “main”"),
        ("<main ", '<main aria-labelledby="gone" ', "aria-labelledby names the id “gone”"),
        ("<main[^>]*>", r'\g<0><a href="https://example.org/"> </a>', "the link to https://example.org/ has no words"),
        ("<main[^>]*>", r'\g<0><a href="https://example.org/">Läs mer …</a>', "“Läs mer …” does not say where"),
        ("<main[^>]*>", r'\g<0><a href="https://example.org/" aria-label="here">A</a>', "“here” does not say where"),
        ("<main[^>]*>", r'\g<0><a href="/a">One</a> <a href="/b">One</a>', "“One” leads to /a and to /b"),
        ("<h1", "<h1>Another</h1><h1", "it has 2 headings of the first level"),
        ("<h2", "<h4>Deep</h4><h2", "the heading “Deep” is of level 4"),
        ("<h2", "<h2> </h2><h2", "a heading <h2> has no words"),
        ('property="og:description"', 'property="og:other"', "Open Graph: og:description is missing"),
        ('property="og:url"', 'property="og:other"', "Open Graph: og:url is missing"),
        ('property="og:image:alt"', 'property="og:other"', "Open Graph: og:image:alt is missing"),
        ("<title>", "<title>Other ", "Open Graph: og:title is “"),
        ('rel="canonical" href="', r"\g<0>x", "Open Graph: og:url is “"),
        ('"headline": "', r"\g<0>Other ", "linked data: headline is “Other "),
        ('"inLanguage": "en', r"\g<0>-GB", "linked data: inLanguage is “en"),
        ('"datePublished": "2', r'"datePublished": "1', "linked data: datePublished is “1"),
        ('"dateModified": "[^"]*"', '"dateModified": "2001-01-01"', "linked data: dateModified is “2001-01-01”"),
        ('(<p class="dateline">.*?datetime=")2', r"\g<1>1", "linked data: datePublished is “2"),
        ('"headline": ', "headline: ", "linked data: they cannot be read"),
        ('<script type="application/ld.json">.*?</script>', "", "linked data: they cannot be read"),
    ],
)
def test_what_is_damaged_in_a_page_is_found(release: str, pattern: str, by: str, message: str) -> None:
    assert list(web_page.check(release.encode())) == []
    found = damaged(release, pattern, by)
    assert [one for one in found if message in one], found


def test_a_page_with_a_fault_of_the_templates_is_not_published(english: Project) -> None:
    english.replace(
        "templates/press-release.html.j2",
        "{% block body %}",
        '{% block body %}<p><a href="https://example.org/all">Read more</a></p>',
    )
    result = english.build()
    assert result.exit_code == 1
    assert "press-release.html: “Read more” does not say where the link leads [web-page]" in result.output
    assert not english.output.exists()


def test_words_of_the_content_that_say_nothing_are_judged_as_the_project_wants(english: Project) -> None:
    english.replace("content/hearings/harbours.yaml", "text: The draft strategy", "text: Read more")
    result = english.built().build()
    assert "[link-text]" in result.stderr
    assert "[web-page]" not in result.output


# --- pages of the real documents --------------------------------------------------------------------


def test_every_page_says_nothing_against_itself(page: Any) -> None:
    """The gate finds nothing, also where the tests have every document as a page."""
    assert list(web_page.check(html.tostring(page, encoding="utf-8"))) == []
    assert page.xpath("//a[@href='#main']")


def test_a_page_with_a_public_address_says_it_everywhere_and_only_the_release_has_one(everything: Project) -> None:
    (path,) = everything.output.glob("*/*-press-release*.html")
    page = html.document_fromstring(path.read_text("utf-8"))
    graph, said = metadata(page, "property"), linked_data(page)
    assert [graph["og:url"]] == page.xpath("//link[@rel='canonical']/@href")
    assert graph["og:url"] == said["url"] == "https://example.org/hearings/harbours"
    assert graph["og:image"] == said["image"] == "https://example.org/hearings/harbours.png"
    assert graph["og:image:alt"] == "A quay in Exampletown on an early morning."
    required = {"og:title", "og:type", "og:image", "og:url"}  # by ogp.me
    assert required <= graph.keys()
    for other in everything.output.glob("*/*-[br]*.html"):
        if "press-release" not in other.name:
            assert "og:url" not in other.read_text("utf-8"), other.name


def test_the_page_reads_in_its_order_without_styles(page: Any) -> None:
    """Skip link, masthead, main text, closing footer: as they stand in the file."""
    body = page.find("body")
    assert [child.tag for child in body][:3] == ["a", "header", "main"]
    assert [child.tag for child in body][3:] in ([], ["footer"])
    assert not page.xpath("//*[@style]")


def test_what_shows_in_one_width_only_says_the_same_in_the_other(real: Project) -> None:
    (path,) = real.output.glob("*/*-report.html")
    page = html.document_fromstring(path.read_text("utf-8"))
    (wide,), (narrow,) = (page.xpath(f"//div[contains(@class, 'drawing--{kind}')]/svg") for kind in ("wide", "narrow"))
    assert wide.findtext("title") == narrow.findtext("title")
    said = [sorted("".join(drawing.xpath(".//text/text()")).replace("– ", "").split()) for drawing in (wide, narrow)]
    assert "".join(sorted("".join(said[0]))) == "".join(sorted("".join(said[1])))
    assert float(narrow.get("viewbox").split()[2]) < 75


def test_a_term_that_comes_again_begins_a_new_list_and_nothing_is_lost(english: Project) -> None:
    facts = "\n".join(f"      - {{label: Ships, text: About {number}}}" for number in (10, 20))
    english.replace(
        "content/hearings/harbours.yaml", "\nwhen:", f"\nfact_boxes:\n  - title: In brief\n    facts:\n{facts}\nwhen:"
    )
    page = html.document_fromstring(english.built().file("harbours-hearing-press-release.html").read_text("utf-8"))
    lists = page.xpath("//aside[h2='In brief']/dl")
    assert [words(one) for one in lists] == ["ShipsAbout 10", "ShipsAbout 20"]


# --- colours -------------------------------------------------------------------------------------

TEMPLATES = ROOT / "templates"
# What stands on what: text needs 4.5 (WCAG 1.4.3), rules that carry meaning and the focus need 3 (1.4.11).
PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "quiet", "step-3", "step-4") for ground in ("paper", "step-1")),
    ("paper", "step-4", 4.5),
    ("on-new", "new", 4.5),
    ("line", "paper", 3.0),
    ("ink", "new", 1.5),
]


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_the_guidelines_count_it() -> None:
    assert contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("mode", ["", "dark-"], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_colours_keep_their_contrast(mode: str, text: str, ground: str, least: float) -> None:
    found = tokens(TEMPLATES)
    # What has no dark form is the same in both.
    colours = [found.get(f"{mode}{name}", found[name]) for name in (text, ground)]
    assert contrast(*colours) >= least


def test_dark_is_every_colour_that_the_page_uses_but_those_that_stay() -> None:
    css = (TEMPLATES / "styles" / "web.css").read_text("utf-8")
    found = tokens(TEMPLATES)
    used = {name for name in re.findall(r"var\(--([\w-]+)\)", css) if found[name].startswith("#")}
    ours = {name for name in used if not name.startswith("dark-")}
    assert {name for name in ours if f"dark-{name}" not in found} == {"new", "on-new"}
    for name in ours - {"new", "on-new"}:
        assert f"--{name}: var(--dark-{name});" in css


def stylesheets() -> Iterator[tuple[str, str]]:
    for name in ("web.css", "paged.css"):
        yield name, re.sub(r"/\*.*?\*/", "", (TEMPLATES / "styles" / name).read_text("utf-8"), flags=re.DOTALL)


def test_style_sheets_name_colours_and_typefaces_by_their_tokens_alone() -> None:
    known = set(tokens(TEMPLATES))
    for name, css in stylesheets():
        assert set(re.findall(r"var\(--([\w-]+)\)", css)) <= known, name
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", css)) <= {"#ffffff"}, name  # the ground of figures in the dark
        assert not re.search(r"\brgba?\(|font-family:\s*[\"A-Z]", css), name


def test_the_page_has_looks_for_paper_and_for_the_dark(real: Project) -> None:
    (path,) = real.output.glob("*/*-press-release.html")
    page = Path(path).read_text("utf-8")
    for query in ("@media print", "@media screen and (prefers-color-scheme: dark)", "@media (max-width: 40rem)"):
        assert query in page
    assert '<meta name="color-scheme" content="light dark">' in page


def test_every_face_that_a_page_holds_has_all_its_signs_and_the_common_letters(page: Any) -> None:
    """Whoever mends a word on the page finds its letters there."""
    said = set("".join(page.xpath("//body//text()"))) - fonts.INVISIBLE
    (style,) = page.xpath("//style/text()")
    faces = re.findall(r"data:font/woff2;base64,([^)]+)", style)
    assert len(faces) >= 3
    for data in faces:
        with TTFont(io.BytesIO(base64.b64decode(data))) as face:
            assert {sign for sign in said | COMMON if ord(sign) not in face.getBestCmap()} == set()


COMMON = set("abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789 .,:;!?()”’–-é§%&/")


def test_a_page_with_a_public_address_and_no_picture_is_built(english: Project) -> None:
    path = english.content / "hearings" / "harbours.yaml"
    path.write_text(path.read_text("utf-8") + "web: {page: https://example.org/hearing}\n", "utf-8")
    page = html.document_fromstring(english.built().file("harbours-hearing-press-release.html").read_text("utf-8"))
    graph = metadata(page, "property")
    assert (graph["og:url"], "og:image" in graph) == ("https://example.org/hearing", False)
