"""Text in passages, on both sides of a comparison: what a document says, and what stands in a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from nist_docs.records import dataclass
from nist_docs.semantics.tree import Text

if TYPE_CHECKING:
    from nist_docs.verify.tags import Tags


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of a file and where it stands there: ``page 3``, ``paragraph 12``, ``line 40``."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Said:
    """A passage of a document: its text, and the runs that it is made of, each with its beginning in the text."""

    text: str
    runs: tuple[tuple[int, Text | None], ...] = ()

    def runs_between(self, start: int, end: int) -> list[Text]:
        """The runs that have a part in this piece of the text."""
        first = max(bisect_right(self.runs, start, key=lambda run: run[0]) - 1, 0)
        return [run for begin, run in self.runs[first:] if begin < end and run]


@dataclass(slots=True)
class Gathering:
    """Passages while they are gathered from runs; a passage without words is none."""

    done: list[Said] = field(default_factory=list)
    _text: str = ""
    _runs: list[tuple[int, Text | None]] = field(default_factory=list)

    def add(self, text: str, run: Text | None = None) -> None:
        if text:
            self._runs.append((len(self._text), run))
            self._text += text

    def end(self) -> None:
        if self._text.strip():
            self.done.append(Said(self._text, tuple(self._runs)))
        self._text, self._runs = "", []


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as another program reads it: its words in reading order, and apart from them what runs along on
    pages, the entries of its contents, and what it says about itself (by name)."""

    passages: tuple[Found, ...]
    running: tuple[Found, ...] = ()
    entries: tuple[Found, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    pages: int | None = None
    outline: tuple[str, ...] = ()  # the titles of a PDF's bookmarks
    structure: Tags | None = None  # a PDF's


def numbered(texts: Iterable[str]) -> tuple[Found, ...]:
    """The texts that have words, as paragraphs by number."""
    with_words = (text for text in texts if text.strip())
    return tuple(Found(text, f"paragraph {number}") for number, text in enumerate(with_words, 1))
