"""Words in figures: colours and labels at hand, lines that fit their width."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from nist_docs import fonts
from nist_docs.addresses import Origins
from nist_docs.drawing import MM_PER_POINT, Drawing, Label, Mark
from nist_docs.records import dataclass
from nist_docs.semantics.tree import Text

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


class NoRoom(Exception):
    """Words do not fit where a figure has room for them: the figure is not drawn."""


def if_room(draw: Callable[[], Drawing | None]) -> Drawing | None:
    """What is drawn, or None if its words have no room."""
    try:
        return draw()
    except NoRoom:
        return None


def wrapped(
    text: Runs, limit: float, size: float, weight: int = 400, family: str = "sans", *, whole: bool = False
) -> list[Runs]:
    """The words in lines of at most ``limit`` millimetres; size in points.

    A word that is longer than a line is broken where the line ends, or with ``whole`` has its own.
    """
    if not whole:
        text = tuple(part for run in text for part in _broken(run, limit, size, weight, family))
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


def fitting(text: Runs, limit: float, sizes: tuple[float, ...], weight: int, most: int) -> tuple[float, list[Runs]]:
    """The largest of the sizes at which the words fit in ``most`` lines of ``limit`` millimetres.

    At the smallest, words may be broken. Raises NoRoom if even so there are more lines.
    """
    for size in sizes:
        lines = wrapped(text, limit, size, weight, whole=True)
        if len(lines) <= most and widest(lines, size, weight) <= limit:
            return size, lines
    lines = wrapped(text, limit, size, weight)
    if len(lines) > most:
        raise NoRoom(plain(text))
    return size, lines


def widest(lines: list[Runs], size: float, weight: int) -> float:
    """The longest line's length in millimetres."""
    return max(fonts.width(plain(line), size, "sans", weight) * MM_PER_POINT for line in lines)


def _broken(run: Text, limit: float, size: float, weight: int, family: str) -> Iterator[Text]:
    """The run in words, those in pieces that are longer than a line."""
    for word in run.text.split():
        piece = ""
        for sign in word:
            if piece and fonts.width(piece + sign, size, family, weight) * MM_PER_POINT > limit:
                yield Text(piece, run.origin)
                piece = ""
            piece += sign
        yield Text(piece, run.origin)


def plain(line: Runs) -> str:
    return "".join(run.text for run in line)


def block(
    lines: list[Runs], x: float, middle: float, size: float, leading: float, colour: str, **looks: Any
) -> list[Mark]:
    """Lines of words around a middle height; leading in points."""
    step = leading * MM_PER_POINT
    first = middle - step * (len(lines) - 1) / 2 + size * MM_PER_POINT * 0.34
    return [Label(x, first + step * i, line, size, colour, **looks) for i, line in enumerate(lines)]
