"""A letter of the town government as a paper: a draft until it is sealed, ever after the words that were sealed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from app.core import pages
from app.core.permissions import Actor
from app.papers.queries.frozen import frozen
from app.papers.rules.paper import Paper
from app.petitions.models.records import Letter
from app.petitions.papers.compose import compose
from app.petitions.papers.copies import copy_of_letter, handed_paper
from app.petitions.papers.letter_text import LetterText, Part
from app.petitions.papers.letter_words import CODE_MARK

_LONGEST_SPACED_TITLE = 16
UNNUMBERED = "未编号"


@dataclass(frozen=True, kw_only=True)
class LetterPaper(Paper):
    """A letter: issuer and title, number, addressee, parts, closing, contact, place for the seal."""

    template: ClassVar[str] = "print/letter.html"
    title: ClassVar[str] = "公文"
    text: LetterText
    word: str

    @property
    def heading(self) -> str:
        """The title on the paper."""
        return self.text.title

    @property
    def is_tight(self) -> bool:
        """Whether the title only fits on one line without extra space between its characters."""
        return len(self.heading) > _LONGEST_SPACED_TITLE

    @property
    def addressees(self) -> tuple[str, ...]:
        """Each name by itself, so that a name with a rare character is set in one face."""
        return tuple(self.text.to.split("、"))

    @property
    def has_phone(self) -> bool:
        """Whether the contact holds a telephone number; without one there is a line to write it on."""
        return any(character.isdigit() for character in self.text.contact)


def letter_paper(letter: Letter) -> LetterPaper:
    """The letter as it is sealed and sent, with the petitioner's code."""
    return _filled(letter, letter.claim.petition.query_code if letter.claim else "")


def letter_for(actor: Actor, letter: Letter, *, now: datetime) -> LetterPaper:
    """The letter as the actor may have it: only the original shows the petitioner's code."""
    copy = copy_of_letter(actor)
    about = letter.claim or (letter.supervision.claim if letter.supervision else None)
    filled = letter_paper(letter) if copy.is_original else _filled(letter, "")
    return handed_paper(filled, copy, about.petition if about else None, actor=actor, now=now)


def _filled(letter: Letter, code: str) -> LetterPaper:
    kept = frozen(LetterPaper, letter.id) if letter.sealed_on is not None else None
    paper = kept or filled_letter(letter)
    return replace(paper, text=_with_code(paper.text, code)) if code else paper


def filled_letter(letter: Letter) -> LetterPaper:
    """The letter as its row says it, without the petitioner's code."""
    is_sealed = letter.sealed_on is not None
    text = LetterText.from_json(letter.frozen_json) if is_sealed else compose(letter)
    return LetterPaper(
        number=letter.number or UNNUMBERED,
        issuer=text.issuer,
        parties=(),
        issued_on=letter.sealed_on,
        draft=not is_sealed,
        digest=letter.digest or None,
        text=text,
        word=pages.setting_text("LETTER_WORD"),
    )


def _with_code(text: LetterText, code: str) -> LetterText:
    def filled(part: Part) -> Part:
        return Part(heading=part.heading, paragraphs=tuple(one.replace(CODE_MARK, code) for one in part.paragraphs))

    return replace(text, parts=tuple(filled(part) for part in text.parts))
