"""What a Word file has of what a desk officer and a screen reader need: ours and pandoc's, measured alike.

`make quality` writes the table into docs/quality.md.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypandoc
from lxml import etree
from tools import validate

from bench import documents, measured, pandoc_peer
from bench.measured import Measured
from nist_docs.semantics import tree
from nist_docs.writers import docx
from nist_docs.writers.resources import Resources

PRODUCERS: dict[str, Callable[[tree.Document, Resources], bytes]] = {
    "ours": lambda document, resources: docx.write(document, resources).data,
    "pandoc": pandoc_peer.render,
}

_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dcterms": "http://purl.org/dc/terms/",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
# What a paragraph or a run may say besides its style: structure, pages and language, no looks.
_STRUCTURE = {
    "pStyle", "rStyle", "numPr", "ilvl", "numId", "keepNext", "keepLines", "lang", "sectPr", "rPr", "noProof",
    "webHidden", "footnotePr", "pageBreakBefore", "outlineLvl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A file with what it should say."""

    parts: dict[str, Any]
    names: frozenset[str]
    document: tree.Document
    data: bytes

    def find(self, path: str, part: str = "word/document.xml") -> list[Any]:
        found = self.parts[part].xpath(path, namespaces=_NAMES) if part in self.parts else []
        return found if isinstance(found, list) else [found]

    def blocks(self, type: type[tree.Block]) -> list[tree.Block]:
        return [block for block in tree.walk(self.document.body) if isinstance(block, type)]

    def inlines(self, *types: type[tree.Inline]) -> int:
        own = [inline for block in tree.walk(self.document.body) for all in tree.own_inlines(block) for inline in all]
        found = 0
        while own:
            inline = own.pop()
            found += isinstance(inline, types)
            if not isinstance(inline, tree.Text | tree.Reference | tree.LineBreak):
                own.extend(inline.children)
        return found


def table(texts: dict[str, documents.Made]) -> str:
    """The whole table in Markdown: sums over the documents, which `texts` holds by name."""
    validate.provide()
    rows = {
        name: measured.sums([list(measure(_made(render, *text))) for text in texts.values()])
        for name, render in PRODUCERS.items()
    }
    return measured.table({"ours": rows["ours"], f"pandoc {pypandoc.get_pandoc_version()}": rows["pandoc"]})


def _made(render: Callable[[tree.Document, Resources], bytes], document: tree.Document, resources: Resources) -> Made:
    data = render(document, resources)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = frozenset(archive.namelist())
        parts = {name: etree.fromstring(archive.read(name)) for name in names if name.endswith(".xml")}
    return Made(parts, names, document, data)


def measure(made: Made) -> Iterator[Measured]:
    yield from _valid(made)
    yield _language(made)
    yield _properties(made)
    yield _mode(made)
    yield from _tables(made)
    yield from _pictures(made)
    yield from _fields(made)
    notes = made.find("//w:footnoteReference")
    yield Measured(
        "footnotes that are Word's own", min(len(notes), made.inlines(tree.Footnote)), made.inlines(tree.Footnote)
    )
    phrases = sum(isinstance(s, tree.Span) and bool(s.language) for s in _spans(made))
    marked = len(made.find("//w:r[w:rPr/w:lang]"))
    yield Measured("foreign phrases with their language", min(marked, phrases), phrases)
    yield _contents(made)
    yield _direct(made)
    yield _empty(made)
    yield Measured("files that bring their typefaces along", int(any(n.endswith(".odttf") for n in made.names)), 1)


def _valid(made: Made) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(made.data)
        for version in ("Office2019", "Microsoft365"):
            findings = validate.office(version)([path])
            yield Measured(f"files without a finding by Microsoft's validator, {version}", int(not findings), 1)


def _language(made: Made) -> Measured:
    said = made.find("string(//w:docDefaults//w:lang/@w:val)", "word/styles.xml")
    return Measured("files in the document's language by default", int(said == [made.document.meta.language]), 1)


def _properties(made: Made) -> Measured:
    paths = ("//dc:title", "//dc:subject", "//dc:creator", "//dc:language", "//dcterms:created")
    right = sum(any((e.text or "").strip() for e in made.find(path, "docProps/core.xml")) for path in paths)
    return Measured("properties: title, subject, author, language, date", right, len(paths))


def _mode(made: Made) -> Measured:
    said = made.find("//w:compatSetting[@w:name='compatibilityMode'][@w:val='15']", "word/settings.xml")
    return Measured("files that open without compatibility mode", int(bool(said)), 1)


def _tables(made: Made) -> Iterator[Measured]:
    expected = len(made.blocks(tree.Table))
    ours = [t for t in made.find("//w:tbl") if len(t.findall("w:tr", _NAMES)) > 1]  # a panel is a table of one row
    with_head = sum(bool(t.xpath("w:tr/w:trPr/w:tblHeader", namespaces=_NAMES)) for t in ours)
    named = sum(bool(t.xpath("w:tblPr/w:tblCaption | w:tblPr/w:tblDescription", namespaces=_NAMES)) for t in ours)
    yield Measured("tables whose head repeats and is announced", min(with_head, expected), expected)
    yield Measured("tables with a name for screen readers", min(named, expected), expected)
    rows = [
        row for t in ours if t.xpath("w:tr/w:trPr/w:tblHeader", namespaces=_NAMES) for row in t.findall("w:tr", _NAMES)
    ]
    whole = sum(bool(row.xpath("w:trPr/w:cantSplit", namespaces=_NAMES)) for row in rows)
    yield Measured("table rows that a page's end does not split", whole, len(rows))


def _pictures(made: Made) -> Iterator[Measured]:
    shown = made.find("//wp:docPr")
    said = [p for p in shown if (p.get("descr") or "").strip() or p.xpath(".//adec:decorative", namespaces=_NAMES)]
    yield Measured("pictures with an alternative text, or marked as decoration", len(said), len(shown))
    figures = sum(isinstance(b, tree.Figure) and b.image.source.startswith("figure:") for b in made.blocks(tree.Figure))
    vector = len(made.find("//asvg:svgBlip"))
    yield Measured("figures as vectors with a picture for older programs", min(vector, figures), figures)


def _fields(made: Made) -> Iterator[Measured]:
    codes = [
        (e.text or e.get(f"{{{_NAMES['w']}}}instr") or "").split() for e in made.find("//w:instrText | //w:fldSimple")
    ]
    kinds = [code[0] for code in codes if code]
    captions = sum(
        isinstance(b, tree.Table | tree.Figure) and bool(b.caption and b.caption.number)
        for b in tree.walk(made.document.body)
    )
    references = made.inlines(tree.Reference)
    yield Measured("captions that Word numbers (SEQ)", min(kinds.count("SEQ"), captions), captions)
    yield Measured("cross-references that follow (REF)", min(kinds.count("REF"), references), references)
    feet = [p for name, p in made.parts.items() if re.match(r"word/(foot|head)er\d*\.xml", name)]
    paged = any(
        "PAGE" in "".join(p.itertext()) or p.xpath("//w:fldSimple[contains(@w:instr,'PAGE')]", namespaces=_NAMES)
        for p in feet
    )
    yield Measured("files with page numbers", int(paged), 1)


def _contents(made: Made) -> Measured:
    wanted = len(made.blocks(tree.Contents))
    fields = [e for e in made.find("//w:instrText") if (e.text or "").split()[:1] == ["TOC"]]
    asks = made.find("//w:updateFields", "word/settings.xml")
    return Measured("contents that are complete when the file opens", 0 if asks else min(len(fields), wanted), wanted)


def _direct(made: Made) -> Measured:
    properties = made.find("//w:pPr | //w:r/w:rPr")
    clean = [p for p in properties if {etree.QName(e).localname for e in p} <= _STRUCTURE]
    return Measured("paragraphs and runs whose looks come from styles alone", len(clean), len(properties))


def _empty(made: Made) -> Measured:
    body = made.find("/w:document/w:body/w:p[not(w:pPr/w:sectPr)]")  # a section ends in a paragraph of its own
    said = [p for p in body if "".join(p.itertext()).strip() or p.xpath(".//wp:docPr", namespaces=_NAMES)]
    return Measured("paragraphs in the running text that are not empty", len(said), len(body))


def _spans(made: Made) -> Iterator[tree.Inline]:
    pending = [i for block in tree.walk(made.document.body) for own in tree.own_inlines(block) for i in own]
    while pending:
        inline = pending.pop()
        yield inline
        if not isinstance(inline, tree.Text | tree.Reference | tree.LineBreak):
            pending.extend(inline.children)
