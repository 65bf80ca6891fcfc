"""A dispute: where it stands, who the parties are, which committee handles it under which number."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, synonym

from app.audit.models.witness import Witnessed
from app.cases.terms import CaseStatus
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.core.terms import DisputeType, Level
from app.matters.models.participants import Participant, keep_names_of
from app.mediators.models import PoolMember
from app.organisations.models import Body, Village


class Source(StrEnum):
    """How a case came in (人民调解法 第17、18条)."""

    APPLICATION = "application"
    INITIATIVE = "initiative"
    REFERRAL = "referral"


SOURCE_NAMES = {Source.APPLICATION: "当事人申请", Source.INITIATIVE: "主动调解", Source.REFERRAL: "委托移送"}


class CourtFile(StrEnum):
    """How a court handed a matter over: before filing, or within an ordinary or simplified suit (特邀调解规定)."""

    DELEGATED = "delegated"
    ORDINARY = "ordinary"
    SIMPLIFIED = "simplified"


COURT_FILE_NAMES = {
    CourtFile.DELEGATED: "法院委派（立案前）",
    CourtFile.ORDINARY: "法院委托（普通程序）",
    CourtFile.SIMPLIFIED: "法院委托（简易程序）",
}


class Risk(StrEnum):
    """How likely the dispute is to flare up (人民调解法 第25条)."""

    ORDINARY = "ordinary"
    WATCH = "watch"
    URGENT = "urgent"


RISK_NAMES = {Risk.ORDINARY: "一般", Risk.WATCH: "要留心", Risk.URGENT: "可能激化"}


class Case(HasPublicId, Witnessed, Model):
    """One dispute from the first complaint to the kept promise."""

    __tablename__ = "mediation_case"
    __table_args__ = (
        Index("ix_mediation_case_committee_status", "committee_id", "status"),
        Index("ix_mediation_case_registered_at", "registered_at"),
    )

    subject_kind = "case"

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(String(12))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    source: Mapped[Source] = mapped_column(Word(Source))
    referred_by: Mapped[str] = mapped_column(String(100), default="")
    reply_due_on: Mapped[date | None]
    court_file: Mapped[CourtFile | None] = mapped_column(Word(CourtFile))
    court_received_on: Mapped[date | None]
    rights_known_on: Mapped[date | None]
    is_land_contract: Mapped[bool] = mapped_column(default=False)
    dispute_type: Mapped[DisputeType] = mapped_column(Word(DisputeType), index=True)
    facts: Mapped[str] = mapped_column(Text)
    claims: Mapped[str] = mapped_column(Text)
    is_grave: Mapped[bool] = mapped_column(default=False)
    is_ownership: Mapped[bool] = mapped_column(default=False)
    has_cadre_party: Mapped[bool] = mapped_column(default=False)
    shared: Mapped[str] = mapped_column(String(10), default="none")
    is_public: Mapped[bool] = mapped_column(default=False)
    risk: Mapped[Risk] = mapped_column(Word(Risk), default=Risk.ORDINARY)
    status: Mapped[CaseStatus] = mapped_column(Word(CaseStatus), default=CaseStatus.REGISTERED)
    level: Mapped[Level] = mapped_column(Word(Level))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    suggested_level: Mapped[Level | None] = mapped_column(Word(Level))
    adviser_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    spoken_by: Mapped[str] = mapped_column(String(100))
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    applied_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()
    village: Mapped[Village] = relationship()
    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    committee: Mapped[Body] = relationship(foreign_keys=[committee_id])
    parties: Mapped[list[Party]] = relationship(
        primaryjoin=lambda: Case.id == foreign(Party.subject_id),
        order_by=lambda: (Party.side, Party.position),
        back_populates="case",
    )
    handlings: Mapped[list[Handling]] = relationship(order_by="Handling.id")
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def handling(self) -> Handling | None:
        """The current committee's handling, once it has accepted."""
        return next((one for one in reversed(self.handlings) if one.committee_id == self.committee_id), None)

    @property
    def number(self) -> str:
        """The current number as printed, empty before acceptance."""
        return self.handling.number if self.handling else ""


class Party(Participant):
    """One party on one side of a dispute."""

    case_id: Mapped[int] = synonym("subject_id")
    case: Mapped[Case] = relationship(
        primaryjoin=lambda: foreign(Party.subject_id) == Case.id, back_populates="parties"
    )
    __mapper_args__: dict[str, Any] = {"polymorphic_identity": Case.subject_kind}


keep_names_of(Party)


class CaseNumber(Witnessed, Model):
    """A number once given: voided ones stay, with the reason, and are never given again."""

    __tablename__ = "case_number"
    __table_args__ = (UniqueConstraint("committee_id", "year", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    year: Mapped[int]
    sequence: Mapped[int]
    text: Mapped[str] = mapped_column(String(60), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    given_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(300), default="")


class Handling(Witnessed, Model):
    """One committee's acceptance of a case: its number; its month is the running deadline M2 of the case."""

    __tablename__ = "handling"
    __table_args__ = (UniqueConstraint("case_id", "committee_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    accepted_on: Mapped[date]
    committee: Mapped[Body] = relationship()


class LevelStay(Witnessed, Model):
    """The case stood on one rung for a while: what the staircase picture shows."""

    __tablename__ = "level_stay"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    level: Mapped[Level] = mapped_column(Word(Level))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    entered_on: Mapped[date]
    left_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(40), default="")
    body: Mapped[Body] = relationship()


class CaseMediatorPart(StrEnum):
    """What a person does in a case."""

    PRESIDING = "presiding"
    MEDIATOR = "mediator"
    INVITED = "invited"


PART_NAMES = {
    CaseMediatorPart.PRESIDING: "调解主持人",
    CaseMediatorPart.MEDIATOR: "调解员",
    CaseMediatorPart.INVITED: "被邀请人",
}


class CaseMediator(HasPublicId, Witnessed, Model):
    """A person of the pool works on a case: how chosen, what was disclosed."""

    __tablename__ = "case_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    pool_member_id: Mapped[int] = mapped_column(ForeignKey("pool_member.id"), index=True)
    part: Mapped[CaseMediatorPart] = mapped_column(Word(CaseMediatorPart))
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    chosen_by: Mapped[str] = mapped_column(String(20))
    """``parties`` when they chose the person, ``committee`` when it appointed (第19条)."""
    disclosure: Mapped[str] = mapped_column(String(500), default="")
    signs: Mapped[bool] = mapped_column(default=False)
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    pool_member: Mapped[PoolMember] = relationship(lazy="joined", innerjoin=True)


class PartyWish(Witnessed, Model):
    """A party's wish about a mediator: chosen, or objected to with a reason (第19、23条)."""

    __tablename__ = "party_wish"
    __table_args__ = (UniqueConstraint("case_id", "party_id", "pool_member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    pool_member_id: Mapped[int] = mapped_column(ForeignKey("pool_member.id"))
    objects: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300), default="")
    occurred_at: Mapped[datetime]
