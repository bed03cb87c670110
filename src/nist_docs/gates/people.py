"""Who may be named: without a decision, no document shows a person's name, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nist_docs.addresses import Address
from nist_docs.content import HEARINGS, PEOPLE, STRATEGIES, Content
from nist_docs.language.folding import folded
from nist_docs.model.hearing import Participant
from nist_docs.model.people import Person
from nist_docs.model.types import PersonId, Rich
from nist_docs.problems import Problem, Severity
from nist_docs.values import Value, values


def undecided(content: Content) -> Iterator[Problem]:
    """People whom a document would name if somebody had decided that it may."""
    for at, person in _everyone(content):
        if person.named is None:
            message = "nobody decided whether documents may show this name: none does"
            hint = "write named: yes or named: no"
            yield Problem("naming", content.place(at / "name"), message, hint, Severity.WARNING)


def withheld(content: Content) -> Iterator[Problem]:
    """Names that may not be shown and stand in a text that may be."""
    secret = [(person, _words(person.name)) for _, person in _everyone(content) if not person.named]
    if not secret:
        return
    for value in _texts(content):
        text = folded(value.value.plain if isinstance(value.value, Rich) else str(value.value))
        for person, name in secret:
            if name.search(text):
                message = f"the name '{person.name}' stands here, and may not be shown"
                hint = "write it without the name, or, if they agree to be named, named: yes where it is described"
                yield Problem("withheld-name", content.place(value.at), message, hint)


def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(folded(name))}\b", re.IGNORECASE)


def _everyone(content: Content) -> Iterator[tuple[Address, Person | Participant]]:
    for name, hearing in content.hearings.items():
        at = content.address(HEARINGS, f"{name}.yaml") / "participants"
        for index, participant in enumerate(hearing.participants):
            yield at / index, participant
    referred = {value.value.id for value in _values(content) if isinstance(value.value, PersonId)}
    for id, person in content.people.items():
        if id in referred:
            yield content.address(PEOPLE) / "people" / id, person


def _values(content: Content) -> Iterator[Value]:
    for name, hearing in content.hearings.items():
        yield from values(hearing, content.address(HEARINGS, f"{name}.yaml"))
    for name, strategy in content.strategies.items():
        yield from values(strategy, content.address(STRATEGIES, f"{name}.yaml"))


def _texts(content: Content) -> Iterable[Value]:
    """Every text that a document may show, but for the names themselves, which no template gets to see."""
    for value in _values(content):
        is_text = isinstance(value.value, Rich) or type(value.value) is str
        if is_text and (value.holder, value.key) != (Participant, "name"):
            yield value
