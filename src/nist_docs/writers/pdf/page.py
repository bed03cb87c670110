"""The page that WeasyPrint lays out: the tree as HTML, the style sheets, what stands on every page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from nist_docs.addresses import Origins
from nist_docs.semantics import tree
from nist_docs.tokens import style
from nist_docs.writers.columns import on_pages
from nist_docs.writers.hypertext import Hypertext
from nist_docs.writers.resources import Resources, Words

STYLES = ("tokens.css", "paged.css")


def page(document: tree.Document, resources: Resources, origins: Origins) -> tuple[str, str]:
    """The HTML that WeasyPrint lays out, and the rules that belong to this document alone.

    Words stand between marks that lead back to their origins.
    """
    meta = document.meta
    document = on_pages(document)
    hypertext = Hypertext(document, resources, paged=True, origins=origins)
    body = hypertext.blocks(document.body)
    dates = "".join(
        f'<meta name="dcterms.{name}" content="{meta.date}"/>' for name in ("created", "modified") if meta.date
    )
    head = (
        f"<title>{escape(meta.title)}</title>"
        f'<meta name="author" content="{escape(meta.author)}"/>'
        f'<meta name="description" content="{escape(meta.description)}"/>'
        f'<meta name="generator" content="nist-docs"/>{dates}'
    )
    look = " ".join(b for b in (meta.look, "numbered" if meta.numbered else "") if b)
    html = (
        f'<html lang="{meta.language}"><head><meta charset="utf-8"/>{head}</head>\n'
        f'<body class="{look}">\n{body}</body></html>'
    )
    return html, _running(meta, resources.words) + "\n".join(hypertext.css)


def styles(templates: Path) -> Iterator[str]:
    for name in STYLES:
        yield style(templates, name)


def _running(meta: tree.Meta, words: Words) -> str:
    """The words of running feet, and the state that stands on every page."""
    foot = _css_string(" · ".join(part for part in (meta.running, meta.type, meta.copy) if part))
    status = "".join(run.text for run in meta.status)
    number = f'{_css_string(words.page + " ")} counter(page) " (" counter(pages) ")"'
    rules = f"@page{{@bottom-left{{content:{foot}}}@bottom-right{{content:{number}}}}}"
    rules += "@page cover{@bottom-left{content:none}@bottom-right{content:none}}"
    if status:
        shown = f"@top-right{{content:{_css_string(status)}}}"
        rules += f"@page{{{shown}}}@page cover{{{shown}}}"
    return rules


def _css_string(text: str) -> str:
    escaped = "".join(f"\\{ord(sign):06x}" if sign in '"\\\n<' else sign for sign in text)
    return f'"{escaped}"'
