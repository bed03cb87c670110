"""What every writer is handed besides the tree: images, the writers' own words, and where styles lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from nist_docs.addresses import Origin
from nist_docs.drawing import Drawing
from nist_docs.parts import Parts
from nist_docs.pictures import Picture
from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The writers' own words in the document's language, from templates/labels/."""

    figure: str  # Figur
    table: str  # Tabell
    appendix: str  # Bilaga
    note: str  # not
    notes: str  # Noter
    back: str  # Tillbaka till not
    page: str  # sid
    skip: str  # Hoppa till innehållet
    links: str  # Länkar
    of: str  # 1 av 3


@dataclass(frozen=True, slots=True)
class Resources:
    """Images by their source (``figure:chain``); ``templates`` is the folder with styles/ and word/; ``parts`` has what
    was made for this document before."""

    images: Mapping[str, Drawing | Picture]
    words: Words
    templates: Path
    parts: Parts = field(default_factory=Parts, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A marked-content sequence of a PDF (page from 0, MCID), and the values whose words it shows."""

    page: int
    mcid: int
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A file's bytes; pages where the format has them. ``shown`` leads from a PDF's content back to the values:
    it stands beside the file and never in it."""

    data: bytes
    pages: int | None = None
    shown: tuple[Shown, ...] = ()
