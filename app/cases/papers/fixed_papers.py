"""The papers of a case as they are printed: what was frozen when it was accepted, told or sent, a draft before that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.cases.models import Case, Handling
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Move, MoveKind, RightsTold, Termination
from app.cases.papers import print_papers as filling
from app.cases.papers.fill_notices import leaving_notice, termination_notice
from app.cases.papers.notices import LeavingNotice, TerminationNotice
from app.cases.papers.reading import case_paper_for
from app.cases.papers.values import AcceptanceRegister, RightsNotice, TransferLetter
from app.cases.queries import case_by_id, termination_of
from app.cases.queries.letters import case_letters_of
from app.cases.terms import CaseLetterKind
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.matters.models.corrections import Correction
from app.matters.queries.corrections import of_matter
from app.papers.queries.frozen import frozen
from app.papers.registry.frozen_kinds import FrozenKind
from app.papers.rules.paper import Paper

HANDLING_SUBJECT, TRANSFER_SUBJECT = "handling", "move"
"""Register and notice are of one committee's handling: a case that comes back has its own committee's papers again."""
PEOPLE_AND_FACTS = {"parties": "当事人", "summary": "纠纷事实"}


def paper_for(actor: Actor, case: Case, name: str, *, letter_id: int, now: datetime) -> Paper:
    """The paper of this name as the actor may have it.  Raises `NotFound`.

    `letter_id`: of a transfer letter the id of its move, of a notice to one party its own.

    A letter's original is its sender's to print, as long as the sender handles the case.
    """
    if name == "leaving_notice":
        return case_paper_for(actor, _leaving_notice(case, letter_id), case, now=now)
    if name == "transfer_letter":
        letter = next((one for one in filling.transfers_of(case) if one.id == letter_id), None)
        if letter is None:
            raise NotFound("没有这封移交函。")
        is_sender = letter.from_body.sealing_id == case.committee_id
        paper = frozen(TransferLetter, letter.id) or filling.transfer_letter(case, letter)
        return case_paper_for(actor, paper, case, now=now, is_own_paper=is_sender)
    printed: dict[str, Callable[[Case], Paper]] = {
        "acceptance_register": _register,
        "rights_notice": _rights_notice,
        "termination_notice": _termination_notice,
    }
    if name not in printed:
        raise NotFound("没有这种文书。")
    return case_paper_for(actor, printed[name](case), case, now=now)


def _register(case: Case) -> AcceptanceRegister:
    kept = frozen(AcceptanceRegister, case.handling.id) if case.handling else None
    return kept or filling.acceptance_register(case)


def _rights_notice(case: Case) -> RightsNotice:
    """What the committee that handles the case now has told; one that has not told yet prints its own."""
    kept = frozen(RightsNotice, case.handling.id) if case.handling and filling.told_here(case) else None
    return kept or filling.rights_notice(case)


def _termination_notice(case: Case) -> TerminationNotice:
    ended = termination_of(case.id)
    kept = frozen(TerminationNotice, case.id) if ended is not None and ended.told_at else None
    return kept or termination_notice(case)


def _leaving_notice(case: Case, letter_id: int) -> LeavingNotice:
    """Raises `NotFound`."""
    letter = next((one for one in case_letters_of(case.id) if one.id == letter_id), None)
    if letter is None or letter.kind is not CaseLetterKind.LEAVING:
        raise NotFound("没有这份告知书。")
    return frozen(LeavingNotice, letter.id) or leaving_notice(letter)


def _matter(case_id: int) -> str:
    return case_by_id(case_id).number or f"第{case_id}件纠纷"


def _is_corrected(case_id: int, since: datetime) -> bool:
    asked = exists().where(of_matter(Case.subject_kind, case_id), Correction.entered_at >= since)
    return bool(db.session.scalar(select(asked)))


def _accepted(*told: ColumnElement[bool]) -> list[int]:
    """The handlings of the committees that cases are with now."""
    now_with = and_(Handling.case_id == Case.id, Handling.committee_id == Case.committee_id)
    return list(db.session.scalars(select(Handling.id).join(Case, now_with).where(*told).order_by(Handling.id)))


def _told() -> list[int]:
    mine = and_(RightsTold.case_id == Handling.case_id, RightsTold.committee_id == Handling.committee_id)
    return _accepted(exists().where(mine))


def _case_of_handling(handling_id: int) -> Case:
    return case_by_id(db.session.scalars(select(Handling.case_id).where(Handling.id == handling_id)).one())


def _ended() -> list[int]:
    told = select(Termination.case_id).where(Termination.told_at.is_not(None))
    return list(db.session.scalars(told.order_by(Termination.case_id)))


def _sent() -> list[int]:
    """Of transfer letters those that were sealed, and those that went before letters were flows."""
    is_written = exists().where(CaseLetter.move_id == Move.id)
    is_sealed = exists().where(CaseLetter.move_id == Move.id, CaseLetter.sealed_on.is_not(None))
    found = select(Move.id).where(Move.kind == MoveKind.TRANSFER, or_(~is_written, is_sealed))
    return list(db.session.scalars(found.order_by(Move.id)))


def _left() -> list[int]:
    """Of the notices to single parties those that were sealed."""
    is_sealed = (CaseLetter.kind == CaseLetterKind.LEAVING, CaseLetter.sealed_on.is_not(None))
    return list(db.session.scalars(select(CaseLetter.id).where(*is_sealed).order_by(CaseLetter.id)))


def _letter(letter_id: int) -> CaseLetter:
    return db.session.scalars(select(CaseLetter).where(CaseLetter.id == letter_id)).one()


def _move(move_id: int) -> Move:
    return db.session.scalars(select(Move).where(Move.id == move_id)).one()


def _case_of_move(move_id: int) -> Case:
    return case_by_id(_move(move_id).case_id)


REGISTER = FrozenKind(
    name="acceptance_register",
    title=AcceptanceRegister.title,
    value=AcceptanceRegister,
    subject_kind=HANDLING_SUBJECT,
    subjects=_accepted,
    filled=lambda handling_id: filling.acceptance_register(_case_of_handling(handling_id)),
    matter=lambda handling_id: _matter(_case_of_handling(handling_id).id),
    fixed=PEOPLE_AND_FACTS | {"number": "编号", "claims": "请求事项", "accepted_on": "受理日期"},
)
"""A correction freezes the register anew, so that it never differs from the rows."""
RIGHTS = FrozenKind(
    name="rights_notice",
    title=RightsNotice.title,
    value=RightsNotice,
    subject_kind=HANDLING_SUBJECT,
    subjects=_told,
    filled=lambda handling_id: filling.rights_notice(_case_of_handling(handling_id)),
    matter=lambda handling_id: _matter(_case_of_handling(handling_id).id),
    fixed={"parties": "当事人", "told_on": "告知日期"},
    is_corrected=lambda handling_id, since: _is_corrected(_case_of_handling(handling_id).id, since),
)
TRANSFER = FrozenKind(
    name="transfer_letter",
    title=TransferLetter.title,
    value=TransferLetter,
    subject_kind=TRANSFER_SUBJECT,
    subjects=_sent,
    filled=lambda move_id: filling.transfer_letter(_case_of_move(move_id), _move(move_id)),
    matter=lambda move_id: _matter(_move(move_id).case_id),
    fixed=PEOPLE_AND_FACTS | {"reason": "移交理由", "issued_on": "移交日期"},
    is_corrected=lambda move_id, since: _is_corrected(_move(move_id).case_id, since),
)
LEAVING = FrozenKind(
    name="leaving_notice",
    title=LeavingNotice.title,
    value=LeavingNotice,
    subject_kind=CaseLetter.subject_kind,
    subjects=_left,
    filled=lambda letter_id: leaving_notice(_letter(letter_id)),
    matter=lambda letter_id: _matter(_letter(letter_id).case_id),
    fixed={"parties": "当事人", "reason": "原因", "ended_on": "终止日期", "issued_on": "告知日期"},
    is_corrected=lambda letter_id, since: _is_corrected(_letter(letter_id).case_id, since),
)
ENDING = FrozenKind(
    name="termination_notice",
    title=TerminationNotice.title,
    value=TerminationNotice,
    subject_kind=Case.subject_kind,
    subjects=_ended,
    filled=lambda case_id: termination_notice(case_by_id(case_id)),
    matter=_matter,
    fixed={"parties": "当事人", "reason": "原因", "ended_on": "终止日期", "issued_on": "告知日期"},
    is_corrected=_is_corrected,
)
