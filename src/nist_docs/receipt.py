"""What a set is made of: versions, sources and files, each with its hash. Never a clock or a path of a machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from nist_docs import __version__, fonts
from nist_docs.facts import Proof
from nist_docs.gates import Decision
from nist_docs.problems import Place, Problem
from nist_docs.publish import RECEIPT, as_json, index_of, is_lock_file, listed
from nist_docs.records import dataclass
from nist_docs.verify import reverify
from nist_docs.verify.standards import Check

_PACKAGES = (
    "jinja2",
    "weasyprint",
    "pydyf",
    "python-docx",
    "pydantic",
    "babel",
    "fonttools",
    "uharfbuzz",
    "page-validation",
)


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a set. Pages where the format has them, else words."""

    hearing: str
    document: str
    format: str
    file_name: str
    data: bytes
    title: str
    language: str
    states: tuple[str, ...]
    pages: int | None
    words: int
    checks: tuple[Check, ...] = ()

    @property
    def path(self) -> str:
        """Relative to the output folder."""
        return f"{self.hearing}/{self.file_name}"

    def files(self) -> dict[str, bytes]:
        """The file, and beside it what validators said of it."""
        return {self.file_name: self.data} | ({self._report_name: self._report()} if self.checks else {})

    @property
    def _report_name(self) -> str:
        return f"{self.file_name}.checks.json"

    def _report(self) -> bytes:
        checks = [check.report() for check in self.checks]
        return as_json({"file": self.file_name, "sha256": _hash(self.data), "checks": checks})

    def entry(self) -> dict[str, Any]:
        extent = {"pages": self.pages} if self.pages is not None else {"words": self.words}
        checked = {}
        if self.checks:
            report = {"path": f"{self.hearing}/{self._report_name}", "sha256": _hash(self._report())}
            checked = {"checks": [check.entry() for check in self.checks], "report": report}
        return {
            "hearing": self.hearing,
            "document": self.document,
            "format": self.format,
            "path": self.path,
            "sha256": _hash(self.data),
            "bytes": len(self.data),
            "title": self.title,
            "language": self.language,
            **extent,
            "states": list(self.states),
            **checked,
        }


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Made(Protocol):
    """What a receipt tells of one hearing's set; ``sources`` are file names with their SHA-256."""

    hearing: str
    outputs: list[Output]
    sources: dict[str, str]
    date: str
    proof: Proof
    decision: Decision


def receipt(made: Made, root: Path, system: dict[str, str]) -> dict[str, Any]:
    """The receipt of one hearing's set; ``system`` has the versions of the system's libraries."""
    return {
        "format": 1,
        "hearing": made.hearing,
        "document_date": made.date or None,
        "edition": made.decision.standing.entry(),
        "versions": versions(root) | system,
        "sources": [{"path": path, "sha256": sha256} for path, sha256 in sorted(made.sources.items())],
        "fonts": [{"name": name, "sha256": sha256} for name, sha256 in _fonts()],
        "proof": made.proof.entry(),
        "outputs": [output.entry() for output in made.outputs],
    }


@cache
def _fonts() -> tuple[tuple[str, str], ...]:
    """The files of the faces that documents embed."""
    return tuple(sorted((path.name, _hash(path.read_bytes())) for *_, path in fonts.faces()))


@cache
def versions(root: Path) -> dict[str, str]:
    """The program, its packages and the lock file."""
    lock = root / "requirements.lock"
    known = {"nist-docs": __version__}
    known |= {name: version(name) for name in _PACKAGES}
    known["lock"] = hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "none"
    return known


def altered(output: Path) -> list[Problem]:
    """What in an output folder is not as its receipts say, or no longer passes the checks that they report."""
    index = output / RECEIPT
    if not index.is_file():
        hint = "build first: make all"
        return [Problem("no-output", Place(output.name), "there is nothing that was built here", hint)]
    problems = []
    receipts = []
    for path in sorted(output.glob(f"*/{RECEIPT}")):
        known = listed(path)
        if known is None:
            where = Place(f"{output.name}/{path.parent.name}/{RECEIPT}")
            problems.append(Problem("altered-receipt", where, "this receipt cannot be read", _AGAIN))
            continue
        receipts.append(json.loads(path.read_bytes()))
        problems += _altered_set(output, path.parent, receipts[-1]["outputs"])
    if as_json(index_of(receipts)) != index.read_bytes():
        message = "the index and the sets' receipts do not say the same"
        problems.append(Problem("altered-receipt", Place(f"{output.name}/{RECEIPT}"), message, _AGAIN))
    return problems


def _altered_set(output: Path, folder: Path, entries: list[dict[str, Any]]) -> Iterator[Problem]:
    listed_files = [*entries, *(entry["report"] for entry in entries if "report" in entry)]
    known = {folder / str(entry["path"]).split("/", 1)[1]: entry for entry in listed_files}
    for file, entry in known.items():
        where = Place(f"{output.name}/{folder.name}/{file.name}")
        if not file.is_file():
            yield Problem("missing-output", where, "the file is gone", _AGAIN)
        elif _hash(data := file.read_bytes()) != entry["sha256"]:
            yield Problem("altered-output", where, "the file was changed after it was built", _AGAIN)
        elif "checks" in entry:
            yield from reverify(data, where.file)
    for file in sorted(folder.iterdir()):
        if file not in known and file.name != RECEIPT and not is_lock_file(file.name):
            where = Place(f"{output.name}/{folder.name}/{file.name}")
            yield Problem("stray-output", where, "this file was not built here", "move it out of the output folder")


_AGAIN = "build again: make all"
