"""The shipped content is true to its source page, and nothing of the page is missing."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from nist_docs import content, rules
from nist_docs.language.folding import folded
from nist_docs.model.hearing import Hearing

SOURCE = (ROOT / "tests" / "source" / "hearing-page.txt").read_text("utf-8")

# Slips of transcription in the source that the content mends, each with a comment beside it in the YAML.
MENDED = {"HEARing skavara": "HEARing ska vara", "Johan Stahre, Vad är": "Johan Stahre, vad är",
          "Tillväxverket": "Tillväxtverket"}  # fmt: skip


@pytest.fixture(scope="module")
def real_content() -> content.Content:
    read, problems = content.load(ROOT / "content", "content")
    assert problems == []
    return read


@pytest.fixture(scope="module")
def hearing(real_content: content.Content) -> Hearing:
    return real_content.hearings["nist"]


def page() -> str:
    text = SOURCE
    for slip, mended in MENDED.items():
        assert slip in text
        text = text.replace(slip, mended)
    return folded(text)


def test_the_content_keeps_every_rule(real_content: content.Content) -> None:
    assert rules.check(real_content) == []


def test_every_answer_stands_word_for_word_in_the_source(hearing: Hearing) -> None:
    answers = [answer for interview in hearing.interviews for answer in interview.answers]
    assert len(answers) == 12
    for answer in answers:
        for paragraph in answer.text:
            assert "- " + folded(paragraph.plain) in page()


def test_every_answer_of_the_source_is_in_the_content(hearing: Hearing) -> None:
    said = {folded(p.plain) for interview in hearing.interviews for a in interview.answers for p in a.text}
    for line in SOURCE.splitlines():
        if re.match("–\\s", line) and not line.startswith("– Tack för era inspel"):
            assert folded(line[2:]).replace("skavara", "ska vara") in said


def test_every_question_is_asked_in_the_words_of_the_source(hearing: Hearing) -> None:
    for interview in hearing.interviews:
        for answer in interview.answers:
            asked = answer.asked or hearing.questions[answer.question.id].text
            assert folded(asked.plain) in page()


def test_the_statement_stands_word_for_word_in_the_source(hearing: Hearing) -> None:
    (statement,) = hearing.statements
    (paragraph,) = statement.text
    # The source goes on with ", sade statssekreterare …" where the content has a full stop.
    assert folded(paragraph.plain).removesuffix(".") + ", sade statssekreterare Eva Lindström." in page()
    assert (statement.speaker.id, statement.verb) == ("eva-lindstrom", "sade")


def test_pulled_quotes_and_theme_words_stand_in_the_source(hearing: Hearing) -> None:
    texts = [a for i in hearing.interviews for a in i.answers] + list(hearing.statements)
    words = [one.words.plain for text in texts for one in (*text.themes, *text.pulled)]
    assert len(words) > 30
    for quote in words:
        assert folded(quote) in page()


def test_every_person_of_the_source_is_in_the_content(real_content: content.Content) -> None:
    names = {person.name for person in real_content.people.values()}
    in_source = {"Mikael Damberg", "Eva Lindström", "Margareta Groth", "Gudmundur Kristjansson",
                 "Johanna Essemyr Pauldin", "Johan Stahre"}  # fmt: skip
    assert names == in_source
    for person in real_content.people.values():
        for text in filter(None, (person.name, person.title, person.unit, person.organisation)):
            assert folded(text) in page().replace("Mikael Dambergs", "Mikael Damberg")


def test_every_picture_of_the_source_is_recorded_in_its_words(hearing: Hearing) -> None:
    assert [picture.photographer for picture in hearing.pictures] == ["Helene Larsson"] + ["Maria Nilsson"] * 4
    for picture in hearing.pictures:
        assert folded(picture.description).removesuffix(".") in page()
        assert folded(picture.caption.plain) in page()
        assert f"{picture.photographer}/{picture.rights}" in SOURCE
        assert picture.file is None


def test_vision_and_goal_stand_in_the_source(real_content: content.Content) -> None:
    strategy = real_content.strategies["nist"]
    assert strategy.vision
    assert strategy.goal
    vision = folded(strategy.vision.text.plain)
    assert vision in page()
    assert folded(strategy.vision.elaboration.plain if strategy.vision.elaboration else "?") in page()
    assert folded(strategy.goal.text.plain) in page()
    assert folded(strategy.vision.title or "?") in page()


def test_the_groups_are_those_of_the_participant_who_reported_them(real_content: content.Content) -> None:
    strategy = real_content.strategies["nist"]
    for group in (strategy.challenges, strategy.key_areas, strategy.directions):
        assert group
        assert group.words
        assert group.reported_by
        assert len(group.members) == 4
        assert folded(group.words.plain) in page()
        for member in group.members:
            assert folded(member) in folded(group.words.plain)


def test_what_the_source_does_not_say_stays_unknown(hearing: Hearing) -> None:
    assert not hearing.published.known
    assert hearing.updated is None
    assert hearing.archive
    assert not hearing.archive.begins.known
    assert not hearing.archive.ends.known
    assert (hearing.when.date.iso, hearing.when.weekday) == ("2015-12", "tuesday")
    assert hearing.place is None
    assert hearing.agenda == hearing.participants == hearing.links == ()


def test_no_number_or_year_is_in_the_narrative_that_the_source_lacks(hearing: Hearing) -> None:
    process = hearing.process.steps if hearing.process else ()
    narrative = [hearing.ingress, *hearing.body, hearing.summary, *(p.text for p in hearing.key_points),
                 *(step.text for step in process)]  # fmt: skip
    for text in narrative:
        assert text
        for number in re.findall(r"\d+", text.plain):
            assert number in SOURCE


def test_the_press_release_is_as_long_as_a_press_release() -> None:
    """At most about 2,500 signs; a heading of at most 70; an ingress of at most four lines."""
    golden = (ROOT / "tests" / "golden" / "nist-hearing-press-release.txt").read_text("utf-8")
    assert len(golden) <= 2_600
    read, _ = content.load(ROOT / "content", "content")
    hearing = read.hearings["nist"]
    assert len(hearing.headline or hearing.title) <= 70
    assert len(hearing.ingress.plain) <= 4 * 70
