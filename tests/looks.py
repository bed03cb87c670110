"""What makes a page look designed, measured on the finished PDF: each criterion gives what breaks it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median

from measured import MM, Area, Colour, Frame, Line, Measured, Page, Run, lines

from nist_docs.verify.tagging import HEADINGS
from nist_docs.verify.tags import Marked, Tag

Criterion = Callable[[Measured], Iterator[str]]

# Millimetres.
EDGE = 10.0  # nothing is printed closer to a page's edge
HANGING = 4.0  # an opening quotation mark hangs so far out into the margin

LARGEST_BODY = 12.0  # points
FEWEST_SIGNS, MOST_SIGNS = 55, 75
LEAST_LEADING, MOST_LEADING = 1.35, 1.5
LEAST_FILLED = 1 / 3
CONTRAST = 4.5
LABEL: Colour = (0x27, 0x5C, 0x6E)  # --step-3, which words have in labels alone


def running_text(measured: Measured) -> Iterator[list[Line]]:
    """The lines of paragraphs that are read line by line: three lines or more, neither small nor display type."""
    for tag in _outside_of_tables(measured.root):
        if tag.type == "P" or (tag.type == "LBody" and any(isinstance(kid, Marked) for kid in tag.kids)):
            found = lines(measured, tag)
            if len(found) >= 3 and 10.4 <= found[0].size <= 13.5 and sum(len(line.text) for line in found) > 150:
                yield found


def running_text_has_55_to_75_signs_on_a_line(measured: Measured) -> Iterator[str]:
    """But for the lead, whose type is larger."""
    for paragraph in running_text(measured):
        if paragraph[0].size > LARGEST_BODY:
            continue
        full = [len(line.text) for line in paragraph[:-1]]
        if not FEWEST_SIGNS <= median(full) <= MOST_SIGNS:
            yield f"page {paragraph[0].page}: {median(full)} signs on a line of “{paragraph[0].text}”"
        if max(full) > measured.frame.longest:
            yield f"page {paragraph[0].page}: {max(full)} signs on a line of “{paragraph[0].text}”"


def running_text_has_air_between_its_lines(measured: Measured) -> Iterator[str]:
    for paragraph in running_text(measured):
        for above, below in pairwise(paragraph):
            leading = (above.baseline - below.baseline) / above.size
            if above.page == below.page and not LEAST_LEADING <= leading <= MOST_LEADING:
                yield f"page {above.page}: leading of {leading:.2f} below “{above.text}”"


def no_heading_is_the_last_on_its_page(measured: Measured) -> Iterator[str]:
    every = list(measured.root.marked())
    place = {(marked.page, marked.mcid): number for number, marked in enumerate(every)}
    for tag in measured.root.walk():
        if tag.type in (*HEADINGS, "Caption"):
            own = list(tag.marked())
            after = every[place[own[-1].page, own[-1].mcid] + 1 :][:1]
            if {marked.page for marked in own} != {own[0].page}:
                yield f"page {own[0].page + 1}: “{tag.text}” is broken by the page's end"
            elif tag.type != "Caption" and after and after[0].page != own[-1].page:
                yield f"page {own[-1].page + 1}: “{tag.text}” is the last on its page"


def a_heading_is_nearer_to_what_follows_than_to_what_goes_before(measured: Measured) -> Iterator[str]:
    """Labels and rules above a heading are its own."""
    for tag in measured.root.walk():
        first = next(tag.marked(), None)
        if tag.type not in HEADINGS[1:] or first is None:
            continue
        page = measured.pages[first.page]
        numbers = {marked.mcid for marked in tag.marked()}
        own = [run.box for run in page.content if run.mcid in numbers and run.colour != LABEL]
        if not own:
            continue  # it is a label itself
        left, right = min(box.left for box in own), max(box.right for box in own)
        top, bottom = max(box.top for box in own), min(box.bottom for box in own)
        others = [run.box for run in page.runs if run.mcid not in numbers and run.colour != LABEL]
        beside = [box for box in others if box.left < right and box.right > left]
        above = min((box.bottom - top for box in beside if box.bottom >= top), default=None)
        # What follows may be a picture, or begin with its ground.
        beside += [area.box for area in (*page.pictures, *page.grounds) if area.box.left < right]
        below = min((bottom - box.top for box in beside if box.top <= bottom), default=None)
        if above is not None and below is not None and below > above + 1:
            yield f"page {page.number}: “{tag.text}” has {above:.0f} points above and {below:.0f} below"


def no_line_of_a_paragraph_stands_alone_on_a_page(measured: Measured) -> Iterator[str]:
    for tag in measured.root.walk():
        if tag.type in ("P", "LBody"):
            found = lines(measured, tag)
            pages = [line.page for line in found]
            for page in sorted(set(pages)):
                if len(set(pages)) > 1 and pages.count(page) < 2:
                    alone = next(line for line in found if line.page == page)
                    yield f"page {page}: “{alone.text}” stands alone"


def no_row_of_a_table_is_divided_by_a_pages_end(measured: Measured) -> Iterator[str]:
    for tag in measured.root.walk():
        pages = {marked.page for marked in tag.marked()} if tag.type == "TR" else set()
        if len(pages) > 1:
            yield f"page {min(pages) + 1}: the row “{tag.text[:60]}” goes on on the next"


def no_row_of_a_table_stands_alone_on_a_page(measured: Measured) -> Iterator[str]:
    """The first one on the page where its table begins, and the last one where it ends; heads are no rows."""
    for table in measured.root.walk():
        if table.type == "Table":
            rows = [tag for tag in table.walk() if tag.type == "TR" and any(kid.type == "TD" for kid in tag.tags)]
            rows = [row for row in rows if next(row.marked(), None)]  # the steps of a cover hold no words
            pages = [next(row.marked()).page + 1 for row in rows]
            for row, page in (*zip(rows[:1], pages, strict=False), *zip(rows[-1:], pages[-1:], strict=True)):
                if len(rows) > 1 and pages.count(page) == 1:
                    yield f"page {page}: the row “{row.text[:60]}” stands alone"


def no_page_is_less_than_a_third_full(measured: Measured) -> Iterator[str]:
    """But for the cover and a document's last page. Notes at a page's foot do not fill it."""
    notes = {(m.page, m.mcid) for tag in measured.root.walk() if tag.type == "Note" for m in tag.marked()}
    for page in measured.pages[1:-1]:
        heights = [run.box.bottom for run in page.content if (page.number - 1, run.mcid) not in notes]
        heights += [area.box.bottom for area in page.pictures]
        top, bottom = page.height - measured.frame.top * MM, measured.frame.bottom * MM
        filled = (top - min(heights, default=top)) / (top - bottom)
        if filled < LEAST_FILLED:
            yield f"page {page.number}: {filled:.0%} full"


def nothing_stands_outside_of_the_margins(measured: Measured) -> Iterator[str]:
    for page in measured.pages:
        frame = measured.frame
        if any(area.box.top > page.height - frame.top * MM + LARGEST_BODY for area in page.panels):  # a cover
            frame = Frame(EDGE, EDGE, EDGE, EDGE)
        for run in page.content:
            left, right, bottom = (frame.left - HANGING) * MM, page.width - frame.right * MM + 1, frame.bottom
            if run.box.left < left or run.box.right > right or run.box.bottom < bottom * MM - 2:
                yield f"page {page.number}: “{run.text}” stands in the margin"
        for mark in page.marks:
            box, edge = mark.box, EDGE * MM - 1
            if not (box.left >= edge and box.right <= page.width - edge and box.bottom >= 0 and box.top <= page.height):
                what = f"“{mark.text}”" if isinstance(mark, Run) else "something drawn"
                yield f"page {page.number}: {what} stands at the page's edge"


def no_two_texts_overlap(measured: Measured) -> Iterator[str]:
    for page in measured.pages:
        runs = sorted(page.runs, key=lambda run: run.box.left)
        for number, one in enumerate(runs):
            for other in runs[number + 1 :]:
                if other.box.left >= one.box.right:
                    break
                if _covers(one, other):
                    yield f"page {page.number}: “{one.text}” and “{other.text}” overlap"


def _covers(one: Run, other: Run) -> bool:
    """Whether the signs run into each other: by more than type on one line or on neighbouring lines does."""
    across = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    up = min(one.box.top, other.box.top) - max(one.box.bottom, other.box.bottom)
    slack = 0.12 * min(one.size, other.size)
    return across > slack and up > slack


def words_stand_out_from_their_ground(measured: Measured) -> Iterator[str]:
    for page in measured.pages:
        for number, mark in enumerate(page.marks):
            if isinstance(mark, Run):
                ground = _ground(page, number, mark)
                found = contrast(mark.colour, ground)
                if found < CONTRAST:
                    yield f"page {page.number}: “{mark.text}” has a contrast of {found:.1f}"


def _ground(page: Page, number: int, run: Run) -> Colour:
    """What was painted last below the middle of a text."""
    for mark in reversed(page.marks[:number]):
        if isinstance(mark, Area) and mark.colour and mark.box.holds(*run.box.middle):
            return mark.colour
    return 255, 255, 255


def contrast(one: Colour, other: Colour) -> float:
    """By WCAG 2.2: from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _outside_of_tables(tag: Tag) -> Iterator[Tag]:
    yield tag
    for kid in tag.tags:
        if kid.type not in ("Table", "TOC", "Note", "Aside"):
            yield from _outside_of_tables(kid)


CRITERIA: dict[str, Criterion] = {
    criterion.__name__: criterion
    for criterion in (
        running_text_has_55_to_75_signs_on_a_line,
        running_text_has_air_between_its_lines,
        no_heading_is_the_last_on_its_page,
        a_heading_is_nearer_to_what_follows_than_to_what_goes_before,
        no_line_of_a_paragraph_stands_alone_on_a_page,
        no_row_of_a_table_is_divided_by_a_pages_end,
        no_row_of_a_table_stands_alone_on_a_page,
        no_page_is_less_than_a_third_full,
        nothing_stands_outside_of_the_margins,
        no_two_texts_overlap,
        words_stand_out_from_their_ground,
    )
}
