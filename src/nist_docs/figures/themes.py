"""Who raised which theme: dots in a table, or for many people and themes, bars in order and a grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from nist_docs import findings
from nist_docs.drawing import MM_PER_POINT, Disc, Drawing, Label, Line, Mark, Rect
from nist_docs.figures.lettering import Runs, Studio, block, fitting, plain, widest
from nist_docs.semantics.tree import Text

WIDTH = 170.0
LABEL_COLUMN, COUNT_COLUMN, ROW, HEAD = 55.0, 14.0, 7.9, 17.0
INITIALS_HEAD, KEY_ROW, KEY_COLUMNS = 8.0, 5.0, 4
AXIS, LONGEST_BAR, BAR_ROW, RANKED_HEIGHT = 58.5, 95.0, 6.3, 180.0
NAME_COLUMN, GRID_ROW, GRID_HEAD, WIDEST_COLUMN = 46.0, 4.85, 7.0, 6.0
GROUP = 5  # so many columns have one tint, so many rows stand between two rules


def themes(table: findings.Themes, studio: Studio) -> Mapping[str, Callable[[], Drawing]]:
    """The figures that so many people and themes need, by name, each to be drawn. May raise NoRoom when drawn."""
    match table.form:
        case "numbered" | "plain":
            return {"figure:themes": partial(_matrix, table, studio)}
        case "ranked":
            total = len(table.people)
            top = {row.name for row in table.named}
            bars = {part.source: partial(_ranking, part, total, top, studio) for part in table.rankings}
            return bars | {part.source: partial(_grid, part, studio) for part in table.grids}
    return {}


# --- dots ----------------------------------------------------------------------------------------


def _matrix(table: findings.Themes, studio: Studio) -> Drawing:
    """A dot where a person raises a theme, with the answers' numbers for few people; a small ring where not."""
    people, colours = table.people, studio.colours
    numbered = table.form == "numbered"
    head = HEAD if numbered else INITIALS_HEAD
    column = (WIDTH - LABEL_COLUMN - COUNT_COLUMN - (0 if numbered else 4)) / len(people)
    centres = [LABEL_COLUMN + column * (i + 0.5) for i in range(len(people))]
    marks: list[Mark] = []
    names = _short_names(people, studio)
    for centre, person, name in zip(centres, people, names, strict=True):
        if numbered:
            marks += _person_head(person, centre, column - 2, studio)
        else:
            marks.append(Label(centre, head - 3, name, 9.5, colours["ink"], 600, anchor="middle"))
    marks.append(Label(WIDTH, head - 3, studio.words("count"), 9, colours["quiet"], anchor="end"))
    top = {row.name for row in table.named}
    for index, row in enumerate(table.rows):
        marks += _theme_row(row, head + index * ROW, centres, row.name in top, numbered, studio)
    marks.append(Line(((0, head), (WIDTH, head)), colours["ink"], 1 * MM_PER_POINT))
    bottom = head + len(table.rows) * ROW
    if not numbered:
        key, bottom = _key(people, names, bottom + 6, studio)
        marks += key
    return Drawing(WIDTH, bottom + 0.3, tuple(marks))


def _short_names(people: Sequence[Any], studio: Studio) -> list[Runs]:
    """Initials; where two people have the same, everyone's number instead."""
    initials = [studio.runs(findings.initials(person)) for person in people]
    if len({plain(one) for one in initials}) == len(people):
        return initials
    return [studio.runs(person.name.derived(str(n))) for n, person in enumerate(people, 1)]


def _key(people: Sequence[Any], names: list[Runs], y: float, studio: Studio) -> tuple[list[Mark], float]:
    """Whose initials they are; and where the key ends."""
    colours = studio.colours
    column = WIDTH / KEY_COLUMNS
    marks: list[Mark] = [Line(((0, y), (WIDTH, y)), colours["line"], 0.5 * MM_PER_POINT)]
    y += 1.5
    for start in range(0, len(people), KEY_COLUMNS):
        depth = 1
        for place, index in enumerate(range(start, min(start + KEY_COLUMNS, len(people)))):
            size, lines = fitting(studio.runs(people[index].name), column - 12, (9, 8.5), 400, 3)
            base = y + size * MM_PER_POINT
            marks.append(Label(place * column, base, names[index], 9, colours["ink"], 600))
            for number, line in enumerate(lines):
                down = base + number * 11 * MM_PER_POINT
                marks.append(Label(place * column + 9, down, line, size, colours["ink"]))
            depth = max(depth, len(lines))
        y += KEY_ROW + (depth - 1) * 11 * MM_PER_POINT
    return marks, y


def _person_head(person: Any, centre: float, limit: float, studio: Studio) -> list[Mark]:
    colours = studio.colours
    size, lines = fitting(studio.runs(person.name), limit, (9, 8.5), 600, 3)
    step = 12 * MM_PER_POINT
    organisation = person.organisation_short or person.organisation
    base = HEAD - 3
    marks: list[Mark] = []
    if organisation and len(lines) < 3:
        small, shorts = fitting(studio.runs(organisation), limit, (9, 8.5), 400, 4 - len(lines))
        for short in reversed(shorts):
            marks.append(Label(centre, base, short, small, colours["quiet"], anchor="middle"))
            base -= step
    for offset, line in enumerate(reversed(lines)):
        marks.append(Label(centre, base - offset * step, line, size, colours["ink"], 600, anchor="middle"))
    return marks


def _theme_row(
    row: findings.ThemeRow, y: float, centres: list[float], top: bool, numbered: bool, studio: Studio
) -> list[Mark]:
    colours, middle = studio.colours, y + ROW / 2
    weight = 600 if top else 400
    marks: list[Mark] = []
    if top:
        marks.append(Rect(0, y, WIDTH, ROW, colours["step-1"]))
    x = 1.5 if top else 0
    size, lines = fitting(studio.runs(row.name), LABEL_COLUMN - 4, (10, 9.5, 9), weight, 2)
    marks += block(lines, x, middle, size, 10.5, colours["ink"], weight=weight)
    for centre, cell in zip(centres, row.cells, strict=True):
        if cell is None:
            marks.append(Disc(centre, middle, 1.0, colours["paper"], colours["line"], 0.35))
        elif numbered:
            marks += _numbered_dot(cell, centre, middle, colours)
        else:
            marks.append(Disc(centre, middle, 2.2, colours["step-4"]))
    total = studio.words("of-count", number=row.count, total=row.name.derived(str(len(centres))))
    base = middle + 10 * MM_PER_POINT * 0.34
    marks.append(Label(168.5 if top else WIDTH, base, total, 9.5, colours["ink"], weight, anchor="end"))
    marks.append(Line(((0, y + ROW), (WIDTH, y + ROW)), colours["hairline"], 0.5 * MM_PER_POINT))
    return marks


def _numbered_dot(cell: findings.Mention, x: float, y: float, colours: dict[str, str]) -> list[Mark]:
    text = tuple(Text(str(n), cell.number.origin) for n in cell.numbers[:1])
    text += tuple(Text(f", {n}", cell.number.origin) for n in cell.numbers[1:])
    size = 9.0 if len(cell.numbers) == 1 else 6.5
    label = Label(x, y + size * MM_PER_POINT * 0.34, text, size, colours["paper"], 600, anchor="middle")
    return [Disc(x, y, 2.9, colours["step-4"]), label]


# --- bars ----------------------------------------------------------------------------------------


def _ranking(part: findings.Ranking, total: int, top: set[Any], studio: Studio) -> Drawing:
    """A bar for each theme, with its number in the grid and how many raised it."""
    colours = studio.colours
    row = min(BAR_ROW, RANKED_HEIGHT / len(part.rows))
    marks: list[Mark] = []
    for index, theme in enumerate(part.rows):
        y = index * row
        middle, highest = y + row / 2, theme.name in top
        weight = 600 if highest else 400
        base = middle + 9.5 * MM_PER_POINT * 0.34
        number = studio.runs(theme.name.derived(str(part.start + index + 1)))
        marks.append(Label(5.3, base, number, 9, colours["quiet"], anchor="end"))
        size, lines = fitting(studio.runs(theme.name), AXIS - 10, (9.5, 9, 8.5), weight, 2)
        marks += block(lines, 7.5, middle, size, 9, colours["ink"], weight=weight)
        count = len(theme.mentions)
        length = LONGEST_BAR * count / total
        colour = colours["step-4" if highest else "step-3"]
        marks.append(Rect(AXIS, y + row * 0.2, length, row * 0.6, colour))
        value = studio.runs(theme.count)
        if not part.start and not index:
            value = studio.words("of-count", number=theme.count, total=theme.name.derived(str(total)))
        marks.append(Label(AXIS + length + 1.8, base, value, 9.5, colours["ink"], 600))
        if index and index % GROUP == 0:
            marks.append(Line(((0, y), (WIDTH, y)), colours["hairline"], 0.5 * MM_PER_POINT))
    height = len(part.rows) * row
    marks.append(Line(((AXIS, 0), (AXIS, height)), colours["ink"], 0.75 * MM_PER_POINT))
    return Drawing(WIDTH, height, tuple(marks))


# --- grid ----------------------------------------------------------------------------------------


def _grid(part: findings.Grid, studio: Studio) -> Drawing:
    """A row for each person, a dot in the column of each theme; columns have the numbers of the bars."""
    colours, columns = studio.colours, len(part.ranking.rows)
    column = min(WIDEST_COLUMN, (WIDTH - NAME_COLUMN - COUNT_COLUMN) / columns)
    height = GRID_HEAD + len(part.rows) * GRID_ROW
    centres = [NAME_COLUMN + (n + 0.5) * column for n in range(columns)]
    marks: list[Mark] = []
    for start in range(0, columns, 2 * GROUP):
        width = min(GROUP, columns - start) * column
        marks.append(Rect(NAME_COLUMN + start * column, 0, width, height, colours["step-1"]))
    marks.append(Label(0, GRID_HEAD - 2.2, studio.words("person"), 9, colours["ink"], 600))
    marks.append(Label(WIDTH, GRID_HEAD - 2.2, studio.words("count"), 9, colours["ink"], 600, anchor="end"))
    for number, (x, theme) in enumerate(zip(centres, part.ranking.rows, strict=True), part.ranking.start + 1):
        shown = studio.runs(theme.name.derived(str(number)))
        marks.append(Label(x, GRID_HEAD - 2.2, shown, 8.5, colours["ink"], anchor="middle"))  # lighter: room between
    marks.append(Line(((0, GRID_HEAD), (WIDTH, GRID_HEAD)), colours["ink"], 1 * MM_PER_POINT))
    size, names = _names(part.people, studio)
    for index, (row, name) in enumerate(zip(part.rows, names, strict=True)):
        middle = GRID_HEAD + (index + 0.5) * GRID_ROW
        base = middle + 9 * MM_PER_POINT * 0.34
        marks.append(Label(0, base, name, size, colours["ink"]))
        marks += [Disc(x, middle, 1.3, colours["step-4"]) for x, cell in zip(centres, row.cells, strict=True) if cell]
        marks.append(Label(WIDTH, base, studio.runs(row.count), 9, colours["ink"], 600, anchor="end"))
        if (index + 1) % GROUP == 0 or index + 1 == len(part.rows):
            y = middle + GRID_ROW / 2
            marks.append(Line(((0, y), (WIDTH, y)), colours["line"], 0.5 * MM_PER_POINT))
    return Drawing(WIDTH, height + 0.3, tuple(marks))


def _names(people: Sequence[Any], studio: Studio) -> tuple[float, list[Runs]]:
    """The same for all: names with organisations, names, surnames, or what else has room on one line."""
    forms: tuple[list[Runs], ...] = (
        [_with_organisation(person, studio) for person in people],
        [studio.runs(person.name) for person in people],
        [studio.runs(findings.surname(person)) for person in people],
    )
    for names in forms:
        for size in (9, 8.5):
            if widest(names, size, 400) <= NAME_COLUMN - 2:
                return size, names
    return 9, _short_names(people, studio)


def _with_organisation(person: Any, studio: Studio) -> Runs:
    organisation = person.organisation_short or person.organisation
    *before, last = studio.runs(person.name)
    if not organisation:
        return (*before, last)
    return (*before, Text(f"{last.text}, ", last.origin), *studio.runs(organisation))
