"""The papers of a committee's letters: a transfer letter, a notice that mediation is over."""

from __future__ import annotations

from app.cases.models.letters import CaseLetter
from app.cases.papers.fill_notices import ending_of, leaving_notice, termination_notice
from app.cases.papers.notices import TITLES, LeavingNotice
from app.cases.papers.print_papers import transfer_letter
from app.cases.queries import termination_of
from app.cases.terms import CaseLetterKind
from app.organisations.queries import get_body
from app.papers.rules.paper import Paper

PAPERS = {
    CaseLetterKind.TRANSFER: "transfer_letter",
    CaseLetterKind.ENDING: "termination_notice",
    CaseLetterKind.LEAVING: "leaving_notice",
}
UNNUMBERED = "没有编号"
"""Of a notice about a dispute that was never accepted."""


def number_at_sender(letter: CaseLetter) -> str:
    """The number it bears: of the dispute at the committee that sends it, empty before acceptance.

    There is no series of letters.
    """
    committee = letter.body.sealing_id
    return next((one.number for one in letter.case.handlings if one.committee_id == committee), "")


def paper_of_letter(letter: CaseLetter) -> Paper:
    """The paper as the rows fill it."""
    if letter.move is not None:
        return transfer_letter(letter.case, letter.move)
    return leaving_notice(letter) if letter.kind is CaseLetterKind.LEAVING else termination_notice(letter.case)


def paper_id_of(letter: CaseLetter) -> int:
    """What the paper is kept under: a transfer letter under its move, the notice to all under the dispute."""
    return letter.id if letter.kind is CaseLetterKind.LEAVING else letter.move_id or letter.case_id


def title_of(letter: CaseLetter) -> str:
    """What it is called, without brackets."""
    if letter.kind is CaseLetterKind.TRANSFER:
        return "移交函"
    ended = termination_of(letter.case_id) if letter.kind is CaseLetterKind.ENDING else None
    title = TITLES[ending_of(letter.case, ended)] if ended else LeavingNotice.title
    return f"{title}（给{receiver_of(letter)}）"


def receiver_of(letter: CaseLetter) -> str:
    """Whom it is for."""
    if letter.move is not None:
        return get_body(letter.move.to_body.sealing_id).name
    return letter.party.name if letter.party else ""


def paper_name_of(letter: CaseLetter) -> str:
    """The paper as the addresses of a dispute call it."""
    return PAPERS[letter.kind]


def named_in_address(letter: CaseLetter) -> dict[str, str]:
    """What the address of its paper names besides the dispute."""
    if letter.move is not None:
        return {"move": letter.move.public_id}
    return {"letter": letter.public_id} if letter.kind is CaseLetterKind.LEAVING else {}
