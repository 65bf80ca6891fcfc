"""Periods, changes in words, cells that no spreadsheet runs."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.masking import mask_numbers
from app.statistics.rules import Period, asked_period, change_words, guarded, this_year

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("", "", Period(date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-03-01", "2026-06-30", Period(date(2026, 3, 1), date(2026, 6, 30))),
        ("2026-03-01", "2026-03-01", Period(date(2026, 3, 1), date(2026, 3, 1))),
        ("2026-03-01", "", Period(date(2026, 3, 1), date(2026, 12, 31))),
    ],
)
def test_an_address_asks_for_a_period(first: str, last: str, period: Period) -> None:
    assert asked_period(first, last, TODAY) == (period, "")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("昨天", ""),
        ("2026-02-30", ""),
        ("2026-07-01", "2026-06-30"),
        ("0001-01-01", "2026-06-30"),
        ("2026-01-01", "9999-12-31"),
    ],
)
def test_days_that_make_no_period_give_this_year_and_a_sentence(first: str, last: str) -> None:
    period, sentence = asked_period(first, last, TODAY)
    assert period == this_year(TODAY)
    assert sentence.endswith("。")


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    assert Period(date(2026, 3, 1), date(2026, 3, 10)).before(TODAY) == Period(date(2026, 2, 19), date(2026, 2, 28))
    assert Period(date(2026, 3, 1), date(2026, 3, 1)).before(TODAY) == Period(date(2026, 2, 28), date(2026, 2, 28))


def test_of_a_running_period_only_the_days_that_have_passed_are_compared() -> None:
    assert this_year(date(2026, 1, 10)).before(date(2026, 1, 10)) == Period(date(2025, 12, 22), date(2025, 12, 31))


def test_a_change_is_said_in_words() -> None:
    assert [change_words(3, 1, "项"), change_words(1, 3, "项"), change_words(2, 2, "项")] == ["多2项", "少2项", "一样"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\r1", "\n=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "修路。", "1=1", "2026-483920-1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证370304196005010018。", "身份证370304********0018。"),
        ("身份证37030419600501001X。", "身份证370304********001X。"),
        ("打13912345678", "打139****5678"),
        ("打139 1234 5678", "打139****5678"),
        ("打0533-4100000找他", "打053****0000找他"),
        ("2026年3月1日，赔12000元，12户", "2026年3月1日，赔12000元，12户"),
    ],
)
def test_numbers_in_free_text_are_masked(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked
