"""A hearing with all that its documents are made of: whoever opens it needs this program, and none of our folders."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nist_docs import unchanged
from nist_docs.records import dataclass

if TYPE_CHECKING:
    from nist_docs.content import Content
    from nist_docs.deliverables import Document
    from nist_docs.project import Project

CONTENT, TEMPLATES = "content", "templates"


@dataclass(frozen=True, slots=True)
class Common:
    """What every parcel of a run holds. ``program`` and ``system`` are what the same bytes can be made by alone: the
    program's hash, and the versions of the system libraries that set lines."""

    project: Project
    files: Mapping[str, bytes]
    program: str
    system: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parcel:
    """``files`` are by their path from the project's folder on; ``order``, an `Order`, is read by the same program
    alone."""

    files: Mapping[str, bytes]
    order: bytes
    program: str
    system: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """Which documents are to be made of which hearing."""

    project: Project
    content: Content
    hearing: str
    documents: tuple[Document, ...]


def common(project: Project, program: str, system: Mapping[str, str]) -> Common:
    paths = [project.root / "requirements.lock", *unchanged.files(project.templates)]
    files = {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    return Common(project, files, program, system)


def packed(common: Common, content: Content, hearing: str, documents: Sequence[Document]) -> Parcel:
    """The hearing as it is in memory, which a record of its next edition may stand in that no file has yet."""
    pictures = {one.file for one in content.hearings[hearing].pictures if one.file}
    files = {f"{CONTENT}/pictures/{file}": content.picture(file).read_bytes() for file in pictures}
    project = replace(common.project, limits=common.project.bounds(hearing))
    order = Order(project, content.alone(hearing), hearing, tuple(documents))
    return Parcel({**common.files, **files}, pickle.dumps(order, protocol=5), common.program, common.system)


def unpacked(parcel: Parcel, folder: Path) -> None:
    """Its files, in a folder that is there and empty."""
    for name, data in parcel.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def order(parcel: Parcel, folder: Path) -> Order:
    """What is to be made, of the files that lie in this folder."""
    known: Order = pickle.loads(parcel.order)
    content = folder / CONTENT
    project = replace(known.project, root=folder, content=content, output=folder / "output")
    return replace(known, project=project, content=replace(known.content, root=content))
