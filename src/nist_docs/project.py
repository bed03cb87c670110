"""Where a project's things lie, the two inputs of time, what a run may take, and who does its work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from nist_docs.records import dataclass

SECONDS, MEGABYTES = 60.0, 1500.0  # for a hearing of up to 200 pages
LARGE = 1_000_000  # bytes of YAML that make about 200 pages


@dataclass(frozen=True, slots=True)
class Limits:
    """What a hearing's documents may take: processor time in seconds, memory in megabytes."""

    seconds: float = SECONDS
    megabytes: float = MEGABYTES


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does work that can be shared: so many processes, by default as many as it is worth; or the workers of a Dask
    cluster, by its scheduler's address (``tcp://host:8786``)."""

    processes: int | None = None
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """``now`` is the moment of decision (draft, embargo, archive); ``date`` the documents' date, if it is
    not the content's own (SOURCE_DATE_EPOCH)."""

    root: Path
    content: Path
    output: Path
    now: dt.datetime
    date: dt.date | None = None
    limits: Limits = Limits()
    workers: Workers = Workers()

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def name(self, folder: Path) -> str:
        """The folder as messages call it: relative to the project, where it lies in it."""
        return folder.relative_to(self.root).as_posix() if folder.is_relative_to(self.root) else folder.as_posix()

    def bounds(self, hearing: str = "*") -> Limits:
        """The limits of a run over all hearings, or one: time for each, memory for the largest; more for those over 200
        pages."""
        sizes = [max(1.0, path.stat().st_size / LARGE) for path in self.content.glob(f"hearings/{hearing}.yaml")]
        sizes = sizes or [1.0]
        return Limits(self.limits.seconds * sum(sizes), self.limits.megabytes * max(sizes))
