"""Problems for other programs: JSON and GitHub's annotations carry what the text says, and --strict is strict."""

from __future__ import annotations

import json

from conftest import Project

from nist_docs.problems import Place, Problem, Severity, in_order, strictly, summary
from nist_docs.reporting import as_github, as_json, as_text

HEARING = "content/hearings/harbours.yaml"
FOUND = [
    Problem("id", Place("a.yaml", 3, 5, "x: ä"), "'Ä, b' is 100% wrong", "write:\nid"),
    Problem("lix", Place("a.yaml"), "heavy", severity=Severity.ADVICE),
    Problem("unshown", Place("b,c.yaml", 2, 1), "not shown", severity=Severity.WARNING),
]


def test_json_has_every_problem_with_its_place_and_counts() -> None:
    loaded = json.loads(as_json(FOUND, outputs=[]))
    assert loaded["problems"][0] == {
        "rule": "id", "severity": "error", "file": "a.yaml", "line": 3, "column": 5,
        "message": "'Ä, b' is 100% wrong", "hint": "write:\nid",
    }  # fmt: skip
    assert loaded["counts"] == {"error": 1, "warning": 1, "advice": 1}
    assert (loaded["files"], loaded["outputs"]) == (2, [])


def test_github_gets_one_line_a_problem_with_its_signs_escaped() -> None:
    assert as_github(FOUND) == (
        "::error file=a.yaml,line=3,col=5,title=id::'Ä, b' is 100%25 wrong%0Ahint: write:%0Aid\n"
        "::notice file=a.yaml,title=lix::heavy\n"
        "::warning file=b%2Cc.yaml,line=2,col=1,title=unshown::not shown\n"
    )


def test_text_ends_with_a_count_of_each_kind() -> None:
    assert as_text([]) == ""
    assert as_text(FOUND).endswith("\n\n1 error, 1 warning, 1 advice in 2 files\n")
    assert summary([*FOUND, *FOUND[1:]]) == "1 error, 2 warnings, 2 pieces of advice in 2 files"


def test_strictness_makes_errors_of_warnings_and_leaves_advice() -> None:
    assert [problem.severity for problem in strictly(FOUND)] == [Severity.ERROR, Severity.ADVICE, Severity.ERROR]


def test_problems_stand_in_the_order_of_their_places_each_once() -> None:
    assert in_order([*reversed(FOUND), *FOUND]) == [FOUND[1], FOUND[0], FOUND[2]]


def test_check_prints_json_alone_on_standard_output(english: Project) -> None:
    english.replace(HEARING, "led_by: anna-example", "led_by: ana-example")
    result = english.run("check", "--format", "json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["rule"], problem["file"], problem["line"], problem["column"]) == ("unknown-person", HEARING, 25, 9)
    assert problem["hint"] == "did you mean 'anna-example'?"


def test_check_and_build_annotate_for_github(english: Project) -> None:
    english.replace(HEARING, "led_by: anna-example", "led_by: ana-example")
    expected = (
        f"::error file={HEARING},line=25,col=9,title=unknown-person::"
        "no person has the id 'ana-example'%0Ahint: did you mean 'anna-example'?\n"
    )
    assert english.run("check", "--format", "github").stdout == expected
    assert english.run("build", "--format", "github").stdout == expected


def test_a_build_tells_its_outputs_as_json(english: Project) -> None:
    loaded = json.loads(english.run("build", "--format", "json").stdout)
    assert [p for p in loaded["problems"] if p["severity"] != "advice"] == []
    assert {"harbours/harbours-hearing-briefing.pdf"} < {output["path"] for output in loaded["outputs"]}
    for output in loaded["outputs"]:
        assert (english.output / output["path"]).is_file()
