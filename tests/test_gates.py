"""What may be published: approvals, pictures, names, embargo, corrections. Each gate is tried open and shut."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Project, make_project, with_all_formats

from nist_docs.language.folding import folded

HEARING = "content/hearings/harbours.yaml"
RECORD = "content/editions/harbours.yaml"
POLICY = "content/policy.yaml"
STRICT = "format: 1\napprovals: {statements: required, answers: required, shortened_quotes: required}\n"
NOON = ("--now", "2026-03-04T12:00+01:00")
NEXT_DAY = ("--now", "2026-03-05T09:30+01:00")


@pytest.fixture
def strict(english: Project) -> Project:
    """The English hearing in an office that asks for every approval."""
    english.write(POLICY, STRICT)
    return english


@pytest.fixture
def rich(tmp_path: Path) -> Project:
    """The hearing with everything, wanted as published and free of its embargo."""
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    project.replace(HEARING, "status: draft", "status: published")
    project.replace(HEARING, "embargo: 2031-01-01 06:00+01:00\n", "")
    return project


def states(project: Project) -> list[str]:
    found: list[str] = project.receipt("harbours")["outputs"][0]["states"]
    return found


def release_text(project: Project) -> str:
    (path,) = (project.output / "harbours").glob("*-press-release*.txt")
    return " ".join(path.read_text("utf-8").split())


# --- approvals ---------------------------------------------------------------------------------------


def test_the_shipped_hearing_rests_on_its_publication_and_builds_as_published(real: Project) -> None:
    assert {tuple(output["states"]) for output in real.receipt("nist")["outputs"]} == {()}
    assert real.run("approve").output == "No quotation of nist waits for an approval.\n"


def test_a_text_with_an_unapproved_statement_is_built_as_a_draft_with_the_reason(strict: Project) -> None:
    result = strict.build()
    assert result.exit_code == 0
    assert f"{HEARING}:29:5: warning: this statement of 'anna-example' is not approved [approval]" in result.output
    assert "make approve NAME=harbours KEY='statements[0]' BY=… BASIS=word" in result.output
    assert result.output.endswith("\nharbours is a draft: a gate is closed, see above.\n")
    assert states(strict) == ["draft"]


def test_where_no_policy_is_written_approvals_are_required(english: Project) -> None:
    (english.root / POLICY).unlink()
    assert states(english.built()) == ["draft"]


def test_an_approval_opens_the_gate(strict: Project) -> None:
    result = strict.run("approve", "--key", "statements[0]", "--by", "Anna Example", "--basis", "word", *NOON)
    assert result.exit_code == 0, result.output
    assert states(strict.built()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Harbours asked for clear rules.\n\n", "Harbours asked for dear rules.\n\n"),
        ("They will get them, and soon.", "They will get them, and soon!"),
        ("speaker: anna-example", "speaker: bo-example"),
    ],
)
def test_another_letter_or_another_speaker_voids_an_approval(strict: Project, old: str, new: str) -> None:
    people = (strict.root / "content/people.yaml").read_text("utf-8")
    strict.write("content/people.yaml", people + "  bo-example: {name: Bo Example, named: yes}\n")
    strict.run("approve", "--key", "all", "--by", "Anna Example", "--basis", "word", *NOON)
    strict.replace(
        HEARING, "    pulled:\n      - words: Harbours asked for clear rules.\n        use: [strategy]\n", ""
    )
    strict.replace(HEARING, old, new)
    result = strict.build()
    assert "was approved in other words, or as somebody else's [approval]" in result.output
    assert states(strict) == ["draft"]
    assert "statements[0]  changed" in strict.run("approve").output


def test_an_approval_stays_when_lines_are_wrapped_otherwise_and_comments_come(strict: Project) -> None:
    strict.run("approve", "--key", "all", "--by", "Anna Example", "--basis", "word", *NOON)
    strict.replace(HEARING, "They will get them, and soon.", "They will get\n      them, and soon.")
    strict.replace(HEARING, "    lead: yes", "    # She leads.\n    lead: yes")
    assert states(strict.built()) == []


def test_an_approval_of_other_words_counts_as_a_fault_where_none_is_asked_for(english: Project) -> None:
    english.run("approve", "--key", "statements[0]", "--by", "Anna Example", "--basis", "word", *NOON)
    english.replace(HEARING, "They will get them, and soon.", "They will get them, and later.")
    assert states(english.built()) == ["draft"]


def test_a_pulled_quote_that_leaves_words_out_needs_an_approval_of_its_own(strict: Project) -> None:
    strict.replace(HEARING, "words: Harbours asked for clear rules.", "words: Harbours asked for […] rules.")
    strict.run("approve", "--key", "statements[0]", "--by", "Anna Example", "--basis", "word", *NOON)
    assert "this pulled quote of 'anna-example' is not approved" in strict.build().output
    assert "statements[0].pulled[0]  new" in strict.run("approve").output
    strict.run("approve", "--key", "statements[0].pulled[0]", "--by", "Anna Example", "--basis", "word", *NOON)
    assert states(strict.built()) == []


# --- pictures ----------------------------------------------------------------------------------------

PICTURE = "    file: bo.png\n    recognisable: [{who: Bo Example, consent: yes}]\n"


def test_pictures_with_photographer_rights_and_consent_are_shown(rich: Project) -> None:
    assert states(rich.built()) == []
    assert rich.file("harbours-hearing-briefing.pdf").read_bytes().count(b"/DCTDecode") == 2
    assert "Photo: Pia Example" in release_text(rich)


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        (PICTURE, "    file: bo.png\n", 93, "it is not said who can be recognised"),
        (PICTURE, "    file: bo.png\n    recognisable: []\n", 93, "it is not said who can be recognised"),
        ("consent: yes", "consent: no", 94, "somebody who can be recognised did not consent"),
        ("    rights: Example Agency\n    file: bo.png", "    file: bo.png", 92,
         "nobody is named who holds the rights"),
        ("    photographer: Pia Example\n    rights: Example Agency\n    file: bo.png",
         "    rights: Example Agency\n    file: bo.png", 92, "nobody is named as its photographer"),
        (PICTURE, PICTURE + "    expires: 2026-03-03\n", 95, "the right to show it ended 2026-03-03"),
        (PICTURE, PICTURE + "    expires: 2026-02\n", 95, "the right to show it ended 2026-02-28"),
    ],
)  # fmt: skip
def test_a_picture_without_a_right_to_it_gives_way_to_the_stand_in_and_stops_publication(
    rich: Project, old: str, new: str, line: int, why: str
) -> None:
    rich.replace(HEARING, old, new)
    result = rich.build(*NOON)
    assert f"{HEARING}:{line}:" in result.output
    assert f"warning: the picture is not shown: {why}" in result.output
    assert states(rich) == ["draft", "picture-withheld"]
    (briefing,) = (rich.output / "harbours").glob("*-briefing-draft.pdf")
    assert briefing.read_bytes().count(b"/DCTDecode") == 1  # the quay alone; Bo Example's portrait is drawn
    published = rich.run("publish", *NOON)
    assert published.exit_code == 1
    assert f"error: the picture is not shown: {why}" in published.output


def test_a_picture_is_shown_on_the_last_day_of_its_right(rich: Project) -> None:
    rich.replace(HEARING, PICTURE, PICTURE + "    expires: 2026-03-04\n")
    rich.built(*NOON)
    assert states(rich) == []
    assert rich.file("harbours-hearing-briefing.pdf").read_bytes().count(b"/DCTDecode") == 2


# --- people ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["", " named: no,"])
def test_without_a_decision_to_name_somebody_no_document_shows_the_name(
    rich: Project, decision: str, every_word: Callable[[Path], str]
) -> None:
    with_all_formats(rich)
    rich.replace("content/people.yaml", "{name: Bo Example, named: yes,", f"{{name: Bo Example,{decision}")
    rich.replace(HEARING, "description: Portrait of Bo Example\n    caption: Bo Example.",
                 "description: Portrait of a man\n    caption: The harbour master.")  # fmt: skip
    result = rich.build()
    assert result.exit_code == 0, result.output
    assert ("nobody decided whether documents may show this name" in result.output) is (not decision)
    files = [path for path in (rich.output / "harbours").iterdir() if path.suffix != ".json"]
    assert len(files) == 12
    for path in files:
        words = every_word(path)
        assert "Bo Example" not in words, path.name
        assert "bo-example" not in words, path.name
    assert "Name not given" in release_text(rich)


def test_a_participant_is_named_only_by_decision(rich: Project) -> None:
    rich.replace(HEARING, "    named: yes\n", "")
    result = rich.build()
    assert f"{HEARING}:73:11: warning: nobody decided whether documents may show this name" in result.output
    rich.replace(HEARING, "A second paragraph says", "As Dan example said, a second paragraph says")
    result = rich.build()
    assert result.exit_code == 1
    assert f"{HEARING}:18:3: error: the name 'Dan Example' stands here, and may not be shown" in result.output


# --- embargo -----------------------------------------------------------------------------------------


def test_nothing_is_published_before_its_embargo_ends(english: Project) -> None:
    english.replace(HEARING, "published: 2026-03-04", "embargo: 2026-03-04 12:00+01:00")
    result = english.run("publish", "--now", "2026-03-04T11:59+01:00")
    assert result.exit_code == 1
    assert "error: the embargo lasts until 2026-03-04 12:00+01:00 [embargo]" in result.output
    assert not (english.root / RECORD).exists()
    result = english.run("publish", *NOON)
    assert result.exit_code == 0, result.output
    assert "Edition 1 of harbours is published" in result.output


# --- publishing and correcting ------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "review"])
def test_a_text_that_the_office_does_not_want_published_is_not(english: Project, status: str) -> None:
    english.replace(HEARING, "status: published", f"status: {status}")
    before = english.built().receipt("harbours")
    result = english.run("publish", *NOON)
    assert result.exit_code == 1
    assert f"{HEARING}:4:9: error: the text is in status '{status}' [not-final]" in result.output
    assert english.receipt("harbours") == before
    assert not (english.root / RECORD).exists()


def test_publishing_fails_rather_than_make_a_draft(strict: Project) -> None:
    result = strict.run("publish", *NOON)
    assert result.exit_code == 1
    assert "error: this statement of 'anna-example' is not approved [approval]" in result.output
    assert not strict.output.exists()
    assert not (strict.root / RECORD).exists()


def test_publishing_records_number_time_and_content_and_the_documents_bear_them(english: Project) -> None:
    english.replace(HEARING, "published: 2026-03-04\n", "")
    assert english.run("publish", *NOON).exit_code == 0
    receipt = english.receipt("harbours")
    assert (english.root / RECORD).read_text("utf-8") == (
        "# yaml-language-server: $schema=../.schema/editions.json\n"
        "# What was published of this hearing, written by `make publish`. Commit it: documents bear what stands here.\n"
        "format: 1\n"
        "editions:\n"
        "  - number: 1\n"
        "    published: 2026-03-04 12:00+01:00\n"
        f"    content: {receipt['edition']['content']}\n"
    )
    assert receipt["edition"]["number"] == 1
    assert receipt["edition"]["published"] == "2026-03-04 12:00+01:00"
    assert receipt["document_date"] == "2026-03-04"
    assert "Published: 4 March 2026" in release_text(english)


def test_what_is_published_is_built_again_the_same_whatever_lies_in_output(english: Project) -> None:
    english.run("publish", *NOON)
    before = {path.name: path.read_bytes() for path in (english.output / "harbours").iterdir()}
    english.run("clean")
    english.built("--now", "2027-01-01T12:00+01:00")
    assert {path.name: path.read_bytes() for path in (english.output / "harbours").iterdir()} == before


def test_to_publish_the_same_again_adds_no_edition(english: Project) -> None:
    english.run("publish", *NOON)
    record = (english.root / RECORD).read_bytes()
    english.replace(HEARING, "    lead: yes", "    # She leads.\n    lead: yes")
    result = english.run("publish", *NEXT_DAY)
    assert result.exit_code == 0
    assert "Nothing changed since the last edition of harbours" in result.output
    assert (english.root / RECORD).read_bytes() == record


def test_a_changed_text_is_a_draft_until_its_correction_is_published(english: Project) -> None:
    english.run("publish", *NOON)
    english.replace(HEARING, "Example Hall, Exampletown", "Example House, Exampletown")
    result = english.build(*NEXT_DAY)
    assert "warning: this is no longer the text of edition 1, published 2026-03-04 [changed-since]" in result.output
    assert states(english) == ["draft"]
    assert english.receipt("harbours")["edition"]["number"] == 2


def test_a_correction_needs_a_reason(english: Project) -> None:
    english.run("publish", *NOON)
    english.replace(HEARING, "Example Hall, Exampletown", "Example House, Exampletown")
    for reason in ([], ["--reason", " "]):
        result = english.run("publish", *reason, *NEXT_DAY)
        assert result.exit_code == 1
        assert "error: a correction needs a reason" in result.output
    assert (english.root / RECORD).read_text("utf-8").count("number:") == 1


@pytest.mark.parametrize("reason", ["The hall's name is corrected", 'It said "Hall": 5 > 4, # and so on.'])
def test_a_correction_says_in_every_format_when_and_why(
    english: Project, reason: str, every_word: Callable[[Path], str]
) -> None:
    with_all_formats(english)
    english.run("publish", *NOON)
    english.replace(HEARING, "Example Hall, Exampletown", "Example House, Exampletown")
    result = english.run("publish", "--reason", reason, *NEXT_DAY)
    assert result.exit_code == 0, result.output
    assert states(english) == []
    assert english.receipt("harbours")["edition"]["number"] == 2
    for path in (english.output / "harbours").iterdir():
        if path.suffix != ".json":
            words = every_word(path)
            assert "5 March 2026" in words, path.name
            assert folded(reason) in folded(words), path.name
    assert "Published: 4 March 2026 Updated: 5 March 2026." in release_text(english)


def test_a_reason_is_one_line_without_signs_that_no_document_can_show(english: Project) -> None:
    english.run("publish", *NOON)
    english.replace(HEARING, "Example Hall, Exampletown", "Example House, Exampletown")
    result = english.run("publish", "--reason", "two\nlines\x0b", *NEXT_DAY)
    assert result.exit_code == 1
    assert "an invisible control character (U+000B)" in result.output
    assert (english.root / RECORD).read_text("utf-8").count("number:") == 1


def test_a_set_that_cannot_be_written_is_not_recorded(english: Project) -> None:
    english.output.write_bytes(b"in the way")
    result = english.run("publish", *NOON)
    assert result.exit_code == 1
    assert not (english.root / RECORD).exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number: 2", "number: 3", "edition 2 has the number 3"),
        ("2026-03-05 09:30", "2026-03-03 09:30", "it was published before the edition above it"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused(english: Project, old: str, new: str, message: str) -> None:
    english.run("publish", *NOON)
    english.replace(HEARING, "Example Hall, Exampletown", "Example House, Exampletown")
    english.run("publish", "--reason", "The hall's name is corrected", *NEXT_DAY)
    english.replace(RECORD, old, new)
    result = english.build()
    assert result.exit_code == 1
    assert f"error: {message} [edition-record]" in result.output


def test_a_record_without_its_hearing_is_told(english: Project) -> None:
    english.run("publish", *NOON)
    (english.root / HEARING).rename(english.root / "content/hearings/ports.yaml")
    assert "error: there is no hearing 'harbours' [edition-record]" in english.build().output


def test_what_is_published_is_proved_again_from_its_record(english: Project) -> None:
    english.run("publish", *NOON)
    result = english.run("verify", "--now", "2027-01-01T12:00+01:00")
    assert result.exit_code == 0, result.output
    assert "4 files say what the content says" in result.output


def test_programs_are_told_of_the_edition_in_json(english: Project) -> None:
    told = json.loads(english.run("publish", "--format", "json", *NOON).output)
    assert told["edition"] == {"hearing": "harbours", "number": 1, "published": "2026-03-04 12:00+01:00"}


def test_where_there_are_several_hearings_the_one_to_publish_is_named(english: Project) -> None:
    text = (english.root / HEARING).read_text("utf-8")
    english.write("content/hearings/ports.yaml", text.replace("status: published", "status: draft"))
    result = english.run("publish", *NOON)
    assert result.exit_code == 2
    assert "name the hearing: NAME=harbours or NAME=ports" in result.output
    assert english.run("publish", "--name", "harbours", *NOON).exit_code == 0
    assert english.receipt("ports")["outputs"][0]["states"] == ["draft"]
