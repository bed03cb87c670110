"""docs/problems.md tells every rule's id that messages end with, and none that is not used."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from conftest import ROOT

from nist_docs.problems import Severity

PACKAGE = ROOT / "src" / "nist_docs"
PAGE = (ROOT / "docs" / "problems.md").read_text("utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \| (.+?) \|$", re.MULTILINE)

MAKERS = {"Problem": 0, "refused": 0, "Refusal": 2}  # the argument that is the rule, besides parameters named `rule`
ID = re.compile(r"[a-z]+(-[a-z]+)*")


def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]


def makers() -> dict[str, int]:
    """Every function that takes a rule, and which of its arguments that is."""
    found = dict(MAKERS)
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args if argument.arg != "self"]
                if "rule" in names and node.name != "__init__":
                    found[node.name] = names.index("rule")
    return found


def words(node: ast.expr) -> Iterator[str]:
    """The ids that an expression can be: words, choices between words, words of a table."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp():
            yield from (*words(node.body), *words(node.orelse))
        case ast.JoinedStr(values=[ast.Constant(value="unknown-"), *_]):
            yield from ("unknown-person", "unknown-strategy", "unknown-sender", "unknown-theme", "unknown-question")


def used() -> set[str]:
    found: set[str] = set()
    known = makers()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                arguments = [k.value for k in node.keywords if k.arg == "rule"]
                if name in known and len(node.args) > known[name]:
                    arguments.append(node.args[known[name]])
                found |= {word for argument in arguments for word in words(argument)}
            elif isinstance(node, ast.arg | ast.arguments):
                defaults = node.defaults if isinstance(node, ast.arguments) else []
                names = node.args[-len(defaults) :] if isinstance(node, ast.arguments) and defaults else []
                for argument, default in zip(names, defaults, strict=True):
                    found |= set(words(default)) if argument.arg == "rule" else set()
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_RULES":
                table = node.value
                assert isinstance(table, ast.Dict | ast.Tuple)
                found |= {w for value in getattr(table, "values", ()) for w in words(value)}
    return {word for word in found if ID.fullmatch(word)}


def told() -> list[tuple[str, ...]]:
    return [tuple(found) for found in ROW.findall(PAGE)]


def test_every_rule_of_the_program_is_told_and_no_other() -> None:
    assert len(used()) > 60
    assert {rule for rule, *_ in told()} - used() == set(), "told, and not used"
    assert used() - {rule for rule, *_ in told()} == set(), "used, and not told"


def test_every_rule_is_told_once_with_an_example() -> None:
    rules = [rule for rule, *_ in told()]
    assert Counter(rules).most_common(1)[0][1] == 1
    assert PAGE.count("\n| `") == len(rules), "a line of the table that is not read"
    for _, severity, meaning, example in told():
        assert severity in {one.value for one in Severity}
        assert len(meaning) > 10
        assert "`" in example
