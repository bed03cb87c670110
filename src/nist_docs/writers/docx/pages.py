"""Pages: the title page, the body after it, and what stands at the head and foot of every page."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TypeGuard

from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.parts.story import StoryPart
from docx.shared import Length, Mm

from nist_docs.semantics import tree
from nist_docs.writers.docx.blocks import Blocks
from nist_docs.writers.docx.contents import draw_in, in_range
from nist_docs.writers.docx.context import Context, Setting
from nist_docs.writers.docx.filling import follow_on
from nist_docs.writers.docx.ooxml import Element, field, run, twips, w, words
from nist_docs.writers.docx.styles import COVER_PARAGRAPHS, Style, role_style
from nist_docs.writers.docx.tables import apart, keep_with_next, table_properties

# mm
WIDTH = 170.0
HANG = -30.0
STEPS = (7.0, 7.0, 7.0)  # the rows above the title's
FIELD, LEAST_FIELD = 102.0, 55.0  # the title's row, which gives way to notices and long contents
TITLE_MARGIN = 20.0  # above and below: smaller than on other pages, for the cover to reach up
TITLE_HEADER = 8.0  # from the edge: a status stands above the cover
PAGE, NOTICE_HEIGHT, FACTS_HEIGHT, CONTENTS_HEAD, ENTRY = 297.0, 16.0, 20.0, 18.0, 8.0
STATUS_HEIGHT = 8.0  # so much higher the header begins where a status stands in it

CLOSING = 100.0  # mm: a last section that is kept whole

LONG = "title--s"  # a title that the templates' rule sets small
COLUMNS = 3
NOTICE = Setting(Style.COVER_NOTICE, Style.COVER_NOTICE, Style.COVER_NOTICE, Style.NOTICE_HEADING)


def fill(context: Context) -> None:
    """Writes the body, its title page as a section of its own, then headers and footers."""
    blocks = Blocks(context)
    children = context.document.body
    body = context.file.element.body
    page = body.get_or_add_sectPr()
    if children and is_cover(children[0]):
        made = cover(context, blocks, children[0])
        # Contents that follow the cover stand on the title page too.
        count = 2 if len(children) > 1 and isinstance(children[1], tree.Contents) else 1
        made += blocks.write(children[1:count])
        # A section's end is a property of a paragraph; the contents' own must stay free for Word to renew.
        made.append(context.paragraph(Style.SEPARATOR, [], copy.deepcopy(page)))
    else:
        made, count = [], 0
        draw_in(context)
    before, last = children[count:-1], children[count:][-1:]
    rest = apart(context, [*blocks.write(before), *_closing(context, last, blocks.write(last))])
    follow_on(context, rest)
    body[:] = [*in_range(context, apart(context, made) + rest), page]
    context.at_new_page = False  # if a section without words came last
    run_along(context)


def _closing(context: Context, last: tree.Blocks, made: list[Element]) -> list[Element]:
    """A section that ends the document stands on one page, if it is short: no last page of a line or two."""
    if (
        any(isinstance(one, tree.Section) for one in last)
        and sum(piece.height for element in made for piece in context.measures.pieces(element)) <= CLOSING
    ):
        keep_with_next([one for element in made for one in element.iter(qn("w:p")) if isinstance(one, CT_P)][:-1])
    return made


def is_cover(block: tree.Block) -> TypeGuard[tree.Section | tree.Group]:
    return isinstance(block, tree.Section | tree.Group) and "cover" in block.role.split()


def field_height(document: tree.Document) -> float:
    """How high the title's row can be for all of the title page to stand on one page, by rule of thumb, in mm."""
    cover, *rest = document.body
    contents = rest[0] if rest and isinstance(rest[0], tree.Contents) else None
    entries = len(tree.entries(document, contents.depth)) if contents else 0
    notices = sum(isinstance(block, tree.Aside) for block in tree.walk((cover,)))
    taken = sum(STEPS) + notices * NOTICE_HEIGHT + FACTS_HEIGHT + (CONTENTS_HEAD + entries * ENTRY if entries else 0)
    return max(LEAST_FIELD, min(FIELD, PAGE - 2 * TITLE_MARGIN - taken))


def cover(context: Context, blocks: Blocks, block: tree.Section | tree.Group) -> list[Element]:
    """The cover. Its field stands on the last step: class ``field``, or the first headings and paragraphs."""
    before, field, after = _parts(block.children)
    anchor = context.anchors.around(block.id, []) if isinstance(block, tree.Section) else []
    made = list(anchor)
    for one in before:
        made += blocks.write(one.children, NOTICE) if isinstance(one, tree.Aside) else blocks.write((one,))
    if field:
        made.append(_steps(context, _field(blocks, field)))
    for one in after:
        made += [_facts(context, blocks, one)] if isinstance(one, tree.DescriptionList) else blocks.write((one,))
    return made


def _parts(children: tree.Blocks) -> tuple[tree.Blocks, tree.Blocks, tree.Blocks]:
    for number, child in enumerate(children):
        if isinstance(child, tree.Group) and "field" in child.role.split():
            return _flat(children[:number]), _flat(child.children), children[number + 1 :]
    flat = _flat(children)
    start = next((i for i, one in enumerate(flat) if isinstance(one, tree.Heading | tree.Paragraph)), len(flat))
    rest = (i for i, one in enumerate(flat) if i > start and not isinstance(one, tree.Heading | tree.Paragraph))
    end = next(rest, len(flat))
    return flat[:start], flat[start:end], flat[end:]


def _flat(blocks: tree.Blocks) -> tree.Blocks:
    found: list[tree.Block] = []
    for block in blocks:
        found += _flat(block.children) if isinstance(block, tree.Group) else [block]
    return tuple(found)


def _field(blocks: Blocks, field: tree.Blocks) -> list[Element]:
    setting = Setting(Style.COVER_TEXT, Style.COVER_LABEL, Style.COVER_TEXT, Style.COVER_TITLE, in_cell=True)
    made = []
    for block in field:
        if isinstance(block, tree.Heading) and LONG in block.role.split():
            made += blocks.block(block, replace(setting, heading=Style.COVER_TITLE_LONG))
        elif isinstance(block, tree.Paragraph):
            style = role_style(block.role, Style.COVER_TEXT, COVER_PARAGRAPHS)
            made.append(blocks.paragraph(style, block.children))
        else:
            made += blocks.block(block, setting)
    return made


def _steps(context: Context, content: list[Element]) -> Element:
    """One column, four rows: the style shades them by first row, bands and last row."""
    properties = w(
        "tblPr",
        w("tblStyle", val=context.styles[Style.COVER]),
        w("tblW", w=twips(WIDTH), type="dxa"),
        w("tblInd", w=twips(HANG), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0460", firstRow=1, lastRow=1, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
    )
    made = w("tbl", properties, w("tblGrid", w("gridCol", w=twips(WIDTH))))
    heights = (*STEPS, field_height(context.document))
    for number, height in enumerate(heights):
        last = number == len(heights) - 1
        rule = "atLeast" if last else "exact"  # a long title makes its field grow
        cell = w("tcPr", w("tcW", w=twips(WIDTH), type="dxa"), *([w("vAlign", val="bottom")] if last else []))
        inside = content if last else [context.paragraph(Style.SEPARATOR, [])]
        row = w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule=rule))
        made.append(w("tr", row, w("tc", cell, *inside)))
    return made


def _facts(context: Context, blocks: Blocks, block: tree.DescriptionList) -> Element:
    """Terms over their details, up to three beside each other."""
    width = twips(WIDTH / COLUMNS)
    count = min(len(block.entries), COLUMNS)
    style = context.styles[Style.FACTS_TABLE]
    made = w("tbl", table_properties(style, width * count, HANG, first_column=False, head=False))
    made.append(w("tblGrid", *(w("gridCol", w=width) for _ in range(count))))
    for start in range(0, len(block.entries), COLUMNS):
        entries = block.entries[start : start + COLUMNS]
        missing = count - len(entries)
        gap = [w("gridAfter", val=missing), w("wAfter", w=width * missing, type="dxa")] if missing else []
        row = w("tr", w("trPr", *gap, w("cantSplit")))
        for entry in entries:
            content = blocks.description(entry, Setting(in_cell=True, body=Style.VALUE))
            row.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *content))
        made.append(row)
    return made


# --- headers and footers ---------------------------------------------------------------------------


def run_along(context: Context) -> None:
    """Headers, footers and margins. A section after the first has what the one before it has."""
    meta, sections = context.document.meta, context.file.sections
    status = [_status(context, meta)] if meta.status else []
    for section in sections:
        if status and section.header_distance is not None:
            # Higher up, to leave the words below it their air.
            higher = section.header_distance - Mm(STATUS_HEIGHT)
            section.header_distance = Length(max(higher, Mm(TITLE_HEADER)))
    first = sections[0]
    _set(first.header.part, [*copy.deepcopy(status), _header(context, meta)])
    _set(first.footer.part, [_footer(context, meta)])
    # The first page's header is the status alone.
    first.different_first_page_header_footer = True
    if status:
        _set(first.first_page_header.part, status)
    if len(sections) > 1:  # the title page
        first.top_margin = first.bottom_margin = Mm(TITLE_MARGIN)
        first.header_distance = first.footer_distance = Mm(TITLE_HEADER)
    else:
        _set(first.first_page_footer.part, [_footer(context, meta)])


def _set(part: StoryPart, paragraphs: list[Element]) -> None:
    part.element[:] = paragraphs


def _status(context: Context, meta: tree.Meta) -> Element:
    said = "".join(text.text for text in meta.status)
    return context.paragraph(Style.STATUS, [run(words(said))])


def _header(context: Context, meta: tree.Meta) -> Element:
    strong = context.styles[Style.RUNNING_STRONG]
    content = [run(words(meta.running or meta.title)), run(words("\t"))]
    if meta.type:
        content.append(run(words(meta.type), strong))
    return context.paragraph(Style.HEADER, content)


def _footer(context: Context, meta: tree.Meta) -> Element:
    """ "Näringsdepartementet … sid 3 (12)": the Swedish way to give a page and the number of pages."""
    strong = context.styles[Style.RUNNING_STRONG]
    number = [run(words(f"{context.words.page} "), strong), *field("PAGE", "1", strong), run(words(" ("), strong)]
    number += [*field("NUMPAGES", "1", strong), run(words(")"), strong)]
    content = [run(words(meta.author))] if meta.author else []
    return context.paragraph(Style.FOOTER, [*content, run(words("\t")), *number])
