"""A hearing's whole set replaces the old one, or nothing changes; every set has its receipt.

All sets of a run are written beside the old ones first, and only then the folders are exchanged. Only what
was built here is ever replaced or taken away: a set is ours if its receipt names its folder, and holds
nothing but the files that the receipt lists. A file of such a set that somebody went on editing is set aside.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nist_docs import disk, parts, unchanged
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

RECEIPT = "receipt.json"
WORKSHOP = ".nist-docs"  # the one folder in the output where half-made things lie
EDITED = "_edited"  # no hearing's id: where files are set aside that somebody went on editing in the output folder
Edited = Mapping[str, str]
"""From where to where edited files were set aside, in names from the output folder on."""

_STAGED, _OLD, _GONE = "new", "old", "gone"

# What office programs put beside a document that is open; it goes when the document is closed.
_LOCK_FILES = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Set:
    """A hearing's files by name, and its receipt."""

    hearing: str
    files: Mapping[str, bytes]
    receipt: Mapping[str, Any]


def publish(
    output: Path,
    sets: list[Set],
    settle: Callable[[], None] | None = None,
    then: Callable[[Edited], None] | None = None,
) -> None:
    """Puts the sets in place, takes away those of hearings that are no more, and rebuilds the index.

    ``settle`` is called when all is written and only the exchange is left: what is to be true of the sets from then
    on is recorded there. ``then`` is called when they are in place, before another run may write there, with what was
    edited in the sets that they replace. Raises Problems if something stands in the way or the disk refuses: the sets
    that are there stay then, but for those that had their turn before the disk failed between two of them, which the
    message names.
    """
    names = {one.hearing for one in sets}
    placed: list[str] = []
    try:
        with _workshop(output) as workshop:
            if strangers := _strangers(output, [one.hearing for one in sets]):
                raise Problems(strangers)
            for one in sets:
                _stage(workshop / _STAGED / one.hearing, one)
            disk.write(workshop / RECEIPT, as_json(index_of(one.receipt for one in sets)))
            with disk.uninterrupted():
                if settle:
                    settle()
                for one in sets:
                    _place(workshop, output, one.hearing)
                    placed.append(one.hearing)
                _remove(workshop, output, sorted(_ours(output) - names))
                (workshop / RECEIPT).replace(output / RECEIPT)
                disk.sync(output)
                edited = _set_aside(workshop, output)
                if then:
                    then(edited)
    except OSError as error:
        raise Problems([_disk_problem(output, error, placed)]) from None


def clear(output: Path) -> tuple[list[str], Edited]:
    """Deletes every set and the folder, if nothing else is in it; the names of what was left alone, and what was
    edited.

    Raises Problems if another run writes there or the disk refuses.
    """
    if not output.is_dir():
        return ([output.name] if output.exists() else []), {}
    try:
        with _workshop(output) as workshop:
            for name in (unchanged.FILE, unchanged.BESIDE, parts.FILE, parts.BESIDE):
                (output / name).unlink(missing_ok=True)
            (output / RECEIPT).unlink(missing_ok=True)  # first: an index tells of sets that are there
            _remove(workshop, output, sorted(_ours(output)))
            edited = _set_aside(workshop, output)
        left = sorted(path.name for path in output.iterdir())
        if not left:
            output.rmdir()
    except OSError as error:
        raise Problems([_disk_problem(output, error, [])]) from None
    return [name for name in left if name != EDITED], edited


def standing(output: Path) -> list[str]:
    """The hearings whose sets stand in the output folder, whichever run built them."""
    return sorted(_ours(output))


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


def _set_aside(workshop: Path, output: Path) -> Edited:
    """Moves what was edited out of sets that have left their place, where nobody saves any more: files whose bytes are
    neither those of their receipt nor those that have their place now."""
    edited = {}
    for receipt in sorted(path for path in workshop.glob(f"*/*/{RECEIPT}") if listed(path) is not None):
        for entry in json.loads(receipt.read_bytes())["outputs"]:
            place = output / entry["path"]
            file = receipt.parent / place.name
            data = file.read_bytes() if file.is_file() else b""
            is_known = not data or hashlib.sha256(data).hexdigest() == entry.get("sha256")
            if not is_known and not (place.is_file() and place.read_bytes() == data):
                kept = _moved(file, output / EDITED / receipt.parent.name / place.name, data)
                edited[entry["path"]] = kept.relative_to(output).as_posix()
    return edited


def _moved(file: Path, path: Path, data: bytes) -> Path:
    """The file there, with a number in its name if another is called so already; by its name alone, which takes no
    room on a full disk."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    path = next(one for one in itertools.chain([path], numbered) if not one.exists() or one.read_bytes() == data)
    path.parent.mkdir(parents=True, exist_ok=True)
    file.replace(path)
    return path


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
    """The folder for half-made things, for one run at a time; gone when the run is done, or has failed."""
    output.mkdir(parents=True, exist_ok=True)
    workshop = output / WORKSHOP
    with disk.held(output) as is_ours:
        if not is_ours:
            hint = "wait until it is done, then run again"
            raise Problems([Problem("busy", Place(output.name), "another build is writing here", hint)])
        _recover(workshop, output)
        workshop.mkdir()
        try:
            yield workshop
        finally:
            shutil.rmtree(workshop, ignore_errors=True)  # what is left, the next run clears


def _recover(workshop: Path, output: Path) -> None:
    """Finishes or clears what an interrupted run left."""
    for old in (workshop / _OLD).glob("*"):
        if not (output / old.name).exists():
            old.rename(output / old.name)
    if workshop.exists():
        _set_aside(workshop, output)
        shutil.rmtree(workshop)


def _stage(folder: Path, one: Set) -> None:
    folder.mkdir(parents=True)
    for name, data in {**one.files, RECEIPT: as_json(one.receipt)}.items():
        disk.write(folder / name, data)
    disk.sync(folder)


def _place(workshop: Path, output: Path, hearing: str) -> None:
    staged, place = workshop / _STAGED / hearing, output / hearing
    if not place.exists():
        staged.rename(place)
    elif not disk.exchanged(staged, place):
        old = workshop / _OLD / hearing
        old.parent.mkdir(exist_ok=True)
        place.rename(old)
        try:
            staged.rename(place)
        except OSError:
            old.rename(place)
            raise
    disk.sync(output)


def _remove(workshop: Path, output: Path, names: Iterable[str]) -> None:
    """Moves sets out of sight before their files are deleted: half a set would be nobody's."""
    gone = workshop / _GONE
    gone.mkdir(exist_ok=True)
    for name in names:
        (output / name).rename(gone / name)


def index_of(receipts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The index over the receipts of sets, in the hearings' order."""
    ordered = sorted(receipts, key=lambda receipt: str(receipt["hearing"]))
    return {
        "format": 1,
        "hearings": [receipt["hearing"] for receipt in ordered],
        "outputs": [entry for receipt in ordered for entry in receipt["outputs"]],
    }


def _disk_problem(output: Path, error: OSError, placed: list[str]) -> Problem:
    name = Path(error.filename or output).name
    hint = _HINTS.get(error.errno or 0, "close programs that hold the folder's files open, and run again")
    half = f"new are the documents of {', '.join(placed)}, all others" if placed else "all documents there"
    message = f"cannot write '{name}': {error.strerror}; {half} are as they were"
    return Problem("output", Place(output.name), message, hint)


_ALLOW = "allow writing to the folder, close programs that hold its files open, or name another with --output"
_IN_THE_WAY = "a file stands where the output folder should be: move it away"
_HINTS = {
    errno.EACCES: _ALLOW,
    errno.EPERM: _ALLOW,
    errno.EROFS: _ALLOW,
    errno.ENOSPC: "free some space on the disk and run again",
    errno.EDQUOT: "delete what you no longer need, or ask for more room on the disk, and run again",
    errno.EIO: "the disk has a fault: name a folder on another with --output, and have this one looked at",
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
}
