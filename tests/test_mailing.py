"""From a published briefing to the people who were there, by the commands that an office uses."""

from __future__ import annotations

import csv
import datetime as dt
import email.policy
import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, PROGRAM, ROOT, Project, apart, make_project
from relaying import Script, relay

from nist_docs.cli import main
from nist_docs.commands.options import Run
from nist_docs.distribution import forgetting, lists, sending
from nist_docs.distribution.ledger import Ledger, State
from nist_docs.distribution.messages import Writer, headed
from nist_docs.distribution.recipients import Recipient

LIST = (
    "name;email;organisation\nAnna Exempelåker;anna@example.org;Exempelregionen\nBo O'Exempel;bo@example.org;Verket\n"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A published hearing whose sender has an address, and a list. Not to be changed."""
    project = make_project(tmp_path_factory.mktemp("published"), ENGLISH)
    (sender,) = (project.content / "senders").glob("*.yaml")
    mail = (
        "mail:\n  address: hearings@example.org\n  reply_to: officer@example.org\n  unsubscribe: no-more@example.org\n"
    )
    sender.write_text(sender.read_text("utf-8") + mail, "utf-8")
    apart(project, "publish", "--name", name_of(project))
    project.write("lists/people.csv", LIST)
    result = project.run("copies", "--list", str(project.root / "lists/people.csv"))
    assert result.exit_code == 0, result.output
    return project


def name_of(project: Project) -> str:
    (path,) = (project.content / "hearings").glob("*.yaml")
    return path.stem


@pytest.fixture
def office(published: Project, tmp_path: Path) -> Project:
    """The same, to be changed."""
    shutil.copytree(published.root, tmp_path / "office", copy_function=shutil.copy2)
    return Project(tmp_path / "office")


def run(project: Project, *arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=answer, obj=Run(project.root))


def send(project: Project, script: Script, *, answer: str = "2\n", list: str = "people.csv") -> Result:
    """`make send SMTP=office` through a relay on loopback."""
    with relay(script) as port:
        profile = f"office:\n  host: 127.0.0.1\n  port: {port}\n  security: plain\n  rate: 60000\n"
        project.write("distribution/smtp.yaml", profile)
        return run(project, "send", "--list", str(project.root / "lists" / list), "--smtp", "office", answer=answer)


def outbox(project: Project) -> list[EmailMessage]:
    files = sorted(project.root.glob("distribution/**/outbox/*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]  # type: ignore[misc]


def ledger(project: Project) -> Ledger:
    (path,) = project.root.glob("distribution/*/ledger.sqlite")
    return Ledger(path)


def publish_correction(project: Project) -> None:
    (path,) = (project.content / "hearings").glob("*.yaml")
    path.write_text(path.read_text("utf-8").replace("place: Example Hall", "place: Sample Hall"), "utf-8")
    apart(project, "publish", "--name", path.stem, "--reason", "The hall is corrected.")


# --- the outbox ------------------------------------------------------------------------------------


def test_by_default_nothing_is_sent_and_messages_lie_ready_to_be_looked_at(office: Project) -> None:
    result = run(office, "send", "--list", str(office.root / "lists/people.csv"))
    assert "Nothing is sent. 2 messages lie in" in result.output
    assert not list(office.root.glob("distribution/*/ledger.sqlite"))
    anna, bo = outbox(office)
    assert str(anna["To"]) == "Anna Exempelåker <anna@example.org>"
    assert (str(bo["From"]), str(bo["Reply-To"])) == ("Example Agency <hearings@example.org>", "officer@example.org")
    assert str(bo["List-Unsubscribe"]) == "<mailto:no-more@example.org>"
    assert str(bo["X-Unsent"]) == "1"
    for message, name in ((anna, "Anna Exempelåker"), (bo, "Bo O'Exempel")):
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        assert plain is not None
        assert html is not None
        assert f"Dear {name}," in plain.get_content()
        assert f"Dear {name}," in unescape(html.get_content())
        (copy,) = message.iter_attachments()
        (file,) = office.root.glob(f"distribution/*/1/copies/{copy.get_filename()}")
        assert copy.get_content() == file.read_bytes()


def test_the_page_shows_the_first_three_and_makes_no_request(office: Project) -> None:
    run(office, "send", "--list", str(office.root / "lists/people.csv"))
    (page,) = office.root.glob("distribution/*/1/outbox/first-messages.html")
    text = page.read_text("utf-8")
    assert text.count("<article>") == 2
    assert "The first of 2 messages" in text
    assert not re.search(r"(src|href)=[\"']?http", text)


def test_subject_and_text_come_from_the_content(office: Project) -> None:
    (path,) = (office.content / "hearings").glob("*.yaml")
    path.write_text(path.read_text("utf-8") + "mailing:\n  subject: Your copy at last\n  text: Thank you.\n", "utf-8")
    run(office, "send", "--list", str(office.root / "lists/people.csv"))
    anna, _ = outbox(office)
    assert str(anna["Subject"]) == "Your copy at last"
    plain = anna.get_body(("plain",))
    assert plain is not None
    assert "Thank you." in plain.get_content()


def test_an_address_of_the_sender_that_is_none_is_named_with_its_line(office: Project) -> None:
    office.replace(
        f"content/senders/{next((office.content / 'senders').iterdir()).name}", "hearings@example.org", "hearings"
    )
    result = run(office, "send", "--list", str(office.root / "lists/people.csv"))
    assert result.exit_code == 1
    assert re.search(r"senders/[\w-]+\.yaml:\d+:\d+: error: this is no address", result.output)


# --- sending -----------------------------------------------------------------------------------------


def test_sending_asks_for_the_count_sends_each_once_and_says_what_became_of_it(office: Project) -> None:
    script = Script()
    result = send(office, script)
    assert result.exit_code == 0, result.output
    assert "To be sent now: 2 messages" in result.output
    assert "2  sent: the relay took it" in result.output
    assert [to for _, to, _ in script.taken] == [["anna@example.org"], ["bo@example.org"]]
    assert "X-Unsent" not in script.messages()[0]
    again = send(office, script)
    assert "Nobody is due." in again.output
    assert len(script.taken) == 2


def test_a_profile_that_is_not_known_is_said_before_anything_is_made(office: Project) -> None:
    office.write("distribution/smtp.yaml", "office:\n  host: 127.0.0.1\n  security: plain\n")
    result = run(office, "send", "--list", str(office.root / "lists/people.csv"), "--smtp", "offic")
    assert result.exit_code == 1
    assert "did you mean 'office'" in result.output
    assert "copies" not in result.output


def test_another_count_sends_nothing(office: Project) -> None:
    script = Script()
    result = send(office, script, answer="3\n")
    assert result.exit_code == 2
    assert "nothing is sent" in result.output
    assert not script.taken


NOT_FIT = {
    "a draft": ("status: published", "status: draft", "the text is in status 'draft'"),
    "changed": ("place: Example Hall", "place: Sample Hall", "no edition yet"),
    "under embargo": ("\nwhen:", "\nembargo: 2999-01-01 06:00+01:00\nwhen:", "embargo"),
}


@pytest.mark.parametrize("case", NOT_FIT)
def test_what_is_not_fit_to_leave_is_not_sent(office: Project, case: str) -> None:
    old, new, words = NOT_FIT[case]
    (path,) = (office.content / "hearings").glob("*.yaml")
    office.replace(f"content/hearings/{path.name}", old, new)
    apart(office, "build")
    script = Script()
    result = send(office, script)
    assert result.exit_code == 1
    assert words in result.output
    assert not script.taken


def test_a_moment_that_is_asked_for_does_not_end_an_embargo_for_sending(office: Project) -> None:
    (path,) = (office.content / "hearings").glob("*.yaml")
    office.replace(f"content/hearings/{path.name}", "\nwhen:", "\nembargo: 2999-01-01 06:00+01:00\nwhen:")
    apart(office, "build")
    result = run(office, "send", "--list", str(office.root / "lists/people.csv"), "--now", "2999-02-01T12:00+01:00")
    assert "Not to be sent yet" in result.output
    assert "embargo" in result.output


def test_what_may_not_be_sent_is_told_before_any_copy_is_made(office: Project) -> None:
    shutil.rmtree(office.root / "distribution")
    (path,) = office.output.glob("*/*briefing.pdf")
    path.write_bytes(path.read_bytes() + b"\n")
    send(office, Script())
    assert copied(office) == set()


def test_a_briefing_that_was_touched_after_it_was_built_is_not_sent(office: Project) -> None:
    (path,) = office.output.glob("*/*briefing.pdf")
    path.write_bytes(path.read_bytes() + b"\n")
    script = Script()
    result = send(office, script)
    assert "was changed after it was built" in result.output
    assert not script.taken


def test_who_is_refused_for_good_goes_to_a_file_to_mend(office: Project) -> None:
    result = send(office, Script(codes={"RCPT": 550}))
    assert "2  refused for good" in result.output
    mend = office.root / "lists" / "people-refused.csv"
    assert stat.S_IMODE(mend.stat().st_mode) == 0o600
    assert [row.cells[0] for row in lists.read(mend).rows] == ["anna@example.org", "bo@example.org"]
    assert "550 as the test says" in mend.read_text("utf-8-sig")


# --- status, correction -----------------------------------------------------------------------------


def test_the_status_shows_counts_a_time_line_and_a_table_and_is_safe_in_a_spreadsheet(office: Project) -> None:
    office.write("lists/people.csv", LIST.replace("Bo O'Exempel", "=cmd|' /C calc'!A0"))
    send(office, Script())
    result = run(office, "send-status")
    assert "2  sent: the relay took it" in result.output
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d  sent +2", result.output)
    assert re.search(r"1 +2 +Anna Exempelåker +sent", result.output)
    (path,) = office.root.glob("distribution/*/status.csv")
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows] == ["name", "Anna Exempelåker", "'=cmd|' /C calc'!A0"]
    assert "@example.org" not in re.sub(r"<[^>]*>", "", path.read_text("utf-8-sig"))


def test_an_uncertain_message_is_decided_by_a_person(office: Project) -> None:
    send(office, Script(hang_up="dot"))
    assert "2  uncertain: look for it, then decide" in run(office, "send-status").output
    with ledger(office) as opened:
        first, second = (str(one.message_id) for one in opened.entries())
    run(office, "send-status", "--sent", first)
    run(office, "send-status", "--again", second)
    script = Script()
    send(office, script, answer="1\n")
    assert script.ids() == [second]
    with ledger(office) as opened:
        assert [one.state for one in opened.entries()] == [State.SENT, State.SENT]
    assert run(office, "send-status", "--sent", "<x@example.org>").exit_code == 2


def test_a_correction_goes_to_exactly_those_who_hold_an_earlier_edition(office: Project) -> None:
    office.write("lists/people.csv", LIST)
    send(office, Script())
    assert "Nobody holds an edition before 1." in run(office, "send-correction").output
    publish_correction(office)
    office.write("lists/late.csv", "name;email\nCecilia Sen;cecilia@example.org\n")
    send(office, Script(), list="late.csv", answer="1\n")
    result = run(office, "send-correction")
    assert result.exit_code == 0, result.output
    messages = outbox(office)
    assert {str(m["To"].addresses[0].addr_spec) for m in messages} == {"anna@example.org", "bo@example.org"}
    plain = messages[0].get_body(("plain",))
    assert plain is not None
    (cecilia,) = office.root.glob("distribution/*/2/copies/*cecilia*.pdf")
    assert cecilia.exists()
    words = " ".join(plain.get_content().split())
    assert "You have edition 1. This one, edition 2, takes its place." in words
    assert "What is changed: The hall is corrected." in words


# --- privacy ----------------------------------------------------------------------------------------


def holders(project: Project, words: str) -> set[str]:
    """The files that hold these words, in any of the ways that they may be written."""
    ways = {words.encode(), words.encode("utf-16-be"), words.encode("utf-16-be").hex().encode()}
    return {
        path.relative_to(project.root).as_posix()
        for path in project.root.rglob("*")
        if path.is_file() and any(way in path.read_bytes() for way in ways)
    }


def test_addresses_are_in_the_list_the_ledger_and_the_messages_and_nowhere_else(
    office: Project, caplog: pytest.LogCaptureFixture
) -> None:
    said = run(office, "send", "--list", str(office.root / "lists/people.csv")).output
    said += send(office, Script()).output + run(office, "send-status").output
    assert "@example.org" not in re.sub(r"<[0-9a-f]{32}@example.org>|[0-9a-f]{32}@example.org", "", said)
    found = holders(office, "anna@example.org")
    allowed = ("lists/people.csv", "ledger.sqlite", ".eml", "first-messages.html")
    assert found
    assert not [path for path in found if not path.endswith(allowed)]
    assert "anna@" not in caplog.text
    for path in office.root.glob("distribution/**/*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.name == "smtp.yaml", path


def test_forgetting_a_person_leaves_number_and_state_and_no_byte_of_them(office: Project) -> None:
    run(office, "send", "--list", str(office.root / "lists/people.csv"))
    send(office, Script())
    result = run(office, "forget", "--who", "Anna@Example.org", "--list", str(office.root / "lists/people.csv"))
    assert result.exit_code == 0, result.output
    assert "Gone: 1 in the ledger, 1 copy, 1 message, 1 row of lists." in result.output
    assert holders(office, "anna@example.org") == holders(office, "Anna Exempelåker") == set()
    assert holders(office, "bo@example.org")
    with ledger(office) as opened:
        assert [(one.row, one.state, one.is_forgotten) for one in opened.entries()] == [
            (2, State.SENT, True), (3, State.SENT, False),
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["Anna Exempelåker", "Παράδειγμα Παραδειγματίδου", 'Bo "Bosse" O\'Exempel, avd. (1)'])
def test_one_of_several_at_an_address_is_forgotten_by_name(tmp_path: Path, name: str) -> None:
    who = Writer(Address("Exempel", addr_spec="hearings@example.org"), None, "")
    for file, called in (("theirs.eml", name), ("others.eml", "Registrator")):
        message = headed(who, Recipient(2, "anna@example.org", {"name": called}), "Hej", file, dt.datetime.now(dt.UTC))
        message.set_content("Hej!")
        (tmp_path / file).write_bytes(message.as_bytes())
    assert forgetting.messages(tmp_path, forgetting.Who("anna@example.org", name.casefold())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["others.eml"]


def test_a_new_mailing_of_an_edition_with_forgotten_people_must_be_confirmed(office: Project) -> None:
    send(office, Script())
    run(office, "forget", "--who", "anna@example.org")
    script = Script()
    result = send(office, script, answer="n\n")
    assert "1 recipient of this edition is forgotten" in result.output
    assert not script.taken
    send(office, script, answer="y\n1\n")
    assert [to for _, to, _ in script.taken] == [["anna@example.org"]]


def test_whose_name_is_the_beginning_of_another_is_forgotten_alone(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    path.write_text("name;email\nBo Exempel;bo@example.org\nBo Exempelman;other@example.org\n", "utf-8")
    run(office, "copies", "--list", str(path))
    result = run(office, "forget", "--who", "BO@example.org", "--list", str(path))
    assert "1 copy, 0 messages, 1 row of lists." in result.output
    assert copied(office) == {"bo-exempelman"}


def copied(office: Project) -> set[str]:
    """Whose copies there are, as their files are called."""
    return {one.stem.removeprefix("harbours-hearing-briefing-") for one in office.root.glob("distribution/**/*.pdf")}


def test_a_copy_that_was_never_sent_is_forgotten_without_its_list(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    # The name is a word of every title, and must not take the others' copies.
    path.write_text("name;email\nHearing;bo@example.org\nAnna Exempel;anna@example.org\n", "utf-8")
    run(office, "copies", "--list", str(path))
    result = run(office, "forget", "--who", "bo@example.org")
    assert "1 copy, 0 messages, 0 rows of lists." in result.output
    assert copied(office) == {"anna-exempel"}
    assert list(json.loads(manifest(office).read_bytes())["whose"]) == ["harbours-hearing-briefing-anna-exempel.pdf"]
    result = run(office, "forget", "--who", "bo@example.org")
    assert (result.exit_code, "nothing was found of bo@example.org" in result.output) == (2, True)


def manifest(office: Project) -> Path:
    (path,) = office.root.glob("distribution/**/manifest.json")
    return path


PEOPLE = [f"Person {letter}" for letter in "ABCDEF"]


# The program, killed when it would write its fourth copy.
KILLED = """
import os, signal
from nist_docs.distribution import writing
kept, written = writing.put, []

def put(path, data):
    written.extend([path] if path.endswith(".pdf") else [])
    if len(written) > 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return kept(path, data)

writing.put = put
"""


@pytest.fixture
def killed(office: Project) -> Project:
    """An office whose run was killed when three of six copies were there."""
    shutil.rmtree(office.root / "distribution")
    rows = "".join(f"{name};{name[-1]}@example.org\n" for name in PEOPLE)
    (office.root / "lists" / "people.csv").write_text(f"name;email\n{rows}", "utf-8")
    command = [sys.executable, "-c", KILLED + PROGRAM, str(office.root), "copies", "--list", "lists/people.csv"]
    ended = subprocess.run(command, cwd=office.root, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(copied(office)) == 3
    return office


def test_a_copy_of_a_run_that_was_killed_is_forgotten(killed: Project) -> None:
    result = run(killed, "forget", "--who", "a@example.org")
    assert "1 copy, 0 messages" in result.output
    assert copied(killed) == {"person-b", "person-c"}


def test_a_copy_of_a_run_that_was_killed_goes_with_the_next_list_that_does_not_ask_for_it(killed: Project) -> None:
    path = killed.root / "lists" / "people.csv"
    path.write_text("name;email\nPerson C;C@example.org\n", "utf-8")
    run(killed, "copies", "--list", str(path))
    assert copied(killed) == {"person-c"}
    assert len(json.loads(manifest(killed).read_bytes())["whose"]) == 1


def test_nothing_is_left_of_who_is_forgotten_and_whose_copy_was_never_written(killed: Project) -> None:
    run(killed, "forget", "--who", "f@example.org")
    assert "person-f" not in manifest(killed).read_text("utf-8")
    run(killed, "forget", "--mailing", "1")
    assert "person-" not in manifest(killed).read_text("utf-8")


def test_a_namesakes_copy_stays(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    path.write_text("name;email\nBo Exempel;bo1@example.org\nBo Exempel;bo2@example.org\n", "utf-8")
    send(office, Script())
    path.write_text("name;email\nBo Exempel;bo2@example.org\n", "utf-8")
    run(office, "copies", "--list", str(path))  # whose file is called as the other one's was
    run(office, "forget", "--who", "bo1@example.org")
    assert copied(office) == {"bo-exempel"}


def test_copies_of_which_nobody_knows_whose_they_are_are_told(office: Project) -> None:
    run(office, "copies", "--list", str(office.root / "lists/people.csv"))
    known = json.loads(manifest(office).read_bytes())
    del known["whose"]  # as an earlier version wrote it
    manifest(office).write_text(json.dumps(known), "utf-8")
    result = run(office, "forget", "--who", "anna@example.org")
    assert "2 copies lie there of which nobody knows whose it is: make the copies again" in result.output


def test_one_of_several_at_an_address_keeps_their_copy_when_another_is_forgotten(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    path.write_text("name;email\nBo Exempel;we@example.org\nAnna Exempel;we@example.org\n", "utf-8")
    run(office, "copies", "--list", str(path))
    run(office, "forget", "--who", "we@example.org", "--name", "Bo Exempel")
    assert copied(office) == {"anna-exempel"}


def test_a_forgotten_row_goes_from_what_was_to_be_mended_too(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    path.write_text(
        "name;email\nAnna Exempel;anna@example.org\nBo;Exempel;bo@example.org;3\n;eva@example.org\n", "utf-8"
    )
    result = run(office, "copies", "--list", str(path), "--skip-bad")
    assert "2 bad rows are left out" in result.output
    result = run(office, "forget", "--who", "eva@example.org", "--list", str(path))
    assert "2 rows of lists." in result.output
    mend = path.with_name("people-to-mend.csv")
    (left,) = lists.read(mend).rows
    assert left.cells[:2] == ("Bo", "Exempel")
    result = run(office, "copies", "--list", str(mend))  # as it is
    assert "a cell has words, and its column has no name [list-cells]" in result.output
    result = run(office, "forget", "--who", "bo@example.org", "--list", str(path))  # in the column that it slipped into
    assert "2 rows of lists." in result.output
    assert not lists.read(mend).rows


def test_nothing_is_forgotten_where_a_list_cannot_be_read(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    run(office, "copies", "--list", str(path))
    before = path.read_bytes()
    path.with_name("people-to-mend.csv").write_text('name;email\n"Bo;b\n', "utf-8")
    result = run(office, "forget", "--who", "anna@example.org", "--list", str(path))
    assert (result.exit_code, "people-to-mend.csv:2: error: this is not CSV" in result.output) == (1, True)
    assert (path.read_bytes(), len(copied(office))) == (before, 2)


def test_a_row_is_forgotten_by_the_form_that_its_address_is_sent_to(office: Project) -> None:
    path = office.root / "lists" / "people.csv"
    path.write_text("name;email\nÅsa  Exempel;asa@exämple.org\n", "utf-8")
    run(office, "copies", "--list", str(path))
    decomposed = "A\u030asa Exempel"
    result = run(office, "forget", "--who", "asa@exämple.org", "--name", decomposed, "--list", str(path))
    assert "1 copy, 0 messages, 1 row of lists." in result.output


def test_forgetting_a_mailing_takes_all_of_its_edition(office: Project) -> None:
    run(office, "send", "--list", str(office.root / "lists/people.csv"))
    send(office, Script())
    result = run(office, "forget", "--mailing", "1")
    assert "Gone: 2 in the ledger, 2 copies, 2 messages" in result.output
    assert holders(office, "bo@example.org") <= {"lists/people.csv"}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "yaml"])
def test_a_forgotten_row_goes_from_any_kind_of_list_and_others_stay(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(LIST), delimiter=";"):
        book.active.append(row)
    match ending:
        case "xlsx":
            book.save(path)
        case "yaml":
            path.write_text(
                "# ours\n- name: Anna\n  email: anna@example.org\n- name: Bo # kept\n  email: bo@example.org\n", "utf-8"
            )
        case _:
            path.write_bytes(LIST.replace("\n", "\r\n").encode("cp1252"))
    assert forgetting.rows(path, lists.read(path), forgetting.Who("anna@example.org")) == 1
    (left,) = lists.read(path).rows
    assert "bo@example.org" in left.cells
    assert forgetting.rows(path, lists.read(path), forgetting.Who("anna@example.org")) == 0


def test_retries_are_a_day_apart_at_most() -> None:
    assert max(sending.RETRIES).days == 1


@pytest.mark.torture
def test_every_message_of_a_large_mailing_holds_its_recipients_own_copy_and_nobody_elses(office: Project) -> None:
    number = 1000 if os.environ.get("NIST_DOCS_TORTURE") else 12
    people = [(f"Person {row:04} Påhittad", f"person{row:04}@example.org") for row in range(number)]
    office.write("lists/people.csv", "name;email\n" + "".join(f"{name};{address}\n" for name, address in people))
    script = Script()
    result = send(office, script, answer=f"{number}\n")
    assert f"{number}  sent: the relay took it" in result.output
    assert len(script.taken) == number
    for (_, to, _), message, (name, address) in zip(script.taken, script.messages(), people, strict=True):
        assert to == [str(message["To"].addresses[0].addr_spec)] == [address]
        (copy,) = message.iter_attachments()
        pdf = pypdfium2.PdfDocument(copy.get_content())
        said = " ".join(page.get_textpage().get_text_range() for page in pdf)
        plain = message.get_body(("plain",))
        assert plain is not None
        pdf.close()
        assert set(re.findall(r"Person \d{4}", said + plain.get_content())) == {name[:11]}
