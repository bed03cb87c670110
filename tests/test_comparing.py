"""The comparison on which the proof rests, by itself: what counts as a difference, where, and in which words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nist_docs.addresses import Address, Kind, Origin
from nist_docs.language.folding import folded
from nist_docs.semantics.tree import Text
from nist_docs.verify import comparing
from nist_docs.verify.comparing import aligned, differences, same
from nist_docs.verify.passages import Found, Gathering, Said, numbered


def value(text: str) -> Text:
    return Text(text, Origin(Address("hearing.yaml", (text,)), Kind.VALUE))


def said(*passages: str) -> list[Said]:
    """Passages whose runs are parted by |: a run in (round brackets) stands in a template."""
    gathering = Gathering()
    for passage in passages:
        for text in passage.split("|"):
            gathering.add(text.strip("()"), None if text.startswith("(") else value(text))
        gathering.end()
    return gathering.done


def found(*passages: str) -> tuple[Found, ...]:
    return numbered(passages)


def told(ours: list[Said], theirs: tuple[Found, ...], *, divided: bool = False) -> list[str]:
    return [one.message() for one in differences(ours, theirs, divided=divided)]


# --- what is the same --------------------------------------------------------------------------------------

WORDS = st.lists(st.text("abåäöé“”’–-…12", min_size=1, max_size=6), min_size=1, max_size=12)
CUTS = st.lists(st.booleans(), min_size=12, max_size=12)


def in_passages(words: list[str], cuts: list[bool]) -> list[str]:
    """The words, some of which begin a new passage."""
    text = "".join(("\n" if cut else " ") + word for word, cut in zip(words, cuts, strict=False))
    return text.strip().split("\n")


@given(WORDS, CUTS, CUTS)
def test_passages_may_end_elsewhere(words: list[str], ours: list[bool], theirs: list[bool]) -> None:
    assert told(said(*in_passages(words, ours)), found(*in_passages(words, theirs))) == []


@given(WORDS, WORDS)
def test_what_is_not_the_same_is_told_and_what_is_not(one: list[str], other: list[str]) -> None:
    is_same = [folded(word) for word in one] == [folded(word) for word in other]
    assert (told(said(" ".join(one)), found(" ".join(other))) == []) is is_same


@pytest.mark.parametrize(
    ("one", "other"),
    [("“so” she’d", '"so" she\'d'), ("1–2 … x", "1-2 ... x"), ("soft\u00adened", "softened"), ("a  b", "a\u00a0b")],
)
def test_signs_that_a_format_sets_otherwise_are_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert told(said(one), found(other)) == []


def test_a_soft_hyphen_alone_is_no_word() -> None:
    assert told(said("one \u00ad two"), found("one two")) == []


def test_lines_may_divide_words_only_where_they_are_laid_out() -> None:
    ours, theirs = said("a harbour-strategy for all"), found("a har-", "bour-strat-", "egy for", "all")
    assert told(ours, theirs, divided=True) == []
    assert told(ours, theirs) != []


# --- what differs: where, which words, after which ----------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "message"),
    [
        ("one two three", "one too three", "paragraph 1: it reads “too” and should read “two”, after “one”"),
        ("one two three", "one three", "paragraph 1: “two” is not there, after “one”"),
        ("one three", "one two three", "paragraph 1: “two” stands there and should not, after “one”"),
        ("one two", "two", "paragraph 1: “one” is not there"),
        ("two", "one two", "paragraph 1: “one” stands there and should not"),
        ("one two", "one", "paragraph 1: “two” is not there, after “one”"),
        ("one", "one two", "paragraph 1: “two” stands there and should not, after “one”"),
        ("a b c d e f g", "a b c d e f x", "paragraph 1: it reads “x” and should read “g”, after “d e f”"),
        ("one one two", "one two", "paragraph 1: “one” is not there, after “one”"),
        ("b q a", "c b a", "paragraph 1: it reads “c b” and should read “b q”"),
        ("c b a", "b q a", "paragraph 1: it reads “b q” and should read “c b”"),
    ],
)
def test_a_difference_is_told_with_its_words_and_those_before(ours: str, theirs: str, message: str) -> None:
    assert told(said(ours), found(theirs)) == [message]


def test_a_difference_is_told_at_the_passage_of_the_file() -> None:
    assert told(said("one", "two three"), found("one", "two four")) == [
        "paragraph 2: it reads “four” and should read “three”, after “one two”"
    ]
    assert told(said("one", "two"), found("one")) == ["paragraph 1: “two” is not there, after “one”"]
    assert told(said("one two", "three four"), found("one two", "three")) == [
        "paragraph 2: “four” is not there, after “one two three”"
    ]


def test_a_file_without_words_lacks_all() -> None:
    assert told(said("one two"), found(" ")) == ["the whole file: “one two” is not there"]
    assert told([], found("one two")) == ["paragraph 1: “one two” stands there and should not"]


def test_a_passage_that_stands_elsewhere_is_told_twice() -> None:
    ours, theirs = said("one two three", "a b c", "x y z w"), found("x y z w", "one two three", "a b c")
    assert told(ours, theirs) == [
        "paragraph 1: “x y z w” stands there and should not",
        "paragraph 3: “x y z w” is not there, after “a b c”",
    ]


@pytest.mark.parametrize(("between", "many"), [("a", 1), ("a b", 1), ("a b c", 2)])
def test_differences_close_together_are_one(between: str, many: int) -> None:
    assert len(told(said(f"one {between} two"), found(f"1 {between} 2"))) == many


def test_close_differences_are_told_whole() -> None:
    assert told(said("start one a two end"), found("start 1 a 2 end")) == [
        "paragraph 1: it reads “1 a 2” and should read “one a two”, after “start”"
    ]


def test_many_words_are_cut_short() -> None:
    (message,) = told(said("start " + "x" * 100), found("start"))
    assert message == f"paragraph 1: “{'x' * 79}…” is not there, after “start”"
    (message,) = told(said("start " + "x" * 80), found("start"))
    assert "x" * 80 in message


def test_a_letter_of_a_divided_word_is_told_as_its_word() -> None:
    assert told(said("the harbour here"), found("the har-", "bxur here"), divided=True) == [
        "paragraph 2: it reads “bxur” and should read “harbour”, after “the har-”"
    ]


def test_two_slips_in_a_long_text_of_few_words_are_two() -> None:
    """Words that come often are words too."""
    words = ["yea", "nay"] * 300
    altered = [*words[:60], "yes", *words[61:540], "no", *words[541:]]
    assert [one.found for one in differences(said(" ".join(words)), found(" ".join(altered)))] == ["yes", "no"]


def test_words_are_compared_and_not_letters_unless_that_is_asked_for() -> None:
    ours, theirs = said("to get her"), found("together")
    assert differences(ours, theirs)
    with pytest.raises(ValueError, match=re.escape("zip()")):
        aligned(ours, theirs)


def test_two_files_that_have_little_in_common_are_one_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """To align them would take minutes; what they begin and end alike with is left out all the same."""
    monkeypatch.setattr(comparing, "LARGEST", 15)
    ours, theirs = said("one a b c d two"), found("one 1 b 2 d 4 two")
    (only,) = differences(ours, theirs)
    assert (only.said, only.found) == ("a b c d", "1 b 2 d 4")
    monkeypatch.setattr(comparing, "LARGEST", 20)
    assert len(differences(said("one a b c d e two"), found("one 1 b c d 4 two"))) == 1
    assert len(differences(said("a b c d e"), found("1 b c d 5"))) == 1


# --- whose words they are -----------------------------------------------------------------------------------


def run_of(ours: list[Said], theirs: tuple[Found, ...]) -> str:
    (only,) = differences(ours, theirs)
    return only.run.text if only.run else ""


@pytest.mark.parametrize(
    ("ours", "theirs", "run"),
    [
        (["one |two |three"], ["one too three"], "two "),  # altered
        (["one |two |three"], ["one three"], "two "),  # lost
        (["one |two |three"], ["one two more three"], "two "),  # more: the words before it tell where
        (["one |two"], ["more one two"], ""),  # more, and nothing before it
        (["(“)|two|(”)"], ["“too”"], "two"),  # with a sign of the template
        (["one", "two |three"], ["one two four"], "three"),  # in a later passage
        (["(by )|one"], ["bye one"], ""),  # words of the template
    ],
)
def test_a_difference_leads_to_the_run_that_it_is_in(ours: list[str], theirs: list[str], run: str) -> None:
    assert run_of(said(*ours), found(*theirs)) == run


def texts(runs: list[list[Text]]) -> list[list[str]]:
    return [[run.text for run in one] for one in runs]


def test_each_passage_of_a_file_knows_the_runs_that_it_shows_once() -> None:
    ours = said("one |two three |four", "(by )|five six")
    assert texts(aligned(ours, found("one two", "three four by", "five", "six"))) == [
        ["one ", "two three "], ["two three ", "four"], ["five six"], ["five six"],
    ]  # fmt: skip


def test_runs_are_known_too_where_lines_divide_words() -> None:
    ours = said("one |harbour|s here")
    assert texts(aligned(ours, found("one har-", "bours", "here"), divided=True)) == [
        ["one ", "harbour", "s here"], ["harbour", "s here"], ["s here"],
    ]  # fmt: skip


def test_what_says_otherwise_cannot_be_aligned() -> None:
    with pytest.raises(ValueError, match=re.escape("zip()")):
        aligned(said("one two"), found("one"))


@pytest.mark.parametrize(
    ("start", "end", "runs"),
    [(0, 3, ["one"]), (0, 4, ["one", "two"]), (3, 6, ["two"]), (2, 7, ["one", "two", "three"]), (6, 6, []), (0, 0, [])],
)
def test_runs_between_two_places_of_a_text(start: int, end: int, runs: list[str]) -> None:
    (passage,) = said("one|two|three")
    assert [run.text for run in passage.runs_between(start, end)] == runs


# --- gathering ----------------------------------------------------------------------------------------------


def test_a_passage_without_words_is_none() -> None:
    assert [one.text for one in said("one", " ", "", "two")] == ["one", "two"]
    assert [one.where for one in found("one", " ", "two")] == ["paragraph 1", "paragraph 2"]


def test_runs_know_where_they_begin_in_their_own_passage() -> None:
    first, second = said("one |two", "three| four")
    assert [(begin, run.text) for begin, run in first.runs if run] == [(0, "one "), (4, "two")]
    assert [(begin, run.text) for begin, run in second.runs if run] == [(0, "three"), (5, " four")]
