"""What is said of bytes that are no text as it should be saved: how large, in which encoding, with which signs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from nist_docs import source
from nist_docs.problems import Problem, Problems

SAVE = "save the file as UTF-8 (in the editor: Save with encoding → UTF-8)"


def refused(raw: bytes) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as found:
        source.parse(raw, "x.yaml")
    return tuple(found.value.problems)


def told(raw: bytes) -> list[str]:
    return [str(problem) for problem in refused(raw)]


def test_a_file_that_is_too_large_is_not_read() -> None:
    largest = b"a: b\n#".ljust(source.LARGEST, b"-")
    assert source.parse(largest, "x.yaml").value == {"a": "b"}
    (said,) = told(largest + b"-")
    size = f"{source.LARGEST + 1:,} bytes; at most {source.LARGEST:,} are read"
    assert said.splitlines() == [f"x.yaml: error: the file has {size} [too-large]", "  hint: is this the right file?"]


@pytest.mark.parametrize(
    "raw",
    [
        "a: b".encode("utf-16"),
        b"\xfe\xff" + "a: b".encode("utf-16-be"),
        "a: b".encode("utf-16-le"),
        "a: b".encode("utf-16-be"),
        b"\xff\xfe\xe5\x00",  # letters beyond a–z alone have no zeros in the other byte
        b"\xfe\xff" + "一二".encode("utf-16-be"),
    ],
)
def test_utf_16_is_told_by_its_name(raw: bytes) -> None:
    (said,) = told(raw)
    assert said.splitlines() == [
        "x.yaml:1:1: error: the file is saved as UTF-16 (Windows calls it Unicode), not as UTF-8 [encoding]",
        f"  hint: {SAVE}",
    ]


def test_a_zero_among_letters_is_a_control_character_and_no_encoding() -> None:
    (problem,) = refused(b"a: b" * 3 + b"\0\n")
    assert problem.rule == "control-character"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_another_encoding_is_told_at_its_first_sign_with_the_line_as_it_was_meant(end: bytes) -> None:
    raw = end.join([b"title: F\xc3\xb6rst", b"place: \xc3\xa5\xc3\xa4 Malm\xf6 \x81!", b"more: x", b""])
    (problem,) = refused(raw)
    where = problem.where
    assert (problem.message, where.line, where.column) == ("the file is not UTF-8", 2, 15)
    assert where.snippet == "place: Ã¥Ã¤ Malmö \ufffd!"


def test_a_byte_order_mark_is_no_sign_of_the_text() -> None:
    assert source.parse(b"\xef\xbb\xbfa: b", "x.yaml").value == {"a": "b"}


def test_control_characters_are_told_each_at_its_place_but_not_without_end() -> None:
    problems = refused("a: b\r\nc: d\u2028e\x07\r\n".encode())
    assert [(one.where.line, one.where.column, one.message) for one in problems] == [
        (2, 5, "an invisible control character (U+2028) stands here"),
        (2, 7, "an invisible control character (U+0007) stands here"),
    ]
    assert {one.where.snippet for one in problems} == {"c: d\ufffde\ufffd"}
    assert {one.hint for one in problems} == {"delete it and type the text anew"}
    assert len(refused(b"a: " + b"\x07" * 1000)) == source.MOST_CONTROLS


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: b\n")
    assert source.read(path, "x.yaml").sha256 == hashlib.sha256(b"a: b\n").hexdigest()


def test_a_file_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "x.yaml", "the file does not exist"), (tmp_path, "Is a directory")):
        with pytest.raises(Problems, match=message):
            source.read(path, "x.yaml")
