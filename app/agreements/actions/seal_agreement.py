"""The committee puts its seal on a signed agreement: it is in force."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.bring_into_force import bring_into_force
from app.agreements.actions.freeze_paper import note_on_paper
from app.agreements.models import Agreement, AgreementState
from app.agreements.papers.fixed_paper import binds_as_fixed
from app.agreements.queries.circle import binding_days, must_be_in
from app.agreements.rules.signing import effect_days, sealing_day_fault
from app.audit.actions.record import record
from app.cases.papers.print_papers import issuer_of
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.permissions import Actor, Permission, may

TOUCHED = "协议的条款或者当事人跟定稿时不一样了，不能盖章；请马上告诉管理员。"


def seal_agreement(agreement: Agreement, *, sealed_on: date, actor: Actor, now: datetime) -> None:
    """Seal: by the sealing committee's own people, not before the last signature (人民调解法 第29条).

    In force for every party on the last of its signature, the mediators' and the seal (T5).  Raises `NotAllowed`,
    `NotNow` unless all have signed what the rows still say, `Invalid` for a wrong day.
    """
    case = agreement.case
    if not may(actor, Permission.AGREEMENT_SEAL, case):
        raise NotAllowed(f"这份协议要盖{issuer_of(case.committee)}的章，请它的主任来记。")
    if agreement.state is not AgreementState.SIGNED:
        raise NotNow("协议还没有签完，不能盖章。")
    if not binds_as_fixed(agreement):
        raise NotNow(TOUCHED)
    must_be_in(agreement)
    party_days = binding_days(agreement)
    mediator_days = [one.signed_on for one in agreement.signatures if one.case_mediator_id is not None]
    last = max([*party_days.values(), *mediator_days])
    fault = sealing_day_fault(sealed_on, last_signed_on=last, on=local(now).date())
    if fault:
        raise Invalid(fault, {"sealed_on": fault})
    days, on = effect_days(party_days, mediator_days, sealed_on)
    agreement.sealed_on, agreement.sealed_by_id = sealed_on, actor.id
    bring_into_force(agreement, days=days, on=on, actor=actor, now=now)
    db.session.flush()
    note_on_paper(agreement, actor=actor, now=now)
    detail = {"sealed_on": sealed_on, "in_force_on": on, "seal": issuer_of(case.committee)}
    record("agreement:sealed", agreement, actor, now=now, detail=detail)
