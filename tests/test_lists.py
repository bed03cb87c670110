"""Lists of recipients: read as spreadsheets save them, every row checked, nobody's address in a message."""

from __future__ import annotations

import datetime as dt
import io
import stat
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, Project
from hypothesis import given, settings
from hypothesis import strategies as st

from nist_docs.distribution import lists, recipients
from nist_docs.distribution.recipients import Checked
from nist_docs.problems import Problems

SAMPLE = ROOT / "docs" / "participants.csv"
HEAD = "namn;e-post;organisation\n"
ANNA = "Anna Exempelåker;anna@example.org;Exempelregionen\n"


def checked(folder: Path, data: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Checked:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return recipients.check(lists.read(path))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_the_sample_has_twelve_made_up_people_and_a_hint_about_a_shared_mailbox() -> None:
    found = recipients.check(lists.read(SAMPLE))
    assert len(found.good) == 12
    assert not found.bad
    assert [hint.rule for hint in found.hints] == ["recipient-shared"]
    assert all(recipient.address.endswith("@example.org") for recipient in found.good)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_list_is_read_as_any_spreadsheet_saves_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (HEAD + ANNA).replace(";", delimiter).replace("\n", "\r\n")
    (anna,) = checked(tmp_path, text, encoding=encoding).good
    assert anna.fields == {"name": "Anna Exempelåker", "organisation": "Exempelregionen"}
    assert (anna.row, anna.address) == (2, "anna@example.org")


def test_a_workbook_and_yaml_say_the_same_as_csv(tmp_path: Path) -> None:
    book = workbook(("Namn", "E-post", "Bord"), ("Anna Exempelåker", "anna@example.org", 7))
    yaml = "- name: Anna Exempelåker\n  email: anna@example.org\n  table: 7\n"
    csv = "namn,mejl,bord\nAnna Exempelåker,anna@example.org,7\n"
    found = [checked(tmp_path, data, name).good for data, name in ((book, "l.xlsx"), (yaml, "l.yaml"), (csv, "l.csv"))]
    assert {(one.address, tuple(one.fields.items())) for (one,) in found} == {
        ("anna@example.org", (("name", "Anna Exempelåker"), ("table", "7")))
    }


@pytest.mark.parametrize(
    "head",
    ["Namn;E-post", "name;email", "NAME ; E-mail address", "deltagare;epost", "Namn;Mejladress", "participant;address"],
)  # fmt: skip
def test_columns_are_known_by_their_swedish_and_english_names(tmp_path: Path, head: str) -> None:
    (anna,) = checked(tmp_path, f"{head}\nAnna;anna@example.org\n").good
    assert anna.name == "Anna"


def test_first_name_and_surname_make_a_name_and_a_further_column_keeps_its_own(tmp_path: Path) -> None:
    text = "förnamn;efternamn;e-post;Särskild kost\nAnna;Exempelåker;anna@example.org;vegan\n"
    (anna,) = checked(tmp_path, text).good
    assert anna.name == "Anna Exempelåker"
    assert anna.fields["sarskild_kost"] == "vegan"


def test_a_template_may_show_the_name_in_one_and_never_the_address(tmp_path: Path) -> None:
    parts = checked(tmp_path, "förnamn;efternamn;e-post;;bord\nAnna;Exempelåker;anna@example.org;;1\n")
    assert parts.columns == ("name", "table")
    whole = checked(tmp_path, "e-post;namn;förnamn\nanna@example.org;Anna Exempelåker;Anna\n")
    assert whole.columns == ("name", "first_name")


def test_a_row_has_the_number_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    text = 'namn;e-post;anteckning\n\n"Bo";bo@example.org;"en rad\noch en till"\nAnna;;\n'
    found = checked(tmp_path, text)
    assert {row: [p.rule for p in problems] for row, problems in found.bad.items()} == {
        3: ["recipient-line-break"], 4: ["recipient-address"],
    }  # fmt: skip


def test_an_international_domain_is_sent_to_in_its_ascii_form(tmp_path: Path) -> None:
    (bo,) = checked(tmp_path, "namn;e-post\nBo;Bo@Exempelåäö.Example.ORG\n").good
    assert bo.address == f"Bo@{'exempelåäö.example.org'.encode('idna').decode()}"


ROWS = {
    "no address": (";", "recipient-address", "the address is missing"),
    "no name": (None, "recipient-name", "the name is missing"),
    "no at sign": ("anna.example.org", "recipient-address", "@-sign"),
    "two dots": ("anna@example..org", "recipient-address", "periods"),
    "a space": ("an na@example.org", "recipient-address", "invalid"),
    "letters that servers refuse": ("ånna@example.org", "recipient-address", "servers refuse"),
    "a second header": ("anna@example.org\nBcc: bo@example.org", "recipient-line-break", "line break"),
    "a zero byte's kin": ("anna\x01@example.org", "recipient-control", "U+0001"),
    "turned direction": ("\u202eanna@example.org", "recipient-control", "U+202E"),
    "a hidden space": ("anna\u200b@example.org", "recipient-control", "U+200B"),
    "a formula's error": ("#N/A", "recipient-error", "#N/A"),
    "endless": ("a" * 400 + "@example.org", "recipient-long", "412"),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_told_by_its_number_and_never_by_its_address(tmp_path: Path, case: str) -> None:
    address, rule, words = ROWS[case]
    name = "Anna" if address is not None else ""
    cell = (address or "anna@example.org").strip(";")
    found = checked(tmp_path, f'{HEAD}{ANNA}{name};"{cell}";\n')
    (problem,) = found.problems()
    assert (problem.rule, problem.where.line) == (rule, 3)
    assert words in problem.message
    assert "example" not in str(problem)


def test_letters_that_no_font_has_are_told_before_the_run(tmp_path: Path) -> None:
    found = checked(tmp_path, f"{HEAD}例え ばなし;rei@example.org;\n")
    assert [problem.rule for problem in found.problems()] == ["recipient-script"]


def test_a_row_with_more_cells_than_columns_is_told_and_the_others_are_good(tmp_path: Path) -> None:
    found = checked(tmp_path, HEAD + "Bo;Exempel;bo@example.org;Verket;extra\n" + ANNA)
    assert [(p.rule, p.where.line) for p in found.problems()] == [("list-cells", 2)]
    assert [one.row for one in found.good] == [3]


def test_an_address_is_nobodys_name(tmp_path: Path) -> None:
    found = checked(tmp_path, HEAD + "anna@example.org;anna@example.org;\n")
    assert [(p.rule, p.message) for p in found.problems()] == [("recipient-name", "the name is an e-mail address")]


def test_the_same_person_twice_is_an_error_wherever_capitals_stand(tmp_path: Path) -> None:
    found = checked(tmp_path, HEAD + ANNA + ANNA.replace("anna@", "ANNA@").replace("Anna", "ANNA"))
    assert [(p.rule, p.where.line) for p in found.problems()] == [("recipient-twice", 3)]
    assert "row 2" in found.problems()[0].message


FILES = {
    "nothing": ("l.csv", b"", "the list is empty"),
    "only a head": ("l.csv", HEAD.encode(), "no rows below"),
    "no head": ("l.csv", ANNA.encode() * 2, "addresses"),
    "no names": ("l.csv", b"e-post\nanna@example.org\n", "names"),
    "two of a kind": ("l.csv", b"namn;e-post;mejl\nAnna;a@example.org;b@example.org\n", "2 columns"),
    "a quote that never ends": ("l.csv", (HEAD + '"Anna;anna@example.org\n').encode(), "this is not CSV"),
    "a workbook called csv": ("l.csv", workbook(("namn",), ("Anna",)), "XLSX file with another ending"),
    "an old workbook": ("l.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "of the old kind"),
    "half a workbook": ("l.xlsx", workbook(("namn",), ("Anna",))[:300], "cannot be opened"),
    "a picture": ("l.csv", b"\x89PNG\r\n\x1a\n\0\0", "no text file"),
    "no known kind": ("l.doc", b"namn", "'.doc'"),
    "neither alphabet": ("l.csv", HEAD.encode() + b"\x81;anna@example.org;\n", "neither"),
    "YAML that is no list": ("l.yaml", b"name: Anna\n", "list of entries"),
    "YAML that is deeper": ("l.yaml", b"- name: [Anna]\n  email: anna@example.org\n", "more than one text"),
    "broken YAML": ("l.yaml", b"- name: Anna\n  email: 'anna@example.org\n", ""),
}


@pytest.mark.parametrize("case", FILES)
def test_a_broken_list_is_refused_in_words_and_without_an_address(tmp_path: Path, case: str) -> None:
    name, data, words = FILES[case]
    with pytest.raises(Problems) as caught:
        checked(tmp_path, data, name)
    assert words in str(caught.value)
    assert "example.org" not in str(caught.value)
    assert all(problem.hint for problem in caught.value.problems)


def test_a_date_and_a_whole_number_in_a_workbook_are_words_as_one_reads_them(tmp_path: Path) -> None:
    book = workbook(("namn", "e-post", "dag", "bord"), ("Anna", "a@example.org", dt.datetime(2015, 12, 1), 3.0))
    (anna,) = checked(tmp_path, book, "l.xlsx").good
    assert (anna.fields["dag"], anna.fields["table"]) == ("2015-12-01", "3")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=40))
def test_a_cell_that_we_write_is_never_computed_and_comes_back_as_it_was(text: str) -> None:
    safe = lists.safe_cell(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert lists.plain_cell(safe) == text or text.startswith("'")


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_no_bytes_whatever_end_in_anything_but_a_list_or_a_message(data: bytes) -> None:
    for read in (lists._csv, lists._xlsx, lists._yaml):
        try:
            read(Path("l"), data)
        except Problems as found:
            messages = [problem.message for problem in found.problems]
        else:
            continue
        assert messages
        assert all(messages)


def test_one_bad_row_stops_everything_and_the_words_come_first(english: Project) -> None:
    english.write("list.csv", HEAD + ANNA + "Bo;bo-example.org;\n;x@example.org;\n;y@example.org;\n")
    result = english.run("copies", "--list", str(english.root / "list.csv"))
    assert result.exit_code == 1
    assert "list.csv, 3 of 4 rows: fix 1 address; fill in 2 names" in result.output
    assert result.output.index("fix 1 address") < result.output.index("list.csv:3")
    assert not (english.root / "distribution").exists()


def test_with_skip_bad_they_go_to_a_file_to_mend_that_only_its_owner_reads(english: Project) -> None:
    english.write("list.csv", HEAD + ANNA + "=Bo;bo-example.org;\n")
    result = english.run("copies", "--list", str(english.root / "list.csv"), "--skip-bad")
    assert result.exit_code == 0, result.output
    mend = english.root / "list-to-mend.csv"
    assert stat.S_IMODE(mend.stat().st_mode) == 0o600
    assert mend.read_text("utf-8-sig").splitlines()[1].startswith("'=Bo;bo-example.org;;the address is none")
    again = recipients.check(lists.read(mend))
    assert [problem.rule for problem in again.problems()] == ["recipient-address"]
