"""An agreement takes effect: its days, party by party, and its duties."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.agreement_deadlines import begin_at_effect
from app.agreements.models import Agreement, AgreementState, Duty
from app.agreements.papers.print_agreement import paper_clauses
from app.agreements.queries import absent_ids
from app.core.db import db
from app.core.permissions import Actor


def bring_into_force(
    agreement: Agreement,
    *,
    days: dict[int, date],
    on: date,
    actor: Actor,
    now: datetime,
    done_on: date | None = None,
) -> None:
    """Set the day of effect for every bound party and make one duty of every clause (人民调解法 第29–31条).

    The periods that run from it begin.

    `done_on`: the promises were kept on the spot.
    """
    agreement.state = AgreementState.IN_FORCE
    agreement.in_force_on = on
    absent = absent_ids(agreement)
    for one in agreement.bound:
        one.in_force_on = None if one.party_id in absent else days.get(one.party_id, on)
    agreement.duties = [
        Duty(
            text=paper.sentence,
            due_on=clause.due_on,
            awaited_on=clause.due_on,
            amount=clause.amount,
            limitation=clause.limitation,
            done_on=done_on,
        )
        for clause, paper in zip(agreement.clauses, paper_clauses(agreement), strict=True)
    ]
    db.session.flush()
    begin_at_effect(agreement, actor=actor, now=now)
