"""What stands in a document, takes long to make and follows from little: a drawing in dots, letters cut from a
typeface. Those of the last build are used again; they lie beside the documents, and none stays that no document has.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

FILE = ".build.parts"
BESIDE = f"{FILE}.new"  # while it is written


class Parts:
    """The parts of one document, by the hash of all that goes into each: ``ground`` is what goes into every one."""

    def __init__(self, ground: str = "", last: Mapping[str, bytes] | None = None) -> None:
        self._ground, self._last = ground, last or {}
        self.used: dict[str, bytes] = {}

    def part(self, kind: str, source: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` makes of ``source``, and of nothing else."""
        key = hashlib.sha256("\0".join((self._ground, kind, source)).encode()).hexdigest()
        if key not in self.used:
            last = self._last.get(key)
            self.used[key] = make() if last is None else last
        return self.used[key]

    def __reduce__(self) -> tuple[type[Parts], tuple[()]]:
        return Parts, ()  # another process makes its own


def read(output: Path) -> dict[str, bytes]:
    """The last build's parts; none if they cannot be read."""
    try:
        with zipfile.ZipFile(output / FILE) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return {}


def remember(output: Path, parts: Mapping[str, bytes]) -> None:
    """Keeps this build's. Where they cannot be kept, the next one makes them anew."""
    beside = output / BESIDE
    with contextlib.suppress(OSError):
        with zipfile.ZipFile(beside, "w") as archive:
            for name in sorted(parts):
                archive.writestr(zipfile.ZipInfo(name), parts[name])
        beside.replace(output / FILE)
