"""What a well-formed document can still get wrong: its outline, tables, anchors, links and alternatives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from nist_docs.markup import link_fault
from nist_docs.problems import Place, Problem, nearest
from nist_docs.semantics import tree

LETTER = "letter"
_RESERVED = re.compile(r"main|(note|image)-.*")


def check(document: tree.Document, places: Mapping[int, Place]) -> Iterator[Problem]:
    """Faults that a reader would stumble over. ``places`` has each block's place by its identity."""
    blocks = tree.walk(document.body)

    def at(block: tree.Block) -> Place:
        return places.get(id(block), Place("templates"))

    yield from _outline([b for b in blocks if isinstance(b, tree.Heading)], at)
    targets: dict[str, tree.Block] = {}
    for block in blocks:
        id_ = getattr(block, "id", "")
        if _RESERVED.fullmatch(id_):
            hint = "give it another: main, note-… and image-… are the web page's own"
            yield Problem("duplicate-id", at(block), f"the id '{id_}' is taken", hint)
        if id_ and id_ in targets:
            yield Problem("duplicate-id", at(block), f"the id '{id_}' stands twice", "give one of them another id")
        elif id_:
            targets[id_] = block
    for block in blocks:
        match block:
            case tree.Table():
                yield from _table(block, at(block))
            case tree.Figure() if not block.image.alt_text.strip():
                hint = 'say in alt="…" what it shows; decoration stands without <figure>'
                yield Problem("alt", at(block), "a figure has no alternative text", hint)
        for inlines in tree.own_inlines(block):
            yield from _links(inlines, targets, at(block))
    # A letter has a subject instead.
    if document.meta.look != LETTER and not any(isinstance(b, tree.Heading) and b.level == 1 for b in blocks):
        hint = "write <h1>…</h1> in the template's block 'body'"
        yield Problem("outline", Place("templates"), "a document has no title on its page", hint)
    if not document.meta.title:
        yield Problem("title", Place("templates"), "the document has no title", "give <title> in base.html.j2 words")


def _is_named(section: tree.Section) -> bool:
    return any(isinstance(block, tree.Heading) for block in section.children)


def _outline(headings: list[tree.Heading], at: Callable[[tree.Block], Place]) -> Iterator[Problem]:
    level = 0
    for heading in headings:
        where = at(heading)
        if not tree.words(heading.children).strip():
            yield Problem("empty-heading", where, "a heading has no words", "write it, or leave it out with {% if %}")
        if heading.level == 1 and level:
            yield Problem("outline", where, "a second <h1>", "a document has one <h1>: its title; use <h2>")
        elif heading.level > level + 1:
            hint = f"use <h{level + 1}>; looks are chosen by class"
            yield Problem("outline", where, f"<h{heading.level}> follows <h{level}>: a level is skipped", hint)
        level = heading.level


def _table(table: tree.Table, where: Place) -> Iterator[Problem]:
    rows = (*table.head, *table.body)
    widths = sorted({len(row) for row in rows})
    if not table.body:
        yield Problem("table", where, "a table has no rows", "leave the table out where there is nothing to show")
    elif len(widths) > 1:
        hint = "every row has a cell in every column; an empty one shows –"
        yield Problem("table", where, f"the rows have {widths[0]} to {widths[-1]} cells", hint)
    if len(table.head) > 1:
        yield Problem("table", where, "a table has two rows of heads", 'one row of <th scope="col"> names the columns')
    if not table.head or not all(cell.is_header for row in table.head for cell in row):
        yield Problem("table", where, "a table needs a head of header cells", '<thead><tr><th scope="col">…')
    if table.caption is None:
        yield Problem("table", where, "a table has no caption", "<caption>…</caption> says what it shows")


def _links(inlines: tree.Inlines, targets: Mapping[str, tree.Block], where: Place) -> Iterator[Problem]:
    for inline in inlines:
        match inline:
            case tree.Reference(target, at):
                block = targets.get(target)
                if block is None:
                    yield Problem("dead-reference", at, f"nothing has the id '{target}'", nearest(target, targets))
                elif isinstance(block, tree.Section) and not _is_named(block):
                    yield Problem("dead-reference", at, f"the section '{target}' has no heading", "give it one")
                elif isinstance(block, tree.Figure | tree.Table) and not (block.caption and block.caption.number):
                    yield Problem("dead-reference", at, f"'{target}' has no number to refer to", "give it a caption")
            case tree.Link(href, children):
                if href.startswith("#") and href[1:] not in targets:
                    yield Problem(
                        "dead-reference", where, f"nothing has the id '{href[1:]}'", nearest(href[1:], targets)
                    )
                elif not href.startswith("#") and (fault := link_fault(href)):
                    yield Problem("link", where, *fault)
                if any(not isinstance(child, tree.Text) for child in children):
                    hint = "put the emphasis outside the link: **[words](https://…)**"
                    yield Problem("link-format", where, "a link holds formatted words", hint)
            case tree.Text() | tree.LineBreak():
                pass
            case _:
                yield from _links(inline.children, targets, where)
