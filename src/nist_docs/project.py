"""Where a project's things lie, and the two inputs of time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Project:
    """``now`` is the moment of decision (draft, embargo, archive); ``date`` the documents' date, if it is
    not the content's own (SOURCE_DATE_EPOCH)."""

    root: Path
    content: Path
    output: Path
    now: dt.datetime
    date: dt.date | None = None

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def name(self, folder: Path) -> str:
        """The folder as messages call it: relative to the project, where it lies in it."""
        return folder.relative_to(self.root).as_posix() if folder.is_relative_to(self.root) else folder.as_posix()
