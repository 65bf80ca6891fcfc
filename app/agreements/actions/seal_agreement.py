"""The committee puts its seal on a signed agreement: it is in force."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.bring_into_force import bring_into_force
from app.agreements.actions.freeze_paper import note_on_paper
from app.agreements.models import Agreement, AgreementForm, AgreementState
from app.agreements.papers.fixed_paper import binds_as_fixed
from app.agreements.queries.circle import binding_days, must_be_in
from app.agreements.rules.signing import early_seal, effect_days, sealing_day_fault
from app.audit.actions.record import record
from app.cases.actions.ask_order import ask_unusual
from app.cases.models import Case
from app.cases.papers.print_papers import issuer_of
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.permissions import Actor, Permission, may

TOUCHED = "协议的条款或者当事人跟定稿时不一样了，不能盖章；请马上告诉管理员。"


def seal_agreement(
    agreement: Agreement, *, sealed_on: date, actor: Actor, now: datetime, kept_by: str = "", is_so: bool = False
) -> None:
    """Seal: by the sealing committee's own people, on the whole text (人民调解法 第29条).

    In force for every party on the last of its signature, the mediators' and the seal (T5).  A seal before the last
    signature is asked, and taken with the name of whoever keeps it (`kept_by`).  Raises `NotAllowed`, `NotNow` unless
    all have signed what the rows still say, `Invalid` for a wrong day.
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
    fault = sealing_day_fault(sealed_on, not_before=_written_on(agreement), on=local(now).date())
    if fault:
        raise Invalid(fault, {"sealed_on": fault})
    early = early_seal(sealed_on, last_signed_on=max([*party_days.values(), *mediator_days]))
    if early:
        _ask_early(case, early, kept_by=kept_by.strip(), is_so=is_so, actor=actor, now=now)
    days, on = effect_days(party_days, mediator_days, sealed_on)
    agreement.sealed_on, agreement.sealed_by_id = sealed_on, actor.id
    bring_into_force(agreement, days=days, on=on, actor=actor, now=now)
    db.session.flush()
    note_on_paper(agreement, actor=actor, now=now)
    detail = {"sealed_on": sealed_on, "in_force_on": on, "seal": issuer_of(case.committee), "kept_by": kept_by.strip()}
    record("agreement:sealed", agreement, actor, now=now, detail=detail)


def _written_on(agreement: Agreement) -> date:
    """Since when the whole text stands on the paper: fixed here, or written by hand when the first signed it."""
    if agreement.frozen_at is not None and agreement.form is not AgreementForm.HANDWRITTEN:
        return local(agreement.frozen_at).date()
    return min(one.signed_on for one in agreement.signatures)


def _ask_early(case: Case, early: str, *, kept_by: str, is_so: bool, actor: Actor, now: datetime) -> None:
    if is_so and not kept_by:
        raise Invalid("先盖章的，要写谁管的章。", {"kept_by": "请写管章的人。"})
    asked = f"{early}。是写错了，还是确实先盖的？确实先盖的，写上谁管的章，打勾再交一次；协议从都签了那天起生效。"
    ask_unusual(case, f"{early}，章由{kept_by}管", asked, is_so=is_so, actor=actor, now=now)
