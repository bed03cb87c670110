"""The copies of a list, made and told of: what `copies` and `send` have in common."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nist_docs.commands.wording import counted, shown
from nist_docs.project import Project
from nist_docs.records import dataclass

if TYPE_CHECKING:
    from nist_docs.distribution.edition import Edition
    from nist_docs.distribution.folders import Folders
    from nist_docs.distribution.personal import Personal
    from nist_docs.distribution.recipients import Checked, Recipient


@dataclass(frozen=True, slots=True)
class Planned:
    """Of what copies are to be made, and where."""

    project: Project
    personal: Personal
    edition: Edition
    folders: Folders


Files = Mapping[tuple[str, str], tuple["Recipient", str]]
"""Each recipient's copy, by their identity."""


def recipients_of(path: Path, skip_bad: bool) -> tuple[Checked, tuple[Recipient, ...]]:
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
        mend = mending.to_mend(path)
        why = ((row, "; ".join(p.message for p in checked.bad[row.number])) for row in checked.bad_rows())
        mending.write(mend, checked.table.head, why)
        bad = counted(len(checked.bad), "bad row is", "bad rows are")
        click.echo(f"{bad} left out, to be mended in {shown(mend)}: {words}", err=True)
        if not checked.good:
            raise click.UsageError("no good row is left")
    return checked, checked.good


def plan(project: Project, hearing: str | None, document: str, columns: Sequence[str], part: str = "") -> Planned:
    """Copies that show some of these columns. Raises Problems."""
    from nist_docs.distribution import edition, folders, personal

    read, id, chosen = personal.load(project, hearing, document)
    known = edition.edition(project, read, id, document)
    maker = personal.Personal(project, read, id, chosen, columns)
    return Planned(project, maker, known, folders.folders(project, id, known.number, part))


def make_copies(planned: Planned, recipients: Sequence[Recipient]) -> Files:
    """Makes the copies that are missing and says what was made. Raises Problems."""
    from nist_docs.distribution import folders, making, working

    maker, place = planned.personal, planned.folders
    _say_what_is_laid_out_alone(maker, recipients)
    try:
        with (
            working.workers(planned.project.workers, len(recipients)) as executor,
            click.progressbar(length=len(recipients), label="Copies", file=sys.stderr) as bar,
        ):
            folder = folders.made(place.copies)
            result = making.make(maker, planned.edition, folder, recipients, executor, bar.update)
    except KeyboardInterrupt:
        click.echo("\nRun it again to go on: whole copies are taken over.", err=True)
        raise
    old = len(result.copies) - result.new
    before = f", {old} of them from before" if old else ""
    click.echo(f"{counted(len(result.copies), 'copy', 'copies')} in {shown(place.copies)}{before}")
    how = "all" if result.proven == len(result.copies) else f"a random {result.proven}"
    click.echo(
        f"Each was compared with the master; {how} pass PDF/UA-1 and PDF/A-3a, and pdfium reads them as it should."
    )
    names = {one.row: one.file for one in result.copies}
    return {one.identity: (one, names[one.row]) for one in recipients}


def _say_what_is_laid_out_alone(maker: Personal, recipients: Sequence[Recipient]) -> None:
    """Rows whose letters or lengths no slot can hold, before the run: each costs as much as a whole layout."""
    from nist_docs.distribution.setting import CannotSet

    rows = []
    for recipient in recipients:
        try:
            maker.frame(recipient.fields).tail(recipient.fields)
        except CannotSet:
            rows.append(recipient.row)
    if rows:
        numbers = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        why = "for letters or lengths that the master has no room for"
        click.echo(f"Laid out one by one, {why}: rows {numbers}", err=True)
