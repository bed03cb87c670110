"""Sends what the ledger says is due: one recipient a message, no faster than the rate, each step written down."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from functools import partial

from nist_docs.distribution.clock import Clock
from nist_docs.distribution.ledger import Entry, Ledger, State
from nist_docs.distribution.posting import Outcome, Relay

# When a message that was refused for now is tried again; after the last, it is refused for good.
RETRIES = tuple(dt.timedelta(minutes=minutes) for minutes in (15, 60, 240, 720, 1440))
BREAKS = 3  # connections that break one after the other, before the program gives up for now

Compose = Callable[[Entry], EmailMessage]


def send(
    ledger: Ledger, entries: Sequence[Entry], relay: Relay, sender: str, compose: Compose, rate: int, clock: Clock,
    progress: Callable[[int], None] = lambda _: None,
) -> None:  # fmt: skip
    """Sends to each of these once. Raises Problems where the relay takes nothing at all; what was sent stays noted."""
    pause, broken = 60 / rate, 0
    last: float | None = None
    for entry in entries:
        message = compose(entry)
        (copy,) = message.iter_attachments()
        sha256 = hashlib.sha256(copy.get_content()).hexdigest()
        if last is not None:
            clock.sleep(max(0.0, pause - (time.monotonic() - last)))
        last = time.monotonic()
        at_data = partial(
            ledger.note, entry.id, State.AT_DATA, clock.now(), message_id=str(message["Message-ID"]),
            file=copy.get_filename(), sha256=sha256,
        )  # fmt: skip
        outcome = relay.post(message, sender, entry.recipient.address, at_data)
        _note(ledger, entry, outcome, clock.now())
        progress(1)
        broken = broken + 1 if outcome.is_over else 0
        if broken == BREAKS:
            return


def _note(ledger: Ledger, entry: Entry, outcome: Outcome, now: dt.datetime) -> None:
    if outcome.state is not State.DEFERRED:
        ledger.note(entry.id, outcome.state, now, reply=outcome.reply)
    elif entry.attempts < len(RETRIES):
        ledger.note(entry.id, State.DEFERRED, now, reply=outcome.reply, due=now + RETRIES[entry.attempts])
    else:
        ledger.note(entry.id, State.REFUSED, now, reply=f"given up after {entry.attempts + 1} times: {outcome.reply}")
