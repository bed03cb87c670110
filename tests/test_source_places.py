"""Where the values of a file stand: what every message, the preview's clicks and the proof go by."""

from __future__ import annotations

from pathlib import Path

import pytest

from nist_docs import source
from nist_docs.addresses import Keys
from nist_docs.problems import Problems

FILE = """\
title: A title
list:
  - first
  - text: |
      One.

      Two
      goes on.


      Three.

    after: x
folded: >-
  Alpha.

  Beta.
texts:
  - |
    Gamma
    goes on.

    Delta.
  - last
"""


def read(text: str) -> source.SourceFile:
    return source.parse(text.encode(), "x.yaml")


def spot(keys: Keys, *, of_key: bool = False) -> tuple[int, int, str]:
    place = read(FILE).place(keys, of_key=of_key)
    return place.line, place.column, place.snippet.strip()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), (1, 1, "title: A title")),
        (("title",), (1, 8, "title: A title")),
        (("list", 0), (3, 5, "- first")),
        (("list", 1, "text"), (4, 11, "- text: |")),
        (("list", 1, "text", 0), (5, 7, "One.")),
        (("list", 1, "text", 1), (7, 7, "Two")),
        (("list", 1, "text", 2), (11, 7, "Three.")),
        (("folded", 0), (15, 3, "Alpha.")),
        (("folded", 1), (17, 3, "Beta.")),
        (("texts", 0, 0), (20, 5, "Gamma")),
        (("texts", 0, 1), (23, 5, "Delta.")),
    ],
)
def test_a_value_and_a_paragraph_stand_where_they_begin(keys: Keys, expected: tuple[int, int, str]) -> None:
    assert spot(keys) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("title", 0), (1, 8, "title: A title")),  # the only paragraph of a text on its key's line
        (("list", 1, "text", 3), (4, 11, "- text: |")),  # one more than there are: the text itself
        (("texts", 1, 0), (24, 5, "- last")),
        (("list", 9), (2, 1, "list:")),  # what is not there belongs below its key
        (("list", 9, "text", 1), (2, 1, "list:")),
        (("list", 1, "new"), (4, 5, "- text: |")),
        (("title", "new"), (1, 1, "title: A title")),
        (("new",), (1, 1, "title: A title")),
    ],
)
def test_what_is_not_there_stands_where_it_would_belong(keys: Keys, expected: tuple[int, int, str]) -> None:
    assert spot(keys) == expected


def test_a_key_has_a_place_of_its_own() -> None:
    assert spot(("list", 1, "after"), of_key=True) == (13, 5, "after: x")
    assert spot(("list", 1, "after")) == (13, 12, "after: x")
    assert spot(("list", 0), of_key=True) == (3, 5, "- first")  # items have no key


def problems(text: str) -> list[tuple[str, int]]:
    with pytest.raises(Problems) as found:
        read(text)
    return [(problem.rule, problem.where.line) for problem in found.value.problems]


def test_a_slip_of_the_pen_does_not_hide_what_was_found_before_it() -> None:
    assert problems("a: 1\na: 2\nb: [1\n") == [("duplicate-key", 2), ("yaml-syntax", 3)]


def test_what_follows_from_the_same_slip_is_told_once() -> None:
    assert problems("a: &x [1, 2\n") == [("yaml-syntax", 1)]


def test_what_is_missed_at_the_end_of_a_file_has_no_line_to_show() -> None:
    with pytest.raises(Problems) as found:
        read("a: [\n")
    (problem,) = found.value.problems
    assert (problem.where.line, problem.where.snippet) == (2, "")


def test_a_key_is_one_word_and_no_list() -> None:
    assert problems("a: 1\n? [b, c]\n: d\n") == [("complex-key", 2)]


def test_what_cannot_be_read_is_told_with_its_cause(tmp_path: Path) -> None:
    with pytest.raises(Problems) as found:
        source.read(tmp_path, "people.yaml")
    (problem,) = found.value.problems
    assert (problem.rule, problem.where.file) == ("unreadable-file", "people.yaml")
    assert problem.message == "the file cannot be read: Is a directory"


@pytest.mark.parametrize("key", ["? [a, b]\n: c\n", "[a, b]: c\n"])
def test_a_key_that_is_no_word_is_told(key: str) -> None:
    with pytest.raises(Problems) as found:
        read(key)
    (problem,) = found.value.problems
    assert (problem.rule, problem.message) == ("complex-key", "a key must be a plain word")


@pytest.mark.parametrize("style", ["|", ">"])
def test_a_comment_below_a_block_of_text_takes_nothing_from_it(style: str) -> None:
    assert read(f"a: {style}\n  Number #1 # and more\n#comment\nb: c\n").value == {
        "a": "Number #1 # and more\n",
        "b": "c",
    }


def test_a_value_may_be_marked_as_a_plain_text() -> None:
    assert read("a: ! b\n").value == {"a": "b"}


def test_lost_words_are_told_from_the_first_number_sign() -> None:
    with pytest.raises(Problems) as found:
        read("a: b #1 and #2\n")
    (problem,) = found.value.problems
    assert (problem.where.line, problem.where.column) == (1, 6)
