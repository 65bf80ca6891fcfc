"""Give a petition letter its number: one series of the town government a year, no gap and no double."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import pages
from app.core.db import db
from app.petitions.records import Letter, LetterSeries
from app.petitions.rules import letter_number


def give_number(letter: Letter, *, on: date) -> str:
    """Draw the next number for a letter, of the year of its seal.  The series stays locked until commit."""
    series = _locked_series(on.year)
    series.last += 1
    letter.year, letter.sequence = on.year, series.last
    letter.number = letter_number(pages.setting_text("LETTER_WORD"), on.year, series.last)
    return letter.number


def _locked_series(year: int) -> LetterSeries:
    wanted = select(LetterSeries).where(LetterSeries.year == year)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    series = db.session.scalar(locked)
    if series is None:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(LetterSeries(year=year, last=0))
        series = db.session.scalars(locked).one()
    return series
