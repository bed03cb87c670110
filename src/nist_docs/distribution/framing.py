"""A master PDF -> its frame: slots cut out of the page streams, all else written once."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pikepdf

from nist_docs import fonts
from nist_docs.distribution.frame import Frame, Slot
from nist_docs.distribution.pattern import Pattern
from nist_docs.distribution.setting import advance_of, em, written
from nist_docs.problems import Place, Problem, Problems
from nist_docs.views import LIST
from nist_docs.writers.pdf import Master
from nist_docs.writers.pdf.drawn import Area

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_SEQUENCE = re.compile(
    rb"(?P<tag>/\w+\s*<<[^<>]*?)/Slot (?P<slot>\d+)(?P<rest>[^<>]*>>\s*BDC\n)(?P<body>.*?)(?P<end>EMC\n)", re.DOTALL
)
_TEXT = re.compile(
    rb"(?P<state>.*?BT\n)1 0 0 -1 (?P<x>[\d.]+) (?P<y>[\d.]+) Tm\n(?P<font>/\w+) (?P<size>[\d.]+) Tf\n.*?"
    rb"(?P<end>ET\n.*)",
    re.DOTALL,
)
_FAMILIES = {name: family for family, name in fonts.FAMILIES.items()}


def frame(master: Master, held: Mapping[str, str]) -> Frame:
    """The frame of a master that shows these placeholders, by column. Raises Problems where they stand elsewhere
    than in slots, title and metadata."""
    _refuse_strewn(master)
    with pikepdf.Pdf.open(io.BytesIO(master.written.data)) as pdf:
        return _Framing(pdf, master.areas, held).framed()


_ELSEWHERE = "a recipient's words stand where a copy cannot set them anew"
_HINT = "show them in paragraphs of an element of the class 'personal', in the title or in the running foot"


def _refuse_strewn(master: Master) -> None:
    """Words of a recipient that are no whole line of one look: a style that breaks them, or another element."""
    whole = {(area.page, area.mcid) for area in master.areas}
    for one in master.written.shown:
        if (one.page, one.mcid) not in whole and any(origin.address.file == LIST for origin in one.origins):
            raise Problems([Problem("personal", Place(LIST), f"{_ELSEWHERE}, on page {one.page + 1}", _HINT)])


class _Framing:
    def __init__(self, pdf: pikepdf.Pdf, areas: Sequence[Area], held: Mapping[str, str]) -> None:
        self.pdf, self.areas, self.held = pdf, areas, held

    def framed(self) -> Frame:
        pdf = self.pdf
        pieces = [piece for page in pdf.pages for piece in self._cut(page)]
        slots = tuple({slot: None for _, _, slot in pieces})
        own = {slot: pdf.make_stream(b"") for slot in slots}
        for page, position, slot in pieces:
            page.Contents[position] = own[slot]
        packet = pdf.Root.Metadata.read_bytes().decode()
        pdf.Root.Metadata = metadata = pdf.make_stream(b"")
        said = dict(pdf.trailer.Info.items())
        title = str(said.pop("/Title"))
        about = b"".join(name.encode() + b" " + pikepdf.Object.unparse(value) for name, value in said.items())
        info = pdf.make_indirect(pikepdf.Dictionary())
        variable = [stream.objgen[0] for stream in (*own.values(), metadata, info)]
        assert variable == list(range(variable[0], variable[0] + len(variable)))
        fixed = {number: thing for number, thing in _reachable(pdf.Root) if number not in variable}
        self._refuse_left(fixed.values())
        prefix, previous = _prefix(fixed, variable[0], len(variable), pdf.Root.objgen[0])
        return Frame(
            prefix, slots, Pattern.of(packet, {c: escape(text) for c, text in self.held.items()}),
            Pattern.of(title, self.held), about, variable[0], pdf.Root.objgen[0], previous,
        )  # fmt: skip

    def _cut(self, page: Any) -> Iterator[tuple[Any, int, Slot]]:
        """Parts a page's stream at its slots; gives the places in its contents that are to hold them."""
        content = page.Contents.read_bytes()
        found = list(_SEQUENCE.finditer(content))
        if not found:
            return
        streams, end = [], 0
        slots: list[Slot] = []
        for sequence in found:
            streams += [content[end : sequence.start()], b""]
            slots.append(self._slot(page, sequence))
            end = sequence.end()
        streams.append(content[end:])
        page.Contents = pikepdf.Array([self._compressed(data) for data in streams])
        yield from ((page, 2 * number + 1, slot) for number, slot in enumerate(slots))

    def _compressed(self, data: bytes) -> Any:
        return self.pdf.make_stream(zlib.compress(data, 9), Filter=pikepdf.Name.FlateDecode)

    def _slot(self, page: Any, sequence: re.Match[bytes]) -> Slot:
        area = self.areas[int(sequence["slot"])]
        shown = _TEXT.fullmatch(sequence["body"])
        assert shown, f"a text that is set otherwise than it was: {sequence['body'][:200]!r}"
        name = shown["font"].decode()
        size = float(shown["size"])
        font = page.resources.Font[name]
        letters = _letters(font)
        path = str(fonts.file(_FAMILIES[area.family], area.weight, italic=area.italic))
        _compare(sequence["body"], area.text, path, _widths(font))
        return Slot(
            sequence["tag"] + sequence["rest"] + shown["state"], shown["end"] + sequence["end"], name, path, size,
            float(shown["x"]), float(shown["y"]), area.width, area.leading, area.height,
            Pattern.of(area.text, self.held), frozenset(letters), letters,
        )  # fmt: skip

    def _refuse_left(self, things: Any) -> None:
        """Placeholders in bookmarks, alternatives and the like would stay in every copy."""
        begun = tuple(text[:12] for text in self.held.values())
        for thing in things:
            for text in _strings(thing):
                if any(one in text for one in begun):
                    raise Problems([Problem("personal", Place(LIST), f"{_ELSEWHERE}: a bookmark, say", _HINT)])


def _compare(body: bytes, text: str, path: str, widths: Mapping[int, float]) -> None:
    """That we set words as WeasyPrint did: the same glyphs, as wide as the file says."""
    theirs = [int(glyph, 16) for run in re.findall(rb"<([0-9a-f]+)>", body) for glyph in re.findall(rb".{4}", run)]
    words = [written(path, one)[0] for one in text.split(" ")]
    space = written(path, " ")[0]
    ours = [int(glyph, 16) for glyph in re.findall(r"[0-9a-f]{4}", re.sub(r">[^<]*<", "", space.join(words)))]
    assert theirs == ours, f"another shaping of the same words: {text[:40]}"
    scale = 1000 / em(path)
    wrong = [glyph for glyph in ours if abs(widths[glyph] - advance_of(path, glyph) * scale) > 0.5]
    assert not wrong, f"other widths than the font's own, in {path}: {wrong[:5]}"


def _widths(font: Any) -> dict[int, float]:
    """Glyph widths of a composite font in thousandths of its size (9.7.4.3)."""
    found: dict[int, float] = {}
    row = list(font.DescendantFonts[0].W)
    while row:
        start = int(row.pop(0))
        if isinstance(row[0], pikepdf.Array):
            found |= {start + at: float(width) for at, width in enumerate(row.pop(0))}
        else:
            end, width = int(row.pop(0)), float(row.pop(0))
            found |= {glyph: width for glyph in range(start, end + 1)}
    return found


def _letters(font: Any) -> dict[int, str]:
    """What each glyph is read as: the font's ToUnicode (9.10.3)."""
    text = font.ToUnicode.read_bytes().decode("ascii")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for glyph, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def _kids(thing: Any) -> Iterator[Any]:
    if isinstance(thing, pikepdf.Array):
        yield from thing
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield from (value for _, value in thing.items())


def _reachable(root: Any) -> Iterator[tuple[int, Any]]:
    """Every object that the document is made of, by its number."""
    seen: dict[int, Any] = {}
    pending = [root]
    while pending:
        thing = pending.pop()
        if not isinstance(thing, pikepdf.Object):
            continue
        if thing.is_indirect:
            if thing.objgen[0] in seen:
                continue
            seen[thing.objgen[0]] = thing
        pending.extend(_kids(thing))
    yield from sorted(seen.items())


def _strings(thing: Any) -> Iterator[str]:
    """The strings directly in an object."""
    pending = [thing]
    while pending:
        for kid in _kids(pending.pop()):
            if isinstance(kid, pikepdf.String):
                yield str(kid)
            elif isinstance(kid, pikepdf.Object) and not kid.is_indirect:
                pending.append(kid)


def _prefix(fixed: Mapping[int, Any], first: int, own: int, root: int) -> tuple[bytes, int]:
    """The fixed part, and where in it its cross-reference stream stands. Streams are kept as they are, all other
    objects go into one object stream (7.5.7)."""
    out = bytearray(_HEAD)
    packed, references = first + own, first + own + 1
    rows: dict[int, bytes] = {0: _row(0, 0, 65535)}
    plain: list[tuple[int, bytes]] = []
    for number, thing in fixed.items():
        if isinstance(thing, pikepdf.Stream):
            rows[number] = _row(1, len(out), 0)
            raw = thing.read_raw_bytes()
            entries = dict(thing.items()) | {"/Length": len(raw)}
            out += b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (number, _unparsed(entries), raw)
        else:
            plain.append((number, thing.unparse(resolved=True)))
    offsets, body = [], bytearray()
    for at, (number, entry) in enumerate(plain):
        offsets.append(b"%d %d" % (number, len(body)))
        body += entry + b"\n"
        rows[number] = _row(2, packed, at)
    head = b" ".join(offsets) + b"\n"
    data = zlib.compress(head + bytes(body), 9)
    rows[packed] = _row(1, len(out), 0)
    out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        packed, len(plain), len(head), len(data), data,
    )  # fmt: skip
    previous = len(out)
    rows[references] = _row(1, previous, 0)
    free = _row(0, 0, 0)
    table = zlib.compress(b"".join(rows.get(n, free) for n in (*range(first), packed, references)), 9)
    out += _REFERENCES % (
        references, references + 1, first, packed, root, len(table), table,
    )  # fmt: skip
    return bytes(out), previous


_REFERENCES = (
    b"%d 0 obj\n<</Type/XRef/Size %d/Index[0 %d %d 2]/W[1 4 2]/Root %d 0 R/Filter/FlateDecode/Length %d>>\n"
    b"stream\n%b\nendstream\nendobj\n"
)


def _row(kind: int, where: int, what: int) -> bytes:
    return struct.pack(">BIH", kind, where, what)


def _unparsed(entries: Mapping[str, Any]) -> bytes:
    return b"".join(name.encode() + b" " + _written(value) for name, value in entries.items())


def _written(value: Any) -> bytes:
    match value:
        case bool():
            return b"true" if value else b"false"
        case pikepdf.Object():
            return value.unparse()
    return str(value).encode()
