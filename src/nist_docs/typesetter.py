"""PDFs are laid out in a process of their own, which loads what that takes while this one still reads and then writes
the other formats. It is bounded in memory as this one is (``bounds``), which ends it when it ends.

Where the system cannot fork, PDFs are laid out here: the same bytes, later.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nist_docs import bounds
from nist_docs.bounds import Exceeded
from nist_docs.records import dataclass

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from nist_docs.project import Limits
    from nist_docs.semantics import tree
    from nist_docs.verify.standards import Check
    from nist_docs.writers.resources import Resources, Written


@dataclass(frozen=True, slots=True)
class System:
    """The system libraries that lines were set with: their files, and their versions by name."""

    libraries: tuple[str, ...]
    versions: dict[str, str]


class Typesetter(Protocol):
    """Lays documents out one after the other, in the order in which they are asked for. ``forks`` says whether this
    process may fork for other work too: a library must not, whose caller may have threads."""

    forks: bool

    def ask(self, document: tree.Document, resources: Resources) -> None:
        """Hands a document over. It may be laid out at once."""
        ...

    def answer(self) -> Written:
        """The first document asked for that was not answered yet. Raises Problems, and Exceeded."""
        ...

    def judged(self, data: bytes) -> tuple[Check, ...]:
        """What the validator finds in ``data``, the document that was answered last. Raises Exceeded."""
        ...

    def system(self) -> System: ...

    def close(self) -> None: ...


class Here:
    """In this process, when the answer is wanted."""

    forks = False

    def __init__(self) -> None:
        self._asked: deque[tuple[tree.Document, Resources]] = deque()

    def ask(self, document: tree.Document, resources: Resources) -> None:
        self._asked.append((document, resources))

    def answer(self) -> Written:
        from nist_docs.writers import pdf

        return pdf.write(*self._asked.popleft())

    def judged(self, data: bytes) -> tuple[Check, ...]:
        from nist_docs.verify import standards

        return standards.check(data)

    def system(self) -> System:
        return _system()

    def close(self) -> None:
        pass


class Bounded(Here):
    """In this process, which is there for such work alone."""

    def answer(self) -> Written:
        with bounds.here(bounds.held()):
            return super().answer()


class Child:
    """In a process that was forked for it."""

    forks = True

    def __init__(self, templates: Path) -> None:
        import multiprocessing

        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._connection, templates), daemon=True)
        self._process.start()
        theirs.close()
        self._sender: threading.Thread | None = None  # of the last job
        self._judging = False

    def ask(self, document: tree.Document, resources: Resources) -> None:
        # The child may still be loading: this process has other things to do than to wait for it.
        # It may also be at work, and wait for its answer to be taken: never for another job.
        job = ("write", document, resources, bounds.held())
        sender = threading.Thread(target=_sent, args=(self._connection, job, self._sender), daemon=True)
        self._sender = sender
        sender.start()

    def answer(self) -> Written:
        self._pass_over()
        written: Written = self._received()
        self._judging = True
        return written

    def judged(self, data: bytes) -> tuple[Check, ...]:
        self._judging = False
        checks: tuple[Check, ...] = self._received()
        return checks

    def _pass_over(self) -> None:
        """The judgement that follows each document, whatever it is, if nobody asked for it."""
        if self._judging:
            self._judging = False
            with contextlib.suppress(EOFError, OSError):  # noticed when the answer is waited for
                self._connection.recv()

    def system(self) -> System:
        self._pass_over()
        _sent(self._connection, ("system",), self._sender)
        system: System = self._received()
        return system

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _received(self) -> Any:
        try:
            kind, value = self._connection.recv()
        except (EOFError, OSError):
            raise Exceeded("memory") from None  # the system ended it
        return _result(kind, value)


def started(templates: Path) -> Typesetter:
    """A typesetter that begins to load now, where the system can fork; ``templates`` have the styles that it reads."""
    return Child(templates) if bounds.can_fork() else Here()


def _result(kind: str, value: Any) -> Any:
    from nist_docs.problems import Problems

    if kind == "problems":
        raise Problems(value)
    if kind in ("memory", "time"):
        raise Exceeded(kind)
    if kind == "bug":
        raise RuntimeError(f"in the typesetter:\n{value}")
    return value


def _sent(connection: Connection, job: object, after: threading.Thread | None = None) -> None:
    """Sends the job, ``after`` the one before it was sent."""
    if after:
        after.join()
    with contextlib.suppress(OSError):  # who is gone is noticed when the answer is waited for
        connection.send(job)


# --- in the child ----------------------------------------------------------------------------------


def _serve(connection: Connection, parents: Connection, templates: Path) -> None:
    import traceback

    parents.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    die_with_parent()
    try:
        from nist_docs.problems import Problems
        from nist_docs.writers import pdf

        pdf.load()
        if not connection.poll():
            with contextlib.suppress(Problems):  # of style sheets: told when a document is written
                pdf.prepare(templates)
    except Exception:
        connection.send(("bug", traceback.format_exc()))
        return

    def answer(do: Callable[..., Any], *arguments: object, limits: Limits | None = None) -> Any:
        """Sends what comes of it, which it returns if it was done."""
        try:
            with bounds.here(limits):
                done = do(*arguments)
        except Problems as found:
            connection.send(("problems", found.problems))
        except Exceeded as why:
            connection.send((str(why), None))
        except Exception:
            connection.send(("bug", traceback.format_exc()))
        else:
            connection.send(("done", done))
            return done

    while True:
        try:
            name, *arguments = connection.recv()
        except (EOFError, OSError):
            return
        if name == "system":
            answer(_system)
        else:
            document, resources, limits = arguments
            if written := answer(pdf.write, document, resources, limits=limits):
                answer(Here().judged, written.data, limits=limits)


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
