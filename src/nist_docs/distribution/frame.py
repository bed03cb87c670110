"""A master as copies need it: what all share, written once, and the few objects that are each recipient's own.

A copy is the fixed part, which ends in a cross-reference stream of its own, and a short tail with the objects that
differ: one stream for each slot, the XMP packet, the Info dictionary; then their cross-reference stream, whose /Prev
leads back to the first (ISO 32000-1, 7.5.8). What the master showed in their place is in neither.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cache, lru_cache, partial
from html import escape
from itertools import accumulate, chain
from typing import Any

from nist_docs.distribution.pattern import Pattern
from nist_docs.distribution.setting import CannotSet, written
from nist_docs.records import dataclass

STEPS = (1.0, 0.92, 0.85, 0.8, 0.75)  # how much smaller a long line may be set
SPACE = " "
REPEATED = 1_000  # texts that each slot remembers


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one line's words are set: the stream's bytes around them, and the room that they have.

    Lengths are in the units of the page's content stream, where y grows downwards. ``glyphs`` are those that the
    embedded subset holds; ``letters`` what each is read as.
    """

    before: bytes
    after: bytes
    font: str  # its name among the page's resources
    path: str
    size: float
    x: float
    y: float
    width: float
    leading: float
    height: float
    pattern: Pattern
    glyphs: frozenset[int] = field(compare=False)
    letters: Mapping[int, str] = field(compare=False)

    def stream(self, text: str) -> bytes:
        """The slot's content stream with this text. Raises CannotSet."""
        return self.before + self._set(text).encode() + b"\n" + self.after

    def _set(self, text: str) -> str:
        words = [self._word(one) for one in text.split(SPACE)]
        space = self._word(SPACE)
        for step in STEPS:
            room = self.width / (self.size * step) * 1000
            rows = _wrapped([width for _, width in words], space[1], room)
            if rows and (len(rows) == 1 or len(rows) * self.leading * step <= self.height + 0.01):
                break
        else:
            raise CannotSet
        lines = []
        for number, (start, end) in enumerate(rows):
            glyphs = space[0].join([words[at][0] for at in range(start, end)])
            if end < len(words):
                glyphs += space[0]  # or the words on both sides of the break would be read as one
            y = self.y + number * self.leading * step
            lines.append(
                f"{self.font} {self.size * step:.6f} Tf\n1 0 0 -1 {self.x:.6f} {y:.6f} Tm\n[<{glyphs}>] TJ".replace(
                    "<>", ""
                )
            )
        return "\n".join(lines)

    def _word(self, text: str) -> tuple[str, float]:
        glyphs, width, used = written(self.path, text)
        if not used <= self.glyphs:
            raise CannotSet
        return glyphs, width


def _wrapped(widths: list[float], space: float, room: float) -> list[tuple[int, int]]:
    """The words in lines that fit, as first and last-but-one; nothing if a word is too wide."""
    rows, start, used = [], 0, 0.0
    for at, width in enumerate(widths):
        if width > room:
            return []
        if at > start and used + space + width > room:
            rows.append((start, at))
            start, used = at, width
        else:
            used += width + (space if at > start else 0)
    return [*rows, (start, len(widths))]


@dataclass(frozen=True)
class Frame:
    """All that copies need, of one shape: it is handed to other processes."""

    prefix: bytes
    slots: tuple[Slot, ...]
    xmp: Pattern
    title: Pattern
    info: bytes  # the Info dictionary's other entries
    first: int  # the number of the first object that is a recipient's own
    root: int
    previous: int  # where the first cross-reference stream stands
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def tail(self, fields: Mapping[str, str]) -> bytes:
        """What follows the fixed part in a recipient's copy. Raises CannotSet."""
        objects = [write(slot.pattern.filled(fields)) for slot, write in zip(self.slots, self._slots, strict=True)]
        number = self.first + len(objects)
        packet = self.xmp.filled(fields, escape).encode()
        objects.append(_stream(number, b"/Type/Metadata/Subtype/XML", packet))
        title = text_string(self.title.filled(fields))
        objects.append(b"%d 0 obj\n<<%b/Title %b>>\nendobj\n" % (number + 1, self.info, title))
        body = b"".join(objects)
        places = tuple(accumulate(map(len, objects), initial=len(self.prefix)))
        entries = references(places)
        id, _ = self.hashes(body, b"")
        last = number + 4  # after the objects come, in the fixed part, the object stream and its cross-references
        return _TAIL % (
            body, last, last + 1, self.first, len(objects), last, self.previous, self.root, number + 1, id, id,
            len(entries), entries, places[-1],
        )  # fmt: skip

    @property
    def _slots(self) -> list[Callable[[str], bytes]]:
        """What writes each slot's object. Words repeat in a list: organisations, tables, groups."""
        if "slots" not in self._cache:
            numbered = enumerate(self.slots, self.first)
            self._cache["slots"] = [lru_cache(REPEATED)(partial(_slot, slot, number)) for number, slot in numbered]
        writers: list[Callable[[str], bytes]] = self._cache["slots"]
        return writers

    def hashes(self, own: bytes, references: bytes) -> tuple[bytes, str]:
        """Of a copy whose tail is both of these: its identifier (14.4), from all that stands before the references, so
        that two copies never share one; and the whole file's SHA-256. The fixed part is hashed once."""
        if "hash" not in self._cache:
            self._cache["hash"] = hashlib.sha256(self.prefix)
        known = self._cache["hash"].copy()
        known.update(own)
        id = known.hexdigest()[:32].encode()
        known.update(references)
        return id, known.hexdigest()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_cache": {}}


_TAIL = (
    b"%b%d 0 obj\n<</Type/XRef/Size %d/Index[%d %d %d 1]/W[1 4 2]/Prev %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
    b"/Length %d>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
)


def _slot(slot: Slot, number: int, text: str) -> bytes:
    return _stream(number, b"", slot.stream(text))


def _stream(number: int, entries: bytes, data: bytes) -> bytes:
    return b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, entries, len(data), data)


@cache
def entry_rows(number: int) -> struct.Struct:
    """So many entries of a cross-reference stream whose /W is [1 4 2]: kind, place, generation."""
    return struct.Struct(">" + "BIH" * number)


def references(places: Sequence[int]) -> bytes:
    """Entries of objects that stand uncompressed at these places."""
    return entry_rows(len(places)).pack(*chain.from_iterable((1, place, 0) for place in places))


_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


def text_string(text: str) -> bytes:
    """A PDF text string (ISO 32000-1, 7.9.2.2)."""
    if text.isascii():
        return f"({text.translate(_ESCAPED)})".encode()
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"
