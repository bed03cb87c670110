"""Editorial rules about whole entries: headings, statements, pictures, people, what nothing refers to, languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from nist_docs.addresses import Address
from nist_docs.content import HEARINGS, PEOPLE, SENDERS, STRATEGIES, Content
from nist_docs.editorial.notes import note
from nist_docs.language.folding import folded
from nist_docs.language.reading_ease import seems
from nist_docs.model.hearing import Hearing
from nist_docs.model.pictures import Picture
from nist_docs.model.types import Entry, PersonId, QuestionId, Rich, ThemeId
from nist_docs.problems import Problem
from nist_docs.values import values

_LANGUAGES = {"sv": "Swedish", "en": "English"}


def check(content: Content) -> Iterator[Problem]:
    for name, hearing in content.hearings.items():
        at = content.address(HEARINGS, f"{name}.yaml")
        yield from _lengths(content, hearing, at)
        yield from _statements(content, hearing, at)
        yield from _language(content, hearing, at)
        for index, picture in enumerate(hearing.pictures):
            yield from _picture(content, picture, at / "pictures" / index)
    yield from _similar_names(content)
    yield from _unused(content)


def _lengths(content: Content, hearing: Hearing, at: Address) -> Iterator[Problem]:
    limits = content.editorial.limits
    key = "headline" if hearing.headline else "title"
    length = len(hearing.headline or hearing.title)
    if length > limits.heading:
        hint = "say what is new, and leave the rest to the ingress"
        message = f"the heading has {length} signs; at most {limits.heading} are read"
        yield from note(content, "long-heading", at / key, message, hint)
    elif length > limits.heading_at_a_glance:
        message = f"the heading has {length} signs; about 35 are read at a glance"
        yield from note(content, "wordy-heading", at / key, message, "leave out what the ingress says")
    length = len(hearing.ingress.plain)
    if length > limits.ingress:
        message = f"the ingress has {length} signs; four lines hold about {limits.ingress}"
        yield from note(content, "long-ingress", at / "ingress", message, "move what is not the most important to body")


def _statements(content: Content, hearing: Hearing, at: Address) -> Iterator[Problem]:
    if hearing.statements and not any(statement.lead for statement in hearing.statements):
        hint = "a release has a statement right after its ingress: write lead: yes at the one that matters most"
        yield from note(content, "no-lead", at / "statements", "no statement is the lead", hint, of_key=True)
    for index, statement in enumerate(hearing.statements):
        length = sum(len(paragraph.plain) for paragraph in statement.text)
        if length > content.editorial.limits.statement:
            message = f"the statement has {length} signs; readers follow about {content.editorial.limits.statement}"
            hint = "leave words out where they can be spared, marked by […]"
            yield from note(content, "long-statement", at / "statements" / index / "text", message, hint)
        if hearing.themes and not statement.themes:
            hint = "name the themes that it raises, each with the words that do"
            where = at / "statements" / index / "speaker"
            yield from note(content, "no-themes", where, "the statement raises no theme", hint, of_key=True)


_NO_DESCRIPTION = re.compile(
    r"(?i)[\w .-]+\.(jpe?g|png)|(en |a )?(bild|foto|fotografi|picture|photo|image|porträtt)\.?"
)


def _picture(content: Content, picture: Picture, at: Address) -> Iterator[Problem]:
    """Only a picture that is shown needs these: the record of one without a file is kept as it is."""
    if not picture.file:
        return
    if _NO_DESCRIPTION.fullmatch(picture.description):
        hint = "write what somebody who cannot see it should know"
        message = f"'{picture.description}' does not say what the picture shows"
        yield from note(content, "picture-alt", at / "description", message, hint)
    elif folded(picture.description).strip(".").lower() == folded(picture.caption.plain).strip(".").lower():
        hint = "the caption is read aloud too: describe what is seen"
        message = "the description says the same as the caption"
        yield from note(content, "alt-repeats-caption", at / "description", message, hint)


def _similar_names(content: Content) -> Iterator[Problem]:
    """Told once of each person: among a thousand participants some names come again and again."""
    at = content.address(PEOPLE) / "people"
    people = list(content.people.items())
    for index, (id, person) in enumerate(people):
        alike = [(first, one) for first, one in people[:index] if _alike(one.name, person.name)]
        if alike:
            first, one = alike[0]
            more = f" and of {len(alike) - 1} more" if len(alike) > 1 else ""
            message = f"'{person.name}' is nearly the name of '{one.name}' ({first}){more}"
            hint = "keep one of them, if they are one person; else set the rule similar-names to off"
            yield from note(content, "similar-names", at / id / "name", message, hint)


def _alike(one: str, other: str) -> bool:
    """Names of as many words, each the same or a slip of the pen away: Lindström, Lindstrom, Lindstörm."""
    words, others = one.lower().split(), other.lower().split()
    return len(words) == len(others) and all(map(_nearly, words, others))


def _nearly(a: str, b: str) -> bool:
    # The letters first: to compare the order of a thousand names with each other's would take seconds.
    return a == b or (
        min(len(a), len(b)) > 3 and len(set(a) ^ set(b)) <= 2 and SequenceMatcher(None, a, b).ratio() >= 0.8
    )


# --- what nothing refers to ------------------------------------------------------------------------


def _unused(content: Content) -> Iterator[Problem]:
    for name, hearing in content.hearings.items():
        at = content.address(HEARINGS, f"{name}.yaml")
        found = [value.value for value in values(hearing, at)]
        themes = {value.id for value in found if isinstance(value, ThemeId)}
        questions = {value.id for value in found if isinstance(value, QuestionId)}
        yield from _idle(content, at / "themes", hearing.themes, themes, "no statement or answer raises the theme")
        yield from _idle(content, at / "questions", hearing.questions, questions, "nobody answers the question")
    if content.broken:
        return  # what a file with faults refers to is not known
    at, people = content.address(PEOPLE) / "people", referred_people(content)
    yield from _idle(content, at, content.people, people, "nothing refers to the person")
    named = {hearing.strategy.id for hearing in content.hearings.values()}
    yield from _idle_files(content, STRATEGIES, set(content.strategies) - named, "strategy")
    named = {hearing.sender.id for hearing in content.hearings.values()}
    yield from _idle_files(content, SENDERS, set(content.senders) - named, "sender")


def referred_people(content: Content) -> set[str]:
    """The ids of the people to whom a hearing or a strategy refers."""
    entries: list[tuple[Entry, Address]] = [
        *((hearing, content.address(HEARINGS, f"{name}.yaml")) for name, hearing in content.hearings.items()),
        *((strategy, content.address(STRATEGIES, f"{name}.yaml")) for name, strategy in content.strategies.items()),
    ]
    return {value.value.id for entry, at in entries for value in values(entry, at) if isinstance(value.value, PersonId)}


def _idle(content: Content, at: Address, known: Iterable[str], used: set[str], message: str) -> Iterator[Problem]:
    for id in known:
        if id not in used:
            hint = "delete the entry, or refer to it by its id"
            yield from note(content, "unused", at / id, f"{message} '{id}'", hint, of_key=True)


def _idle_files(content: Content, folder: str, names: set[str], what: str) -> Iterator[Problem]:
    for name in sorted(names):
        at = content.address(folder, f"{name}.yaml")
        hint = f"delete the file, or write {what}: {name} in a hearing"
        yield from note(content, "unused", at, f"no hearing refers to the {what} '{name}'", hint)


# --- languages ---------------------------------------------------------------------------------------


def _language(content: Content, hearing: Hearing, at: Address) -> Iterator[Problem]:
    """Texts in another language than the documents', where that can be told."""
    language = hearing.language.value
    if (seen := seems(_texts(hearing, at))) and seen != language:
        message = f"the texts seem to be {_LANGUAGES[seen]}, and the documents are to be {_LANGUAGES[language]}"
        yield from note(
            content, "language", at / "language", message, f"write language: {seen}, or translate the texts"
        )
    named = (
        ("strategy", content.strategies.get(hearing.strategy.id), STRATEGIES, hearing.strategy.id),
        ("sender", content.senders.get(hearing.sender.id), SENDERS, hearing.sender.id),
    )
    for key, entry, folder, id in named:
        if entry and (seen := seems(_texts(entry, content.address(folder, f"{id}.yaml")))) and seen != language:
            message = f"the {key}'s texts seem to be {_LANGUAGES[seen]}, and this hearing is in {_LANGUAGES[language]}"
            hint = f"name a {key} whose texts are {_LANGUAGES[language]}"
            yield from note(content, "language", at / key, message, hint)


def _texts(entry: Entry, at: Address) -> str:
    return "\n".join(value.value.plain for value in values(entry, at) if isinstance(value.value, Rich))
