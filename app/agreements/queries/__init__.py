"""Reads of agreements: the current one of a case, its signers, its duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.agreements.models import (
    Agreement,
    AgreementForm,
    AgreementState,
    ArchiveRecord,
    Confirmation,
    Duty,
    ReturnVisit,
    Signature,
)
from app.agreements.rules import AgreementText, ClauseText
from app.cases.models import Case, CaseMediator, CaseMediatorPart, Party
from app.cases.queries import mediators_of
from app.core.clock import local
from app.core.db import db
from app.core.errors import NotFound, NotNow
from app.mediators.models import PoolState
from app.mediators.queries import may_sign_for

FIXED = frozenset({AgreementState.FROZEN, AgreementState.SIGNED, AgreementState.IN_FORCE})


def current_agreement(case_id: int) -> Agreement | None:
    """The agreement a case is working on, or that binds it; abandoned ones do not count."""
    found = select(Agreement).where(Agreement.case_id == case_id, Agreement.state != AgreementState.ABANDONED)
    return db.session.scalars(found.order_by(Agreement.id.desc())).first()


def frozen_agreements(case_id: int) -> Sequence[Agreement]:
    """The agreements of a case whose text is fixed, the first one first."""
    found = select(Agreement).where(Agreement.case_id == case_id, Agreement.state.in_(FIXED))
    return db.session.scalars(found.order_by(Agreement.id)).all()


def the_agreement(case_id: int) -> Agreement:
    """The current agreement.  Raises `NotNow` when nothing is written yet."""
    agreement = current_agreement(case_id)
    if agreement is None:
        raise NotNow("协议还没有起草，请先写协议的内容。")
    return agreement


def get_agreement(agreement_id: int) -> Agreement:
    """An agreement by id.  Raises `NotFound`."""
    agreement = db.session.get(Agreement, agreement_id)
    if agreement is None:
        raise NotFound("没有这份协议。")
    return agreement


def text_of(agreement: Agreement) -> AgreementText:
    """An agreement's text as plain values."""
    clauses = tuple(
        ClauseText(row.who, row.does, row.due_on, row.due_note, row.place, row.proof, row.amount, row.limitation)
        for row in agreement.clauses
    )
    return AgreementText(
        facts=agreement.facts,
        clauses=clauses,
        bound=frozenset(one.party_id for one in agreement.bound),
        issues=agreement.issues,
        responsibility=agreement.responsibility,
        place=agreement.place,
        recorder=agreement.recorder,
    )


def bound_parties(agreement: Agreement) -> list[Party]:
    """The parties an agreement binds, in the case's order."""
    ids = {one.party_id for one in agreement.bound}
    return [party for party in agreement.case.parties if party.id in ids]


def absent_ids(agreement: Agreement) -> set[int]:
    """The parties a fixed text was written for and that do not sign it."""
    return {one.party_id for one in agreement.absent}


def left_out(agreement: Agreement) -> list[Party]:
    """The parties an agreement does not bind."""
    ids = {one.party_id for one in agreement.bound} - absent_ids(agreement)
    return [party for party in agreement.case.parties if party.id not in ids]


def signing_mediators(case: Case, on: date | None) -> list[CaseMediator]:
    """Those who work on the case, were named to sign, and may under its committee's seal on that day.

    Without a day only the naming counts; of who came in after that day, the day of coming in.
    Source: 人民调解法 第13条.
    """
    named = [one for one in mediators_of(case.id) if one.signs and one.part is not CaseMediatorPart.INVITED]
    return [one for one in named if on is None or _may_sign(one, case.committee_id, max(on, one.since_on))]


def _may_sign(worker: CaseMediator, committee_id: int, on: date) -> bool:
    member = worker.pool_member
    return member.state is PoolState.ACTIVE and may_sign_for(member.id, committee_id, on)


def signing_day(agreement: Agreement) -> date | None:
    """The day on which it was settled who signs: when the text was fixed."""
    return local(agreement.frozen_at).date() if agreement.frozen_at else None


@dataclass(frozen=True)
class Signer:
    """Somebody whose signature an agreement needs, and the signature once it is there."""

    key: str
    """What a page calls them."""
    name: str
    role: str
    party: Party | None
    mediator: CaseMediator | None
    signature: Signature | None

    @property
    def in_trail(self) -> str:
        """What the trail calls them: it speaks of rows by their keys."""
        return f"party-{self.party.id}" if self.party else f"mediator-{self.mediator.id if self.mediator else 0}"


def expected_signers(case: Case) -> list[Signer]:
    """Who can have signed a paper that is not filed yet: every party, every signing mediator."""
    parties = [Signer(f"party-{party.public_id}", party.name, "当事人", party, None, None) for party in case.parties]
    mediators = [
        Signer(f"mediator-{one.public_id}", one.pool_member.person.name, "人民调解员", None, one, None)
        for one in signing_mediators(case, None)
    ]
    return parties + mediators


def unfit_signers(case: Case, on: date) -> list[str]:
    """Names of those who were to sign as mediator but may not under this committee's seal on that day."""
    fit = {one.id for one in signing_mediators(case, on)}
    return [one.pool_member.person.name for one in signing_mediators(case, None) if one.id not in fit]


def signers_of(agreement: Agreement) -> list[Signer]:
    """Every bound party and every signing mediator, in the order of the paper."""
    by_party = {one.party_id: one for one in agreement.signatures if one.party_id is not None}
    by_mediator = {one.case_mediator_id: one for one in agreement.signatures if one.case_mediator_id is not None}
    parties = [
        Signer(f"party-{party.public_id}", party.name, "当事人", party, None, by_party.get(party.id))
        for party in bound_parties(agreement)
    ]
    mediators = [
        Signer(
            f"mediator-{one.public_id}", one.pool_member.person.name, "人民调解员", None, one, by_mediator.get(one.id)
        )
        for one in signing_mediators(agreement.case, signing_day(agreement))
    ]
    return parties + mediators


def duties_of(agreement_id: int) -> Sequence[Duty]:
    """The promises of an agreement in force, in the order of its clauses."""
    return db.session.scalars(select(Duty).where(Duty.agreement_id == agreement_id).order_by(Duty.id)).all()


def visits_of(agreement_id: int) -> Sequence[ReturnVisit]:
    """The return visits, oldest first."""
    found = select(ReturnVisit).where(ReturnVisit.agreement_id == agreement_id).order_by(ReturnVisit.id)
    return db.session.scalars(found).all()


def confirmation_of(agreement_id: int) -> Confirmation | None:
    """The joint application for judicial confirmation, if there was one."""
    return db.session.scalar(select(Confirmation).where(Confirmation.agreement_id == agreement_id))


def archive_of(case_id: int) -> ArchiveRecord | None:
    """How the file was put away, if it was."""
    return db.session.scalar(select(ArchiveRecord).where(ArchiveRecord.case_id == case_id))


def bound_in_force(case_id: int) -> set[int] | None:
    """The ids of the parties an agreement in force binds; None where there is none."""
    agreement = current_agreement(case_id)
    if agreement is None or agreement.state is not AgreementState.IN_FORCE:
        return None
    return {one.party_id for one in agreement.bound} - absent_ids(agreement)


def waits_for_signatures(case_id: int) -> bool:
    """Whether a text that was fixed here is being signed."""
    agreement = current_agreement(case_id)
    return agreement is not None and agreement.state is AgreementState.FROZEN


def frozen_sentence(case_id: int) -> str | None:
    """Why a case's particulars may no longer be corrected, or None while they may."""
    agreement = current_agreement(case_id)
    if agreement is None or agreement.state not in FIXED:
        return None
    if agreement.state is AgreementState.IN_FORCE:
        return "协议已经生效，登记的内容不能再改；要变更，请各方另订补充协议。"
    if agreement.form is AgreementForm.HANDWRITTEN:
        return "手写协议的原件已经存好，登记的内容不能再改。"
    return "协议已经定稿，登记的内容不能再改；真要改，请先在“签字按手印”里选“要改了再签”。"
