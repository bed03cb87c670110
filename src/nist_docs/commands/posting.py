"""Messages, into the outbox or to the relay: what `send` and `send-correction` have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nist_docs.commands.copying import Planned, make_copies
from nist_docs.commands.wording import counted, shown
from nist_docs.distribution.clock import Clock

if TYPE_CHECKING:
    from email.message import EmailMessage

    from nist_docs.distribution.ledger import Entry, Ledger
    from nist_docs.distribution.messages import Writer
    from nist_docs.distribution.profile import Profile
    from nist_docs.distribution.recipients import Recipient


def hand_over(planned: Planned, recipients: Sequence[Recipient], smtp: str | None, wait: bool, mend: Path) -> None:
    """The copies, and messages with them, into the outbox or to the relay. Raises Problems."""
    from nist_docs.distribution import folders, messages, outbox

    who = messages.writer(planned.personal)
    if smtp:
        _refuse_unfit(planned, who)
    files = make_copies(planned, recipients)

    def compose(recipient: Recipient) -> EmailMessage:
        one, file = files[recipient.identity]
        data = (planned.folders.copies / file).read_bytes()
        return messages.message(planned.personal, who, one, file, data, Clock().now())

    if smtp:
        _post(planned, recipients, who, compose, smtp, wait, mend)
        return
    written = ((files[one.identity][1].removesuffix(".pdf") + ".eml", compose(one)) for one in recipients)
    number = outbox.write(folders.made(planned.folders.outbox), written)
    lie = counted(number, "message lies", "messages lie")
    click.echo(f"Nothing is sent. {lie} in {shown(planned.folders.outbox)}: look at {outbox.PAGE} first.")
    for reason in planned.edition.reasons:
        click.echo(f"Not to be sent yet: {reason}")


def _post(
    planned: Planned, recipients: Sequence[Recipient], who: Writer, compose: Callable[[Recipient], EmailMessage],
    smtp: str, wait: bool, mend: Path,
) -> None:  # fmt: skip
    """Sends, if a person says so. Raises Problems."""
    from nist_docs.distribution import profile, status
    from nist_docs.distribution.ledger import Ledger

    number = planned.edition.number
    known = profile.load(planned.folders.root, smtp)
    with Ledger(planned.folders.ledger) as ledger:
        _tell_of_before(ledger, number)
        ledger.intend(number, recipients, Clock().now())
        wanted = {one.identity for one in recipients}

        def due() -> list[Entry]:
            return [one for one in ledger.due(number, Clock().now()) if one.recipient.identity in wanted]

        _ask(due(), known)
        try:
            _send(ledger, number, due, known, who, compose, wait)
        finally:
            for line in status.counts(ledger, number):
                click.echo(line)
            _mend(ledger.entries(number), mend)


def _refuse_unfit(planned: Planned, who: Writer) -> None:
    """Raises Problems with every reason why the edition may not be sent."""
    from nist_docs.problems import Place, Problem, Problems

    reasons = [*planned.edition.reasons]
    if who.sender is None:
        reasons.append("the sender has no address: write mail: with address: in the sender's file in content/senders/")
    if reasons:
        where, hint = Place(planned.edition.hearing), "then send again; without SMTP=… the messages are made to look at"
        raise Problems(Problem("not-sent", where, reason, hint) for reason in reasons)


def _tell_of_before(ledger: Ledger, edition: int) -> None:
    if uncertain := ledger.settle(Clock().now()):
        left = counted(
            uncertain, "message of a run that was broken off is", "messages of a run that was broken off are"
        )
        click.echo(f"{left} uncertain: `make send-status` lists them.")
    if forgotten := sum(one.is_forgotten for one in ledger.entries(edition)):
        left = counted(forgotten, "recipient of this edition is", "recipients of this edition are")
        click.echo(f"{left} forgotten: nobody knows whether this list has them too.")
        click.confirm("Send all the same?", abort=True, err=True)


def _ask(entries: Sequence[Entry], known: Profile) -> None:
    """Has the number typed back. Raises click.UsageError where it is another."""
    if not entries:
        click.echo("Nobody is due.")
        return
    messages = counted(len(entries), "message")
    click.echo(f"To be sent now: {messages}, through {known.host}, {known.rate} a minute.")
    if click.prompt("Type the number to send them", type=str, err=True).strip() != str(len(entries)):
        raise click.UsageError("that is another number: nothing is sent")


def _send(
    ledger: Ledger, edition: int, due: Callable[[], list[Entry]], known: Profile, who: Writer,
    compose: Callable[[Recipient], EmailMessage], wait: bool,
) -> None:  # fmt: skip
    from nist_docs.distribution import sending
    from nist_docs.distribution.ledger import OPEN
    from nist_docs.distribution.posting import Relay

    assert who.sender is not None
    relay, clock = Relay(known), Clock()
    while entries := due():
        try:
            with click.progressbar(length=len(entries), label="Sending", file=sys.stderr) as bar:
                sending.send(
                    ledger, entries, relay, who.sender.addr_spec, lambda one: compose(one.recipient), known.rate, clock,
                    bar.update,
                )  # fmt: skip
        finally:
            relay.close()
        later = [one.due for one in ledger.entries(edition) if one.state in OPEN and one.due]
        if later and not wait:
            click.echo(f"Run this again after {min(later).astimezone():%Y-%m-%d %H:%M} for those refused for now.")
        if not later or not wait:
            return
        clock.sleep(max(0.0, (min(later) - clock.now()).total_seconds()))


def _mend(entries: Sequence[Entry], path: Path) -> None:
    """Those who were refused for good, with the relay's words, as a list to mend."""
    from nist_docs.distribution import mending
    from nist_docs.distribution.ledger import State
    from nist_docs.distribution.lists import Row

    refused = [one for one in entries if one.state is State.REFUSED and not one.is_forgotten]
    if not refused:
        return
    columns = tuple(dict.fromkeys(column for one in refused for column in one.fields if column != "held"))
    rows = (
        (Row(one.row, (one.address or "", *(one.fields.get(c, "") for c in columns))), one.reply or "")
        for one in refused
    )
    mending.write(path, Row(1, ("address", *columns)), rows)
    click.echo(f"Refused for good, to be mended: {shown(path)}")
