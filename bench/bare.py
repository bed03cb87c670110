"""WeasyPrint alone: the HTML and the styles of our PDF writer, without anything that we do afterwards."""

from __future__ import annotations

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from nist_docs import fonts
from nist_docs.addresses import Origins, unmarked
from nist_docs.semantics import tree
from nist_docs.writers.pdf.page import page, styles
from nist_docs.writers.resources import Resources


def render(document: tree.Document, resources: Resources) -> bytes:
    """A PDF/UA-1 file as WeasyPrint tags it."""
    html, own_rules = page(document, resources, Origins())
    font_configuration = FontConfiguration()
    parsed = [
        weasyprint.CSS(string=sheet, font_config=font_configuration)
        for sheet in (fonts.face_css(), *styles(resources.templates), own_rules)
    ]
    written = weasyprint.HTML(string=unmarked(html)).write_pdf(
        stylesheets=parsed, font_config=font_configuration, pdf_variant="pdf/ua-1"
    )
    assert isinstance(written, bytes)  # without a target, write_pdf gives the bytes
    return written
