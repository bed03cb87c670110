"""What a document says beside what stands in its file: every difference, with both places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from nist_docs.language.folding import folded
from nist_docs.records import dataclass
from nist_docs.semantics.tree import Text
from nist_docs.verify.passages import Found, Said

LARGEST = 4_000_000  # units times units: beyond, what differs is told as one difference
APART = 2  # units: closer differences are one
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that should stand there (``run`` leads to their value) and those that do; either may be none."""

    said: str
    run: Text | None
    found: str
    where: str
    after: str

    def message(self) -> str:
        if not self.found:
            return f"{self.where}: “{self.said}” is not there{self._after}"
        if not self.said:
            return f"{self.where}: “{self.found}” stands there and should not{self._after}"
        return f"{self.where}: it reads “{self.found}” and should read “{self.said}”{self._after}"

    @property
    def _after(self) -> str:
        return f", after “{self.after}”" if self.after else ""


@dataclass(slots=True)
class _Units:
    """Folded words, or signs where words may be divided, each with its place: passage, beginning, end."""

    signs: list[str]
    places: list[tuple[int, int, int]]


def differences(said: Sequence[Said], found: Sequence[Found], *, divided: bool = False) -> list[Difference]:
    """Where the file does not say what the document says: lost, altered, twice, moved or more.

    ``divided``: lines may divide words, so that only letters are compared, and spaces and hyphens are not.
    """
    ours, theirs = _units([one.text for one in said], divided), _units([one.text for one in found], divided)
    if ours.signs == theirs.signs:
        return []
    return [_difference(said, found, ours, theirs, span) for span in _spans(ours.signs, theirs.signs)]


def aligned(said: Sequence[Said], found: Sequence[Found], *, divided: bool = False) -> list[list[Text]]:
    """The runs that each passage of a file shows, each once; of a file that says what the document says."""
    ours, theirs = _units([one.text for one in said], divided), _units([one.text for one in found], divided)
    shown: list[dict[int, Text]] = [{} for _ in found]
    for (passage, start, end), (there, _, _) in zip(ours.places, theirs.places, strict=True):
        for run in said[passage].runs_between(start, end):
            shown[there][id(run)] = run
    return [list(runs.values()) for runs in shown]


def same(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _units(texts: Sequence[str], divided: bool) -> _Units:
    units = _Units([], [])
    for number, text in enumerate(texts):
        for match in _WORD.finditer(text):
            word = folded(match[0])
            if divided:
                word = word.replace("-", "")
                units.signs += word
                # A letter keeps the place of its word.
                units.places += [(number, match.start(), match.end())] * len(word)
            elif word:
                units.signs.append(word)
                units.places.append((number, match.start(), match.end()))
    return units


Span = tuple[int, int, int, int]  # ours from and to, theirs from and to


def _spans(ours: list[str], theirs: list[str]) -> list[Span]:
    start = 0
    shortest = min(len(ours), len(theirs))
    while start < shortest and ours[start] == theirs[start]:
        start += 1
    back = 0
    while back < shortest - start and ours[-1 - back] == theirs[-1 - back]:
        back += 1
    one, other = ours[start : len(ours) - back], theirs[start : len(theirs) - back]
    if len(one) * len(other) > LARGEST:
        return [(start, start + len(one), start, start + len(other))]
    spans: list[Span] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        span = (start + a, start + b, start + c, start + d)
        if spans and span[0] - spans[-1][1] <= APART:
            span = (spans[-1][0], span[1], spans[-1][2], span[3])
            spans.pop()
        spans.append(span)
    return spans


def _difference(said: Sequence[Said], found: Sequence[Found], ours: _Units, theirs: _Units, span: Span) -> Difference:
    a, b, c, d = span
    # What is too much has no words of its own in the document: those before it tell where it was said.
    at = a if b > a else a - 1
    run = None
    if 0 <= at < len(ours.places):
        passage, start, end = ours.places[at]
        # A word may begin with a template's sign (a quotation mark) before its value.
        run = next((one for one in said[passage].runs_between(start, end) if one.origin), None)
    where = found[theirs.places[min(c, len(theirs.places) - 1)][0]].where if theirs.places else "the whole file"
    texts, there = [one.text for one in found], theirs.places[c:d]
    # Of a word whose letters are compared, the first may stand before the difference.
    before = _shown(texts, [place for place in theirs.places[max(0, c - 5) : c] if place not in there])
    meant = _shown([one.text for one in said], ours.places[a:b])
    return Difference(meant, run, _shown(texts, there), where, " ".join(before.split()[-3:]))


def _shown(texts: Sequence[str], places: Sequence[tuple[int, int, int]]) -> str:
    """The words of these places as they stand, the beginning if they are many."""
    words = (texts[passage][start:end] for passage, start, end in dict.fromkeys(places))
    shown = " ".join(words)
    return shown if len(shown) <= 80 else shown[:79] + "…"
