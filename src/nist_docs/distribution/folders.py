"""Where things lie in `distribution/`: a folder for each hearing, in it one for each edition. For its owner alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nist_docs.project import Project

FOLDER = "distribution"
PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    root: Path
    hearing: str
    edition: int

    @property
    def edition_folder(self) -> Path:
        return self.root / self.hearing / str(self.edition)

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


def folders(project: Project, hearing: str, edition: int) -> Folders:
    return Folders(project.root / FOLDER, hearing, edition)


def made(folder: Path) -> Path:
    """The folder, made with all above it that are missing, each for its owner alone."""
    if not folder.is_dir():
        made(folder.parent)
        folder.mkdir(PRIVATE)
    return folder
