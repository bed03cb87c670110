"""How well the structure of a PDF reads: ours, bare WeasyPrint's and Typst's on the same text, measured alike.

`make quality` writes the table into docs/quality.md.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf

from bench import bare, documents, measured, typst_source
from bench.measured import Measured
from nist_docs.semantics import tree
from nist_docs.verify import standards, tags
from nist_docs.verify.tags import LinkArea, Tag, Tags
from nist_docs.writers import pdf
from nist_docs.writers.resources import Resources

PRODUCERS: dict[str, Callable[[tree.Document, Resources], bytes]] = {
    "ours": lambda document, resources: pdf.write(document, resources).data,
    "WeasyPrint": bare.render,
    "Typst": typst_source.render,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file with what it should say."""

    data: bytes
    structure: Tags
    document: tree.Document

    def all(self, *types: str) -> list[Tag]:
        return [tag for tag in self.structure.root.walk() if tag.type in types]

    def blocks(self, type: type[tree.Block]) -> list[tree.Block]:
        return [block for block in tree.walk(self.document.body) if isinstance(block, type)]


def table(texts: dict[str, documents.Made]) -> str:
    """The whole table in Markdown: sums over the documents, which `texts` holds by name."""
    versions = {"ours": "", "WeasyPrint": f" {version('weasyprint')}", "Typst": f" {version('typst')}"}
    return measured.table(
        {
            name + versions[name]: measured.sums([list(measure(_made(render, *text))) for text in texts.values()])
            for name, render in PRODUCERS.items()
        }
    )


def _made(render: Callable[[tree.Document, Resources], bytes], document: tree.Document, resources: Resources) -> Made:
    data = render(document, resources)
    return Made(data, tags.read(data), document)


# --- what is measured ------------------------------------------------------------------------------


def measure(made: Made) -> Iterator[Measured]:
    for check in standards.check(made.data):
        yield Measured(f"rules of {check.standard}, by {check.validator} {check.version}", check.passed, check.rules)
    for what, type, expected in (
        ("1. tables that are one element", "Table", len(made.blocks(tree.Table))),
        ("1. lists that are one element", "L", len(made.blocks(tree.List)) + len(made.blocks(tree.DescriptionList))),
    ):
        # Each element more than the document has tables is a piece of one that was broken.
        yield Measured(what, max(0, expected - abs(len(made.all(type)) - expected)), expected)
    yield _whole_paragraphs(made)
    yield _links(made)
    yield _contents(made)
    yield _notes(made)
    yield _header_cells(made)
    yield _silent(made)
    yield _languages(made)
    yield _stress(made)
    yield _figures(made)
    yield _divided_words(made)
    yield _order(made)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def _whole_paragraphs(made: Made) -> Measured:
    texts = {_bare(tag.text) for tag in made.structure.root.walk()}
    paragraphs = [b for b in made.blocks(tree.Paragraph) if isinstance(b, tree.Paragraph) and not _has_more(b)]
    right = sum(_bare(tree.words(paragraph.children)) in texts for paragraph in paragraphs)
    return Measured("1. paragraphs that are one element", right, len(paragraphs))


def _has_more(paragraph: tree.Paragraph) -> bool:
    """Notes and references have words that are not the paragraph's own."""
    return any(isinstance(inline, tree.Footnote | tree.Reference) for inline in paragraph.children)


def _links(made: Made) -> Measured:
    links = made.all("Link")
    areas = [(link, kid) for link in links for kid in link.kids if isinstance(kid, LinkArea)]
    right = sum(bool(area.description) and _bare(link.text).startswith(_bare(area.description)) for link, area in areas)
    return Measured("2. links that are called what they say", right, len(areas))


def _contents(made: Made) -> Measured:
    listed = [h for b in made.blocks(tree.Contents) if isinstance(b, tree.Contents)
              for h in tree.entries(made.document, b.depth)]  # fmt: skip
    right = sum(
        any(inner.type == "Reference" and any(link.type == "Link" for link in inner.tags) for inner in entry.tags)
        for entry in made.all("TOCI")
    )
    return Measured("3. entries of contents: TOCI > Reference > Link", right, len(listed))


def _notes(made: Made) -> Measured:
    expected = sum(
        isinstance(inline, tree.Footnote)
        for block in tree.walk(made.document.body)
        for own in tree.own_inlines(block)
        for inline in own
    )
    right = sum(note.id in made.structure.ids for note in made.all("Note"))
    return Measured("3. notes with an id that leads to them", right, expected)


def _header_cells(made: Made) -> Measured:
    tables = [block for block in tree.walk(made.document.body) if isinstance(block, tree.Table)]
    expected = sum(cell.is_header for table in tables for row in (*table.head, *table.body) for cell in row)
    right = sum(bool(cell.attribute("Scope")) for cell in made.all("TH"))
    return Measured("3. header cells with a scope", min(right, expected), expected)


def _silent(made: Made) -> Measured:
    """Drawn sequences that are in the tree, or artifacts; what is neither is read by some programs."""
    known = {(marked.page, marked.mcid) for marked in made.structure.root.marked()}
    drawn = [(tag, page, said) for tag, page, said in _sequences(made) if tag == "/Artifact" or "/MCID" in said]
    right = sum(tag == "/Artifact" or (page, int(said["/MCID"])) in known for tag, page, said in drawn)
    return Measured("4. drawn pieces that are in the tree or are artifacts", right, len(drawn))


def _sequences(made: Made) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Marked-content sequences with properties of their own: tag, page, properties."""
    with pikepdf.Pdf.open(io.BytesIO(made.data)) as file:
        for number, page in enumerate(file.pages):
            for instruction in pikepdf.parse_content_stream(page, "BDC"):
                tag, properties = instruction.operands
                if isinstance(properties, pikepdf.Dictionary):
                    yield str(tag), number, dict(properties.items())


def _languages(made: Made) -> Measured:
    """A language may stand at a structure element or at the content itself."""
    expected = sum(isinstance(one, tree.Span) and bool(one.language) for one in _inlines(made))
    said = [tag.language for tag in made.structure.root.walk()]
    said += [str(properties.get("/Lang", "")) for _, _, properties in _sequences(made)]
    right = sum(language not in ("", made.structure.language) for language in said)
    return Measured("5. foreign phrases with their language", min(right, expected), expected)


def _stress(made: Made) -> Measured:
    expected = sum(isinstance(one, tree.Emphasis | tree.Strong) for one in _inlines(made))
    return Measured("5. stressed words: Em, Strong", min(len(made.all("Em", "Strong")), expected), expected)


def _inlines(made: Made) -> Iterator[tree.Inline]:
    pending = [inline for block in tree.walk(made.document.body) for own in tree.own_inlines(block) for inline in own]
    while pending:
        inline = pending.pop()
        yield inline
        if not isinstance(inline, tree.Text | tree.Reference | tree.LineBreak):
            pending.extend(inline.children)


def _figures(made: Made) -> Measured:
    expected = sum(isinstance(b, tree.Image) and bool(b.alt_text) for b in tree.walk(made.document.body))
    right = 0
    for figure in made.all("Figure"):
        box = [float(n) for n in figure.attribute("BBox").split()]
        page = next((marked.page for marked in figure.marked()), 0)
        left, low, on_the_right, high = made.structure.page_boxes[page]
        inside = len(box) == 4 and left <= box[0] < box[2] <= on_the_right and low <= box[1] < box[3] <= high
        right += bool(figure.alternative) and inside
    return Measured("6. figures with an alternative and a place on the page", right, expected)


def _divided_words(made: Made) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(made.data)
        command = ["pdftotext", "-raw", str(path), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = " ".join(tree.words(own) for own in tree.in_reading_order(made.document.body))
    whole = set(re.findall(r"\w+", words.replace("\u00ad", "")))
    divided = [(first, sign, second) for first, sign, second in re.findall(r"(\w+)([-\u00ad\u2010])\n(\w+)", text)]
    hidden = [sign for first, sign, second in divided if first + second in whole]
    return Measured("7. divided words that extract whole", hidden.count("\u00ad"), len(hidden))


def _order(made: Made) -> Measured:
    runs = sum(len(tree.texts(own)) for own in tree.in_reading_order(made.document.body))
    lost = _missing(made.document, made.structure.root.text)
    return Measured("runs of words that are read, in the source's order", runs - lost, runs)


def _missing(document: tree.Document, text: str) -> int:
    """How many runs a text lacks, or has in another order: all but the most that stand in the source's order.

    One run that is elsewhere costs one, however far away it is; notes may stand anywhere.
    """
    bare, lost = _bare(text), 0
    ends: list[int] = []  # of the chains of one run, two, …: how early each can end
    placed = 0
    for own in tree.in_reading_order(document.body):
        in_place = {id(run) for run in tree.texts(own, notes=False)}
        for run in tree.texts(own):
            said = _bare(run.text)
            if id(run) not in in_place or not said:
                lost += said not in bare
                continue
            placed += 1
            # From the last on, so that a run is not its own predecessor.
            for start in reversed([found.start() for found in re.finditer(f"(?={re.escape(said)})", bare)]):
                length = bisect_right(ends, start)
                ends[length : length + 1] = [min([start + len(said), *ends[length : length + 1]])]
    return lost + placed - len(ends)
