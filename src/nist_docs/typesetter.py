"""PDFs are laid out in a process of its own. It loads what that takes while this one still reads, and it is bounded in
time and memory: what hostile or broken content does to a layout ends there, with a message.

Where the system cannot fork, PDFs are laid out here: the same bytes, later, and without bounds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from nist_docs.semantics import tree
    from nist_docs.writers.resources import Resources, Written

# What a layout may take up to so many words (about 200 pages); beyond, as much more as there are more words.
SECONDS, MEGABYTES, WORDS = 60.0, 1500, 60_000


class Exceeded(Exception):
    """A layout took more than it may. The words say what."""


@dataclass(frozen=True, slots=True)
class System:
    """The system libraries that lines were set with: their files, and their versions by name."""

    libraries: tuple[str, ...]
    versions: dict[str, str]


class Typesetter(Protocol):
    """Lays documents out one after the other, in the order in which they are asked for. ``forks`` says whether this
    process may fork for other work too: a library must not, whose caller may have threads."""

    forks: bool

    def ask(self, document: tree.Document, resources: Resources, words: int) -> None:
        """Hands a document over. It may be laid out at once."""
        ...

    def answer(self) -> Written:
        """The first document asked for that was not answered yet. Raises Problems, and Exceeded."""
        ...

    def system(self) -> System: ...

    def close(self) -> None: ...


class Here:
    """In this process, when the answer is wanted."""

    forks = False

    def __init__(self) -> None:
        self._asked: deque[tuple[tree.Document, Resources]] = deque()

    def ask(self, document: tree.Document, resources: Resources, words: int) -> None:
        self._asked.append((document, resources))

    def answer(self) -> Written:
        from nist_docs.writers import pdf

        return pdf.write(*self._asked.popleft())

    def system(self) -> System:
        return _system()

    def close(self) -> None:
        pass


class Alarmed(Here):
    """In this process, which is there for such work alone: bounded by the system's alarm and its limit of memory."""

    def __init__(self) -> None:
        super().__init__()
        self._words: deque[int] = deque()

    def ask(self, document: tree.Document, resources: Resources, words: int) -> None:
        super().ask(document, resources, words)
        self._words.append(words)

    def answer(self) -> Written:
        seconds, megabytes = _bounds(self._words.popleft())
        before = signal.signal(signal.SIGALRM, _too_late)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            with _memory(megabytes):
                return super().answer()
        except TimeoutError:
            raise Exceeded(_TIME.format(seconds)) from None
        except MemoryError:
            raise Exceeded(_MEMORY) from None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _too_late(*_: object) -> None:
    raise TimeoutError


_TIME, _MEMORY = "its layout takes more than {:.0f} seconds", "its layout takes more memory than it may"


def _bounds(words: int) -> tuple[float, int]:
    """The seconds and the megabytes that a layout of so many words may take."""
    share = max(1.0, words / WORDS)
    seconds, megabytes = _setting("NIST_DOCS_SECONDS", SECONDS), _setting("NIST_DOCS_MEGABYTES", MEGABYTES)
    return seconds * share, int(megabytes * share)


class Child:
    """In a process that was forked for it."""

    forks = True

    def __init__(self) -> None:
        import multiprocessing

        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._connection), daemon=True)
        self._process.start()
        theirs.close()
        self._bounds: deque[float] = deque()
        self._senders: list[threading.Thread] = []

    def ask(self, document: tree.Document, resources: Resources, words: int) -> None:
        seconds, megabytes = _bounds(words)
        self._bounds.append(seconds)
        # The child may still be loading: this process has other things to do than to wait for it.
        job = ("write", document, resources, megabytes)
        sender = threading.Thread(target=_sent, args=(self._connection, job), daemon=True)
        if self._senders:
            self._senders[-1].join()
        self._senders.append(sender)
        sender.start()

    def answer(self) -> Written:
        kind, value = self._received(self._bounds.popleft())
        written: Written = _result(kind, value)
        return written

    def system(self) -> System:
        _sent(self._connection, ("system",))
        system: System = _result(*self._received(SECONDS))
        return system

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _received(self, seconds: float) -> tuple[str, Any]:
        with contextlib.suppress(EOFError, OSError):
            if self._connection.poll(seconds):
                answer: tuple[str, Any] = self._connection.recv()
                return answer
            self.close()
            raise Exceeded(_TIME.format(seconds))
        self.close()
        raise Exceeded(f"{_MEMORY}, or ended in another way")


def started() -> Typesetter:
    """A typesetter that begins to load now, where the system can fork."""
    return Child() if sys.platform != "win32" and hasattr(os, "fork") else Here()


def _setting(name: str, usual: float) -> float:
    try:
        return float(os.environ.get(name) or usual)
    except ValueError:
        return usual


def _result(kind: str, value: Any) -> Any:
    from nist_docs.problems import Problems

    if kind == "problems":
        raise Problems(value)
    if kind == "memory":
        raise Exceeded(_MEMORY)
    if kind == "bug":
        raise RuntimeError(f"in the typesetter:\n{value}")
    return value


def _sent(connection: Connection, job: object) -> None:
    with contextlib.suppress(OSError):  # who is gone is noticed when the answer is waited for
        connection.send(job)


# --- in the child ----------------------------------------------------------------------------------


def _serve(connection: Connection, parents: Connection) -> None:
    import traceback

    parents.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    die_with_parent()
    from nist_docs.problems import Problems
    from nist_docs.writers import pdf

    pdf.load()
    jobs: dict[str, Callable[..., Any]] = {"system": _system, "write": _bounded(pdf.write)}
    while True:
        try:
            name, *arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str, Any] = ("done", jobs[name](*arguments))
        except Problems as found:
            answer = ("problems", found.problems)
        except MemoryError:
            answer = ("memory", None)
        except Exception:
            answer = ("bug", traceback.format_exc())
        connection.send(answer)


def _bounded(write: Callable[..., Written]) -> Callable[..., Written]:
    def bounded(document: tree.Document, resources: Resources, megabytes: int) -> Written:
        with _memory(megabytes):
            return write(document, resources)

    return bounded


@contextlib.contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    """What this process may take meanwhile, as the system counts addresses."""
    import resource

    usual, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (usual, most))


def die_with_parent() -> None:
    """Linux ends this process when its parent ends, however that ends."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() == 1:  # it ended before that
        os._exit(1)


def _system() -> System:
    from nist_docs.unchanged import loaded_libraries
    from nist_docs.writers.pdf.libraries import versions

    return System(tuple(loaded_libraries()), versions())
