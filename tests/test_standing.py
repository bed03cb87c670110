"""Pages that the preview keeps from one layout to the next: what is shown must be what is built, to the byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Project, make_project

from nist_docs import content, deliverables
from nist_docs.making import Maker
from nist_docs.project import Project as Folders
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.writers import pdf
from nist_docs.writers.pdf.standing import Standing
from nist_docs.writers.resources import Resources

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


class Edited:
    """One document of a project that is edited between layouts."""

    def __init__(self, project: Project, hearing: str, name: str) -> None:
        self.project, self.hearing, self.name = project, hearing, name
        self.file = f"content/hearings/{hearing}.yaml"
        self.templates = Templates(project.templates)
        self.standing = Standing()
        self.early: list[int] = []

    def read(self) -> tuple[tree.Document, Resources]:
        folders = Folders(self.project.root, self.project.content, self.project.output, NOW)
        read, _ = content.load(self.project.content, "content")
        maker = Maker(folders, read, self.hearing, self.templates)
        (document,) = (one for one in deliverables.load(self.project.templates) if one.name == self.name)
        return maker.tree_of(document, "2015-12"), maker.resources

    def matches(self) -> bool:
        """Lays it out with what stands from before, and without; ``standing.changed`` are the pages made again."""
        document, resources = self.read()
        self.early = []
        written = pdf.write(document, resources, self.standing, lambda page, pages, data: self.early.append(page))
        clean = pdf.write(document, resources)
        return (written.data, written.pages, written.shown) == (clean.data, clean.pages, clean.shown)

    def edit(self, change: Callable[[str], str]) -> None:
        path = self.project.root / self.file
        before = path.read_text("utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, "utf-8")


@pytest.fixture
def briefing(project: Project) -> Edited:
    edited = Edited(project, "nist", "briefing")
    assert edited.matches()
    return edited


def item(text: str, start: str) -> str:
    """The item of a list that begins with these words, with all that belongs to it."""
    lines = text[text.index(start) :].splitlines(keepends=True)
    indent = len(start) - len(start.lstrip())
    end = next(
        (n for n, line in enumerate(lines) if n and line.strip() and not line.startswith(" " * (indent + 1))), None
    )
    return "".join(lines[:end])


def test_a_word_that_changes_has_its_own_pages_made_again_and_no_others(briefing: Edited) -> None:
    briefing.edit(lambda text: text.replace("Varor och tjänster har lagts", "Varor, tjänster och måsar har lagts"))
    assert briefing.matches()
    assert 0 < len(briefing.standing.changed) < 4
    assert briefing.early == list(briefing.standing.changed)


def test_nothing_is_made_again_where_nothing_changed(briefing: Edited) -> None:
    assert briefing.matches()
    assert briefing.standing.changed == ()


@pytest.mark.parametrize("at", ["first", "last"])
def test_an_interview_that_goes_and_comes_back_moves_the_pages_after_it(briefing: Edited, at: str) -> None:
    text = (briefing.project.root / briefing.file).read_text("utf-8")
    starts = [line for line in text[text.index("\ninterviews:") :].splitlines() if line.startswith("  - ")]
    gone = item(text, starts[0 if at == "first" else -1])
    briefing.edit(lambda text: text.replace(gone, ""))
    assert briefing.matches()
    briefing.edit(lambda _: text)
    assert briefing.matches()


def test_a_longer_text_that_makes_more_pages_renews_the_number_on_each(briefing: Edited) -> None:
    words = " ".join(["En mening till om varor och tjänster."] * 150)
    briefing.edit(lambda text: text.replace("Varor och tjänster har lagts", f"{words} Varor och tjänster har lagts"))
    assert briefing.matches()
    assert len(briefing.standing.changed) > 10


def test_a_new_title_is_new_on_every_page_that_bears_it(briefing: Edited) -> None:
    text = (briefing.project.root / briefing.file).read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    briefing.edit(lambda text: text.replace(title, f"{title} om måsar"))
    assert briefing.matches()


def test_the_report_too_is_the_same_as_in_one_piece(project: Project) -> None:
    report = Edited(project, "nist", "report")
    assert report.matches()
    report.edit(lambda text: text.replace("Varor och tjänster har lagts", "Varor, tjänster och måsar har lagts"))
    assert report.matches()
    report.edit(lambda text: text.replace("måsar", "fiskmåsar och trutar " * 40))
    assert report.matches()


def test_a_document_with_nearly_empty_pages_is_filled_as_in_one_piece(tmp_path: Path) -> None:
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    (hearing,) = (path.stem for path in (project.content / "hearings").glob("*.yaml"))
    edited = Edited(project, hearing, "briefing")
    assert edited.matches()
    text = (project.root / edited.file).read_text("utf-8")
    ingress = next(line for line in text.splitlines() if line.startswith("ingress:"))
    edited.edit(lambda text: text.replace(ingress, "ingress: Other words stand here now, and they are few."))
    assert edited.matches()


def test_what_was_laid_out_and_not_shown_counts_as_changed_later(briefing: Edited) -> None:
    """A save that is overtaken by the next one."""
    briefing.edit(lambda text: text.replace("Varor och tjänster har lagts", "Varor, tjänster och måsar har lagts"))
    document, resources = briefing.read()

    class Overtaken(Exception):
        pass

    def overtaken(page: int, pages: int, data: bytes) -> None:
        raise Overtaken

    with pytest.raises(Overtaken):
        pdf.write(document, resources, briefing.standing, overtaken)
    assert briefing.matches()
    assert briefing.standing.changed
