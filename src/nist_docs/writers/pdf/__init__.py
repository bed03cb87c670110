"""The tree -> PDF by WeasyPrint, with a structure tree of our own: PDF/UA-1 and PDF/A-3a in one file."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nist_docs import fonts
from nist_docs.addresses import Origins
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers.pdf import booting
from nist_docs.writers.pdf.page import page, styles
from nist_docs.writers.resources import Resources, Shown, Written

if TYPE_CHECKING:
    import pydyf
    import weasyprint

    from nist_docs.writers.pdf.drawn import Area, Drawn
    from nist_docs.writers.pdf.standing import Standing
    from nist_docs.writers.pdf.structure import Content

EARLY = 3  # pages; to draw all of them twice would hold up the document


def load() -> None:
    """Loads what a PDF takes, before there is one to write."""
    booting.load()
    from nist_docs.writers.pdf import engine, filling, finishing, objects, parsing, structure, wording  # noqa: F401


def prepare(templates: Path) -> None:
    """Reads what every document takes, before there is one to write: patterns of division, styles, fonts."""
    import pyphen

    from nist_docs.writers.pdf import engine, parsing

    pyphen.Pyphen(lang="sv")
    with engine.warnings() as warnings, contextlib.suppress(OSError):  # they are told when a document is written
        parsing.sheets([fonts.face_css(), *styles(templates)], warnings)


Early = Callable[[int, int, bytes], None]


@dataclass(frozen=True, slots=True)
class Master:
    """A PDF to make personal copies of. In its streams, `Slot` numbers the sequences of the areas."""

    written: Written
    areas: tuple[Area, ...]


# A placeholder is a long word: it stands on one line, whole, and no two of its letters make one sign.
_UNBROKEN = (
    ".personal p { white-space: nowrap; font-variant-ligatures: none }"
    "@page { @bottom-left { white-space: nowrap; font-variant-ligatures: none } }"
)


def write(
    document: tree.Document, resources: Resources, standing: Standing | None = None, early: Early | None = None
) -> Written:
    """A PDF that claims PDF/UA-1 and PDF/A-3a. Raises Problems for what WeasyPrint only warns of, and for
    words that the pages do not show once.

    With ``standing``, pages of the last layout are used again, to the same bytes. The first of those that have
    changed are drawn before all else: ``early`` is called with a page's number (from 0), the number of all pages,
    and a PDF of that page alone, which claims nothing.
    """
    return _write(document, resources, (), standing, early).written


def write_master(document: tree.Document, resources: Resources, placeholders: Sequence[str]) -> Master:
    """The document as a PDF, with the areas that show placeholders. Raises Problems as ``write`` does."""
    return _write(document, resources, placeholders)


def _write(
    document: tree.Document,
    resources: Resources,
    placeholders: Sequence[str],
    standing: Standing | None = None,
    early: Early | None = None,
) -> Master:
    load()
    from weasyprint.urls import FatalURLFetchingError

    from nist_docs.writers.pdf import engine, parsing
    from nist_docs.writers.pdf.fetching import Fetcher
    from nist_docs.writers.pdf.filling import filled
    from nist_docs.writers.pdf.finishing import finish
    from nist_docs.writers.pdf.objects import write_structure
    from nist_docs.writers.pdf.structure import structure
    from nist_docs.writers.pdf.wording import NotShownOnce, Wording

    origins = Origins()
    html, css = page(document, resources, origins)
    shown: list[Shown] = []
    areas: list[Area] = []
    with engine.warnings() as warnings:
        sheets = [fonts.face_css(), *styles(resources.templates), css, *([_UNBROKEN] if placeholders else [])]
        parsed = parsing.sheets(sheets, warnings)
        laid_out = engine.Html(html, Fetcher())
        root = laid_out.etree_element
        wording = Wording(root, origins)

        def tag(pdf: pydyf.PDF, drawn: Drawn, streams: Sequence[pydyf.Stream]) -> None:
            tagged = structure(root, drawn, wording)
            engine.mark_slots(streams, drawn.areas)
            write_structure(pdf, streams, tagged)
            areas.extend(drawn.areas)
            shown.extend(_shown(tagged.document.contents()))

        def lay_out(more: str) -> weasyprint.Document:
            also = parsing.sheets([more], warnings) if more else []

            def render() -> weasyprint.Document:
                return laid_out.render(stylesheets=[*parsed, *also], font_config=parsing.font_configuration())

            return standing.lay_out(root, "\0".join([*sheets, more]), render) if standing else render()

        try:
            with engine.running_where_they_stand(), engine.laid_out_once():
                rendered = filled(lay_out)
            if standing and early:
                told = len(warnings)
                for number in standing.fresh(rendered)[:EARLY]:
                    early(number, len(rendered.pages), rendered.copy([rendered.pages[number]]).write_pdf())
                del warnings[told:]  # a page alone lacks what its links lead to
            with engine.tagged_by(tag, placeholders):
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
        raise Problems(Problem("layout", where, f"WeasyPrint: {said}") for said in dict.fromkeys(map(_short, warnings)))
    if standing:
        standing.show(rendered)
    assert isinstance(data, bytes)  # without a target, write_pdf gives the bytes
    return Master(Written(data, len(rendered.pages), tuple(shown)), tuple(areas))


def _short(warning: str) -> str:
    """It may name a picture or a typeface by all of its bytes."""
    return re.sub(r"(data:[^\s'\")]{40})[^\s'\")]+", r"\1…", warning)


def _shown(contents: Iterable[Content]) -> Iterable[Shown]:
    return (Shown(one.piece.page, one.piece.mcid, one.origins) for one in contents if one.origins)
