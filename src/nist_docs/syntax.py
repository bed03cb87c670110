"""What is wrong where a file is not YAML, in words of the person who wrote it.

PyYAML says what its scanner expected, and where it gave up. People need to hear what they wrote that
YAML reads otherwise than they do, and where that stands, which is often a line above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

import yaml

from nist_docs.records import dataclass

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Line and column (from 1; 0 if unknown), what is wrong, and what to do."""

    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Error:
    """PyYAML's error with its two spots (line and column from 0), and the lines of the file."""

    said: str
    at: Spot
    begun: Spot | None
    lines: Sequence[str]

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands on the line up to where the scanner gave up."""
        return self.line(self.at[0])[: self.at[1]]

    @property
    def rest(self) -> str:
        return self.line(self.at[0])[self.at[1] :]


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Explanation:
    """The first explanation that fits."""
    said = " ".join(filter(None, (error.context, error.problem)))
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return Explanation(0, 0, f"this is not YAML: {said}", _LOOK)
    begun = (context.line, context.column) if context else None
    given = _Error(said, (mark.line, mark.column), begun, lines)
    for rule in _RULES:
        if found := rule(given):
            return found
    for pattern, message, hint in _SAID:
        if re.search(pattern, said):
            return _at(given.at, message, hint)
    return _at(given.at, f"this is not YAML: {said}", _LOOK)


def _at(spot: Spot, message: str, hint: str) -> Explanation:
    return Explanation(spot[0] + 1, spot[1] + 1, message, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _not_a_key(error: _Error) -> Explanation | None:
    """A line that was meant as a key, and is a text to YAML: for its colon, or for a space that is none."""
    spot = _text_for_key(error)
    if spot is None:
        return None
    row, column = spot
    line = error.line(row)
    key = r"\s*(?:- +)?[\w-]+"
    if found := re.match(r" *[ \t]*([\u00a0\u2000-\u200b\u202f\u3000])", line):
        hint = "delete the spaces at the line's beginning and type them anew"
        return _at((row, found.start(1)), "an invisible sign stands here that is no ordinary space", hint)
    if found := re.match(rf"{key}:([\u00a0\u2000-\u200b\u202f\u3000])", line):
        hint = "delete the space after the colon and type it anew"
        return _at((row, found.start(1)), "the space after this colon is a fixed space, which YAML does not see", hint)
    if found := re.match(rf"{key}(:)(?=\S)", line):
        hint = "write 'key: text', with a space after the colon"
        return _at((row, found.start(1)), "a colon ends a key only if a space follows it", hint)
    if found := re.match(rf"{key} *([：=;])", line):
        return _at((row, found.start(1)), f"'{found[1]}' does not end a key", "write 'key: text', with a colon")
    hint = "write 'key: text'; if the line belongs to the text above, indent it deeper than that text's key"
    return _at((row, column), "a key without its colon stands here", hint)


def _text_for_key(error: _Error) -> Spot | None:
    """Where a text begins that stands among keys."""
    if "expected ':'" in error.said:
        return error.begun
    if "mapping values" in error.said and _begins_line(error.before):
        # As the first lines of a file such a text runs on, until a line has its colon.
        above = error.at[0] - 1
        while above > 0 and not error.line(above).strip():
            above -= 1
        line = error.line(above)
        if _indent(line) == _indent(error.before) and not re.match(r"\s*(- +)?[^\s:#]+ *:( |$)|\s*(#|$)", line):
            return above, _indent(line)
    return None


def _begins_line(before: str) -> bool:
    """Whether a colon after these words is the first of its line, and so a key's."""
    return re.fullmatch(r"\s*(- +)?[\w-]+", before) is not None


def _key_too_far(error: _Error) -> Explanation | None:
    """The text above has not ended for YAML, as this key is indented more than that text's key."""
    if "mapping values" not in error.said or not _begins_line(error.before):
        return None
    hint = "indent it by as many spaces as the keys that it stands beside"
    return _at((error.at[0], _indent(error.before)), "this key is indented too far", hint)


def _begins_with_markup(error: _Error) -> Explanation | None:
    """A running text that begins with [words](…), [words]{lang=en} or *emphasis*, which YAML takes for its own."""
    found = re.match(r"(\s*(?:- +)?(?:[\w-]+: +)?)(\[[^\]]*\](?=[({ ])|\*+(?=\w))", error.line(error.at[0]))
    if not found or error.at[1] < found.end(1):
        return None
    hint = "put the whole text in quotes, or on the lines below after '>-', indented"
    return _at((error.at[0], found.start(2)), f"a text cannot begin with {found[2][0]} without quotes", hint)


def _apostrophe(error: _Error) -> Explanation | None:
    """An apostrophe inside '…' has ended the text: 'the harbour's rules'."""
    if "found '<scalar>'" not in error.said or not re.search(r"'[^']*'$", error.before.rstrip()):
        return None
    if not re.match(r"\w", error.rest):
        return None
    spot = (error.at[0], len(error.before.rstrip()) - 1)
    return _at(spot, "this apostrophe ends the text that begins with one", "put the text in \"…\" instead of '…'")


def _after_comment(error: _Error) -> Explanation | None:
    """A comment in the middle of a text without quotes: YAML reads on as if the text had ended there."""
    above = error.line(error.at[0] - 1)
    if "found '<scalar>'" not in error.said or error.before.strip():
        return None
    if found := re.search(r" #", above):
        hint = "put the whole text in quotes, or delete from ' #' on; a comment stands on a line of its own"
        return _at((error.at[0] - 1, found.start() + 1), "a comment cannot stand in the middle of a text", hint)
    return None


def _line_left(error: _Error) -> Explanation | None:
    """A line of text further left than the text that it belongs to."""
    if "expected <block end>" not in error.said or error.before.strip() or error.rest.startswith("- "):
        return None
    return _at(error.at, "this line is not in line with the ones above it", _IN_LINE)


def _list_beside_keys(error: _Error) -> Explanation | None:
    if "found '-'" not in error.said:
        return None
    hint = "indent the list's lines equally, below the key that the list belongs to"
    return _at(error.at, "this item of a list is not in line with the ones above it", hint)


def _text_after_bar(error: _Error) -> Explanation | None:
    if "block scalar" not in error.said:
        return None
    hint = "begin the text on the next line, indented; if it begins with | or >, put it in quotes"
    return _at(error.at, "after | or > the text begins on the next line", hint)


_CLOSE = "write the closing quote; a quote inside the text is written \\\" in \"…\" and '' in '…'"


def _ends_at_another_quote(error: _Error) -> Explanation | None:
    """A text without its closing quote goes on to the next quote in the file, which may be many lines away."""
    if "but found '<scalar>'" not in error.said:
        return None
    quoted: yaml.ScalarToken | None = None
    with suppress(yaml.YAMLError):
        for token in yaml.scan("\n".join(error.lines)):
            if (token.start_mark.line, token.start_mark.column) >= error.at:
                break
            quoted = token if isinstance(token, yaml.ScalarToken) and token.style in ('"', "'") else None
    if quoted is None or quoted.start_mark.line == quoted.end_mark.line:
        return None
    end = quoted.end_mark
    message = f"a text in quotes that begins here ends at the next quote only, on line {end.line + 1}"
    return _at((quoted.start_mark.line, quoted.start_mark.column), message, _CLOSE)


def _has_no_end(error: _Error) -> Explanation | None:
    """Where a quotation or bracket begins helps more than the end of the file, where it is missed."""
    begun = error.begun or error.at
    if re.search("escape", error.said):
        hint = "write the backslash twice, or use '…' quotes"
        return _at(error.at, 'a backslash in "…" begins an escape that YAML does not know', hint)
    if "quoted scalar" in error.said:
        return _at(begun, "a text in quotes that begins here has no end", _CLOSE)
    if "expected the node content, but found ','" in error.said:
        hint = "delete one comma; a text with commas in a list needs quotes"
        return _at(error.at, "nothing stands before this comma", hint)
    if re.search("flow (mapping|sequence)", error.said):
        hint = "write the closing bracket; if the text itself begins with [ or {, put it in quotes"
        return _at(begun, "a list or group in brackets that begins here has no end", hint)
    return None


def _bracket_too_many(error: _Error) -> Explanation | None:
    if not re.search(r"found '[\]}]'", error.said) or error.rest[:1] not in ("]", "}"):
        return None
    hint = f"delete the last '{error.rest[0]}', or put the text in quotes"
    return _at(error.at, "a bracket is closed here that was not opened", hint)


_RULES: tuple[Callable[[_Error], Explanation | None], ...] = (
    _ends_at_another_quote,
    _not_a_key, _key_too_far, _begins_with_markup, _bracket_too_many, _apostrophe, _after_comment,
    _list_beside_keys, _line_left, _text_after_bar, _has_no_end,
)  # fmt: skip

_LOOK = "look at this line and the one above: indentation, quotes, spaces that are none, a colon in a text"
_IN_LINE = "indent it by as many spaces as its neighbours; if it belongs to a text above, indent it deeper than the key"

# What PyYAML says -> what is wrong, and what to do. The first pattern that fits is used.
_SAID = (
    (
        "expected '<document start>'|directive",
        "a line that begins with % or ... ends the file for YAML",
        "delete the line; if it is text, put it in quotes",
    ),
    (
        "mapping values are not allowed here",
        "a colon followed by a space cannot stand here",
        "a colon followed by a space ends a key: put the whole text in quotes, or on its own lines after '|'",
    ),
    (
        "found character '\\\\t' that cannot start any token",
        "a tab stands here; YAML indents with spaces",
        "replace the tab by spaces",
    ),
    (
        "but found '<scalar>'",
        "a text goes on after its closing quote or bracket",
        "a text that begins with a quote or a bracket must be in quotes as a whole: '\"So\" said the …'",
    ),
    (
        "(alias|anchor)",
        "a text cannot begin with * or & without quotes",
        "put the text in quotes",
    ),
    (
        "sequence entries are not allowed|mapping keys are not allowed|complex|'\\?'",
        "a text cannot begin with this sign without quotes",
        "put the text in quotes; a list begins on a line of its own",
    ),
    ("expected <block end>, but found|did not find expected key", "this line does not fit those above it", _IN_LINE),
    (
        "found character '(@|`|%)'",
        "a text cannot begin with this sign without quotes",
        "put the text in quotes",
    ),
)
