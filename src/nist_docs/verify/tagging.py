"""Our own rules on a PDF's structure tree, beyond what validators look at.

A validator asks whether a tree is allowed; these rules ask whether it is the document's: one table for each table,
a link that says where it leads, a note that is found from its call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.verify.counted import HEADINGS, miscounted
from nist_docs.verify.tags import LinkArea, Marked, Tag, Tags

# ISO 32000-1, 14.8.4: what we use of the standard types; every other needs a role.
_STANDARD = {
    "Document", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "P", *HEADINGS, "L", "LI", "Lbl", "LBody",
    "Table", "THead", "TBody", "TR", "TH", "TD", "Span", "Note", "Reference", "Link", "Figure",
}  # fmt: skip
_LINES = {"Span", "Em", "Strong", "Link", "Reference", "Note", "Lbl"}  # what stands in lines
_HOLDS_LINES = {"P", *HEADINGS, "Caption", "LBody", "TH", "TD", *_LINES}  # what may hold them


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a structure element."""

    message: str
    tag: Tag

    def first(self) -> Marked | None:
        """Where it is: the first marked content inside."""
        return next(self.tag.marked(), None)


def check(tags: Tags) -> Iterator[Finding]:
    """What is wrong with a tree in itself."""
    if tags.root.type != "Document":
        yield Finding(f"the root is a {tags.root.type}, not a Document", tags.root)
    if not tags.language:
        yield Finding("the file does not say its language", tags.root)
    roles = dict(tags.roles)
    yield from _outline(tags.root)
    yield from (Finding(message, tag) for message, tag in miscounted(tags.root))
    listed: set[Tag] = set()  # links in contents
    for tag in tags.root.walk():
        if tag.type == "TOCI":
            listed.update(inner for inner in tag.walk() if inner.type == "Link")
        if tag.type == "Link":
            yield from _link(tag, with_page=tag in listed)
        if tag.type not in _STANDARD and roles.get(tag.type) not in _STANDARD:
            yield Finding(f"the type {tag.type} has no role", tag)
        if not tag.kids and tag.type not in ("TD", "TH"):
            yield Finding(f"a {tag.type} holds nothing", tag)
        yield from _nesting(tag)
        if rule := _RULES.get(tag.type):
            yield from rule(tag, tags)


def compare(tags: Tags, document: tree.Document) -> Iterator[Finding]:
    """What the tree has more or less of than the document: a table that was broken in two, a lost caption."""
    found = Counter("H" if tag.type in HEADINGS else tag.type for tag in tags.root.walk())
    for type, number in _expected(document).items():
        if found[type] != number:
            yield Finding(f"{found[type]} structure elements of the type {type} stand for {number}", tags.root)
    if tags.language != document.meta.language:
        yield Finding(f"the language is {tags.language}, not {document.meta.language}", tags.root)
    entries = [entry.text for entry in tags.root.walk() if entry.type == "TOCI"]
    listed = [heading for b in tree.walk(document.body) if isinstance(b, tree.Contents)
              for heading in tree.entries(document, b.depth)]  # fmt: skip
    if len(entries) != len(listed):
        yield Finding(f"the contents have {len(entries)} entries for {len(listed)} headings", tags.root)


def _expected(document: tree.Document) -> dict[str, int]:
    blocks = tree.walk(document.body)
    counts: Counter[str] = Counter(dict.fromkeys(("Table", "L", "LI", "TR", "Figure", "Caption", "BlockQuote"), 0))
    counts += Counter({"Aside": 0, "H": 0, "Note": 0, "THead": 0})
    for block in blocks:
        match block:
            case tree.Table():
                counts.update(Table=1, THead=1, TR=len(block.head) + len(block.body), Caption=int(bool(block.caption)))
            case tree.List():
                counts.update(L=1, LI=len(block.items))
            case tree.DescriptionList():
                counts.update(L=1, LI=len(block.entries))
            case tree.Figure():
                counts.update(Caption=int(bool(block.caption)))
            case tree.Image():
                counts.update(Figure=int(bool(block.alt_text)))
            case tree.Quote():
                counts.update(BlockQuote=1)
            case tree.Aside():
                counts.update(Aside=1)
            case tree.Heading():
                counts.update(H=1)
            case _:
                pass
        counts.update(Note=sum(_notes(own) for own in tree.own_inlines(block)))
    return counts


def _notes(inlines: tree.Inlines) -> int:
    return sum(
        isinstance(inline, tree.Footnote)
        + (0 if isinstance(inline, tree.Text | tree.Reference | tree.LineBreak) else _notes(inline.children))
        for inline in inlines
    )


# --- rules ---------------------------------------------------------------------------------------


def _outline(root: Tag) -> Iterator[Finding]:
    level = 0
    for heading in (tag for tag in root.walk() if tag.type in HEADINGS):
        own = int(heading.type[1])
        if own > level + 1 or (own == 1 and level):
            yield Finding(f"an {heading.type} follows " + (f"an H{level}" if level else "nothing"), heading)
        level = own


def _nesting(tag: Tag) -> Iterator[Finding]:
    """Words stand in paragraphs and their like; paragraphs do not stand in paragraphs."""
    holds_lines = tag.type in _HOLDS_LINES
    for kid in tag.kids:
        in_line = not isinstance(kid, Tag) or kid.type in _LINES
        if in_line and not holds_lines and tag.type not in ("Figure", "LI", "TOCI"):
            yield Finding(f"words stand directly in a {tag.type}", tag)
            return
        if isinstance(kid, Tag) and kid.type in ("P", *HEADINGS) and (tag.type == "P" or tag.type in HEADINGS):
            yield Finding(f"a {kid.type} stands in a {tag.type}", tag)


def _kids(tag: Tag, allowed: tuple[str, ...]) -> Iterator[Finding]:
    for kid in tag.kids:
        type = kid.type if isinstance(kid, Tag) else "words"
        if type not in allowed:
            yield Finding(f"in a {tag.type} stands: {type}", tag)


def _table(table: Tag, _: Tags) -> Iterator[Finding]:
    yield from _kids(table, ("Caption", "THead", "TBody"))
    if [part.type for part in table.tags if part.type != "Caption"] != ["THead", "TBody"]:
        yield Finding("a table is not one head and one body", table)
    widths = {len(row.tags) for part in table.tags for row in part.tags if row.type == "TR"}
    if len(widths) > 1:
        yield Finding("a table's rows have unlike numbers of cells", table)


def _row(row: Tag, _: Tags) -> Iterator[Finding]:
    yield from _kids(row, ("TH", "TD"))


def _header(cell: Tag, _: Tags) -> Iterator[Finding]:
    if cell.attribute("Scope") not in ("Column", "Row"):
        yield Finding("a header cell has no scope", cell)


def _list(list_: Tag, _: Tags) -> Iterator[Finding]:
    yield from _kids(list_, ("LI", "L"))
    if not list_.attribute("ListNumbering"):
        yield Finding("a list does not say how it is numbered", list_)


def _item(item: Tag, _: Tags) -> Iterator[Finding]:
    if [kid.type for kid in item.tags] not in (["LBody"], ["Lbl", "LBody"]):
        yield Finding("a list item is not a label and a body", item)


def _contents(toc: Tag, _: Tags) -> Iterator[Finding]:
    yield from _kids(toc, ("TOCI", "TOC"))


def _entry(entry: Tag, _: Tags) -> Iterator[Finding]:
    references = [kid for kid in entry.tags if kid.type == "Reference"]
    if len(references) != 1 or [kid.type for kid in references[0].tags] != ["Link"]:
        yield Finding("an entry of the contents is not a reference with a link", entry)


def _link(link: Tag, *, with_page: bool) -> Iterator[Finding]:
    """A link is described by its words; the contents' show a page's number too, which their description leaves out."""
    areas = [kid for kid in link.kids if isinstance(kid, LinkArea)]
    if not areas:
        yield Finding("a link leads nowhere", link)
    words = _plain(link.text)
    for area in areas:
        described = _plain(area.description)
        if not described or words.removeprefix(described).strip("0123456789" if with_page else ""):
            yield Finding(f"a link reads “{link.text}” and is described as “{area.description}”", link)


def _note(note: Tag, tags: Tags) -> Iterator[Finding]:
    if not note.id or tags.ids.count(note.id) != 1:
        yield Finding("a note has no id of its own that leads to it", note)


def _figure(figure: Tag, tags: Tags) -> Iterator[Finding]:
    if not figure.alternative.strip():
        yield Finding("a figure has no alternative text", figure)
    page = next((marked.page for marked in figure.marked()), None)
    numbers = [float(n) for n in figure.attribute("BBox").split()]
    if page is None or len(numbers) != 4:
        yield Finding("a figure has no place on a page", figure)
        return
    left, low, right, high = tags.page_boxes[page]
    x0, y0, x1, y1 = numbers
    if not (left <= x0 < x1 <= right + 0.01 and low <= y0 < y1 <= high + 0.01):
        yield Finding(f"a figure's place is not on its page: {figure.attribute('BBox')}", figure)


def _span(span: Tag, _: Tags) -> Iterator[Finding]:
    if not span.language and not span.expansion:
        yield Finding("a Span says nothing: no language, no expansion", span)


def _plain(text: str) -> str:
    return "".join(text.replace("\u00ad", "").replace("-", "").split())


_RULES: dict[str, Callable[[Tag, Tags], Iterator[Finding]]] = {
    "Table": _table, "TR": _row, "TH": _header, "L": _list, "LI": _item, "TOC": _contents, "TOCI": _entry,
    "Note": _note, "Figure": _figure, "Span": _span,
}  # fmt: skip
