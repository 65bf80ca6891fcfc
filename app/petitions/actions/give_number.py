"""Give a petition letter its number, of one series of the town government a year, and fix its text with it."""

from __future__ import annotations

from datetime import date

from app.core import pages
from app.core.numbering import Rising
from app.letters.rules import letter_number
from app.petitions.models.records import Letter
from app.petitions.papers.compose import compose
from app.petitions.papers.letter_text import digest_of

NUMBERS, OWNER = Rising("petition_letter"), "government"


def number_and_fix(letter: Letter, on: date) -> None:
    """Draw the next number for a letter, of the year of its seal; its words are fixed from here on."""
    text = compose(letter)
    drawn = NUMBERS.draw(OWNER, on=on)
    letter.year, letter.sequence = drawn.year, drawn.sequence
    letter.number = letter_number(pages.setting_text("LETTER_WORD"), drawn.year, drawn.sequence)
    letter.frozen_json, letter.digest = text.to_json(), digest_of(text, letter.number, on)
