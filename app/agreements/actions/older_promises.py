"""Promises of agreements that came into force before their days were watched: once, at the first start after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.queries import get_account
from app.agreements.actions.agreement_deadlines import PROMISE, begin_promise
from app.agreements.models import Agreement, AgreementState, Duty
from app.agreements.queries.duties import part_of
from app.cases.models import Case
from app.cases.rules.standing import OVER
from app.core.clock import local
from app.core.db import db
from app.deadlines.queries import running_named


def begin_promises(now: datetime) -> int:
    """Watch every promise whose day is still to come, of disputes that are not over; how many began.

    A day that has passed already rings no more: what became of it stands in the open step 督促履行.
    """
    found = (
        select(Duty, Agreement)
        .join(Agreement, Agreement.id == Duty.agreement_id)
        .join(Case, Case.id == Agreement.case_id)
        .where(
            Agreement.state == AgreementState.IN_FORCE,
            Case.status.not_in(OVER),
            Duty.done_on.is_(None),
            Duty.not_done_on.is_(None),
            Duty.due_on >= local(now).date(),
        )
        .order_by(Duty.id)
    )
    begun = 0
    for duty, agreement in db.session.execute(found).all():
        case = agreement.case
        if duty.due_on and running_named(case.subject_kind, case.id, PROMISE, part_of(duty)) is None:
            begin_promise(agreement, duty, duty.due_on, actor=get_account(case.typed_by_id), now=now)
            begun += 1
    return begun
