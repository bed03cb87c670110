"""No mix-up: a copy read back, by other code than made it, and laid against its master and its recipient.

The fixed part is the master's, byte for byte; in the rest only the declared slots differ, and each is read as this
recipient's words: glyphs by the file's own ToUnicode, title and metadata as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from html import unescape
from itertools import pairwise

from nist_docs.distribution.frame import REPEATED, Frame, Slot, entry_rows
from nist_docs.distribution.pattern import Pattern

_END = re.compile(rb"\nstartxref\n(\d+)\n%%EOF\n\Z")
_TABLE = re.compile(
    rb"(\d+) 0 obj\n<</Type/XRef/Size (\d+)/Index\[(\d+) (\d+) (\d+) 1\]/W\[1 4 2\]/Prev (\d+)/Root (\d+) 0 R"
    rb"/Info (\d+) 0 R/ID\[<([0-9a-f]{32})><([0-9a-f]{32})>\]/Length (\d+)>>\nstream\n"
)
_OBJECT = re.compile(rb"(\d+) 0 obj\n<<(?:/Type/Metadata/Subtype/XML)?/Length (\d+)>>\nstream\n")
_LINE = re.compile(rb"(/\w+) ([\d.]+) Tf\n1 0 0 -1 ([\d.]+) ([\d.]+) Tm\n\[<([0-9a-f<>.-]*)>\] TJ\n")
_KERN = re.compile(rb">[-.\d]*<?")
_ESCAPE = re.compile(r"\\(.)")


class Mixed(Exception):
    """A copy that is not what its master and its recipient make it. That is a fault of the program."""


class Comparison:
    """Compares copies of one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        # Words repeat in a list: the same bytes are not read twice.
        self._words = [lru_cache(REPEATED)(partial(_words, slot, _Letters(slot.letters))) for slot in frame.slots]
        self._rows = entry_rows(len(frame.slots) + 3)

    def compare(self, copy: bytes, fields: Mapping[str, str]) -> str:
        """The copy's SHA-256. Raises Mixed where the copy is not this recipient's."""
        frame = self.frame
        if not copy.startswith(frame.prefix):
            raise Mixed("the part that all copies share is another")
        places, sha256 = self._places(copy)
        number = frame.first
        for slot, words, (start, stop) in zip(frame.slots, self._words, pairwise(places), strict=False):
            if words(_read(number, copy, start, stop)) != slot.pattern.filled(fields):
                raise Mixed(f"slot {number - frame.first} reads otherwise than it should")
            number += 1
        packet, info, end = places[-3:]
        metadata = _read(number, copy, packet, info).decode()
        _same(frame.xmp, metadata, fields, "the metadata", is_escaped=True)
        begun = b"%d 0 obj\n<<%b/Title " % (number + 1, frame.info)
        title = copy[info:end].removeprefix(begun).removesuffix(b">>\nendobj\n")
        _same(frame.title, _text(title), fields, "the title", is_escaped=False)
        return sha256

    def _places(self, copy: bytes) -> tuple[tuple[int, ...], str]:
        """Where the copy's own objects stand, by its own cross-references, and where these do; they follow one another
        without a gap. And the copy's SHA-256, as its ID comes from the same sum."""
        frame = self.frame
        end = _END.match(copy, max(len(frame.prefix), copy.rfind(b"\nstartxref\n")))
        table = _TABLE.match(copy, int(end[1])) if end else None
        if not end or not table:
            raise Mixed("the cross-references cannot be read")
        own, size, first, count, itself, previous, root, info = map(int, table.groups()[:8])
        expected = len(frame.slots) + 2
        known = (frame.first, expected, frame.previous, frame.root, frame.first + expected - 1)
        if (first, count, previous, root, info) != known or own != itself or size != own + 1:
            raise Mixed("the cross-references lead elsewhere")
        rows = copy[table.end() : table.end() + self._rows.size]
        if len(rows) != self._rows.size or int(table[11]) != len(rows):
            raise Mixed("the cross-references are longer or shorter than they say")
        entries = self._rows.unpack(rows)
        places = entries[1::3]
        if set(entries[::3]) != {1} or any(entries[2::3]) or places[-1] != int(end[1]):
            raise Mixed("the cross-references are others")
        if places[0] != len(frame.prefix):
            raise Mixed("something stands between the common part and the slots")
        id, sha256 = frame.hashes(copy[places[0] : places[-1]], copy[places[-1] :])
        if table[9] != id or table[10] != id or copy[table.end() + len(rows) : end.start()] != b"\nendstream\nendobj":
            raise Mixed("its ID, or what follows its cross-references, is another")
        return places, sha256


def _read(number: int, copy: bytes, start: int, stop: int) -> bytes:
    """The bytes of a stream object, as long as it says and as there is room for."""
    found = _OBJECT.match(copy, start)
    if not found or int(found[1]) != number:
        raise Mixed(f"object {number} is another")
    end = found.end() + int(found[2])
    if copy[end:stop] != b"\nendstream\nendobj\n":
        raise Mixed(f"object {number} is longer or shorter than it says")
    return copy[found.end() : end]


class _Letters(dict[int, str]):
    """What glyphs are read as. A glyph that the file does not tell of is none, where `str.translate` would keep it."""

    def __missing__(self, glyph: int) -> str:
        raise Mixed(f"a slot holds a glyph that is read as nothing ({glyph})")


def _words(slot: Slot, letters: _Letters, stream: bytes) -> str:
    """What the slot is read as: its lines, joined."""
    if not stream.startswith(slot.before) or not stream.endswith(slot.after):
        raise Mixed("a slot's surroundings are another")
    at, end = len(slot.before), len(stream) - len(slot.after)
    words, font = [], slot.font.encode()
    while at < end:
        line = _LINE.match(stream, at, end)
        if not line or line[1] != font:
            raise Mixed("a slot holds more than its lines")
        at = line.end()
        words.append(bytes.fromhex(_KERN.sub(b"", line[5]).decode()).decode("utf-16-be", "surrogatepass"))
    return "".join(words).translate(letters)


def _text(written: bytes) -> str:
    """A PDF text string, read."""
    if written[:1] + written[-1:] not in (b"()", b"<>"):
        raise Mixed("the Info dictionary is another")
    if written.startswith(b"<"):
        return bytes.fromhex(written[1:-1].decode()).decode("utf-16")
    return _ESCAPE.sub(r"\1", written[1:-1].decode("ascii"))


def _same(pattern: Pattern, found: str, fields: Mapping[str, str], what: str, *, is_escaped: bool) -> None:
    """That the fixed words are there, and between them the recipient's."""
    at, last = 0, len(pattern.parts) - 1
    for number, part in enumerate(pattern.parts):
        if number % 2 == 0:
            if not found.startswith(part, at):
                raise Mixed(f"{what}: another text")
            at += len(part)
            continue
        after = pattern.parts[number + 1]
        end = len(found) - len(after) if number + 1 == last else found.find(after, at)
        words = found[at:end]
        if (unescape(words) if is_escaped else words) != fields[part]:
            raise Mixed(f"{what}: another's '{part}'")
        at = end
    if at != len(found):
        raise Mixed(f"{what}: more than it should hold")
