"""Typography, dates and counts by each language's customs; comparison whatever the signs."""

from __future__ import annotations

import pytest

from nist_docs.language import dates
from nist_docs.language.folding import folded
from nist_docs.language.typography import set_text
from nist_docs.model.types import Moment, PartialDate, TimeOfDay


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ('det "stora" målet', "det ”stora” målet"),
        ("det 'stora' målet", "det ’stora’ målet"),
        ("det “stora” och „lilla‟ ‘målet’", "det ”stora” och ”lilla‟ ’målet’"),
        ("- Ja, sade hon", "–\u00a0Ja, sade hon"),
        ("– Ja, sade hon", "–\u00a0Ja, sade hon"),
        ("vision - och mål", "vision – och mål"),
        ("kl. 9.00-15.30", "kl.\u00a09.00–15.30"),
        ("10 % av 1 000 kronor", "10\u00a0% av 1\u00a0000\u00a0kronor"),
        ("vänta...", "vänta…"),
        ("J. Stahre och E. L. Berg", "J. Stahre och E.\u00a0L.\u00a0Berg"),
        ("vitamin C. Då", "vitamin C. Då"),
        ("08 405 100 00 och 2015 100 personer", "08 405 100 00 och 2015 100 personer"),
        ("12 500 000 och 900 000 kr", "12\u00a0500\u00a0000 och 900\u00a0000\u00a0kr"),
        ("avsnitt 3.10-3.15", "avsnitt 3.10-3.15"),
        ("kl. 13-16 och sidorna 3-5", "kl.\u00a013–16 och sidorna 3–5"),
        ("en 100%-ig satsning", "en 100%-ig satsning"),
        ('se https://example.org/a"b%20c...', 'se https://example.org/a"b%20c...'),
        ("2015-12-01 och 08-405 10 00", "2015-12-01 och 08-405 10 00"),
        ("närings- och innovationsminister", "närings- och innovationsminister"),
        ("en HEARing", "en HEARing"),
    ],
)
def test_swedish_is_set_by_its_customs(written: str, set_: str) -> None:
    assert set_text(written, "sv") == set_


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ('it "comes first", it said', "it “comes first”, it said"),
        ("the harbour's 'own' rules", "the harbour’s ‘own’ rules"),
        ('("so")', "(“so”)"),
        ("'Tis the '90s, rock 'n' roll, tell 'em", "’Tis the ’90s, rock ’n’ roll, tell ’em"),
        ("10 % of 2 million", "10% of 2\u00a0million"),
        ("from 9:00-15:30", "from 9:00–15:30"),
    ],
)
def test_english_is_set_by_its_customs(written: str, set_: str) -> None:
    assert set_text(written, "en") == set_


def test_setting_a_text_twice_changes_nothing() -> None:
    for language in ("sv", "en"):
        once = set_text('- "Ja" - 10 % kl. 9.00-10.00...', language)
        assert set_text(once, language) == once


def test_a_mark_knows_from_what_stands_before_it_whether_it_opens() -> None:
    assert set_text('"', "en", before="x") == "”"
    assert set_text('"', "en", before=" ") == "“"


@pytest.mark.parametrize(
    ("date", "swedish", "english"),
    [("2015-12-01", "1 december 2015", "1 December 2015"), ("2015-12", "december 2015", "December 2015")],
)
def test_dates_are_written_as_far_as_they_are_known(date: str, swedish: str, english: str) -> None:
    assert dates.written(PartialDate.read(date), "sv") == swedish
    assert dates.written(PartialDate.read(date), "en") == english


def test_an_unknown_date_is_no_date() -> None:
    assert not PartialDate.read("unknown").known
    assert PartialDate.read("unknown").iso == ""


def test_a_month_lasts_until_its_last_day() -> None:
    assert str(PartialDate.read("2015-12").last_day()) == "2015-12-31"
    assert str(PartialDate.read("2016-02").last_day()) == "2016-02-29"
    assert str(PartialDate.read("2015-12-05").last_day()) == "2015-12-05"


def test_times_and_weekdays_follow_the_language() -> None:
    assert dates.clock(TimeOfDay.read("9:05"), "sv") == "9.05"
    assert dates.clock(TimeOfDay.read("9.05"), "en") == "9:05"
    assert dates.weekday("tuesday", "sv") == "tisdag"
    assert dates.weekday("tuesday", "en") == "Tuesday"


def test_a_moment_is_written_in_the_zone_that_it_was_given_in() -> None:
    moment = Moment.read("2015-12-01 06:00+01:00")
    assert dates.moment(moment, "sv") == "1 december 2015 kl. 6.00"
    assert dates.moment(moment, "en") == "1 December 2015 at 6:00"


def test_counts_to_twelve_are_words() -> None:
    assert [dates.count(n, "sv") for n in (1, 12, 13)] == ["en", "tolv", "13"]
    assert [dates.count(n, "en") for n in (1, 12, 13)] == ["one", "twelve", "13"]


def test_texts_with_the_same_words_fold_alike() -> None:
    assert folded("”det\u00a0stora” – 9.00–10.00…") == folded('"det stora" - 9.00-10.00...')
    assert folded("fo\u0308re-\u00adtag") == folded("före-tag")
    assert folded("visa") != folded("vissa")
