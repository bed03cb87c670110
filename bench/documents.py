"""The trees of the project's real documents, and what their writers are handed besides."""

from __future__ import annotations

import datetime as dt
import importlib
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from nist_docs import content, deliverables
from nist_docs.making import Maker
from nist_docs.problems import Problems
from nist_docs.project import Project
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.writers.resources import Resources

ROOT = Path(__file__).resolve().parents[1]

# Nothing in the content depends on the moment of decision but its states; any fixed one gives the same documents.
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

Made = tuple[tree.Document, Resources]


def maker(root: Path = ROOT, hearing: str = "nist") -> Maker:
    """What makes one hearing's documents. Raises Problems."""
    project = Project(root, root / "content", root / "output", NOW)
    read, problems = content.load(project.content, project.name(project.content))
    if problems:
        raise Problems(problems)
    return Maker(project, read, hearing, Templates(project.templates))


def load(root: Path = ROOT, hearing: str = "nist") -> dict[str, Made]:
    """Every document of one hearing under the name that the deliverables table has for it. Raises Problems."""
    made = maker(root, hearing)
    date = made.content.hearings[hearing].document_date().iso
    documents = deliverables.load(made.resources.templates)
    return {one.name: (made.tree_of(one, date), made.resources) for one in documents}


def load_ugly(name: str, interviews: int | None = None) -> dict[str, Made]:
    """The documents of one of the tests' ugly contents, or of one with so many interviews."""
    with tempfile.TemporaryDirectory() as folder:
        write_ugly(name, Path(folder), interviews)
        made = load(Path(folder), name)
    # The folder is gone; its styles are the project's.
    return {id: (read, replace(resources, templates=ROOT / "templates")) for id, (read, resources) in made.items()}


def write_ugly(name: str, folder: Path, interviews: int | None = None) -> None:
    """The content itself, with templates beside it."""
    sys.path.insert(0, str(ROOT / "tests"))
    ugly: Any = importlib.import_module("ugly")
    if interviews is not None:
        ugly.CASES[name] = lambda: ugly.case(ugly.hearing(interviews=interviews))
    shutil.copytree(ROOT / "templates", folder / "templates")
    ugly.write(name, folder)
