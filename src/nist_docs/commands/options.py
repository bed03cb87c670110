"""The options of commands: which project, by when, within which limits, by how many."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nist_docs.project import MEGABYTES, SECONDS, Limits, Project, Workers
from nist_docs.records import dataclass

if TYPE_CHECKING:
    from nist_docs.typesetter import Typesetter


PROGRAM = Path(__file__).resolve().parents[3]  # the folder that the program lies in


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the program begins with: the folder that it works on, and a typesetter that loads already."""

    root: Path = PROGRAM
    typesetter: Typesetter | None = None


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> dt.datetime:
    if value is None:
        return dt.datetime.now().astimezone()
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write date and time: 2015-12-01T06:00+01:00") from None
    return moment if moment.tzinfo else moment.astimezone()


def _some(_: click.Context, __: click.Parameter, value: float) -> float:
    if not 0 < value < math.inf:  # "nan" is a number, too
        raise click.BadParameter(f"{value:g} is no limit: write a number above 0")
    return value


def _refuse_shared(root: Path, content: Path, output: Path) -> None:
    """Raises UsageError if documents would lie among what they are made from."""
    for source in (content, root / "templates"):
        if output.resolve().is_relative_to(source.resolve()):
            where = f"{source.name}/, from which they are made"
            raise click.UsageError(f"OUTPUT: documents cannot lie in {where}: name a folder beside it")


def _document_date() -> dt.date | None:
    """The documents' date from SOURCE_DATE_EPOCH (seconds), where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError("SOURCE_DATE_EPOCH must be a number of seconds since 1970") from None


def run_of(context: click.Context) -> Run:
    """The run that a command is a part of."""
    return context.ensure_object(Run)


def project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--content, --output, --now and the limits, handed to the command as one project; with `worker_options`, too."""

    def with_project(
        content: Path | None, output: Path | None, now: dt.datetime, seconds: float, megabytes: float,
        workers: int | None = None, scheduler: str | None = None, **others: Any,
    ) -> Any:  # fmt: skip
        root = run_of(click.get_current_context()).root
        folders = (root, (content or root / "content").absolute(), (output or root / "output").absolute())
        _refuse_shared(*folders)
        limits, by = Limits(seconds, megabytes), Workers(workers, scheduler or "")
        project = Project(*folders, now, _document_date(), limits, by)
        return command(project=project, **others)

    with_project.__name__, with_project.__doc__ = command.__name__, command.__doc__
    folder = click.Path(path_type=Path)
    words = "{} that making a hearing may take; more for one of over 200 pages."
    for option in (
        click.option("--megabytes", default=MEGABYTES, callback=_some, help=words.format("Memory"), show_default=True),
        click.option(
            "--seconds", default=SECONDS, callback=_some, help=words.format("Processor time"), show_default=True
        ),
        click.option("--now", callback=_moment, metavar="TIME", help="The moment of decision, instead of the clock's."),
        click.option("--output", type=folder, help="Where the documents go.", show_default="output/"),
        click.option("--content", type=folder, help="Where the YAML lies.", show_default="content/"),
    ):
        with_project = option(with_project)
    return with_project


def worker_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--workers and --scheduler, handed to the command with its project."""
    number = "Processes that share the work; by default as many as it is worth."
    address = "Or: the scheduler of a Dask cluster that does it, as tcp://host:8786."
    scheduler = click.option("--scheduler", metavar="ADDRESS", help=address)
    return click.option("--workers", type=click.IntRange(1), metavar="NUMBER", help=number)(scheduler(command))
