"""`make copies`: a copy for each recipient of a list, in the edition's folder, with a manifest."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import replace
from pathlib import Path

from nist_docs.distribution import manifest, proving
from nist_docs.distribution.edition import Edition
from nist_docs.distribution.frame import Frame
from nist_docs.distribution.manifest import Manifest, Marks
from nist_docs.distribution.personal import Personal
from nist_docs.distribution.recipients import Recipient
from nist_docs.distribution.writing import Done, Order, clear_halves, put, write
from nist_docs.problems import Place, Problem, Problems, as_id
from nist_docs.records import dataclass

CHUNK = 200  # copies of one job
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Result:
    copies: tuple[Done, ...]
    proven: int

    @property
    def new(self) -> int:
        return sum(one.is_new for one in self.copies)

    @property
    def in_full(self) -> tuple[Done, ...]:
        return tuple(one for one in self.copies if one.in_full)


def make(
    personal: Personal, edition: Edition, folder: Path, recipients: Sequence[Recipient], executor: Executor,
    progress: Progress = lambda _: None,
) -> Result:  # fmt: skip
    """Makes what is missing and proves it. Interrupted, it leaves whole copies, and goes on with the others next time.

    Raises Problems.
    """
    before = manifest.read(folder)
    clear_halves(folder)
    called = list(zip(recipients, names(personal, recipients), strict=True))
    orders = {one.row: Order(one.row, file, one.fields) for one, file in called}
    done: list[Done] = []
    made_from: dict[str, str] = {}
    now = Manifest(edition.hearing, edition.number, edition.sha256, personal.document.name)
    # Before any copy is there, so that a run that is killed leaves none of which nobody knows whose it is.
    theirs = {file: manifest.marks(one.address, one.name) for one, file in called}
    anyones = _both(before.whose if before else {}, theirs)
    replace(before or now, whose=anyones).write(folder)
    try:
        left: list[int] = []
        for copies, unset in _framed(personal, folder, orders.values(), executor):
            done += copies
            left += unset
            progress(len(copies))
        for row in sorted(left):
            one, source = _in_full(personal, folder, orders[row], before)
            done.append(one)
            made_from[one.file] = source
            progress(1)
    except FileNotFoundError as error:
        raise _scattered(f"a worker has no folder {Path(error.filename).parent}") from None
    finally:
        done.sort(key=lambda one: one.row)
        kept = replace(now, copies=tuple(done), made_from=made_from, whose=anyones)
        kept.write(folder)
    if lost := [one.file for one in done if not (folder / one.file).exists()]:
        raise _scattered(f"{len(lost)} copies, {lost[0]} among them, lie on a worker's machine and not here")
    for stray in manifest.strays(folder, before, done):
        stray.unlink(missing_ok=True)
    replace(kept, whose=theirs).write(folder)
    proven = _prove(personal, folder, orders, done, executor)
    return Result(tuple(done), proven)


def _both(before: Mapping[str, Marks], now: Mapping[str, Marks]) -> dict[str, Marks]:
    """Until a run has ended, a file may still be its earlier owner's."""
    return {file: tuple(dict.fromkeys((*before.get(file, ()), *now.get(file, ())))) for file in (*before, *now)}


def _scattered(message: str) -> Problems:
    hint = "let the cluster's workers reach this folder under the same path, or leave --scheduler out"
    return Problems([Problem("cluster", Place("--scheduler"), message, hint)])


def names(personal: Personal, recipients: Iterable[Recipient]) -> Iterator[str]:
    """A file name for each: the document's, and the recipient's name in plain letters; a number tells namesakes."""
    taken: dict[str, int] = {}
    for recipient in recipients:
        stem = as_id(_plain(recipient.name))[:80].strip("-") or f"row-{recipient.row}"
        number = taken[stem] = taken.get(stem, 0) + 1
        yield personal.file_name(stem if number == 1 else f"{stem}--{number}")


# Letters that do not part into a plain one and a mark.
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "ß": "ss",
                          "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "œ": "oe", "Œ": "Oe"})  # fmt: skip


def _plain(name: str) -> str:
    return name.translate(_LETTERS)


def _framed(
    personal: Personal, folder: Path, orders: Iterable[Order], executor: Executor
) -> Iterator[tuple[list[Done], list[int]]]:
    """The copies that slots can set, a job at a time, and the rows that they cannot."""
    jobs: list[Future[tuple[list[Done], list[int]]]] = []
    waiting: dict[int, tuple[Frame, list[Order]]] = {}
    for order in orders:
        frame = personal.frame(order.fields)
        _, chunk = waiting.setdefault(id(frame), (frame, []))
        chunk.append(order)
        if len(chunk) == CHUNK:
            jobs.append(executor.submit(write, frame, str(folder), chunk))
            del waiting[id(frame)]
        while jobs and jobs[0].done():
            yield jobs.pop(0).result()
    jobs += [executor.submit(write, frame, str(folder), chunk) for frame, chunk in waiting.values()]
    yield from (job.result() for job in as_completed(jobs))


def _in_full(personal: Personal, folder: Path, order: Order, before: Manifest | None) -> tuple[Done, str]:
    """A copy laid out by itself, unless it lies there and was made from the same."""
    frame = personal.frame(order.fields)
    words = json.dumps(sorted(order.fields.items()), ensure_ascii=False)
    source = hashlib.sha256(frame.prefix + words.encode()).hexdigest()
    path = folder / order.file
    known = {one.file: one.sha256 for one in before.copies} if before else {}
    if before and before.made_from.get(order.file) == source and path.is_file():
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if known[order.file] == sha256:
            return Done(order.row, order.file, sha256, is_new=False, in_full=True), source
    data = personal.in_full(order.fields)
    put(str(path), data)
    return Done(order.row, order.file, hashlib.sha256(data).hexdigest(), in_full=True), source


def _prove(
    personal: Personal, folder: Path, orders: Mapping[int, Order], done: Sequence[Done], executor: Executor
) -> int:
    """Proves all copies of a small run, of a big one a random hundred. Raises Problems."""
    chosen = done if len(done) <= proving.MOST else random.sample(list(done), proving.MOST)
    shown = [
        (one.file, {c: orders[one.row].fields[c] for c in personal.shape(orders[one.row].fields)}) for one in chosen
    ]
    chunks = [shown[start : start + 10] for start in range(0, len(shown), 10)]
    jobs = [executor.submit(proving.prove, str(folder), chunk) for chunk in chunks]
    if problems := [problem for job in jobs for problem in job.result()]:
        raise Problems(problems)
    return len(shown)
