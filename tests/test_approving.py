"""An approval is written into the YAML, and nothing else of the file changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Project, make_project
from hypothesis import given, settings
from hypothesis import strategies as st

from nist_docs.approving import Consent, written

HEARING = "content/hearings/harbours.yaml"
NOON = ("--now", "2026-03-04T12:00+01:00")
CONSENT = Consent("Anna Example", "2026-03-04", "word")
STRICT = "format: 1\napprovals: {statements: required, answers: required}\n"


def approve(project: Project, key: str, by: str = "Anna Example") -> str:
    result = project.run("approve", "--key", key, "--by", by, "--basis", "word", *NOON)
    assert result.exit_code == 0, result.output
    return (project.root / HEARING).read_bytes().decode("utf-8")


def lines_that_differ(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines taken away, and those added."""
    found = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [one[2:] for one in found if one.startswith("- ")], [one[2:] for one in found if one.startswith("+ ")]


def test_what_waits_is_listed_with_its_key_and_its_first_words(project: Project) -> None:
    path = project.content / "hearings" / "nist.yaml"
    path.write_text(path.read_text("utf-8").replace("Mycket relevant. I en", "Mycket relevant! I en"), "utf-8")
    project.replace("content/hearings/nist.yaml", "      - words: Mycket relevant.", "      - words: Mycket relevant!")
    assert project.run("approve").output == (
        "key                       state    who           words\n"
        "interviews[3].answers[1]  changed  johan-stahre  “Mycket relevant! I en internationell jämförelse ä…”\n"
        "\n"
        "When they approved: make approve NAME=nist KEY='interviews[3].answers[1]' BY=… BASIS=word (KEY=all: all)\n"
    )


def test_only_lines_are_added_and_comments_stay(english: Project) -> None:
    path = english.root / HEARING
    text = path.read_text("utf-8").replace(
        "        use: [strategy]\n", "        use: [strategy]  # below the figure\n\n# after\n"
    )
    path.write_text(text, "utf-8")
    removed, added = lines_that_differ(text, approve(english, "statements[0]"))
    assert removed == []
    assert "".join(added[:4]) == (
        "    approval:\n      by: Anna Example\n      on: 2026-03-04\n      basis: word\n"
    )  # fmt: skip
    assert len(added) == 5


def test_a_void_approval_is_exchanged_for_the_new_one(english: Project) -> None:
    first = approve(english, "statements[0]")
    english.replace(HEARING, "and soon.", "and sooner.")
    english.replace(HEARING, "by: Anna Example", "by: Anna Example  # by telephone")
    removed, added = lines_that_differ(
        (english.root / HEARING).read_text("utf-8"), second := approve(english, "statements[0]", "Bo Example")
    )
    assert [line.split(":")[0].strip() for line in removed] == ["by", "fingerprint"]
    assert [line.split(":")[0].strip() for line in added] == ["by", "fingerprint"]
    assert second.count("approval:") == first.count("approval:") == 1


def test_entries_in_one_line_get_their_approval_in_that_line(tmp_path: Path) -> None:
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    project.write("content/policy.yaml", STRICT)
    before = (project.root / HEARING).read_text("utf-8")
    after = approve(project, "interviews[0].answers[0].pulled[0]")
    removed, added = lines_that_differ(before, after)
    assert len(removed) == len(added) == 1
    assert "use: [opening, press, summary], approval: {by: Anna Example, on: 2026-03-04, basis: word, " in added[0]
    assert "interviews[0].answers[0].pulled[0]" not in project.run("approve").output


def test_a_group_of_keys_approves_all_that_waits_below_it(tmp_path: Path) -> None:
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    project.write("content/policy.yaml", STRICT)
    approve(project, "interviews[0]")
    waiting = project.run("approve").output
    assert "interviews[0]" not in waiting
    assert "interviews[1].answers[0]" in waiting
    result = project.run("approve", "--key", "all", "--by", 'O\'Neill "the harbour": all # 1', "--basis", "word", *NOON)
    assert "2 approvals written into" in result.output
    assert project.run("approve").output == "No quotation of harbours waits for an approval.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--key", "interviews[7]"], "nothing waits at 'interviews[7]': `make approve NAME=harbours` lists what does"),
        (["--key", "statements[0]", "--by", "A", "--basis", "hearsay"], "BASIS 'hearsay' is not known"),
        (["--key", "statements[0]", "--by", "A", "--basis", "word", "--on", "soon"], "ON=soon is no day"),
        (["--key", "statements[0]", "--by", "A", "--basis", "word", "--on", "2126-01"], "ON=2126-01 is still to come"),
        (["--key", "statements[0]"], "say BY=… : there is nobody to ask"),
    ],
)
def test_what_cannot_be_approved_is_told_and_nothing_is_written(
    english: Project, arguments: list[str], told: str
) -> None:
    before = (english.root / HEARING).read_bytes()
    result = english.run("approve", *arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert (english.root / HEARING).read_bytes() == before


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "statements:\n- speaker: a\n  text: |\n    One.\n\n    Two.\n\n\n# next\nlinks: []\n",
        "statements:\n  - speaker: a\n    text: >-\n      One\n      two.\n    # a comment at the end\n\nlinks: []",
        "statements:\n    -   text:   'One.'   # said twice\n        speaker:   a\nlinks: []\n",
        "statements: [{speaker: a,\n  text: One.}]\nlinks: []\n",
        'statements:\n  - {speaker: a, text: "One, {two}."}  # why\n',
        "\ufeffstatements:\n  - text: Sist",
        "statements:\n  - text: One\n      two\n    pulled:\n    - words: One\n      use: [press,\n       summary]\n",
    ],
)  # fmt: skip
def test_every_form_that_yaml_has_stays_as_it_is(text: str, end: str) -> None:
    text = text.replace("\n", end)
    after = written(text, [(("statements", 0), "0123456789abcdef")], CONSENT)
    loaded = yaml.load(after, yaml.BaseLoader)
    approval = loaded["statements"][0].pop("approval")
    assert approval == {"by": "Anna Example", "on": "2026-03-04", "basis": "word", "fingerprint": "0123456789abcdef"}
    assert loaded == yaml.load(text, yaml.BaseLoader)
    at = after.index("approval")
    added = len(after) - len(text)
    start = next(n for n in range(at, -1, -1) if after[:n] + after[n + added :] == text)
    assert start <= at, "something else than the approval was changed"


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_any_name_can_approve(name: str) -> None:
    text = "statements:\n  - text: One.\n"
    after = written(text, [(("statements", 0), "0123456789abcdef")], Consent(name, "unknown", "word"))
    assert yaml.load(after, yaml.BaseLoader)["statements"][0]["approval"]["by"] == name
