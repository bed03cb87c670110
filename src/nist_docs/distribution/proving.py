"""Copies opened again by other readers than ours: both standards by the validator, the words by pdfium."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nist_docs.problems import Place, Problem
from nist_docs.verify import standards

MOST = 100  # copies of a big run that are proven; of a smaller one, all


def prove(folder: str, copies: Sequence[tuple[str, Mapping[str, str]]]) -> list[Problem]:
    """What is wrong with copies: file names, and the words that each must show."""
    return [problem for file, fields in copies for problem in _faults(Path(folder) / file, fields)]


def _faults(path: Path, fields: Mapping[str, str]) -> Iterable[Problem]:
    where = Place(path.name)
    data = path.read_bytes()
    for check in standards.check(data):
        for rule, message in check.failures[:5]:
            yield Problem("standard", where, f"it does not pass {check.standard}: {message} ({rule})")
    pages, title = _opened(data)
    for column, words in fields.items():
        if not any(_bare(words) in page for page in pages):
            yield Problem("copy", where, f"pdfium does not find this recipient's '{column}' in it")
    if any(page and _bare(fields["name"]) not in page for page in pages) and _bare(fields["name"]) not in _bare(title):
        yield Problem("copy", where, "neither its pages nor its title bear this recipient's name")


def _opened(data: bytes) -> tuple[list[str], str]:
    """The pages' words without spaces, and the title, as pdfium reads them."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        return [_bare(page.get_textpage().get_text_range()) for page in pdf], str(pdf.get_metadata_value("Title"))
    finally:
        pdf.close()


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe]+", "", text)
