"""Work in a process of its own that may take only so much time and memory, and leaves nothing behind.

One child does all the work of a run, so that it costs a fork and no more. Where processes cannot be forked
(Windows), the work is done in this one, without bounds. A process that is there for such work alone and goes on
after it bounds itself (``here``).
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import pickle
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Any, NoReturn, TypeVar

from nist_docs import progress
from nist_docs.problems import Place, Problem, Problems
from nist_docs.project import Limits, Project

T = TypeVar("T")

PATIENCE = 5  # a busy machine may take so many times as long by the clock as the work does by the processor
_LOOK = 0.05  # seconds between looks at the child's memory
_TITLE = 200  # bytes of what is being made


class Ending(IntEnum):
    """Exit codes of a child that sent no answer."""

    OUT_OF_MEMORY = 77
    OUT_OF_TIME = -24  # ended by SIGXCPU


class Exceeded(Exception):
    """Work took more than it may: ``time``, or ``memory``, which stands too for what the system ended."""


class _TooLate(BaseException):
    """The time is over. No library that handles errors may take it for one of its own."""


class Failed(Exception):
    """The work raised what is no problem of the content; the text is the child's traceback."""


_making: mmap.mmap | None = None  # shared with the parent: what is being made
_held: Limits | None = None  # the limits of the work that this process does


def held() -> Limits | None:
    """The limits within which this process works."""
    return _held


def making(what: str) -> None:
    """Notes what is being made, for the message if it takes too much."""
    if _making is not None:
        _making[:_TITLE] = what.encode()[:_TITLE].ljust(_TITLE, b"\0")


_THREADED = ("weasyprint", "page")  # Pango and the validator of PDFs work in threads


def can_fork() -> bool:
    """Whether this process may be forked: a fork has no threads but its own, and would wait for others for ever."""
    return sys.platform != "win32" and hasattr(os, "fork") and not any(name in sys.modules for name in _THREADED)


def within(project: Project, work: Callable[[], T]) -> T:
    """What the work gives, within the project's limits. Raises Problems, its own or that it takes too much; Failed
    for everything else."""
    if not can_fork():
        return work()
    limits, where = project.bounds(), project.name(project.content)
    sys.stdout.flush()
    sys.stderr.flush()
    title = mmap.mmap(-1, _TITLE)
    read, write = os.pipe()
    before = _megabytes(os.getpid())  # what the child begins with is not its work's
    parent, child = os.getpid(), os.fork()
    if child == 0:
        os.close(read)
        _work(limits, title, write, work, parent)
    os.close(write)
    try:
        data, reason = _answer(child, read, limits, title, before)
    finally:
        os.close(read)
        status = _end(child)
        if progress.watch:
            progress.watch("", 0.0)
    if not data:
        made = _read(title) or "the documents"
        raise Problems([_taken(where, made, limits, reason or status)])
    answer: tuple[str, Any] = pickle.loads(data)
    match answer:
        case "problems", found:
            raise Problems(found)
        case "failed", text:
            raise Failed(text)
    done: T = answer[1]
    return done


@contextlib.contextmanager
def here(limits: Limits | None) -> Iterator[None]:
    """What this process may take meanwhile: processor time, and memory as the system counts addresses; on Windows
    whatever there is. For the main thread, of a process that is there for such work alone. Raises Exceeded.

    It ends what runs in Python. Whoever waits for this process ends it if it is still at work after PATIENCE times
    as long.
    """
    if limits is None or sys.platform == "win32":
        yield
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 1
    kept = {what: resource.getrlimit(what) for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU)}
    before = signal.signal(signal.SIGXCPU, _too_late)
    for what, wanted in ((resource.RLIMIT_AS, int(limits.megabytes * 1e6)), (resource.RLIMIT_CPU, seconds)):
        hard = kept[what][1]  # of the whole run, where this process is bounded already; at it, the system kills
        resource.setrlimit(what, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard - 1), hard))
    try:
        try:
            yield
        finally:
            for what, usual in kept.items():
                resource.setrlimit(what, usual)
            signal.signal(signal.SIGXCPU, before)
    except MemoryError:
        raise Exceeded("memory") from None
    except _TooLate:
        raise Exceeded("time") from None


def _too_late(*_: object) -> None:
    raise _TooLate


def _work(limits: Limits, title: mmap.mmap, write: int, work: Callable[[], object], parent: int) -> NoReturn:
    """The child: whatever happens, it ends here, and never goes on as a second parent."""
    global _making, _held
    _making, _held = title, limits
    try:
        _bound(limits, parent)
        try:
            answer: tuple[str, object] = ("done", work())
        except Problems as found:
            answer = ("problems", list(found.problems))
        except MemoryError:
            os._exit(Ending.OUT_OF_MEMORY)
        except BaseException:
            answer = ("failed", traceback.format_exc())
        sys.stdout.flush()
        sys.stderr.flush()
        with os.fdopen(write, "wb") as pipe:
            pickle.dump(answer, pipe, protocol=5)
        os._exit(0)
    finally:
        os._exit(1)


def _bound(limits: Limits, parent: int) -> None:
    """Bounds that the system holds, even if the parent is gone."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and ends this process
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: with the parent, this process ends
        if os.getppid() != parent:  # it was gone before that was said
            os._exit(1)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(limits.seconds + used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _read(title: mmap.mmap) -> str:
    return bytes(title[:_TITLE]).rstrip(b"\0").decode(errors="ignore")


def _answer(child: int, read: int, limits: Limits, title: mmap.mmap, before: float) -> tuple[bytes, str]:
    """What the child sent; nothing, and why, if it is to be ended."""
    begun = time.monotonic()
    until = begun + limits.seconds * PATIENCE
    received: list[bytes] = []
    while True:
        if select.select([read], [], [], _LOOK)[0]:
            part = os.read(read, 1 << 20)
            if not part:
                os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # it is ending
                return b"".join(received), ""
            received.append(part)
        if progress.watch:
            progress.watch(_read(title), time.monotonic() - begun)
        if _megabytes(child) > before + limits.megabytes:
            return b"", "memory"
        if time.monotonic() > until:
            return b"", "time"


def _megabytes(child: int) -> float:
    """The memory that the process holds, in megabytes; 0 where the system does not tell."""
    try:
        with open(f"/proc/{child}/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0


def _end(child: int) -> int:
    """Ends the child if it has not ended, and takes notice of it: nothing is left of it. Its exit code."""
    ended, status = os.waitpid(child, os.WNOHANG)
    if not ended:
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status)


def too_much(made: str, reason: str | int = "memory", limits: Limits | None = None) -> Problem:
    """That the work on this took more than it may, in another process than this one, or in this one (``here``):
    ``memory`` or ``time``, or the exit code with which it ended."""
    return _taken("content", made, limits or _held or Limits(), reason)


def _taken(where: str, made: str, limits: Limits, reason: str | int) -> Problem:
    match reason:
        case "memory" | Ending.OUT_OF_MEMORY:
            said = f"{made} takes more than {limits.megabytes:.0f} MB of memory"
        case "time" | Ending.OUT_OF_TIME:
            said = f"{made} takes more than {limits.seconds:.0f} seconds"
        case _:
            said = f"the system ended the work on {made} (exit code {reason}), as for want of memory"
    hint = "look for a very long text or table in it; if it has to be so large: --seconds and --megabytes allow more"
    return Problem("limits", Place(where), said, hint)
