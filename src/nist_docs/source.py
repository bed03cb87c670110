"""YAML bytes -> plain values that keep their file, line, column and key path.

A scalar stays the text that stands in the file: ``14:30``, ``no`` and ``1.10`` mean what the field
that holds them says, which the model knows and YAML does not. Anchors and aliases are refused: a few
bytes of them can stand for gigabytes, and people who edit a press release have no use for them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Protocol

import yaml

from nist_docs.addresses import Keys
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass
from nist_docs.syntax import explain

Value = str | None | list["Value"] | dict[str, "Value"]

DEEPEST = 40  # levels of nesting; the format needs seven
LARGEST = 4_000_000  # bytes; the real content has about 40 000
MOST_CONTROLS = 20  # told one by one; a file with more of them is not a text

# C0 and C1 controls but tab and line ends (U+0085 is what becomes of a Windows-1252 … read as Latin-1),
# surrogates, noncharacters: none can be shown in every format.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    # line separators, signs that turn the direction of text, a byte order mark that is none
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)

# Signs without a form that come along when text is copied; in a key they make another key of it.
_INVISIBLE = re.compile("[\u00a0\u00ad\u2000-\u200f\u202f\u2060\u3000\ufeff]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One YAML file as read: its value, its hash, and where each of its values and keys stands."""

    name: str
    sha256: str
    value: Value
    _values: dict[Keys, tuple[int, int]]
    _keys: dict[Keys, tuple[int, int]]
    _lines: tuple[str, ...]
    _begun: dict[Keys, list[tuple[int, int]]] = field(default_factory=dict, compare=False)  # paragraphs, once asked

    def place(self, keys: Keys, *, of_key: bool = False) -> Place:
        """Where a value stands (or its key); for one that is not there, where it would belong."""
        while keys and keys not in self._values:
            *parent, last = keys
            if isinstance(last, int) and isinstance(self._at(tuple(parent)), str):
                return self._paragraph(tuple(parent), last)
            keys, of_key = tuple(parent), True
        spot = (self._keys.get(keys) if of_key else None) or self._values.get(keys, (1, 1))
        return self._place(*spot)

    def _at(self, keys: Keys) -> Value:
        value = self.value
        for key in keys:
            if isinstance(value, list) and isinstance(key, int):
                value = value[key] if key < len(value) else None
            elif isinstance(value, dict) and isinstance(key, str):
                value = value.get(key)
            else:
                return None
        return value

    def _paragraph(self, keys: Keys, index: int) -> Place:
        """Where a paragraph of a running text begins: blank lines part them in a text after | or >."""
        line, column = self._values[keys]
        if self._lines[line - 1][column - 1 : column] not in ("|", ">"):
            return self._place(line, column)
        if keys not in self._begun:
            self._begun[keys] = list(self._paragraphs(keys, line))
        begun = self._begun[keys]
        return self._place(*begun[index]) if index < len(begun) else self._place(line, column)

    def _paragraphs(self, keys: Keys, line: int) -> Iterator[tuple[int, int]]:
        """Where the paragraphs begin of a text after | or > on this line: as long as it is indented."""
        own = self._keys[keys][1] - 1 if keys in self._keys else _indent(self._lines[line - 1])
        blank = True
        for number, text in enumerate(self._lines[line:], line + 1):
            if text.strip() and _indent(text) <= own:
                return
            if blank and text.strip():
                yield number, _indent(text) + 1
            blank = not text.strip()

    def _place(self, line: int, column: int) -> Place:
        return _place(self.name, self._lines, line, column)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _place(name: str, lines: tuple[str, ...], line: int, column: int) -> Place:
    snippet = lines[line - 1] if 0 < line <= len(lines) else ""
    return Place(name, line, column, snippet)


def read(path: Path, name: str) -> SourceFile:
    """The file's values with their places. Raises Problems; ``name`` is what messages call the file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Problems([Problem("missing-file", Place(name), "the file does not exist")]) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise Problems([Problem("unreadable-file", Place(name), message)]) from None
    return parse(raw, name)


def parse(raw: bytes, name: str) -> SourceFile:
    """The values in YAML bytes with their places. Raises Problems."""
    text = _decode(raw, name)
    lines = tuple(text.splitlines())
    _refuse_forbidden(text, lines, name)
    reader = _Reader(name, lines)
    value = reader.read(text)
    digest = hashlib.sha256(raw).hexdigest()
    return SourceFile(name, digest, value, reader.values, reader.keys, lines)


_SAVE = "save the file as UTF-8 (in the editor: Save with encoding → UTF-8)"


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST:
        message = f"the file has {len(raw):,} bytes; at most {LARGEST:,} are read"
        raise Problems([Problem("too-large", Place(name), message, "is this the right file?")])
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:400].count(b"\0") > len(raw[:400]) // 4:
        message = "the file is saved as UTF-16 (Windows calls it Unicode), not as UTF-8"
        raise Problems([Problem("encoding", Place(name, 1, 1), message, _SAVE)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        start = before.rfind(b"\n") + 1
        line, column = before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1
        shown = raw[start:].split(b"\n", 1)[0].decode("cp1252", "replace").rstrip("\r")
        where = Place(name, line, column, shown)
        raise Problems([Problem("encoding", where, "the file is not UTF-8", _SAVE)]) from None


def _refuse_forbidden(text: str, lines: tuple[str, ...], name: str) -> None:
    problems: list[Problem] = []
    if _FORBIDDEN.search(text):
        # str.splitlines also splits at the forbidden separators: count lines as editors do.
        for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
            for found in _FORBIDDEN.finditer(line):
                shown = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", line)
                if len(problems) == MOST_CONTROLS:
                    raise Problems(problems)
                where = Place(name, number, found.start() + 1, shown)
                message = f"an invisible control character (U+{ord(found[0]):04X}) stands here"
                problems.append(Problem("control-character", where, message, "delete it and type the text anew"))
    if problems:
        raise Problems(problems)


class Events(Protocol):
    """What both of PyYAML's parsers offer."""

    def get_event(self) -> yaml.Event: ...

    def peek_event(self) -> yaml.Event: ...


class _Reader:
    """Builds values and their places from YAML's events, and refuses what must not be guessed at."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name, self.lines = name, lines
        self.values: dict[Keys, tuple[int, int]] = {}
        self.keys: dict[Keys, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def read(self, text: str) -> Value:
        loader_class = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            value = self._document(loader_class(text))
        except (yaml.YAMLError, UnicodeError):
            # The C parser is eight times as fast, the Python one has the better words for what is wrong.
            value = self._explained(text)
        if self.problems:
            raise Problems(self.problems)
        return value

    def _explained(self, text: str) -> Value:
        self.problems.clear()
        try:
            return self._document(yaml.BaseLoader(text))
        except yaml.MarkedYAMLError as error:
            told = explain(error, self.lines)
            where = self._place(told.line, told.column)
            # What was found before may follow from the same slip of the pen, but not on the same line.
            known = [problem for problem in self.problems if problem.where.line != told.line]
            raise Problems([*known, Problem("yaml-syntax", where, told.message, told.hint)]) from None

    def _document(self, events: Events) -> Value:
        events.get_event()  # the stream's start
        if isinstance(events.peek_event(), yaml.StreamEndEvent):
            hint = "write its keys as another file of the folder has them, or delete the file"
            raise Problems([Problem("empty-file", Place(self.name, 1, 1), "the file is empty", hint)])
        events.get_event()  # the document's start
        value = self._value(events, ())
        events.get_event()  # the document's end
        if not isinstance(extra := events.get_event(), yaml.StreamEndEvent):
            self._refuse("second-document", extra, "a second document begins here", "keep one file, without '---'")
        return value

    def _value(self, events: Events, keys: Keys) -> Value:
        event = events.get_event()
        if len(keys) > DEEPEST:
            hint = "lists in lists are not used here; a text that begins with [ or { needs quotes"
            raise Problems([self._problem("too-deep", event, f"nested more than {DEEPEST} levels deep", hint)])
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "write the text out where it is needed; if it begins with & or *, put it in quotes"
            self._refuse("anchor", event, "anchors (&name) and aliases (*name) are not used here", hint)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            hint = "leave it out; if the text begins with !, put it in quotes"
            self._refuse("tag", event, f"the tag {tag} is not used here", hint)
        self.values[keys] = self._spot(event)
        match event:
            case yaml.ScalarEvent():
                if found := _FORBIDDEN.search(event.value):  # written as an escape: "\\x0b"
                    message = f"an invisible control character (U+{ord(found[0]):04X}) stands in this text"
                    self._refuse("control-character", event, message, "write the text without it")
                if event.style not in ("|", ">") and (lost := self._lost(event)):
                    self.problems.append(lost)
                # libyaml gives '' as the style of a text without quotes, PyYAML's own parser None.
                empty = not event.style and event.value in ("", "~", "null")
                return None if empty else event.value
            case yaml.SequenceStartEvent():
                return self._sequence(events, keys)
            case yaml.MappingStartEvent():
                return self._mapping(events, keys)
        return None

    def _lost(self, event: yaml.Event) -> Problem | None:
        """The words after " #" on a text's line: to YAML they are a comment. A real one has a space after #."""
        end = event.end_mark
        assert end is not None  # every event that a parser gives has its place
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if not re.match(r"\s+#\S", rest):
            return None
        where = self._place(end.line + 1, end.column + rest.index("#") + 1)
        hint = "put the whole text in quotes; if it is meant as a comment, write a space after #"
        return Problem("lost-text", where, "from here on the text would be lost: ' #' begins a comment", hint)

    def _sequence(self, events: Events, keys: Keys) -> list[Value]:
        items: list[Value] = []
        while not isinstance(events.peek_event(), yaml.SequenceEndEvent):
            items.append(self._value(events, (*keys, len(items))))
        events.get_event()
        return items

    def _mapping(self, events: Events, keys: Keys) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        while not isinstance(events.peek_event(), yaml.MappingEndEvent):
            event = events.get_event()
            if not isinstance(event, yaml.ScalarEvent):
                raise Problems([self._problem("complex-key", event, "a key must be a plain word")])
            key = event.value
            spot = self._spot(event)
            if odd := _INVISIBLE.search(key):
                message = f"the key '{_INVISIBLE.sub('', key)}' holds an invisible sign (U+{ord(odd[0]):04X})"
                self._refuse("control-character", event, message, "delete the key and type it anew")
            if key in entries:
                message = f"the key '{key}' stands twice; the first is on line {self.keys[(*keys, key)][0]}"
                self._refuse("duplicate-key", event, message, "keep one of the two")
                self._value(events, (*keys, key))
                continue
            self.keys[(*keys, key)] = spot
            entries[key] = self._value(events, (*keys, key))
        events.get_event()
        return entries

    def _refuse(self, rule: str, event: yaml.Event, message: str, hint: str) -> None:
        self.problems.append(self._problem(rule, event, message, hint))

    def _problem(self, rule: str, event: yaml.Event, message: str, hint: str = "") -> Problem:
        return Problem(rule, self._place(*self._spot(event)), message, hint)

    def _spot(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        assert mark is not None  # every event that a parser gives has its place
        return mark.line + 1, mark.column + 1

    def _place(self, line: int, column: int) -> Place:
        return _place(self.name, self.lines, line, column)
