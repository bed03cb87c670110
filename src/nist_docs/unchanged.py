"""What went into the last build, kept beside the documents: what is as it was need not be made again.

Compared are the bytes of everything that goes in, never times of files: content, templates, the program, its packages,
the system libraries that set lines, and settings. With the standard library alone, so that the answer "nothing
changed" is there before the program could have been loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from nist_docs.records import dataclass

FILE = ".build.json"
BESIDE = f"{FILE}.new"  # while it is written
FORMAT = 2

_LIBRARIES = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi", "libgobject", "libglib")


@dataclass(frozen=True, slots=True)
class Build:
    """What is known of the last build. Times are seconds since 1970; hashes are SHA-256."""

    settings: dict[str, str]  # what was asked for: folders, date, strictness
    program: str  # the hash of the program and its packages
    libraries: dict[str, str]  # system libraries that PDFs are laid out with, and their hashes
    system: dict[str, str]  # what those libraries say of their versions
    inputs: str  # the hash of content and templates
    since: float  # from when, and until when, the states that follow from the clock are these
    until: float
    outputs: dict[str, str]  # every file of every set, and its hash
    documents: dict[str, dict[str, Any]]  # by path: the hash of what went into a file, its parts, its receipt's entry
    told: dict[str, str] = field(default_factory=dict)  # what the build said, by stream, for who asks again


def read(output: Path) -> Build | None:
    """The last build's record; None if there is none that can be read."""
    try:
        known = json.loads((output / FILE).read_bytes())
        return Build(**known["build"]) if known["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(output: Path, build: Build) -> None:
    """Keeps what is known of this build. Where it cannot be kept, the next one makes everything anew."""
    known = {"format": FORMAT, "build": {name: getattr(build, name) for name in Build.__slots__}}
    beside = output / BESIDE
    with contextlib.suppress(OSError):
        beside.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
        beside.replace(output / FILE)


def usable(output: Path) -> Build | None:
    """The last build, if the system libraries that it set lines with are known and are these still."""
    last = read(output)
    return last if last and last.libraries and last.libraries == libraries(last.libraries) else None


def settings(content: Path, output: Path, zone: str, *, strict: bool) -> dict[str, str]:
    """What was asked for. Messages name files from the folder where one stands; days end by the zone's midnight (as
    ``+0100``)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return {"content": str(content), "output": str(output), "strict": str(strict), "date": epoch,
            "folder": os.getcwd(), "zone": zone}  # fmt: skip


SOURCE = Path(__file__).resolve().parent


def program(root: Path) -> str:
    """The hash of the program's modules, the packages' names and versions, and the interpreter's version."""
    packages = sorted({name for folder in sys.path if folder.endswith("-packages") for name in _names(folder)
                       if name.endswith((".dist-info", ".pth"))})  # fmt: skip
    modules = hashed(sorted(SOURCE.rglob("*.py")), SOURCE)
    return _hash(json.dumps([sys.version, sys.platform, packages, modules, hashed([root / "requirements.lock"], root)]))


def inputs(content: Path, templates: Path) -> str:
    """The hash of every file in both folders, and of their names."""
    # Names are given from the folders on: the same content elsewhere is the same.
    return _hash(json.dumps([hashed(sorted(files(folder)), folder) for folder in (content, templates)]))


def disturbed(content: Path, templates: Path) -> str:
    """What is other whenever a file of both folders was saved, even if it has the same bytes again."""
    found = []
    for path in sorted(file for folder in (content, templates) for file in files(folder)):
        with contextlib.suppress(OSError):
            is_now = path.stat()
            found.append((str(path), is_now.st_mtime_ns, is_now.st_ctime_ns, is_now.st_size, is_now.st_ino))
    return _hash(repr(found))


def libraries(paths: Iterable[str]) -> dict[str, str]:
    """The system libraries and their hashes as they are now; none where one of them is no longer there."""
    found = hashed([Path(path) for path in sorted(paths)], Path("/"))
    return found if all(found.values()) else {}


def loaded_libraries() -> list[str]:
    """The files of the system libraries that this process sets text with; none where the system does not tell."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = {line.split(maxsplit=5)[5].rstrip("\n") for line in maps if line.count("/")}
    except (OSError, IndexError):
        return []
    return sorted(path for path in paths if os.path.basename(path).startswith(_LIBRARIES))


def hashed(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """The files' hashes by their names from ``root`` on; what cannot be read has an empty one."""
    found = {}
    for path in paths:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        try:
            found[name if root != Path("/") else path.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            found[name] = ""
    return found


def said(root: Path, content: Path, output: Path, now: float, zone: str, *, strict: bool) -> dict[str, str] | None:
    """What the last build said, if another one would give what lies in the output folder already, and say the same.
    ``now`` is in seconds since 1970, ``zone`` the zone by which its day ends."""
    build = read(output)
    if build and _is_as_it_was(build, root, content, output, now, settings(content, output, zone, strict=strict)):
        return build.told or None
    return None


def _is_as_it_was(build: Build, root: Path, content: Path, output: Path, now: float, asked: dict[str, str]) -> bool:
    return (
        build.settings == asked
        and build.since <= now < build.until
        and bool(build.libraries)
        and build.inputs == inputs(content, root / "templates")
        and build.outputs == outputs(output)
        and build.program == program(root)
        and build.libraries == libraries(build.libraries)
    )


def outputs(output: Path) -> dict[str, str]:
    """Every file in the output folder, and its hash."""
    return hashed(sorted(files(output)), output)


def files(folder: Path) -> Iterator[Path]:
    """Every file below the folder, in linked folders too, but those whose names begin with a dot: nobody reads them."""
    above: dict[str, frozenset[str]] = {str(folder): frozenset()}  # where the folders really are that one lies in
    for path, folders, names in os.walk(folder, followlinks=True):
        real, outer = os.path.realpath(path), above.pop(path)
        if real in outer:  # a link to a folder that it lies in
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        above.update((os.path.join(path, name), outer | {real}) for name in folders)
        yield from (Path(path) / name for name in names if not name.startswith("."))


def _names(folder: str) -> list[str]:
    with contextlib.suppress(OSError):
        return os.listdir(folder)
    return []


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
