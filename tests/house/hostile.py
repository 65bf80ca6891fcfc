"""Values that nobody means: of wrong types, at the edges, of odd characters, of absurd length."""

from __future__ import annotations

from random import Random
from urllib.parse import quote_from_bytes

NINES = "9" * 5000
NUMBERS = (
    NINES,
    "-1",
    "0",
    "1.5",
    "1e9",
    "²",
    "\uff13",
    "Ⅷ",
    "2147483648",
    "9223372036854775808",
    "1_000",
    "NaN",
    "+7",
    "٣",
)
DAYS = ("0001-01-01", "0001-01-02", "9999-12-31", "1900-01-01", "1949-10-01", "2126-12-31", "2100-12-31", "2004-01-01")
DAYS = (*DAYS, "2026-11-23", "2026-02-30", "0000-00-00", "2026-1-1", "昨天", "12026-11-23", "2026-W48-1", "20261123")
MOMENTS = (
    *(f"{day}T{at}" for day in DAYS[:9] for at in ("00:00", "23:59")),
    *("2026-11-23T25:00", "2026-11-23 09:00"),
)
TEXTS = (
    "",
    " ",
    "\u3000",
    "王\x00甲",
    "\x00",
    "\ud800",
    "甲\udfff乙",
    "a\r\nX-Header: y",
    "/\r\nX: y",
    "一行\r\n二行\r第三行",
    "😀👨‍👩‍👧",
    "𠮷𬭚",
    "\ue000",
    "\u202e倒",
    "e\u0301",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s%n{}{{7*7}}",
    "../../etc/passwd",
    "=1+1",
    "\\",
    "//example.org",
    "null",
    "[]",
    '{"a": [1]}',
    "yes",
    "no",
    "other",
    "字" * 300,
    "字" * 20_000,
    "a" * 60_000,
    "\n" * 3000,
    "\x07\x0b\x1b[31m",
    "\ufeff\ufffe\uffff",
)
NAMES = (
    "a[]",
    "a[0][b]",
    "__proto__",
    "",
    "\x00",
    "parties-0-name",
    "parties-99999999999999999999-name",
    "clauses-²-who",
)
NAMES = (
    *NAMES,
    "signers-0-key",
    "duties--1-state",
    "petitioners-5000-name",
    "add_row",
    "remove_row",
    "csrf_token",
    "once",
)


def value(choose: Random) -> str:
    """One of them, of any kind."""
    return choose.choice(choose.choice((NUMBERS, DAYS, MOMENTS, TEXTS, TEXTS)))


def value_for(choose: Random, kind: str) -> str:
    """One that nearly fits a field of this kind, or any of them."""
    fitting = {"date": DAYS, "datetime-local": MOMENTS, "hidden": NUMBERS, "radio": TEXTS}.get(kind, TEXTS)
    return choose.choice(fitting) if choose.random() < 0.6 else value(choose)


def in_address(text: str) -> str:
    """Percent-encoded for an address, halves of characters included, which makes bytes that are no text."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")
