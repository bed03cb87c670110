"""The structure tree of a PDF: what a careful person would make by hand, from the page's elements.

It follows the elements and not the boxes that they were broken into. So a table, a list or a paragraph that
crosses a page is one, and the order of reading is the order of the source, wherever something was drawn.
Types are those of ISO 32000-1, 14.8.4; `ROLES` maps the few others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from xml.etree.ElementTree import Element

from nist_docs.addresses import Origin
from nist_docs.records import dataclass
from nist_docs.writers.pdf.drawn import LAYOUT, Annotation, Artifact, Drawn, Piece
from nist_docs.writers.pdf.wording import Placed, Wording

# PDF 2.0 has these as types of its own; PDF 1.7 needs to be told what they are like.
ROLES = {"Aside": "Div", "Em": "Span", "Strong": "Span"}


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Marked content, and whose words it shows."""

    piece: Piece
    origins: tuple[Origin, ...] = ()
    hyphenated: bool = False


@dataclass(slots=True, eq=False)
class Node:
    """One structure element. ``attributes`` are by owner: ``{"Table": {"Scope": "Column"}}``; ``says`` is what a
    link's areas are called."""

    type: str
    kids: list[Kid]
    alternative: str = ""
    language: str = ""
    expansion: str = ""
    id: str = ""
    says: str = ""
    attributes: dict[str, dict[str, Attribute]] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def contents(self) -> Iterator[Content]:
        for node in self.walk():
            yield from (kid for kid in node.kids if isinstance(kid, Content))


Kid = Node | Content | Annotation
Attribute = str | tuple[float, ...]

# Elements that are one structure element each.
_TYPES = {
    "section": "Sect", "nav": "Sect", "aside": "Aside", "blockquote": "BlockQuote", "figure": "Div",
    "p": "P", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tr": "TR", "td": "TD",
    "caption": "Caption", "figcaption": "Caption", "em": "Em", "strong": "Strong",
}  # fmt: skip
# Elements that only group for looks; words directly in them are a paragraph.
_LAYOUT_GROUPS = {"body", "div", "header", "footer", "address"}
_INLINE = {"span", "abbr", "time", "br", "b"}
_NEVER_EMPTY = {"TH", "TD"}
_TITLE = "{http://www.w3.org/2000/svg}title"


@dataclass(slots=True)
class Structure:
    """The tree, and what turned out to be no part of it."""

    document: Node
    artifacts: dict[tuple[int, int], Artifact]


def structure(root: Element, drawn: Drawn, wording: Wording) -> Structure:
    """The structure of a laid-out page. Raises NotShownOnce where words are lost or doubled."""
    builder = _Builder(root, drawn, wording)
    body = root.find("body")
    assert body is not None
    document = Node("Document", builder.kids(body))
    left = [piece for pieces in builder.pieces.values() for piece in pieces]
    assert not left, f"drawn, and in no element of the page: {[piece.text for piece in left][:5]}"
    return Structure(document, drawn.artifacts | builder.artifacts)


class _Builder:
    def __init__(self, root: Element, drawn: Drawn, wording: Wording) -> None:
        self.language = root.get("lang", "")
        self.wording = wording
        self.pieces: dict[tuple[Element, str], list[Piece]] = defaultdict(list)
        for piece in drawn.pieces:
            self.pieces[piece.element, piece.pseudo].append(piece)
        self.annotations: dict[Element, list[Annotation]] = defaultdict(list)
        for annotation in drawn.annotations:
            self.annotations[annotation.element].append(annotation)
        self.artifacts: dict[tuple[int, int], Artifact] = {}
        self.notes = 0

    # --- kids --------------------------------------------------------------------------------

    def kids(self, element: Element) -> list[Kid]:
        """What an element holds, in the order of its source."""
        placed: dict[int, list[Kid]] = defaultdict(list)
        for one in self.own(element):
            placed[one.slot].append(Content(one.piece, one.origins, one.hyphenated))
        counted = self.generated(element, "before")  # by a style's counter: a label of what it stands before
        kids: list[Kid] = [*([Node("Lbl", counted)] if counted else []), *placed[0]]
        for slot, child in enumerate(element, 1):
            kids += [*self.built(child), *placed[slot]]
        return [*kids, *self.generated(element, "after")]

    def own(self, element: Element) -> Iterator[Placed]:
        """The words of an element that are not a child's."""
        return self.wording.placed(element, self.pieces.pop((element, ""), ()))

    def generated(self, element: Element, pseudo: str) -> list[Kid]:
        """What styles add: list markers, numbers of pages."""
        return [Content(piece) for piece in self.pieces.pop((element, pseudo), ())]

    def built(self, element: Element) -> list[Kid]:
        """The element as structure: mostly one node, several where it only groups, none where it is empty."""
        match element.tag:
            case "dl":
                nodes = [self.description_list(element)]
            case "ul" | "ol":
                nodes = [self.contents(element) if _in_contents(element) else self.plain_list(element)]
            case "a":
                return self.link(element)
            case "th":
                scope = "Row" if element.get("scope") == "row" else "Column"
                nodes = [Node("TH", self.kids(element), attributes={"Table": {"Scope": scope}})]
            case "img" | "{http://www.w3.org/2000/svg}svg":
                return self.image(element)
            case "span" if "footnote" in element.get("class", "").split():
                return self.footnote(element)
            case "span" if element.get("class") == "toc-number":
                nodes = [Node("Lbl", self.kids(element))]
            case "span" | "abbr" if self.says_more(element):
                language = element.get("lang", "")
                nodes = [Node("Span", self.kids(element), language=language, expansion=element.get("title", ""))]
            case tag if tag in _INLINE:
                return self.kids(element)
            case "div" if "strip" in element.get("class", "").split():
                return []  # a running head: all that was drawn of it is an artifact
            case "footer" if self.is_attribution(element):
                nodes = [Node("P", self.kids(element))]
            case tag if tag in _LAYOUT_GROUPS:
                return list(_paragraphs(self.kids(element)))
            case tag:
                nodes = [Node(_TYPES[tag], self.kids(element))]
        return [node for node in nodes if node.kids or node.type in _NEVER_EMPTY]

    def says_more(self, element: Element) -> bool:
        language = element.get("lang", "")
        return element.tag == "abbr" or bool(language and language != self.language)

    @staticmethod
    def is_attribution(element: Element) -> bool:
        return all(child.tag in _INLINE | {"strong", "em", "a"} for child in element)

    # --- lists -------------------------------------------------------------------------------

    def plain_list(self, element: Element) -> Node:
        items: list[Kid] = []
        numbering = "None"
        for item in element:
            marker = self.generated(item, "marker")
            if marker:
                numbering = "Decimal" if element.tag == "ol" else "Disc"
            label = [Node("Lbl", marker)] if marker else []
            if body := self.kids(item):
                items.append(Node("LI", [*label, Node("LBody", body)]))
        return Node("L", items, attributes={"List": {"ListNumbering": numbering}})

    def description_list(self, element: Element) -> Node:
        """Terms are labels, what is said of them is the item's body."""
        items: list[Node] = []
        for child in (part for entry in element for part in entry):
            if child.tag == "dt":
                if not items or len(items[-1].kids) == 2:
                    items.append(Node("LI", [Node("Lbl", [])]))
                _kid(items[-1], 0).kids += self.kids(child)
            else:
                if len(items[-1].kids) == 1:
                    items[-1].kids.append(Node("LBody", []))
                _kid(items[-1], 1).kids += self.kids(child)
        return Node("L", [*items], attributes={"List": {"ListNumbering": "None"}})

    def contents(self, element: Element) -> Node:
        """TOC > TOCI > Reference > Link; what stands a level deeper is a TOC of its own after its parent."""
        root = Node("TOC", [])
        path = [(min((_level(item) for item in element), default=2), root)]
        for item in element:
            level = _level(item)
            while len(path) > 1 and path[-1][0] > level:
                path.pop()
            if path[-1][0] < level:
                inner = Node("TOC", [])
                path[-1][1].kids.append(inner)
                path.append((level, inner))
            path[-1][1].kids.append(Node("TOCI", self.kids(item)))
        return root

    # --- links, notes, images ----------------------------------------------------------------

    def link(self, element: Element) -> list[Kid]:
        words = " ".join("".join(element.itertext()).replace("\u00ad", "").split())
        link = Node("Link", self.kids(element), says=words)
        link.kids += [annotation for part in element.iter() for annotation in self.annotations.pop(part, ())]
        if not link.kids:
            return []
        return [Node("Reference", [link])] if element.get("href", "").startswith("#") else [link]

    def footnote(self, element: Element) -> list[Kid]:
        """The call, and right after it the note: read where it is referred to, wherever it is printed."""
        self.notes += 1
        call = self.generated(element, "footnote-call")
        marker = self.generated(element, "footnote-marker")
        label = [Node("Lbl", marker)] if marker else []
        note = Node("Note", [*label, *self.kids(element)], id=f"note-{self.notes}")
        return [Node("Reference", call), note] if call else [note]

    def image(self, element: Element) -> list[Kid]:
        pieces = self.pieces.pop((element, ""), [])
        words = element.findtext(_TITLE) or element.get("alt", "")
        if not words:
            self.artifacts |= {(piece.page, piece.mcid): LAYOUT for piece in pieces}
            return []
        origins = self.wording.alternative_origins(element)
        found: list[Kid] = []
        for piece in pieces:
            assert piece.rectangle
            box = tuple(round(side, 2) for side in piece.rectangle)
            layout: dict[str, Attribute] = {"Placement": "Block", "BBox": box}
            found.append(Node("Figure", [Content(piece, origins)], words, attributes={"Layout": layout}))
        return found


def _in_contents(element: Element) -> bool:
    return any(item.get("class", "").startswith("toc-") for item in element)


def _level(item: Element) -> int:
    return int(item.get("class", "toc-2").removeprefix("toc-"))


def _kid(node: Node, position: int) -> Node:
    kid = node.kids[position]
    assert isinstance(kid, Node)
    return kid


_IN_LINES = {"Em", "Strong", "Span", "Link", "Reference", "Note"}


def _paragraphs(kids: Iterable[Kid]) -> Iterator[Kid]:
    """The kids of a group, with words that stand directly in it gathered into paragraphs."""
    line: list[Kid] = []
    for kid in kids:
        if not isinstance(kid, Node) or kid.type in _IN_LINES:
            line.append(kid)
            continue
        if line:
            yield Node("P", line)
            line = []
        yield kid
    if line:
        yield Node("P", line)
