"""Sending: to each recipient at most once, and what became of it is known, whatever breaks."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.headerregistry import Address
from pathlib import Path

import keyring.backend
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import fail, null
from relaying import STAGES, Script, certificate, relay
from sending_child import compose, run

from nist_docs.distribution import profile, sending
from nist_docs.distribution.clock import Clock
from nist_docs.distribution.ledger import Ledger, State
from nist_docs.distribution.messages import Writer, headed
from nist_docs.distribution.posting import Relay
from nist_docs.distribution.profile import Profile
from nist_docs.distribution.recipients import Recipient
from nist_docs.problems import Problems

NOW = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


def people(number: int) -> list[Recipient]:
    return [
        Recipient(row, f"person{row}@example.org", {"name": f"Person {row} Påhittad"}) for row in range(2, number + 2)
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as opened:
        yield opened


def plain(port: int) -> Profile:
    return Profile("test", "127.0.0.1", port, "plain")


def post(ledger: Ledger, known: Profile, clock: Clock | None = None) -> None:
    clock = clock or Clock(lambda: NOW, lambda _: None)
    through = Relay(known)
    try:
        sending.send(ledger, ledger.due(1, clock.now()), through, "hearings@example.org", compose, 60_000, clock)
    finally:
        through.close()


def states(ledger: Ledger) -> list[State]:
    return [one.state for one in ledger.entries()]


# --- what arrives --------------------------------------------------------------------------------


def test_each_gets_one_message_with_their_own_copy_and_no_other_persons_data(ledger: Ledger) -> None:
    script = Script()
    everyone = people(200)
    ledger.intend(1, everyone, NOW)
    with relay(script) as port:
        post(ledger, plain(port))
    assert set(states(ledger)) == {State.SENT}
    assert len(script.taken) == 200
    for (sender, to, data), message, person in zip(script.taken, script.messages(), everyone, strict=True):
        assert (sender, to) == ("hearings@example.org", [person.address])
        assert [one.addr_spec for one in message["To"].addresses] == [person.address]
        assert message["Bcc"] is None
        (copy,) = message.iter_attachments()
        assert copy.get_content() == f"%PDF {person.name}".encode()
        others = [other for other in (person.row - 1, person.row + 1) if f"person{other}@".encode() in data]
        assert not others


def test_the_relays_own_words_are_kept(ledger: Ledger) -> None:
    ledger.intend(1, people(1), NOW)
    with relay(Script()) as port:
        post(ledger, plain(port))
    (one,) = ledger.entries()
    assert (one.reply, one.message_id) == ("250 taken", "<message-1@example.org>")


def test_nobody_is_sent_to_twice_by_further_runs(ledger: Ledger) -> None:
    script = Script()
    with relay(script) as port:
        for _ in range(3):
            ledger.intend(1, people(5), NOW)
            post(ledger, plain(port))
    assert len(script.taken) == 5


def test_messages_go_out_no_faster_than_the_rate(ledger: Ledger) -> None:
    slept: list[float] = []
    ledger.intend(1, people(4), NOW)
    with relay(Script()) as port:
        through = Relay(plain(port))
        clock = Clock(lambda: NOW, slept.append)
        sending.send(ledger, ledger.due(1, NOW), through, "hearings@example.org", compose, 30, clock)
        through.close()
    assert len(slept) == 3
    assert all(1.0 < pause <= 2.0 for pause in slept)


# --- code x stage ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "stage"), list(itertools.product((450, 451, 550, 552, 554), STAGES)))
def test_every_refusal_at_every_stage_ends_in_the_right_state(ledger: Ledger, code: int, stage: str) -> None:
    ledger.intend(1, people(1), NOW)
    concerns_all = stage == "EHLO" or (stage == "MAIL" and code >= 500)
    with relay(Script(codes={stage: code})) as port:
        if concerns_all:
            with pytest.raises(Problems, match=str(code)):
                post(ledger, plain(port))
        else:
            post(ledger, plain(port))
    (one,) = ledger.entries()
    expected = State.INTENDED if concerns_all else State.REFUSED if code >= 500 else State.DEFERRED
    assert one.state is expected
    assert concerns_all or (one.reply or "").startswith(str(code))


@pytest.mark.parametrize("stage", [*STAGES[1:]])
def test_a_line_that_breaks_is_tried_again_unless_the_message_was_out(ledger: Ledger, stage: str) -> None:
    ledger.intend(1, people(2), NOW)
    with relay(Script(hang_up=stage)) as port:
        post(ledger, plain(port))
    assert set(states(ledger)) == {State.UNCERTAIN if stage == "dot" else State.DEFERRED}


def test_one_refused_recipient_does_not_hold_up_the_others(ledger: Ledger) -> None:
    script = Script()
    ledger.intend(1, people(3), NOW)
    with relay(script) as port:
        known = plain(port)
        through = Relay(known)
        script.codes["RCPT"] = 550
        sending.send(ledger, ledger.due(1, NOW)[:1], through, "a@example.org", compose, 60_000, Clock(lambda: NOW))
        script.codes.clear()
        sending.send(ledger, ledger.due(1, NOW), through, "a@example.org", compose, 60_000, Clock(lambda: NOW))
        through.close()
    assert states(ledger) == [State.REFUSED, State.SENT, State.SENT]


def test_a_refusal_for_now_is_tried_on_a_schedule_and_then_given_up(ledger: Ledger) -> None:
    ledger.intend(1, people(1), NOW)
    moments = [NOW]
    with relay(Script(codes={"RCPT": 450})) as port:
        while True:
            post(ledger, plain(port), Clock(lambda: moments[-1], lambda _: None))
            (one,) = ledger.entries()
            if one.due is None:
                break
            assert not ledger.due(1, one.due - dt.timedelta(seconds=1))
            moments.append(one.due)
    waits = [after - before for before, after in itertools.pairwise(moments)]
    assert tuple(waits) == sending.RETRIES
    assert one.state is State.REFUSED
    assert (one.reply or "").startswith("given up after 6 times: 450")


# --- TLS -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_over_verified_tls(ledger: Ledger, tmp_path: Path, security: str) -> None:
    context, authority = certificate(tmp_path, "127.0.0.1")
    ledger.intend(1, people(2), NOW)
    script = Script()
    with relay(script, **{security: context}) as port:
        post(ledger, Profile("test", "127.0.0.1", port, security, ca=str(authority)))
    assert len(script.taken) == 2


YESTERDAY = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("case", ["wrong host", "self-signed", "expired"])
def test_a_certificate_that_is_not_right_stops_everything(
    ledger: Ledger, tmp_path: Path, security: str, case: str
) -> None:
    name = "relay.example.org" if case == "wrong host" else "127.0.0.1"
    before = {"not_before": YESTERDAY - dt.timedelta(days=9), "not_after": YESTERDAY} if case == "expired" else {}
    context, authority = certificate(tmp_path, name, **before)
    ledger.intend(1, people(1), NOW)
    script = Script()
    known = Profile("test", "127.0.0.1", 0, security, ca="" if case == "self-signed" else str(authority))
    with relay(script, **{security: context}) as port, pytest.raises(Problems, match="certificate"):
        post(ledger, Profile(known.name, known.host, port, security, ca=known.ca))
    assert not script.taken
    assert states(ledger) == [State.INTENDED]


def test_a_relay_without_tls_gets_nothing(ledger: Ledger) -> None:
    ledger.intend(1, people(1), NOW)
    script = Script()
    with relay(script) as port, pytest.raises(Problems, match="STARTTLS"):
        post(ledger, Profile("test", "127.0.0.1", port, "starttls"))
    assert not script.taken


PROFILES = {
    "plain to elsewhere": ("host: smtp.example.org\n  security: plain", "this machine only"),
    "no host": ("port: 25", "name is missing"),
    "another protection": ("host: smtp.example.org\n  security: ssl", "no way of protection"),
    "a misspelt key": ("host: smtp.example.org\n  prot: 25", "did you mean 'port'"),
    "a port in words": ("host: smtp.example.org\n  port: none", "is no number"),
    "no authority": ("host: smtp.example.org\n  ca: /nowhere.pem", "no such file"),
}


@pytest.mark.parametrize("case", PROFILES)
def test_a_profile_that_cannot_be_right_is_refused(tmp_path: Path, case: str) -> None:
    written, words = PROFILES[case]
    (tmp_path / profile.FILE).write_text(f"office:\n  {written}\n", "utf-8")
    with pytest.raises(Problems, match=words):
        profile.load(tmp_path, "office")


def test_the_password_comes_from_the_environment_and_is_asked_for_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Profile("office", "smtp.example.org", 587, "starttls", user="hearings")
    monkeypatch.setenv(profile.PASSWORD, "secret")
    assert known.password() == "secret"
    monkeypatch.delenv(profile.PASSWORD)
    with pytest.raises(Problems, match=profile.PASSWORD):
        known.password()


class Store(keyring.backend.KeyringBackend):
    """A keyring of the tests' own, as a desktop has one."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def with_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[keyring.backend.KeyringBackend], None]]:
    """Makes a keyring the system's, and the environment silent."""
    monkeypatch.delenv(profile.PASSWORD, raising=False)
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_password_from_the_keyring_logs_in(
    ledger: Ledger, tmp_path: Path, with_keyring: Callable[[Store], None], security: str
) -> None:
    with_keyring(Store())
    keyring.set_password("nist-docs:office", "hearings", "two words")
    context, authority = certificate(tmp_path, "127.0.0.1")
    ledger.intend(1, people(2), NOW)
    script = Script()
    with relay(script, login=("hearings", "two words"), **{security: context}) as port:
        post(ledger, Profile("office", "127.0.0.1", port, security, user="hearings", ca=str(authority)))
    assert states(ledger) == [State.SENT, State.SENT]
    assert script.logins == ["hearings"]


@pytest.mark.parametrize(("password", "words"), [("mistaken", "this user"), ("lösenord", "no login can carry")])
def test_a_wrong_password_sends_nothing_and_is_in_no_message(
    ledger: Ledger, tmp_path: Path, with_keyring: Callable[[Store], None], password: str, words: str
) -> None:
    with_keyring(Store())
    keyring.set_password("nist-docs:office", "hearings", password)
    context, authority = certificate(tmp_path, "127.0.0.1")
    ledger.intend(1, people(1), NOW)
    script = Script()
    known = ("hearings", "right")
    with relay(script, starttls=context, login=known) as port, pytest.raises(Problems, match=words) as found:
        post(ledger, Profile("office", "127.0.0.1", port, "starttls", user="hearings", ca=str(authority)))
    assert password not in str(found.value)
    assert states(ledger) == [State.INTENDED]
    assert not script.taken


def test_a_relay_that_asks_for_a_login_refuses_a_profile_without_a_user(ledger: Ledger, tmp_path: Path) -> None:
    context, authority = certificate(tmp_path, "127.0.0.1")
    ledger.intend(1, people(1), NOW)
    script = Script()
    with relay(script, starttls=context, login=("hearings", "right")) as port, pytest.raises(Problems, match="530"):
        post(ledger, Profile("office", "127.0.0.1", port, "starttls", ca=str(authority)))
    assert not script.taken


@pytest.mark.parametrize(
    ("store", "words"), [(null.Keyring(), "there is no password"), (fail.Keyring(), "the system's keyring")]
)
def test_a_keyring_that_has_nothing_or_does_not_open_is_said(
    with_keyring: Callable[[keyring.backend.KeyringBackend], None], store: keyring.backend.KeyringBackend, words: str
) -> None:
    with_keyring(store)
    with pytest.raises(Problems, match=words):
        Profile("office", "smtp.example.org", 587, "starttls", user="hearings").password()


# --- kill -9 ---------------------------------------------------------------------------------------


def child(path: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "tests" / "sending_child.py"), str(path), str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def check_after(path: Path, script: Script, kills: int) -> None:
    """0 duplicates, 0 "sent" that did not arrive, and no more uncertain ones than there were kills."""
    taken = script.ids()
    assert len(taken) == len(set(taken))
    with Ledger(path) as ledger:
        ledger.settle(NOW)
        entries = ledger.entries()
    assert {one.message_id for one in entries if one.state is State.SENT} <= set(taken)
    assert sum(one.state is State.UNCERTAIN for one in entries) <= kills
    assert all(one.state in (State.SENT, State.UNCERTAIN) for one in entries)


@pytest.mark.parametrize("stage", ["EHLO", "MAIL", "RCPT", "DATA", "content", "reply"])
def test_a_kill_at_any_step_sends_nothing_twice_and_loses_nothing(path: Path, stage: str) -> None:
    script = Script(kill=stage)
    with Ledger(path) as ledger:
        ledger.intend(1, people(5), NOW)
    with relay(script) as port:
        running = child(path, port)
        script.victim = running.pid
        assert running.wait(30) == -signal.SIGKILL
        again = child(path, port)
        assert again.wait(30) == 0
    check_after(path, script, kills=1)


@pytest.mark.torture
def test_kills_at_random_moments_send_nothing_twice_and_lose_nothing(path: Path) -> None:
    kills = 500 if os.environ.get("NIST_DOCS_TORTURE") else 8
    chance, script, done = random.Random(3), Script(), 0
    with Ledger(path) as ledger:
        ledger.intend(1, people(kills * 4), NOW)
    with relay(script) as port:
        while done < kills:
            running = child(path, port)
            before = len(script.taken)
            while running.poll() is None and len(script.taken) == before:
                time.sleep(0.005)  # it has begun to send
            time.sleep(chance.random() * 0.05)
            running.kill()
            running.wait(30)
            done += 1
        last = child(path, port)
        assert last.wait(120) == 0
    check_after(path, script, kills)


# --- the ledger --------------------------------------------------------------------------------------


def test_an_uncertain_message_is_never_sent_again_by_itself(ledger: Ledger) -> None:
    ledger.intend(1, people(2), NOW)
    ledger.note(1, State.AT_DATA, NOW, message_id="<one@example.org>")
    assert ledger.settle(NOW) == 1
    script = Script()
    with relay(script) as port:
        post(ledger, plain(port))
    assert states(ledger) == [State.UNCERTAIN, State.SENT]
    assert len(script.taken) == 1


def test_the_ledger_is_its_owners_alone_and_one_programs_at_a_time(path: Path, ledger: Ledger) -> None:
    ledger.intend(1, people(1), NOW)
    for file in path.parent.glob("ledger.sqlite*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    with pytest.raises(Problems, match="another program has the ledger"):
        Ledger(path)


def test_what_is_forgotten_is_in_no_byte_of_the_ledger_and_its_number_and_state_stay(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.intend(1, people(3), NOW)
        with relay(Script()) as port:
            post(ledger, plain(port))
        ledger.forget([2])
        assert all(b"person3@" not in file.read_bytes() for file in path.parent.iterdir())
        assert all(b"Person 3" not in file.read_bytes() for file in path.parent.iterdir())
        forgotten = ledger.entries()[1]
        assert (forgotten.row, forgotten.state, forgotten.is_forgotten) == (3, State.SENT, True)
    assert b"person2@" in path.read_bytes()


def test_every_step_is_on_the_disk_before_the_next(path: Path, ledger: Ledger) -> None:
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
        assert ledger._database.execute(f"pragma {pragma}").fetchone()[0] == value
    assert sqlite3.sqlite_version_info >= (3, 35)


# --- headers -----------------------------------------------------------------------------------------

LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=80)
WHO = Writer(Address('Exempel & Co, "avd"', addr_spec="hearings@example.org"), None, "no-more@example.org")
EXAMPLES = 10_000 if os.environ.get("NIST_DOCS_TORTURE") else 300


@pytest.mark.torture
@given(LETTERS, LETTERS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_name_and_no_subject_makes_a_further_header_or_recipient(name: str, subject: str) -> None:
    name = " ".join(name.split()) or "x"
    message = headed(WHO, Recipient(2, "anna@example.org", {"name": name}), subject, "token", NOW)
    message.set_content("Hej!")
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert sorted(read.keys()) == sorted(
        ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip
    (to,) = read["To"].addresses
    assert to.addr_spec == "anna@example.org"
    assert message.as_bytes().isascii()


def test_the_child_of_these_tests_sends_as_the_program_does(path: Path) -> None:
    script = Script()
    with Ledger(path) as ledger:
        ledger.intend(1, people(2), NOW)
    with relay(script) as port:
        run(path, port)
    assert len(script.taken) == 2
