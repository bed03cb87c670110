"""What is published says what readers are to read, and nothing of who made it, how, or of what the office keeps."""

from __future__ import annotations

import getpass
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Built, Project, make_project, streams, with_all_formats

from nist_docs.addresses import CLOSE, MIDDLE, OPEN

HEARING = "content/hearings/harbours.yaml"
# What the office keeps, in words that stand nowhere else.
KEPT = {"Qvist-Approver", "Qvist-Recognised", "Qvist-Withheld", "Qvist-Unnamed", "qvist-unnamed", "2026-02-28",
        "a-comment-of-the-office"}  # fmt: skip
# What no content may lead to: marks, templates, comments, key paths, places of the program and its content.
NEVER = [
    OPEN, MIDDLE, CLOSE, "{{", "{%", "{#", "<!--", "/*", "data-at", "content/", "templates/", ".yaml", ".j2",
    "fingerprint", "/tmp", "/home", "/usr", "nist_docs", "site-packages", "Traceback",
]  # fmt: skip
KEY_PATH = re.compile(r"\b(hearing|statements|interviews|answers|pulled|pictures|participants)(\[\d+\]|\.\w+)")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The hearing with everything, approved and published, with much that only the office may know."""
    project = make_project(tmp_path_factory.mktemp("hygiene"), ROOT / "tests" / "content" / "everything")
    with_all_formats(project)
    project.replace(HEARING, "status: draft", "# a-comment-of-the-office\nstatus: published")
    project.replace(HEARING, "embargo: 2031-01-01 06:00+01:00\n", "")
    project.replace(HEARING, "{who: Bo Example, consent: yes}", "{who: Qvist-Recognised, consent: yes}")
    project.replace(HEARING, "    file: quay.jpg\n", "    file: quay.jpg\n    expires: 2026-02-28\n")
    project.replace(HEARING, "name: Eve Secret", "name: Eve Qvist-Withheld")
    project.replace(HEARING, "cia-example", "qvist-unnamed")
    project.replace("content/people.yaml", "cia-example: {name: Cia Alexandra von Examplesson-Longname, named: yes,",
                    "qvist-unnamed: {name: Cia Qvist-Unnamed,")  # fmt: skip
    approved = project.run("approve", "--key", "statements[0]", "--by", "Qvist-Approver", "--basis", "word")
    assert approved.exit_code == 0, approved.output
    result = project.run("publish", "--now", "2026-02-28T12:00+01:00")
    assert result.exit_code == 0, result.output
    return project


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every stream of a file as text, in every encoding that its format may keep words in."""
    for name, data in streams(path).items():
        if b"\0" not in data[:1000]:  # a font's, a picture's or a colour profile's bytes may spell anything
            yield name, data.decode("utf-8", "replace")
            if name == path.name and path.suffix == ".pdf":  # strings among the objects; in pages they are glyphs
                for found in re.findall(rb"<((?:[0-9a-fA-F]{2})+)>", data):
                    yield name, bytes.fromhex(found.decode()).decode("utf-16-be", "replace")


def documents(project: Project) -> list[Path]:
    return sorted(path for path in project.output.glob("*/*") if path.suffix != ".json")


def test_nothing_that_the_office_keeps_is_in_any_byte_of_what_is_published(published: Project) -> None:
    assert len(documents(published)) == 12
    for path in documents(published):
        for name, text in texts(path):
            assert not [word for word in KEPT if word in text], f"{path.name}, {name}"


def test_no_marker_template_comment_path_or_key_is_in_what_is_published(published: Project, real: Project) -> None:
    for path in (*documents(published), *documents(real)):
        for name, text in texts(path):
            found = [word for word in NEVER if word in text and not _is_the_formats_own(path, name, word)]
            assert not found, f"{path.name}, {name}: {found}"
            if path.suffix != ".html" or "<script" not in text:
                assert not KEY_PATH.search(text), f"{path.name}, {name}"


def _is_the_formats_own(path: Path, name: str, word: str) -> bool:
    """Word's packages have parts called templates, and fonts in PDFs compressed bytes that spell anything."""
    return path.suffix == ".docx" and name == "[Content_Types].xml" and word == "templates/"


def test_neither_a_person_nor_a_machine_is_named_as_the_author(published: Project, real: Project) -> None:
    makers = {socket.gethostname(), getpass.getuser(), os.environ.get("USER", ""), ROOT.as_posix()} - {""}
    makers = {maker for maker in makers if len(maker) > 3} - {"root"}  # a style sheet's own word
    for project, sender in ((published, "Example Agency"), (real, "Näringsdepartementet")):
        for path in documents(project):
            for name, text in texts(path):
                assert not [maker for maker in makers if maker in text], f"{path.name}, {name}"
                for _, author in re.findall(r"<(dc:creator|cp:lastModifiedBy)>(.*?)</\1>", text, re.DOTALL):
                    assert re.sub("<[^>]*>", "", author).strip() == sender, f"{path.name}, {name}"


def test_only_mail_addresses_that_the_content_shows_are_in_what_is_published(published: Project) -> None:
    shown = set(re.findall(r"[\w.]+@[\w.]+\w", (published.content / "senders/example-agency.yaml").read_text("utf-8")))
    for path in documents(published):
        for name, text in texts(path):
            if not name.startswith("stream"):  # fonts and page contents, compressed and not words
                found = set(re.findall(r"\b[\w.]{2,}@[\w]{2,}\.\w{2,}\b", text))
                assert found <= shown, f"{path.name}, {name}: {found - shown}"


@pytest.mark.parametrize("name", ["participants-300"])
def test_a_withheld_participant_among_hundreds_is_in_no_stream(built: Built, name: str) -> None:
    project = built(name)
    held = re.findall(r"name: (.+)\n\s+named: false", (project.content / f"hearings/{name}.yaml").read_text("utf-8"))
    assert len(held) >= 10
    for path in documents(project):
        for stream, text in texts(path):
            assert not [one for one in held if one in text], f"{path.name}, {stream}"
