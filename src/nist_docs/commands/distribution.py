"""The commands from a published briefing to the people who were there: `copies`, and what follows it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nist_docs.project import Project

if TYPE_CHECKING:
    from nist_docs.distribution.recipients import Checked, Recipient

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def register(main: click.Group, project_options: Decorator) -> None:
    """Adds the commands to the others."""
    for command, options in _COMMANDS:
        made = project_options(command)
        for option in reversed(options):
            made = option(made)
        main.command(command.__name__.replace("_", "-"))(made)


_PATH = click.Path(path_type=Path)
_LIST = click.option("--list", "path", type=_PATH, required=True, help="The recipients: CSV, XLSX or YAML.")
_HEARING = click.option("--hearing", metavar="ID", help="Which hearing, where there are several.")
_DOCUMENT = click.option("--document", default="briefing", show_default=True, help="Which document is made personal.")
_SKIP = click.option("--skip-bad", is_flag=True, help="Leave bad rows out, in a file to mend beside the list.")
_WORKERS = click.option("--workers", type=click.IntRange(1), help="Processes; by default as many as the work is worth.")
_SCHEDULER = click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster's scheduler, as tcp://host:8786.")


def copies(
    project: Project, path: Path, hearing: str | None, document: str, skip_bad: bool, workers: int | None,
    scheduler: str | None,
) -> None:  # fmt: skip
    """Make each recipient of a list their own copy of the briefing."""
    from nist_docs.distribution import edition, folders, making, personal, working

    read, id, chosen = personal.load(project, hearing, document)
    checked, recipients = _recipients(path, skip_bad)
    known = edition.edition(project, read, id, document)
    place = folders.folders(project, id, known.number)
    maker = personal.Personal(project, read, id, chosen, checked.columns)
    _say_what_is_laid_out_alone(maker, recipients)
    with (
        working.workers(workers, scheduler, len(recipients)) as executor,
        click.progressbar(length=len(recipients), label="Copies", file=sys.stderr) as bar,
    ):
        result = making.make(maker, known, folders.made(place.copies), recipients, executor, bar.update)
    old = len(result.copies) - result.new
    click.echo(
        f"{len(result.copies)} copies in {_shown(place.copies)}" + (f", {old} of them from before" if old else "")
    )
    how = "all" if result.proven == len(result.copies) else f"a random {result.proven}"
    click.echo(
        f"Each was compared with the master; {how} pass PDF/UA-1 and PDF/A-3a and are read by pdfium as they should."
    )
    for reason in known.reasons:
        click.echo(f"Not to be sent yet: {reason}")


_COMMANDS = ((copies, (_LIST, _HEARING, _DOCUMENT, _SKIP, _WORKERS, _SCHEDULER)),)


def _recipients(path: Path, skip_bad: bool) -> tuple[Checked, tuple[Recipient, ...]]:
    """The list's good rows; bad ones stop everything, or go to a file to mend. Raises Problems."""
    from nist_docs.distribution import lists, mending, recipients
    from nist_docs.problems import Problems

    checked = recipients.check(lists.read(path))
    for hint in checked.hints:
        click.echo(str(hint), err=True)
    if checked.bad:
        words = recipients.in_words(checked.problems())
        if not skip_bad:
            click.echo(f"{path.name}, {len(checked.bad)} of {len(checked.table.rows)} rows: {words}\n", err=True)
            raise Problems(checked.problems())
        mend = path.with_name(f"{path.stem}-to-mend.csv")
        why = ((row, "; ".join(p.message for p in checked.bad[row.number])) for row in checked.bad_rows())
        mending.write(mend, checked.table.head, why)
        click.echo(f"{len(checked.bad)} bad rows are left out, to be mended in {_shown(mend)}: {words}", err=True)
        if not checked.good:
            raise click.UsageError("no good row is left")
    return checked, checked.good


def _say_what_is_laid_out_alone(maker: Any, recipients: tuple[Recipient, ...]) -> None:
    """Rows whose letters or lengths no slot can hold, before the run: each costs as much as a whole layout."""
    from nist_docs.distribution.setting import CannotSet

    rows = []
    for recipient in recipients:
        try:
            maker.frame(recipient.fields).tail(recipient.fields)
        except CannotSet:
            rows.append(recipient.row)
    if rows:
        shown = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        click.echo(
            f"Laid out one by one, for letters or lengths that the master has no room for: rows {shown}", err=True
        )


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
