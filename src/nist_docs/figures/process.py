"""The process: steps on a line in time."""

from __future__ import annotations

from typing import Any

from nist_docs.drawing import MM_PER_POINT, Disc, Drawing, Label, Line, Mark
from nist_docs.figures.lettering import Studio, fitting, wrapped

FEWEST_STEPS, MOST_STEPS = 3, 5


def process(about: Any, studio: Studio) -> Drawing | None:
    """The steps on a line: filled where done, a double disc at the hearing, open where it remains."""
    if not about or not FEWEST_STEPS <= len(about.steps) <= MOST_STEPS:
        return None
    colours, steps = studio.colours, list(about.steps)
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
    size, lines = fitting(studio.runs(step.when), limit, (10, 9, 8.5), 600, 1)
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
