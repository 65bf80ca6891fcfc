"""Which days are worked: the files equal their sources day by day, and a faulty year is refused with a sentence."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from tools import holiday_files
from workflows.errors import HolidaysRefused
from workflows.periods.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    DayKind,
    DayMark,
    HolidayYear,
    read_calendar,
    read_statute,
    read_year,
)

FOLDER = Path(__file__).resolve().parents[2] / "bpmn" / "holidays"
CALENDAR = read_calendar(FOLDER)
ENGLISH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
GOOD = {
    "year": 2027,
    "notice": "国务院办公厅关于2027年部分节假日安排的通知",
    "holidays": {"2027-01-01": "元旦", "2027-02-06": "春节", "2027-10-01": "国庆节", "2027-10-04": "国庆节"},
    "workdays": {"2027-02-20": "春节"},
}


def days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def content(**changed: object) -> bytes:
    return json.dumps(GOOD | changed, ensure_ascii=False).encode()


def test_every_day_from_2004_to_2026_rests_or_works_as_chinesecalendar_says() -> None:
    days = list(days_between(date(2004, 1, 1), date(2026, 12, 31)))
    assert [day for day in days if CALENDAR.is_rest(day) != chinese_calendar.is_holiday(day)] == []
    assert len(days) == 8401


def test_every_day_from_2004_to_2026_has_the_name_chinesecalendar_gives_it() -> None:
    constants = chinese_calendar.constants
    for day in days_between(date(2004, 1, 1), date(2026, 12, 31)):
        mark = CALENDAR.mark(day)
        named = constants.holidays.get(day) or constants.workdays.get(day)
        assert mark.name == (ENGLISH[named] if named else ""), day
        assert (mark.kind is DayKind.HOLIDAY) == (day in constants.holidays), day
        assert (mark.kind is DayKind.MAKE_UP) == (day in constants.workdays), day
        assert CALENDAR.is_provisional(day) == (day >= date(2026, 12, 29)), "next year's notice may name these"


def test_there_is_a_file_for_every_published_year_with_its_notice() -> None:
    assert sorted(CALENDAR.published) == list(range(2004, 2027))
    assert CALENDAR.year(2015).notice == "国务院办公厅关于2015年部分节假日安排的通知"


def test_the_tool_writes_the_very_files_that_are_kept(tmp_path: Path) -> None:
    written = {path.name: path.read_bytes() for path in holiday_files.write(tmp_path)}
    assert written == {path.name: path.read_bytes() for path in FOLDER.iterdir()}


def test_the_days_to_come_are_those_of_the_statute_by_a_second_source() -> None:
    """Also: what is listed as fixed is fixed, and Mid-Autumn on a day of National Day keeps both names."""
    for year in range(2027, 2051):
        theirs = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
        names = {
            day: "国庆节、中秋节" if name == "中秋节; 国庆节" else name.replace("农历除夕", "春节")
            for day, name in theirs.items()
        }
        assert dict(CALENDAR.year(year).holidays) == names


def test_the_statute_gives_thirteen_days_a_year_less_those_that_fall_together() -> None:
    assert {year: len(CALENDAR.year(year).holidays) for year in range(2027, 2051)} == dict.fromkeys(
        range(2027, 2051), 13
    ) | {2028: 12, 2031: 12, 2039: 12}


def test_a_year_without_notice_is_provisional_and_nothing_raises() -> None:
    days = list(days_between(date(2027, 1, 1), date(2027, 12, 31)))
    assert all(CALENDAR.is_provisional(day) for day in days)
    rest = {day for day in days if CALENDAR.is_rest(day)}
    assert rest == {day for day in days if day.weekday() >= 5} | set(CALENDAR.year(2027).holidays)
    assert CALENDAR.mark(date(2027, 2, 5)) == DayMark(DayKind.HOLIDAY, "春节")
    assert CALENDAR.mark(date(2027, 2, 14)).kind is DayKind.WEEKEND


def test_years_whose_moving_days_are_not_listed_have_the_fixed_ones() -> None:
    assert sorted(CALENDAR.year(LAST_YEAR).holidays) == [
        date(LAST_YEAR, month, day) for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
    ]


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_years_nobody_knows_are_refused_with_a_sentence(year: int) -> None:
    for ask in (CALENDAR.mark, CALENDAR.is_rest, CALENDAR.is_provisional):
        with pytest.raises(HolidaysRefused, match=f"^节假日表只管2004年到2100年，{year}年算不了；请核对日期。$"):
            ask(date(year, 6, 1))


def test_a_year_survives_its_file() -> None:
    for one in CALENDAR.published.values():
        assert read_year(one.to_json().encode(), "x.json") == one
    assert read_year(content(), "x.json").to_json() == json.dumps(GOOD, ensure_ascii=False, indent=2) + "\n"


def test_a_file_saved_by_a_windows_editor_is_read() -> None:
    assert read_year(b"\xef\xbb\xbf" + content().replace(b",", b",\r\n"), "x.json").year == 2027


NO_JSON = "读不懂，不是完整的 JSON 文件，请核对。"
NO_SYNTAX = "第 1 行写法不对，请检查引号、逗号和括号。"
NO_NOTICE = "请写明依据哪一份通知（notice），一行，最多200个字。"
NO_YEAR = "年份（year）要写2004到2100之间的四位数字。"
NO_NAME = " 的“holidays”的“2027-10-01”：没有写是什么节，或者写得太长。"
FAULTY = {
    "no JSON": (b"year: 2027", NO_SYNTAX),
    "nothing": (b"", NO_SYNTAX),
    "not UTF-8": (content().decode().encode("gb18030"), "文字编码不对，请存成 UTF-8。"),
    "nested without end": (b"[" * 100_000, NO_JSON),
    "a number without end": (b'{"year": ' + b"9" * 5000 + b"}", NO_JSON),
    "half a character": (b'{"year": 2027, "notice": "\\ud800"}', NO_JSON),
    "a list": (b"[]", "写法不对，要有年份、通知、放假和调休上班的日子。"),
    "no year": (content(year=None), NO_YEAR),
    "a year as text": (content(year="2027"), NO_YEAR),
    "yes for a year": (content(year=True), NO_YEAR),
    "a year too early": (content(year=2003), NO_YEAR),
    "no notice": (content(notice=" "), NO_NOTICE),
    "a notice of two lines": (content(notice="通知\n一"), NO_NOTICE),
    "a notice too long": (content(notice="知" * 201), NO_NOTICE),
    "a part nobody knows": (content(colour="red"), "不认识“colour”，请检查拼写。"),
    "a part that stands twice": (b'{"year": 2027, "year": 2028}', "同一处把“year”写了两遍，请删去一个。"),
    "no holidays": (content(holidays=None), "缺少“holidays”这一部分，或者写法不对。"),
    "workdays as a list": (content(workdays=["2027-02-20"]), "缺少“workdays”这一部分，或者写法不对。"),
    "a holiday without a name": (content(holidays={"2027-10-01": ""}), NO_NAME),
    "a holiday with a number for a name": (content(holidays={"2027-10-01": 1}), NO_NAME),
    "a name too long": (content(holidays={"2027-10-01": "节" * 21}), NO_NAME),
    "a name no database keeps": (content(holidays={"2027-10-01": "国\0庆"}), NO_NAME),
    "a day of another year": (
        content(holidays=GOOD["holidays"] | {"2028-10-01": "国庆节"}),
        "2028-10-01 不是2027年的日子。",
    ),
    "a November of the year before": (content(workdays={"2026-11-28": "元旦"}), "2026-11-28 不是2027年的日子。"),
    "a day that is both": (content(workdays={"2027-02-06": "春节"}), "2027-02-06 又是放假又是上班，请核对。"),
    "a make-up day in the week": (
        content(workdays={"2027-02-22": "春节"}),
        "2027-02-22 是星期一，本来就上班，不是调休。",
    ),
    "no National Day": (
        content(holidays={"2027-01-01": "元旦"}),
        "缺少10月1日，这一天法定放假，请核对文件是不是全的。",
    ),
    "no New Year's Day": (
        content(holidays={"2027-10-01": "国庆节"}),
        "缺少1月1日，这一天法定放假，请核对文件是不是全的。",
    ),
}
NO_DATES = [
    "2027-02-30",
    "1822348800",
    "20271001",
    "2027-10-1",
    "2027-W01-6",
    "2027年10月1日",
    "",
    "10-01",
    "2027-10-01T00",
]


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_year_is_refused_with_a_sentence(fault: str) -> None:
    file, sentence = FAULTY[fault]
    with pytest.raises(HolidaysRefused) as refused:
        read_year(file, "2027.json")
    assert str(refused.value) == "2027.json" + ("" if sentence == NO_NAME else "：") + sentence


@pytest.mark.parametrize("text", NO_DATES)
@pytest.mark.parametrize("part", ["holidays", "workdays"])
def test_what_is_no_date_is_refused(part: str, text: str) -> None:
    with pytest.raises(HolidaysRefused) as refused:
        read_year(content(**{part: {text: "国庆节"}}), "2027.json")
    assert str(refused.value) == f"2027.json 的“{part}”：“{text}”不是日期，请写成 2027-10-01 这样。"


@pytest.mark.parametrize("said", ["{}", '{"fixed": {}, "moving": []}', '{"fixed": 1, "moving": {}}', "[]", "", None])
def test_a_faulty_statute_is_refused_with_a_sentence(tmp_path: Path, said: str | None) -> None:
    file = tmp_path / "statute.json"
    if said is not None:
        file.write_text(said)
    with pytest.raises(HolidaysRefused, match=r"^statute.json.*：.*。$"):
        read_statute(file)


def test_a_statute_with_days_that_are_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "statute.json"
    file.write_text('{"fixed": {"13-01": "元旦"}, "moving": {}}', encoding="utf-8")
    with pytest.raises(HolidaysRefused, match=r"^statute.json 的“fixed”：“13-01”不是月和日"):
        read_statute(file)
    file.write_text('{"fixed": {}, "moving": {"soon": {}}}', encoding="utf-8")
    with pytest.raises(HolidaysRefused, match=r"^statute.json 的“moving”：“soon”不是年份"):
        read_statute(file)


def test_a_notice_may_name_days_of_the_december_before() -> None:
    """2022-12-31 rests by the notice of 2023, 2018-12-29 works by that of 2019."""
    assert CALENDAR.year(2023).holidays[date(2022, 12, 31)] == "元旦"
    assert CALENDAR.mark(date(2022, 12, 31)) == DayMark(DayKind.HOLIDAY, "元旦")
    assert CALENDAR.year(2019).workdays[date(2018, 12, 29)] == "元旦"
    assert not CALENDAR.is_rest(date(2018, 12, 29))
    published = read_year(content(workdays={"2026-12-26": "元旦"}), "2027.json")
    assert CALENDAR.is_rest(date(2026, 12, 26))
    assert not CALENDAR.over([published]).is_rest(date(2026, 12, 26))


def test_a_notice_that_comes_out_ends_the_provisional_year_and_leaves_the_base_as_it_was() -> None:
    laid = CALENDAR.over([read_year(content(), "2027.json")])
    assert laid.mark(date(2027, 10, 4)) == DayMark(DayKind.HOLIDAY, "国庆节")
    assert laid.mark(date(2027, 2, 20)) == DayMark(DayKind.MAKE_UP, "春节")
    assert not laid.is_rest(date(2027, 2, 5)), "the notice says all, the statute's days are not added"
    assert not laid.is_provisional(date(2027, 6, 9))
    assert CALENDAR.mark(date(2027, 10, 4)).kind is DayKind.WORKDAY
    assert CALENDAR.is_provisional(date(2027, 6, 9))


def test_single_days_win_over_a_year_and_stay_when_another_notice_comes() -> None:
    closed = {date(2027, 10, 4): DayMark(DayKind.WORKDAY), date(2026, 8, 5): DayMark(DayKind.HOLIDAY, "泼水节")}
    laid = CALENDAR.over(edits=closed).over([read_year(content(), "2027.json")])
    assert not laid.is_rest(date(2027, 10, 4))
    assert laid.mark(date(2026, 8, 5)).words(date(2026, 8, 5)) == "泼水假期"
    again = laid.over(edits={date(2026, 8, 5): DayMark(DayKind.WORKDAY)})
    assert not again.is_rest(date(2026, 8, 5))
    assert not again.is_rest(date(2027, 10, 4))


def test_a_single_day_somebody_settled_is_not_provisional() -> None:
    day = date(2027, 2, 11)
    laid = CALENDAR.over(edits={day: DayMark(DayKind.HOLIDAY, "春节")})
    assert not laid.is_provisional(day)
    assert laid.is_provisional(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 2), "国庆假期"),
        (date(2026, 1, 1), "元旦假期"),
        (date(2026, 2, 17), "春节假期"),
        (date(2026, 2, 14), "春节调休上班"),
        (date(2015, 9, 3), "抗战胜利纪念日假期"),
        (date(2031, 10, 1), "国庆节、中秋假期"),
        (date(2026, 8, 2), "星期日"),
        (date(2026, 8, 3), "工作日"),
    ],
)
def test_a_day_says_what_it_is(day: date, words: str) -> None:
    assert CALENDAR.mark(day).words(day) == words


def test_a_calendar_can_be_made_by_hand() -> None:
    tiny = Calendar([HolidayYear(2030, "x", {date(2030, 3, 1): "植树节"})], CALENDAR.statute)
    assert tiny.working_day_from(date(2030, 3, 1)) == date(2030, 3, 4)
    assert not tiny.is_rest(date(2030, 10, 1)), "its notice does not name it"
