"""Who does the work: this process, several, or an existing Dask cluster. All speak `concurrent.futures`."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

from nist_docs.clusters import cluster
from nist_docs.distribution.writing import Here
from nist_docs.project import Workers

FEW = 2_000  # jobs that are done before other processes have begun


@contextlib.contextmanager
def workers(who: Workers, jobs: int) -> Iterator[Executor]:
    """An executor for so many jobs. A cluster's workers must reach the project's folder under the same path: they write
    thousands of files. Raises Problems."""
    if who.scheduler:
        with cluster(who.scheduler) as executor:
            yield executor
    elif who.processes == 1 or (who.processes is None and jobs <= FEW):
        yield Here()
    else:
        # Not forked: a child should not inherit what is open here, nor WeasyPrint's threads.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(who.processes or os.cpu_count(), mp_context=context) as executor:
            yield executor
