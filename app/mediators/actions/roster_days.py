"""A day of a roster as offices write it: typed, as a serial number, with dots, in Chinese numerals.  Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from app.core.tables import Value, as_day, as_text
from app.core.tables.values import EARLIEST_DAY, LATEST_DAY

FOR_GOOD = frozenset({"长期", "长期有效", "不限", "无固定期限", "无期限"})
"""What stands where a term would end that has no end."""
_DIGITS = "〇一二三四五六七八九"
_WORDS = {
    f"{'' if ten == 0 else '十' if ten == 1 else _DIGITS[ten] + '十'}{_DIGITS[one] if one else ''}": ten * 10 + one
    for ten in range(4)
    for one in range(10)
    if ten or one
}
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: .*)?|([0-9]{4})([0-9]{2})([0-9]{2})")
_IN_WORDS = re.compile(rf"([{_DIGITS}零○]{{4}})年([{_DIGITS}十]{{1,2}})月([{_DIGITS}十]{{1,3}})[日号]?")
_ONLY_MONTH = re.compile(r"[0-9]{4}(?:[-/.年][0-9]{1,2}月?|年)?")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
_PERIOD = re.compile(r".*[0-9日号]\s*(?:至|到|~|～|—|--)\s*[0-9].*")


def read_day(value: Value, day_zero: date | None) -> date | str:
    """The day a cell names, or what is wrong with it as a sentence.

    A number is a day of the form 20240301 or a serial number counted from `day_zero`; text is never a serial number.
    Days before 1949-10-01 and after 2099 are taken for slips.
    """
    text = unicodedata.normalize("NFKC", as_text(value)).strip()
    day = _written(text) or as_day(value, day_zero)
    if day is not None and EARLIEST_DAY <= day <= LATEST_DAY:
        return day
    shown = f"日期“{text[:20]}”"
    if day is not None:
        return f"{shown}的年份不对，请核对。"
    if _ONLY_MONTH.fullmatch(text):
        return f"{shown}没有写到哪一天，请写成 2024-03-01 这样。"
    if _SHORT_YEAR.fullmatch(text):
        return f"{shown}的年份要写四位，请写成 2024-03-01 这样。"
    if _PERIOD.fullmatch(text):
        return f"{shown}是一段时间，请把开头写在“聘任日期”，把结束写在“聘任截止”。"
    return f"{shown}看不懂，请写成 2024-03-01 这样。"


def _written(text: str) -> date | None:
    match, words = _DATE.fullmatch(text), _IN_WORDS.fullmatch(text)
    if match:
        return _date(*(int(part) for part in match.groups() if part is not None))
    if words:
        year = "".join(str(_DIGITS.index(one)) for one in re.sub("[零○]", _DIGITS[0], words[1]))
        return _date(int(year), _WORDS.get(words[2], 0), _WORDS.get(words[3], 0))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
