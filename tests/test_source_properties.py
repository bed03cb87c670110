"""Whatever is done to a content file, reading it ends in values or in problems with a line, never in a traceback."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ENGLISH, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nist_docs import content, editorial, rules
from nist_docs.model.editorial import Editorial
from nist_docs.model.hearing import Hearing
from nist_docs.model.people import People, Sender
from nist_docs.model.strategy import Strategy
from nist_docs.model.types import Entry
from nist_docs.model.validation import validate
from nist_docs.problems import Problem, Problems
from nist_docs.source import parse

EVERYTHING = ROOT / "tests" / "content" / "everything"
HEARING = "hearings/harbours.yaml"

# What is changed: each kind of file, a short and a full hearing, and the corpus of surprises.
KINDS: dict[str, type[Entry]] = {
    HEARING: Hearing,
    "strategies/harbours.yaml": Strategy,
    "senders/example-agency.yaml": Sender,
    "people.yaml": People,
    "editorial.yaml": Editorial,
}
SETTINGS = "format: 1\nrules:\n  long-release: error\n  number-in-digits: off\nlimits:\n  release: 2000\n  ingress: 9\n"
CORPUS = sorted(Path(ROOT, "tests/corpus").glob("*.yaml"))
SEEDS: list[tuple[str, str]] = [
    *((name, (folder / name).read_text("utf-8")) for folder in (ENGLISH, EVERYTHING) for name in KINDS
      if name != "editorial.yaml"),
    ("editorial.yaml", SETTINGS),
    *((HEARING, path.read_bytes().decode("utf-8", "replace")) for path in CORPUS),
]  # fmt: skip

# Signs that mean something to YAML or to us, and some that nobody expects.
PIECES = st.one_of(
    st.sampled_from([":", ": ", "- ", "#", " #", "'", '"', "|", ">", "[", "]", "{", "}", "&a", "*a", "!x", "%", "@"]),
    st.sampled_from(["\t", "\n", "\n\n", "  ", "---\n", "...\n", "\x0b", "\x00", "\ufdd0", "\u2028", '"\\ud800"']),
    st.sampled_from(["`", "? ", "\r", "\u00a0", "\ufeff", "\u200b", '"\\x07"', "~", "null", "no", "08"]),
    st.sampled_from(["[a](b)", "[a](https://b.se)", "^[n]", "*", "**", "[x]{lang=en}", "[…]", "unknown"]),
    st.sampled_from(["2015-13", "14:30", "läs mer", "<<: ", " - ", "kl 9", '"så', "http://", "5", "bild"]),
    st.text(max_size=8),
)  # fmt: skip
# Signs are overwritten; lines are deleted, doubled, moved to the right or left, or change places with the next.
OF_SIGNS = st.tuples(st.just("signs"), st.integers(0, 10_000), st.integers(0, 40), PIECES)
OF_LINES = st.tuples(
    st.sampled_from(["delete", "double", "right", "left", "swap"]), st.integers(0, 400), st.just(0), st.just("")
)
Edit = tuple[str, int, int, str]
EDITS = st.lists(st.one_of(OF_SIGNS, OF_LINES), min_size=1, max_size=4)


def edited(text: str, edit: Edit) -> str:
    kind, at, length, piece = edit
    if kind == "signs":
        at %= len(text) + 1
        return text[:at] + piece + text[at + length :]
    lines = text.split("\n")
    at %= len(lines)
    match kind:
        case "delete":
            lines[at : at + 1] = []
        case "double":
            lines[at:at] = [lines[at]]
        case "right":
            lines[at] = " " + lines[at]
        case "left":
            lines[at] = lines[at].removeprefix(" ")
        case _:
            lines[at : at + 2] = reversed(lines[at : at + 2])
    return "\n".join(lines)


def examples(usual: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As many examples as `make torture` asks for, or the usual ones, which are the same each time."""
    asked = int(os.environ.get("NIST_DOCS_TORTURE", "0"))
    return settings(
        max_examples=asked or usual,
        derandomize=not asked,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except Problems as found:
        return found.problems
    return ()


@pytest.fixture(scope="module")
def whole() -> content.Content:
    read, faults = content.load(EVERYTHING, "content")
    assert faults == []
    return read


def checked(whole: content.Content, name: str, data: bytes) -> None:
    """Reads the file in its place among the others, and applies every rule to them. Raises Problems."""
    address = whole.address(name).file
    file = parse(data, address)
    entry = validate(KINDS[name], file)
    changed = dataclasses.replace(whole, files={**whole.files, address: file})
    match entry:
        case Hearing():
            changed.hearings = {"harbours": entry}
        case Strategy():
            changed.strategies = {"harbours": entry}
        case Sender():
            changed.senders = {"example-agency": entry}
        case People():
            changed.people = entry.people
        case Editorial():
            changed.editorial = entry
    raise Problems([*rules.check(changed), *editorial.check(changed)])


@pytest.mark.torture
@examples(3_000)
@given(seed=st.sampled_from(SEEDS), edits=EDITS)
def test_a_mangled_file_is_values_or_problems_with_a_line(
    whole: content.Content, seed: tuple[str, str], edits: list[Edit]
) -> None:
    name, text = seed
    for edit in edits:
        text = edited(text, edit)
    data = text.encode("utf-8", "surrogatepass")
    for problem in problems(lambda: checked(whole, name, data)):
        assert problem.where.line > 0, problem
        assert problem.message
        assert str(problem)


@pytest.mark.torture
@examples(500)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_values_or_problems_with_a_line(data: bytes) -> None:
    for problem in problems(lambda: parse(data, "hearing.yaml")):
        assert problem.where.line > 0, problem
