"""Every kind of bad input: its place to the column, what is wrong, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from conftest import Project

HEARING = "content/hearings/harbours.yaml"
STRATEGY = "content/strategies/harbours.yaml"
PEOPLE = "content/people.yaml"
TABLE = "templates/deliverables.yaml"
SAMPLE = "templates/sample.html.j2"

# A template of the tests' own: the real ones may change without these places changing.
SAMPLE_TEXT = """{% extends 'base.html.j2' %}
{% block title %}{{ hearing.title }}{% endblock %}
{% block type %}{{ label('report') }}{% endblock %}
{% block body %}
<h1>{{ hearing.title }}</h1>
<section>
  <h2>{{ label('contents') }}</h2>
  <p class="lead">{{ hearing.ingress }}</p>
  {% if hearing.links %}
  <p>{{ label('shortcuts') }}</p>
  {% endif %}
</section>
{% endblock %}
"""
SAMPLE_ROW = """  sample:
    template: sample.html.j2
    formats: [txt]
    name: "{hearing}-sample"
"""


def add_sample(project: Project) -> None:
    project.write(SAMPLE, SAMPLE_TEXT)
    table = project.root / TABLE
    table.write_text(table.read_text("utf-8") + SAMPLE_ROW, "utf-8")


@dataclass
class Case:
    """An edit of a good file, and the exact words that follow from it."""

    name: str
    file: str
    old: str
    new: str
    place: str  # line:column in the edited file
    message: str
    hint: str


CASES = [
    Case("an unknown key", HEARING, "subtitle:", "subtitel:", "11:1",
         "unknown key 'subtitel' [unknown-key]", "did you mean 'subtitle'?"),
    Case("a missing key", HEARING, "title: Hearing on the harbour strategy\n", "", "10:1",
         "the key 'title' is missing [missing-key]", "add 'title:' above this line. The hearing's name, on the cover."),
    Case("a missing key inside a list", HEARING, "    url: https://example.org/draft\n", "", "40:5",
         "the key 'url' is missing [missing-key]", "add 'url:' here. The address that it leads to, as https://… or mailto:…"),
    Case("a text where a list belongs", HEARING, "links:\n  - text: The draft strategy\n    url: https://example.org/draft",
         "links: the draft", "39:8", "'links' must be a list, but is a text [wrong-type]",
         "begin each item on a line of its own with '- '"),
    Case("a list where a text belongs", HEARING, "place: Example Hall, Exampletown", "place: [Example Hall]", "24:8",
         "'place' must be a text, but is a list [wrong-type]", "write 'place: the text' on one line, or after '|'"),
    Case("a text where keys belong", HEARING, "when:\n  date: 2026-03-03\n  starts: \"13:00\"\n  ends: 15:30", "when: soon", "20:7",
         "'when' must be keys with values, but is a text [wrong-type]", "indent its keys under it: date, weekday, starts, ends"),
    Case("an empty key", HEARING, "title: Hearing on the harbour strategy", "title:", "10:7",
         "'title' is empty [wrong-type]", "write 'title: the text' on one line, or after '|'"),
    Case("a blank text", HEARING, "place: Example Hall, Exampletown", 'place: " "', "24:8",
         "the text is empty [empty-text]", "write a text, or delete the key"),
    Case("an unknown person", HEARING, "led_by: anna-example", "led_by: ana-example", "25:9",
         "no person has the id 'ana-example' [unknown-person]", "did you mean 'anna-example'?"),
    Case("an unknown strategy", HEARING, "strategy: harbours", "strategy: harbour", "6:11",
         "no strategy has the id 'harbour' [unknown-strategy]", "did you mean 'harbours'?"),
    Case("an unknown sender", HEARING, "sender: example-agency", "sender: agency", "7:9",
         "no sender has the id 'agency' [unknown-sender]", "did you mean 'example-agency'?"),
    Case("an unknown theme", HEARING, "    pulled:", "    themes: [{theme: power, words: Harbours}]\n    pulled:", "35:22",
         "no theme has the id 'power' [unknown-theme]", "none is described yet; write one under the id 'power'"),
    Case("something that is no id", HEARING, "led_by: anna-example", "led_by: Anna Example", "25:9",
         "'Anna Example' is not an id [id]", "an id has small letters a–z, digits and single hyphens: anna-example"),
    Case("a date that is none", HEARING, "date: 2026-03-03", "date: 3 March", "21:9",
         "'3 March' is not a date [date]", "write 2015-12-01, or 2015-12 where the day is not known, or unknown"),
    Case("a day that no calendar has", HEARING, "date: 2026-03-03", "date: 2026-02-30", "21:9",
         "'2026-02-30' is not a day in the calendar [date]",
         "write 2015-12-01, or 2015-12 where the day is not known, or unknown"),
    Case("a time that is none", HEARING, 'starts: "13:00"', "starts: 25:00", "22:11",
         "'25:00' is not a time of day [time]", "write hours and minutes: 14:30"),
    Case("an embargo without a zone", HEARING, "published: 2026-03-04", "embargo: 2026-03-04 06:00", "26:10",
         "'2026-03-04 06:00' does not say its time zone [moment]", "write date, time and zone: 2015-12-01 06:00+01:00"),
    Case("a weekday that the day was not", HEARING, "  date: 2026-03-03", "  date: 2026-03-03\n  weekday: monday", "22:12",
         "2026-03-03 was a tuesday, not a monday [weekday]", "correct the date or the weekday, or leave the weekday out"),
    Case("an update before publication", HEARING, "published: 2026-03-04", "published: 2026-03-04\nupdated: 2026-03-01", "27:10",
         "updated before it was published [date-order]", "check both dates"),
    Case("a page without a public address", HEARING, "published: 2026-03-04", "published: 2026-03-04\nweb:\n  page: mailto:press@example.org", "28:9",
         "'mailto:press@example.org' is no public address [web-address]", "write the address at which everyone finds it: https://…"),
    Case("a shared picture that nobody describes", HEARING, "published: 2026-03-04", "published: 2026-03-04\nweb:\n  picture: https://example.org/a.png", "28:12",
         "the picture has no description for those who cannot see it [web-address]", "say below it what it shows: picture_alt: …"),
    Case("an unknown status", HEARING, "status: published", "status: publised", "4:9",
         "'publised' is not one of the words for 'status' [unknown-word]", "did you mean 'published'?"),
    Case("another format", HEARING, "format: 1", "format: 2", "2:9",
         "this program reads format 1, not '2' [format]",
         "write format: 1, or use the version of the program that the file was made for"),
    Case("a yes-or-no that is neither", HEARING, "lead: yes", "lead: perhaps", "30:11",
         "expected yes or no [yes-or-no]", "write yes or no"),
    Case("a link that scripts could hide in", HEARING, "    url: https://example.org/draft", "    url: javascript:alert(1)", "41:10",
         "'javascript:alert(1)' is not an address that a document may link to [link]",
         "write the whole address, as https://… or mailto:…"),
    Case("a bad link in running text", HEARING, "(https://example.org/draft)", "(draft.html)", "15:3",
         "'draft.html' is not an address that a document may link to [markup]",
         "write the whole address, as https://… or mailto:…"),
    Case("a link without words", HEARING, "[the draft strategy](", "[](", "15:3",
         "a link to https://example.org/draft has no words [markup]", "say where it leads: [words](https://…)"),
    Case("a link with a space for words", HEARING, "[the draft strategy](", "[ ](", "15:3",
         "a link to https://example.org/draft has no words [markup]", "say where it leads: [words](https://…)"),
    Case("a foreign phrase without its language", HEARING, "[lagom]{lang=sv}", "[lagom]{.x}", "18:3",
         "words in [ ]{ } must name a language [markup]", "write [advisory board]{lang=en}"),
    Case("a list in a text", HEARING, "  A second paragraph", "  - one\n  - two\n\n  A second paragraph", "18:3",
         "the lines of a list would stand in one line [markup]", "write a paragraph for each: a blank line between them"),
    Case("a pulled quote that nobody said", HEARING, "words: Harbours asked for clear rules.",
         "words: Harbours asked for clearer rules.", "36:16", "these words do not stand in the statement [pulled-quote]",
         "the same up to “…ours asked for clear”; then the text has “ rules. They will ge”, these words “er rules.”"),
    Case("theme words that nobody said", HEARING, "statements:\n  - speaker: anna-example\n",
         "themes: {power: Power}\nstatements:\n  - speaker: anna-example\n    themes: [{theme: power, words: Cheap power}]\n", "31:36",
         "these words do not stand in the statement [theme-words]",
         "copy them from the statement, letter for letter; mark words left out by […]"),
    Case("two lead statements", HEARING, "links:", "  - speaker: anna-example\n    lead: yes\n    text: More.\nlinks:", "40:11",
         "a second statement is marked as the lead [two-leads]",
         "the press release has room for one: keep lead: yes at one"),
    Case("a picture that is not there", HEARING, "links:",
         "pictures:\n  - description: A quay\n    caption: A quay.\n    file: quay.jpg\nlinks:", "42:11",
         "there is no picture 'quay.jpg' in content/pictures/ [missing-picture]",
         "put the file into content/pictures/; without a file, leave the key out: a stand-in is drawn"),
    Case("a picture outside of its folder", HEARING, "links:",
         "pictures:\n  - description: A quay\n    caption: A quay.\n    file: ../secret.jpg\nlinks:", "42:11",
         "'../secret.jpg' cannot be a picture's name [picture-name]",
         "put a JPEG or PNG file into content/pictures/ and write its name alone, with letters a–z: lindstrom.jpg"),
    Case("new words that the vision lacks", HEARING, "links:",
         "input:\n  summary: Input.\n  changes:\n    - text: A change.\n      vision_words: green\nlinks:", "43:21",
         "these words do not stand in the strategy's vision [vision-words]",
         "the vision reads: Every harbour is quiet, clean and safe to work in."),
    Case("a sign that the fonts lack", HEARING, "place: Example Hall", "place: 例 Hall", "24:8",
         "the documents' fonts have no sign '例' (U+4F8B) [missing-sign]",
         "write it another way; Latin letters are all there"),
    # YAML that is not YAML
    Case("a colon inside a text", HEARING, "subtitle: Shore power, freight", "subtitle: Shore power: freight", "11:22",
         "a colon followed by a space cannot stand here [yaml-syntax]",
         "a colon followed by a space ends a key: put the whole text in quotes, or on its own lines after '|'"),
    Case("a text that goes on after its quotes", HEARING, "place: Example Hall", 'place: "Example" Hall', "24:18",
         "a text goes on after its closing quote or bracket [yaml-syntax]",
         "a text that begins with a quote or a bracket must be in quotes as a whole: '\"So\" said the …'"),
    Case("a text that begins with an asterisk", HEARING, "place: Example Hall", "place: *Example* Hall", "24:8",
         "a text cannot begin with * without quotes [yaml-syntax]", "put the whole text in quotes, or on the lines below after '>-', indented"),
    Case("a key without a space after its colon", HEARING, "place: Example Hall", "place:Example Hall", "24:6",
         "a colon ends a key only if a space follows it [yaml-syntax]", "write 'key: text', with a space after the colon"),
    Case("a hash that would swallow the rest", HEARING, "place: Example Hall,", "place: Example Hall #3,", "24:21",
         "from here on the text would be lost: ' #' begins a comment [lost-text]",
         "put the whole text in quotes; if it is meant as a comment, write a space after #"),
    Case("a control character written as an escape", HEARING, "place: Example Hall, Exampletown", 'place: "Example\\x0bHall"', "24:8",
         "an invisible control character (U+000B) stands in this text [control-character]", "write the text without it"),
    Case("a person who is interviewed twice", HEARING, "links:",
         "questions: {q: {text: Why?, short: Why}}\ninterviews:\n"
         "  - {person: anna-example, answers: [{question: q, text: So.}]}\n"
         "  - {person: anna-example, answers: [{question: q, text: So.}]}\nlinks:", "42:14",
         "'anna-example' is interviewed twice [repeated]", "put all answers under one interview"),
    Case("an end before the beginning", HEARING, "  ends: 15:30", "  ends: 12:30", "23:9",
         "the hearing ends before it begins [time-order]", "check both times"),
    Case("an agenda that goes backwards", HEARING, "links:",
         "agenda:\n  - {starts: '14:00', title: One}\n  - {starts: '13:00', title: Two}\nlinks:", "41:14",
         "this item begins before the one above it [time-order]", "check both times"),
    Case("a quote of the lead statement in the press release", HEARING, "use: [strategy]", "use: [press]", "37:14",
         "the press release has this statement in full already [pulled-use]",
         "choose words of somebody else for the press release"),
    Case("a quote that does not end", STRATEGY, '"2030"', '"2030', "8:9",
         "a text in quotes that begins here has no end [yaml-syntax]",
         "write the closing quote; a quote inside the text is written \\\" in \"…\" and '' in '…'"),
    Case("a key that is indented too far", STRATEGY, "  short: Half", "    short: Half", "7:5",
         "this key is indented too far [yaml-syntax]", "indent it by as many spaces as the keys that it stands beside"),
    Case("a bracket that does not end", HEARING, "use: [strategy]", "use: [strategy", "37:14",
         "a list or group in brackets that begins here has no end [yaml-syntax]",
         "write the closing bracket; if the text itself begins with [ or {, put it in quotes"),
    Case("a tab", STRATEGY, "  text: Every", "\ttext: Every", "4:1",
         "a tab stands here; YAML indents with spaces [yaml-syntax]", "replace the tab by spaces"),
    Case("bad indentation", STRATEGY, "  text: Half", "   text: Half", "7:3",
         "this line is not in line with the ones above it [yaml-syntax]",
         "indent it by as many spaces as its neighbours; if it belongs to a text above, indent it deeper than the key"),
    Case("a key that stands twice", STRATEGY, "  year:", "  short: again\n  year:", "8:3",
         "the key 'short' stands twice; the first is on line 7 [duplicate-key]", "keep one of the two"),
    Case("an alias", STRATEGY, "name: the harbour strategy", "name: *strategy", "2:7",
         "anchors (&name) and aliases (*name) are not used here [anchor]",
         "write the text out where it is needed; if it begins with & or *, put it in quotes"),
    Case("a control character", STRATEGY, "Half of all", "Half\x0bof all", "6:13",
         "an invisible control character (U+000B) stands here [control-character]", "delete it and type the text anew"),
    # the table of documents
    Case("an unknown format in the table", TABLE, "formats: [pdf]", "formats: [pfd]", "13:15",
         "'pfd' is not one of the words for 'formats' [unknown-word]", "known here: docx, html, pdf, txt"),
    Case("a format twice", TABLE, "formats: [pdf]", "formats: [pdf, pdf]", "13:20",
         "'pdf' stands there twice [repeated]", "keep it once"),
    Case("a template that is not there", TABLE, "template: report.html.j2", "template: raport.html.j2", "16:15",
         "there is no template 'raport.html.j2' [missing-template]", "did you mean 'report.html.j2'?"),
    Case("a file name that all hearings would share", TABLE, '"{hearing}-hearing-report"', "report", "18:11",
         "'report' would be the same for every hearing [file-name]", "add {hearing} to it"),
    # templates
    Case("a template that names something undefined", SAMPLE, "{{ hearing.ingress }}", "{{ hearing.ingres }}", "8:30",
         "a hearing has no key 'ingres' (did you mean 'ingress'?) [undefined]",
         "a key that may be missing is asked for with {% if … %}"),
    Case("a template that prints nothing", SAMPLE, "{{ hearing.ingress }}", "{{ hearing.purpose }}", "8:19",
         "there is nothing to print here: the key is not filled in [template]", "ask for it first: {% if … %}"),
    Case("a template that prints words without origin", SAMPLE, "{{ hearing.ingress }}", "{{ 'Hello' }}", "8:23",
         "'Hello' has no origin [template]", "print a value of the content, or a label: {{ label('…') }}"),
    Case("a template that prints a function", SAMPLE, "{{ hearing.ingress }}", "{{ themes }}", "8:19",
         "this is a function and cannot be printed [template]", "call it: name(…)"),
    Case("a template with an unknown label", SAMPLE, "label('shortcuts')", "label('shortcut')", "10:16",
         "there is no label 'shortcut' in templates/labels/en.yaml [unknown-label]", "did you mean 'shortcuts'?"),
    Case("a template with an element outside the vocabulary", SAMPLE, '<p class="lead">{{ hearing.ingress }}</p>',
         "<sektion>{{ hearing.ingress }}</sektion>", "8:3",
         "<sektion> is not in the documents' vocabulary [vocabulary]", "did you mean 'section'?"),
    Case("a template with an attribute outside the vocabulary", SAMPLE, '<p class="lead">', '<p style="color:red">', "8:3",
         "<p> has no attribute 'style' [vocabulary]", "known here: class"),
    Case("a template that is not well-formed", SAMPLE, "{{ hearing.ingress }}</p>", "{{ hearing.ingress }}", "8:3",
         "<p> is not closed before </section> [not-well-formed]", "close it: </p>, or <p/> if empty"),
    Case("a template that skips a heading's level", SAMPLE, "<h2>{{ label('contents') }}</h2>", "<h2>{{ label('contents') }}</h2>\n<h4>{{ label('contents') }}</h4>", "8:1",
         "<h4> follows <h2>: a level is skipped [outline]", "use <h3>; looks are chosen by class"),
    Case("a template that is not Jinja", SAMPLE, "{% if hearing.links %}", "{% if hearing.links }", "9:3",
         "this is not Jinja: unexpected '}' [template-syntax]", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_told_with_place_and_hint(english: Project, case: Case) -> None:
    add_sample(english)
    english.replace(case.file, case.old, case.new)
    result = english.build()
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    expected = f"{case.file}:{case.place}: error: {case.message}"
    assert expected in result.output
    told = result.output.split(expected, 1)[1].split("\n\n")[0].splitlines()
    line, column = map(int, case.place.split(":"))
    source = (english.root / case.file).read_text("utf-8").split("\n")[line - 1]
    if source.strip():
        assert "\x0b" in source or told[1] == f"    {source}"
        assert told[2].rstrip().endswith("^")
        assert len(told[2]) == 4 + column
    hints = [line.removeprefix("  hint: ") for line in told if line.startswith("  hint: ")]
    assert hints == ([case.hint] if case.hint else [])


def test_a_missing_file_is_told_by_the_ids_that_name_it(english: Project) -> None:
    (english.root / STRATEGY).unlink()
    result = english.build()
    assert result.exit_code == 1
    assert f"{HEARING}:6:11: error: no strategy has the id 'harbours' [unknown-strategy]" in result.output


def test_missing_people_are_told_once(english: Project) -> None:
    (english.root / PEOPLE).unlink()
    result = english.build()
    assert "content/people.yaml: error: the file does not exist [missing-file]" in result.output
    assert "1 error in 1 file" in result.output


def test_a_file_in_another_encoding_is_told_at_its_first_strange_byte(english: Project) -> None:
    text = (english.root / STRATEGY).read_text("utf-8").replace("Half of", "Hälften av")
    english.write(STRATEGY, text.encode("cp1252"))
    result = english.build()
    assert f"{STRATEGY}:6:10: error: the file is not UTF-8 [encoding]" in result.output
    assert "    " + "  text: Hälften av all ships" in result.output
    assert "hint: save the file as UTF-8" in result.output


def test_a_file_with_a_byte_order_mark_is_read(english: Project) -> None:
    english.write(STRATEGY, b"\xef\xbb\xbf" + (english.root / STRATEGY).read_bytes())
    assert english.run("check").output == "No problems found.\n"


def test_an_empty_file_is_told(english: Project) -> None:
    english.write(HEARING, "")
    result = english.build()
    assert result.exit_code == 1
    assert f"{HEARING}:1:1: error: the file is empty [empty-file]" in result.output


def test_a_file_with_comments_alone_is_empty_too(english: Project) -> None:
    english.write(HEARING, "# nothing yet\n")
    assert f"{HEARING}:1:1: error: the file is empty [empty-file]" in english.build().output


def test_no_content_folder_is_told(english: Project) -> None:
    english.content.rename(english.root / "elsewhere")
    result = english.build()
    assert result.exit_code == 1
    assert "content: error: there is no such folder [no-content]" in result.output
    assert "hint: run the command in the project's folder, or name the folder with --content" in result.output


def test_no_hearing_is_told(english: Project) -> None:
    (english.root / HEARING).unlink()
    result = english.build()
    assert result.exit_code == 1
    assert "content/hearings: error: there is no hearing here [no-hearing]" in result.output


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("content/hearings/other.yml", "rename it to other.yaml"),
        ("content/other.yaml", "hearings belong in content/hearings/, strategies in strategies/, senders in senders/"),
    ],
)
def test_a_file_that_nothing_would_read_is_told(english: Project, file: str, hint: str) -> None:
    english.write(file, "format: 1\n")
    result = english.build()
    assert f"{file}: error: this file is not read [stray-file]\n  hint: {hint}" in result.output


def test_a_hearing_whose_name_is_no_id_is_told(english: Project) -> None:
    (english.root / HEARING).rename(english.root / "content/hearings/Min hearing.yaml")
    assert (
        "content/hearings/Min hearing.yaml: error: this file name cannot be used as an id [file-name]"
        in english.build().output
    )


def test_all_problems_of_a_run_are_told_together_sorted_and_counted(english: Project) -> None:
    english.replace(HEARING, "status: published", "status: out")
    english.replace(HEARING, "date: 2026-03-03", "date: soon")
    english.replace(STRATEGY, "name:", "nmae:")
    english.replace(TABLE, "template: report.html.j2", "template: other.html.j2")
    result = english.build()
    found = [line.split(": error")[0] for line in result.output.splitlines() if ": error" in line]
    assert found == [f"{HEARING}:4:9", f"{HEARING}:21:9", f"{STRATEGY}:2:1", f"{STRATEGY}:3:1", f"{TABLE}:16:15"]
    assert result.output.rstrip().endswith("5 errors in 3 files")


def test_faults_in_several_templates_are_told_together(english: Project) -> None:
    add_sample(english)
    english.replace(SAMPLE, "{{ hearing.ingress }}", "{{ hearing.ingres }}")
    english.replace("templates/report.html.j2", "<h2>{{ label('report-hearing') }}</h2>", "<h2>{{ label('x') }}</h2>")
    output = english.build().output
    assert "'ingres'" in output
    assert "there is no label 'x'" in output


def test_faulty_content_leaves_the_last_good_outputs_untouched(english: Project) -> None:
    english.built()
    before = {path: path.read_bytes() for path in english.output.rglob("*") if path.is_file()}
    english.replace(HEARING, "led_by: anna-example", "led_by: nobody")
    assert english.build().exit_code == 1
    assert {path: path.read_bytes() for path in english.output.rglob("*") if path.is_file()} == before


def test_an_output_folder_that_is_a_file_is_told(english: Project) -> None:
    english.write("output", "in the way")
    result = english.build()
    assert result.exit_code == 1
    assert "output: error: cannot write 'output'" in result.output
    assert "hint: a file stands where the output folder should be: move it away" in result.output
    assert english.output.read_text() == "in the way"


def test_a_disk_that_refuses_is_told(english: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    english.built()
    before = {path: path.read_bytes() for path in english.output.rglob("*") if path.is_file()}
    monkeypatch.setattr(os, "fsync", full)
    english.replace(HEARING, "Example Hall", "Example House")
    result = english.build()
    assert result.exit_code == 1
    assert "No space left on device; all documents there are as they were" in result.output
    assert "hint: free some space on the disk and run again" in result.output
    monkeypatch.undo()
    english.replace(HEARING, "Example House", "Example Hall")
    english.built()
    assert {path: path.read_bytes() for path in english.output.rglob("*") if path.is_file()} == before


def test_a_template_that_says_nothing_is_told(english: Project) -> None:
    add_sample(english)
    english.replace(SAMPLE, "{% block body %}", "{% block brodtext %}")
    output = english.build().output
    assert "a document has no title on its page [outline]" in output
    assert "hint: write <h1>…</h1> in the template's block 'body'" in output


def test_a_template_in_another_encoding_is_told(english: Project) -> None:
    add_sample(english)
    english.write(SAMPLE, SAMPLE_TEXT.replace("<h1>", "<h1>Förslag: ").encode("cp1252"))
    assert f"{SAMPLE}: error: the template, or one that it uses, is not UTF-8 [encoding]" in english.build().output


def test_a_colour_that_is_none_is_told(english: Project) -> None:
    english.replace("templates/styles/tokens.css", "--step-4: #0e3b47", "--step-4: teal")
    output = english.run("check").output
    assert re.search(
        r"templates/styles/tokens.css:\d+:\d+: error: the colour --step-4 is 'teal', which not every format can show "
        r"\[token\]\n    \s*--step-4: teal;", output
    )  # fmt: skip
    assert "hint: write it with six digits from 0 to f: --step-4: #rrggbb;" in output


def test_a_colour_that_is_gone_is_told(english: Project) -> None:
    english.replace("templates/styles/tokens.css", "--step-4:", "--stop-4:")
    assert "templates/styles/tokens.css: error: the colour --step-4 is missing [token]" in english.build().output


def test_a_missing_style_sheet_is_told(english: Project) -> None:
    (english.templates / "styles" / "web.css").unlink()
    output = english.run("check").output
    assert "templates/styles/web.css: error: the style sheet cannot be read: FileNotFoundError [style]" in output


def test_a_picture_in_a_style_that_cannot_be_read_is_told_in_a_few_words(english: Project) -> None:
    style = english.templates / "styles" / "paged.css"
    style.write_text(
        f"{style.read_text('utf-8')}\np {{ background: url(data:image/png;base64,{'QUJD' * 900}) }}\n", "utf-8"
    )
    output = english.build().output
    assert "WeasyPrint: Failed to load image at 'data:image/png;base64,QUJD" in output
    assert max(map(len, output.splitlines())) < 300
