"""Who raised which theme, as a table of dots."""

from __future__ import annotations

from typing import Any

from nist_docs import findings
from nist_docs.drawing import MM_PER_POINT, Disc, Drawing, Label, Line, Mark, Rect
from nist_docs.figures.lettering import Studio, fitting
from nist_docs.semantics.tree import Text

LABEL_COLUMN, COUNT_COLUMN, THEME_ROW, THEME_HEAD = 55.0, 14.0, 7.9, 17.0
MOST_PEOPLE, MOST_THEMES = 6, 12


def themes(table: findings.Themes, studio: Studio) -> Drawing | None:
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
    size, lines = fitting(studio.runs(person.name), limit, (9, 8.5), 600, 2)
    step = 12 * MM_PER_POINT
    organisation = person.organisation_short or person.organisation
    base = THEME_HEAD - 3
    marks: list[Mark] = []
    if organisation:
        small, shorts = fitting(studio.runs(organisation), limit, (9, 8.5, 8), 400, 2)
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
