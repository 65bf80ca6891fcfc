"""Four kinds of day, each with its first and its last; the fields that are made of them refuse the rest in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, timedelta

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.core import clock, date_fields
from app.core.date_fields import ChineseDate, ShanghaiMoment, birth_day, deed_day, evidence_day, plan_day
from app.core.dates import FIRST_DAYS, FUTURE, day_fault, last_day
from tests import town
from workflows.diagrams.forms import DateKind

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)
DAYS = {
    DateKind.DEED: deed_day,
    DateKind.BIRTH: birth_day,
    DateKind.EVIDENCE: evidence_day,
    DateKind.PLAN: plan_day,
}


@pytest.fixture(autouse=True)
def _on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.clock, "source", lambda: town.NOW)


def day_form(kind: DateKind, text: str) -> Form:
    form: Form = type("DayForm", (Form,), {"on": DAYS[kind]("哪天", needed="请填哪天。")})(MultiDict({"on": text}))
    form.validate()
    return form


def moment_form(kind: DateKind, text: str) -> Form:
    maker: Callable[..., ShanghaiMoment] = getattr(date_fields, f"{kind.value}_moment")
    form: Form = type("MomentForm", (Form,), {"at": maker("什么时候")})(MultiDict({"at": text}))
    form.validate()
    return form


@pytest.mark.parametrize("kind", DateKind)
def test_the_first_and_the_last_day_can_be_and_their_neighbours_cannot(kind: DateKind) -> None:
    first, last = FIRST_DAYS[kind], last_day(kind, TODAY)
    assert day_fault(kind, first, TODAY) is None
    assert day_fault(kind, last, TODAY) is None
    assert "太早了" in str(day_fault(kind, first - ONE_DAY, TODAY))
    assert "还没有到" in str(day_fault(kind, last + ONE_DAY, TODAY)) or kind is DateKind.PLAN
    assert day_fault(kind, last + ONE_DAY, TODAY) is not None


def test_a_term_of_seventy_years_and_a_deed_of_the_empire_can_be() -> None:
    assert day_fault(DateKind.PLAN, date(2096, 11, 23), TODAY) is None
    assert day_fault(DateKind.EVIDENCE, date(1736, 3, 1), TODAY) is None


@pytest.mark.parametrize("kind", DateKind)
@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_the_edges_of_the_calendar_are_refused_with_a_sentence(kind: DateKind, text: str) -> None:
    (sentence,) = day_form(kind, text)["on"].errors
    assert sentence.endswith("。")
    (sentence,) = moment_form(kind, f"{text}T00:00")["at"].errors
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填哪天。"),
        ("昨天", date_fields.NO_DAY),
        ("2026-02-30", date_fields.NO_DAY),
        ("2026-11-24", "这一天还没有到，请改成实际的日子。"),
        ("1949-09-30", "太早了：要在1949年10月1日或以后，请核对年份。"),
    ],
)
def test_one_sentence_stands_at_the_field(text: str, sentence: str) -> None:
    assert list(day_form(DateKind.DEED, text)["on"].errors) == [sentence]


def test_a_day_that_need_not_be_given_may_stay_empty() -> None:
    form: Form = type("DayForm", (Form,), {"on": deed_day("哪天")})(MultiDict({"on": ""}))
    assert form.validate()
    assert form["on"].data is None


def test_a_moment_of_today_that_has_not_come_is_refused_but_a_plan_for_it_is_not() -> None:
    later = "2026-11-23T23:00"
    assert list(moment_form(DateKind.DEED, later)["at"].errors) == [FUTURE]
    assert not moment_form(DateKind.PLAN, later)["at"].errors


def test_every_moment_that_is_taken_can_be_kept_in_utc() -> None:
    field = moment_form(DateKind.EVIDENCE, "0001-01-02T00:00")["at"]
    assert isinstance(field, ShanghaiMoment)
    assert not field.errors
    moment = field.moment
    assert moment is not None
    assert moment.astimezone(UTC).isoformat() == "0001-01-01T16:00:00+00:00"


def test_a_year_of_three_digits_is_written_with_four() -> None:
    form: Form = type("DayForm", (Form,), {"on": evidence_day("哪天")})(data={"on": date(800, 1, 2)})
    field = form["on"]
    assert isinstance(field, ChineseDate)
    assert 'value="0800-01-02"' in str(field())


def test_the_calendar_of_the_browser_shows_the_days_that_can_be() -> None:
    shown = str(day_form(DateKind.DEED, "2026-11-23")["on"]())
    assert 'min="1949-10-01"' in shown
    assert 'max="2026-11-23"' in shown
