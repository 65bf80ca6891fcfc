"""Give a hand-over letter its number: a series of this room's own, no gap and no double, seen by nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accusations.models import HandOverSeries
from app.accusations.rules import hand_over_number
from app.core import clock, pages
from app.core.db import locked_or_made


def give_number(*, now: datetime) -> str:
    """Draw the next number of the year.  The series stays locked until commit."""
    year = clock.local(now).year
    series = _locked_series(year)
    series.last += 1
    return hand_over_number(pages.setting_text("LETTER_WORD"), year, series.last)


def _locked_series(year: int) -> HandOverSeries:
    wanted = select(HandOverSeries).where(HandOverSeries.year == year)
    return locked_or_made(wanted, lambda: HandOverSeries(year=year, last=0))
