"""What follows from the installed packages alone and takes long to make: kept in the environment, as Python keeps
modules' byte code there, and gone with it.

Everyone who may write there may put code there, so that what is read is trusted as much as the packages are.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


def kept(name: str, source: bytes, make: Callable[[], bytes]) -> bytes:
    """What ``make`` makes of ``source``, made once for an environment and its Python.

    Where nothing can be kept (no environment of one's own, a folder that cannot be written), it is made each time.
    """
    folder = _folder()
    if folder is None:
        return make()
    version = hashlib.sha256(source).hexdigest()[:16]
    path = folder / f"{name}-{version}.{sys.implementation.cache_tag}"
    with contextlib.suppress(OSError):
        known = path.read_bytes()
        if hashlib.sha256(known[_DIGEST:]).digest() == known[:_DIGEST]:  # else a crash left it unfinished
            return known[_DIGEST:]
    made = make()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_bytes(hashlib.sha256(made).digest() + made)
        beside.replace(path)
    return made


def _folder() -> Path | None:
    """The environment's own; the system's Python is not ours to write to."""
    return Path(sys.prefix, "share", "nist-docs") if sys.prefix != sys.base_prefix else None
