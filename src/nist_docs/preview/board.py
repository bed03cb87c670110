"""What is on screen: the documents, how old they are, and what is wrong. Plain data, which messages change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Any, assert_never

from nist_docs.preview import messages, pictures
from nist_docs.problems import Problem, errors, in_order, summary
from nist_docs.records import dataclass

Key = tuple[str, str, str]  # hearing, document, format


@dataclass(slots=True)
class Shown:
    """A document as it was last made. ``version`` changes with what is to be seen of it; ``sheets`` are the
    versions of a PDF's pages, ``early`` those that are newer than the PDF, ``placed`` the version of the regions."""

    version: int = 0
    data: bytes = b""
    sheets: list[int] = field(default_factory=list)
    early: dict[int, bytes] = field(default_factory=dict)
    regions: tuple[pictures.Region, ...] = ()
    placed: int = 0

    def drawn(self, page: int, pages: int, data: bytes) -> None:
        """A page of the PDF that is to come."""
        self._count(pages)
        self.version += 1
        self.sheets[page] = self.version
        self.early[page] = data

    def rendered(self, data: bytes, pages: int, changed: Iterable[int]) -> None:
        self._count(pages)
        self.version += 1
        for page in changed:
            if page not in self.early:
                self.sheets[page] = self.version
        self.data, self.early = data, {}

    def withdraw(self) -> None:
        """The PDF that was to come does not: its pages are again those of the last one."""
        if self.early:
            self.version += 1
            for page in self.early:
                self.sheets[page] = self.version
            self.early = {}

    def page(self, number: int) -> tuple[bytes, int]:
        """The PDF that shows a page, and the page's number in it."""
        return (self.early[number], 0) if number in self.early else (self.data, number)

    def _count(self, pages: int) -> None:
        self.sheets = [*self.sheets, *[0] * pages][:pages]


@dataclass(slots=True)
class Board:
    """The state that the page shows. ``number`` is that of the newest job."""

    hearing: str = ""
    number: int = 0
    since: float = field(default_factory=time.monotonic)
    hearings: tuple[tuple[str, str], ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    documents: dict[Key, Shown] = field(default_factory=dict)
    content: tuple[Problem, ...] = ()
    failed: dict[Key, tuple[Problem, ...]] = field(default_factory=dict)
    late: tuple[Problem, ...] = ()
    checked: bool = False
    done: set[str] = field(default_factory=set)
    took: dict[str, int] = field(default_factory=dict)  # milliseconds from the job to its being done
    bug: bool = False

    def begin(self, hearing: str | None = None) -> messages.Job:
        """The next job, for the hearing on screen or another."""
        if hearing is not None:
            self.hearing = hearing
        self.number += 1
        self.since = time.monotonic()
        self.done, self.took, self.checked, self.bug = set(), {}, False, False
        return messages.Job(self.number, self.hearing)

    def take(self, message: messages.Message) -> None:
        """A worker's message. One of an older job is old news, but a document of it is newer than what is shown."""
        match message:
            case messages.Drawn():
                shown = self.documents.setdefault((message.hearing, message.document, "pdf"), Shown())
                shown.drawn(message.page, message.pages, message.data)
            case messages.Rendered():
                shown = self.documents.setdefault((message.hearing, message.document, message.format), Shown())
                shown.rendered(message.data, message.pages, message.changed)
            case messages.Placed():
                if placed := self.documents.get((message.hearing, message.document, "pdf")):
                    placed.regions, placed.placed = message.regions, placed.placed + 1
            case messages.Begun():
                pass
            case _ if message.number != self.number:
                pass
            case messages.Read():
                self.hearing, self.hearings = message.hearing, message.hearings
                self.table, self.content = message.documents or self.table, message.problems
                self.failed = {key: found for key, found in self.failed.items() if key[1:] in self.table}
            case messages.Failed():
                key = (message.hearing, message.document, message.format)
                self.failed[key] = message.problems
                if message.problems and key in self.documents:
                    self.documents[key].withdraw()
            case messages.Done():
                self.done.add(message.kind)
                self.took[message.kind] = round((time.monotonic() - self.since) * 1000)
            case messages.Checked():
                self.late, self.checked = message.problems, True
            case messages.Bug():
                self.bug = True
            case _:
                assert_never(message)

    def problems(self) -> list[Problem]:
        own = [problem for key, found in self.failed.items() if key[0] == self.hearing for problem in found]
        late = () if errors(self.content) else self.late
        return in_order([*self.content, *own, *late])

    def state(self, link: Callable[[Problem], str]) -> dict[str, Any]:
        """The state for the page; ``link`` leads to a problem's place in the editor."""
        found = self.problems()
        return {
            "number": self.number,
            "hearing": self.hearing,
            "hearings": [{"id": id, "title": title} for id, title in self.hearings],
            "documents": [self._document(name, format) for name, format in self.table],
            "problems": [_problem(problem, link(problem)) for problem in found],
            "summary": summary(found) if found else "",
            "errors": len(errors(found)),
            "done": sorted(self.done),
            "took": self.took,
            "checked": self.checked,
            "bug": self.bug,
        }

    def _document(self, name: str, format: str) -> dict[str, Any]:
        key = (self.hearing, name, format)
        shown = self.documents.get(key)
        old = bool(errors(self.content) or errors(self.failed.get(key, ())) or self.bug)
        return {
            "name": name,
            "format": format,
            "version": shown.version if shown else 0,
            "sheets": shown.sheets if shown else [],
            "placed": shown.placed if shown else 0,
            "old": old,
        }


def _problem(problem: Problem, link: str) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "place": str(problem.where),
        "message": problem.message,
        "hint": problem.hint,
        "rule": problem.rule,
        "snippet": problem.where.snippet,
        "link": link,
    }


def relevant(paths: Iterable[str]) -> bool:
    """Whether one of the changed files is one that we read: editors leave others about."""
    names = [path.replace("\\", "/").rsplit("/", 1)[-1] for path in paths]
    return any(not name.startswith((".", "~", "#")) and not name.endswith(("~", ".swp", ".tmp")) for name in names)
