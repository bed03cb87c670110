"""What the modules of this package share while one document is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.numbering import CT_Numbering

from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers.docx.heights import Measures
from nist_docs.writers.docx.ooxml import Element, paragraph, w
from nist_docs.writers.docx.styles import WITHIN, Style, StyleSheet
from nist_docs.writers.numbering import Target, targets
from nist_docs.writers.resources import Resources

LONGEST_BOOKMARK = 40  # characters that Word allows


@dataclass(frozen=True, slots=True)
class Setting:
    """Where blocks stand, which decides the styles of what has no role of its own."""

    body: Style = Style.BODY
    label: Style = Style.LABEL
    value: Style = Style.VALUE
    heading: Style | None = None
    depth: int = 0  # of lists
    in_cell: bool = False

    @property
    def hangs(self) -> bool:
        """Whether tables and figures have the left margin to themselves, into which they reach."""
        return not (self.in_cell or self.depth)

    def style(self, hanging: Style) -> Style:
        """The style of a figure or caption here."""
        return hanging if self.hangs else WITHIN[hanging]


Write = Callable[[tree.Blocks, Setting], list[Element]]  # how a table or a cover writes what is in it


class Anchors:
    """Bookmarks: the tree's ids as names that Word accepts, each set once."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.names: dict[str, str] = {}
        self.placed: set[str] = set()
        self.count = 0
        for id in ids:
            if id not in self.names:
                self.names[id] = self._new_name(id)

    def _new_name(self, id: str) -> str:
        # A leading underscore hides a bookmark from Word's list: it is the machinery's, not the author's.
        base = "_" + re.sub(r"\W", "_", id)[: LONGEST_BOOKMARK - 5]
        taken = {used.casefold() for used in self.names.values()}
        others = (f"{base}_{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (base, *others) if one.casefold() not in taken)

    def around(self, id: str, content: list[Element]) -> list[Element]:
        """The content between a bookmark's ends, if the id has not been set yet."""
        if not id or id in self.placed or id not in self.names:
            return content
        self.placed.add(id)
        return [*self.ends(self.names[id], content)]

    def ends(self, bookmark: str, content: list[Element]) -> list[Element]:
        number = self.count
        self.count += 1
        return [w("bookmarkStart", id=number, name=bookmark), *content, w("bookmarkEnd", id=number)]


class Numbering:
    """The numbering definitions, with a new instance for each list that begins at 1."""

    def __init__(self, numbering: CT_Numbering, styles: StyleSheet) -> None:
        self.xml = numbering
        self.styles = styles

    def _definition(self, style: Style) -> int | None:
        """The abstract numbering behind a style's; a designer may have taken it away."""
        ids = self.xml.xpath(f"w:num[@w:numId='{self.styles.numbering(style)}']/w:abstractNumId/@w:val")
        return int(ids[0]) if ids else None

    def restarted(self, style: Style, level: int) -> int | None:
        """The id of a new instance of the style's numbering that begins at 1 on this level."""
        definition = self._definition(style)
        if definition is None:
            return None
        made = self.xml.add_num(definition)  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
        made.add_lvlOverride(level).add_startOverride(1)
        return int(made.numId)

    def name_appendix(self, word: str) -> None:
        """Puts the document's own word for an appendix before its letter."""
        abstract = f"w:abstractNum[@w:abstractNumId='{self._definition(Style.APPENDIX)}']"
        for text in self.xml.xpath(f"{abstract}/w:lvl[@w:ilvl='0']/w:lvlText"):
            text.set(qn("w:val"), f"{word} %1")


class Context:
    """One document's state: bookmarks, numberings, notes, images, and what the next paragraph begins."""

    def __init__(self, document: tree.Document, resources: Resources, file: Document) -> None:
        self.document = document
        self.resources = resources
        self.file = file
        self.words = resources.words
        self.styles = StyleSheet(file.styles)
        self.numbering = Numbering(file.part.numbering_part.element, self.styles)
        self.numbering.name_appendix(self.words.appendix)
        self.targets: dict[str, Target] = targets(document)
        self.anchors = Anchors([*self.targets, *(heading.id for heading in tree.headings(document))])
        self.notes: list[tree.Footnote] = []
        self.measures = Measures(file, self.styles.found.values(), self.notes)
        self.vectors: dict[str, str] = {}
        self.drawings = 0
        self.at_new_page = False

    def paragraph(self, style: Style, content: Iterable[Element], *properties: Element) -> Element:
        """A paragraph in a named style. ``properties`` are structure only: numbering, outline level."""
        # Set here and not in a style: that a section begins a page is the template's structure, and the
        # heading keeps the style that Word's contents and navigation know.
        at_new_page, self.at_new_page = ([w("pageBreakBefore")] if self.at_new_page else []), False
        return paragraph(self.styles[style], [*at_new_page, *properties], content)
