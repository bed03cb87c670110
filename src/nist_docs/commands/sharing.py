"""The options of commands whose work can be shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def worker_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--workers and --scheduler, handed to the command with its project."""
    number = "Processes that share the work; by default as many as it is worth."
    address = "Or: the scheduler of a Dask cluster that does it, as tcp://host:8786."
    scheduler = click.option("--scheduler", metavar="ADDRESS", help=address)
    return click.option("--workers", type=click.IntRange(1), metavar="NUMBER", help=number)(scheduler(command))
