"""Give a petition letter its number: one series of the town government a year."""

from __future__ import annotations

from datetime import date

from app.core import pages
from app.core.numbering import Rising
from app.petitions.models.records import Letter
from app.petitions.rules.letters import letter_number

NUMBERS, OWNER = Rising("petition_letter"), "government"


def give_number(letter: Letter, *, on: date) -> str:
    """Draw the next number for a letter, of the year of its seal."""
    drawn = NUMBERS.draw(OWNER, on=on)
    letter.year, letter.sequence = drawn.year, drawn.sequence
    letter.number = letter_number(pages.setting_text("LETTER_WORD"), drawn.year, drawn.sequence)
    return letter.number
