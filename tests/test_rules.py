"""Breaches of rules between values are told at the value that is wrong, not at its group or the file's beginning."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, Project, make_project

from nist_docs import content, rules

HEARING = "content/hearings/harbours.yaml"
STRATEGY = "content/strategies/harbours.yaml"
PORTRAIT = """  - person: {person}
    description: Another portrait
    caption: The same.
    photographer: Pia Example
    rights: Example Agency
    file: bo.png
    recognisable: []
"""
KNOWN = "did you mean 'bo-example'?"


@dataclass(frozen=True)
class Case:
    name: str
    old: str
    new: str
    spot: str  # what stands at the place
    told: str
    file: str = HEARING


CASES = [
    Case("a strategy", "strategy: harbours", "strategy: harbour", "harbour\n",
         "unknown-strategy: no strategy has the id 'harbour' | did you mean 'harbours'?"),
    Case("a sender", "sender: example-agency", "sender: agency", "agency\n",
         "unknown-sender: no sender has the id 'agency' | did you mean 'example-agency'?"),
    Case("who led it", "led_by: anna-example", "led_by: bo-exampel", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}"),
    Case("who spoke", "title: Welcome, speaker: anna-example", "title: Welcome, speaker: bo-exampel", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}"),
    Case("who said it", "  - speaker: anna-example", "  - speaker: bo-exampel", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}"),
    Case("who answered", "  - person: cia-example", "  - person: cia", "cia\n",
         "unknown-person: no person has the id 'cia' | known here: anna-example, bo-example, cia-example"),
    Case("who is seen", "fact_boxes:", PORTRAIT.format(person="bo-exampel") + "fact_boxes:", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}"),
    Case("who took part in a step", "{phase: at, when: 3 March,", "{phase: at, people: [anna-example, bo-exampel], when: 3 March,", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}"),
    Case("who reported", "reported_by: bo-example", "reported_by: bo-exampel", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}", STRATEGY),
    Case("who reported areas", "{members: [power, rules]}", "{members: [power, rules], reported_by: bo-exampel, words: power}", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}", STRATEGY),
    Case("who reported directions", "directions: {", "directions: {reported_by: bo-exampel, words: quiet, ", "bo-exampel",
         f"unknown-person: no person has the id 'bo-exampel' | {KNOWN}", STRATEGY),
    Case("an address for a name", "name: Bo Example", "name: bo@example.org", "bo@example.org",
         "person-name: the name is an e-mail address | write first name and surname, as documents print them",
         "content/people.yaml"),
    Case("a theme", "{theme: rules, words: rules}", "{theme: rule, words: rules}", "rule,",
         "unknown-theme: no theme has the id 'rule' | did you mean 'rules'?"),
    Case("a statement's theme", "    pulled:\n      - words: Harbours", "    themes: [{theme: rule, words: clear rules}]\n    pulled:\n      - words: Harbours", "rule,",
         "unknown-theme: no theme has the id 'rule' | did you mean 'rules'?"),
    Case("a question", "      - question: q2", "      - question: q3", "q3",
         "unknown-question: no question has the id 'q3' | known here: q1, q2"),
    Case("words that nobody said", "words: People}", "words: Peoples}", "Peoples}",
         "theme-words: these words do not stand in the answer | copy them from the answer, letter for letter; mark words left out by […]"),
    Case("words that nobody pulled", "words: We have waited for years., use", "words: We have waited for months., use", "We have waited for months.",
         "pulled-quote: these words do not stand in the answer | "
         "the same up to “…We have waited for ”; then the text has “years. A second para”, these words “months.”"),
    Case("words that nobody pulled from a statement", "words: Harbours asked for clear rules.", "words: Harbours asked for clearer rules.", "Harbours asked for clearer",
         "pulled-quote: these words do not stand in the statement | "
         "the same up to “…ours asked for clear”; then the text has “ rules. They will ge”, these words “er rules.”"),
    Case("words in another order", "words: We have waited for years., use", "words: 'We have waited for years. […] Power matters most', use", "'We have waited for years. […]",
         "pulled-quote: these words do not stand in the answer | "
         "“Power matters most” stands there, but not after the words before […]: keep the answer's order"),
    Case("words for another use", "        use: [strategy]", "        use: [strategy, opening]", "[strategy, opening]",
         "pulled-use: 'opening' is for words of an interview's answer | use press or strategy for words of a statement"),
    Case("words that stand there already", "        use: [strategy]", "        use: [press]", "[press]",
         "pulled-use: the press release has this statement in full already | choose words of somebody else for the press release"),
    Case("words under two questions", "words: We will build., use: [contribution]", "words: We will build., use: [summary]", "[summary]",
         "pulled-use: quotes for 'summary' stand under one question, and others answer 'q1' | choose words of the answer to that question"),
    Case("a second lead", "key_points:", "  - {speaker: bo-example, lead: yes, text: Yes.}\nkey_points:", "yes, text",
         "two-leads: a second statement is marked as the lead | the press release has room for one: keep lead: yes at one"),
    Case("a person twice", "  - person: cia-example", "  - person: bo-example", "bo-example\n    answers:\n      - question: q1\n        text: People",
         "repeated: 'bo-example' is interviewed twice | put all answers under one interview"),
    Case("a question twice", "      - question: q2", "      - question: q1", "q1\n        text: We will build",
         "repeated: 'q1' is answered twice in this interview | put both parts into one answer, with a blank line between"),
    Case("a portrait twice", "fact_boxes:", PORTRAIT.format(person="bo-example") + "fact_boxes:", "bo.png\n    recognisable: []",
         "repeated: a second portrait of 'bo-example' has a file | keep the file of one"),
    Case("words of no vision", "vision_words: quiet", "vision_words: loud", "loud",
         "vision-words: these words do not stand in the strategy's vision | "
         "the vision reads: Every harbour is quiet, clean and safe to work in."),
    Case("an archive that ends first", "ends: 2032-01-01}", "ends: 2020-01-01}", "2020-01-01",
         "date-order: the archive period ends before it begins | check both dates"),
    Case("an update before the publication", "updated: 2026-03-05", "updated: 2026-03-03", "2026-03-03",
         "date-order: updated before it was published | check both dates"),
    Case("an end without a beginning", '  starts: "13:00"\n', "", "15:30",
         "time-order: the hearing ends, but does not begin | say when it begins: starts: 13:00"),
    Case("an end before the beginning", "ends: 15:30", "ends: 13:00", "13:00\n",
         "time-order: the hearing ends before it begins | check both times"),
    Case("an item before the one above", 'starts: "13:15"', 'starts: "12:45"', '"12:45"',
         "time-order: this item begins before the one above it | check both times"),
    Case("another weekday", "  date: 2026-03-03", "  date: 2026-03-03\n  weekday: monday", "monday",
         "weekday: 2026-03-03 was a tuesday, not a monday | correct the date or the weekday, or leave the weekday out"),
    Case("a page that not everyone finds", "page: https://example.org/", "page: http://example.org/", "http://",
         "web-address: 'http://example.org/hearings/harbours' is no public address | write the address at which everyone finds it: https://…"),
    Case("a picture that not everyone finds", "picture: https://example.org/", "picture: http://example.org/", "http://",
         "web-address: 'http://example.org/hearings/harbours.png' is no public address | write the address at which everyone finds it: https://…"),
    Case("a picture without its page", "  page: https://example.org/hearings/harbours\n", "", "https://example.org/hearings/harbours.png",
         "web-address: the picture belongs to a page whose address is not said | say above it where the page is: page: https://…"),
    Case("a picture without words", "  picture_alt: A quay in Exampletown on an early morning.\n", "", "https://example.org/hearings/harbours.png",
         "web-address: the picture has no description for those who cannot see it | say below it what it shows: picture_alt: …"),
    Case("a picture that is not there", "file: quay.jpg", "file: quai.jpg", "quai.jpg",
         "missing-picture: there is no picture 'quai.jpg' in content/pictures/ | did you mean 'quay.jpg'?"),
    Case("a picture that is not there, in capitals", "file: quay.jpg", "file: QUAI.JPG", "QUAI.JPG",
         "missing-picture: there is no picture 'QUAI.JPG' in content/pictures/ | did you mean 'quay.jpg'?"),
    Case("a picture with letters that not every system has", "file: quay.jpg", "file: kåj.jpg", "kåj.jpg",
         "picture-name: 'kåj.jpg' cannot be a picture's name | put a JPEG or PNG file into content/pictures/ "
         "and write its name alone, with letters a–z: lindstrom.jpg"),
    Case("a file that is no picture", "file: quay.jpg", "file: ../quay.jpg", "../quay.jpg",
         "picture-name: '../quay.jpg' cannot be a picture's name | put a JPEG or PNG file into content/pictures/ "
         "and write its name alone, with letters a–z: lindstrom.jpg"),
]  # fmt: skip


@pytest.fixture
def everything_here(tmp_path: Path) -> Project:
    return make_project(tmp_path, ROOT / "tests" / "content" / "everything")


def told(project: Project) -> list[rules.Problem]:
    read, faults = content.load(project.content, "content")
    assert faults == []
    return rules.check(read)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_breach_is_told_at_its_value(everything_here: Project, case: Case) -> None:
    everything_here.replace(case.file, case.old, case.new)
    (problem,) = told(everything_here)
    assert f"{problem.rule}: {problem.message} | {problem.hint}" == case.told
    assert problem.where.file == case.file
    lines = (everything_here.root / case.file).read_text("utf-8").splitlines(keepends=True)
    rest = "".join(lines[problem.where.line - 1 :])[problem.where.column - 1 :]
    assert rest.startswith(case.spot), rest[:80]


@pytest.mark.parametrize("name", ["everything", "english"])
def test_content_that_keeps_every_rule_is_told_nothing(tmp_path: Path, name: str) -> None:
    assert told(make_project(tmp_path, ROOT / "tests" / "content" / name)) == []


@pytest.mark.parametrize("file", [STRATEGY, "content/senders/example-agency.yaml", "content/people.yaml"])
def test_what_refers_to_a_file_with_faults_is_no_fault_of_its_own(everything_here: Project, file: str) -> None:
    everything_here.replace(file, "format: 1", "format: 1\nno such key: 1")
    read, faults = content.load(everything_here.content, "content")
    assert [one.where.file for one in faults] == [file]
    assert rules.check(read) == []


def test_every_breach_is_told(everything_here: Project) -> None:
    everything_here.replace(HEARING, "led_by: anna-example", "led_by: nobody")
    everything_here.replace(HEARING, "vision_words: quiet", "vision_words: loud")
    everything_here.replace(STRATEGY, "reported_by: bo-example", "reported_by: nobody")
    assert [one.rule for one in told(everything_here)] == ["unknown-person", "vision-words", "unknown-person"]


def test_a_strategy_without_a_vision_says_so(everything_here: Project) -> None:
    vision = "vision:\n  text: Every harbour is quiet, clean and safe to work in.\n"
    everything_here.replace(STRATEGY, vision, "")
    (problem,) = told(everything_here)
    assert (problem.rule, problem.hint) == ("vision-words", "the strategy has no vision yet")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('starts: "13:15"', 'starts: "13:00"'),
        ("updated: 2026-03-05", "updated: 2026-03-04"),
        ("ends: 2032-01-01}", "ends: 2026-03-04}"),
    ],
)
def test_what_is_only_just_right_is_right(everything_here: Project, old: str, new: str) -> None:
    everything_here.replace(HEARING, old, new)
    assert told(everything_here) == []


def test_a_picture_without_a_file_hides_no_other(everything_here: Project) -> None:
    everything_here.replace(HEARING, "    file: quay.jpg\n", "")
    everything_here.replace(HEARING, "file: bo.png", "file: bu.png")
    assert [one.message for one in told(everything_here)] == ["there is no picture 'bu.png' in content/pictures/"]


def test_where_there_are_no_pictures_the_hint_says_where_they_go(everything_here: Project) -> None:
    shutil.rmtree(everything_here.content / "pictures")
    assert {one.hint for one in told(everything_here)} == {
        "put the file into content/pictures/; without a file, leave the key out: a stand-in is drawn"
    }


def test_words_may_leave_words_out_that_they_mark(everything_here: Project) -> None:
    everything_here.replace(
        HEARING, "words: We have waited for years., use", "words: 'Power […] matters ... years.', use"
    )
    assert [one.rule for one in told(everything_here)] == ["pulled-quote"]
    everything_here.replace(
        HEARING, "words: 'Power […] matters ... years.', use", "words: 'Power […] rules. [...] years.', use"
    )
    assert told(everything_here) == []


def test_words_that_come_twice_are_looked_for_from_the_first(everything_here: Project) -> None:
    everything_here.replace(HEARING, "words: We will build.,", "words: 'build […] and build again.',")
    everything_here.replace(HEARING, "text: We will build.", "text: We will build, and build again.")
    assert told(everything_here) == []
