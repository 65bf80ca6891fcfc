"""Give a hand-over letter its number: a series of this room's own, no gap and no double, seen by nobody else."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accusations.models import HandOverSeries
from app.accusations.rules import hand_over_number
from app.core import clock, pages
from app.core.db import db


def give_number(*, now: datetime) -> str:
    """Draw the next number of the year.  The series stays locked until commit."""
    year = clock.local(now).year
    series = _locked_series(year)
    series.last += 1
    return hand_over_number(pages.setting_text("LETTER_WORD"), year, series.last)


def _locked_series(year: int) -> HandOverSeries:
    wanted = select(HandOverSeries).where(HandOverSeries.year == year)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    series = db.session.scalar(locked)
    if series is None:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(HandOverSeries(year=year, last=0))
        series = db.session.scalars(locked).one()
    return series
