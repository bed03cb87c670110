"""Proof after publication: where words come from, and which words of a file were altered, here and elsewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import Project
from test_proof import with_part

from nist_docs.language.folding import folded


@pytest.fixture
def elsewhere(built_english: Project, tmp_path: Path) -> Project:
    """What was built, beside another checkout of the same content."""
    shutil.copytree(built_english.root, tmp_path / "other")
    return Project(tmp_path / "other")


@pytest.mark.parametrize("format", ["html", "txt", "docx", "pdf"])
def test_every_passage_of_a_file_leads_to_its_line(built_english: Project, format: str) -> None:
    file = built_english.file(f"harbours-hearing-report.{format}")
    before = file.read_bytes()
    result = built_english.run("trace", "--file", str(file))
    assert result.exit_code == 0, result.output
    assert re.search(r"^(page|paragraph|line) \d+: “", result.output, re.MULTILINE)
    hearing = (built_english.content / "hearings" / "harbours.yaml").read_text("utf-8").splitlines()
    lines = re.findall(r"harbours\.yaml:(\d+):\d+  title  “([^”]+)”", result.output)
    assert lines
    for line, words in lines:
        assert folded(words) in hearing[int(line) - 1]
    assert "is not what would be built" not in result.output
    assert file.read_bytes() == before


def test_a_file_that_was_changed_is_traced_with_a_word_about_it(elsewhere: Project) -> None:
    file = elsewhere.file("harbours-hearing-press-release.txt")
    file.write_bytes(file.read_bytes() + b"more\n")
    result = elsewhere.run("trace", "--file", str(file))
    assert result.exit_code == 0
    assert "is not what would be built now" in result.output


def test_a_key_leads_to_every_place_in_every_document(built_english: Project) -> None:
    result = built_english.run("trace", "--key", "title")
    assert result.exit_code == 0, result.output
    for format in ("html", "txt", "docx", "pdf"):
        assert f"harbours-hearing-report.{format}, " in result.output
    assert all(line.endswith("  title") for line in result.output.splitlines())
    assert "hearings/harbours.yaml:" in result.output


def test_what_cannot_be_traced_is_told_with_the_nearest_name(built_english: Project) -> None:
    result = built_english.run("trace", "--key", "tilte")
    assert result.exit_code == 1
    assert "did you mean 'title'?" in result.output
    result = built_english.run("trace", "--file", "harbours-hearing-repotr.txt")
    assert result.exit_code == 1
    assert "no-trace" in result.output
    assert "hint: did you mean 'harbours-hearing-report.txt'?" in result.output
    receipt = built_english.run("trace", "--file", "output/harbours/receipt.json").output
    assert "did you mean 'receipt.json'" not in receipt
    assert built_english.run("trace").exit_code == 2


def test_verify_says_which_words_were_altered_also_elsewhere(elsewhere: Project) -> None:
    assert "12 files say what the content says" in elsewhere.run("verify").output
    word = elsewhere.file("harbours-hearing-report.docx")
    changed = with_part(word.read_bytes(), "word/document.xml", lambda xml: xml.replace("clear", "vague", 1))
    word.write_bytes(changed)
    page = elsewhere.file("harbours-hearing-press-release.html")
    page.write_bytes(re.sub(rb"(<p class=.lead.>[^<]*)<", rb"\1 More.<", page.read_bytes(), count=1))
    result = elsewhere.run("verify")
    assert result.exit_code == 1
    assert result.output.count("the file was changed after it was built") == 2
    assert re.search(r"report\.docx, paragraph \d+: it reads “\S*vague\S*” and should read “\S*clear", result.output)
    assert re.search(r"release\.html, paragraph \d+: “More\.” stands there and should not", result.output)
    assert "content/hearings/harbours.yaml:" in result.output


def test_verify_says_why_it_did_not_compare_with_content_that_was_changed(elsewhere: Project) -> None:
    elsewhere.replace("content/people.yaml", "people:", "# changed\npeople:")
    result = elsewhere.run("verify")
    assert result.exit_code == 0
    assert "harbours was not compared with the content again: changed since: content/people.yaml" in result.output
    assert "files say" not in result.output
