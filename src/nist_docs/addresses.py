"""Where a text comes from, and how it says so on its way through a template.

A value that a template prints becomes text, and text forgets where it came from. So each value is
written between marks: Unicode noncharacters, which content and templates may not contain. They survive
escaping, attributes, joins, macros and filters; the parser of the rendered template takes them out
again (see docs/decisions/0001-addresses.md).
"""

from __future__ import annotations

import re
from enum import StrEnum

from nist_docs.records import dataclass

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """A value's file, as messages name it, and its way down from the top: ``interviews[2].text``."""

    file: str
    keys: Keys = ()

    def __truediv__(self, key: str | int) -> Address:
        return Address(self.file, (*self.keys, key))

    def __str__(self) -> str:
        return f"{self.file}#{key_path(self.keys)}"


def key_path(keys: Keys) -> str:
    """``('interviews', 2, 'text')`` as ``interviews[2].text``."""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return path.removeprefix(".")


class Kind(StrEnum):
    VALUE = "value"  # the words of a content value
    LABEL = "label"  # the documents' own words, from templates/labels/
    DERIVED = "derived"  # computed from the value: a date written out, a count in words
    CODE = "code"  # a word for machines: a class, an id; never words for readers


@dataclass(frozen=True, slots=True)
class Origin:
    address: Address
    kind: Kind = Kind.VALUE


OPEN, MIDDLE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_MARKED = re.compile(f"{OPEN}([0-9]+){MIDDLE}([^{OPEN}{MIDDLE}{CLOSE}]*){CLOSE}")


class Origins:
    """The side table of one rendered template: numbers that marks carry, and what they stand for."""

    def __init__(self) -> None:
        self._origins: list[Origin] = []
        self._numbers: dict[Origin, int] = {}

    def mark(self, origin: Origin, text: str) -> str:
        """The text between marks that lead back to its origin."""
        number = self._numbers.get(origin)
        if number is None:
            number = self._numbers[origin] = len(self._origins)
            self._origins.append(origin)
        return f"{OPEN}{number}{MIDDLE}{text}{CLOSE}"

    def resolve(self, text: str) -> list[tuple[str, Origin | None]]:
        """Runs of text, each with its origin; ``None`` for the template's own words.

        Raises ValueError where marks are broken, as by a filter that cuts a value in two.
        """
        runs: list[tuple[str, Origin | None]] = []
        end = 0
        for found in _MARKED.finditer(text):
            if found.start() > end:
                runs.append((text[end : found.start()], None))
            if int(found[1]) >= len(self._origins):
                raise ValueError("a value's mark was changed by a filter")
            if found[2]:
                runs.append((found[2], self._origins[int(found[1])]))
            end = found.end()
        if end < len(text):
            runs.append((text[end:], None))
        if any(origin is None and NONCHARACTERS.search(run) for run, origin in runs):
            raise ValueError("a value was cut in two by a filter")
        return runs


def unmarked(text: str) -> str:
    """The text with its marks taken away."""
    return _MARKED.sub(lambda found: found[2], text)


def is_marked(text: str) -> bool:
    return _MARKED.search(text) is not None
