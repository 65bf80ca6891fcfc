"""Register an oral agreement: in force on the day it was reached (人民调解法 第28、30条)."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.bring_into_force import bring_into_force
from app.agreements.actions.freeze_paper import freeze_paper
from app.agreements.actions.spot_check import open_spot_check
from app.agreements.actions.write_text import UNFINISHED, write_text
from app.agreements.models import Agreement, AgreementForm
from app.agreements.models.spot_checks import SpotReason
from app.agreements.papers.frozen_text import frozen_text, hash_of
from app.agreements.queries import current_agreement
from app.agreements.rules import AgreementText, text_faults
from app.audit.actions.record import record
from app.cases.models import Case
from app.core.clock import local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from workflows.diagrams.forms import DateKind


def register_oral_agreement(
    case: Case,
    text: AgreementText,
    *,
    agreed_on: date | None,
    done_at_once: bool,
    occurred_at: datetime,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """Write down what was agreed by word of mouth; it binds from the day it was reached.

    Raises `Invalid` for a missing or coming day, or for what is not checkable; `NotNow` when there is an agreement.
    """
    if current_agreement(case.id) is not None:
        raise NotNow("这件已经有协议了。")
    if agreed_on is None or day_fault(DateKind.DEED, agreed_on, local(now).date()):
        words = "请填哪天谈成的，不能是以后的日子。"
        raise Invalid(words, {"agreed_on": words})
    faults = text_faults(text, {party.id: party.side for party in case.parties})
    if faults:
        raise Invalid(UNFINISHED, faults)
    agreement = Agreement(case_id=case.id, case=case, form=AgreementForm.ORAL, version=1)
    db.session.add(agreement)
    write_text(agreement, text)
    db.session.flush()
    agreement.frozen_text = frozen_text(agreement)
    agreement.frozen_hash, agreement.frozen_at = hash_of(agreement.frozen_text), now
    done_on = agreed_on if done_at_once else None
    bring_into_force(agreement, days={}, on=agreed_on, actor=actor, now=now, done_on=done_on)
    freeze_paper(agreement, actor=actor, now=now)
    open_spot_check(agreement, SpotReason.ORAL, actor=actor, now=now)
    detail = {"in_force_on": agreed_on, "hash": agreement.frozen_hash, "partial": agreement.is_partial}
    record("agreement:oral_registered", agreement, actor, now=now, occurred_at=occurred_at, detail=detail)
    return agreement
