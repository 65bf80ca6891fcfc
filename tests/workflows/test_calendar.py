"""From a start to the due date: the vectors of the field, a second opinion, and what must hold for every start."""

import random
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from second_opinion import FIRST, LAST, second_opinion

from workflows.errors import HolidaysRefused, PeriodRefused
from workflows.periods.holidays import LAST_YEAR, read_calendar
from workflows.periods.reckon import SHANGHAI, Extension, Part, Reckoning, Span, corresponding_day, end_of, reckon
from workflows.periods.rules import Unit, read_rules

BPMN = Path(__file__).resolve().parents[2] / "bpmn"
RULES, CALENDAR = read_rules(BPMN), read_calendar(BPMN / "holidays")
IN_DAYS = [code for code, rule in RULES.items() if rule.unit is not Unit.HOUR]
IN_HOURS = ["L1", "G1"]
LONGEST_PERIOD = timedelta(days=4 * 366)
"""More than any period takes with its suspensions and its roll."""
STARTS = st.dates(FIRST, LAST)
KNOWN_STARTS = st.dates(FIRST, LAST - timedelta(days=120))
CODES = st.sampled_from(IN_DAYS)
MOMENTS = st.builds(
    lambda minutes: datetime(2004, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes), st.integers(0, 10**7)
)
VECTORS = [
    ("D4", "2026-02-12", "2026-02-26"),
    ("D2", "2026-09-18", "2026-10-08"),
    ("D5", "2026-08-03", "2026-10-08"),
    ("M5", "2026-09-05", "2026-10-08"),
    ("D12b", "2026-09-23", "2026-10-14"),
    ("M2", "2026-01-31", "2026-02-28"),
    ("D6", "2026-10-02", "2026-11-02"),
]


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def reckoned(code: str, start: date | datetime | str, **rest: object) -> Reckoning:
    return reckon(RULES[code], on(start) if isinstance(start, str) else start, CALENDAR, **rest)


def hearing(first: str, last: str) -> Span:
    return Span(on(first), on(last))


def refused(code: str, start: date | datetime | str, **rest: object) -> str:
    with pytest.raises(PeriodRefused) as why:
        reckoned(code, start, **rest)
    return str(why.value)


def opinion(code: str, start: date, **rest: object) -> tuple[date, date]:
    rule = RULES[code]
    found = second_opinion(start, rule.length, rule.unit.value, rolls=rule.rolls, **rest)
    return found.unrolled_on, found.due_on


@pytest.mark.parametrize(("code", "start", "due"), VECTORS)
def test_the_vectors_of_the_field_come_out(code: str, start: str, due: str) -> None:
    assert reckoned(code, start).due_on == on(due)


@pytest.mark.parametrize(
    ("code", "start", "unrolled"),
    [
        ("D2", "2026-09-18", "2026-10-03"),
        ("D5", "2026-08-03", "2026-10-02"),
        ("M5", "2026-09-05", "2026-10-05"),
        ("D6", "2026-10-02", "2026-11-01"),
    ],
)
def test_the_unrolled_end_is_kept_beside_the_rolled_one(code: str, start: str, unrolled: str) -> None:
    made = reckoned(code, start)
    assert made.unrolled_on == on(unrolled)
    assert made.is_rolled
    assert made.unrolled_at == end_of(on(unrolled))


@pytest.mark.parametrize("many", [400, pytest.param(2_000, marks=pytest.mark.campaign)])
def test_random_starts_equal_the_second_opinion(many: int) -> None:
    chance = random.Random(2004)
    for _ in range(many):
        code = chance.choice(IN_DAYS)
        room = LONGEST_PERIOD if RULES[code].unit is Unit.CALENDAR_YEAR else timedelta(days=90)
        start = FIRST + timedelta(days=chance.randint(0, (LAST - room - FIRST).days))
        made = reckoned(code, start)
        assert (made.unrolled_on, made.due_on) == opinion(code, start), f"{code} {start}"


@given(KNOWN_STARTS, st.integers(1, 30))
def test_extensions_equal_the_second_opinion(start: date, days: int) -> None:
    made = reckoned("D5", start, extension=Extension(start, days))
    assert (made.unrolled_on, made.due_on) == opinion("D5", start, extension_days=days)


@given(KNOWN_STARTS, st.integers(1, 29), st.integers(1, 20), st.integers(0, 9), st.integers(1, 5))
def test_suspensions_equal_the_second_opinion(start: date, after: int, days: int, gap: int, more: int) -> None:
    first = Span(start + timedelta(days=after), start + timedelta(days=after + days - 1))
    begins = first.last + timedelta(days=gap + 1)
    second = Span(begins, begins + timedelta(days=more - 1))
    once = reckoned("D10", start, suspensions=[first])
    assert (once.unrolled_on, once.due_on) == opinion("D10", start, suspended=((first.first, first.last),))
    if second.first <= once.unrolled_on:
        made = reckoned("D10", start, suspensions=[second, first])
        spans = ((first.first, first.last), (second.first, second.last))
        assert (made.unrolled_on, made.due_on) == opinion("D10", start, suspended=spans)


@given(CODES, STARTS)
def test_a_rolling_period_never_ends_on_a_rest_day(code: str, start: date) -> None:
    made = reckoned(code, start)
    if RULES[code].rolls:
        assert not CALENDAR.is_rest(made.due_on)
        assert all(
            CALENDAR.is_rest(made.unrolled_on + timedelta(days=n)) for n in range((made.due_on - made.unrolled_on).days)
        )
    else:
        assert made.due_on == made.unrolled_on


@given(CODES, STARTS)
def test_the_counted_days_add_up_to_the_length(code: str, start: date) -> None:
    made, rule = reckoned(code, start), RULES[code]
    numbers = [note.number for note in made.days if note.number is not None]
    assert numbers == list(range(1, made.counted + 1))
    if rule.unit in (Unit.CALENDAR_DAY, Unit.WORKING_DAY):
        assert made.counted == rule.length
    else:
        months = rule.length * (12 if rule.unit is Unit.CALENDAR_YEAR else 1)
        assert start + timedelta(days=made.counted) == corresponding_day(start, months)


@given(CODES, STARTS)
def test_every_day_from_the_start_to_the_due_date_is_told_once_in_order(code: str, start: date) -> None:
    made = reckoned(code, start)
    days = [start + timedelta(days=number) for number in range((made.due_on - start).days + 1)]
    assert [note.on for note in made.days] == days
    assert [note.part for note in made.days if note.part in (Part.START, Part.END)] == [Part.START, Part.END]
    assert all(note.why for note in made.days)
    assert all(note.mark == CALENDAR.mark(note.on) for note in made.days)


@given(CODES, STARTS)
def test_who_starts_later_ends_no_earlier(code: str, start: date) -> None:
    earlier, later = reckoned(code, start), reckoned(code, start + timedelta(days=1))
    assert earlier.unrolled_on <= later.unrolled_on
    assert earlier.due_on <= later.due_on


@given(STARTS, st.integers(1, 29), st.integers(1, 60))
def test_days_of_a_hearing_inside_move_the_unrolled_end_by_as_many(start: date, after: int, days: int) -> None:
    first = start + timedelta(days=after)
    made = reckoned("D10", start, suspensions=[Span(first, first + timedelta(days=days - 1))])
    assert made.unrolled_on == start + timedelta(days=30 + days)
    assert sum(note.part is Part.SUSPENDED for note in made.days) == days
    assert made.counted == 30


@given(STARTS, st.integers(1, 30))
def test_an_extension_counts_from_the_unrolled_end(start: date, days: int) -> None:
    made = reckoned("D5", start, extension=Extension(start, days))
    assert made.first_end == start + timedelta(days=60)
    assert made.unrolled_on == start + timedelta(days=60 + days)
    assert made.due_on == CALENDAR.working_day_from(made.unrolled_on)
    assert made.due_on >= reckoned("D5", start).due_on
    assert made.counted == 60 + days


@given(st.sampled_from(IN_HOURS), MOMENTS)
def test_hours_add_up_and_run_through_nights_and_rest_days(code: str, start: datetime) -> None:
    made = reckoned(code, start)
    hours = timedelta(hours=RULES[code].length)
    assert sum((note.span for note in made.days), timedelta()) == hours
    assert made.due_at == made.unrolled_at == start + hours
    days = [note.on for note in made.days]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert days[0] == made.starts_on
    assert days[-1] == (made.due_at.astimezone(SHANGHAI) - timedelta(seconds=1)).date()


def test_hours_that_end_at_midnight_end_with_the_day_before() -> None:
    made = reckoned("L1", at("2026-10-01T00:00+08:00"))
    assert [(note.on, note.part, note.why) for note in made.days] == [(on("2026-10-01"), Part.END, "00:00到24:00")]
    assert made.due_at == at("2026-10-01T16:00+00:00")


def test_hours_tell_how_much_of_each_day_they_take() -> None:
    made = reckoned("G1", at("2026-08-07T15:30+08:00"))
    assert [note.why for note in made.days] == ["15:30到24:00", "00:00到24:00", "00:00到15:30"]
    assert made.due_on == on("2026-08-09")
    assert not made.is_rolled


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5)), SHANGHAI])
def test_the_day_of_a_moment_is_the_one_in_shanghai(zone: timezone) -> None:
    late = at("2026-08-02T23:30+00:00").astimezone(zone)
    made = reckoned("D5", late)
    assert made.starts_on == on("2026-08-03")
    assert made.due_on == on("2026-10-08")
    assert made.starts_at == late


def test_ends_are_the_last_second_of_the_day_in_shanghai() -> None:
    made = reckoned("D5", "2026-08-03")
    assert made.due_at == at("2026-10-08T23:59:59+08:00")
    assert made.due_at.tzinfo is UTC
    assert made.starts_at == at("2026-08-03T00:00:00+08:00")


@pytest.mark.parametrize("code", ["D5", "D4", "M2", "L1"])
def test_a_moment_without_a_zone_is_refused(code: str) -> None:
    naive = at("2026-08-03T10:00")
    assert refused(code, naive) == "时间“2026-08-03T10:00:00”没有时区，请写明，例如 +08:00。"


def test_hours_want_a_moment_and_neither_stop_nor_extend() -> None:
    start = at("2026-08-03T10:00+08:00")
    assert refused("L1", "2026-08-03") == "“法律顾问答复”按小时算，要写明几点几分。"
    no = "“法律顾问答复”按小时算，不中止也不延长。"
    assert refused("L1", start, suspensions=[hearing("2026-08-03", "2026-08-04")]) == no
    assert refused("L1", start, extension=Extension(start.date(), 1)) == no


@pytest.mark.parametrize("code", [code for code in IN_DAYS if code != "D10"])
def test_a_suspension_is_refused_where_the_rule_knows_none(code: str) -> None:
    assert "的期限不能中止（" in refused(code, "2024-08-03", suspensions=[hearing("2024-08-04", "2024-08-04")])


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([("2026-08-05", "2026-08-04")], "中止的最后一天不能早于第一天，请核对。"),
        ([("2026-08-03", "2026-08-05")], "2026年8月3日期限还没有开始算，不能中止。"),
        ([("2026-07-01", "2026-07-02")], "2026年7月1日期限还没有开始算，不能中止。"),
        (
            [("2026-09-03", "2026-09-04")],
            "2026年9月3日已经过了期限的最后一天（2026年9月2日），不能再中止。",
        ),
        (
            [("2026-08-10", "2026-08-12"), ("2026-08-12", "2026-08-14")],
            "2026年8月12日已经在另一段中止里了，两段不能重叠。",
        ),
        (
            [("2026-08-11", "2026-08-11"), ("2026-08-10", "2026-08-20")],
            "2026年8月11日已经在另一段中止里了，两段不能重叠。",
        ),
        (
            [("2026-08-10", "2026-08-10"), ("2026-08-10", "2026-08-10")],
            "2026年8月10日已经在另一段中止里了，两段不能重叠。",
        ),
    ],
)
def test_a_suspension_that_does_not_lie_inside_is_refused(spans: list[tuple[str, str]], sentence: str) -> None:
    assert refused("D10", "2026-08-03", suspensions=[hearing(*span) for span in spans]) == sentence


def test_suspensions_may_touch_each_other_the_first_day_and_the_last() -> None:
    first_day, last_day = hearing("2026-08-04", "2026-08-04"), hearing("2026-09-02", "2026-09-02")
    assert reckoned("D10", "2026-08-03", suspensions=[last_day]).unrolled_on == on("2026-09-03")
    assert reckoned("D10", "2026-08-03", suspensions=[last_day, first_day]).unrolled_on == on("2026-09-04")
    moved_into = [first_day, hearing("2026-09-03", "2026-09-03")]
    assert reckoned("D10", "2026-08-03", suspensions=moved_into).unrolled_on == on("2026-09-04")
    neighbours = [hearing("2026-08-10", "2026-08-11"), hearing("2026-08-12", "2026-08-13")]
    assert reckoned("D10", "2026-08-03", suspensions=neighbours).unrolled_on == on("2026-09-06")


@pytest.mark.parametrize("days", [None, 0, -1, 31])
def test_an_extension_of_no_day_or_over_thirty_is_refused(days: int | None) -> None:
    sentence = "最多延长30日（《信访工作条例》第三十四条），请写1到30之间的整数。"
    assert refused("D5", "2026-08-03", extension=Extension(on("2026-09-01"), days)) == sentence


def test_an_extension_decided_after_the_end_is_refused() -> None:
    sentence = "期限到2026年10月8日为止，已经过了，不能再延长（《信访工作条例》第三十四条：要在期满以前批准）。"
    assert refused("D5", "2026-08-03", extension=Extension(on("2026-10-09"), 30)) == sentence


def test_an_extension_decided_between_the_two_ends_counts_and_says_its_doubt() -> None:
    in_time = reckoned("D5", "2026-08-03", extension=Extension(on("2026-10-02"), 30))
    doubtful = reckoned("D5", "2026-08-03", extension=Extension(on("2026-10-08"), 30))
    assert in_time.due_on == doubtful.due_on == on("2026-11-02")
    assert in_time.notes == ()
    assert doubtful.notes == (
        "批准延长的时候已经过了2026年10月2日（不顺延的最后一天）；顺延算不算，各地做法不一，请留好批准的时间。",
    )


@pytest.mark.parametrize("code", ["D4", "D6", "D10", "M5", "M10"])
def test_what_cannot_be_extended_says_so(code: str) -> None:
    sentence = refused(code, "2024-08-05", extension=Extension(on("2024-08-06"), 5))
    assert sentence == f"“{RULES[code].title}”的期限不能延长（{RULES[code].source}没有这样规定）。"


def test_mediation_goes_on_by_consent_until_the_agreed_day_itself() -> None:
    made = reckoned("M2", "2026-01-31", extension=Extension(on("2026-02-27"), until=on("2026-03-15")))
    assert made.due_on == made.unrolled_on == on("2026-03-15"), "the parties said that Sunday"
    assert made.first_end == on("2026-02-28")
    assert [note.on for note in made.days] == [on("2026-01-31") + timedelta(days=n) for n in range(44)]


def test_consent_may_come_after_the_month_but_not_for_a_day_that_is_past() -> None:
    late = Extension(on("2026-03-10"), until=on("2026-03-20"))
    assert reckoned("M2", "2026-01-31", extension=late).due_on == on("2026-03-20")
    for decided, until in (("2026-03-10", "2026-03-10"), ("2026-02-10", "2026-02-28"), ("2026-02-10", None)):
        extension = Extension(on(decided), until=on(until) if until else None)
        assert refused("M2", "2026-01-31", extension=extension) == (
            "延长到的日子要在原来的期限（2026年2月28日）和商定的那天以后。"
        )


def test_an_extension_by_consent_never_ends_before_the_rolled_end_it_extends() -> None:
    assert reckoned("M2", "2026-09-02").due_on == on("2026-10-08")
    within = Extension(on("2026-09-28"), until=on("2026-10-05"))
    assert refused("M2", "2026-09-02", extension=within) == (
        "延长到的日子要在原来的期限（2026年10月8日）和商定的那天以后。"
    )


@pytest.mark.parametrize(
    ("code", "start", "unrolled"),
    [
        ("M9", "2024-02-29", "2026-02-28"),
        ("M9b", "2024-02-29", "2027-02-28"),
        ("W2", "2024-02-29", "2025-02-28"),
        ("C1", "2022-02-28", "2024-02-28"),
        ("M2", "2024-02-29", "2024-03-29"),
        ("M2", "2024-01-30", "2024-02-29"),
        ("M2", "2025-01-30", "2025-02-28"),
        ("M2", "2025-12-31", "2026-01-31"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_the_last(code: str, start: str, unrolled: str) -> None:
    assert reckoned(code, start).unrolled_on == on(unrolled)


def test_days_before_2004_and_ends_after_2100_are_refused() -> None:
    for start in ("2003-12-31", f"{LAST_YEAR}-12-29"):
        for code in ("D5", "D4", "M2"):
            with pytest.raises(HolidaysRefused, match=r"^节假日表只管2004年到2100年"):
                reckoned(code, start)
    with pytest.raises(HolidaysRefused, match=r"^节假日表只管"):
        reckoned("L1", at("2003-12-31T23:00+08:00"))


def test_sixty_days_from_december_are_provisional_until_the_notice_is_out() -> None:
    made = reckoned("D5", "2026-12-20")
    assert made.due_on == on("2027-02-18")
    assert made.is_provisional
    assert made.provisional_years == [2027]
    assert not reckoned("D5", "2026-10-20").is_provisional


def test_working_days_are_provisional_as_soon_as_one_of_them_is() -> None:
    assert reckoned("D4", "2026-12-28").is_provisional
    assert not reckoned("D4", "2026-12-18").is_provisional


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    made = reckoned("M5", "2026-12-01")
    assert (made.due_on, made.is_provisional, made.provisional_years) == (on("2026-12-31"), True, [2027])
    assert not reckoned("M5", "2025-12-01").is_provisional


def test_an_end_that_cannot_roll_is_never_provisional() -> None:
    assert not reckoned("M10", "2026-03-01").is_provisional
    agreed = Extension(on("2026-11-24"), until=on("2027-01-20"))
    assert not reckoned("M2", "2026-11-23", extension=agreed).is_provisional


def test_an_extension_is_of_one_kind() -> None:
    both = Extension(on("2026-08-10"), 30, on("2026-12-01"))
    for code in ("D5", "M2"):
        with pytest.raises(PeriodRefused):
            reckoned(code, "2026-08-03", extension=both)


def test_an_extension_into_a_year_without_notice_is_provisional() -> None:
    assert not reckoned("D5", "2026-10-15").is_provisional
    assert reckoned("D5", "2026-10-15", extension=Extension(on("2026-12-01"), 30)).is_provisional


def test_a_length_the_town_set_replaces_the_own_one() -> None:
    assert reckoned("M1", "2026-08-03", length=5).due_on == on("2026-08-10")
    assert reckoned("L1", at("2026-08-03T10:00+08:00"), length=36).due_at == at("2026-08-04T22:00+08:00")


@pytest.mark.parametrize("length", [0, -1, 1001])
def test_a_length_that_is_none_is_refused(length: int) -> None:
    sentence = f"“决定受不受理”的期限要在1到1000之间，没有“{length}”这样长的。"
    assert refused("M1", "2026-08-03", length=length) == sentence
