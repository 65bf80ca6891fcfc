"""The flow follows its periods: what an extension or a new calendar moves, timer and open step show and ring."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.change_day import change_day
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.import_year import import_year, read_notice
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.terms import DeadlineState
from app.notifications.models import Notice
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Timer
from tests.agreements.paths import Path
from tests.deadlines.things import deeds, is_fresh, notice_2027
from tests.story import Story
from workflows.periods.holidays import DayKind
from workflows.periods.reckon import Extension

EVE = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)
LAST_DAY = datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI)
"""Accepted that day, the month ends on Sunday, 31 January 2027: rolled to Monday, or (by the notice) worked."""
JANUARY = datetime(2027, 1, 9, 9, 0, tzinfo=SHANGHAI)
"""Accepted that day, the month ends on 9 February 2027: by the notice still 春节, rolled to the 12th."""


def village(now: datetime) -> Story:
    return Story(now).mediating_at("village")


def bring_in(story: Story) -> None:
    read = read_notice(notice_2027(), "2027.json")
    with transaction():
        import_year(read, actor=story.account("admin"), now=story.now)


def waiting(story: Story, code: str = "M2") -> list[datetime]:
    """When the waiting timers of this code ring."""
    db.session.expire_all()
    found = db.session.query(Timer).filter(Timer.gone_at.is_(None), Timer.code == code)
    return [timer.due_at for timer in found]


def names(story: Story) -> list[str]:
    db.session.expire_all()
    return story.open


def test_near_the_end_of_a_year_a_case_goes_on_with_provisional_dates(app: Flask) -> None:
    story = Story(EVE).mediating_at("village")
    month = story.period("M2")
    assert (month.due_on, month.is_provisional) == (date(2027, 1, 20), True)
    assert "2027年的放假安排还没有公布，暂定" in month.explanation
    path = Path(EVE).sealed()
    window = path.period("M5")
    assert (window.due_on, window.is_provisional) == (date(2027, 1, 19), True)
    sent = village(LAST_DAY).not_reached().next("up")
    letter = sent.period("R1")
    assert (letter.due_on, letter.is_provisional) == (date(2027, 1, 6), True)
    bring_in(sent)
    db.session.expire_all()
    assert not any(one.is_provisional for one in (month, window, letter))
    assert [one.due_on for one in (month, window, letter)] == [date(2027, 1, day) for day in (20, 19, 6)]


@pytest.mark.parametrize(
    ("accepted", "before", "after"),
    [(JANUARY, date(2027, 2, 9), date(2027, 2, 12)), (LAST_DAY, date(2027, 2, 1), date(2027, 1, 31))],
)
def test_a_notice_moves_the_open_step_with_the_month(app: Flask, accepted: datetime, before: date, after: date) -> None:
    story = village(accepted)
    assert story.task("mediate").due_at == end_of_day(before)
    bring_in(story)
    assert names(story) == ["mediate"]
    assert story.task("mediate").due_at == story.period("M2").due_at == end_of_day(after)
    assert story.task("mediate").deadline_id == story.period("M2").id


def asks(story: Story, at: datetime) -> bool:
    """Whether the question of the month stands open once the sweep has run at this moment."""
    sweep_deadlines(at)
    return "ask_month" in names(story)


def test_the_month_asks_at_the_new_date_and_not_at_the_old(app: Flask) -> None:
    story = village(JANUARY)
    bring_in(story)
    assert not asks(story, end_of_day(date(2027, 2, 9)) + timedelta(minutes=1))
    assert not asks(story, end_of_day(date(2027, 2, 12)) - timedelta(seconds=1))
    assert asks(story, end_of_day(date(2027, 2, 12)))


def test_the_month_asks_at_the_earlier_date(app: Flask) -> None:
    story = village(LAST_DAY)
    bring_in(story)
    assert not asks(story, end_of_day(date(2027, 1, 31)) - timedelta(seconds=1))
    assert asks(story, end_of_day(date(2027, 1, 31)))


@pytest.mark.both
def test_a_month_whose_new_end_has_passed_asks_with_the_next_sweep(app: Flask) -> None:
    story = village(LAST_DAY)
    story.now = datetime(2027, 2, 1, 9, 0, tzinfo=SHANGHAI)
    bring_in(story)
    assert names(story) == ["mediate"]
    assert asks(story, story.now)
    assert story.period("M2").state is DeadlineState.LAPSED


def test_a_change_while_the_case_stands_between_gives_the_next_round_the_new_date(app: Flask) -> None:
    story = village(JANUARY).not_reached()
    assert names(story) == ["next_step"]
    bring_in(story)
    story.next("again")
    assert names(story) == ["mediate"]
    assert story.task("mediate").due_at == end_of_day(date(2027, 2, 12))
    assert not asks(story, end_of_day(date(2027, 2, 9)))
    assert asks(story, end_of_day(date(2027, 2, 12)))


@pytest.mark.both
def test_a_change_while_a_letter_waits_moves_its_answer(app: Flask) -> None:
    story = village(EVE).not_reached().next("up")
    assert story.period("R1").due_on == date(2026, 12, 23)
    with transaction():
        change_day(
            date(2026, 12, 23), DayKind.HOLIDAY, "雪", reason="停工", actor=story.account("admin"), now=story.now
        )
    db.session.expire_all()
    assert story.period("R1").due_on == date(2026, 12, 24)
    assert waiting(story, "R1") == [end_of_day(date(2026, 12, 24))]
    assert story.task("answer_transfer").due_at == end_of_day(date(2026, 12, 24))
    assert sweep_timers(end_of_day(date(2026, 12, 23))) == 0
    assert sweep_timers(end_of_day(date(2026, 12, 24))) == 1
    assert "chase_answer" in names(story)


def test_a_case_that_is_over_is_left_alone_by_a_notice(app: Flask) -> None:
    story = village(JANUARY).not_reached().next("stop")
    before = story.case.row_version
    bring_in(story)
    assert story.case.row_version == before
    assert waiting(story) == []


def ask(story: Story) -> Story:
    """The month is over: the flow asks, and the row has lapsed."""
    story.now = story.period("M2").due_at + timedelta(hours=10)
    sweep_deadlines(story.now)
    assert names(story) == ["mediate", "ask_month"]
    return story


def extend(story: Story, until: date) -> Story:
    agreed, oral = story.everyone("agreed"), story.everyone("oral")
    return story.answer("ask_month", outcome="extended", consents=agreed, until=until, method=oral)


@pytest.mark.both
def test_an_extension_given_while_the_flow_asks_asks_again_at_its_own_end(app: Flask) -> None:
    story = ask(village(EVE))
    first = story.period("M2")
    assert first.state is DeadlineState.LAPSED
    for until in (date(2027, 2, 20), date(2027, 3, 20)):
        extend(story, until)
        assert names(story) == ["mediate"]
        assert story.period("M2").id == first.id
        assert (story.period("M2").state, story.period("M2").due_on) == (DeadlineState.OPEN, until)
        ask(story)
    texts = [one["due_on"] for one in deeds("deadline:lapsed", first.id)]
    assert texts == ["2027-01-20", "2027-02-20", "2027-03-20"]


def test_an_extension_made_elsewhere_takes_the_question_back_until_its_own_end(app: Flask) -> None:
    story = ask(village(EVE))
    until = date(2027, 2, 20)
    with transaction():
        extension = Extension(date(2027, 1, 21), until=until)
        extend_deadline(story.period("M2"), extension, reason="都同意", actor=None, now=story.now)
    assert names(story) == ["mediate"], "nobody has to answer what is not asked any more"
    ask(story)
    extend(story, date(2027, 2, 25))
    assert (names(story), story.period("M2").due_on) == (["mediate"], date(2027, 2, 25))


def test_an_agreed_end_is_kept_through_a_notice(app: Flask) -> None:
    story = ask(village(EVE))
    extend(story, date(2027, 2, 7))
    bring_in(story)
    assert story.period("M2").due_on == date(2027, 2, 7)
    assert is_fresh(story.period("M2"))


def test_the_ring_of_the_new_end_is_told_again(app: Flask) -> None:
    story = village(EVE)
    head = story.account("head").id

    def heard() -> list[str]:
        db.session.expire_all()
        found = db.session.query(Notice).filter_by(account_id=head).order_by(Notice.id)
        return [one.text.partition("：")[2] for one in found]

    ask(story)
    extend(story, date(2027, 2, 20))
    sweep_deadlines(datetime(2027, 2, 17, 8, 0, tzinfo=SHANGHAI))
    sweep_deadlines(datetime(2027, 2, 20, 8, 0, tzinfo=SHANGHAI))
    ask(story)
    assert len([text for text in heard() if "期限到了" in text]) == 2
    assert len([text for text in heard() if "今天到期" in text]) == 1
    assert len([text for text in heard() if "还有3天" in text]) == 1
