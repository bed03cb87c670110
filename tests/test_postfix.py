"""A mailing through other people's SMTP: Postfix's own sink, which answers, refuses and hangs up as it is told."""

from __future__ import annotations

import datetime as dt
import email.policy
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest
from conftest import required
from sending_child import compose

from nist_docs.distribution import sending
from nist_docs.distribution.clock import Clock
from nist_docs.distribution.ledger import Ledger, State
from nist_docs.distribution.posting import Relay
from nist_docs.distribution.profile import Profile
from nist_docs.distribution.recipients import Recipient

NOW = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)
TORTURE = bool(os.environ.get("NIST_DOCS_TORTURE"))
MANY = 1000 if TORTURE else 20


@contextmanager
def sink(*options: str) -> Iterator[tuple[int, Path]]:
    """Postfix's smtp-sink: its port, and the folder into which it writes each message."""
    program = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
    if program is None:
        missing = "smtp-sink is not installed (Debian: postfix)"
        if TORTURE:
            required(missing)
        pytest.skip(missing)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        user = ["-u", "nobody"] if os.geteuid() == 0 else []  # it refuses to run as root
        Path(folder).chmod(0o777)
        running = subprocess.Popen([program, *user, *options, "-d", f"{folder}/", f"127.0.0.1:{port}", "100"])
        try:
            for _ in range(100):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port, Path(folder)
        finally:
            running.terminate()
            running.wait(10)


def mailing(path: Path, port: int, number: int) -> dict[State, int]:
    people = [Recipient(row, f"person{row}@example.org", {"name": f"Person {row}"}) for row in range(2, number + 2)]
    clock = Clock(lambda: NOW, lambda _: None)
    with Ledger(path) as ledger:
        ledger.intend(1, people, NOW)
        relay = Relay(Profile("sink", "127.0.0.1", port, "plain"))
        sending.send(ledger, ledger.due(1, NOW), relay, "hearings@example.org", compose, 60_000, clock)
        relay.close()
        return ledger.counts(1)


@pytest.mark.torture
def test_a_mailing_arrives_each_message_once_and_whole(tmp_path: Path) -> None:
    with sink() as (port, folder):
        assert mailing(tmp_path / "ledger.sqlite", port, MANY) == {State.SENT: MANY}
        written = [file.read_bytes() for file in folder.iterdir()]
    found = {}
    for data in written:
        # The sink tells of the envelope in headers of its own.
        message = message_from_bytes(data, policy=email.policy.default)
        (to,) = message["To"].addresses
        assert data.count(b"X-Rcpt-Args") == 1
        assert to.addr_spec.encode() in data.split(b"X-Rcpt-Args:")[1].splitlines()[0]
        (copy,) = message.iter_attachments()
        assert copy.get_content() == f"%PDF {to.display_name}".encode()
        found[str(message["Message-ID"])] = to.addr_spec
    assert len(found) == len(set(found.values())) == MANY


@pytest.mark.torture
@pytest.mark.parametrize(
    ("options", "state"),
    [
        (("-r", "RCPT"), State.DEFERRED), (("-f", "RCPT"), State.REFUSED), (("-r", "DATA"), State.DEFERRED),
        (("-f", "DATA"), State.REFUSED), (("-r", "."), State.DEFERRED), (("-f", "."), State.REFUSED),
        (("-q", "RCPT"), State.DEFERRED), (("-q", "."), State.UNCERTAIN),
    ],
)  # fmt: skip
def test_what_the_sink_refuses_is_in_the_right_state(tmp_path: Path, options: tuple[str, str], state: State) -> None:
    with sink(*options) as (port, _):
        counts = mailing(tmp_path / "ledger.sqlite", port, 3)
    assert counts == {state: 3}
