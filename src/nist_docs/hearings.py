"""Every hearing's documents, by whoever does the work: this process, forks of it, or workers that have nothing of it.

Forks begin with all that this process has read. Where it cannot be forked, and on a cluster's machines, each hearing
goes out as a parcel.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nist_docs import bounds
from nist_docs.content import HEARINGS, Content
from nist_docs.deliverables import Document
from nist_docs.printing import Printer
from nist_docs.problems import Problem, errors
from nist_docs.project import Project
from nist_docs.rendering import Rendering, render
from nist_docs.sharing import shared
from nist_docs.templating import Templates
from nist_docs.typesetter import Bounded

if TYPE_CHECKING:
    from concurrent.futures import Executor


def render_all(
    project: Project, content: Content, documents: Sequence[Document], printer: Printer, problems: Sequence[Problem]
) -> list[Rendering]:
    """Every hearing's documents. Content with errors is not rendered: each document would only repeat them."""
    if errors(problems):
        return []
    names = sorted(content.hearings)
    templates = Templates(project.templates)

    def work(name: str, printer: Printer) -> Rendering:
        return render(project, content, name, documents, templates, printer)

    largest_first = sorted(names, key=lambda name: -(content.root / HEARINGS / f"{name}.yaml").stat().st_size)
    workers = project.workers
    processes = min(len(names), workers.processes or _cores())
    if workers.scheduler or (workers.processes and processes > 1 and not printer.typesetter.forks):
        made = list(_sent_out(project, content, largest_first, documents, printer))
    elif processes == 1 or not printer.typesetter.forks:
        made = [work(name, printer) for name in largest_first]
    else:
        apart = Printer(project, printer.program, printer.last, Bounded())
        made = shared(largest_first, lambda name: work(name, apart), processes)
    return sorted(made, key=lambda one: one.hearing)


def _sent_out(
    project: Project, content: Content, names: Sequence[str], documents: Sequence[Document], printer: Printer
) -> Iterator[Rendering]:
    """Each hearing as a parcel, made anew: who opens it has nothing of the last build. Raises Problems."""
    from concurrent.futures import as_completed

    from nist_docs import elsewhere, parcels

    common = parcels.common(project, printer.program, printer.system().versions)
    with _executor(project) as executor:
        jobs = [executor.submit(elsewhere.make, parcels.packed(common, content, name, documents)) for name in names]
        for number, job in enumerate(as_completed(jobs), 1):
            yield elsewhere.opened(job.result())
            bounds.making(f"hearings, {number} of {len(names)} made")


@contextmanager
def _executor(project: Project) -> Iterator[Executor]:
    from concurrent.futures import ThreadPoolExecutor

    if project.workers.scheduler:
        from nist_docs import clusters

        with clusters.cluster(project.workers.scheduler) as executor:
            yield executor
    else:
        with ThreadPoolExecutor(project.workers.processes) as executor:  # each thread waits for a process of its own
            yield executor


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
