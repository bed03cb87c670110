"""Sends small messages from a ledger, as `make send` does: for tests that kill it."""

from __future__ import annotations

import datetime as dt
import sys
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from nist_docs.distribution import sending
from nist_docs.distribution.clock import Clock
from nist_docs.distribution.ledger import Entry, Ledger
from nist_docs.distribution.messages import Writer, headed
from nist_docs.distribution.posting import Relay
from nist_docs.distribution.profile import Profile

WHO = Writer(Address("Exempel", addr_spec="hearings@example.org"), None, "")


def compose(entry: Entry) -> EmailMessage:
    message = headed(WHO, entry.recipient, "Ett exemplar", f"message-{entry.id}", dt.datetime.now(dt.UTC))
    message.set_content(f"Hej {entry.name}!")
    message.add_attachment(f"%PDF {entry.name}".encode(), maintype="application", subtype="pdf", filename="copy.pdf")
    return message


def run(ledger: Path, port: int) -> None:
    clock = Clock()
    with Ledger(ledger) as opened:
        opened.settle(clock.now())
        relay = Relay(Profile("test", "127.0.0.1", port, "plain", rate=60_000))
        sending.send(opened, opened.due(1, clock.now()), relay, "hearings@example.org", compose, 60_000, clock)
        relay.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
