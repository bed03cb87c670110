"""National typography that the program holds by itself.

Rules: Svenska skrivregler (Språkrådet) for Swedish; the usage of GOV.UK and Butcher for English.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"

_BOTH = (
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\s)-{1,2}(?=\s)"), "–"),
    (re.compile(r"^[-–—] "), "–" + NBSP),
    # A range of times; dates and telephone numbers keep their hyphens.
    (re.compile(r"(?<=\d[.:]\d\d)-(?=\d{1,2}[.:]\d\d)"), "–"),
    (re.compile(r"(?<=\b[A-ZÅÄÖ]\.) (?=[A-ZÅÄÖ])"), NBSP),
)
_BY_LANGUAGE = {
    "sv": (
        (re.compile(r"(?<=\d) ?%"), NBSP + "%"),
        (re.compile(r"(?<=\d) (?=\d{3}\b)"), NBSP),
        (re.compile(r"\b(kl|s|nr|dnr|st)\. (?=\d)"), rf"\1.{NBSP}"),
        (re.compile(r"(?<=\d) (?=(procent|kronor|kr|miljoner|miljarder|mnkr|mdkr|kg|km|m|mm|cm)\b)"), NBSP),
    ),
    "en": (
        (re.compile(r"(?<=\d) %"), "%"),
        (re.compile(r"(?<=\d) (?=(per cent|percent|million|billion|kg|km|m|mm|cm)\b)"), NBSP),
        (re.compile(r"\b(p|no)\. (?=\d)"), rf"\1.{NBSP}"),
    ),
}


def set_text(text: str, language: str, before: str = "") -> str:
    """The text with the language's quotation marks, dashes and fixed spaces.

    ``before`` is the sign that the text follows on the same line: it tells an opening from a closing mark.
    """
    text = _quotation_marks(text, language, before)
    for pattern, replacement in (*_BOTH, *_BY_LANGUAGE[language]):
        text = pattern.sub(replacement, text)
    return text


def _quotation_marks(text: str, language: str, before: str) -> str:
    if language == "sv":
        return text.replace('"', "”").replace("'", "’")
    signs = []
    for sign in text:
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
