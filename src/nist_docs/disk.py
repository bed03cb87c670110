"""Files that are whole or not there, folders that change places in one step, and one writer at a time."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """A file with these bytes, on the disk when this returns, and read back. Raises OSError."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != data:
        raise OSError(errno.EIO, "what was written reads otherwise", str(path))


def replace(path: Path, data: bytes) -> None:
    """Puts the bytes in the file's place: the old ones or the new ones are there, whatever happens. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    write(beside, data)
    beside.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """The folder's entries are on the disk when this returns."""
    if os.name == "posix":  # Windows cannot open a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged the two in one step (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Whether the folder is this process's alone, as far as others ask too. No lock file that could be left behind:
    the folder itself is locked, and the system opens it again when the process ends in any way."""
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are not kept apart there
        yield True
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # some network drives know no locks
            pass
        yield True
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """While this lasts, Ctrl-C waits, and then comes too late: what was begun is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
