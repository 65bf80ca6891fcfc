"""A date told in one sentence, and the strip of its days: nothing left out, long runs folded."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.periods.explain import SHOWN_ALIKE, sentence, stretches
from workflows.periods.holidays import read_calendar, read_year
from workflows.periods.reckon import SHANGHAI, Extension, Part, Reckoning, Span, reckon
from workflows.periods.rules import Unit, read_rules

BPMN = Path(__file__).resolve().parents[2] / "bpmn"
RULES, CALENDAR = read_rules(BPMN), read_calendar(BPMN / "holidays")
IN_DAYS = [code for code, rule in RULES.items() if rule.unit is not Unit.HOUR]


def on(text: str) -> date:
    return date.fromisoformat(text)


def reckoned(code: str, start: str, **rest: object) -> Reckoning:
    moment = datetime.fromisoformat(start).astimezone(SHANGHAI) if "T" in start else on(start)
    return reckon(RULES[code], moment, CALENDAR, **rest)


def told(reckoning: Reckoning) -> list[str]:
    """The strip as it is read: first day, last day when it holds more, the words."""
    return [
        f"{one.first.on:%m-%d}{f'…{one.last.on:%m-%d}' if len(one.notes) > 1 else ''} {one.words}"
        for one in stretches(reckoning)
    ]


SENTENCES = [
    ("D5", "2026-08-03", "8月3日受理，次日起算60日，10月2日是国庆假期，顺延到10月8日。"),
    ("D2", "2026-09-18", "9月18日收到信访事项，次日起算15日，10月3日是国庆假期，顺延到10月8日。"),
    ("D6", "2026-10-02", "10月2日原来的六十日届满（不顺延），次日起算30日，11月1日是星期日，顺延到11月2日。"),
    ("D7", "2026-08-03", "8月3日收到书面处理意见，次日起算30日，到9月2日为止。"),
    ("M2", "2026-01-31", "1月31日受理，次日起算1个月，到2月28日为止。"),
    ("M9", "2024-02-29", "2024年2月29日履行期的最后一天，次日起算2年，到2026年2月28日为止。"),
    ("M5", "2025-12-02", "12月2日协议生效，次日起算30日，2026年1月1日是元旦假期，顺延到2026年1月4日。"),
    (
        "D4",
        "2026-02-12",
        "2月12日收到转送、交办，次日起算5个工作日，2月14日调休上班，算，春节假期不算，到2月26日为止。",
    ),
    (
        "D12b",
        "2026-09-23",
        "9月23日受理，次日起算10个工作日，10月10日调休上班，算，中秋假期、国庆假期不算，到10月14日为止。",
    ),
    (
        "D4",
        "2023-09-26",
        "9月26日收到转送、交办，次日起算5个工作日，10月7日、10月8日调休上班，算，中秋假期、国庆假期不算，到10月9日为止。",
    ),
    ("D4", "2026-08-03", "8月3日收到转送、交办，次日起算5个工作日，到8月10日为止。"),
    ("D5", "2026-12-20", "12月20日受理，次日起算60日，到2027年2月18日为止（2027年的放假安排还没有公布，暂定）。"),
    (
        "D7",
        "2027-01-07",
        "1月7日收到书面处理意见，次日起算30日，2月6日是春节假期，顺延到2月9日（2027年的放假安排还没有公布，暂定）。",
    ),
    (
        "D4",
        "2026-12-28",
        "12月28日收到转送、交办，次日起算5个工作日，元旦假期不算，到2027年1月5日为止（2027年的放假安排还没有公布，暂定）。",
    ),
    ("M10", "2026-05-08", "2026年5月8日推选产生，次日起算3年，到2029年5月8日为止。"),
    ("L1", "2026-08-03T15:30+08:00", "8月3日15:30送审，24小时，8月4日15:30到期。"),
    ("L1", "2026-12-31T02:05+00:00", "12月31日10:05送审，24小时，2027年1月1日10:05到期。"),
    ("G1", "2026-10-01T08:00+08:00", "10月1日08:00办完，48小时，10月3日08:00到期。"),
]


@pytest.mark.parametrize(("code", "start", "words"), SENTENCES)
def test_a_date_is_told_in_one_sentence(code: str, start: str, words: str) -> None:
    assert sentence(reckoned(code, start)) == words


def test_days_of_a_hearing_are_told() -> None:
    spans = [Span(on("2026-08-20"), on("2026-08-22")), Span(on("2026-08-26"), on("2026-08-26"))]
    made = reckoned("D10", "2026-08-03", suspensions=spans)
    assert sentence(made) == (
        "8月3日收到复核请求，次日起算30日，8月20日到8月22日听证，3日不算，8月26日听证，1日不算，"
        "9月6日是星期日，顺延到9月7日。"
    )
    assert told(made) == [
        "08-03 收到复核请求当天不算，从第二天起算",
        "08-04…08-19 第1天到第16天，都算",
        "08-20 听证，不算",
        "08-21 听证，不算",
        "08-22 听证，不算",
        "08-23 星期日，也算",
        "08-24 算",
        "08-25 算",
        "08-26 听证，不算",
        "08-27…09-05 第20天到第29天，都算",
        "09-06 最后一天是星期日，往后顺延",
        "09-07 顺延到这一天，期限届满",
    ]


def test_a_long_hearing_is_folded() -> None:
    made = reckoned("D10", "2026-08-03", suspensions=[Span(on("2026-08-04"), on("2026-08-13"))])
    assert told(made)[1] == "08-04…08-13 这10天都不算：听证"


def test_an_approved_extension_is_told_and_its_days_stand_apart() -> None:
    made = reckoned("D5", "2026-08-03", extension=Extension(on("2026-09-20"), 30))
    assert sentence(made) == (
        "8月3日受理，次日起算60日，原来到10月2日（不顺延），经批准接着延长30日，11月1日是星期日，顺延到11月2日。"
    )
    assert told(made) == [
        "08-03 受理当天不算，从第二天起算",
        "08-04…10-02 第1天到第60天，都算",
        "10-03…10-31 第61天到第89天，都算",
        "11-01 最后一天是星期日，往后顺延",
        "11-02 顺延到这一天，期限届满",
    ]


def test_an_extension_by_consent_is_told() -> None:
    made = reckoned("M2", "2026-09-02", extension=Extension(on("2026-09-28"), until=on("2026-10-15")))
    assert sentence(made) == "9月2日受理，次日起算1个月，原来到10月2日，各方同意延长到10月15日。"
    assert told(made)[-1] == "10-15 最后一天"


def test_an_extension_of_few_days_says_of_each_that_it_is_one() -> None:
    made = reckoned("M3c", "2026-08-03", extension=Extension(on("2026-08-05"), until=on("2026-08-13")))
    assert told(made)[8:] == ["08-11 延长，算", "08-12 延长，算", "08-13 最后一天"]


def test_the_strip_of_working_days_says_of_each_why() -> None:
    assert told(reckoned("D4", "2026-02-12")) == [
        "02-12 收到转送、交办当天不算，从第二天起算",
        "02-13 工作日，算",
        "02-14 春节调休上班，算",
        "02-15…02-23 这9天都不算：春节假期",
        "02-24 工作日，算",
        "02-25 工作日，算",
        "02-26 最后一天",
    ]


def test_a_folded_run_of_rest_days_names_every_reason() -> None:
    """In 2023 Mid-Autumn and National Day made one break of eight days."""
    assert told(reckoned("D4", "2023-09-26"))[3] == "09-29…10-06 这8天都不算：中秋假期、国庆假期"


def test_the_roll_over_a_holiday_is_shown_day_by_day() -> None:
    assert told(reckoned("D5", "2026-08-03"))[1:] == [
        "08-04…10-01 第1天到第59天，都算",
        "10-02 最后一天是国庆假期，往后顺延",
        *(f"10-0{day} 国庆假期，接着顺延" for day in range(3, 8)),
        "10-08 顺延到这一天，期限届满",
    ]


def test_hours_are_shown_day_by_day_and_many_days_folded() -> None:
    assert told(reckoned("L1", "2026-08-03T15:30+08:00")) == ["08-03 15:30到24:00", "08-04 00:00到15:30"]
    made = reckoned("L1", "2026-08-03T15:30+08:00", length=240)
    assert told(made) == ["08-03…08-12 这10天都算", "08-13 00:00到15:30"]


def test_a_notice_that_comes_out_ends_the_doubt() -> None:
    holidays = {"2027-01-01": "元旦", "2027-02-18": "春节", "2027-10-01": "国庆节"}
    said = {"year": 2027, "notice": "通知", "holidays": holidays, "workdays": {}}
    notice = read_year(json.dumps(said).encode(), "2027.json")
    made = reckon(RULES["D5"], on("2026-12-20"), CALENDAR.over([notice]))
    assert sentence(made) == "12月20日受理，次日起算60日，2027年2月18日是春节假期，顺延到2027年2月19日。"


@given(st.sampled_from(IN_DAYS), st.dates(on("2004-01-01"), on("2026-12-31")))
def test_the_strip_holds_every_day_in_order_and_folds_only_what_is_alike(code: str, start: date) -> None:
    made = reckon(RULES[code], start, CALENDAR)
    strip = stretches(made)
    assert tuple(note for one in strip for note in one.notes) == made.days
    for one in strip:
        assert len(one.notes) == 1 or len(one.notes) > SHOWN_ALIKE
        assert {note.part for note in one.notes} == {one.first.part}
    assert strip[0].first.part is Part.START
    assert strip[-1].last.on == made.due_on
    assert len(strip) < 50 or RULES[code].unit is Unit.WORKING_DAY


@given(st.sampled_from(IN_DAYS), st.dates(on("2004-01-01"), on("2026-12-31")))
def test_every_sentence_names_the_start_the_length_and_the_due_date_and_its_doubt(code: str, start: date) -> None:
    made = reckon(RULES[code], start, CALENDAR)
    words = sentence(made)
    year = f"{start.year}年" if made.rule.unit is Unit.CALENDAR_YEAR else ""
    begin = f"{year}{start.month}月{start.day}日{made.rule.starts_at}，次日起算{made.rule.length_words()}，"
    if made.rule.agreed:
        begin = f"说好{made.due_on.year}年{made.due_on.month}月{made.due_on.day}日以前做到，"
    assert words.startswith(begin)
    assert f"{made.due_on.month}月{made.due_on.day}日" in words
    assert ("暂定" in words) == made.is_provisional
    assert ("顺延到" in words) == made.is_rolled
    assert words.endswith("。")
    assert words.count("。") == 1


@given(st.dates(on("2004-01-01"), on("2026-12-31")), st.integers(1, 30))
def test_the_strip_of_an_extended_period_never_folds_over_the_original_end(start: date, days: int) -> None:
    made = reckon(RULES["D5"], start, CALENDAR, extension=Extension(start + timedelta(days=9), days))
    ends = [one.last.on for one in stretches(made)]
    assert made.first_end in ends
