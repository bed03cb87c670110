"""Editing help: how documents should be written, each rule as grave as the project says (content/editorial.yaml)."""

from __future__ import annotations

from nist_docs.content import Content
from nist_docs.editorial import documents, entries, wording
from nist_docs.problems import Problem

__all__ = ["check", "documents"]


def check(content: Content) -> list[Problem]:
    """What the editorial rules say about the content as it stands; `documents` looks at what is made of it."""
    return [*entries.check(content), *wording.check(content)]
