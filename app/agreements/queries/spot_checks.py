"""Reads of the agreements that are to be asked about by telephone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app.agreements.models import Agreement
from app.agreements.models.spot_checks import ANSWER_NAMES, REASON_NAMES, SpotCheck
from app.agreements.queries import absent_ids, bound_parties
from app.agreements.rules.spot_checking import caller_fault
from app.cases.models import Case, Party
from app.cases.queries import mediators_of
from app.core.clock import local
from app.core.dates import in_chinese
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from app.core.permissions import Actor


def open_checks(*, limit: int) -> Sequence[SpotCheck]:
    """Those that are not finished, the oldest first."""
    found = select(SpotCheck).join(SpotCheck.agreement).join(Agreement.case).where(SpotCheck.finished_at.is_(None))
    found = found.options(contains_eager(SpotCheck.agreement).contains_eager(Agreement.case))
    return db.session.scalars(found.order_by(SpotCheck.opened_at, SpotCheck.id).limit(limit)).all()


def count_open() -> int:
    """How many are not finished."""
    return db.session.scalar(select(func.count()).select_from(SpotCheck).where(SpotCheck.finished_at.is_(None))) or 0


def get_check(spot_check_id: int) -> SpotCheck:
    """One of them.  Raises `NotFound`."""
    row = db.session.get(SpotCheck, spot_check_id)
    if row is None:
        raise NotFound("没有这一件抽查。")
    return row


def check_of(agreement: Agreement) -> SpotCheck | None:
    """That of an agreement, if there is one."""
    return db.session.scalar(select(SpotCheck).where(SpotCheck.agreement_id == agreement.id))


def asked_in(check: SpotCheck) -> list[Party]:
    """Everybody the agreement binds."""
    out = absent_ids(check.agreement)
    return [party for party in bound_parties(check.agreement) if party.id not in out]


def must_not_have_worked_on(case: Case, actor: Actor) -> None:
    """Somebody else asks than who typed or mediated it.  Raises `NotAllowed`."""
    mediated = {one.pool_member.person_id for one in mediators_of(case.id, only_current=False)}
    fault = caller_fault(typed=case.typed_by_id == actor.id, mediated=actor.person_id in mediated)
    if fault:
        raise NotAllowed(fault)


def check_words(agreement: Agreement) -> str:
    """``口头协议，司法所还没有打电话核实`` / ``整件补录，2026年11月30日核实：属实``; empty where nothing is checked."""
    check = check_of(agreement)
    if check is None:
        return ""
    why = REASON_NAMES[check.reason]
    if check.finished_at is None or check.result is None:
        return f"{why}，司法所还没有打电话核实"
    return f"{why}，{in_chinese(local(check.finished_at).date())}核实：{ANSWER_NAMES[check.result]}"
