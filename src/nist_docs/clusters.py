"""An existing Dask cluster as an executor. Its faults, which are nobody's content's, in words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor

from nist_docs.problems import Place, Problem, Problems

PATIENCE = 10  # seconds for the scheduler, and then for a first worker, to answer


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The cluster of the scheduler at this address (``tcp://host:8786``). Raises Problems where there is none, where it
    has no worker, and where its workers lack this program or are lost."""
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        hint = "install it beside the program: .venv/bin/pip install distributed"
        raise _problems("work is shared with a cluster through Dask, which is not installed", hint) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        hint = "is it running, and its address written as tcp://host:8786?"
        raise _problems(f"no Dask scheduler answers at {address}", hint) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise _problems(f"the scheduler at {address} has no workers", _START) from None
        executor: Executor = client.get_executor()  # type: ignore[no-untyped-call]
        try:
            yield executor
        except ModuleNotFoundError as error:
            raise _problems(f"a worker lacks a part of this program ({error.name})", _START) from None
        except KilledWorker:
            hint = "look at the workers' own log, whether they have enough memory; then run this again"
            raise _problems("several workers ended over the same work", hint) from None


_START = "on each worker's machine, in the program's folder: PYTHONPATH=src .venv/bin/dask worker tcp://host:8786"


def _problems(message: str, hint: str) -> Problems:
    return Problems([Problem("cluster", Place("--scheduler"), message, hint)])
