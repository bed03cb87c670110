"""Copies of one frame, written: what an executor's processes do, with nothing loaded that they do not need."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from pathlib import Path
from typing import Any

from nist_docs.distribution.comparing import Comparison
from nist_docs.distribution.frame import Frame
from nist_docs.distribution.setting import CannotSet
from nist_docs.records import dataclass

PART = ".part"  # what an interrupted run leaves ends so


@dataclass(frozen=True, slots=True)
class Order:
    """A copy to be made: the list's row, the file's name, the recipient's words."""

    row: int
    file: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """A copy that lies in its folder. ``in_full``: laid out by itself."""

    row: int
    file: str
    sha256: str
    is_new: bool = True
    in_full: bool = False


def write(frame: Frame, folder: str, orders: Sequence[Order]) -> tuple[list[Done], list[int]]:
    """Writes the copies that are not there yet, each compared before it gets its name; and the rows that the frame
    cannot set."""
    done, left = [], []
    comparison = _comparison(frame)
    for order in orders:
        try:
            tail = frame.tail(order.fields)
        except CannotSet:
            left.append(order.row)
            continue
        copy = frame.prefix + tail
        sha256 = comparison.compare(copy, order.fields)
        is_new = put(os.path.join(folder, order.file), copy)
        done.append(Done(order.row, order.file, sha256, is_new))
    return done, left


@lru_cache(maxsize=8)
def _comparison(frame: Frame) -> Comparison:
    """One for all jobs of a frame that this process does."""
    return Comparison(frame)


def put(path: str, data: bytes) -> bool:
    """Gives the file these bytes, all at once; False if it has them already."""
    if os.access(path, os.F_OK):
        with open(path, "rb") as file:
            if file.read() == data:
                return False
    half = path + PART
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)
    os.replace(half, path)
    return True


def clear_halves(folder: Path) -> None:
    """Takes away what an interrupted run left half-written."""
    for path in folder.glob(f"*{PART}"):
        path.unlink()


class Here(Executor):
    """An executor for few jobs: this process, at once."""

    def submit(self, task: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
