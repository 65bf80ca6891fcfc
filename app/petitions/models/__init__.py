"""A petition (one letter, one visit) and its claims, each with its own class, route and clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, synonym

from app.audit.models.witness import Witnessed
from app.core.crypto import keys, sealing_keys
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.core.sealed_columns import BOUND_TO
from app.core.shortening import shortened
from app.matters.models.participants import Agent, Participant, keep_names_of
from app.organisations.models import Office, Village
from app.petitions.terms import (
    Channel,
    ClaimStatus,
    Decision,
    Ending,
    MatterClass,
    Origin,
    Route,
    Stance,
    Urgency,
)


class Petition(HasPublicId, Witnessed, Model):
    """One letter, call or visit as it was received; everything that comes in is registered (第21、44条)."""

    __tablename__ = "petition"
    __table_args__ = (
        Index("ix_petition_received_on", "received_on"),
        CheckConstraint("signatures >= 1", name="somebody_signs"),
        CheckConstraint("(origin = 'direct') = (transferred_on IS NULL)", name="transferred_on_a_day"),
    )

    subject_kind = "petition"

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(String(12))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), index=True)
    """Where the matter lies; empty when outside the villages of the town."""
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """The register number: a year and random digits, so that no gap tells of what is kept elsewhere."""
    query_code_sealed: Mapped[str] = mapped_column(String(200), info={BOUND_TO: ("number",)})
    channel: Mapped[Channel] = mapped_column(Word(Channel))
    origin: Mapped[Origin] = mapped_column(Word(Origin))
    transferred_by: Mapped[str] = mapped_column(String(100), default="")
    transferred_on: Mapped[date | None]
    transfer_number: Mapped[str] = mapped_column(String(60), default="")
    upper_received_on: Mapped[date | None]
    """The day the higher body had received it, when it said so: its own fifteen days (D1) are judged by it."""
    reply_due_on: Mapped[date | None]
    """The day an assignment (交办) asks the result for (D11)."""
    received_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(120))
    story: Mapped[str] = mapped_column(Text)
    signatures: Mapped[int] = mapped_column(default=1)
    urgency: Mapped[Urgency] = mapped_column(Word(Urgency), default=Urgency.ORDINARY)
    national_number: Mapped[str] = mapped_column(String(60), default="")
    national_entered_at: Mapped[datetime | None]
    national_query_code: Mapped[str] = mapped_column(String(40), default="")
    national_due_on: Mapped[date | None]
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"))
    """The earlier petition of the same person or matter (重复信访)."""
    spoken_by: Mapped[str] = mapped_column(String(100))
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    registered_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column()
    village: Mapped[Village | None] = relationship()
    petitioners: Mapped[list[Petitioner]] = relationship(
        primaryjoin=lambda: Petition.id == foreign(Petitioner.subject_id),
        order_by=lambda: Petitioner.position,
        back_populates="petition",
    )
    claims: Mapped[list[Claim]] = relationship(order_by="Claim.position", back_populates="petition")
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def query_code(self) -> str:
        """The random code with which the petitioner follows the matter."""
        return keys().open(self.query_code_sealed, f"petition.query_code:{self.number}")

    def seal_query_code(self, code: str) -> None:
        """Keep the code, bound to this petition's number."""
        self.query_code_sealed = sealing_keys().seal(code, f"petition.query_code:{self.number}")

    @property
    def starts_on(self) -> date:
        """The day from which the town's periods count: receipt of the transfer, or of the petition itself."""
        return self.transferred_on or self.received_on

    @property
    def is_repeat(self) -> bool:
        """重复信访."""
        return self.repeats_id is not None

    @property
    def is_void(self) -> bool:
        """Whether the registration was wrong or double and was voided as a whole."""
        return any(one.ending is Ending.VOIDED for one in self.claims)

    @property
    def is_guarded(self) -> bool:
        """Whether somebody who petitions must not be reached at home: nobody follows it by a code then."""
        return any(one.is_guarded for one in self.petitioners)

    @property
    def names(self) -> str:
        """``赵××、孙××等12人``: who petitions, in short."""
        shown = "、".join(one.name for one in self.petitioners[:2])
        return f"{shown}等{self.signatures}人" if self.signatures > len(self.petitioners[:2]) else shown


class Petitioner(Participant):
    """Somebody who petitions, or speaks for those who do; who signed takes part of their own will."""

    petition_id: Mapped[int] = synonym("subject_id")
    petition: Mapped[Petition] = relationship(
        primaryjoin=lambda: foreign(Petitioner.subject_id) == Petition.id, back_populates="petitioners"
    )
    __mapper_args__: dict[str, Any] = {"polymorphic_identity": Petition.subject_kind}

    @property
    def proxy(self) -> Agent | None:
        """Who came in their stead (代办)."""
        return self.agents[0] if self.agents else None


keep_names_of(Petitioner)


class Claim(HasPublicId, Witnessed, Model):
    """One thing a petition asks for: its class, route, decision, handling and end."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("petition_id", "position"),
        Index("ix_claim_status", "status"),
        CheckConstraint("(route IS NULL) OR (matter_class = 'appeal')", name="routes_are_for_appeals"),
        CheckConstraint("(ending IS NULL) = (closed_on IS NULL)", name="ends_on_a_day"),
    )

    subject_kind = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    position: Mapped[int]
    region: Mapped[str] = mapped_column(String(12))
    request: Mapped[str] = mapped_column(Text)
    matter_class: Mapped[MatterClass | None] = mapped_column(Word(MatterClass))
    route: Mapped[Route | None] = mapped_column(Word(Route))
    sorting_reason: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[Decision | None] = mapped_column(Word(Decision))
    decided_on: Mapped[date | None]
    ground: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[ClaimStatus] = mapped_column(Word(ClaimStatus), default=ClaimStatus.SORTING)
    accepted_on: Mapped[date | None]
    is_simple: Mapped[bool] = mapped_column(default=False)
    objected: Mapped[bool] = mapped_column(default=False)
    """Whether a wrong transfer was objected to already."""
    handling_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    inner_due_on: Mapped[date | None]
    findings: Mapped[str] = mapped_column(Text, default="")
    stance: Mapped[Stance | None] = mapped_column(Word(Stance))
    reply: Mapped[str] = mapped_column(Text, default="")
    """What a simple answer or a suggestion's answer said."""
    told_how: Mapped[str] = mapped_column(String(20), default="")
    opinion_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    dispute_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_case.id"))
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))
    closed_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    petition: Mapped[Petition] = relationship(back_populates="claims")
    handling_office: Mapped[Office | None] = relationship()
    joined_to: Mapped[Claim | None] = relationship(remote_side=[id])
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def number(self) -> str:
        """``2026-483920-2``: the petition's register number and the claim's place in it."""
        return f"{self.petition.number}-{self.position}"

    @property
    def title(self) -> str:
        """Who asks for what, in short."""
        asked = " ".join(self.request.split())
        return f"{self.petition.names}：{shortened(asked, 40)}"
