"""Which edition is distributed, whether it may leave the house, and whether the built set is still that edition.

The one place where distribution asks about publication.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from nist_docs import gates
from nist_docs.content import Content
from nist_docs.editions import standing
from nist_docs.making import sources
from nist_docs.project import Project
from nist_docs.publish import RECEIPT
from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """``sha256`` is the general edition's, as its receipt names it; empty if it is not built, or not as it stands.

    ``reasons`` say why it may not be sent; without one, it may.
    """

    hearing: str
    number: int
    sha256: str
    reasons: tuple[str, ...]
    changed: str  # what was corrected in it, since the one before


def edition(project: Project, content: Content, hearing: str, document: str) -> Edition:
    """The edition that the content is, or is to be, at the project's moment of decision."""
    known = standing(content, hearing)
    reasons = [f"{problem.where}: {problem.message}" for problem in gates.obstacles(content, hearing, project.now)]
    if not known.is_published:
        reasons.append(f"this text is no edition yet: run make publish NAME={hearing}")
    sha256, fault = _built(project, content, hearing, document)
    if fault:
        reasons.append(fault)
    changed = known.last.reason if known.last else None
    return Edition(hearing, known.number, sha256, tuple(reasons), changed or "")


def _built(project: Project, content: Content, hearing: str, document: str) -> tuple[str, str]:
    """The built document's hash, or why there is none that counts."""
    folder = project.output / hearing
    receipt = _receipt(folder)
    built = (one for one in receipt.get("outputs", ()) if (one["document"], one["format"]) == (document, "pdf"))
    entry = next(built, None)
    if entry is None:
        return "", f"its {document} is not built: run `make all`"
    if {one["path"]: one["sha256"] for one in receipt["sources"]} != sources(project, content, hearing):
        return "", "content or templates were changed after it was built: run `make all`"
    try:
        found = hashlib.sha256((project.output / entry["path"]).read_bytes()).hexdigest()
    except OSError:
        found = ""
    if found != entry["sha256"]:
        return "", f"output/{entry['path']} was changed after it was built: run `make all`"
    return found, ""


def _receipt(folder: Path) -> dict[str, Any]:
    try:
        known: dict[str, Any] = json.loads((folder / RECEIPT).read_bytes())
        return known
    except (OSError, ValueError):
        return {}
