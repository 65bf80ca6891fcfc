"""What a committee sends about a dispute, as the letters room knows it: of each kind what it needs and what follows.

No head signs it off: 党政机关公文处理工作条例 第22条 binds offices of Party and government, not committees.
"""

from __future__ import annotations

from datetime import date, datetime

from app.cases.actions.case_deadlines import count_from_receipt
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Move
from app.cases.papers.fill_notices import LEFT_ON, REASON, ROUTES, WHY, left_on
from app.cases.papers.letters import UNNUMBERED, number_at_sender, paper_id_of, paper_of_letter, title_of
from app.cases.queries.letters import case_letters_visible_to
from app.cases.rules import TRANSFER_ANSWER
from app.cases.terms import CaseLetterKind
from app.core import pages
from app.core.clock import local
from app.core.permissions import Actor
from app.deadlines.registry import Named
from app.letters.registry import Fault, Holder, LetterRules, Letters
from app.letters.rules import Service
from app.letters.terms import ServiceMethod
from app.matters.registry.subject_table import SubjectTable
from app.processes.registry import Words

NOT_UNKNOWN = "收件的是谁、在哪里都知道，请选实际怎么送的。"


def move_of(letter: CaseLetter) -> Move:
    """The move that a transfer letter is about."""
    assert letter.move is not None
    return letter.move


def _is_answered(letter: CaseLetter) -> bool:
    return letter.move is not None and letter.move.answered_at is not None


def _sealed(letter: CaseLetter, _on: date, _actor: Actor, now: datetime) -> None:
    """One that is sealed after its answer is filed; nobody takes it there any more."""
    if _is_answered(letter):
        letter.left_at = now


def _transfer_served(letter: CaseLetter, service: Service, actor: Actor, now: datetime) -> Words:
    """The receiver has three working days from the day on which it came."""
    count_from_receipt(letter.case, move_of(letter), on=service.served_on, actor=actor, now=now)
    return {}


def _service_fault(_letter: CaseLetter, service: Service) -> Fault | None:
    return ("method", NOT_UNKNOWN) if service.method is ServiceMethod.NOWHERE else None


RULES: dict[CaseLetterKind, LetterRules[CaseLetter]] = {
    CaseLetterKind.TRANSFER: LetterRules(
        title="移交函",
        needed=(REASON,),
        optional=(),
        periods=(TRANSFER_ANSWER,),
        is_signed_off=False,
        ready_on=lambda letter: local(move_of(letter).occurred_at).date(),
        service_fault=_service_fault,
        on_sealed=_sealed,
        on_served=_transfer_served,
    ),
    CaseLetterKind.ENDING: LetterRules(
        title="告知书",
        needed=(),
        optional=(),
        periods=(),
        is_signed_off=False,
        service_fault=_service_fault,
    ),
    CaseLetterKind.LEAVING: LetterRules(
        title="终止调解告知书",
        needed=(WHY, LEFT_ON, REASON),
        optional=(ROUTES,),
        periods=(),
        is_signed_off=False,
        ready_on=left_on,
        service_fault=_service_fault,
    ),
}


def _holder(letter: CaseLetter) -> Holder:
    return Holder(body_id=letter.body_id, committee_id=letter.body.sealing_id)


def _number(letter: CaseLetter, _on: date) -> None:
    letter.number = number_at_sender(letter) or UNNUMBERED


LETTERS = Letters(
    rows=SubjectTable(
        name=CaseLetter.subject_kind,
        table=CaseLetter,
        sight=case_letters_visible_to,
        named_as=lambda letter: Named(letter.number or UNNUMBERED, f"《{title_of(letter)}》"),
        page=lambda letter: pages.address("cases.letter", case_letter_id=letter.public_id),
    ),
    about=lambda letter: letter.case,
    rules=lambda letter: RULES[letter.kind],
    title=title_of,
    called=number_at_sender,
    named=lambda letter: letter.case.title,
    region=lambda letter: letter.case.region,
    signed_by=_holder,
    issued_by=_holder,
    number=_number,
    paper=paper_of_letter,
    slip=None,
    field_names={REASON: "理由", WHY: "怎么结束的", LEFT_ON: "哪天结束的", ROUTES: "还告诉了哪些途径"},
    paper_id=paper_id_of,
    is_answered=_is_answered,
)
"""Entered by `app.cases.register`."""
