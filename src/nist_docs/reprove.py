"""The proof again, of a folder that was built before or elsewhere: its files against the content that lies here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from nist_docs import content, deliverables, rules
from nist_docs.content import Content
from nist_docs.formats import Format
from nist_docs.making import Maker, sources
from nist_docs.problems import Problem, Problems, errors
from nist_docs.project import Project
from nist_docs.proving import subject
from nist_docs.publish import RECEIPT, listed
from nist_docs.records import dataclass
from nist_docs.templating import Templates
from nist_docs.verify import compare
from nist_docs.writers.resources import Written


@dataclass(slots=True)
class Reproof:
    """How many files were compared again, what differs, and why sets were not compared (by hearing)."""

    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def reprove(project: Project) -> Reproof:
    """Compares every file of every set whose sources are those that lie here. Makes trees, and writes nothing."""
    done = Reproof()
    receipts = [path for path in sorted(project.output.glob(f"*/{RECEIPT}")) if listed(path) is not None]
    loaded, problems = content.load(project.content, project.name(project.content))
    problems += rules.check(loaded)
    for path in receipts:
        receipt: dict[str, Any] = json.loads(path.read_bytes())
        name = path.parent.name
        if errors(problems):
            done.left[name] = "the content has errors"
        elif name not in loaded.hearings:
            done.left[name] = "the content has no such hearing"
        elif changed := _changed(sources(project, loaded, name), receipt.get("sources", [])):
            done.left[name] = f"changed since: {', '.join(changed)}"
        else:
            _compare(project, loaded, receipt, path.parent, done)
    return done


def _changed(now: dict[str, str], then: list[dict[str, str]]) -> list[str]:
    before = {entry["path"]: entry["sha256"] for entry in then}
    return sorted(path for path in now.keys() | before.keys() if now.get(path) != before.get(path))


def _compare(project: Project, loaded: Content, receipt: dict[str, Any], folder: Path, done: Reproof) -> None:
    name = folder.name
    documents = {document.name: document for document in deliverables.load(project.templates)}
    try:
        maker = Maker(project, loaded, name, Templates(project.templates))
        for entry in receipt["outputs"]:
            if list(maker.states.names()) != entry["states"]:
                done.left[name] = "it was built in another state (draft, embargo, archive)"
                return
            file = folder / str(entry["path"]).split("/", 1)[1]
            if file.is_file() and entry["document"] in documents:
                tree = maker.tree_of(documents[entry["document"]], receipt["document_date"] or "")
                written = Written(file.read_bytes(), entry.get("pages"))
                path = f"{project.output.name}/{entry['path']}"
                done.problems += compare(subject(maker, written, Format(entry["format"]), tree, path))
                done.files += 1
    except Problems as found:
        done.problems += found.problems
    except (KeyError, TypeError, ValueError):
        done.left[name] = "its receipt lacks what a receipt says of a file"


def said(done: Reproof) -> Iterator[str]:
    """What there is to say of it besides problems."""
    if done.files:
        yield f"{done.files} files say what the content says, compared again word by word."
    for name, reason in done.left.items():
        yield f"{name} was not compared with the content again: {reason}"
