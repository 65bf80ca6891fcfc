"""Lights, their words, and which stage rings next: values in, values out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SHANGHAI, end_of_day
from app.deadlines.rules import Ends, Light, Thresholds, light_of, light_words, next_ring, soon_from
from app.deadlines.terms import Stage

THRESHOLDS = Thresholds(days=3, hours=6)
ROLLED = Ends(date(2026, 10, 2), date(2026, 10, 8), end_of_day(date(2026, 10, 2)), end_of_day(date(2026, 10, 8)))
ENDS_AT = datetime(2026, 10, 2, 15, 0, tzinfo=SHANGHAI)
TIMED = Ends(ENDS_AT.date(), ENDS_AT.date(), ENDS_AT, ENDS_AT, is_timed=True)
ORDER = list(Stage)


def at(day: date, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second), SHANGHAI)


@pytest.mark.parametrize(
    ("now", "light"),
    [
        (at(date(2026, 9, 28), 23, 59, 59), Light.OK),
        (at(date(2026, 9, 29), 0), Light.SOON),
        (at(date(2026, 10, 2), 23, 59, 59), Light.SOON),
        (at(date(2026, 10, 3), 0), Light.OVERDUE),
        (at(date(2026, 10, 8)), Light.OVERDUE),
        (at(date(2026, 10, 9)), Light.OVERDUE),
    ],
)
def test_a_light_is_yellow_within_the_threshold_and_red_from_the_unrolled_end_on(now: datetime, light: Light) -> None:
    assert light_of(ROLLED, now=now, thresholds=THRESHOLDS) is light
    assert light_of(ROLLED, now=now.astimezone(UTC), thresholds=THRESHOLDS) is light


@pytest.mark.parametrize(
    ("before", "light"),
    [
        (timedelta(hours=6, seconds=1), Light.OK),
        (timedelta(hours=6), Light.SOON),
        (timedelta(), Light.SOON),
        (timedelta(seconds=-1), Light.OVERDUE),
    ],
)
def test_a_period_of_hours_has_its_light_by_the_clock(before: timedelta, light: Light) -> None:
    assert light_of(TIMED, now=ENDS_AT - before, thresholds=THRESHOLDS) is light


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(date(2026, 8, 3)), "还有60天"),
        (at(date(2026, 10, 1), 23, 59, 59), "还有1天"),
        (at(date(2026, 10, 2), 0), "不顺延今天到期，顺延到10月8日"),
        (at(date(2026, 10, 3), 0), "10月2日已到，顺延到10月8日"),
        (at(date(2026, 10, 7), 23, 59, 59), "10月2日已到，顺延到10月8日"),
        (at(date(2026, 10, 8), 23, 59, 59), "10月2日已到，顺延今天到期"),
        (at(date(2026, 10, 9), 0), "超期1天"),
        (at(date(2026, 11, 7)), "超期30天"),
    ],
)
def test_a_period_of_days_is_told_in_days_of_the_town(now: datetime, words: str) -> None:
    assert light_words(ROLLED, now=now.astimezone(UTC)) == words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(hours=24), "还有24小时"),
        (timedelta(hours=1), "还有1小时"),
        (timedelta(minutes=59), "不到1小时"),
        (timedelta(minutes=-1), "刚刚过时"),
        (timedelta(hours=-3, minutes=-59), "超过3小时"),
        (timedelta(hours=-72), "超期3天"),
        (timedelta(hours=96), "还有4天"),
    ],
)
def test_a_period_of_hours_is_told_in_hours_while_it_is_near(before: timedelta, words: str) -> None:
    assert light_words(TIMED, now=ENDS_AT - before) == words


def test_the_stages_of_days_ring_in_the_morning_and_the_lapse_at_the_end_of_the_rolled_day() -> None:
    begun = at(date(2026, 8, 3))
    first = next_ring(ROLLED, Stage.RUNNING, now=begun, thresholds=THRESHOLDS)
    second = next_ring(ROLLED, Stage.SOON, now=begun, thresholds=THRESHOLDS)
    third = next_ring(ROLLED, Stage.UNROLLED, now=begun, thresholds=THRESHOLDS)
    fourth = next_ring(ROLLED, Stage.TODAY, now=begun, thresholds=THRESHOLDS)
    assert first == (Stage.SOON, at(date(2026, 9, 29), 8))
    assert second == (Stage.UNROLLED, at(date(2026, 10, 2), 8))
    assert third == (Stage.TODAY, at(date(2026, 10, 8), 8))
    assert fourth == (Stage.LAPSED, end_of_day(date(2026, 10, 8)))
    assert next_ring(ROLLED, Stage.LAPSED, now=begun, thresholds=THRESHOLDS) == (None, None)


def test_hours_ring_before_their_end_and_at_it_and_know_no_morning() -> None:
    begun = ENDS_AT - timedelta(hours=24)
    assert next_ring(TIMED, Stage.RUNNING, now=begun, thresholds=THRESHOLDS) == (
        Stage.SOON,
        ENDS_AT - timedelta(hours=6),
    )
    assert next_ring(TIMED, Stage.SOON, now=begun, thresholds=THRESHOLDS) == (Stage.LAPSED, ENDS_AT)


def test_of_what_was_slept_through_only_the_last_rings() -> None:
    later = at(date(2026, 10, 5))
    assert next_ring(ROLLED, Stage.RUNNING, now=later, thresholds=THRESHOLDS)[0] is Stage.UNROLLED
    much_later = at(date(2026, 12, 5))
    assert next_ring(ROLLED, Stage.RUNNING, now=much_later, thresholds=THRESHOLDS)[0] is Stage.LAPSED


@st.composite
def ends(draw: st.DrawFn) -> Ends:
    first = draw(st.dates(date(2004, 1, 2), date(2099, 1, 1)))
    if draw(st.booleans()):
        moment = datetime.combine(first, draw(st.times()).replace(microsecond=0), SHANGHAI)
        return Ends(first, first, moment, moment, is_timed=True)
    due = first + timedelta(days=draw(st.integers(0, 12)))
    return Ends(first, due, end_of_day(first), end_of_day(due))


THRESHOLDS_OF = st.builds(Thresholds, days=st.integers(0, 30), hours=st.integers(0, 47))
SHIFT = st.builds(timedelta, days=st.integers(-60, 60), seconds=st.integers(0, 86_400))


@given(ends(), THRESHOLDS_OF, SHIFT, st.sampled_from(ORDER))
def test_what_rings_next_comes_after_what_has_rung_and_skips_nothing_that_is_still_to_come(
    period: Ends, thresholds: Thresholds, shift: timedelta, rung: Stage
) -> None:
    now = period.unrolled_at + shift
    stage, moment = next_ring(period, rung, now=now, thresholds=thresholds)
    if stage is None or moment is None:
        assert rung is Stage.LAPSED
        return
    assert ORDER.index(stage) > ORDER.index(rung)
    assert stage is Stage.LAPSED or moment <= period.due_at
    after, later = next_ring(period, stage, now=now, thresholds=thresholds)
    assert (after is None) == (stage is Stage.LAPSED)
    if later is not None:
        assert later > now, "a second ring waits behind one that was slept through"


@given(ends(), THRESHOLDS_OF, st.lists(st.integers(0, 100_000), max_size=6))
def test_however_seldom_one_looks_the_lapse_rings_once_and_nothing_twice(
    period: Ends, thresholds: Thresholds, looks: list[int]
) -> None:
    rung, heard = Stage.RUNNING, []
    begins = min(soon_from(period, thresholds), period.unrolled_at) - timedelta(days=1)
    moments = [begins + timedelta(minutes=minutes) for minutes in sorted(looks)]
    for now in [*moments, period.due_at, period.due_at + timedelta(days=900)]:
        while True:
            stage, moment = next_ring(period, rung, now=now, thresholds=thresholds)
            if stage is None or moment is None or moment > now:
                break
            heard.append(stage)
            rung = stage
    assert heard[-1] is Stage.LAPSED
    assert heard == sorted(set(heard), key=ORDER.index)


@given(ends(), THRESHOLDS_OF, SHIFT)
def test_the_light_and_its_words_never_contradict_each_other(
    period: Ends, thresholds: Thresholds, shift: timedelta
) -> None:
    now = period.unrolled_at + shift
    light, words = light_of(period, now=now, thresholds=thresholds), light_words(period, now=now)
    is_late = words.startswith(("超", "刚刚")) or "已到" in words
    assert is_late == (light is Light.OVERDUE)
