"""The tree -> PDF by WeasyPrint, tagged for PDF/UA-1."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from nist_docs import fonts
from nist_docs.problems import Place, Problem, Problems
from nist_docs.semantics import tree
from nist_docs.tokens import style
from nist_docs.writers.hypertext import Hypertext
from nist_docs.writers.resources import Resources, Words, Written

STYLES = ("tokens.css", "paged.css")


def write(document: tree.Document, resources: Resources) -> Written:
    """A PDF/UA-1 file. Raises Problems for what WeasyPrint only warns of."""
    # Imported here: WeasyPrint takes longer to load than the other three writers take to write.
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from nist_docs.writers.pdf.fetching import Fetcher

    html, css = page(document, resources)
    fetcher = Fetcher()
    font_configuration = FontConfiguration()
    sheets = [fonts.face_css(), *_sheets(resources), css]
    with _warnings() as warnings:
        styles = [
            weasyprint.CSS(string=sheet, font_config=font_configuration, url_fetcher=fetcher, base_url=None)
            for sheet in sheets
        ]
        rendered = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None).render(
            stylesheets=styles, font_config=font_configuration, pdf_variant="pdf/ua-1"
        )
        data = rendered.write_pdf(pdf_variant="pdf/ua-1")
    if warnings:
        where = Place("templates/styles/paged.css")
        raise Problems(Problem("layout", where, f"WeasyPrint: {warning}") for warning in dict.fromkeys(warnings))
    assert isinstance(data, bytes)  # without a target, write_pdf gives the bytes
    return Written(data, len(rendered.pages))


def page(document: tree.Document, resources: Resources) -> tuple[str, str]:
    """The HTML that WeasyPrint lays out, and the rules that belong to this document alone."""
    meta = document.meta
    hypertext = Hypertext(document, resources, paged=True)
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


def _sheets(resources: Resources) -> Iterator[str]:
    for name in STYLES:
        yield style(resources.templates, name)


def _running(meta: tree.Meta, words: Words) -> str:
    """The words of running feet, and the state that stands on every page."""
    foot = _css_string(f"{meta.running} · {meta.type}" if meta.type else meta.running)
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


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What WeasyPrint logs while it works, instead of letting it pass by."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    collector, level = Collector(logging.WARNING), logger.level
    logger.addHandler(collector)
    try:
        yield found
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)
