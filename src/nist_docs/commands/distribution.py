"""The commands from a published briefing to the people who were there: copies, messages, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from nist_docs.commands.copying import make_copies, plan, recipients_of
from nist_docs.commands.options import project_options, worker_options
from nist_docs.commands.posting import hand_over
from nist_docs.commands.wording import counted, shown, table
from nist_docs.distribution.clock import Clock
from nist_docs.project import Project

REFUSED = "refused.csv"  # those of a correction: it has no list to lie beside

_PATH = click.Path(path_type=Path)
_LIST = click.option("--list", "path", type=_PATH, required=True, help="The recipients: CSV, XLSX or YAML.")
_LISTS = click.option("--list", "paths", type=_PATH, multiple=True, help="A list that they stand in too.")
_HEARING = click.option("--hearing", metavar="ID", help="Which hearing, where there are several.")
_DOCUMENT = click.option("--document", default="briefing", show_default=True, help="Which document is made personal.")
_SKIP = click.option("--skip-bad", is_flag=True, help="Leave bad rows out, in a file to mend beside the list.")
_SMTP = click.option("--smtp", metavar="PROFILE", help="Send, by a profile in distribution/smtp.yaml.")
_WAIT = click.option("--wait", is_flag=True, help="Stay until those who were refused for now are settled.")
_SENT = click.option("--sent", metavar="MESSAGE-ID", help="Decide: this uncertain message has arrived.")
_AGAIN = click.option("--again", metavar="MESSAGE-ID", help="Decide: this one has not, and is to be sent again.")
_WHO = click.option("--who", metavar="ADDRESS", help="Whose traces are to go.")
_NAME = click.option("--name", help="Which of several people with this address.")
_MAILING = click.option(
    "--mailing", type=click.IntRange(1), metavar="EDITION", help="Or: the traces of a whole mailing."
)


@click.command()
@_LIST
@_HEARING
@_DOCUMENT
@_SKIP
@worker_options
@project_options
def copies(project: Project, path: Path, hearing: str | None, document: str, skip_bad: bool) -> None:
    """Make each recipient of a list their own copy of the briefing."""
    checked, recipients = recipients_of(path, skip_bad)
    planned = plan(project, hearing, document, checked.columns)
    make_copies(planned, recipients)
    for reason in planned.edition.reasons:
        click.echo(f"Not to be sent yet: {reason}")


@click.command()
@_LIST
@_HEARING
@_DOCUMENT
@_SKIP
@worker_options
@_SMTP
@_WAIT
@project_options
def send(
    project: Project, path: Path, hearing: str | None, document: str, skip_bad: bool, smtp: str | None, wait: bool
) -> None:  # fmt: skip
    """Make a message with the copy for each recipient: files to look at, or sent with --smtp."""
    from nist_docs.distribution import mending

    project = _now(project)
    _refuse_unknown(project, smtp)
    checked, recipients = recipients_of(path, skip_bad)
    planned = plan(project, hearing, document, checked.columns)
    hand_over(planned, recipients, smtp, wait, mending.refused(path))


@click.command()
@_HEARING
@_DOCUMENT
@worker_options
@_SMTP
@_WAIT
@project_options
def send_correction(project: Project, hearing: str | None, document: str, smtp: str | None, wait: bool) -> None:
    """Make a message for everyone who holds an earlier edition: what changed, and their new copy."""
    from nist_docs.distribution import edition, folders, personal
    from nist_docs.distribution.ledger import Ledger

    project = _now(project)
    _refuse_unknown(project, smtp)
    read, id, _ = personal.load(project, hearing, document)
    known = edition.edition(project, read, id, document)
    place = folders.folders(project, id, known.number)
    if not place.ledger.exists():
        click.echo("Nothing was sent yet: nobody holds an earlier edition.")
        return
    with Ledger(place.ledger) as ledger:
        holders = [one for one in ledger.latest() if one.edition < known.number]
    if not holders:
        click.echo(f"Nobody holds an edition before {known.number}.")
        return
    recipients = tuple(replace(one.recipient, fields={**one.fields, "held": str(one.edition)}) for one in holders)
    recipients = tuple(replace(one, row=row) for row, one in enumerate(recipients, 1))
    columns = tuple(dict.fromkeys(column for one in recipients for column in one.fields))
    planned = plan(project, id, document, columns, folders.CORRECTIONS)
    hand_over(planned, recipients, smtp, wait, planned.folders.edition_folder / REFUSED)


@click.command()
@_HEARING
@_DOCUMENT
@_SENT
@_AGAIN
@project_options
def send_status(project: Project, hearing: str | None, document: str, sent: str | None, again: str | None) -> None:
    """Show who was sent what, and what became of it; decide what is uncertain."""
    from nist_docs.distribution import folders, personal, status
    from nist_docs.distribution.ledger import Ledger, State
    from nist_docs.distribution.mending import write_private

    _, id, _ = personal.load(project, hearing, document)
    place = folders.folders(project, id, 0)
    if not place.ledger.exists():
        if sent or again:
            raise click.UsageError(f"nothing of '{id}' was sent yet, this message neither")
        click.echo(f"Nothing of '{id}' was sent yet: make send LIST=… SMTP=…")
        return
    with Ledger(place.ledger) as ledger:
        ledger.settle(Clock().now())
        for message_id, state, why in ((sent, State.SENT, "it arrived"), (again, State.INTENDED, "it did not arrive")):
            if message_id:
                found = [
                    one for one in ledger.entries() if one.message_id == message_id and one.state is State.UNCERTAIN
                ]
                if not found:
                    raise click.UsageError("no uncertain message has this Message-ID: `make send-status` lists them")
                ledger.note(found[0].id, state, Clock().now(), reply=f"decided by a person: {why}")
        entries = ledger.entries()
        for edition in sorted({one.edition for one in entries}):
            click.echo(f"Edition {edition}")
            for line in (*status.counts(ledger, edition), "", *status.time_line(ledger, edition), ""):
                click.echo(line)
        for line in table(status.HEAD, status.table(entries)):
            click.echo(line)
    path = place.root / id / "status.csv"
    write_private(path, status.csv(entries))
    click.echo(f"\nThe same for a spreadsheet: {shown(path)}")


@click.command()
@_HEARING
@_DOCUMENT
@_WHO
@_NAME
@_MAILING
@_LISTS
@project_options
def forget(
    project: Project, hearing: str | None, document: str, who: str | None, name: str | None, mailing: int | None,
    paths: tuple[Path, ...],
) -> None:  # fmt: skip
    """Take a person, or a mailing, out of lists, copies, messages and ledger; number and state stay."""
    from nist_docs.distribution import folders, forgetting, personal
    from nist_docs.distribution.ledger import Ledger
    from nist_docs.distribution.recipients import folded, normalised

    if (who is None) == (mailing is None):
        raise click.UsageError("name a person (WHO=address) or a mailing (MAILING=edition)")
    try:
        meant = forgetting.Who(normalised(who).casefold(), folded(name or "").casefold()) if who else None
    except ValueError as error:
        raise click.UsageError(f"WHO is no address: {error}") from None
    _, id, _ = personal.load(project, hearing, document)
    root = folders.folders(project, id, 0)
    named = forgetting.opened(paths)
    entries = []
    if root.ledger.exists():
        with Ledger(root.ledger) as ledger:
            entries = forgetting.entries(ledger, meant, mailing)
            ledger.forget([one.id for one in entries])
    listed = sum(forgetting.rows(path, table, meant) for path, table in named) if meant else 0
    gone = messages = nobodys = 0
    for place in folders.all_of(project, id):
        if mailing in (None, place.edition):
            files = [one.file for one in entries if one.file and one.edition == place.edition]
            messages += forgetting.messages(place.outbox, meant)
            gone += forgetting.copies(place.copies, files, meant)
            nobodys += forgetting.nobodys(place.copies)
            (place.edition_folder / REFUSED).unlink(missing_ok=True)
    (root.root / id / "status.csv").unlink(missing_ok=True)
    if nobodys:
        left = counted(nobodys, "copy lies there of which", "copies lie there of which")
        click.echo(f"{left} nobody knows whose it is: make the copies again, or delete them.", err=True)
    if not (entries or gone or messages or listed):
        raise click.UsageError(f"nothing was found of {f'edition {mailing}' if mailing else who}")
    said = (
        counted(gone, "copy", "copies"),
        counted(messages, "message"),
        counted(listed, "row of lists", "rows of lists"),
    )
    click.echo(f"Gone: {len(entries)} in the ledger, {', '.join(said)}.")
    if mailing:
        click.echo("The mailing's list is yours: delete it where it lies.")


def _refuse_unknown(project: Project, smtp: str | None) -> None:
    """Raises Problems if there is no such profile: before thousands of copies are made for it."""
    from nist_docs.distribution import folders, profile

    if smtp:
        profile.load(folders.folders(project, "", 0).root, smtp)


def _now(project: Project) -> Project:
    """The project at this moment, whatever --now says: that is for looking ahead, never for sending."""
    return replace(project, now=Clock().now().astimezone())
