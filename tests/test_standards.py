"""How long a PDF may be and still be judged: a hearing of a thousand voices has a thousand bookmarks in a row."""

from __future__ import annotations

import io

import pikepdf
from conftest import Project

from nist_docs.verify import standards


def _with_bookmarks(project: Project, number: int) -> bytes:
    """The briefing with so many bookmarks beside each other."""
    written = io.BytesIO()
    with pikepdf.open(next(project.output.rglob("*-briefing.pdf"))) as pdf:
        with pdf.open_outline() as outline:
            outline.root[:] = [pikepdf.OutlineItem(f"Voice {index}", 0) for index in range(number)]
        pdf.save(written)
    return written.getvalue()


def test_a_pdf_of_a_thousand_bookmarks_is_judged_as_one_of_ten(built_english: Project) -> None:
    few, many = (standards.check(_with_bookmarks(built_english, number)) for number in (10, 1000))
    assert all(check.passes for check in few)
    assert many == few


def test_a_pdf_too_large_to_be_judged_passes_nothing(built_english: Project) -> None:
    checks = standards.check(_with_bookmarks(built_english, standards.LONGEST + 2))
    assert [(check.passes, [rule for rule, _ in check.failures]) for check in checks] == [(False, ["limit"])] * 2
