"""The structure tree of a PDF as other programs find it: pikepdf reads the structure, pdfium the text.

Neither wrote the file. What they find is compared with the document, checked by our own rules, and shown to
people as golden files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from nist_docs.records import dataclass
from nist_docs.verify.page_text import PageText, page_texts


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked content: its page (from 0), its number there, its text, and how high the text stands (points)."""

    page: int
    mcid: int
    text: str
    baseline: float = 0


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link's annotation: its description and where it leads."""

    page: int
    description: str
    target: str


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """One structure element with its kids, in reading order."""

    type: str
    kids: tuple[Tag | Marked | LinkArea, ...]
    alternative: str = ""
    language: str = ""
    expansion: str = ""
    id: str = ""
    attributes: tuple[tuple[str, str], ...] = ()  # name and value, of all owners

    def attribute(self, name: str) -> str:
        return dict(self.attributes).get(name, "")

    @property
    def tags(self) -> tuple[Tag, ...]:
        return tuple(kid for kid in self.kids if isinstance(kid, Tag))

    def walk(self) -> Iterator[Tag]:
        yield self
        for kid in self.tags:
            yield from kid.walk()

    def marked(self) -> Iterator[Marked]:
        for kid in self.kids:
            if isinstance(kid, Marked):
                yield kid
            elif isinstance(kid, Tag):
                yield from kid.marked()

    @property
    def text(self) -> str:
        """All its words: lines are divided by spaces, and a word divided at a line's end is whole."""
        return joined(self.marked())


@dataclass(frozen=True, slots=True)
class Tags:
    """A file's structure: the element at its root, the ids that lead to their element, its roles and language."""

    root: Tag
    ids: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    language: str
    page_boxes: tuple[tuple[float, float, float, float], ...]
    artifacts: tuple[str, ...] = ()  # the words of each page that are no part of the tree
    outline: tuple[str, ...] = ()  # the titles of the outline (bookmarks), in their order


def read(data: bytes) -> Tags:
    """The structure tree. Raises what pikepdf raises if the file is broken, ValueError if it has no tree."""
    import pikepdf

    texts = page_texts(data)
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        root: Any = pdf.Root.get("/StructTreeRoot")
        if root is None or len(root.K) != 1:
            raise ValueError("the file has no structure tree with one root")
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        tree = _Reader(pages, texts).tag(root.K[0], None)
        names: Any = root.IDTree.Names if "/IDTree" in root else []
        ids = tuple(str(names[i]) for i in range(0, len(names), 2) if str(names[i + 1].ID) == str(names[i]))
        roles = tuple((name[1:], str(like)[1:]) for name, like in root.get("/RoleMap", {}).items())
        boxes = tuple(_box(page.mediabox) for page in pdf.pages)
        artifacts = tuple(page.artifacts for page in texts)
        outline = tuple(_outline(pdf.Root.Outlines.get("/First"))) if "/Outlines" in pdf.Root else ()
        return Tags(tree, ids, roles, str(pdf.Root.get("/Lang", "")), boxes, artifacts, outline)


def joined(row: Iterable[Marked]) -> str:
    """The text of marked content in a row: a new line is a space, but where a word was divided."""
    whole, last = "", None
    for marked in row:
        if whole.endswith("\u00ad"):
            whole = whole[:-1]
        elif last and (last.page != marked.page or abs(last.baseline - marked.baseline) > 1):
            whole = whole.rstrip(" ") + " "
        whole, last = whole + marked.text, marked
    return re.sub(" {2,}", " ", whole).rstrip(" ")  # pdfium sets a space for a gap, beside one that is there


@dataclass(frozen=True, slots=True)
class _Reader:
    pages: dict[Any, int]  # by pikepdf's object numbers
    texts: list[PageText]

    def tag(self, element: Any, page: int | None) -> Tag:
        if "/Pg" in element:
            page = self.pages[element.Pg.objgen]
        held = element.get("/K", [])
        many = held if _is_array(held) else [held]
        alternative, language, expansion, id = (str(element.get(name, "")) for name in ("/Alt", "/Lang", "/E", "/ID"))
        attributes = tuple(_attributes(element.get("/A", [])))
        kids = tuple(self.kid(kid, page) for kid in many)
        return Tag(str(element.S)[1:], kids, alternative, language, expansion, id, attributes)

    def kid(self, kid: Any, page: int | None) -> Tag | Marked | LinkArea:
        if isinstance(kid, int):
            assert page is not None
            return self.marked(page, kid)
        if "/S" in kid and "/Obj" not in kid:
            return self.tag(kid, page)
        at = self.pages[kid.Pg.objgen] if "/Pg" in kid else page
        assert at is not None
        if "/MCID" in kid:
            return self.marked(at, int(kid.MCID))
        annotation = kid.Obj
        target = annotation.A.URI if "/A" in annotation else annotation.get("/Dest", "")
        return LinkArea(at, str(annotation.get("/Contents", "")), str(target))

    def marked(self, page: int, mcid: int) -> Marked:
        return Marked(page, mcid, *self.texts[page].marked.get(mcid, ("", 0)))


def _outline(item: Any) -> Iterator[str]:
    while item is not None:
        yield str(item.get("/Title", ""))
        yield from _outline(item.get("/First"))
        item = item.get("/Next")


def _attributes(owned: Any) -> Iterator[tuple[str, str]]:
    for attributes in owned if _is_array(owned) else [owned]:
        for name, value in attributes.items():
            if name != "/O":
                yield name[1:], " ".join(map(_attribute, value if _is_array(value) else [value]))


def _attribute(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float | Decimal) else str(value).removeprefix("/")


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, list | pikepdf.Array)


def _box(numbers: Any) -> tuple[float, float, float, float]:
    left, low, right, high = (float(number) for number in numbers)
    return left, low, right, high


# --- for people ----------------------------------------------------------------------------------


def outline(tags: Tags) -> str:
    """The tree as text: an element a line, with its properties, pages and the beginning of its words."""
    return "\n".join(_lines(tags.root, 0)) + "\n"


def _lines(tag: Tag, depth: int) -> Iterator[str]:
    said = {"Alt": tag.alternative, "Lang": tag.language, "E": tag.expansion, "ID": tag.id} | dict(tag.attributes)
    properties = "".join(f" {name}={_short(value)}" for name, value in said.items() if value)
    own = [kid for kid in tag.kids if isinstance(kid, Marked)]
    pages = sorted({marked.page + 1 for marked in own})
    where = f" p. {pages[0]}" + (f"–{pages[-1]}" if len(pages) > 1 else "") if pages else ""
    yield f"{'  ' * depth}{tag.type}{properties}{where}"
    run: list[Marked] = []
    for kid in (*tag.kids, None):
        if isinstance(kid, Marked):
            run.append(kid)
            continue
        if run:
            yield f"{'  ' * (depth + 1)}{_short(joined(run))}"
            run = []
        if isinstance(kid, LinkArea):
            yield f"{'  ' * (depth + 1)}→ {kid.target} “{kid.description}” p. {kid.page + 1}"
        elif kid is not None:
            yield from _lines(kid, depth + 1)


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= 70 else f"“{text[:44]} … {text[-20:]}”"
