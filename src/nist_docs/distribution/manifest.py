"""What lies in a folder of copies: row, file and SHA-256 of each, and whose it is. No addresses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from nist_docs.distribution.writing import Done, put
from nist_docs.records import dataclass

Marks = tuple[str, ...]

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made_from`` are what copies that were laid out by themselves were made from, by file: a hash of it. ``whose``
    tells of every file that may lie in the folder, those of a run that was killed among them, whose it is: see
    :func:`marks`."""

    hearing: str
    edition: int
    sha256: str  # the general edition's, as it was published; empty if it was not
    document: str
    copies: tuple[Done, ...] = ()
    made_from: Mapping[str, str] = field(default_factory=dict)
    whose: Mapping[str, Marks] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        entries = [
            {"row": one.row, "file": one.file, "sha256": one.sha256}
            | ({"in_full": self.made_from.get(one.file, "")} if one.in_full else {})
            for one in sorted(self.copies, key=lambda one: one.row)
        ]
        whole = {
            "format": 1, "hearing": self.hearing, "edition": self.edition, "document": self.document,
            "edition_sha256": self.sha256,
        }  # fmt: skip
        whole |= {"copies": entries, "whose": {file: list(known) for file, known in self.whose.items()}}
        data = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        put(str(folder / NAME), data.encode())


def read(folder: Path) -> Manifest | None:
    """The folder's manifest, if it has one of ours."""
    try:
        known: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        copies = tuple(Done(one["row"], one["file"], one["sha256"], False, "in_full" in one) for one in known["copies"])
        made_from = {one["file"]: one["in_full"] for one in known["copies"] if "in_full" in one}
        said = (known["hearing"], known["edition"], known["edition_sha256"], known["document"])
        whose = {file: tuple(marks) for file, marks in known.get("whose", {}).items()}
        return Manifest(*said, copies, made_from, whose)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def marks(address: str, name: str) -> Marks:
    """What tells whose a file is, to who knows whom to look for: hashes of the address, and of it with the name."""
    address = address.casefold()
    return tuple(
        hashlib.sha256(known.encode()).hexdigest()[:32] for known in (address, f"{address}\n{name.casefold()}")
    )


def strays(folder: Path, before: Manifest | None, now: Iterable[Done]) -> list[Path]:
    """The copies of earlier runs that the list does not ask for any more, those of a run that was killed among them."""
    known = {*before.whose, *(one.file for one in before.copies)} if before else set()
    return [folder / file for file in sorted(known - {one.file for one in now})]
