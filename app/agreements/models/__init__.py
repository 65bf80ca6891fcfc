"""The agreement: clauses, freezing, signatures, seal; and what follows its effect."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agreements.terms import EntryKind, Limitation, ProofWay
from app.audit.models.witness import Witnessed
from app.cases.models import Case, CaseMediator, Party
from app.core.db import Model, Word
from app.core.name_grams import Name
from app.core.public_ids import HasPublicId
from app.matters.models.occurred import Occurred


class AgreementForm(StrEnum):
    """How the parties agreed (人民调解法 第28条)."""

    WRITTEN = "written"
    ORAL = "oral"
    HANDWRITTEN = "handwritten"


AGREEMENT_FORM_NAMES = {
    AgreementForm.WRITTEN: "书面协议",
    AgreementForm.ORAL: "口头协议",
    AgreementForm.HANDWRITTEN: "手写协议（原件已签）",
}


class AgreementState(StrEnum):
    """How far the paper is."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    ABANDONED = "abandoned"


_OPEN = "state IN ('draft','frozen','signed')"


class Agreement(Witnessed, Model):
    """One agreement of a case.  `version` counts up with every change of its text; freezing fixes it with a hash."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("state IN ('draft','abandoned') OR length(frozen_hash) = 64", name="fixed_has_hash"),
        CheckConstraint("state <> 'in_force' OR in_force_on IS NOT NULL", name="in_force_has_day"),
        CheckConstraint("sealed_on IS NULL OR in_force_on >= sealed_on", name="no_effect_before_seal"),
        Index("uq_agreement_open", "case_id", unique=True, postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
    )

    subject_kind = "agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    form: Mapped[AgreementForm] = mapped_column(Word(AgreementForm))
    state: Mapped[AgreementState] = mapped_column(Word(AgreementState), default=AgreementState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    facts: Mapped[str] = mapped_column(Text, default="")
    issues: Mapped[str] = mapped_column(Text, default="")
    responsibility: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    recorder: Mapped[str] = mapped_column(String(60), default="")
    is_partial: Mapped[bool] = mapped_column(default=False)
    reviewed_version: Mapped[int | None]
    review_waived_reason: Mapped[str] = mapped_column(String(500), default="")
    frozen_text: Mapped[str] = mapped_column(Text, default="")
    frozen_hash: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None]
    sealed_on: Mapped[date | None]
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    in_force_on: Mapped[date | None]
    original_attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    row_version: Mapped[int] = mapped_column()
    case: Mapped[Case] = relationship()
    clauses: Mapped[list[Clause]] = relationship(order_by="Clause.position", cascade="all, delete-orphan")
    bound: Mapped[list[BoundParty]] = relationship(cascade="all, delete-orphan")
    signatures: Mapped[list[Signature]] = relationship(order_by="Signature.id", cascade="all, delete-orphan")
    duties: Mapped[list[Duty]] = relationship(order_by="Duty.id", cascade="all, delete-orphan")
    absent: Mapped[list[AbsentSigner]] = relationship(order_by="AbsentSigner.id", cascade="all, delete-orphan")
    known: Mapped[list[Acknowledgement]] = relationship(order_by="Acknowledgement.id", cascade="all, delete-orphan")
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class BoundParty(Witnessed, Model):
    """A party the agreement binds; those not listed stay outside (部分达成).  Effect is per party."""

    __tablename__ = "bound_party"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    in_force_on: Mapped[date | None]
    party: Mapped[Party] = relationship()


class Clause(Witnessed, Model):
    """Who does what, by when, where, how proven, and for how much (yuan)."""

    __tablename__ = "clause"
    __table_args__ = (CheckConstraint("amount IS NULL OR amount >= 0", name="amount_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    position: Mapped[int]
    who: Mapped[str] = mapped_column(String(200), default="")
    does: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    due_note: Mapped[str] = mapped_column(String(100), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    proof: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    limitation: Mapped[Limitation] = mapped_column(Word(Limitation), default=Limitation.OWN)
    """Printed nowhere: it says from when the claim is counted, not what was agreed."""


class SigningMethod(StrEnum):
    """How somebody signed."""

    BY_HAND = "by_hand"
    BY_AGENT = "by_agent"
    FINGERPRINT = "fingerprint"


SIGNING_METHOD_NAMES = {
    SigningMethod.BY_HAND: "本人签名",
    SigningMethod.BY_AGENT: "代理人签名",
    SigningMethod.FINGERPRINT: "按手印",
}


class Signature(Occurred, Model):
    """One signature of a party or of a mediator, with its own date."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("agreement_id", "party_id"),
        UniqueConstraint("agreement_id", "case_mediator_id"),
        CheckConstraint("(party_id IS NULL) <> (case_mediator_id IS NULL)", name="one_signer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    case_mediator_id: Mapped[int | None] = mapped_column(ForeignKey("case_mediator.id"))
    method: Mapped[SigningMethod] = mapped_column(Word(SigningMethod))
    signed_on: Mapped[date]
    agent_name: Mapped[str] = mapped_column(Name(60), default="")
    witness: Mapped[str] = mapped_column(Name(60), default="")
    was_read_aloud: Mapped[bool] = mapped_column(default=False)
    party: Mapped[Party | None] = relationship()
    case_mediator: Mapped[CaseMediator | None] = relationship()


class AbsentSigner(Occurred, Model):
    """A party a fixed text was written for and that does not sign it: the others stay bound without it (第29条)."""

    __tablename__ = "absent_signer"
    __table_args__ = (UniqueConstraint("agreement_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    reason: Mapped[str] = mapped_column(Text)
    party: Mapped[Party] = relationship()


class Acknowledgement(Occurred, Model):
    """A party wrote beside its signature that it knows who has not signed, and stays bound all the same."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("agreement_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    written_on: Mapped[date]
    party: Mapped[Party] = relationship()


class Duty(HasPublicId, Witnessed, Model):
    """One promise of an agreement in force: due, done or not done, each with its date."""

    __tablename__ = "duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    done_on: Mapped[date | None]
    not_done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    limitation: Mapped[Limitation] = mapped_column(Word(Limitation), default=Limitation.OWN)
    """An instalment belongs to the debt of the promise before it."""
    awaited_on: Mapped[date | None]
    """The day it is waited for: that of the paper, or the one both sides named since."""
    row_version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class PerformanceEntry(HasPublicId, Occurred, Model):
    """Part of a promise was kept, or its claim began anew: a payment, a demand, an acknowledgement, another day.

    `took_place_on` is the day on which a payment was made or a demand arrived; `until` the day that a demand sets or
    both sides named.  One that was typed wrong is struck out and stays.
    """

    __tablename__ = "performance_entry"
    __table_args__ = (
        CheckConstraint("amount IS NULL OR amount > 0", name="amount_positive"),
        CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name="struck_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    took_place_on: Mapped[date]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    until: Mapped[date | None]
    way: Mapped[ProofWay | None] = mapped_column(Word(ProofWay))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    """At whose wish a demand was made."""
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    paper_at: Mapped[str] = mapped_column(String(100), default="")
    """Where its paper lies, where there is no picture of it."""
    note: Mapped[str] = mapped_column(String(300), default="")
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    struck_reason: Mapped[str] = mapped_column(String(200), default="")
    asked_by: Mapped[Party | None] = relationship()

    @property
    def has_paper(self) -> bool:
        """Whether it can be shown: only then does a claim begin anew (诉讼时效规定 第8、12、14条)."""
        return self.attachment_id is not None or bool(self.paper_at)


class ConfirmationResult(StrEnum):
    """What the court said to the joint application."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CONFIRMATION_NAMES = {
    ConfirmationResult.WAITING: "申请了，还没有结果",
    ConfirmationResult.CONFIRMED: "法院裁定确认有效",
    ConfirmationResult.REFUSED: "法院没有受理，或者裁定驳回",
    ConfirmationResult.WITHDRAWN: "当事人撤回了申请",
}


class Confirmation(Occurred, Model):
    """The joint application for judicial confirmation and its result (人民调解法 第33条)."""

    __tablename__ = "confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), unique=True)
    court: Mapped[str] = mapped_column(String(100))
    applied_on: Mapped[date]
    result: Mapped[ConfirmationResult] = mapped_column(Word(ConfirmationResult))
    decided_on: Mapped[date | None]
    ruling_number: Mapped[str] = mapped_column(String(60), default="")
    """案号 of the 裁定书; rows kept before it was asked have none."""
    row_version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class ReturnVisit(Occurred, Model):
    """A visit after effect: was the promise kept, are the parties content."""

    __tablename__ = "return_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    way: Mapped[str] = mapped_column(String(40))
    situation: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text, default="")


class ArchiveRecord(Occurred, Model):
    """The file was put away: by whom, where, for how long."""

    __tablename__ = "archive_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), unique=True)
    place: Mapped[str] = mapped_column(String(100))
    retention: Mapped[str] = mapped_column(String(40))
