"""Approvals written into a hearing's YAML: lines are added or exchanged, and every other byte stays as it is.

A YAML library that writes the file anew keeps comments, and the form where it is the library's own (decision
0009-editions has what it changes); so the places come from PyYAML's nodes, and lines are put there as an editor would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from nist_docs import disk
from nist_docs.addresses import Keys
from nist_docs.content import HEARINGS, Content
from nist_docs.gates.approvals import Quotation, quotations
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

_KEY = "approval"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the parser that reads the content


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person puts down about an approval."""

    by: str
    on: str
    basis: str


def waiting(content: Content, name: str) -> list[Quotation]:
    """The quotations of a hearing that publication waits for."""
    return [one for one in quotations(content, name) if one.waits]


def named(content: Content, name: str, key: str) -> list[Quotation]:
    """The quotations at a key or below it, as ``interviews[1]`` or ``all``: of a group those that wait."""
    found = list(quotations(content, name))
    exact = [one for one in found if one.key == key]
    below = re.compile(re.escape(key) + r"[.\[]")
    return exact or [one for one in found if one.waits and (key == "all" or below.match(one.key))]


def approve(content: Content, name: str, approved: Sequence[Quotation], consent: Consent) -> None:
    """Writes the consent beside each quotation. Raises Problems if the file could not be written as it should be."""
    path = content.root / HEARINGS / f"{name}.yaml"
    before = path.read_bytes().decode("utf-8")
    after = written(before, [(one.at.keys, one.fingerprint) for one in approved], consent)
    _make_sure(before, after, approved, content.address(HEARINGS, path.name).file)
    _replace(path, after)


def written(text: str, entries: Iterable[tuple[Keys, str]], consent: Consent) -> str:
    """The YAML text with an approval in each of the entries, whose keys lead to a group."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""  # parsers do not agree on whether it counts
    text = text.removeprefix(mark)
    root = yaml.compose(text, Loader=_LOADER)
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    changes = [_change(text, _node(root, keys), fingerprint, consent, end_of_line) for keys, fingerprint in entries]
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return mark + text


def _node(node: yaml.Node | None, keys: Keys) -> yaml.MappingNode:
    for key in keys:
        match node, key:
            case yaml.MappingNode(), str():
                node = next(value for name, value in node.value if name.value == key)
            case yaml.SequenceNode(), int():
                node = node.value[key]
    assert isinstance(node, yaml.MappingNode)  # quotations are groups
    return node


def _change(text: str, node: yaml.MappingNode, fingerprint: str, consent: Consent, end: str) -> tuple[int, int, str]:
    """What to put where: offsets into the text, and the words."""
    pairs = {name.value: (name, value) for name, value in node.value}
    parts = (("by", _quoted(consent.by)), ("on", consent.on), ("basis", consent.basis), ("fingerprint", fingerprint))
    in_one_line = "{" + ", ".join(f"{key}: {value}" for key, value in parts) + "}"
    if _KEY in pairs:
        _, old = pairs[_KEY]
        if isinstance(old, yaml.MappingNode) and not old.flow_style:
            return old.start_mark.index, _end_of(text, old), _block(old, parts, end)
        return old.start_mark.index, old.end_mark.index, in_one_line
    if node.flow_style:
        at = node.end_mark.index - 1
        return at, at, f", {_KEY}: {in_one_line}"
    first, last = node.value[0][0], node.value[-1][1]
    indent = " " * first.start_mark.column
    at = _end_of(text, last)
    lines = [f"{indent}{_KEY}:", *(f"{indent}  {key}: {value}" for key, value in parts)]
    return at, at, end + end.join(lines)


def _block(old: yaml.Node, parts: Iterable[tuple[str, str]], end: str) -> str:
    return (end + " " * old.start_mark.column).join(f"{key}: {value}" for key, value in parts)


def _end_of(text: str, node: yaml.Node) -> int:
    """The offset right after a value's last line; what a parser counts to it beyond, blank lines and comments, is not
    its own."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip())
    line_end = text.find("\n", end)  # a comment behind the value stays behind it
    return len(text[: line_end if line_end >= 0 else len(text)].rstrip())


def _quoted(text: str) -> str:
    return (
        text
        if re.fullmatch(r"[^\W\d_][\w .-]*\w", text)
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _make_sure(before: str, after: str, approved: Sequence[Quotation], name: str) -> None:
    """Both texts hold the same, but for the approvals: whatever form the file has, nothing else may change."""
    old, new = yaml.load(before, _LOADER), yaml.load(after, _LOADER)
    for one in approved:
        for whole in (old, new):
            entry = whole
            for key in one.at.keys:
                entry = entry[key]
            entry.pop(_KEY, None)
    if old != new:
        hint = "write the approval by hand, as docs/content.md shows it"
        raise Problems([Problem("approval-form", Place(name), "the approval does not fit into the file's form", hint)])


def _replace(path: Path, text: str) -> None:
    try:
        disk.replace(path, text.encode("utf-8"))
    except OSError as error:
        where, hint = Place(path.name), "allow writing to the file, and run again"
        raise Problems([Problem("output", where, f"cannot write '{path.name}': {error.strerror}", hint)]) from None
