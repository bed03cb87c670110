"""What the README shows is what happens."""

from __future__ import annotations

import re

from conftest import ROOT, Project

README = (ROOT / "README.md").read_text("utf-8")


def block(language: str, containing: str) -> str:
    """The one code block of this language that holds these words."""
    (found,) = (b for b in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if containing in b)
    return str(found)


def test_the_message_in_the_readme_is_the_programs_own(project: Project) -> None:
    project.replace("content/hearings/nist.yaml", "led_by: eva-lindstrom", "led_by: eva-lindstrm")
    assert block("", "eva-lindstrm").rstrip() in project.run("check").output


def test_the_hearing_in_the_readme_builds_as_a_draft(project: Project) -> None:
    project.write("content/hearings/my-hearing.yaml", block("yaml", "En hearing till"))
    project.built()
    assert project.file("my-hearing-hearing-press-release-draft.txt").is_file()


def test_the_document_in_the_readme_is_a_template_a_row_and_a_label(project: Project) -> None:
    project.write("templates/invitation.html.j2", block("jinja", "invitation"))
    table = project.templates / "deliverables.yaml"
    table.write_text(table.read_text("utf-8") + block("yaml", "invitation.html.j2"), "utf-8")
    labels = project.templates / "labels" / "sv.yaml"
    labels.write_text(labels.read_text("utf-8") + "invitation: Inbjudan\n", "utf-8")
    project.built()
    assert "<h1" in project.file("nist-invitation.html").read_text("utf-8")
    assert project.file("nist-invitation.pdf").stat().st_size > 5_000
