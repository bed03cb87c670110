"""Where things lie in `distribution/`: a folder for each hearing, in it one for each edition. For its owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nist_docs.project import Project
from nist_docs.records import dataclass

FOLDER = "distribution"
PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """``part`` keeps the copies that follow a correction apart from those of a list."""

    root: Path
    hearing: str
    edition: int
    part: str = ""

    @property
    def edition_folder(self) -> Path:
        return self.root / self.hearing / str(self.edition) / self.part

    @property
    def copies(self) -> Path:
        return self.edition_folder / "copies"

    @property
    def outbox(self) -> Path:
        return self.edition_folder / "outbox"

    @property
    def ledger(self) -> Path:
        """One for all editions of a hearing: who holds which is asked across them."""
        return self.root / self.hearing / "ledger.sqlite"


CORRECTIONS = "corrections"


def folders(project: Project, hearing: str, edition: int, part: str = "") -> Folders:
    return Folders(project.root / FOLDER, hearing, edition, part)


def all_of(project: Project, hearing: str) -> Iterator[Folders]:
    """The folders of every edition that something was made of."""
    for folder in sorted((project.root / FOLDER / hearing).glob("*/")):
        if folder.name.isdigit():
            for part in ("", CORRECTIONS):
                yield folders(project, hearing, int(folder.name), part)


def made(folder: Path) -> Path:
    """The folder, made with all above it that are missing, each for its owner alone."""
    if not folder.is_dir():
        made(folder.parent)
        folder.mkdir(PRIVATE)
    return folder
