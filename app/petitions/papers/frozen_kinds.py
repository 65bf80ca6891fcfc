"""Which papers of a petition are frozen: letters with their seal, sheets with the deed they record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from app.core.db import Model, db
from app.papers.registry.frozen_kinds import FrozenKind
from app.papers.rules.paper import Paper
from app.petitions.models import Claim
from app.petitions.models.records import Assignment, Hearing, Letter, Settlement, Withdrawal
from app.petitions.papers import fill_claim_sheets as filling
from app.petitions.papers.letter_paper import LetterPaper, filled_letter
from app.petitions.papers.sheets import (
    AssignmentSlip,
    HearingMinutes,
    HearingReport,
    ServiceSlip,
    SettlementPaper,
    WithdrawalForm,
)
from app.petitions.queries import claim_by_id

Row = TypeVar("Row", Assignment, Hearing, Settlement, Withdrawal)


def _ids(model: type[Model], *where: ColumnElement[bool]) -> list[int]:
    key = model.__table__.c.id
    return list(db.session.scalars(select(key).where(*where).order_by(key)))


def _row(model: type[Row], row_id: int) -> Row:
    return db.session.scalars(select(model).where(model.__table__.c.id == row_id)).one()


def _letter(letter_id: int) -> Letter:
    return db.session.scalars(select(Letter).where(Letter.id == letter_id)).one()


def _of_letter(
    name: str, value: type[Paper], fill: Callable[[Letter], Paper], done: ColumnElement[bool], fixed: Mapping[str, str]
) -> FrozenKind:
    return FrozenKind(
        name=name,
        title=value.title,
        value=value,
        subject_kind=Letter.subject_kind,
        subjects=lambda: _ids(Letter, done),
        filled=lambda letter_id: fill(_letter(letter_id)),
        matter=lambda letter_id: _letter(letter_id).number or "",
        fixed=fixed,
    )


def _of_claim(
    name: str, value: type[Paper], model: type[Row], fill: Callable[[Row, Claim], Paper], fixed: Mapping[str, str]
) -> FrozenKind:
    def filled(row_id: int) -> Paper:
        row = _row(model, row_id)
        return fill(row, claim_by_id(row.claim_id))

    return FrozenKind(
        name=name,
        title=value.title,
        value=value,
        subject_kind=model.__tablename__,
        subjects=lambda: _ids(model),
        filled=filled,
        matter=lambda row_id: claim_by_id(_row(model, row_id).claim_id).number,
        fixed=fixed,
    )


FROZEN_KINDS = (
    _of_letter(
        "letter",
        LetterPaper,
        filled_letter,
        Letter.sealed_on.is_not(None),
        {"number": "文号", "issued_on": "盖章日期", "text": "正文"},
    ),
    _of_letter(
        "service_slip",
        ServiceSlip,
        filling.service_slip,
        Letter.served_on.is_not(None),
        {"served_on": "送达日期", "signed_by": "签收人", "refusal": "拒收情况", "witness": "见证人"},
    ),
    _of_claim("assignment_slip", AssignmentSlip, Assignment, filling.assignment_slip, {"issued_on": "分办日期"}),
    _of_claim("hearing_minutes", HearingMinutes, Hearing, filling.hearing_minutes, {"minutes": "笔录"}),
    _of_claim("hearing_report", HearingReport, Hearing, filling.hearing_report, {"report": "报告"}),
    _of_claim(
        "withdrawal_form",
        WithdrawalForm,
        Withdrawal,
        lambda _row, claim: filling.withdrawal_form(claim),
        {"reason": "撤回理由", "applied": "申请日期"},
    ),
    _of_claim(
        "petition_settlement",
        SettlementPaper,
        Settlement,
        filling.settlement_paper,
        {"clauses": "协议内容", "other_party": "另一方", "agreed": "达成日期"},
    ),
)
"""The registration form tells how a petition stands and is never fixed, the evaluation form is always blank.  A receipt
bears the petitioner's words: of a claim that leaves for the closed room nothing may stay behind (第30条).
"""
