"""Give a petition letter its number: one series of the town government a year, no gap and no double."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core import pages
from app.core.db import locked_or_made
from app.petitions.models.records import Letter, LetterSeries
from app.petitions.rules.letters import letter_number


def give_number(letter: Letter, *, on: date) -> str:
    """Draw the next number for a letter, of the year of its seal.  The series stays locked until commit."""
    series = _locked_series(on.year)
    series.last += 1
    letter.year, letter.sequence = on.year, series.last
    letter.number = letter_number(pages.setting_text("LETTER_WORD"), on.year, series.last)
    return letter.number


def _locked_series(year: int) -> LetterSeries:
    wanted = select(LetterSeries).where(LetterSeries.year == year)
    return locked_or_made(wanted, lambda: LetterSeries(year=year, last=0))
