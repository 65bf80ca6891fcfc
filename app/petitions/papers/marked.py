"""What the check of marks must know of petitions: an office sees the papers of its own claims and no others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from app.core import clock, pages
from app.core.asked import whole_number
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.permissions import Actor
from app.papers.registry.marked_matters import Fixed, Matter
from app.papers.rules.mark import PaperOf, log_name
from app.petitions.models import Petition
from app.petitions.models.records import Letter
from app.petitions.papers.copies import FROM_THE_DESK
from app.petitions.papers.fill_sheets import sheet_of
from app.petitions.queries import (
    claim_numbered,
    claims_of,
    get_claim,
    get_letter,
    get_petition,
    letter_by_id,
    letter_numbered,
    petition_numbered,
    sealed_letters_of,
)

LETTER, CLAIM, PETITION = "letter", "claim", "petition"
"""Names of papers that are no sheets; the last two only stand for what an older mark says of one."""


def paper_of(letter: Letter) -> PaperOf:
    """Which paper a letter is: of its petition, or of its own when it answers a supervision."""
    if letter.claim is None:
        return PaperOf("letter", letter.id, LETTER)
    return _paper(letter.claim.petition, LETTER, letter.id)


def sheet_paper(petition: Petition, name: str, row_id: int) -> PaperOf:
    """Which sheet is printed: one of the petition itself, or one about a row of a claim."""
    return _paper(petition, name, 0 if name in FROM_THE_DESK else row_id)


def _paper(petition: Petition, name: str, row_id: int) -> PaperOf:
    """The name ends in the moment of registration: when a petition goes to the closed room, a database may give its id
    away again, and nobody may come from the old papers to the new petition."""
    return PaperOf(
        "petition", petition.id, f"{log_name(name, row_id)}@{petition.registered_at.astimezone(UTC):%y%m%d%H%M%S}"
    )


class MarkedPetitions:
    """See `app.papers.registry.marked_matters.Matters`: sheets and letters of claims."""

    def look(self, of: PaperOf, actor: Actor) -> Matter:
        """The petition, named by what the actor sees of it."""
        petition = get_petition(of.subject_id, for_=actor)
        name, _, row = of.name.partition("@")[0].partition(":")
        row_id = whole_number(row) or 0
        if of != _paper(petition, name, row_id):
            raise NotFound(OUT_OF_SIGHT)
        if name == LETTER:
            get_letter(row_id, for_=actor)
        elif name == CLAIM:
            get_claim(row_id, for_=actor)
        elif name != PETITION:
            sheet_of(petition, name, row_id=row_id, actor=actor, now=clock.now())
        title = "；".join(claim.title for claim in claims_of(petition, actor))
        return Matter(title, petition.number, pages.address("petitions.detail", petition_id=petition.id))

    def numbered(self, number: str) -> Collection[PaperOf]:
        """The petition, the claim, or the letter with this number."""
        petition, claim, letter = petition_numbered(number), claim_numbered(number), letter_numbered(number)
        found = [_paper(petition, PETITION, 0)] if petition else []
        found += [_paper(claim.petition, CLAIM, claim.id)] if claim else []
        return found + ([paper_of(letter)] if letter and letter.claim else [])


class MarkedLetters:
    """See `app.papers.registry.marked_matters.Matters`: letters that answer a supervision."""

    def look(self, of: PaperOf, actor: Actor) -> Matter:
        """The supervision, by the letter's own number."""
        letter = get_letter(of.subject_id, for_=actor)
        title = letter.supervision.from_body if letter.supervision else ""
        return Matter(f"{title}督办的回复", letter.number or "", pages.address("petitions.letter", letter_id=letter.id))

    def numbered(self, number: str) -> Collection[PaperOf]:
        """The letter with this number."""
        letter = letter_numbered(number)
        return [paper_of(letter)] if letter and letter.claim is None else []


def sealed_letters(petition_id: int) -> list[Fixed]:
    """The letters of a petition whose words are sealed."""
    return [Fixed(paper_of(one).name, None, one.digest) for one in sealed_letters_of(petition_id)]


def sealed_letter(letter_id: int) -> list[Fixed]:
    """The words of one letter that answers a supervision, when they are sealed."""
    letter = letter_by_id(letter_id)
    return [Fixed(LETTER, None, letter.digest)] if letter.digest else []
