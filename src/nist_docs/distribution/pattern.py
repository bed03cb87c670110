"""Texts with columns in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with columns in it: texts and the keys of columns take turns, a text begins and ends it."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str, held: Mapping[str, str]) -> Pattern:
        """Where placeholders stand in a text."""
        columns = {placeholder: column for column, placeholder in held.items()}
        pieces = re.split("(" + "|".join(map(re.escape, columns)) + ")", text)
        return cls(tuple(columns[piece] if at % 2 else piece for at, piece in enumerate(pieces)))

    @property
    def columns(self) -> tuple[str, ...]:
        return self.parts[1::2]

    def filled(self, fields: Mapping[str, str], write: Callable[[str], str] = str) -> str:
        """The text with a recipient's words, each written as the place asks."""
        parts = self.parts
        return "".join([write(fields[part]) if at & 1 else part for at, part in enumerate(parts)])
