"""Give a hand-over letter its number: a series of this room's own, seen by nobody else."""

from __future__ import annotations

from datetime import datetime

from app.accusations.models import HandOverSeries
from app.accusations.rules import hand_over_number
from app.core import clock, pages
from app.core.numbering import Rising

NUMBERS, OWNER = Rising("hand_over", HandOverSeries), "government"


def give_number(*, now: datetime) -> str:
    """Draw the next number of the year in which it is handed over."""
    drawn = NUMBERS.draw(OWNER, on=clock.local(now).date())
    return hand_over_number(pages.setting_text("LETTER_WORD"), drawn.year, drawn.sequence)
