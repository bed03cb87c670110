"""What the preview's server and its workers tell each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from nist_docs.problems import Problem
from nist_docs.records import dataclass

if TYPE_CHECKING:
    from nist_docs.preview.pictures import Region

Kind = Literal["web", "pages"]


@dataclass(frozen=True, slots=True)
class Job:
    """Look again, for this hearing (empty: the first). Of two jobs the one with the higher number counts.
    ``given_up`` are the documents, with their formats, that ended a worker at this job."""

    number: int
    hearing: str
    given_up: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """What the content holds, and what is wrong with it."""

    number: int
    hearing: str
    hearings: tuple[tuple[str, str], ...]  # id and title
    documents: tuple[tuple[str, str], ...]  # name and format
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A document that is being made or checked now: who hears of it bounds the work, and knows what ended it."""

    number: int
    hearing: str
    document: str
    format: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page (from 0) of so many, as a PDF of its own: to be shown while the whole PDF is still being made."""

    number: int
    hearing: str
    document: str
    page: int
    pages: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as the preview shows it: a web page, a text, or a PDF with its number of pages and those of them
    that are others than before."""

    number: int
    hearing: str
    document: str
    format: str
    data: bytes
    pages: int = 0
    changed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the values stand on a PDF's pages."""

    number: int
    hearing: str
    document: str
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a document could not be made; the one made before it stays. No problems: it could."""

    number: int
    hearing: str
    document: str
    format: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Everything is on screen that this worker has to show."""

    number: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks before publication say, run after the documents were shown."""

    number: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Bug:
    """A fault of ours, as a traceback."""

    number: int
    traceback: str


Message = Read | Begun | Drawn | Rendered | Placed | Failed | Done | Checked | Bug
