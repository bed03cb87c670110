"""A web page by itself, as readers, search engines and networks take it: what can be found without a browser.

That its properties are the document's is compared apart (`properties`); here it must agree with itself.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nist_docs.language.folding import folded
from nist_docs.language.links import say_nothing
from nist_docs.records import dataclass

REFERRING = ("aria-labelledby", "aria-describedby", "for")  # attributes that hold ids
GRAPH = ("og:title", "og:type", "og:description", "og:site_name", "og:locale")  # of every page


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. ``words`` are those of the link that it is about; ``is_wording``: it is about them alone."""

    message: str
    words: str = ""
    is_wording: bool = False


def check(data: bytes) -> Iterator[Finding]:
    """What is wrong with a page. Raises what the parser raises."""
    from lxml import html

    page: Any = html.document_fromstring(data.decode())  # what a path finds has no type that can be stated
    for rule in (_anchors, _links, _headings, _open_graph, _linked_data):
        yield from rule(page)


def _anchors(page: Any) -> Iterator[Finding]:
    """Ids are given once, and what refers to one finds it."""
    ids = Counter(page.xpath("//@id"))
    for id, count in ids.items():
        if count > 1:
            yield Finding(f"{count} elements have the id “{id}”")
    for link in page.xpath("//a[starts-with(@href, '#')]"):
        if link.get("href")[1:] not in ids:
            yield Finding(f"the link “{_words(link)}” leads to {link.get('href')}, which is not there", _words(link))
    for attribute in REFERRING:
        for id in " ".join(page.xpath(f"//@{attribute}")).split():
            if id not in ids:
                yield Finding(f"{attribute} names the id “{id}”, which is not there")


def _links(page: Any) -> Iterator[Finding]:
    """A link has words, they say where it leads, and the same words lead to the same place."""
    leads: dict[str, str] = {}
    for link in page.xpath("//a"):
        href, said = link.get("href", ""), _name(link)
        if not said:
            yield Finding(f"the link to {href or 'nowhere'} has no words")
        elif say_nothing(said):
            yield Finding(f"“{said}” does not say where the link leads", said, is_wording=True)
        elif leads.setdefault(said, href) != href:
            yield Finding(f"“{said}” leads to {leads[said]} and to {href}", said)


def _headings(page: Any) -> Iterator[Finding]:
    """One title, before all but a notice's heading, and no level that is passed over on the way down."""
    headings = page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1:
        yield Finding(f"it has {levels.count(1)} headings of the first level, not one")
    for heading in headings:
        if not _words(heading):
            yield Finding(f"a heading <{heading.tag}> has no words")
    for (_, above), (heading, level) in itertools.pairwise(zip(headings, levels, strict=True)):
        if level > above + 1:
            words = _words(heading)
            yield Finding(f"the heading “{words}” is of level {level} after one of level {above}", words)


def _open_graph(page: Any) -> Iterator[Finding]:
    """What a shared link shows is complete, and says what the page says."""
    graph = {one.get("property"): one.get("content", "").strip() for one in page.xpath("//head/meta[@property]")}
    named = {one.get("name"): one.get("content", "").strip() for one in page.xpath("//head/meta[@name]")}
    # ogp.me asks for a picture of every page; but that is an editor's to have, and no other stands in for it.
    wanted = (*GRAPH, *(("og:url", "og:image:alt") if graph.get("og:image") else ()))
    for name in wanted:
        if not graph.get(name):
            yield Finding(f"Open Graph: {name} is missing")
    canonical = page.xpath("string(//head/link[@rel='canonical']/@href)")
    same = {
        "og:title": page.findtext("head/title", ""),
        "og:description": named.get("description", ""),
        "og:url": canonical,
        "og:locale": page.get("lang", "").replace("-", "_"),
    }
    for name, should in same.items():
        if graph.get(name, "") != should.strip() and (name in graph or name in wanted):
            yield Finding(f"Open Graph: {name} is “{graph.get(name, '')}”, and the page says “{should}”")


def _linked_data(page: Any) -> Iterator[Finding]:
    """What search engines are told is what readers see."""
    scripts = page.xpath("//script[@type='application/ld+json']/text()")
    try:
        (said,) = [json.loads(script) for script in scripts]
        headline, language, dates = said["headline"], said["inLanguage"], [said.get(key) for key in _DATES]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Finding(f"linked data: they cannot be read ({error})")
        return
    title = " ".join(_words(heading) for heading in page.xpath("//h1"))
    graph = {one.get("property"): one.get("content") for one in page.xpath("//head/meta[@property]")}
    pairs = [("headline", headline, title), ("inLanguage", language, page.get("lang", ""))]
    pairs += [(key, date, graph.get(name)) for (key, name), date in zip(_DATES.items(), dates, strict=True)]
    shown = page.xpath("//p[@class='dateline']/time/@datetime")
    given = [(key, date) for key, date in zip(_DATES, dates, strict=True) if date]
    pairs += [(key, date, seen) for (key, date), seen in zip(given, shown, strict=False)]
    for key, does, should in pairs:
        if folded(does or "") != folded(should or ""):
            yield Finding(f"linked data: {key} is “{does}”, and the page says “{should}”")


_DATES = {"datePublished": "article:published_time", "dateModified": "article:modified_time"}


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


def _name(link: Any) -> str:
    """What a screen reader calls it."""
    pictures = " ".join(link.xpath(".//img/@alt"))
    return (link.get("aria-label") or f"{_words(link)} {pictures}").strip()
