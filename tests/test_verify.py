"""The proof before publication can fail: what is taken out, changed or moved is found in the written file."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from conftest import ROOT

from nist_docs import content, deliverables
from nist_docs.formats import Format
from nist_docs.making import Maker
from nist_docs.problems import Place, Problem
from nist_docs.project import Project
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.verify import Subject, verify
from nist_docs.writers import writer
from nist_docs.writers.resources import Resources, Written

Block = tree.Block
EMPTY: tuple[Block, ...] = (tree.Paragraph(()),)


@pytest.fixture(scope="module")
def report() -> tuple[tree.Document, Resources]:
    """The real report's tree, and what its writers need."""
    project = Project(ROOT, ROOT / "content", ROOT / "output", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    read, _ = content.load(project.content, "content")
    templates = Templates(project.templates)
    maker = Maker(project, read, "nist", templates)
    (document,) = (d for d in deliverables.load(project.templates) if d.name == "report")
    return maker.tree_of(document, ""), maker.resources


def changed(blocks: tree.Blocks, target: Block, by: tuple[Block, ...]) -> tree.Blocks:
    """The blocks with one of them, wherever it is, exchanged for others."""
    done: list[Block] = []
    for block in blocks:
        if block is target:
            done += by
        elif isinstance(block, tree.Section | tree.Group | tree.Aside | tree.Quote):
            done.append(dataclasses.replace(block, children=changed(block.children, target, by)))
        else:
            done.append(block)
    return tuple(done)


def removable(document: tree.Document) -> list[Block]:
    """Paragraphs, lists and description lists that stand in sections: any of them could get lost."""
    containers = (tree.Section, tree.Group, tree.Aside, tree.Quote)
    inside = [b for c in tree.walk(document.body) if isinstance(c, containers) for b in tree.inner_blocks(c)]
    return [b for b in inside if isinstance(b, tree.Paragraph | tree.List | tree.DescriptionList)]


def found(document: tree.Document, written: tree.Document, resources: Resources, format: Format) -> bool:
    return bool(problems(document, writer(format)(written, resources), resources, format))


def problems(document: tree.Document, made: Written, resources: Resources, format: Format) -> tuple[Problem, ...]:
    return verify(
        Subject(made, format, document, resources.words, "x", lambda o: Place(str(o.address)), resources.images)
    ).problems


@pytest.mark.parametrize("format", [Format.TEXT, Format.HTML, Format.WORD])
def test_any_block_that_is_left_out_is_found(report: tuple[tree.Document, Resources], format: Format) -> None:
    document, resources = report
    blocks = removable(document)
    assert len(blocks) > 30
    # Word and the web page take longer to write than to try: every third block is taken there.
    for block in blocks if format is Format.TEXT else blocks[::3]:
        without = dataclasses.replace(document, body=changed(document.body, block, EMPTY))
        assert found(document, without, resources, format), block


def test_a_block_that_is_left_out_of_the_pdf_is_found(report: tuple[tree.Document, Resources]) -> None:
    document, resources = report
    answers = [b for b in removable(document) if isinstance(b, tree.Paragraph) and len(tree.words(b.children)) > 200]
    for block in (answers[0], answers[-1]):
        without = dataclasses.replace(document, body=changed(document.body, block, EMPTY))
        assert found(document, without, resources, Format.PDF)


@pytest.mark.parametrize("format", [Format.TEXT, Format.HTML, Format.WORD])
def test_two_answers_in_each_others_place_are_found(report: tuple[tree.Document, Resources], format: Format) -> None:
    document, resources = report
    one, other = [b for b in removable(document) if isinstance(b, tree.Paragraph)][-6:-4]
    marker = tree.Paragraph((tree.Text("x"),))
    body = changed(document.body, one, (marker,))
    body = changed(body, other, (one,))
    body = changed(body, marker, (other,))
    assert found(document, dataclasses.replace(document, body=body), resources, format)


@pytest.mark.parametrize("format", list(Format))
def test_one_changed_letter_in_an_answer_is_found(report: tuple[tree.Document, Resources], format: Format) -> None:
    document, resources = report
    block = max((b for b in removable(document) if isinstance(b, tree.Paragraph)), key=lambda b: len(str(b)))
    text = next(i for i in block.children if isinstance(i, tree.Text) and len(i.text) > 50)
    middle = len(text.text) // 2
    letter = "x" if text.text[middle] != "x" else "y"
    wrong = tree.Text(text.text[:middle] + letter + text.text[middle + 1 :], text.origin)
    children = tuple(wrong if inline is text else inline for inline in block.children)
    body = changed(document.body, block, (tree.Paragraph(children, block.role),))
    assert found(document, dataclasses.replace(document, body=body), resources, format)


@pytest.mark.parametrize("format", list(Format))
def test_what_was_written_whole_is_found_whole(report: tuple[tree.Document, Resources], format: Format) -> None:
    document, resources = report
    assert not found(document, document, resources, format)


@pytest.mark.parametrize("format", [Format.HTML, Format.WORD, Format.PDF])
def test_another_title_is_found(report: tuple[tree.Document, Resources], format: Format) -> None:
    document, resources = report
    other = dataclasses.replace(document, meta=dataclasses.replace(document.meta, title="Another"))
    assert found(document, other, resources, format)


@pytest.mark.parametrize("format", [Format.WORD, Format.PDF])
def test_a_file_that_is_cut_off_is_found(report: tuple[tree.Document, Resources], format: Format) -> None:
    document, resources = report
    made = writer(format)(document, resources)
    half = dataclasses.replace(made, data=made.data[: len(made.data) // 2])
    (problem, *_) = problems(document, half, resources, format)
    assert problem.rule == "unreadable-output"
