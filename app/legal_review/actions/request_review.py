"""Lay a draft before a legal adviser."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.agreements.queries import text_of
from app.agreements.rules import text_faults
from app.audit.actions.record import record
from app.cases.models import Case
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.open_deadline import open_deadline
from app.legal_review.models import Review
from app.legal_review.queries import advisers_of

NO_ADVISER = "请选一位法律顾问；名单里没有合适的，可以选“不送审”并写明理由。"


def request_review(
    agreement: Agreement, *, adviser_person_id: int | None, actor: Actor, now: datetime, but: int | None = None
) -> Review:
    """Ask one adviser of the case's committee to read this version within L1; the step becomes theirs.

    `but` may not be asked again.  Raises `NotNow` when the text is no draft, `Invalid` when it cannot be checked or
    the adviser cannot be asked (not this committee's, a party, without an account).
    """
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿，不用再送审。")
    sides = {party.id: party.side for party in agreement.case.parties}
    faults = text_faults(text_of(agreement), sides)
    if faults:
        raise Invalid("协议还没写完：" + "".join(dict.fromkeys(faults.values())))
    if adviser_person_id not in {one.id for one in advisers_of(agreement.case, local(now).date(), but=but)}:
        raise Invalid(NO_ADVISER, {"adviser": NO_ADVISER})
    review = Review(
        agreement_id=agreement.id,
        agreement=agreement,
        version=agreement.version,
        adviser_person_id=adviser_person_id,
        requested_at=now,
        due_at=now,
    )
    db.session.add(review)
    agreement.case.adviser_person_id = adviser_person_id
    db.session.flush()
    review.due_at = _begin_period(review, agreement.case, actor=actor, now=now)
    detail = {"version": review.version, "adviser": adviser_person_id, "due_at": review.due_at}
    record("review:requested", review, actor, now=now, detail=detail)
    return review


def _begin_period(review: Review, case: Case, *, actor: Actor, now: datetime) -> datetime:
    period = open_deadline(
        case,
        "L1",
        starts=now,
        region=case.region,
        committee_id=case.committee_id,
        actor=actor,
        now=now,
        part=f"review-{review.id}",
    )
    return period.due_at
