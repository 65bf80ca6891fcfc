"""The papers of a committee's letters: a transfer letter, a notice that mediation is over."""

from __future__ import annotations

from app.cases.models.letters import CaseLetter
from app.cases.papers.print_papers import ending_of, termination_notice, transfer_letter
from app.cases.papers.values import ENDING_TITLES
from app.cases.queries import termination_of
from app.cases.terms import CaseLetterKind
from app.organisations.queries import get_body
from app.papers.rules.paper import Paper

UNNUMBERED = "没有编号"
"""Of a notice about a dispute that was never accepted."""


def number_for(letter: CaseLetter) -> str:
    """It bears the number of the dispute at the committee that sends it; there is no series of letters."""
    committee = letter.body.sealing_id
    found = next((one.number for one in letter.case.handlings if one.committee_id == committee), "")
    return found or UNNUMBERED


def paper_of_letter(letter: CaseLetter) -> Paper:
    """The paper as the rows fill it."""
    if letter.move is not None:
        return transfer_letter(letter.case, letter.move)
    return termination_notice(letter.case)


def paper_id_of(letter: CaseLetter) -> int:
    """What the paper is kept under: a transfer letter under its move, the notice under its dispute."""
    return letter.move_id or letter.case_id


def title_of(letter: CaseLetter) -> str:
    """What it is called, without brackets."""
    if letter.kind is CaseLetterKind.TRANSFER:
        return "移交函"
    ended = termination_of(letter.case_id)
    return f"{ENDING_TITLES[ending_of(ended)] if ended else ''}（给{receiver_of(letter)}）"


def receiver_of(letter: CaseLetter) -> str:
    """Whom it is for."""
    if letter.move is not None:
        return get_body(letter.move.to_body.sealing_id).name
    return letter.party.name if letter.party else ""


def paper_name_of(letter: CaseLetter) -> str:
    """The paper as the addresses of a dispute call it."""
    return "transfer_letter" if letter.kind is CaseLetterKind.TRANSFER else "termination_notice"
