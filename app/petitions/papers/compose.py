"""Write a letter of the town government from what was typed for it and what is known of its claim.

What every kind must say: 信访工作条例 第18、19、21–23、29、31–36条.  The signing person stays inside the house.
"""

from __future__ import annotations

from collections.abc import Callable

from app.petitions.models.records import Letter
from app.petitions.papers.compose_notices import acceptance, elsewhere, extension, hearing_notice, lead_in, refusal
from app.petitions.papers.compose_opinion import opinion, statutory_result
from app.petitions.papers.compose_reports import closing_report, issued_in, objection, supervision_reply
from app.petitions.papers.letter_text import LetterText, Part
from app.petitions.papers.letter_words import addressed, claim_of, contact_of, issuer, title_of
from app.petitions.terms import TO_A_BODY, LetterKind

WRITERS: dict[LetterKind, Callable[[Letter], tuple[Part, ...]]] = {
    LetterKind.ACCEPTANCE: acceptance,
    LetterKind.NOT_ACCEPTED: refusal,
    LetterKind.NO_LONGER: refusal,
    LetterKind.ELSEWHERE: elsewhere,
    LetterKind.LEAD_IN: lead_in,
    LetterKind.OBJECTION: objection,
    LetterKind.EXTENSION: extension,
    LetterKind.OPINION: opinion,
    LetterKind.STATUTORY_RESULT: statutory_result,
    LetterKind.HEARING_NOTICE: hearing_notice,
    LetterKind.SUPERVISION_REPLY: supervision_reply,
    LetterKind.CLOSING_REPORT: closing_report,
}
CLOSINGS = {
    LetterKind.OBJECTION: "特此函告，请予核实。",
    LetterKind.OPINION: "特此告知。",
    LetterKind.STATUTORY_RESULT: "特此答复。",
    LetterKind.HEARING_NOTICE: "特此通知。",
    LetterKind.SUPERVISION_REPLY: "特此报告。",
    LetterKind.CLOSING_REPORT: "特此报告。",
}


def compose(letter: Letter) -> LetterText:
    """The letter in words."""
    return LetterText(
        title=title_of(letter),
        issuer=issuer(),
        to=_receiver(letter),
        parts=WRITERS[letter.kind](letter),
        closing=CLOSINGS.get(letter.kind, "特此告知。"),
        contact=contact_of(letter),
        attachments=_attachments(letter),
    )


def _receiver(letter: Letter) -> str:
    if letter.supervision is not None:
        return letter.supervision.from_body
    petition = claim_of(letter).petition
    return petition.transferred_by if letter.kind in TO_A_BODY else addressed(petition)


def _attachments(letter: Letter) -> tuple[str, ...]:
    """A report brings copies of what was issued in the matter; other letters bring nothing."""
    if letter.kind is not LetterKind.CLOSING_REPORT:
        return ()
    return tuple(f"《{title_of(one)}》（{one.number}）复印件" for one in issued_in(claim_of(letter)))
