"""Texts of a wanted length, and how long what people write may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import cycle

from sqlalchemy.orm import class_mapper

from app.core.db import Model

Text = Callable[[int], str]
DAY = date(2026, 12, 28)
REQUEST, REASON, CLAIMS = 3000, 1000, 2000
"""The longest a claim of a petition, a reason on a step, and a party's requests may be."""
PHONE, ID_NUMBER, NAME, RELATION, OCCUPATION = 30, 24, 80, 40, 40


def chinese() -> Text:
    """Runs of characters that no template uses, each run going on where the last one ended."""
    rare = cycle(bytes((lead, trail)).decode("gb2312") for lead in range(0xD8, 0xF8) for trail in range(0xA1, 0xFF))
    return lambda length: "".join(next(rare) for _ in range(length))


def unbroken() -> Text:
    """Runs of letters and digits without a place to break."""
    signs = cycle("W8mXq5Qw7GyB3kR6zJ9vH2dK4")
    return lambda length: "".join(next(signs) for _ in range(length))


def column(model: type[Model], name: str) -> int:
    """How many characters a column takes."""
    kind = class_mapper(model).columns[name].type
    length = getattr(kind, "length", None) or getattr(getattr(kind, "impl", None), "length", None)
    assert isinstance(length, int)
    return length
