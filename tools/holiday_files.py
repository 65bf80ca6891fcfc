"""Write the holiday files in bpmn/holidays: one per published year, and what the statute itself fixes.

Run by hand when a new release of `chinesecalendar` knows another year: ``.venv/bin/python -m tools.holiday_files``.
The published years come from `chinesecalendar`, the moving days of the years to come from `holidays`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import holidays
from chinese_calendar import constants

from workflows.periods.holidays import FIRST_YEAR, STATUTE_FILE, HolidayYear

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "bpmn" / "holidays"
NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
SOURCE = "全国年节及纪念日放假办法（2024年修订）"
NEW_YEAR = "元旦"
NAMES = {
    "New Year's Day": NEW_YEAR,
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
FIXED = {
    "01-01": NEW_YEAR,
    "05-01": "劳动节",
    "05-02": "劳动节",
    "10-01": "国庆节",
    "10-02": "国庆节",
    "10-03": "国庆节",
}
LAST_MOVING = 2050
AT_NATIONAL_DAY = "国庆节、中秋节"
"""What notices call the break when the Mid-Autumn Festival falls on one of the days of National Day."""
MOVING = {"农历除夕": "春节", "春节": "春节", "清明节": "清明节", "端午节": "端午节", "中秋节": "中秋节"}


def published_years() -> list[HolidayYear]:
    """The notices `chinesecalendar` knows; New Year's days in December belong to the notice of the year to come."""
    rest, worked = _by_notice(constants.holidays), _by_notice(constants.workdays)
    return [
        HolidayYear(year, NOTICE.format(year=year), rest[year], worked.get(year, {}))
        for year in sorted(rest)
        if year >= FIRST_YEAR
    ]


def statute() -> str:
    """The file of what the statute fixes: every year's days, and the moving ones for as long as they are listed."""
    first = max(constants.holidays).year + 1
    moving = {str(year): dict(_moving_days(year)) for year in range(first, LAST_MOVING + 1)}
    said = {"source": SOURCE, "fixed": FIXED, "moving": moving}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> list[Path]:
    """Write every file anew; returns them."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {f"{one.year}.json": one.to_json() for one in published_years()} | {STATUTE_FILE: statute()}
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in contents]


def _by_notice(days: Mapping[date, str]) -> dict[int, dict[date, str]]:
    found: dict[int, dict[date, str]] = defaultdict(dict)
    for day, name in days.items():
        is_for_next = NAMES[name] == NEW_YEAR and day.month == 12
        found[day.year + is_for_next][day] = NAMES[name]
    return found


def _moving_days(year: int) -> Iterator[tuple[str, str]]:
    """The days that move with the moon or the sun; the statute gives the day, the notice makes the break around it."""
    for day, name in sorted(holidays.country_holidays("CN", years=year, observed=False, language="zh_CN").items()):
        parts = [MOVING[part] for part in name.split("; ") if part in MOVING]
        if parts:
            yield day.isoformat(), AT_NATIONAL_DAY if f"{day:%m-%d}" in FIXED else parts[0]


if __name__ == "__main__":
    print(f"{len(write(FOLDER))} 个文件写在 {FOLDER.relative_to(ROOT)}")
