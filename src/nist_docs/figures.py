"""The figures: the strategy's groups, who raised which theme, the process in time, portraits' stand-ins.

Sizes and how they degrade with little and much content follow the looks that the project set out with.
A figure that cannot be drawn well is not there, and its template falls back to the table or list.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from nist_docs import findings, fonts
from nist_docs.addresses import Origins
from nist_docs.drawing import MM_PER_POINT, Disc, Drawing, Hatched, Label, Line, Mark, Rect
from nist_docs.semantics.tree import Text
from nist_docs.tokens import tokens
from nist_docs.views import View

Runs = tuple[Text, ...]
LabelWriter = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Studio:
    """What figures are drawn with: colours, the labels' words, the table of origins."""

    colours: dict[str, str]
    label: LabelWriter
    origins: Origins

    def runs(self, value: object) -> Runs:
        """The words of a value or label, with their origins."""
        # A label is HTML, a value's text is not: unescaping that would change it.
        text = html.unescape(value) if isinstance(value, Markup) else str(value)
        return tuple(Text(run, origin) for run, origin in self.origins.resolve(text))

    def words(self, key: str, **parts: object) -> Runs:
        return self.runs(self.label(key, **parts))


def draw(hearing: View, templates: Path, label: LabelWriter, origins: Origins) -> dict[str, Drawing]:
    """Every figure that this hearing has content for, by the name that templates use."""
    studio = Studio(tokens(templates), label, origins)
    view: Any = hearing
    drawn = {
        "figure:strategy": _strategy(view, studio),
        "figure:themes": _themes(findings.themes(hearing), studio),
        "figure:process": _process(view.process, studio),
    }
    for order, interview in enumerate(view.interviews):
        id = interview._entry.person.id
        drawn[f"portrait:{id}"] = _portrait(interview.person, order, studio)
        drawn[f"monogram:{id}"] = _monogram(interview.person, studio)
    return {name: drawing for name, drawing in drawn.items() if drawing and _fits(drawing)}


def _fits(drawing: Drawing) -> bool:
    """Whether all words stand inside the drawing: one that is cut off says less than none."""
    for label in drawing.labels():
        width = fonts.width(label.words, label.size, label.family, label.weight) * MM_PER_POINT
        left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
        if left < -0.5 or left + width > drawing.width + 0.5 or not 0 < label.y <= drawing.height:
            return False
    return True


# --- words in figures ----------------------------------------------------------------------------


def wrapped(text: Runs, limit: float, size: float, weight: int = 400, family: str = "sans") -> list[Runs]:
    """The words in lines of at most ``limit`` millimetres; size in points. A longer word has its own line."""
    lines: list[list[Text]] = [[]]
    length = 0.0
    space = fonts.width(" ", size, family, weight) * MM_PER_POINT
    for run in text:
        for word in run.text.split():
            width = fonts.width(word, size, family, weight) * MM_PER_POINT
            if lines[-1] and length + space + width > limit:
                lines.append([])
                length = 0.0
            if lines[-1]:
                lines[-1].append(Text(" ", lines[-1][-1].origin))
                length += space
            lines[-1].append(Text(word, run.origin))
            length += width
    return [tuple(line) for line in lines]


def _fitting(text: Runs, limit: float, sizes: tuple[float, ...], weight: int, most: int) -> tuple[float, list[Runs]]:
    """The largest of the sizes at which the words fit in ``most`` lines of ``limit`` millimetres."""
    for size in sizes:
        lines = wrapped(text, limit, size, weight)
        widest = max(fonts.width(_plain(line), size, "sans", weight) * MM_PER_POINT for line in lines)
        if len(lines) <= most and widest <= limit:
            break
    return size, lines


def _plain(line: Runs) -> str:
    return "".join(run.text for run in line)


def _block(
    lines: list[Runs], x: float, middle: float, size: float, leading: float, colour: str, **looks: Any
) -> list[Mark]:
    """Lines of words around a middle height; leading in points."""
    step = leading * MM_PER_POINT
    first = middle - step * (len(lines) - 1) / 2 + size * MM_PER_POINT * 0.34
    return [Label(x, first + step * i, line, size, colour, **looks) for i, line in enumerate(lines)]


# --- the strategy --------------------------------------------------------------------------------

BOX, GAP, COLUMN_GAP, VISION = 34.0, 2.0, 8.0, 44.0
ROW, LOWEST_ROW, MOST_ROWS = 22.5, 14.0, 6
HEAD = 13.0


def _strategy(hearing: Any, studio: Studio) -> Drawing | None:
    """Challenges, key areas and directions as groups in columns that lead to the vision."""
    strategy, colours = hearing.strategy, studio.colours
    steps = (
        ("challenges", strategy.challenges, colours["paper"], colours["quiet"], 1 * MM_PER_POINT, colours["ink"]),
        ("key-areas", strategy.key_areas, colours["step-2"], colours["step-3"], 0.75 * MM_PER_POINT, colours["ink"]),
        ("directions", strategy.directions, colours["step-3"], "none", 0.0, colours["paper"]),
    )
    columns = [step for step in steps if step[1]]
    rows = max((len(step[1].members) for step in columns), default=0)
    if len(columns) < 2 or not strategy.vision or rows > MOST_ROWS:
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
            size, lines = _fitting(_capital(studio.runs(item)), box - 6, (10, 9.5, 9, 8.5), 600, 3)
            marks += _block(lines, x + 3, y + share / 2, size, size * 1.3, ink, weight=600)
        marks += _bracket(x + box, height, colours["ink"])
    x = len(columns) * (box + COLUMN_GAP)
    vision = _vision(hearing, studio, x, 170 - x, height)
    if vision is None:
        return None
    return Drawing(170, HEAD + height, (*marks, *vision))


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
    middle = HEAD + height / 2
    marks += _block(lines, x + 4, middle, size, size * 1.5, colours["paper"], family="serif")
    new = _new_words(hearing)
    if not new:
        return marks
    step = size * 1.5 * MM_PER_POINT
    first = middle - step * (len(lines) - 1) / 2 + size * MM_PER_POINT * 0.34
    for index, line in enumerate(lines):
        found = _overlap(lines, index, new)
        if found:
            start, end = (fonts.width(_plain(line)[:n], size, "serif") * MM_PER_POINT for n in found)
            y = first + index * step + 1.5
            marks.append(Line(((x + 4 + start, y), (x + 4 + end, y)), colours["new"], 2.25 * MM_PER_POINT))
    below = first + (len(lines) - 1) * step + 6.5
    marks.append(Label(x + 4, below, studio.words("new-after-input"), 9, colours["paper"], 600))
    return marks


def _new_words(hearing: Any) -> str:
    changes = hearing.input.changes if hearing.input else ()
    return next((change.vision_words.plain for change in changes if change.vision_words), "")


def _overlap(lines: list[Runs], index: int, words: str) -> tuple[int, int] | None:
    """Where in a line the words stand, if they do, also when they run over several lines."""
    texts = [_plain(line) for line in lines]
    start = " ".join(texts).find(words)
    if start < 0:
        return None
    before = sum(len(text) + 1 for text in texts[:index])
    left, right = max(start - before, 0), min(start + len(words) - before, len(texts[index]))
    return (left, right) if left < right else None


# --- who raised which theme ----------------------------------------------------------------------

LABEL_COLUMN, COUNT_COLUMN, THEME_ROW, THEME_HEAD = 55.0, 14.0, 7.9, 17.0
MOST_PEOPLE, MOST_THEMES = 6, 12


def _themes(table: findings.Themes, studio: Studio) -> Drawing | None:
    """A dot with the answers' number where a person raises a theme, a small ring where not."""
    people, rows = table.people, table.rows
    if not (2 <= len(people) <= MOST_PEOPLE and 3 <= len(rows) <= MOST_THEMES):
        return None
    colours = studio.colours
    column = (170 - LABEL_COLUMN - COUNT_COLUMN) / len(people)
    centres = [LABEL_COLUMN + column * (i + 0.5) for i in range(len(people))]
    marks: list[Mark] = []
    for centre, person in zip(centres, people, strict=True):
        marks += _person_head(person, centre, column - 2, studio)
    marks.append(Label(170, THEME_HEAD - 3, studio.words("count"), 9, colours["quiet"], anchor="end"))
    top = {row.name for row in table.top}
    for index, row in enumerate(rows):
        marks += _theme_row(row, THEME_HEAD + index * THEME_ROW, centres, row.name in top, studio)
    marks.append(Line(((0, THEME_HEAD), (170, THEME_HEAD)), colours["ink"], 1 * MM_PER_POINT))
    return Drawing(170, THEME_HEAD + len(rows) * THEME_ROW + 0.3, tuple(marks))


def _person_head(person: Any, centre: float, limit: float, studio: Studio) -> list[Mark]:
    colours = studio.colours
    size, lines = _fitting(studio.runs(person.name), limit, (9, 8.5), 600, 2)
    step = 12 * MM_PER_POINT
    organisation = person.organisation_short or person.organisation
    base = THEME_HEAD - 3
    marks: list[Mark] = []
    if organisation:
        small, shorts = _fitting(studio.runs(organisation), limit, (9, 8.5, 8), 400, 2)
        for short in reversed(shorts):
            marks.append(Label(centre, base, short, small, colours["quiet"], anchor="middle"))
            base -= step
    for offset, line in enumerate(reversed(lines)):
        marks.append(Label(centre, base - offset * step, line, size, colours["ink"], 600, anchor="middle"))
    return marks


def _theme_row(row: findings.ThemeRow, y: float, centres: list[float], top: bool, studio: Studio) -> list[Mark]:
    colours, middle = studio.colours, y + THEME_ROW / 2
    base = middle + 10 * MM_PER_POINT * 0.34
    weight = 600 if top else 400
    marks: list[Mark] = []
    if top:
        marks.append(Rect(0, y, 170, THEME_ROW, colours["step-1"]))
    marks.append(Label(1.5 if top else 0, base, studio.runs(row.name), 10, colours["ink"], weight))
    for centre, cell in zip(centres, row.cells, strict=True):
        if cell is None:
            marks.append(Disc(centre, middle, 1.0, colours["paper"], colours["line"], 0.35))
        else:
            text = tuple(Text(str(n), cell.number.origin) for n in cell.numbers[:1])
            text += tuple(Text(f", {n}", cell.number.origin) for n in cell.numbers[1:])
            marks.append(Disc(centre, middle, 2.9, colours["step-4"]))
            size = 9.0 if len(cell.numbers) == 1 else 6.5
            number = Label(
                centre, middle + size * MM_PER_POINT * 0.34, text, size, colours["paper"], 600, anchor="middle"
            )
            marks.append(number)
    total = studio.words("of-count", number=row.count, total=row.name.derived(str(len(centres))))
    marks.append(Label(168.5 if top else 170, base, total, 9.5, colours["ink"], weight, anchor="end"))
    marks.append(Line(((0, y + THEME_ROW), (170, y + THEME_ROW)), colours["hairline"], 0.5 * MM_PER_POINT))
    return marks


# --- the process ---------------------------------------------------------------------------------

FEWEST_STEPS, MOST_STEPS = 3, 5


def _process(process: Any, studio: Studio) -> Drawing | None:
    """The steps on a line: filled where done, a double disc at the hearing, open where it remains."""
    if not process or not FEWEST_STEPS <= len(process.steps) <= MOST_STEPS:
        return None
    colours, steps = studio.colours, list(process.steps)
    column = 170 / len(steps)
    line_y = 21.0
    marks: list[Mark] = []
    at = [index * column + 3 for index in range(len(steps))]
    remaining = [index for index, step in enumerate(steps) if step.phase == "after"]
    last_done = (remaining[0] - 1) if remaining else len(steps) - 1
    if last_done > 0:
        marks.append(Line(((at[0], line_y), (at[last_done], line_y)), colours["step-4"], 3 * MM_PER_POINT))
    if remaining:
        start = at[max(last_done, 0)]
        marks.append(Line(((start, line_y), (at[-1], line_y)), colours["step-4"], 2 * MM_PER_POINT, (1.8, 1.4)))
    marks += _phases(steps, column, studio)
    for x, step in zip(at, steps, strict=True):
        drawn = _step(step, x, line_y, column, studio)
        if drawn is None:
            return None
        marks += drawn
    deepest = max(mark.y for mark in marks if isinstance(mark, Label))
    return Drawing(170, deepest + 2, tuple(marks))


def _phases(steps: list[Any], column: float, studio: Studio) -> list[Mark]:
    colours = studio.colours
    marks: list[Mark] = []
    for phase in ("before", "at", "after"):
        columns = [index for index, step in enumerate(steps) if step.phase == phase]
        if columns:
            x, end = columns[0] * column, (columns[-1] + 1) * column - 6
            weight, ink = (600, colours["ink"]) if phase == "at" else (400, colours["quiet"])
            marks.append(Label(x, 3.4, studio.words(f"phase-{phase}"), 9, ink, weight))
            marks.append(Line(((x, 5.2), (end, 5.2)), colours["line"], 0.75 * MM_PER_POINT))
    return marks


def _step(step: Any, x: float, y: float, column: float, studio: Studio) -> list[Mark] | None:
    """A step's mark and words; None if its time has no room."""
    colours, left, limit = studio.colours, x - 3, column - 3
    weight = 600 if step.phase == "at" else 400
    size, lines = _fitting(studio.runs(step.when), limit, (10, 9, 8.5), 600, 1)
    if len(lines) > 1:
        return None
    marks: list[Mark] = [Label(left, 11.5, lines[0], size, colours["step-4"], 600)]
    match step.phase:
        case "before":
            marks.append(Disc(x, y, 2.6, colours["step-4"]))
        case "at":
            marks.append(Disc(x + 1.6, y, 4.1, colours["paper"], colours["step-4"], 1.0))
            marks.append(Disc(x + 1.6, y, 2.6, colours["step-4"]))
        case _:
            marks.append(Disc(x, y, 2.2, colours["paper"], colours["step-4"], 0.8))
    lines = wrapped(studio.runs(step.short), limit, 9.5, weight)
    for number, line in enumerate(lines):
        marks.append(Label(left, y + 10.5 + number * 13 * MM_PER_POINT, line, 9.5, colours["ink"], weight))
    return marks


# --- portraits -----------------------------------------------------------------------------------

PORTRAIT = (82.0, 102.5)  # 4:5; documents scale it


def _portrait(person: Any, order: int, studio: Studio) -> Drawing:
    """The stand-in for a portrait: a form and a hatching by the person's place, and the initials."""
    width, height = PORTRAIT
    colours = studio.colours
    x, y, radius = (
        (width, 0.0, 0.74 * width),
        (0.0, 0.0, 0.74 * width),
        (width, 0.335 * height, 0.52 * width),
        (width / 2, 0.0, 0.5 * width),
    )[order % 4]
    # The hatching's direction moves on one step every four people, so that eight in a row differ.
    degrees = (45, 135, 0, 90)[(order + order // 4) % 4]
    initials = studio.runs(findings.initials(person))
    block = width * (0.64 if len(_plain(initials)) > 2 else 0.5)
    tall = 0.29 * height
    size = 0.6 * tall / MM_PER_POINT
    marks = (
        Rect(0, 0, width, height, colours["step-2"]),
        Hatched(x, y, radius, colours["step-3"], colours["step-2"], width / 30, width / 190, degrees),
        Rect(0, height - tall, block, tall, colours["step-4"]),
        Label(
            block / 2, height - tall / 2 + size * MM_PER_POINT * 0.33, initials, size, colours["paper"], anchor="middle"
        ),
    )
    return Drawing(width, height, marks)


def _monogram(person: Any, studio: Studio) -> Drawing:
    """The initials on a small dark field, for places too small for the stand-in."""
    initials = studio.runs(findings.initials(person))
    size = 16.0 if len(_plain(initials)) <= 2 else 12.5
    marks = (
        Rect(0, 0, 12, 15, studio.colours["step-4"]),
        Label(6, 7.5 + size * MM_PER_POINT * 0.34, initials, size, studio.colours["paper"], 600, anchor="middle"),
    )
    return Drawing(12, 15, marks)
