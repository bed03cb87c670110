"""Editorial rules about the words of one text: typography that a program cannot decide, links, reading ease.

What typography can set by itself it sets (``language.typography``); here stands what it must leave to a person.
Quotations are facts of record, word for word: rules about choosing words pass over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nist_docs import markup
from nist_docs.addresses import Address
from nist_docs.content import HEARINGS, PEOPLE, SENDERS, STRATEGIES, Content
from nist_docs.editorial import leftovers
from nist_docs.editorial.notes import note
from nist_docs.language.links import say_nothing
from nist_docs.language.reading_ease import lix, word_count
from nist_docs.model.hearing import Hearing, Link, Participant, Source
from nist_docs.model.pictures import Picture
from nist_docs.model.quotations import Answer, PulledQuote, Question, Statement, ThemeMention
from nist_docs.model.strategy import Group
from nist_docs.model.types import Entry, Rich
from nist_docs.problems import Problem
from nist_docs.values import Value, values

# Words that others have said or written.
QUOTED = {(Statement, "text"), (Answer, "text"), (Answer, "asked"), (Question, "text"), (PulledQuote, "words"),
          (ThemeMention, "words"), (Group, "words"), (Source, "title")}  # fmt: skip
# Words that are repeated from a text which is looked at itself, or names.
PASSED_OVER = {(PulledQuote, "words"), (ThemeMention, "words"), (Group, "words"), (Picture, "file"),
               (Hearing, "divisions"), (Hearing, "reference"), (Participant, "name")}  # fmt: skip
SHORTEST = 25  # words: LIX of fewer says more about chance than about the text


def check(content: Content) -> Iterator[Problem]:
    """Each text once, by the rules of the language of the first hearing that uses it."""
    done: set[str] = set()
    for name, hearing in content.hearings.items():
        entries: list[tuple[Entry | None, Address]] = [
            (hearing, content.address(HEARINGS, f"{name}.yaml")),
            (content.strategies.get(hearing.strategy.id), content.address(STRATEGIES, f"{hearing.strategy.id}.yaml")),
            (content.senders.get(hearing.sender.id), content.address(SENDERS, f"{hearing.sender.id}.yaml")),
        ]
        for entry, at in entries:
            if entry and at.file not in done:
                done.add(at.file)
                for value in values(entry, at):
                    yield from _text(content, value, hearing.language.value)
    for id, person in content.people.items():
        for value in values(person, content.address(PEOPLE) / "people" / id):
            if isinstance(value.value, Rich | str):
                yield from leftovers.check(content, value)


def is_quoted(value: Value) -> bool:
    return (value.holder, value.key) in QUOTED


def _text(content: Content, value: Value, language: str) -> Iterator[Problem]:
    if not isinstance(value.value, Rich | str) or (value.holder, value.key) in PASSED_OVER:
        return
    text = value.value.plain if isinstance(value.value, Rich) else value.value
    yield from leftovers.check(content, value)
    yield from _typography(content, value.at, text)
    if isinstance(value.value, Rich) or value.holder is Link:
        yield from _links(content, value)
    if not is_quoted(value):
        yield from _words(content, value.at, text, language, running=isinstance(value.value, Rich))


# "kunskaps- och tillväxtnoder" is a hyphen; so is "vitamin C- eller"; the words that may follow one:
_SHARING = "och|eller|samt|respektive|till|som|and|or|to|nor"
_ONE_SIDED = re.compile(rf"\w- (?!(?:{_SHARING})\b)\w|\w -(?=[^\W\d])|\w--\w")
_RANGE = re.compile(r"(?<![\w/.:-])(?!0)(\d{1,4})-(\d{1,4})(?![\w/:-]|\.\d)")


def _typography(content: Content, at: Address, text: str) -> Iterator[Problem]:
    if found := _ONE_SIDED.search(text):
        hint = "a dash has a space on both sides; a hyphen joins two words without"
        message = f"the hyphen in “{_around(text, found)}” may be meant as a dash"
        yield from note(content, "hyphen-as-dash", at, message, hint)
    elif (found := _RANGE.search(text)) and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", found[0]):
        hint = f"a range is written with a dash: {found[1]}–{found[2]}"
        yield from note(content, "hyphen-as-dash", at, f"“{found[0]}” may be a range", hint)
    straight = re.sub(r'(?<=\d)"', "", text).count('"')  # 19" is a measure
    if straight % 2 or (text.count("“") != text.count("”") and "“" in text and text.count("“") + text.count("”") > 1):
        hint = "write the missing mark, or delete this one"
        yield from note(content, "unpaired-quote", at, "a quotation mark has no partner in this paragraph", hint)
    if found := re.search(r"[ \u00a0]{2,}", text):
        message = f"two spaces follow each other in “{_around(text, found)}”"
        yield from note(content, "double-space", at, message, "delete one of them; one of the two is a fixed space")


def _around(text: str, found: re.Match[str]) -> str:
    """The words about a place, for a message."""
    before, after = text[: found.start()].split(" ")[-2:], text[found.end() :].split(" ")[:2]
    return " ".join(before) + found[0].replace("\u00a0", " ") + " ".join(after)


# --- links -------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"(?i)(https?://|www\.)\S+")


def _links(content: Content, value: Value) -> Iterator[Problem]:
    for words in _link_words(value):
        if say_nothing(words):
            hint = "say what one finds there: people jump from link to link"
            yield from note(content, "link-text", value.at, f"“{words}” does not say where the link leads", hint)
        elif _ADDRESS.fullmatch(words.strip()):
            message = f"“{words}” is an address, not words"
            yield from note(content, "link-text", value.at, message, "say in words where the link leads")
    if isinstance(value.value, Rich) and not is_quoted(value):
        bare = re.sub(r"\]\([^)]*\)", "]", value.value.source)
        if found := _ADDRESS.search(re.sub(r"\[[^\]]*\]", "", bare)):
            hint = "write [words](https://…)"
            yield from note(content, "link-text", value.at, f"the address {found[0]} stands in the text", hint)


def _link_words(value: Value) -> Iterator[str]:
    if value.holder is Link and value.key == "text":
        yield str(value.value)
    elif isinstance(value.value, Rich):
        words: list[str] | None = None
        for token in markup.tokens(value.value.source):
            if token.type == "link_open":
                words = []
            elif token.type == "link_close" and words is not None:
                yield "".join(words)
                words = None
            elif words is not None:
                words.append(token.content)


# --- words -------------------------------------------------------------------------------------------

_TIME_FORMS = {
    "sv": (re.compile(r"\bkl [0-2]?\d\b|(?<![\d:])([01]?\d|2[0-3]):[0-5]\d(?![\d:])"), "kl. 9.00"),
    "en": (re.compile(r"\b(?:at|from) ([01]?\d|2[0-3])\.[0-5]\d(?! per| %|%)"), "9:00"),
}
_UNITS = "procent|kr|kronor|mnkr|mdkr|miljoner|miljarder|tusen|grader|kg|g|km|m|mm|cm|per cent|percent|million|billion"
_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october"
)
_DIGITS = re.compile(
    rf"(?<![\w.,:/§–−-])(?<!\d )([2-9]|1[0-2])(?![\w,:/–-]|\.\d|[ \u00a0]?%|[ \u00a0](?:{_UNITS}|{_MONTHS}|\d{{3}})\b)",
    re.IGNORECASE,
)
# After these a number is a name: chapter 3, s. 7, kl. 9, 4 March.
_NUMBERED = re.compile(
    r"(?i)(\b(kl|s|sid|sidan|nr|dnr|no|p|page|nummer|number|steg|step|kapitel|chapter|del|part|avsnitt|section|artikel"
    r"|article|punkt|point|paragraf|bilaga|annex|figur|figure|tabell|table|fas|phase|vecka|week|version|mål|goal|alternativ"
    rf"|option|fråga|question|{_MONTHS})\.?|§)[ \u00a0]$"
)
_WORDS = {
    "sv": ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}


def _words(content: Content, at: Address, text: str, language: str, *, running: bool) -> Iterator[Problem]:
    text = _ADDRESS.sub("", text)
    pattern, form = _TIME_FORMS[language]
    if found := pattern.search(text):
        hint = f"write it as {form}"
        yield from note(content, "time-form", at, f"“{found[0]}” is not how a time of day is written", hint)
    if not running:
        return
    if found := next(
        (one for one in _DIGITS.finditer(text) if not _NUMBERED.search(text[max(0, one.start() - 16) : one.start()])),
        None,
    ):
        word = _WORDS[language][int(found[1]) - 2]
        yield from note(content, "number-in-digits", at, f"'{found[1]}' stands in running text", f"write '{word}'")
    measured, limit = round(lix(text)), content.editorial.limits.lix_paragraph
    if word_count(text) >= SHORTEST and measured > limit:
        message = f"the paragraph has LIX {measured}; over {limit} is heavy to read"
        hint = "divide long sentences, and choose shorter words"
        yield from note(content, "lix-paragraph", at, message, hint)
