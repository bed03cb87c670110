"""A drawing as data: a few kinds of marks in millimetres, and the SVG that shows them.

Figures are made of these, so that every writer draws the same picture: the web page and the PDF inline,
the Word report as SVG with a PNG beside it.
"""

from __future__ import annotations

import math
from html import escape
from typing import assert_never

from nist_docs.fonts import FAMILIES
from nist_docs.records import dataclass
from nist_docs.semantics.tree import Text

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = "none"
    stroke_width: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; ``arrow`` puts a filled head at its end."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float
    dash: tuple[float, ...] = ()
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float
    fill: str
    stroke: str = "none"
    stroke_width: float = 0


@dataclass(frozen=True, slots=True)
class Hatched:
    """A disc, cut off at the drawing's edge, filled and hatched with parallel lines."""

    x: float
    y: float
    radius: float
    fill: str
    line: str
    pitch: float
    line_width: float
    degrees: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words on one line; ``y`` is the baseline, the size in points."""

    x: float
    y: float
    text: tuple[Text, ...]
    size: float
    colour: str
    weight: int = 400
    family: str = "sans"
    anchor: str = "start"

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.text)


Mark = Rect | Line | Disc | Hatched | Label

ARROW = (2.4, 2.6)  # length and breadth of an arrow's head


@dataclass(frozen=True, slots=True)
class Drawing:
    """Width and height in millimetres; marks are drawn in their order.

    ``narrow`` says the same in another order, for a screen on which this one's words would be too small.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    narrow: Drawing | None = None

    def labels(self) -> tuple[Label, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Label))


def svg(drawing: Drawing, title: str = "", *, id: str = "d") -> str:
    """The drawing as an SVG element. With a title it is an image that has a name; without, decoration.

    ``id`` keeps the ids of several drawings in one page apart.
    """
    width, height = _n(drawing.width), _n(drawing.height)
    name = f'role="img" aria-labelledby="{id}-t"' if title else 'aria-hidden="true"'
    head = f'<title id="{id}-t">{escape(title)}</title>' if title else ""
    body = "".join(_mark(mark, f"{id}-{number}", drawing) for number, mark in enumerate(drawing.marks))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" {name}>{head}{body}</svg>'
    )


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _mark(mark: Mark, id: str, drawing: Drawing) -> str:
    match mark:
        case Rect():
            return (
                f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}" '
                f'fill="{mark.fill}"{_stroke(mark.stroke, mark.stroke_width)}/>'
            )
        case Disc():
            return (
                f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}" '
                f'fill="{mark.fill}"{_stroke(mark.stroke, mark.stroke_width)}/>'
            )
        case Line():
            return _line(mark)
        case Hatched():
            return _hatched(mark, id, drawing)
        case Label():
            return _label(mark)
        case _:
            assert_never(mark)


def _stroke(colour: str, width: float) -> str:
    return "" if colour == "none" else f' stroke="{colour}" stroke-width="{_n(width)}"'


def _line(line: Line) -> str:
    points = list(line.points)
    head = ""
    if line.arrow:
        (x0, y0), (x, y) = points[-2:]
        length, breadth = ARROW
        along = ((x > x0) - (x < x0), (y > y0) - (y < y0))  # arrows run along an axis
        base = (x - along[0] * length, y - along[1] * length)
        side = (along[1] * breadth / 2, along[0] * breadth / 2)
        corners = [(x, y), (base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])]
        head = f'<path d="M{"L".join(f"{_n(a)} {_n(b)}" for a, b in corners)}Z" fill="{line.stroke}"/>'
        points[-1] = base
    path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    dash = f' stroke-dasharray="{" ".join(map(_n, line.dash))}"' if line.dash else ""
    return f'<path d="M{path}" fill="none"{_stroke(line.stroke, line.width)}{dash}/>{head}'


def _hatched(mark: Hatched, id: str, drawing: Drawing) -> str:
    """The disc, its hatching as plain lines: patterns are drawn differently by every program."""
    turn = math.radians(mark.degrees)
    along, across = (math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))
    lines = []
    count = int(mark.radius / mark.pitch)
    for step in range(-count, count + 1):
        offset = step * mark.pitch
        half = math.sqrt(max(mark.radius**2 - offset**2, 0))
        middle = (mark.x + across[0] * offset, mark.y + across[1] * offset)
        start = (middle[0] - along[0] * half, middle[1] - along[1] * half)
        end = (middle[0] + along[0] * half, middle[1] + along[1] * half)
        lines.append(f"M{_n(start[0])} {_n(start[1])}L{_n(end[0])} {_n(end[1])}")
    clip = f'<clipPath id="{id}"><rect width="{_n(drawing.width)}" height="{_n(drawing.height)}"/></clipPath>'
    disc = f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}" fill="{mark.fill}"/>'
    hatching = f'<path d="{"".join(lines)}" stroke="{mark.line}" stroke-width="{_n(mark.line_width)}"/>'
    return f'{clip}<g clip-path="url(#{id})">{disc}{hatching}</g>'


def _label(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    return (
        f'<text x="{_n(label.x)}" y="{_n(label.y)}" font-family="{FAMILIES[label.family]}" '
        f'font-size="{_n(label.size * MM_PER_POINT)}" font-weight="{label.weight}" fill="{label.colour}"{anchor}>'
        f"{escape(label.words)}</text>"
    )
