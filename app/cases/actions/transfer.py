"""The transfer letter between committees: drafted by consent, sealed and sent beside the work, answered."""

from __future__ import annotations

from datetime import date, datetime

from app.cases.actions.case_deadlines import answer_letter, count_from_receipt
from app.cases.actions.case_letters import LETTERS, move_of
from app.cases.actions.move_level import put_on_level
from app.cases.models import Case
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Move
from app.cases.papers.fill_notices import REASON
from app.cases.papers.letters import receiver_of
from app.cases.queries import open_transfer
from app.cases.queries.letters import case_letters_of, letter_of_move
from app.cases.rules.transfer import receipt_fault
from app.cases.terms import CaseLetterKind
from app.core.clock import local
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.letters.actions.draft import draft_letter
from app.letters.actions.leave import leave_letter
from app.letters.actions.serve import receive_letter
from app.organisations.queries import get_body
from app.processes.registry import Answer


def draft_transfer_letter(case: Case, move: Move, *, actor: Actor, now: datetime) -> CaseLetter:
    """The sender seals and sends it; the receiver answers as soon as it has come, and waits for no step here."""
    letter = CaseLetter(case=case, kind=CaseLetterKind.TRANSFER, body_id=move.from_body_id, move=move)
    draft_letter(LETTERS, letter, {REASON: move.reason}, actor=actor, now=now)
    return letter


def answer_transfer(case: Case, answer: Answer, *, accepted: bool, reason: str) -> Move:
    """Write the receiver's answer; on acceptance the case stands with the receiver.

    Raises `NotNow` when no letter waits, `Invalid` for a return without a reason, and for a day on which the letter
    cannot have come.
    """
    move = open_transfer(case.id)
    if move is None:
        raise NotNow("这封移交函已经答复过了。")
    if not accepted and not reason.strip():
        raise Invalid("退回要写明理由。", {"reason": "请写明退回的理由，会告诉移交的调委会。"})
    answered_on, received_on = local(answer.occurred_at).date(), _received_on(answer)
    letter = letter_of_move(move.id)
    _check_receipt(move, letter, received_on, answered_on)
    if letter is not None:
        _close_letter(case, letter, received_on, accepted=accepted, answer=answer)
    answer_letter(case, on=answered_on, actor=answer.actor, now=answer.now)
    move.answered_at, move.accepted, move.answer_reason = answer.occurred_at, accepted, reason
    if accepted:
        put_on_level(case, get_body(move.to_body_id), on=answered_on)
    return move


def leave_transfer_letter(case: Case, *, now: datetime) -> None:
    """Mediation is over before the receiver answered: nobody goes on with the letter."""
    for letter in case_letters_of(case.id):
        if letter.kind is CaseLetterKind.TRANSFER:
            leave_letter(letter, now=now)


def _received_on(answer: Answer) -> date | None:
    """The day the receiver names; None in versions that do not ask."""
    given = answer.values.get("received_on")
    return given if isinstance(given, date) else None


def _check_receipt(move: Move, letter: CaseLetter | None, received_on: date | None, answered_on: date) -> None:
    if received_on is None:
        return
    sealed_on = letter.sealed_on if letter else None
    decided_on = local(move.occurred_at).date()
    fault = receipt_fault(received_on, decided_on=decided_on, sealed_on=sealed_on, answered_on=answered_on)
    if fault:
        raise Invalid(fault, {"received_on": fault})


def _close_letter(case: Case, letter: CaseLetter, received_on: date | None, *, accepted: bool, answer: Answer) -> None:
    """The answer says that the letter came.

    One that is not sealed in here yet stays with the sender, whose file needs it, but where it was returned; of a
    sealed one an older version does not ask when it came, and nobody says.
    """
    if letter.served_on is not None or letter.left_at is not None:
        return
    if letter.sealed_on is not None and received_on is not None:
        count_from_receipt(case, move_of(letter), on=received_on, actor=answer.actor, now=answer.now)
        by = receiver_of(letter)
        receive_letter(LETTERS, letter, on=received_on, receiver=by, actor=answer.actor, now=answer.now)
    elif letter.sealed_on is not None or not accepted:
        leave_letter(letter, now=answer.now)
