"""The strategy: groups in columns that lead to the vision."""

from __future__ import annotations

from typing import Any

from nist_docs import fonts
from nist_docs.drawing import MM_PER_POINT, Drawing, Label, Line, Mark, Rect
from nist_docs.figures.lettering import Runs, Studio, block, fitting, if_room, plain, wrapped
from nist_docs.semantics.tree import Text

BOX, GAP, COLUMN_GAP, VISION = 34.0, 2.0, 8.0, 44.0
ROW, LOWEST_ROW, MOST_ROWS = 22.5, 14.0, 6
HEAD = 13.0
NARROW, NARROW_ROW, NARROW_HEAD = 74.0, 15.0, 8.0  # 280 pixels: a small telephone's width between its margins

# A step's name, its group, then fill, outline, outline's width and the words' colour.
Step = tuple[str, Any, str, str, float, str]


def strategy(hearing: Any, studio: Studio) -> Drawing | None:
    """Challenges, key areas and directions as groups in columns that lead to the vision."""
    about, colours = hearing.strategy, studio.colours
    steps = (
        ("challenges", about.challenges, colours["paper"], colours["quiet"], 1 * MM_PER_POINT, colours["ink"]),
        ("key-areas", about.key_areas, colours["step-2"], colours["step-3"], 0.75 * MM_PER_POINT, colours["ink"]),
        ("directions", about.directions, colours["step-3"], "none", 0.0, colours["paper"]),
    )
    columns: list[Step] = [step for step in steps if step[1]]
    rows = max((len(step[1].members) for step in columns), default=0)
    if len(columns) < 2 or not about.vision or rows > MOST_ROWS:
        return None
    # A column that is missing leaves its room to the others.
    box = BOX + (BOX + COLUMN_GAP) * (3 - len(columns)) / len(columns)
    row = ROW if rows <= 4 else max(LOWEST_ROW, (4 * ROW + 3 * GAP - (rows - 1) * GAP) / rows)
    height = rows * row + (rows - 1) * GAP
    marks: list[Mark] = []
    for number, (name, group, fill, stroke, stroke_width, ink) in enumerate(columns):
        x = number * (box + COLUMN_GAP)
        marks += _column_head(x, studio.words(f"{name}-name"), studio.words(f"{name}-reading"), colours)
        share = (height - (len(group.members) - 1) * GAP) / len(group.members)
        for index, item in enumerate(group.members):
            y = HEAD + index * (share + GAP)
            inset = stroke_width / 2
            marks.append(
                Rect(x + inset, y + inset, box - stroke_width, share - stroke_width, fill, stroke, stroke_width)
            )
            size, lines = fitting(_capital(studio.runs(item)), box - 6, (10, 9.5, 9, 8.5), 600, 3)
            marks += block(lines, x + 3, y + share / 2, size, size * 1.3, ink, weight=600)
        marks += _bracket(x + box, height, colours["ink"])
    x = len(columns) * (box + COLUMN_GAP)
    vision = _vision(hearing, studio, x, 170 - x, height)
    if vision is None:
        return None
    return Drawing(170, HEAD + height, (*marks, *vision), if_room(lambda: _narrow(hearing, columns, studio)))


def _narrow(hearing: Any, steps: list[Step], studio: Studio) -> Drawing:
    """The same chain from top to bottom, two boxes beside each other: for a telephone."""
    colours, box = studio.colours, (NARROW - GAP) / 2
    marks: list[Mark] = []
    y = 0.0
    for name, group, fill, stroke, stroke_width, ink in steps:
        marks += _narrow_head(y, name, studio)
        y += NARROW_HEAD
        for index, item in enumerate(group.members):
            x, top = (index % 2) * (box + GAP), y + index // 2 * (NARROW_ROW + GAP)
            # An odd last one takes the row.
            width = NARROW if index % 2 == 0 and index == len(group.members) - 1 else box
            inset, sides = stroke_width / 2, (width - stroke_width, NARROW_ROW - stroke_width)
            marks.append(Rect(x + inset, top + inset, *sides, fill, stroke, stroke_width))
            size, lines = fitting(_capital(studio.runs(item)), width - 5, (12, 11, 10.5, 10), 600, 2)
            marks += block(lines, x + 2.5, top + NARROW_ROW / 2, size, size * 1.25, ink, weight=600)
        y += (len(group.members) + 1) // 2 * (NARROW_ROW + GAP)
        marks.append(Line(((NARROW / 2, y), (NARROW / 2, y + 6)), colours["ink"], 1.25 * MM_PER_POINT, arrow=True))
        y += 9
    marks += _narrow_head(y, "vision", studio)
    y += NARROW_HEAD
    text, size = studio.runs(hearing.strategy.vision.text), 13.0
    lines = wrapped(text, NARROW - 8, size, 400, "serif")
    new = _new_words(hearing)
    height = len(lines) * size * 1.5 * MM_PER_POINT + (16 if new else 10)
    marks.append(Rect(0, y, NARROW, height, colours["step-4"]))
    middle = y + (height - (6 if new else 0)) / 2
    marks += _vision_words(lines, 4, middle, size, new, studio)
    return Drawing(NARROW, y + height, tuple(marks))


def _narrow_head(y: float, name: str, studio: Studio) -> list[Mark]:
    """ "Utmaningar – utgångspunkten" """
    words, colours = studio.words(f"{name}-name"), studio.colours
    after = fonts.width(plain(words) + " ", 12, "sans", 600) * MM_PER_POINT
    reading = (Text("– "), *studio.words(f"{name}-reading"))
    return [
        Label(0, y + 4.5, words, 12, colours["step-4"], 600),
        Label(after, y + 4.5, reading, 12, colours["quiet"]),
    ]


def _capital(text: Runs) -> Runs:
    first, *others = text
    return (Text(first.text[:1].upper() + first.text[1:], first.origin), *others)


def _column_head(x: float, name: Runs, reading: Runs, colours: dict[str, str]) -> list[Mark]:
    return [
        Label(x, 4.2, name, 11.5, colours["step-4"], 600),
        Label(x, 9.0, reading, 9, colours["quiet"]),
    ]


def _bracket(x: float, height: float, colour: str) -> list[Mark]:
    """The whole group, by a bracket, leads on by one arrow."""
    width = 1.25 * MM_PER_POINT
    top, bottom, middle = HEAD + width / 2, HEAD + height - width / 2, HEAD + height / 2
    return [
        Line(((x + 1.2, top), (x + 3, top), (x + 3, bottom), (x + 1.2, bottom)), colour, width),
        Line(((x + 3, middle), (x + 7.6, middle)), colour, width, arrow=True),
    ]


def _vision(hearing: Any, studio: Studio, x: float, width: float, height: float) -> list[Mark] | None:
    """The vision's field; None if the vision is too long for it."""
    colours = studio.colours
    marks: list[Mark] = [Rect(x, HEAD, width, height, colours["step-4"])]
    marks += _column_head(x, studio.words("vision-name"), studio.words("vision-reading"), colours)
    text = studio.runs(hearing.strategy.vision.text)
    size = 11.5
    while size > 8.5 and len(wrapped(text, width - 8, size, 400, "serif")) * size * 1.5 * MM_PER_POINT > height - 22:
        size -= 0.5
    lines = wrapped(text, width - 8, size, 400, "serif")
    if len(lines) * size * 1.5 * MM_PER_POINT > height - 10:
        return None
    return marks + _vision_words(lines, x + 4, HEAD + height / 2, size, _new_words(hearing), studio)


def _vision_words(lines: list[Runs], x: float, middle: float, size: float, new: str, studio: Studio) -> list[Mark]:
    """The vision around a middle height; below what is new in it, a line, and words that say so."""
    colours = studio.colours
    marks = block(lines, x, middle, size, size * 1.5, colours["paper"], family="serif")
    if not new:
        return marks
    step = size * 1.5 * MM_PER_POINT
    first = middle - step * (len(lines) - 1) / 2 + size * MM_PER_POINT * 0.34
    for index, line in enumerate(lines):
        found = _overlap(lines, index, new)
        if found:
            start, end = (fonts.width(plain(line)[:n], size, "serif") * MM_PER_POINT for n in found)
            y = first + index * step + 1.5
            marks.append(Line(((x + start, y), (x + end, y)), colours["new"], 2.25 * MM_PER_POINT))
    below = first + (len(lines) - 1) * step + 6.5
    marks.append(Label(x, below, studio.words("new-after-input"), 9, colours["paper"], 600))
    return marks


def _new_words(hearing: Any) -> str:
    changes = hearing.input.changes if hearing.input else ()
    return next((change.vision_words.plain for change in changes if change.vision_words), "")


def _overlap(lines: list[Runs], index: int, words: str) -> tuple[int, int] | None:
    """Where in a line the words stand, if they do, also when they run over several lines."""
    texts = [plain(line) for line in lines]
    start = " ".join(texts).find(words)
    if start < 0:
        return None
    before = sum(len(text) + 1 for text in texts[:index])
    left, right = max(start - before, 0), min(start + len(words) - before, len(texts[index]))
    return (left, right) if left < right else None
