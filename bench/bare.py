"""WeasyPrint alone: the HTML and the styles of our PDF writer, without anything that we do afterwards."""

from __future__ import annotations

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from nist_docs import fonts
from nist_docs.semantics import tree
from nist_docs.tokens import style
from nist_docs.writers import pdf
from nist_docs.writers.resources import Resources


def render(document: tree.Document, resources: Resources) -> bytes:
    """A PDF/UA-1 file as WeasyPrint tags it."""
    html, own_rules = pdf.page(document, resources)
    font_configuration = FontConfiguration()
    sheets = [fonts.face_css(), *(style(resources.templates, name) for name in pdf.STYLES), own_rules]
    styles = [weasyprint.CSS(string=sheet, font_config=font_configuration) for sheet in sheets]
    written = weasyprint.HTML(string=html).write_pdf(
        stylesheets=styles, font_config=font_configuration, pdf_variant="pdf/ua-1"
    )
    assert isinstance(written, bytes)  # without a target, write_pdf gives the bytes
    return written
