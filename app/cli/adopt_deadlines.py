"""Cases that were under way before deadlines were rows: give each the periods that run, once.

The end of a month the parties had extended stands in the flow's waiting timer; everything else follows from the
tables.  Windows and visits whose last day has passed are not begun: nobody is told of them any more.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.queries import get_account
from app.agreements.actions.agreement_deadlines import begin_at_effect, end_visits, pay_visit
from app.agreements.models import Agreement, AgreementState
from app.agreements.queries import visits_of
from app.cases.actions.case_deadlines import begin_at_registration, begin_month, extend_month, send_letter
from app.cases.models import Case
from app.cases.queries import open_transfer
from app.cases.rules.standing import OVER
from app.cases.terms import CaseStatus
from app.core.clock import local
from app.core.db import db
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.queries import running_of
from app.legal_review.models import Review
from app.mediators.actions.watch_terms import watch_terms
from app.organisations.models import TownFact
from app.organisations.queries import fact
from app.processes.actions.follow_deadlines import follow_deadline
from app.processes.models import Process, Timer

NOT_WAITING = OVER | {CaseStatus.ENDING}
FACT, DONE = "deadlines_adopted", "yes"
MONTH_RUNS = frozenset({CaseStatus.PREPARING, CaseStatus.MEDIATING, CaseStatus.DECIDING, CaseStatus.TRANSFERRING})


def adopt_deadlines(now: datetime) -> int:
    """Begin what runs for every case without periods; returns how many cases.  Does nothing a second time."""
    if are_adopted():
        return 0
    cases = [case for case in db.session.scalars(select(Case).order_by(Case.id)) if not running_of("case", case.id)]
    for case in cases:
        _adopt(case, now)
    watch_terms(now)
    db.session.merge(TownFact(name=FACT, value=DONE))
    db.session.flush()
    return len(cases)


def are_adopted() -> bool:
    """Whether it was done on this database before."""
    return fact(FACT) == DONE


def _adopt(case: Case, now: datetime) -> None:
    actor = get_account(case.typed_by_id)
    if case.status is CaseStatus.REGISTERED:
        begin_at_registration(case, actor=actor, now=now)
    elif case.status in MONTH_RUNS and case.handling is not None:
        _adopt_month(case, actor, now)
    letter = None if case.status in NOT_WAITING else open_transfer(case.id)
    if letter is not None:
        send_letter(case, letter, actor=actor, now=now)
    _adopt_agreement(case, actor, now)
    running = running_of("case", case.id)
    if running:
        follow_deadline(running[0], now)


def _adopt_month(case: Case, actor: Actor, now: datetime) -> None:
    accepted_on = case.handling.accepted_on if case.handling else local(now).date()
    month = begin_month(case, accepted_on=accepted_on, actor=actor, now=now)
    waits = (
        select(Timer.due_at)
        .join(Process, Process.id == Timer.process_id)
        .where(
            Process.subject_kind == case.subject_kind,
            Process.subject_id == case.id,
            Timer.code == month.code,
            Timer.gone_at.is_(None),
        )
    )
    until = db.session.scalar(waits)
    if until is not None and local(until).date() > month.due_on:
        extend_month(case, local(until).date(), agreed_on=accepted_on, actor=actor, now=now)


def _adopt_agreement(case: Case, actor: Actor, now: datetime) -> None:
    agreements = select(Agreement).where(Agreement.case_id == case.id, Agreement.state != AgreementState.ABANDONED)
    for agreement in db.session.scalars(agreements):
        if agreement.state is AgreementState.IN_FORCE:
            begin_at_effect(agreement, actor=actor, now=now)
            for visit in visits_of(agreement.id):
                pay_visit(agreement, on=local(visit.occurred_at).date(), actor=actor, now=now)
        if case.status is CaseStatus.CLOSED:
            end_visits(agreement, actor=actor, now=now)
        if case.status in NOT_WAITING:
            continue
        waiting = select(Review).where(Review.agreement_id == agreement.id, Review.answered_at.is_(None))
        for review in db.session.scalars(waiting):
            open_deadline(
                case,
                "L1",
                starts=review.requested_at,
                region=case.region,
                committee_id=case.committee_id,
                actor=actor,
                now=now,
                part=f"review-{review.id}",
            )
    for deadline in running_of("case", case.id):
        if deadline.due_at <= now and deadline.code not in ("M1", "M2", "R1", "L1"):
            close_deadlines(case, actor=None, now=now, codes={deadline.code}, part=deadline.part)
