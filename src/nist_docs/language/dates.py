"""Dates, times and counts in words, by the language's own customs (Babel's CLDR data)."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_datetime, format_time, get_timezone

from nist_docs.model.types import Moment, PartialDate, TimeOfDay

_LOCALES = {"sv": "sv_SE", "en": "en_GB"}
_MONTH, _DAY, _TIME = "MMMM y", "d MMMM y", {"sv": "H.mm", "en": "H:mm"}

_COUNTS = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}


def locale(language: str) -> str:
    """The language as a tag that documents bear: ``sv-SE``."""
    return _LOCALES[language].replace("_", "-")


def written(date: PartialDate, language: str) -> str:
    """``1 december 2015``, or ``december 2015`` where the day is not known."""
    day = date.first_day()
    assert day is not None  # views give unknown dates as none
    return format_date(day, _DAY if date.day else _MONTH, locale=_LOCALES[language])


def weekday(name: str, language: str) -> str:
    """The weekday's name; Swedish does not capitalise it."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return format_date(dt.date(2001, 1, 1 + names.index(name)), "EEEE", locale=_LOCALES[language])


def clock(time: TimeOfDay, language: str) -> str:
    """``9.00`` in Swedish, ``9:00`` in English."""
    return format_time(dt.time(time.hour, time.minute), _TIME[language], locale=_LOCALES[language])


def moment(value: Moment, language: str) -> str:
    """Date and time in the zone that the content gives."""
    at = value.at
    form = f"{_DAY} '{'kl.' if language == 'sv' else 'at'}' {_TIME[language]}"
    zone = None if at.tzinfo is None else get_timezone(at.tzinfo) if isinstance(at.tzinfo, str) else at.tzinfo
    return format_datetime(at, form, tzinfo=zone, locale=_LOCALES[language])


def count(number: int, language: str) -> str:
    """Numbers to twelve in words, larger ones in digits."""
    words = _COUNTS[language]
    return words[number] if 0 <= number < len(words) else str(number)
