"""A breach of an editorial rule as a problem of the gravity that the project gives the rule."""

from __future__ import annotations

from collections.abc import Iterator

from nist_docs.addresses import Address
from nist_docs.content import Content
from nist_docs.model.editorial import Level
from nist_docs.problems import Place, Problem, Severity


def note(
    content: Content, rule: str, at: Address | Place, message: str, hint: str, *, of_key: bool = False
) -> Iterator[Problem]:
    """The one problem, or none where the rule is off."""
    level = content.editorial.level(rule)
    if level is not Level.OFF:
        where = at if isinstance(at, Place) else content.place(at, of_key=of_key)
        yield Problem(rule, where, message, hint, Severity(level.value))
