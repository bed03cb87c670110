"""A hearing's whole set replaces the old one, or nothing changes; every set has its receipt.

All sets of a run are written beside the old ones first, and only then the folders are exchanged. Only what
was built here is ever replaced or taken away: a set is ours if its receipt names its folder, and holds
nothing but the files that the receipt lists.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nist_docs.problems import Place, Problem, Problems

RECEIPT = "receipt.json"
WORKSHOP = ".nist-docs"  # the one folder in the output where half-made things lie
_STAGED, _OLD, _LOCK = "new", "old", "lock"

# What office programs put beside a document that is open; it goes when the document is closed.
_LOCK_FILES = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Set:
    """A hearing's files by name, and its receipt."""

    hearing: str
    files: Mapping[str, bytes]
    receipt: Mapping[str, Any]


def publish(output: Path, sets: list[Set], settle: Callable[[], None] | None = None) -> None:
    """Puts the sets in place, takes away those of hearings that are no more, and rebuilds the index.

    ``settle`` is called when all is written and only the exchange is left: what is to be true of the sets from then
    on is recorded there. Raises Problems if something stands in the way or the disk refuses: the sets that are there
    stay then.
    """
    try:
        with _workshop(output) as workshop:
            _recover(workshop, output)
            if strangers := _strangers(output, [one.hearing for one in sets]):
                raise Problems(strangers)
            for one in sets:
                _stage(workshop / _STAGED / one.hearing, one)
            if settle:
                settle()
            for one in sets:
                _exchange(workshop, output, one.hearing)
            for name in sorted(_ours(output) - {one.hearing for one in sets}):
                shutil.rmtree(output / name)
            _index(workshop, output, sets)
    except OSError as error:
        raise Problems([_disk_problem(output, error)]) from None


def clear(output: Path) -> list[str]:
    """Deletes every set and the folder, if nothing else is in it; the names of what was left alone."""
    if not output.is_dir():
        return [output.name] if output.exists() else []
    for name in _ours(output):
        shutil.rmtree(output / name)
    shutil.rmtree(output / WORKSHOP, ignore_errors=True)
    left = sorted(path.name for path in output.iterdir() if path.name != RECEIPT)
    if not left:
        shutil.rmtree(output)
    return left


def as_json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def is_lock_file(name: str) -> bool:
    return name.startswith(_LOCK_FILES)


def listed(receipt: Path) -> set[str] | None:
    """The files that a set's receipt lists; None if it is no receipt of ours."""
    try:
        known = json.loads(receipt.read_bytes())
        if known["hearing"] == receipt.parent.name:
            entries = [*known["outputs"], *(entry["report"] for entry in known["outputs"] if "report" in entry)]
            return {str(entry["path"]).split("/", 1)[1] for entry in entries}
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        pass
    return None


def _ours(output: Path) -> set[str]:
    """The folders that are sets of ours, with nothing in them that we did not make."""
    found = set()
    for receipt in output.glob(f"*/{RECEIPT}"):
        known = listed(receipt)
        if known is not None and not _others(receipt.parent, known):
            found.add(receipt.parent.name)
    return found


def _others(folder: Path, known: set[str]) -> list[str]:
    names = {path.name for path in folder.iterdir() if not is_lock_file(path.name)}
    return sorted(names - known - {RECEIPT})


def _strangers(output: Path, hearings: list[str]) -> list[Problem]:
    """What stands where a set is to go and was not built here."""
    problems = []
    for name in hearings:
        folder = output / name
        if not folder.exists():
            continue
        known = listed(folder / RECEIPT)
        if known is None:
            message, strange = "this was not built here, and a set of documents is to have its place", [""]
        else:
            message, strange = "this was not built here, and would be lost", _others(folder, known)
        for other in strange:
            where = Place(f"{output.name}/{name}/{other}".rstrip("/"))
            problems.append(Problem("stray-output", where, message, "move it out of the output folder"))
    return problems


@contextlib.contextmanager
def _workshop(output: Path) -> Iterator[Path]:
    """The folder for half-made things, for one run at a time; gone when the run is done."""
    output.mkdir(parents=True, exist_ok=True)
    workshop = output / WORKSHOP
    workshop.mkdir(exist_ok=True)
    with (workshop / _LOCK).open("w") as lock:
        _take(lock.fileno(), output)
        yield workshop
        shutil.rmtree(workshop)


def _take(descriptor: int, output: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are not kept apart there
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        message = "another build is writing here"
        raise Problems(
            [Problem("busy", Place(output.name), message, "wait until it is done, then run again")]
        ) from None


def _recover(workshop: Path, output: Path) -> None:
    """Finishes or clears what an interrupted run left."""
    for old in (workshop / _OLD).glob("*"):
        if not (output / old.name).exists():
            old.rename(output / old.name)
    for leftover in (_STAGED, _OLD):
        shutil.rmtree(workshop / leftover, ignore_errors=True)


def _stage(folder: Path, one: Set) -> None:
    folder.mkdir(parents=True)
    for name, data in {**one.files, RECEIPT: as_json(one.receipt)}.items():
        _write(folder / name, data)
    _sync(folder)


def _exchange(workshop: Path, output: Path, hearing: str) -> None:
    staged, place = workshop / _STAGED / hearing, output / hearing
    if not place.exists():
        staged.rename(place)
    elif not _exchanged(staged, place):
        old = workshop / _OLD / hearing
        old.parent.mkdir(exist_ok=True)
        place.rename(old)
        staged.rename(place)
    _sync(output)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged the two in one step (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _index(workshop: Path, output: Path, sets: list[Set]) -> None:
    _write(workshop / RECEIPT, as_json(index_of(one.receipt for one in sets)))
    (workshop / RECEIPT).replace(output / RECEIPT)
    _sync(output)


def index_of(receipts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The index over the receipts of sets, in the hearings' order."""
    ordered = sorted(receipts, key=lambda receipt: str(receipt["hearing"]))
    return {
        "format": 1,
        "hearings": [receipt["hearing"] for receipt in ordered],
        "outputs": [entry for receipt in ordered for entry in receipt["outputs"]],
    }


def replace_file(path: Path, data: bytes) -> None:
    """Puts the bytes in the file's place: the old ones or the new ones are there, whatever happens. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    _write(beside, data)
    beside.replace(path)
    _sync(path.parent)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _disk_problem(output: Path, error: OSError) -> Problem:
    name = Path(error.filename or output).name
    hint = {
        errno.EACCES: "allow writing to the folder, or name another with --output",
        errno.EROFS: "allow writing to the folder, or name another with --output",
        errno.ENOSPC: "free some space on the disk and run again",
        errno.ENOTDIR: "a file stands where the output folder should be: move it away",
        errno.EEXIST: "a file stands where the output folder should be: move it away",
    }.get(error.errno or 0, "close programs that hold the folder's files open, and run again")
    message = f"cannot write '{name}': {error.strerror}; no set of documents is half-made"
    return Problem("output", Place(output.name), message, hint)
