"""Editing help: every editorial rule with its place and hint, what it passes over, and that a project can set it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ENGLISH, ROOT, Project, make_project

from nist_docs.language.reading_ease import lix, seems
from nist_docs.model.editorial import RULES, Level

HEARING = "content/hearings/harbours.yaml"
PEOPLE = "content/people.yaml"
STRATEGY = "content/strategies/harbours.yaml"
EVERYTHING = ROOT / "tests" / "content" / "everything"
HEAVY = (
    "Internationalisation considerations necessitate comprehensive interdepartmental collaboration regarding "
    "environmental infrastructure investments throughout geographically distributed municipalities notwithstanding "
    "administrative responsibilities concerning electrification requirements affecting transportation companies and local authorities"
)


@dataclass
class Case:
    """An edit of a hearing that has nothing to remark on, and what is remarked then."""

    name: str
    file: str
    old: str
    new: str
    place: str
    said: str  # severity, message and rule
    hint: str


CASES = [
    Case("a long heading", HEARING, "title: Hearing on the harbour strategy", f"title: {'Harbours ' * 9}", "10:8",
         "warning: the heading has 80 signs; at most 70 are read [long-heading]",
         "say what is new, and leave the rest to the ingress"),
    Case("a heading of many words", HEARING, "subtitle:", f"headline: {'Harbours ' * 6}\nsubtitle:", "11:11",
         "advice: the heading has 53 signs; about 35 are read at a glance [wordy-heading]", "leave out what the ingress says"),
    Case("a long ingress", HEARING, "Shore power \"comes", f"{'They said so. ' * 18} Shore power \"comes", "12:10",
         "warning: the ingress has 363 signs; four lines hold about 280 [long-ingress]",
         "move what is not the most important to body"),
    Case("a long release", HEARING, "  A second paragraph", "  " + "They said so, and more. " * 100 + "\n\n  A second paragraph", "12:1",
         "warning: the press release has 3294 signs; at most 2500 are good [long-release]",
         "shorten body, choose fewer quotes with use: [press], or leave the background to the briefing"),
    Case("a long statement", HEARING, "      They will get", "      " + "We said so. " * 60 + "\n\n      They will get", "31:11",
         "advice: the statement has 779 signs; readers follow about 700 [long-statement]",
         "leave words out where they can be spared, marked by […]"),
    Case("no lead", HEARING, "    lead: yes\n", "", "28:1", "advice: no statement is the lead [no-lead]",
         "a release has a statement right after its ingress: write lead: yes at the one that matters most"),
    Case("a heavy paragraph", HEARING, "  A second paragraph", f"  {HEAVY}.\n\n  A second paragraph", "18:3",
         "advice: the paragraph has LIX 118; over 65 is heavy to read [lix-paragraph]",
         "divide long sentences, and choose shorter words"),
    Case("a heavy document", HEARING, "  A second paragraph", f"  {f'{HEAVY}. ' * 4}\n\n  A second paragraph", "10:1",
         "advice: the press-release has LIX 71 outside of quotations; over 60 is heavy to read [lix-document]",
         "divide long sentences, and choose shorter words"),
    Case("a hyphen for a dash", HEARING, "  A second paragraph says", "  Power -and only power- comes first.\n\n  A second paragraph says", "18:3",
         "advice: the hyphen in “Power -and only” may be meant as a dash [hyphen-as-dash]",
         "a dash has a space on both sides; a hyphen joins two words without"),
    Case("a hyphen in a range", HEARING, "place: Example Hall", "place: Example Halls 13-15", "24:8",
         "advice: “13-15” may be a range [hyphen-as-dash]", "a range is written with a dash: 13–15"),
    Case("a quotation mark alone", HEARING, "comes first\", it said", "comes first, it said", "12:10",
         "warning: a quotation mark has no partner in this paragraph [unpaired-quote]",
         "write the missing mark, or delete this one"),
    Case("two spaces", HEARING, "place: Example Hall", "place: Example\u00a0 Hall", "24:8",
         "advice: two spaces follow each other in “Example  Hall, Exampletown” [double-space]",
         "delete one of them; one of the two is a fixed space"),
    Case("a time in another language's form", HEARING, "strategy on 3 March. Shore", "strategy at 9.00. Shore", "12:10",
         "advice: “at 9.00” is not how a time of day is written [time-form]", "write it as 9:00"),
    Case("a number in digits", HEARING, "heard from harbours", "heard from 4 harbours", "12:10",
         "advice: '4' stands in running text [number-in-digits]", "write 'four'"),
    Case("emphasis without an end", HEARING, "A second paragraph", "A **second paragraph", "18:3",
         "warning: “**” is shown as it stands [leftover-markup]", r"close it: *emphasis*, **strong**; for the sign itself: \*"),
    Case("HTML with attributes", HEARING, "A second paragraph", "A <span class='x' lang=en>second</span> paragraph", "18:3",
         "warning: “<span class='x' lang=en>” is shown as it stands [leftover-markup]",
         "leave it out: texts have no HTML, but *emphasis* and **strong**"),
    Case("HTML", HEARING, "A second paragraph", "A <b>second</b> paragraph", "18:3",
         "warning: “<b>” is shown as it stands [leftover-markup]", "leave it out: texts have no HTML, but *emphasis* and **strong**"),
    Case("a heading in a text", HEARING, "  A second paragraph", "  # A second paragraph", "18:3",
         "warning: “#” is shown as it stands [leftover-markup]", "leave it out: texts have no headings inside"),
    Case("marks in a short text", HEARING, "place: Example Hall", "place: Example&nbsp;Hall", "24:8",
         "warning: “&nbsp;” is shown as it stands [leftover-markup]",
         "leave it out: this text is short, and has no marks of any kind; or set the rule to off"),
    Case("a letter of a wrong alphabet", HEARING, "A second paragraph", "A fÃ¶rsta paragraph", "18:3",
         "warning: “Ã¶” is what a program made of another letter [garbled]", "type it anew: ö"),
    Case("a name in a wrong alphabet", PEOPLE, "name: Anna Example", "name: Anna Ã…kerberg", "4:11",
         "warning: “Ã…” is what a program made of another letter [garbled]", "type it anew: Å"),
    Case("a link that says nothing", HEARING, "text: The draft strategy", "text: Read more", "40:11",
         "warning: “Read more” does not say where the link leads [link-text]",
         "say what one finds there: people jump from link to link"),
    Case("a link in a text that says nothing", HEARING, "[the draft strategy](", "[here](", "15:3",
         "warning: “here” does not say where the link leads [link-text]",
         "say what one finds there: people jump from link to link"),
    Case("a link that is an address", HEARING, "text: The draft strategy", "text: https://example.org", "40:11",
         "warning: “https://example.org” is an address, not words [link-text]", "say in words where the link leads"),
    Case("an address in a text", HEARING, "before you answer^", "at https://example.org/answer before you answer^", "15:3",
         "warning: the address https://example.org/answer stands in the text [link-text]", "write [words](https://…)"),
    Case("nearly the same name", PEOPLE, "people:\n", "people:\n  ana-example:\n    name: Ana Example\n  anna-exampel:\n    name: Anna Exampel\n", "8:11",
         "warning: 'Anna Example' is nearly the name of 'Anna Exampel' (anna-exampel) [similar-names]",
         "keep one of them, if they are one person; else set the rule similar-names to off"),
    Case("a name that comes again and again", PEOPLE, "people:\n",
         "people:\n  a:\n    name: Anna Exampel\n  b:\n    name: Anna Exampel\n  c:\n    name: Anna Exampel\n", "10:11",
         "warning: 'Anna Example' is nearly the name of 'Anna Exampel' (a) and of 2 more [similar-names]",
         "keep one of them, if they are one person; else set the rule similar-names to off"),
    Case("a person nobody refers to", PEOPLE, "people:\n", "people:\n  bo:\n    name: Bo Berg\n", "3:3",
         "warning: nothing refers to the person 'bo' [unused]", "delete the entry, or refer to it by its id"),
    Case("a theme nobody raises", HEARING, "statements:", "themes:\n  power: Power\nstatements:", "29:3",
         "warning: no statement or answer raises the theme 'power' [unused]", "delete the entry, or refer to it by its id"),
    Case("a question nobody answers", HEARING, "statements:", "questions:\n  q: {text: Why?, short: Why}\nstatements:", "29:3",
         "warning: nobody answers the question 'q' [unused]", "delete the entry, or refer to it by its id"),
    Case("a statement without themes", HEARING, "statements:", "themes:\n  power: Power\nstatements:", "31:5",
         "advice: the statement raises no theme [no-themes]",
         "name the themes that it raises, each with the words that do"),
    Case("texts in another language", HEARING, "language: en", "language: sv", "3:11",
         "warning: the texts seem to be English, and the documents are to be Swedish [language]",
         "write language: en, or translate the texts"),
    Case("a strategy in another language", STRATEGY, "Every harbour is quiet, clean and safe to work in.",
         "Det är en tyst och ren hamn, och det är tryggt att arbeta i den.", "content/hearings/harbours.yaml:6:11",
         "warning: the strategy's texts seem to be Swedish, and this hearing is in English [language]",
         "name a strategy whose texts are English"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_is_told_with_place_and_hint(english: Project, case: Case) -> None:
    english.replace(case.file, case.old, case.new)
    result = english.run("check")
    place = case.place if ".yaml" in case.place else f"{case.file}:{case.place}"
    expected = f"{place}: {case.said}"
    assert expected in result.output
    told = result.output.split(expected, 1)[1].split("\n\n")[0]
    assert [line.removeprefix("  hint: ") for line in told.splitlines() if line.startswith("  hint: ")] == [case.hint]
    assert result.exit_code == 0
    assert english.run("check", "--strict").exit_code == (1 if ": warning" in result.output else 0)


WITH_FILE = [
    Case("no description", HEARING, "description: A quay with a dark building", "description: IMG_2041.jpg", "83:18",
         "warning: 'IMG_2041.jpg' does not say what the picture shows [picture-alt]",
         "write what somebody who cannot see it should know"),
    Case("the caption again", HEARING, "description: A quay with a dark building", "description: The quay at Exampletown", "83:18",
         "warning: the description says the same as the caption [alt-repeats-caption]",
         "the caption is read aloud too: describe what is seen"),
]  # fmt: skip


@pytest.mark.parametrize("case", WITH_FILE, ids=lambda case: case.name)
def test_a_picture_with_a_file_needs_words(english: Project, case: Case) -> None:
    project = make_project(english.root / "everything", EVERYTHING)
    project.replace(case.file, case.old, case.new)
    output = project.run("check").output
    assert f"{case.file}:{case.place}: {case.said}" in output
    assert f"  hint: {case.hint}\n" in output


def test_every_editorial_rule_has_a_test_of_its_place() -> None:
    tested = {found for case in (*CASES, *WITH_FILE) for found in re.findall(r"\[([a-z-]+)\]", case.said)}
    assert tested | {"unshown"} == set(RULES)


def test_the_page_of_problems_tells_each_rules_usual_gravity() -> None:
    page = (ROOT / "docs" / "problems.md").read_text("utf-8")
    for rule, (level, _) in RULES.items():
        assert re.search(rf"^\| `{rule}` \| {level.value} \|", page, re.MULTILINE), rule


# --- what the rules pass over ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "On 4 March and March 4, at 9:00, 5% of 12 million and 3 km, p. 7 and no. 8, 2.5 and 1, 10,000 and 4-wheelers.",
        "Harbour- and port-wide rules, 2015-12 and 08-405 10 00, and the well-known EX2026/0001-12.",
        "Q&As; M&As; Marks&Spencer; write to <b@example.org> or <p.a@example.org>, p. <s. 12>, a <b and c> d; IRMÃ… and “Ã”.",
        "- Yes - but not now, she said. 1. The first point.",
        r"A \*note, x * y, a < b, R&D; see [the draft](https://example.org/draft) and *all* of **it**, and c* […] (all) [them] (too).",
        'A so-called “quiet harbour”, it’s said, of 19" width.',
        "Step 2 of chapter 3, section 4, § 5 and figure 6, as in version 7.",
        "See the [report of 2015 (example.org)](https://example.org/report).",
    ],
)
def test_good_english_is_left_alone(english: Project, text: str) -> None:
    english.replace(HEARING, "  A second paragraph", f"  {text}\n\n  A second paragraph")
    assert english.run("check").output.startswith("No problems found.\n")


@pytest.mark.parametrize(
    "text",
    [
        "Den 4 mars kl. 9.00–15.30 kom 12 procent, 3 km bort, s. 7, 1 000 kronor och 10 %.",
        "Kunskaps- och tillväxtnoder, närings- eller innovationspolitik, e-post och 2015-12-01.",
        "Det ”stora” målet, sade hon – och log.",
        "Steg 2 i kapitel 3, avsnitt 4, § 5, punkt 6 och vecka 7.",
    ],
)
def test_good_swedish_is_left_alone(project: Project, text: str) -> None:
    project.replace("content/hearings/nist.yaml", "body: |\n", f"body: |\n  {text}\n\n")
    assert project.run("check").output.startswith("No problems found.\n")


@pytest.mark.parametrize("text", ["klockan 9:00", "kl 9"])
def test_times_in_swedish_have_a_full_stop(project: Project, text: str) -> None:
    project.replace("content/hearings/nist.yaml", "body: |\n", f"body: |\n  Den började {text}.\n\n")
    assert "is not how a time of day is written [time-form]\n" in project.run("check").output
    assert "hint: write it as kl. 9.00" in project.run("check").output


def test_quotations_are_facts_of_record_and_are_not_reworded(english: Project) -> None:
    english.replace(HEARING, "      They will get", f"      {HEAVY} in 4 years at 9.00.\n\n      They will get")
    assert english.run("check").output.startswith("No problems found.\n")


def test_a_check_ends_with_how_heavy_each_document_is_to_read(english: Project) -> None:
    told = "Readability of harbours (LIX, quotations left out): "
    paragraph = "We ask and they say it all. " * 20
    english.replace(HEARING, "  A second paragraph", f"  {paragraph}\n\n  A second paragraph")
    light = english.run("check").output.splitlines()[-1]
    assert light.startswith(f"{told}press release ")
    assert light.endswith(" (very easy).")
    english.replace(HEARING, "      They will get", f"      {f'{HEAVY}. ' * 4}\n\n      They will get")
    assert english.run("check").output.splitlines()[-1] == light
    english.replace(HEARING, "  A second paragraph", f"  {f'{HEAVY}. ' * 9}\n\n  A second paragraph")
    heavy = english.run("check").output.splitlines()[-1]
    assert heavy.startswith(f"{told}press release ")
    assert "(heavy)" in heavy


@pytest.mark.parametrize("content", [ROOT / "content", ENGLISH, EVERYTHING], ids=["shipped", "english", "everything"])
def test_the_contents_of_this_project_have_no_warnings(tmp_path: Path, content: Path) -> None:
    result = make_project(tmp_path, content).run("check", "--strict")
    assert result.exit_code == 0, result.output
    assert "warning" not in result.output


# --- what no document shows --------------------------------------------------------------------------


def show_only(english: Project, words: str) -> None:
    """Makes a short note the only document: its title, and these words in Jinja."""
    english.write(
        "templates/deliverables.yaml",
        'format: 1\ndocuments:\n  note:\n    template: note.html.j2\n    formats: [txt]\n    name: "{hearing}-note"\n',
    )
    english.write(
        "templates/note.html.j2",
        "{% extends 'base.html.j2' %}{% block title %}{{ hearing.title }}{% endblock %}"
        "{% block type %}{{ label('report') }}{% endblock %}"
        f"{{% block body %}}<h1>{{{{ hearing.title }}}}</h1>{words}{{% endblock %}}",
    )


def test_content_that_no_document_shows_is_told_at_its_key(english: Project) -> None:
    show_only(
        english,
        "<p>{{ hearing.ingress }}</p><p>{{ hearing.body[0] }}</p><p>{{ hearing.strategy.goal.text }}</p>",
    )
    output = english.run("check").output
    for place, what in (
        (f"{HEARING}:11:1", "subtitle"),
        (f"{HEARING}:18:3", "body"),  # the second paragraph, which is not shown
        (f"{HEARING}:20:1", "when"),
        (f"{HEARING}:28:1", "statements"),
        (f"{HEARING}:39:1", "links"),
        (f"{STRATEGY}:3:1", "vision"),
        (f"{STRATEGY}:7:3", "short"),
        (f"{PEOPLE}:3:3", "anna-example"),
    ):
        assert f"{place}: warning: no document shows '{what}' [unshown]\n" in output, output
    assert "'title' [unshown]" not in output
    assert "'text' [unshown]" not in output
    assert "hint: delete it, or have a template show it; content that waits for one can be a comment" in output


def test_what_a_figure_or_a_running_head_shows_is_shown(english: Project) -> None:
    project = make_project(english.root / "everything", EVERYTHING)
    assert "[unshown]" not in project.run("check").output


def test_a_key_that_must_be_there_is_not_advised_to_be_deleted(english: Project) -> None:
    show_only(english, "")
    told = {
        part.partition("no document shows ")[2].partition(" [")[0]: part
        for part in english.run("check").output.split("\n\n")
    }
    assert "hint: have a template show it: the key itself must be there" in told["'name'"]
    assert "hint: delete it, or have a template show it" in told["'subtitle'"]


def test_what_no_document_shows_of_a_person_is_told(english: Project) -> None:
    english.replace(PEOPLE, "    title:", "    unit: The unit\n    title:")
    output = english.run("check").output
    assert output.startswith(
        f"{PEOPLE}:6:5: warning: no document shows 'unit' [unshown]\n    " + "    unit: The unit\n"
    )
    assert output.endswith("1 warning in 1 file\n")


def test_a_build_tells_warnings_and_builds(english: Project) -> None:
    english.replace(HEARING, "text: The draft strategy", "text: Read more")
    result = english.built().build()
    assert "[link-text]" in result.stderr
    assert english.build("--strict").exit_code == 1


def test_a_build_counts_advice_and_leaves_it_to_check(english: Project) -> None:
    english.replace(HEARING, "heard from harbours", "heard from 4 harbours")
    result = english.built().build("--strict")
    assert "Advice on how it is written, told by `make check`: 1\n" in result.stdout
    assert result.stderr == ""


# --- a project's own settings ------------------------------------------------------------------------


def test_a_project_sets_how_grave_a_rule_is_and_where_limits_lie(english: Project) -> None:
    english.replace(HEARING, "heard from harbours", "heard from 4 harbours")
    english.write("content/editorial.yaml", "format: 1\nrules:\n  number-in-digits: off\nlimits:\n  ingress: 100\n")
    output = english.run("check").output
    assert "number-in-digits" not in output
    assert "four lines hold about 100 [long-ingress]" in output
    english.write("content/editorial.yaml", "format: 1\nrules:\n  number-in-digits: error\n")
    result = english.run("check")
    assert "error: '4' stands in running text [number-in-digits]" in result.output
    assert result.exit_code == 1
    assert english.build().exit_code == 1


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("format: 1\nrules:\n  long-realese: off\n", "3:3: error: there is no editorial rule 'long-realese' [unknown-rule]",
         "did you mean 'long-release'?"),
        ("format: 1\nrules:\n  no-lead: never\n", "3:12: error: 'never' is not one of the words for 'no-lead' [unknown-word]",
         "known here: advice, error, off, warning"),
        ("format: 1\nlimits:\n  release: many\n", "3:12: error: 'many' is not a whole number from 1 [number]",
         "write digits only: 1"),
    ],
)  # fmt: skip
def test_faults_in_the_settings_are_told_like_any_other(english: Project, text: str, said: str, hint: str) -> None:
    english.write("content/editorial.yaml", text)
    output = english.run("check").output
    assert f"content/editorial.yaml:{said}" in output
    assert f"  hint: {hint}\n" in output


def test_every_rule_can_be_silenced(english: Project) -> None:
    levels = "".join(f"  {rule}: {Level.OFF.value}\n" for rule in RULES)
    english.write("content/editorial.yaml", f"format: 1\nrules:\n{levels}")
    for case in CASES:
        if case.file == HEARING and "alone" not in case.name and "lead" not in case.name:
            text = (english.root / HEARING).read_text("utf-8")
            if case.old in text:
                english.replace(HEARING, case.old, case.new)
    assert "advice" not in english.run("check").output
    assert "warning" not in english.run("check").output


# --- measures ----------------------------------------------------------------------------------------


def test_lix_is_words_in_a_sentence_and_long_words_in_a_hundred() -> None:
    assert lix("") == 0
    assert lix("En hund sprang. Den såg en katt.") == pytest.approx(3.5)
    assert lix("Strategin handlar om industrin.") == pytest.approx(4 + 75)
    assert lix("Vi ses kl. 9.00 och t.ex. äter.") == pytest.approx(9)


def test_a_language_is_told_by_its_common_words_or_not_at_all() -> None:
    assert seems("Det är en tyst och ren hamn, och det är tryggt att arbeta i den.") == "sv"
    assert seems("It is the harbour that will be the first of them.") == "en"
    assert seems("NIST") is None
    assert seems("och the och the att of det is") is None


def test_check_loads_nothing_that_only_writing_needs(english: Project) -> None:
    code = (
        "import sys; sys.argv = ['build.py', 'check', '--content', sys.argv[1]]\n"
        "from nist_docs.cli import main\n"
        "main(standalone_mode=False)\n"
        "heavy = {'weasyprint', 'docx', 'pypdfium2', 'lxml', 'PIL', 'resvg_py', 'pydyf'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    command = [sys.executable, "-c", code, str(english.content)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
