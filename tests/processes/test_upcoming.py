"""What lies ahead of an account: its steps and its committee's periods, each once, without a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.accounts.models import Account
from app.processes.queries.upcoming import is_rest_day, links_of, things_ahead
from tests.agreements.paths import Path
from tests.story import Story
from tests.town import NOW

Find = Callable[[str], Account]


@pytest.mark.usefixtures("app")
def test_a_step_stands_for_its_period_and_is_not_told_twice(account: Find) -> None:
    Story().mediating_at("village")
    (ahead,) = things_ahead(account("mediator"), NOW)
    assert (ahead.todo, ahead.number) == ("调解", "（2026）小海眼人调字第0001号")
    assert (ahead.due_on, ahead.unrolled_on, ahead.light, ahead.words) == (
        date(2026, 12, 23),
        date(2026, 12, 23),
        "ok",
        "还有30天",
    )


@pytest.mark.usefixtures("app")
def test_periods_without_an_open_step_are_told_too(account: Find) -> None:
    story = Path()
    story.sealed()
    todo = [one.todo for one in things_ahead(account("mediator"), story.now)]
    assert "提醒各方：可以一起申请司法确认" in todo
    assert "去做第一次回访" in todo
    assert len(set(todo)) == len(todo)


@pytest.mark.usefixtures("app")
def test_a_review_waits_for_the_adviser_by_the_hour(account: Find) -> None:
    story = Path()
    story.drafted().sent()
    (ahead,) = things_ahead(account("adviser"), story.now)
    assert ahead.is_timed
    assert ahead.due_at == story.now + timedelta(hours=24)


@pytest.mark.usefixtures("app")
def test_nothing_of_other_villages_and_nothing_for_those_who_see_no_case(account: Find) -> None:
    Story().mediating_at("village")
    assert things_ahead(account("stranger"), NOW) == []
    assert things_ahead(account("admin"), NOW) == []


@pytest.mark.usefixtures("app")
def test_no_name_of_a_party_is_in_it(account: Find) -> None:
    Story().mediating_at("village")
    told = repr(things_ahead(account("head"), NOW))
    assert "王甲" not in told
    assert "王乙" not in told


@pytest.mark.usefixtures("app")
def test_rest_days_follow_the_town_s_calendar() -> None:
    assert is_rest_day(date(2026, 10, 1))
    assert not is_rest_day(date(2026, 10, 10))


@pytest.mark.usefixtures("app")
def test_a_kind_without_pages_leads_to_the_front_page() -> None:
    assert links_of([("nobody knows", 1)]) == {("nobody knows", 1): "/"}
