"""How heavy a text is to read, and which language it seems to be in."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# A full stop ends a sentence before a capital, a quotation or nothing: "kl. 9.00" and "t.ex. så" end none.
_END = re.compile(r"[.!?…]+[”\"’)]*(?=\s+[–\"”“(]*[A-ZÅÄÖ]|\s*$)", re.MULTILINE)


def lix(text: str) -> float:
    """LIX (Björnsson 1968): words in a sentence, plus words of more than six letters in a hundred.

    Under 30 very easy, 30–40 easy, 40–50 medium, 50–60 official prose, over 60 heavy. Without words, 0.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    long = sum(len(re.sub(r"\W", "", word)) > 6 for word in words)
    return len(words) / max(1, len(_END.findall(text))) + 100 * long / len(words)


_BANDS = ((30, "very easy"), (40, "easy"), (50, "medium"), (60, "official prose"))


def band(measured: int) -> str:
    """What Björnsson's scale calls such a LIX."""
    return next((name for limit, name in _BANDS if measured < limit), "heavy")


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


# Common words that the other language does not have.
_SWEDISH = """och att det som är för på av med till har inte om var den ett de vi från kan ska skulle också eller"""
_ENGLISH = """the and of to is that for with are was were this from they will it be by have has not or an as"""
_COMMON = {"sv": frozenset(_SWEDISH.split()), "en": frozenset(_ENGLISH.split())}
_NEEDED = 4  # fewer common words are no evidence: a strategy's name alone has none


def seems(text: str) -> str | None:
    """``sv`` or ``en`` where the text's common words leave no doubt, else None."""
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    best, other = sorted(counts, key=counts.__getitem__, reverse=True)
    return best if counts[best] >= _NEEDED and counts[best] >= 4 * counts[other] else None
