"""The tree -> one self-contained web page: no script, no request to anywhere, readable without its styles."""

from __future__ import annotations

import json
import re
from html import escape, unescape

from nist_docs import fonts
from nist_docs.addresses import Origins
from nist_docs.parts import Parts
from nist_docs.semantics import tree
from nist_docs.tokens import style
from nist_docs.writers.hypertext import Hypertext
from nist_docs.writers.resources import Resources, Written

STYLES = ("tokens.css", "web.css")


def write(document: tree.Document, resources: Resources) -> Written:
    """The page as UTF-8 HTML."""
    return Written(page(document, resources).encode())


def page(
    document: tree.Document, resources: Resources, *, origins: Origins | None = None, faces: str | None = None
) -> str:
    """The page's HTML. For the preview: with ``origins``, words stand between marks that lead back to the values
    that they are; ``faces`` are @font-face rules in place of those that hold the faces themselves."""
    hypertext = Hypertext(document, resources, paged=False, origins=origins)
    # A closing footer stands outside of the main text, as a landmark of its own.
    *main, last = document.body
    has_footer = isinstance(last, tree.Group) and last.tag == "footer"
    body = hypertext.blocks(main if has_footer else document.body)
    footer = hypertext.block(last) if has_footer else ""
    notes = hypertext.endnotes()
    meta = document.meta
    shown = body + footer + notes + meta.author + meta.type + _status(meta) + resources.words.skip
    html = f"""<!DOCTYPE html>
<html lang="{meta.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{_metadata(meta)}
<style>
{_fonts(shown, resources.parts) if faces is None else faces}{_styles(resources)}</style>
{_linked_data(document)}
</head>
<body class="{escape(meta.look)}">
<a class="skip" href="#main">{escape(resources.words.skip)}</a>
<header class="masthead"><div>
<p class="masthead-sender">{escape(meta.author)}</p>
<p>{escape(meta.type)}</p>{_status(meta)}
</div></header>
<main id="main">
{body}{notes}</main>
{footer}</body>
</html>
"""
    # HTML's void elements have no slash; SVG's elements need theirs.
    return re.sub(r"<(br|img)\b([^>]*?)/>", r"<\1\2>", html)


def _status(meta: tree.Meta) -> str:
    """What must be seen before the text itself: a draft, an embargo."""
    words = "".join(run.text for run in meta.status)
    return f'\n<p class="masthead-status"><strong>{escape(words)}</strong></p>' if words else ""


def _metadata(meta: tree.Meta) -> str:
    named = {"description": meta.description, "author": meta.author}
    graph = {
        "og:type": "article",
        "og:title": meta.title,
        "og:description": meta.description,
        "og:site_name": meta.author,
        "og:locale": meta.language.replace("-", "_"),
        "og:url": meta.page,
        "og:image": meta.picture,
        "og:image:alt": meta.picture_alt,
        "article:published_time": meta.published,
        "article:modified_time": meta.modified,
    }
    lines = [f"<title>{escape(meta.title)}</title>"]
    lines += [f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items() if text]
    lines += [f'<meta property="{name}" content="{escape(text)}">' for name, text in graph.items() if text]
    lines += [f'<link rel="canonical" href="{escape(meta.page)}">'] if meta.page else []
    return "\n".join(lines)


def _linked_data(document: tree.Document) -> str:
    """schema.org NewsArticle, from what the page itself says."""
    meta = document.meta
    headline = next((tree.words(h.children) for h in tree.headings(document) if h.level == 1), meta.title)
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline.replace("\u00ad", ""),
        "description": meta.description,
        "inLanguage": meta.language,
        "url": meta.page,
        "image": meta.picture,
        "datePublished": meta.published,
        "dateModified": meta.modified,
        "author": {"@type": "GovernmentOrganization", "name": meta.author},
        "publisher": {"@type": "GovernmentOrganization", "name": meta.author},
    }
    text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False, indent=1)
    safe = text.replace("<", "\\u003c")  # a tag in a title would end the script element, or open another
    return f'<script type="application/ld+json">\n{safe}\n</script>'


def _fonts(html: str, parts: Parts) -> str:
    """The faces that the page uses, with the signs that it holds and those that any page may come to hold."""
    faces = [("sans", 400, False), ("sans", 600, False), ("serif", 400, False)]
    faces += [("sans", 400, True)] if "<em>" in html else []
    signs = "".join(sorted(fonts.COMMON.union(unescape(html))))
    return parts.part("faces", f"{faces}{signs}", lambda: fonts.embedded_css(signs, faces).encode()).decode()


def _styles(resources: Resources) -> str:
    whole = "\n".join(style(resources.templates, name) for name in STYLES)
    # The designers' comments are theirs; a text in quotes may look like one.
    bare = re.sub(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", lambda found: found[1] or "", whole, flags=re.DOTALL)
    return re.sub(r"\n\s*\n+", "\n", bare).lstrip()
