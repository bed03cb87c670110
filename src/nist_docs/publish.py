"""A hearing's whole set replaces the old one, or nothing changes; every set has its receipt.

A set is written beside the old one, and then the two folders are exchanged.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nist_docs.problems import Place, Problem, Problems

RECEIPT = "receipt.json"
_STAGED, _OLD = ".new", ".old"


def publish(output: Path, hearing: str, files: Mapping[str, bytes], receipt: Mapping[str, Any]) -> None:
    """Puts a hearing's set in place. Raises Problems if the disk refuses; the old set stays then."""
    try:
        _recover(output)
        staged = output / f".{hearing}{_STAGED}"
        staged.mkdir(parents=True)
        for name, data in {**files, RECEIPT: as_json(receipt)}.items():
            _write(staged / name, data)
        _sync_folder(staged)
        _exchange(staged, output / hearing)
        _sync_folder(output)
    except OSError as error:
        raise Problems([_disk_problem(output, error)]) from None


def index(output: Path, hearings: list[str]) -> None:
    """Rebuilds the index over the sets' receipts, and takes away the sets of hearings that are no more."""
    try:
        for path in sorted(output.glob(f"*/{RECEIPT}")):
            if path.parent.name not in hearings:
                shutil.rmtree(path.parent)
        receipts = [json.loads((output / name / RECEIPT).read_bytes()) for name in sorted(hearings)]
        whole = {
            "format": 1,
            "hearings": [receipt["hearing"] for receipt in receipts],
            "outputs": [entry for receipt in receipts for entry in receipt["outputs"]],
        }
        temporary = output / f".{RECEIPT}{_STAGED}"
        _write(temporary, as_json(whole))
        temporary.replace(output / RECEIPT)
        _sync_folder(output)
    except OSError as error:
        raise Problems([_disk_problem(output, error)]) from None


def as_json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _disk_problem(output: Path, error: OSError) -> Problem:
    name = Path(error.filename or output).name
    hint = {
        errno.EACCES: "allow writing to the folder, or name another with --output",
        errno.EROFS: "allow writing to the folder, or name another with --output",
        errno.ENOSPC: "free some space on the disk and run again",
        errno.ENOTDIR: "a file stands where the output folder should be: move it away",
        errno.EEXIST: "a file stands where the output folder should be: move it away",
    }.get(error.errno or 0, "close programs that hold the folder's files open, and run again")
    message = f"cannot write '{name}': {error.strerror}; what was there is unchanged"
    return Problem("output", Place(output.name), message, hint)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _recover(output: Path) -> None:
    """Finishes or clears what an interrupted run left."""
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob(f".*{_OLD}"):
        place = output / old.name.removeprefix(".").removesuffix(_OLD)
        if place.exists():
            shutil.rmtree(old)
        else:
            old.rename(place)
    for staged in output.glob(f".*{_STAGED}"):
        shutil.rmtree(staged) if staged.is_dir() else staged.unlink()


def _exchange(staged: Path, place: Path) -> None:
    if not place.exists():
        staged.rename(place)
    elif _exchanged(staged, place):
        shutil.rmtree(staged)
    else:
        old = place.with_name(f".{place.name}{_OLD}")
        place.rename(old)
        staged.rename(place)
        shutil.rmtree(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged the two in one step (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
