"""What a person would use instead, each as a process of its own over the same text: python -m bench.peers WAY FOLDER.

`prepare` puts the text into the folder in the forms that the others read; that is not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def prepare(folder: Path) -> None:
    from bench import pandoc_peer, typst_source
    from bench.documents import load
    from nist_docs import fonts
    from nist_docs.addresses import Origins, unmarked
    from nist_docs.writers.pdf.page import page, styles

    made = load()
    briefing, resources = made["briefing"]
    html, own_rules = page(briefing, resources, Origins())
    (folder / "briefing.html").write_text(unmarked(html), "utf-8")
    sheets = (fonts.face_css(), *styles(resources.templates), own_rules)
    (folder / "briefing.css").write_text("\n".join(sheets), "utf-8")
    (folder / "briefing.typ").write_text(typst_source.source(briefing, resources), "utf-8")
    for name in ("briefing", "report", "press-release"):
        (folder / f"{name}.pandoc.html").write_text(pandoc_peer.source(*made[name]), "utf-8")


def bare(folder: Path) -> None:
    """WeasyPrint as its documentation shows it."""
    import weasyprint

    css = weasyprint.CSS(string=(folder / "briefing.css").read_text("utf-8"))
    html = weasyprint.HTML(string=(folder / "briefing.html").read_text("utf-8"))
    html.write_pdf(folder / "bare.pdf", stylesheets=[css], pdf_variant="pdf/ua-1")


def pandoc_word(folder: Path) -> None:
    _pandoc(folder, "report", "docx")


def pandoc_page(folder: Path) -> None:
    _pandoc(folder, "press-release", "html")


def _pandoc(folder: Path, name: str, format: str) -> None:
    import pypandoc

    page, made = folder / f"{name}.pandoc.html", folder / f"pandoc.{format}"
    options = ["--quiet", "--standalone"]
    pypandoc.convert_file(str(page), format, format="html", outputfile=str(made), extra_args=options)


def engine(folder: Path) -> None:
    """The briefing by pandoc, which has WeasyPrint make the PDF."""
    import pypandoc

    page, made = folder / "briefing.pandoc.html", folder / "engine.pdf"
    options = ["--quiet", f"--pdf-engine={Path(sys.executable).with_name('weasyprint')}"]
    pypandoc.convert_file(str(page), "pdf", format="html", outputfile=str(made), extra_args=options)


def typst(folder: Path) -> None:
    import typst

    from bench.typst_source import _fonts

    typst.compile(str(folder / "briefing.typ"), output=str(folder / "typst.pdf"), font_paths=_fonts(),
                  pdf_standards=["ua-1"])  # fmt: skip


def warm(folder: Path) -> None:
    """Prints the seconds that WeasyPrint takes for the briefing where it made it before: the median of five."""
    import statistics
    import time

    taken = []
    for _ in range(6):
        start = time.perf_counter()
        bare(folder)
        taken.append(time.perf_counter() - start)
    print(statistics.median(taken[1:]))


WAYS: dict[str, Callable[[Path], None]] = {
    "prepare": prepare, "bare": bare, "warm": warm, "pandoc-word": pandoc_word, "pandoc-page": pandoc_page,
    "engine": engine, "typst": typst,
}  # fmt: skip

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]))
