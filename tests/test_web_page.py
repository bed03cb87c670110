"""Web pages as their readers, search engines and networks take them: what no outside validator looks at."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Project
from lxml import html

from nist_docs.tokens import tokens

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


def test_the_linked_data_agree_with_the_page(page: Any) -> None:
    said = linked_data(page)
    assert (said["@context"], said["@type"]) == ("https://schema.org", "NewsArticle")
    (headline,) = page.xpath("//h1")
    assert said["headline"] == words(headline)
    assert said["inLanguage"] == page.get("lang")
    (sender,) = page.xpath("//p[@class='masthead-sender']")
    assert said["author"]["name"] == said["publisher"]["name"] == words(sender)
    shown = {"datePublished": "published_time", "dateModified": "modified_time"}
    graph = metadata(page, "property")
    for key, property in shown.items():
        assert said.get(key) == graph.get(f"article:{property}")


def test_the_dates_in_the_linked_data_are_those_that_the_reader_sees(everything: Project) -> None:
    (path,) = everything.output.glob("*/*-press-release*.html")
    page = html.document_fromstring(path.read_text("utf-8"))
    said = linked_data(page)
    assert [said["datePublished"], said["dateModified"]] == page.xpath("//p[@class='dateline']/time/@datetime")


def test_open_graph_says_what_a_shared_link_shows(page: Any) -> None:
    graph, named = metadata(page, "property"), metadata(page, "name")
    assert graph["og:title"] == page.findtext("head/title")
    assert graph["og:description"] == named["description"]
    assert graph["og:site_name"] == named["author"]
    assert graph["og:locale"] == page.get("lang").replace("-", "_")
    assert graph["og:type"] == "article"
    assert all(value.strip() for value in (*graph.values(), *named.values()))


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


def test_no_anchor_is_dead_and_no_id_twice(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        assert set(" ".join(page.xpath(f"//@{attribute}")).split()) <= set(ids)
    anchors = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert anchors <= set(ids)
    assert anchors >= {"main"}


# Words that say nothing to those who hear a page's links one after another.
SAY_NOTHING = {"läs mer", "mer", "här", "klicka här", "länk", "read more", "more", "here", "click here", "link"}


def test_a_link_says_where_it_leads(page: Any) -> None:
    for link in page.xpath("//a"):
        said = link.get("aria-label") or words(link)
        assert said.strip()
        assert said.casefold().rstrip(".…→ ") not in SAY_NOTHING


def test_the_same_words_lead_to_the_same_place(page: Any) -> None:
    leads: dict[str, str] = {}
    for link in page.xpath("//a"):
        said = link.get("aria-label") or words(link)
        assert leads.setdefault(said, link.get("href")) == link.get("href"), said


def test_headings_begin_with_one_title_and_skip_no_level(page: Any) -> None:
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1 or page.xpath("//main//h1/preceding::*[self::h2]") == []
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


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
