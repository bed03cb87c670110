"""The tree -> PDF by WeasyPrint, with a structure tree of our own: PDF/UA-1 and PDF/A-3a in one file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from nist_docs import fonts
from nist_docs.addresses import Origins
from nist_docs.problems import Place, Problem, Problems
from nist_docs.semantics import tree
from nist_docs.writers.pdf.page import page, sheets
from nist_docs.writers.resources import Resources, Shown, Written

if TYPE_CHECKING:
    import pydyf

    from nist_docs.writers.pdf.engine import Drawn
    from nist_docs.writers.pdf.structure import Content


def write(document: tree.Document, resources: Resources) -> Written:
    """A PDF that claims PDF/UA-1 and PDF/A-3a. Raises Problems for what WeasyPrint only warns of, and for
    words that the pages do not show once."""
    # Imported here: WeasyPrint takes longer to load than the other three writers take to write.
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from nist_docs.writers.pdf import engine
    from nist_docs.writers.pdf.fetching import Fetcher
    from nist_docs.writers.pdf.filling import filled
    from nist_docs.writers.pdf.finishing import finish
    from nist_docs.writers.pdf.objects import write_structure
    from nist_docs.writers.pdf.structure import structure
    from nist_docs.writers.pdf.wording import NotShownOnce, Wording

    origins = Origins()
    html, css = page(document, resources, origins)
    fetcher = Fetcher()
    font_configuration = FontConfiguration()
    shown: list[Shown] = []
    with engine.warnings() as warnings:
        styles = [
            weasyprint.CSS(string=sheet, font_config=font_configuration, url_fetcher=fetcher, base_url=None)
            for sheet in (fonts.face_css(), *sheets(resources), css)
        ]
        laid_out = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
        root = laid_out.etree_element
        wording = Wording(root, origins)

        def tag(pdf: pydyf.PDF, drawn: Drawn, streams: Sequence[pydyf.Stream]) -> None:
            tagged = structure(root, drawn, wording)
            write_structure(pdf, streams, tagged)
            shown.extend(_shown(tagged.document.contents()))

        def lay_out(more: str) -> weasyprint.Document:
            also = [weasyprint.CSS(string=more, base_url=None)] if more else []
            return laid_out.render(stylesheets=[*styles, *also], font_config=font_configuration)

        try:
            with engine.running_where_they_stand(), engine.laid_out_once():
                rendered = filled(lay_out)
            with engine.tagged_by(tag):
                data = rendered.write_pdf(pdf_variant="pdf/a-3a", finisher=finish)
        except NotShownOnce as lost:
            where = Place("templates/styles/paged.css")
            origin = f"{lost.origin.address}: " if lost.origin else ""
            raise Problems(
                [Problem("layout", where, f"{origin}{lost}", "a style hides, repeats or rewrites them")]
            ) from None
        except FatalURLFetchingError as refused:
            where = Place("templates/styles/paged.css")
            raise Problems([Problem("layout", where, str(refused), "write the data itself, as url(data:…)")]) from None
    if warnings:
        where = Place("templates/styles/paged.css")
        raise Problems(Problem("layout", where, f"WeasyPrint: {warning}") for warning in dict.fromkeys(warnings))
    assert isinstance(data, bytes)  # without a target, write_pdf gives the bytes
    return Written(data, len(rendered.pages), tuple(shown))


def _shown(contents: Iterable[Content]) -> Iterable[Shown]:
    return (Shown(one.piece.page, one.piece.mcid, one.origins) for one in contents if one.origins)
