"""What an identity-card number says about itself (GB 11643-1999).  Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import ric

from app.core.terms import Gender

OLDEST_YEARS = 120
_LENGTH = 18
_FORM = re.compile(r"[0-9]{17}[0-9X]")


def plain_id_number(text: str) -> str:
    """What was typed without spaces and separators, in half-width capitals: the form that is sealed and indexed."""
    return re.sub(r"[\s\-_.·]", "", unicodedata.normalize("NFKC", text)).upper()


def id_number_fault(text: str, on: date) -> str | None:
    """A sentence for what is wrong with an ID number on a day, or None.

    Length, form, date of birth (not later than `on`, not more than 120 years before it) and check digit are hard.
    The region code is not judged here: codes are abolished and cards stay valid.
    Separators and full-width characters are the caller's to take out (`plain_id_number`).
    """
    number = text.strip().upper()
    if len(number) == 15 and number.isdecimal():
        return "这是15位的老号码，2013年起不再使用。请按身份证填18位的新号码；手头没有就先空着，以后再补。"
    if len(number) != _LENGTH:
        return f"身份证号应当是18位，现在是{len(number)}位。请对照证件再数一遍。"
    if not _FORM.fullmatch(number):
        return "身份证号前17位是数字，最后一位是数字或者X，不能有别的字。"
    if number == "0" * _LENGTH:
        return "身份证号不能全是0；手头没有证件就先空着，以后再补。"
    born = _birth_date(number)
    if born is None:
        return f"身份证号里的出生日期“{number[6:14]}”不对，没有这一天。"
    if born > on:
        return f"身份证号里的出生日期“{number[6:14]}”还没有到，请再核对。"
    if born.year < on.year - OLDEST_YEARS:
        return f"身份证号里的出生年份{born.year}太早了，请再核对。"
    if number[-1] != ric.calc_check_digit(number):
        return "身份证号的最后一位跟前面对不上，可能有一位录错了。请对照证件逐位核对。"
    return None


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def born_on(text: str) -> date:
    """The date of birth in a number that has no fault.  Raises `ValueError` for one that has."""
    born = _birth_date(text.strip())
    if born is None:
        raise ValueError("an ID number without a date of birth")
    return born


def gender_of(text: str) -> Gender:
    """The gender in a number that has no fault: the seventeenth digit is odd for men, even for women."""
    return Gender.MALE if int(text.strip()[16]) % 2 else Gender.FEMALE


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits (ISO 7064 MOD 11-2)."""
    return str(ric.calc_check_digit(f"{first_seventeen}0"))
