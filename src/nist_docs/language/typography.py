"""National typography that the program holds by itself.

Rules: Svenska skrivregler (Språkrådet) for Swedish; the usage of GOV.UK and Butcher for English.
"""

from __future__ import annotations

import re
from functools import lru_cache

NBSP = "\u00a0"

# Addresses are not text: nothing in them is set.
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+|\S+@\S+\.\S+")

_BOTH = (
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\s)-{1,2}(?=\s)"), "–"),
    (re.compile(r"^[-–—] "), "–" + NBSP),
    # A range of times with a colon; dates and telephone numbers keep their hyphens.
    (re.compile(r"(?<=\d:\d\d)-(?=\d{1,2}:\d\d)"), "–"),
    # Two initials hold together, and to the name; a single one may as well end a sentence ("vitamin C. Då").
    (re.compile(r"\b([A-ZÅÄÖ]\.) ([A-ZÅÄÖ]\.) (?=[A-ZÅÄÖ])"), rf"\1{NBSP}\2{NBSP}"),
)
_BY_LANGUAGE = {
    "sv": (
        (re.compile(r"(?<=\d) ?%(?!-)"), NBSP + "%"),
        (re.compile(r"(?i)\b(kl|s|nr|dnr|st)\. (?=\d)"), rf"\1.{NBSP}"),
        (re.compile(r"(?i)(\bkl\.\s?\d{1,2}(?:\.\d\d)?)-(?=\d{1,2}\b)"), r"\1–"),
        (re.compile(r"(?i)(\b(?:sidorna|sid\.|s\.)\s?\d+)-(?=\d)"), r"\1–"),
        (re.compile(r"(?<=\d) (?=(procent|kronor|kr|miljoner|miljarder|mnkr|mdkr|kg|km|m|mm|cm)\b)"), NBSP),
    ),
    "en": (
        (re.compile(r"(?<=\d) %"), "%"),
        (re.compile(r"(?<=\d) (?=(per cent|percent|million|billion|kg|km|m|mm|cm)\b)"), NBSP),
        (re.compile(r"\b(p|no)\. (?=\d)"), rf"\1.{NBSP}"),
    ),
}
# 1 000 and 12 500 000: one to three digits, then threes; not a part of a telephone number or after a year.
_THOUSANDS = re.compile(r"(?<![\d-])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?![ -]?\d)")

# English words that begin with an apostrophe: 'tis, 'em, rock 'n' roll, the '90s.
_ELISION = re.compile(r"(?i)'(?=(?:tis|twas|em|cause|n'?)\b|\d\ds?\b)")


@lru_cache(maxsize=10_000)  # most values stand in several documents
def set_text(text: str, language: str, before: str = "") -> str:
    """The text with the language's quotation marks, dashes and fixed spaces; addresses stay as they are.

    ``before`` is the sign that the text follows on the same line: it tells an opening from a closing mark.
    """
    done, end = "", 0
    for found in _ADDRESS.finditer(text):
        done += _set(text[end : found.start()], language, done[-1:] or before) + found[0]
        end = found.end()
    return done + _set(text[end:], language, done[-1:] or before)


def _set(text: str, language: str, before: str) -> str:
    text = _quotation_marks(text, language, before)
    if language == "sv":
        text = _THOUSANDS.sub(lambda found: found[0].replace(" ", NBSP), text)
    for pattern, replacement in (*_BOTH, *_BY_LANGUAGE[language]):
        text = pattern.sub(replacement, text)
    return text


# Straight marks, and those that a word processor has set in its own language.
_SWEDISH_MARKS = str.maketrans(dict.fromkeys('"“„', "”") | dict.fromkeys("'‘‚", "’"))


def _quotation_marks(text: str, language: str, before: str) -> str:
    if language == "sv":
        return text.translate(_SWEDISH_MARKS)
    signs = []
    for sign in _ELISION.sub("’", text):
        opening = not before or before.isspace() or before in "([{–—“‘/" + NBSP
        if sign == '"':
            sign = "“" if opening else "”"
        elif sign == "'":
            sign = "‘" if opening else "’"
        signs.append(sign)
        before = sign
    return "".join(signs)


def quoted(language: str) -> tuple[str, str]:
    """The marks around a quotation."""
    return ("”", "”") if language == "sv" else ("“", "”")
