"""Which words each piece of a page shows, and whose words they are.

The page's HTML bears each value between marks (see `addresses`). They are taken out again before WeasyPrint lays
out the page; what they said stays here, beside the elements. After layout, the pieces that were drawn are laid
against the words of their elements: every word must be shown once, and in its order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from xml.etree.ElementTree import Element

from nist_docs.addresses import OPEN, Origin, Origins
from nist_docs.records import dataclass
from nist_docs.writers.pdf.drawn import Piece

# What layout changes: white space is folded, soft hyphens appear at the ends of lines only.
_LAYOUT = dict.fromkeys(map(ord, " \t\r\n\f\u00ad"))


@dataclass(frozen=True, slots=True)
class _Run:
    """``end`` is a position in the words without white space, ``text`` what was written."""

    end: int
    text: str
    origin: Origin | None


@dataclass(slots=True)
class _Words:
    """The words directly in one element, without white space: the text before its first child element, then
    what follows each child. ``ends`` are the ends of these slots; ``runs`` are runs of one origin."""

    text: str = ""
    ends: list[int] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)

    def run_at(self, position: int) -> _Run:
        """The run that stands there; an empty one after the end."""
        return next((run for run in self.runs if run.end > position), _Run(len(self.text), "", None))


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A piece in its place: after so many children of its element. ``hyphenated`` if the program divided a word."""

    piece: Piece
    slot: int
    origins: tuple[Origin, ...]
    hyphenated: bool


class NotShownOnce(Exception):
    """Words that the pages show otherwise than the document says them."""

    def __init__(self, run: _Run, shown: str) -> None:
        super().__init__(f"the pages show “{shown[:60]}” where the document says “{run.text[:60]}”")
        self.origin = run.origin


class Wording:
    """The words of a page's elements, taken from a marked tree of elements."""

    def __init__(self, root: Element, origins: Origins) -> None:
        self._words: dict[Element, _Words] = {}
        self._origins = origins
        self._attributes: dict[Element, tuple[Origin, ...]] = {}
        self._take(root)

    def _take(self, root: Element) -> None:
        for element in root.iter():
            words = _Words()
            element.text = self._slot(words, element.text)
            for child in element:
                child.tail = self._slot(words, child.tail)
            if words.text:
                self._words[element] = words
            for name, value in element.attrib.items():
                if OPEN in value:
                    runs = self._origins.resolve(value)
                    element.set(name, "".join(text for text, _ in runs))
                    self._attributes[element] = _unique(origin for _, origin in runs)

    def _slot(self, words: _Words, text: str | None) -> str | None:
        runs = self._origins.resolve(text) if text and OPEN in text else [(text or "", None)]
        for run, origin in runs:
            words.text += run.translate(_LAYOUT)
            words.runs.append(_Run(len(words.text), run, origin))
        words.ends.append(len(words.text))
        return "".join(run for run, _ in runs) if text else text

    def alternative_origins(self, element: Element) -> tuple[Origin, ...]:
        """Whose words an image's alternative text is made of."""
        title = element.find("{http://www.w3.org/2000/svg}title")
        words = self._words.get(title) if title is not None else None
        return _unique(run.origin for run in words.runs) if words else self._attributes.get(element, ())

    def placed(self, element: Element, pieces: Sequence[Piece]) -> Iterator[Placed]:
        """The pieces of an element's own words, in their places. Raises NotShownOnce."""
        words = self._words.get(element) or _Words()
        start = 0
        for piece in pieces:
            shown = piece.text.translate(_LAYOUT)
            hyphenated = not words.text.startswith(shown, start)
            if hyphenated:
                shown = shown[:-1]
            end = start + len(shown)
            if not words.text.startswith(shown, start) or (hyphenated and not piece.text.endswith("-")):
                raise NotShownOnce(words.run_at(start), piece.text)
            slot = bisect_right(words.ends, start)
            yield Placed(piece, slot, self._origins_between(words, start, end), hyphenated)
            start = end
        if start != len(words.text):
            raise NotShownOnce(words.run_at(start), "")

    @staticmethod
    def _origins_between(words: _Words, start: int, end: int) -> tuple[Origin, ...]:
        first = bisect_right(words.runs, start, key=lambda run: run.end)
        found: list[Origin | None] = []
        for run in words.runs[first:]:
            found.append(run.origin)
            if run.end >= end:
                break
        return _unique(found)


def _unique(origins: Iterable[Origin | None]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for origin in origins if origin))
