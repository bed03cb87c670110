"""The typed tree that a document is, and the walks over it. `reading` makes it from HTML."""

from __future__ import annotations

from typing import assert_never

from nist_docs.addresses import Origin
from nist_docs.problems import Place
from nist_docs.records import dataclass

# --- inline ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A run of words; the origin is None for words that stand in a template."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    children: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference to a numbered figure or table, or to a heading: written ``<a href="#id"/>``."""

    target: str
    at: Place


@dataclass(frozen=True, slots=True)
class Span:
    """Words in another language, or words that look otherwise (``role`` is the class)."""

    children: Inlines
    language: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    children: Inlines
    expansion: str


@dataclass(frozen=True, slots=True)
class Time:
    children: Inlines
    datetime: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, standing where it is referred to. Numbers run through the document, from 1."""

    number: int
    children: Inlines


Inline = Text | Emphasis | Strong | Link | Reference | Span | Abbreviation | Time | LineBreak | Footnote
Inlines = tuple[Inline, ...]

# --- blocks ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: Inlines
    role: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """``number`` is ``3.1`` or ``A`` in a numbered document, else empty."""

    level: int
    children: Inlines
    id: str
    role: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """``short`` is its name in running heads."""

    children: Blocks
    id: str = ""
    role: str = ""
    short: Inlines = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that look together: a div, or a landmark (header, footer, address)."""

    children: Blocks
    tag: str = "div"
    role: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    children: Blocks


@dataclass(frozen=True, slots=True)
class List:
    items: tuple[Item, ...]
    ordered: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    terms: tuple[Inlines, ...]
    details: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DescriptionList:
    entries: tuple[Description, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    children: Blocks
    is_header: bool = False
    scope: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """``kind`` is figure or table; number 0 means that it is not numbered (a photograph).

    ``part`` of ``parts``, from 1, where pages have no room for all columns of a table; else both are 0.
    """

    kind: str
    number: int
    children: Inlines
    part: int = 0
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    caption: Caption | None
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    id: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """``source``: figure:name, portrait:person, monogram:person or picture:index. Without alt it is decoration."""

    source: str
    alt: tuple[Text, ...]
    at: Place
    role: str = ""

    @property
    def alt_text(self) -> str:
        return "".join(run.text for run in self.alt)


@dataclass(frozen=True, slots=True)
class Figure:
    image: Image
    caption: Caption | None
    id: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    children: Blocks
    source: Inlines = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A fact box (role ``facts``) or a notice (role ``notice``)."""

    children: Blocks
    role: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents; its entries are the document's headings, to this level."""

    title: Heading
    depth: int
    role: str = ""


Block = (
    Paragraph | Heading | Section | Group | List | DescriptionList | Table | Figure | Image | Quote | Aside | Contents
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document says of itself. ``status`` stands on every page: a draft, an embargo."""

    title: str
    language: str
    type: str = ""
    author: str = ""
    description: str = ""
    running: str = ""
    copy: str = ""  # whose copy it is, in a PDF's running feet
    status: tuple[Text, ...] = ()
    date: str = ""
    published: str = ""
    modified: str = ""
    numbered: bool = False
    page: str = ""  # public addresses of the page, and of a picture for shared links
    picture: str = ""
    picture_alt: str = ""
    look: str = ""  # the body's class: which document's looks
    said: tuple[Text, ...] = ()  # the words of title, author and the rest, with their origins


@dataclass(frozen=True, slots=True)
class Document:
    meta: Meta
    body: Blocks


# --- walks -------------------------------------------------------------------------------------


def inner_blocks(block: Block) -> Blocks:
    """The blocks directly inside a block, in reading order."""
    match block:
        case Section() | Group() | Quote() | Aside():
            return block.children
        case List():
            return tuple(child for item in block.items for child in item.children)
        case DescriptionList():
            return tuple(b for entry in block.entries for detail in entry.details for b in detail)
        case Table():
            return tuple(b for row in (*block.head, *block.body) for cell in row for b in cell.children)
        case Figure():
            return (block.image,)
        case Contents():
            return (block.title,)
        case Paragraph() | Heading() | Image():
            return ()
        case _:
            assert_never(block)


def walk(blocks: Blocks) -> list[Block]:
    """Every block, each before what is inside it, in reading order."""
    found: list[Block] = []
    pending = list(reversed(blocks))
    while pending:
        block = pending.pop()
        found.append(block)
        pending.extend(reversed(inner_blocks(block)))
    return found


def texts(inlines: Inlines, *, notes: bool = True) -> list[Text]:
    """The runs of words in inline content, in reading order."""
    found: list[Text] = []
    for inline in inlines:
        match inline:
            case Text():
                found.append(inline)
            case Footnote():
                if notes:
                    found += texts(inline.children)
            case Emphasis() | Strong() | Link() | Span() | Abbreviation() | Time():
                found += texts(inline.children, notes=notes)
            case Reference() | LineBreak():
                pass
            case _:
                assert_never(inline)
    return found


def words(inlines: Inlines) -> str:
    """The text of inline content, without its footnotes."""
    return "".join(run.text for run in texts(inlines, notes=False))


def line(inlines: Inlines) -> str:
    """The words on one line: a line's end is a space, references and footnotes are left out."""
    said = []
    for inline in inlines:
        match inline:
            case Text():
                said.append(inline.text)
            case LineBreak():
                said.append(" ")
            case Reference() | Footnote():
                pass
            case _:
                said.append(line(inline.children))
    return "".join(said)


def headings(document: Document) -> list[Heading]:
    """The document's headings, without those of tables of contents."""
    blocks = walk(document.body)
    titles = {id(b.title) for b in blocks if isinstance(b, Contents)}
    return [b for b in blocks if isinstance(b, Heading) and id(b) not in titles]


def entries(document: Document, depth: int) -> list[Heading]:
    """What a table of contents lists: the headings from level 2 to its depth, but those of role `unlisted`."""
    return [h for h in headings(document) if 2 <= h.level <= depth and "unlisted" not in h.role.split()]


def in_reading_order(blocks: Blocks) -> list[Inlines]:
    """All words of the blocks as they are read: what stands on the page, without running heads and alternatives."""
    found: list[Inlines] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                found.append(block.children)
            case Quote():
                found += [*in_reading_order(block.children), block.source]
            case Table():
                found += [block.caption.children] if block.caption else []
                found += in_reading_order(inner_blocks(block))
            case Figure():
                found += [block.caption.children] if block.caption else []
            case DescriptionList():
                for entry in block.entries:
                    found += [*entry.terms, *(own for detail in entry.details for own in in_reading_order(detail))]
            case Section() | Group() | Aside() | List():
                found += in_reading_order(inner_blocks(block))
            case Contents():
                found.append(block.title.children)
            case Image():
                pass
            case _:
                assert_never(block)
    return [own for own in found if own]


def own_inlines(block: Block) -> list[Inlines]:
    """The inline content that a block holds itself, in reading order."""
    match block:
        case Paragraph() | Heading():
            return [block.children]
        case Quote():
            return [block.source]
        case Table() | Figure():
            return [block.caption.children] if block.caption else []
        case DescriptionList():
            return [term for entry in block.entries for term in entry.terms]
        case Image():
            return [block.alt]
        case Section():
            return [block.short]
        case Group() | Aside() | List() | Contents():
            return []
        case _:
            assert_never(block)


def count_words(document: Document) -> int:
    """How many words the document's text has."""
    return sum(len(words(own).split()) for own in in_reading_order(document.body))
