"""The same work for many things, by processes forked from this one: they begin with all that it has read."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from nist_docs import bounds
from nist_docs.problems import Problems
from nist_docs.typesetter import die_with_parent

Made = TypeVar("Made")

_work: Callable[[str], Any]  # in each process what it was when they were forked


def shared(names: Sequence[str], work: Callable[[str], Made], processes: int) -> list[Made]:
    """The work's results, in the order of the names; it is begun in that order. Raises Problems, and those that it
    meets."""
    global _work
    import multiprocessing

    _work = work
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin) as pool:
            made = []
            for one in pool.map(_job, names):
                made.append(one)
                bounds.making(f"hearings, {len(made)} of {len(names)} made")
            return made
    except BrokenProcessPool:
        raise Problems([bounds.too_much("one of the hearings")]) from None


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    die_with_parent()


def _job(name: str) -> Any:
    return _work(name)
