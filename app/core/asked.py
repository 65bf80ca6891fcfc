"""What a request brings, read into plain values: whole numbers, days, addresses, text.  Pure; nothing here raises."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from urllib.parse import urlsplit

MOST = 2**31 - 1
"""The largest number a column for whole numbers can hold (PostgreSQL `integer`)."""
LONGEST_ADDRESS = 2000
_NUMBER = re.compile(r"[+-]?\d{1,10}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\x0b\x0c]")
_ROW = re.compile(r"[0-9]{1,6}")
_UNFIT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")


def whole_number(text: object, *, least: int = 0, most: int = MOST) -> int | None:
    """The whole number a text is; None when it is none, or one below `least` or above `most`.

    Digits of every script are read, full width too; what is longer than any number we keep is not even tried.
    """
    read = "" if text is None else str(text).strip()
    if not _NUMBER.fullmatch(read):
        return None
    number = int(read)
    return number if least <= number <= most else None


def asked_day(text: str | None) -> date | None:
    """The day an address asks for, written like 2026-11-23; None when it is none."""
    if _DAY.fullmatch(text or ""):
        with suppress(ValueError):
            return date.fromisoformat(text or "")
    return None


def local_address(text: str | None) -> str:
    """An address of this very site to go on to, as a path; empty when it is none, or could lead elsewhere."""
    address = text or ""
    if not address.startswith("/") or address.startswith("//") or len(address) > LONGEST_ADDRESS:
        return ""
    if _UNFIT_IN_ADDRESS.search(address):
        return ""
    with suppress(ValueError):
        parts = urlsplit(address)
        return "" if parts.netloc or parts.scheme else address
    return ""


def may_name_field(name: str) -> bool:
    """Whether a field can be called this: rows of a list are counted in plain digits (``parties-12-name``)."""
    return all(_ROW.fullmatch(part) for part in name.split("-") if part.isdigit())


def plain_text(text: str) -> str:
    """The text without what nobody can see and no database and no table of a spreadsheet keeps.

    Control characters, halves of characters (surrogates) and non-characters are left out; the breaks that word
    processors put inside a paragraph become line ends.  All that can be read stays as it was typed.
    """
    return _INVISIBLE.sub("", _BREAKS.sub("\n", text))
