"""A letter of the town government as a paper: a draft until it is sealed, ever after the words that were sealed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from app.cases.papers import Paper
from app.core import pages
from app.core.permissions import Actor, Role
from app.petitions.compose import compose
from app.petitions.letter_text import LetterText, Part
from app.petitions.letter_words import CODE_MARK
from app.petitions.records import Letter

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


def letter_paper(letter: Letter, *, for_: Actor | None = None) -> LetterPaper:
    """The letter to print.  The handling office's copy does not show the petitioner's code, every other does."""
    is_sealed = letter.sealed_on is not None
    text = LetterText.from_json(letter.frozen_json) if is_sealed else compose(letter)
    return LetterPaper(
        number=letter.number or UNNUMBERED,
        issuer=text.issuer,
        parties=(),
        issued_on=letter.sealed_on,
        draft=not is_sealed,
        digest=letter.digest or None,
        text=_with_code(text, letter, for_),
        word=pages.setting_text("LETTER_WORD"),
    )


def _with_code(text: LetterText, letter: Letter, for_: Actor | None) -> LetterText:
    if letter.claim is None or (for_ is not None and Role(for_.role) is Role.HANDLER):
        return text
    code = letter.claim.petition.query_code

    def filled(part: Part) -> Part:
        return Part(heading=part.heading, paragraphs=tuple(one.replace(CODE_MARK, code) for one in part.paragraphs))

    return replace(text, parts=tuple(filled(part) for part in text.parts))
