"""A parcel's documents made by a worker: in a process of its own, which is bounded as a build here is.

A worker of a cluster has threads, and other people's work: it neither forks nor lays out pages itself.
"""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nist_docs import parcels, unchanged
from nist_docs.parcels import Parcel
from nist_docs.problems import Place, Problem, Problems

if TYPE_CHECKING:
    from nist_docs.rendering import Rendering

_PARCEL, _ANSWER = "parcel", "answer"


def make(parcel: Parcel) -> bytes:
    """What became of the parcel's hearing, for `opened`. Whatever it raises is no fault of the content."""
    with tempfile.TemporaryDirectory(prefix="nist-docs-") as name:
        folder = Path(name)
        parcels.unpacked(parcel, folder)
        (folder / _PARCEL).write_bytes(pickle.dumps(parcel, protocol=5))
        path = os.pathsep.join(filter(None, (str(unchanged.SOURCE.parent), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", __name__, name]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False)
        try:
            return (folder / _ANSWER).read_bytes()
        except FileNotFoundError:
            said = done.stderr.decode(errors="replace")
            raise RuntimeError(f"{_here()} made nothing (exit code {done.returncode}):\n{said}") from None


def opened(answer: bytes) -> Rendering:
    """The hearing's documents. Raises Problems, and Failed for what is no problem of the content."""
    from nist_docs.bounds import Failed

    kind, value = pickle.loads(answer)
    if kind == "problems":
        raise Problems(value)
    if kind == "failed":
        raise Failed(value)
    rendering: Rendering = value
    return rendering


def _here() -> str:
    return f"the worker on {socket.gethostname()}"


# --- in the process of its own -----------------------------------------------------------------------


def _main(folder: Path) -> None:
    from nist_docs import bounds
    from nist_docs.typesetter import die_with_parent

    die_with_parent()
    parcel: Parcel = pickle.loads((folder / _PARCEL).read_bytes())
    try:
        answer: tuple[str, Any] = ("done", _made(parcel, folder))
    except Problems as found:
        answer = ("problems", list(found.problems))
    except bounds.Failed as error:
        answer = ("failed", f"{_here()}:\n{error}")
    (folder / _ANSWER).write_bytes(pickle.dumps(answer, protocol=5))


def _made(parcel: Parcel, folder: Path) -> Rendering:
    """Raises Problems, and Failed."""
    if unchanged.program(folder) != parcel.program:
        message = f"{_here()} has another version of this program, or of its packages"
        hint = "bring both machines to the same commit, run make set-up on both, and start the worker from its .venv"
        raise Problems([Problem("worker", _WHERE, message, hint)])
    from nist_docs import bounds

    return bounds.within(parcels.order(parcel, folder).project, lambda: _rendered(parcel, folder))


def _rendered(parcel: Parcel, folder: Path) -> Rendering:
    from nist_docs.printing import Printer
    from nist_docs.rendering import render
    from nist_docs.templating import Templates
    from nist_docs.typesetter import Bounded

    typesetter = Bounded()
    system = typesetter.system().versions
    if system != parcel.system:
        said = [f"{name} {system.get(name, 'none')}, not {known}" for name, known in parcel.system.items()
                if system.get(name) != known]  # fmt: skip
        message = f"{_here()} would break lines in other places: it has {'; '.join(said)}"
        raise Problems([Problem("worker", _WHERE, message, "use workers with the same system as this machine's")])
    order = parcels.order(parcel, folder)
    project, printer = order.project, Printer(order.project, parcel.program, None, typesetter)
    return render(project, order.content, order.hearing, order.documents, Templates(project.templates), printer)


_WHERE = Place("--scheduler")

if __name__ == "__main__":
    _main(Path(sys.argv[1]))
