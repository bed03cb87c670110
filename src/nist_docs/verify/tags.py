"""The structure tree of a PDF as other programs find it: pikepdf reads the structure, pdfium the text.

Neither wrote the file. What they find is compared with the document, checked by our own rules, and shown to
people as golden files.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


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


def read(data: bytes) -> Tags:
    """The structure tree. Raises what pikepdf raises if the file is broken, ValueError if it has no tree."""
    import pikepdf

    texts = _texts(data)
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
        return Tags(tree, ids, roles, str(pdf.Root.get("/Lang", "")), boxes)


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
    texts: list[dict[int, tuple[str, float]]]

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
        return Marked(page, mcid, *self.texts[page].get(mcid, ("", 0)))


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


_LINE_END_HYPHEN = re.compile("[\ufffe\x02]")  # pdfium's signs for any hyphen at a line's end


def _texts(data: bytes) -> list[dict[int, tuple[str, float]]]:
    """Each page's marked content as pdfium reads it, with its baseline, by MCID."""
    import pypdfium2
    import pypdfium2.raw as c

    pdf = pypdfium2.PdfDocument(data)
    found: list[dict[int, tuple[str, float]]] = []
    matrix = c.FS_MATRIX()
    try:
        for page in pdf:
            texts: dict[int, tuple[str, float]] = {}
            textpage = page.get_textpage()
            for index in range(c.FPDFPage_CountObjects(page.raw)):
                shown = c.FPDFPage_GetObject(page.raw, index)
                if c.FPDFPageObj_GetType(shown) != c.FPDF_PAGEOBJ_TEXT:
                    continue
                mcid = c.FPDFPageObj_GetMarkedContentID(shown)
                if mcid >= 0:
                    c.FPDFPageObj_GetMatrix(shown, matrix)
                    before, _ = texts.get(mcid, ("", 0))
                    texts[mcid] = before + _object_text(c, shown, textpage.raw), matrix.f
            found.append(texts)
    finally:
        pdf.close()
    return found


def _object_text(c: Any, shown: Any, textpage: Any) -> str:
    size = c.FPDFTextObj_GetText(shown, textpage, None, 0)
    buffer = ctypes.create_string_buffer(size)
    c.FPDFTextObj_GetText(shown, textpage, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), size)
    text = buffer.raw[: size - 2].decode("utf-16-le").translate({13: None, 10: None})
    if _LINE_END_HYPHEN.search(text):
        text = _LINE_END_HYPHEN.sub("\u00ad" if _is_soft(c, shown) else "-", text)
    return text


def _is_soft(c: Any, shown: Any) -> bool:
    """Whether a hyphen at a line's end has an ActualText: it is said to be a soft one then, if anything."""
    size = ctypes.c_ulong()
    marks = (c.FPDFPageObj_GetMark(shown, index) for index in range(c.FPDFPageObj_CountMarks(shown)))
    return any(
        c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, ctypes.byref(size)) for mark in marks
    )


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
