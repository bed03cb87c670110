"""No mix-up: a copy read back, by other code than made it, and laid against its master and its recipient.

The fixed part is the master's, byte for byte; in the rest only the declared slots differ, and each is read as this
recipient's words: glyphs by the file's own ToUnicode, title and metadata as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import pairwise

from nist_docs.distribution.frame import Frame, Slot
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


def compare(frame: Frame, copy: bytes, fields: Mapping[str, str]) -> None:
    """Raises Mixed where the copy is not this recipient's."""
    if not copy.startswith(frame.prefix):
        raise Mixed("the part that all copies share is another")
    *slots, packet, info = _own_objects(frame, copy)
    for number, (slot, spot) in enumerate(zip(frame.slots, slots, strict=True)):
        if _words(slot, _read(frame.first + number, copy, spot)) != slot.pattern.filled(fields):
            raise Mixed(f"slot {number} reads otherwise than it should")
    metadata = _read(frame.first + len(slots), copy, packet).decode()
    _same(frame.xmp, metadata, fields, "the metadata", is_escaped=True)
    begun = b"%d 0 obj\n<<%b/Title " % (frame.first + len(slots) + 1, frame.info)
    title = copy[info.start : info.stop].removeprefix(begun).removesuffix(b">>\nendobj\n")
    _same(frame.title, _text(title), fields, "the title", is_escaped=False)


def _own_objects(frame: Frame, copy: bytes) -> list[slice]:
    """Where the copy's own objects stand, by its own cross-references; they follow one another without a gap."""
    end = _END.search(copy, len(frame.prefix))
    table = _TABLE.match(copy, int(end[1])) if end else None
    if not end or not table:
        raise Mixed("the cross-references cannot be read")
    own, size, first, count, itself, previous, root, info = map(int, table.groups()[:8])
    expected = len(frame.slots) + 2
    known = (frame.first, expected, frame.previous, frame.root, frame.first + expected - 1)
    if (first, count, previous, root, info) != known or own != itself or size != own + 1:
        raise Mixed("the cross-references lead elsewhere")
    rows = copy[table.end() : table.end() + 7 * (count + 1)]
    places = [int.from_bytes(rows[at + 1 : at + 5]) for at in range(0, 7 * count, 7)]
    entries = b"".join([b"\1" + place.to_bytes(4) + b"\0\0" for place in (*places, int(end[1]))])
    if rows != entries or int(table[11]) != len(rows):
        raise Mixed("the cross-references are others")
    if places[0] != len(frame.prefix):
        raise Mixed("something stands between the common part and the slots")
    id = frame.id(copy[places[0] : int(end[1])])
    if table[9] != id or table[10] != id or copy[table.end() + len(rows) : end.start()] != b"\nendstream\nendobj":
        raise Mixed("its ID, or what follows its cross-references, is another")
    return [slice(start, stop) for start, stop in pairwise([*places, int(end[1])])]


def _read(number: int, copy: bytes, spot: slice) -> bytes:
    """The bytes of a stream object, as long as it says and as there is room for."""
    found = _OBJECT.match(copy, spot.start)
    if not found or int(found[1]) != number:
        raise Mixed(f"object {number} is another")
    end = found.end() + int(found[2])
    if copy[end : spot.stop] != b"\nendstream\nendobj\n":
        raise Mixed(f"object {number} is longer or shorter than it says")
    return copy[found.end() : end]


def _words(slot: Slot, stream: bytes) -> str:
    """What the slot is read as: its lines, joined."""
    if not stream.startswith(slot.before) or not stream.endswith(slot.after):
        raise Mixed("a slot's surroundings are another")
    middle = stream[len(slot.before) : len(stream) - len(slot.after)]
    words, at = [], 0
    font = slot.font.encode()
    for line in _LINE.finditer(middle):
        if line.start() != at or line[1] != font:
            break
        at = line.end()
        glyphs = bytes.fromhex(_KERN.sub(b"", line[5]).decode())
        words.append("".join([slot.letters[glyphs[i] << 8 | glyphs[i + 1]] for i in range(0, len(glyphs), 2)]))
    if at != len(middle):
        raise Mixed("a slot holds more than its lines")
    return "".join(words)


def _text(written: bytes) -> str:
    """A PDF text string, read."""
    if written[:1] + written[-1:] not in (b"()", b"<>"):
        raise Mixed("the Info dictionary is another")
    if written.startswith(b"<"):
        return bytes.fromhex(written[1:-1].decode()).decode("utf-16")
    return _ESCAPE.sub(r"\1", written[1:-1].decode("ascii"))


def _same(pattern: Pattern, found: str, fields: Mapping[str, str], what: str, *, is_escaped: bool) -> None:
    """That the fixed words are there, and between them the recipient's."""
    at = 0
    for number, part in enumerate(pattern.parts):
        if number % 2 == 0:
            if not found.startswith(part, at):
                raise Mixed(f"{what}: another text")
            at += len(part)
            continue
        after = pattern.parts[number + 1]
        end = found.find(after, at) if after else len(found)
        words = found[at:end]
        if (unescape(words) if is_escaped else words) != fields[part]:
            raise Mixed(f"{what}: another's '{part}'")
        at = end
    if at != len(found):
        raise Mixed(f"{what}: more than it should hold")
