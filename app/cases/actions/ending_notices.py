"""The notice that mediation is over reaches each party: handed over in the step that tells it, or later."""

from __future__ import annotations

from datetime import date

from app.cases.actions.case_letters import LETTERS
from app.cases.models import Case
from app.cases.models.letters import CaseLetter
from app.cases.papers.fill_notices import LEFT_ON, REASON, ROUTES, WHY
from app.cases.papers.notices import Ending
from app.cases.terms import CaseLetterKind
from app.letters.actions.begin_flows import begin_flow
from app.letters.actions.draft import draft_letter, keep_draft
from app.letters.actions.seal import seal_letter
from app.letters.actions.serve import hand_over
from app.letters.rules import Service
from app.letters.terms import ServiceMethod
from app.processes.registry import Answer

BOUND, TO_PRINT, POSTED = "bound", "to_print", "posted"
METHODS = {
    "in_person": ServiceMethod.DIRECT,
    "agent": ServiceMethod.HOUSEHOLD,
    "refused": ServiceMethod.LEFT,
}
"""How the step says that a party was told, where that is all there is to it."""


def send_notices(case: Case, answer: Answer, *, told_on: date) -> None:
    """One notice for each party; what went by post waits to be served, beside a dispute that is over."""
    for party_id, how in answer.per_party("told").items():
        letter = CaseLetter(case=case, kind=CaseLetterKind.ENDING, body_id=case.body_id, party_id=party_id)
        keep_draft(LETTERS, letter, {}, actor=answer.actor, now=answer.now)
        _send(letter, how, answer, told_on=told_on)


def send_to_the_left_out(case: Case, answer: Answer, *, told_on: date) -> None:
    """One for each party whom the agreement of the others does not bind; it says nothing of their terms."""
    for party_id, how in answer.per_party("told").items():
        if how == BOUND:
            continue
        content = {
            WHY: Ending.LEFT_OUT.value,
            LEFT_ON: told_on.isoformat(),
            REASON: answer.text("reason"),
            ROUTES: ticked_routes(answer),
        }
        letter = CaseLetter(case=case, kind=CaseLetterKind.LEAVING, body_id=case.body_id, party_id=party_id)
        if how == TO_PRINT:
            draft_letter(LETTERS, letter, content, actor=answer.actor, now=answer.now)
        else:
            keep_draft(LETTERS, letter, content, actor=answer.actor, now=answer.now)
            _send(letter, how, answer, told_on=told_on)


def ticked_routes(answer: Answer) -> str:
    """Which ways were told besides those of the law, as the form calls them, with commas."""
    given = answer.values.get("routes")
    return ",".join(str(one) for one in given) if isinstance(given, list | tuple) else ""


def _send(letter: CaseLetter, how: str, answer: Answer, *, told_on: date) -> None:
    seal_letter(LETTERS, letter, on=told_on, copies=1, actor=answer.actor, now=answer.now)
    if how == POSTED:
        begin_flow(LETTERS, letter, answer.now)
    elif how in METHODS:
        hand_over(letter, Service(METHODS[how], told_on), actor=answer.actor, now=answer.now)
