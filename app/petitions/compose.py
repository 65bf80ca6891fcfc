"""Write a letter of the town government from what was typed for it and what is known of its claim (第2.2)."""

from __future__ import annotations

from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.letter_text import LetterText, Part
from app.petitions.records import Letter
from app.petitions.terms import LETTER_TITLES


def compose(letter: Letter) -> LetterText:
    """The letter in words."""
    parts = tuple(Part(heading=name, paragraphs=(text,)) for name, text in letter.content.items())
    issuer = office_of_kind(OfficeKind.GOVERNMENT).name
    to = "、".join(one.name for one in letter.claim.petition.petitioners) if letter.claim else ""
    return LetterText(title=LETTER_TITLES[letter.kind], issuer=issuer, to=to, parts=parts)
