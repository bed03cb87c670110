"""Whatever is done to a content file, reading it ends in values or in problems with a line, never in a traceback."""

from __future__ import annotations

from collections.abc import Callable

from conftest import ENGLISH
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nist_docs.model.hearing import Hearing
from nist_docs.model.validation import validate
from nist_docs.problems import Problem, Problems
from nist_docs.source import parse

TEXT = (ENGLISH / "hearings" / "harbours.yaml").read_text("utf-8")

# Signs that mean something to YAML or to us, and some that nobody expects.
PIECES = st.one_of(
    st.sampled_from(
        [":", ": ", "- ", "#", " #", "'", '"', "|", ">", "[", "]", "{", "}", "&a", "*a", "!x", "%", "@", "`"]
    ),
    st.sampled_from(
        ["\t", "\n", "\n\n", "  ", "---\n", "...\n", "\x0b", "\x00", "\ufdd0", "\u2028", '"\\ud800"', '"\\x07"']
    ),
    st.text(max_size=8),
)
EDITS = st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 40), PIECES), min_size=1, max_size=4)


def problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except Problems as found:
        return found.problems
    return ()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(EDITS)
def test_a_mangled_file_is_values_or_problems_with_a_line(edits: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    data = text.encode("utf-8", "surrogatepass")
    for problem in problems(lambda: validate(Hearing, parse(data, "hearing.yaml"))):
        assert problem.where.line > 0, problem
        assert problem.message


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_values_or_problems_with_a_line(data: bytes) -> None:
    for problem in problems(lambda: parse(data, "hearing.yaml")):
        assert problem.where.line > 0, problem
