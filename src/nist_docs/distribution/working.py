"""Who does the work: this process, several, or an existing Dask cluster. All speak `concurrent.futures`."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

import click

from nist_docs.distribution.writing import Here

FEW = 2_000  # jobs that are done before other processes have begun


@contextlib.contextmanager
def workers(number: int | None, scheduler: str | None, jobs: int) -> Iterator[Executor]:
    """An executor for so many jobs: ``scheduler`` is a Dask cluster's address, ``number`` that of processes.

    A cluster's workers must reach the project's folder under the same path.
    """
    if scheduler:
        with _cluster(scheduler) as executor:
            yield executor
    elif number == 1 or (number is None and jobs <= FEW):
        yield Here()
    else:
        # Not forked: a child should not inherit what is open here, nor WeasyPrint's threads.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(number or os.cpu_count(), mp_context=context) as executor:
            yield executor


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise click.UsageError("--scheduler needs Dask: pip install 'nist-docs[dask]'") from None
    try:
        client = Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError:
        raise click.UsageError(f"no Dask scheduler answers at {address}") from None
    with client:
        executor: Executor = client.get_executor()  # type: ignore[no-untyped-call]
        yield executor
