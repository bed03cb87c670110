"""What templates can do with a value: count it, quote it, list it, link to it. All keep its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import partial
from typing import Any

from babel.lists import format_list
from markupsafe import Markup, escape

from nist_docs import findings
from nist_docs.addresses import Address, Kind, Origin, key_path
from nist_docs.language import dates, typography
from nist_docs.views import DateLeaf, Leaf, ListView, Setting, View, address_of, setting_of

SOFT_HYPHEN = "\u00ad"

# What is being rendered. Not a variable of the templates: through it they could reach what is not theirs.
SETTING: ContextVar[Setting] = ContextVar("setting")
Seen = View | ListView | Leaf


def _code(setting: Setting, text: str) -> Markup:
    origin = Origin(Address("templates"), Kind.CODE)
    return Markup(setting.origins.mark(origin, str(escape(text))))


# --- numbers -------------------------------------------------------------------------------------


def number(value: int, seen: Seen, words: bool = False) -> Leaf:
    """A number that follows from what is seen, in digits or (to twelve) in words."""
    setting = setting_of(seen)
    text = dates.count(value, setting.language) if words else str(value)
    return Leaf(setting, text, Origin(address_of(seen), Kind.DERIVED), value)


def count(seen: ListView) -> Leaf:
    """How many there are, in words up to twelve."""
    return number(len(seen), seen, words=True)


def digits(seen: ListView) -> Leaf:
    """How many there are, in digits."""
    return number(len(seen), seen)


def in_words(leaf: Leaf) -> Leaf:
    """A counted number in words up to twelve."""
    return number(leaf.number or 0, leaf, words=True)


# --- words ---------------------------------------------------------------------------------------


def plain(leaf: Leaf) -> Leaf:
    """The words without markup, for attributes."""
    return leaf.edited(lambda _: leaf.plain) if not leaf.is_rich else Leaf(setting_of(leaf), leaf.plain, leaf.origin)


def quoted(leaf: Leaf) -> Markup:
    """The words between quotation marks."""
    opening, closing = typography.quoted(setting_of(leaf).language)
    return Markup(opening + str(escape(leaf)) + closing)


def held(leaf: Leaf) -> Leaf:
    """The words with the last two held together, so that in large type none stands alone on a line."""
    return leaf.edited(lambda text: re.sub(r" (?=\S{1,12}$)", typography.NBSP, text))


def attributed(leaf: Leaf) -> Markup:
    """A statement's words ready for "said …": a comma in the place of the full stop; !, ? and … stay."""
    open_ended = leaf.edited(lambda text: re.sub(r"(?<!\.)\.(\**)$", r"\1", text))
    comma = "" if leaf.plain.endswith(("!", "?", "…", "”", "’")) else ","
    return Markup(str(escape(open_ended)) + comma)


def closed(leaf: Leaf) -> Markup:
    """The words with a full stop, unless they end in a sign of their own."""
    return Markup(str(escape(leaf)) + ("" if leaf.plain.endswith((".", "!", "?", "…", ":")) else "."))


def divided(leaf: Leaf, divisions: Iterable[Leaf]) -> Leaf:
    """The words with soft hyphens where long ones may be divided."""
    parts = [division.plain for division in divisions]

    def edit(text: str) -> str:
        for part in parts:
            text = text.replace(part.replace("-", ""), part.replace("-", SOFT_HYPHEN))
        return text

    return leaf.edited(edit)


def sentence(value: object) -> Markup:
    """The words with a capital at their beginning."""
    html = str(escape(value))
    # The first letter or digit that is in neither a tag, an entity nor a mark's number.
    for found in re.finditer(r"<[^>]*>|&#?\w+;|\ufdd0\d+\ufdd1|(?P<first>\w)", html):
        if found["first"]:
            at = found.start()
            return Markup(html[:at] + html[at].upper() + html[at + 1 :])
    return Markup(html)


def listed(values: Iterable[object]) -> Markup:
    """The values as a list in words: a, b and c."""
    items = [str(escape(value)) for value in values]
    locale = dates.locale(SETTING.get().language).replace("-", "_")
    pattern = format_list([f"{{{i}}}" for i in range(len(items))], locale=locale)
    return Markup(pattern.format(*items))


def marking(leaf: Leaf, words: Leaf) -> Markup:
    """The text with some of its words set apart as new."""
    text, part = leaf.plain, words.plain
    before, found, after = text.partition(part)
    html = str(escape(leaf))
    if not found or "<" in html:
        return Markup(html)  # not there, or inside markup: shown as it is
    pieces = (Leaf(setting_of(leaf), piece, leaf.origin) for piece in (before, part, after))
    left, middle, right = (str(escape(piece)) if piece.plain else "" for piece in pieces)
    return Markup(f'{left}<span class="new">{middle}</span>{right}')


def iso(leaf: DateLeaf) -> Leaf:
    """A date as metadata write it."""
    return leaf.iso


# --- words for machines --------------------------------------------------------------------------


def code(text: str) -> Markup:
    """A word for a class or an id."""
    return _code(SETTING.get(), text)


def anchor(seen: Seen) -> Markup:
    """An id for a place in the document: ``interviews-2``."""
    name = re.sub(r"\W+", "-", key_path(address_of(seen).keys)).strip("-")
    return _code(setting_of(seen), name)


def _image(kind: str, seen: View) -> Markup:
    """An image's source: a person's portrait, a picture of the hearing."""
    return _code(setting_of(seen), f"{kind}:{address_of(seen).keys[-1]}")


def of_person(pictures: ListView, person: View) -> list[View]:
    """A person's pictures that have a file."""
    every = [picture for picture in pictures if isinstance(picture, View) and picture.file]
    return [picture for picture in every if picture.person and address_of(picture.person) == address_of(person)]


def is_interviewed(picture: View) -> bool:
    """Whether the picture is a portrait that stands beside its person's interview."""
    interviews = setting_of(picture).view().interviews
    return picture.person is not None and any(
        address_of(picture.person) == address_of(interview.person) for interview in interviews
    )


def title_size(leaf: Leaf) -> Markup:
    """The class of a cover's title by its length and its longest unbroken part."""
    text = leaf.plain
    longest = max(map(len, re.split(rf"[\s{SOFT_HYPHEN}-]", text)), default=0)
    if len(text) <= 45 and longest <= 21:
        size = "l"
    elif len(text) <= 90 and longest <= 29:
        size = "m"
    else:
        size = "s"
    return _code(setting_of(leaf), f"title--{size}")


def name_size(leaf: Leaf) -> Markup:
    """The class of a person's name by its length."""
    length = len(leaf.plain)
    return _code(setting_of(leaf), "name--l" if length <= 18 else "name--m" if length <= 36 else "name--s")


def quote_size(leaf: Leaf, largest: str = "l") -> Markup:
    """The class of a pulled quote by its length, no larger than asked for."""
    length = len(leaf.plain)
    by_length = "l" if length <= 90 else "m" if length <= 140 else "s"
    return _code(setting_of(leaf), f"quote--{max(by_length, largest, key='lms'.index)}")


FILTERS: dict[str, Callable[..., Any]] = {
    "anchor": anchor,
    "attributed": attributed,
    "closed": closed,
    "code": code,
    "count": count,
    "digits": digits,
    "divided": divided,
    "held": held,
    "in_words": in_words,
    "iso": iso,
    "is_interviewed": is_interviewed,
    "listed": listed,
    "marking": marking,
    "monogram": partial(_image, "monogram"),
    "name_size": name_size,
    "number": number,
    "of_person": of_person,
    "picture": partial(_image, "picture"),
    "plain": plain,
    "portrait": partial(_image, "portrait"),
    "quote_size": quote_size,
    "quoted": quoted,
    "sentence": sentence,
    "signs": findings.length,
    "surname": findings.surname,
    "title_size": title_size,
}
