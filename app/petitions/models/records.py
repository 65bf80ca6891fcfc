"""What happened to a claim, one row each: letters, hearings, urgings, settlements, higher opinions, satisfaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.db import Model, Word
from app.core.name_grams import Name
from app.core.public_ids import HasPublicId
from app.letters.models import LetterRow, sign_off_rules
from app.matters.models.occurred import Occurred
from app.organisations.models import Office
from app.petitions.models import Claim, Petition
from app.petitions.terms import LetterKind, Score, UpperResult, Urgency


class Letter(LetterRow):
    """A letter of the town government, about a claim or a supervision."""

    __tablename__ = "petition_letter"
    __table_args__ = (
        *sign_off_rules(),
        Index("ix_petition_letter_claim", "claim_id"),
        CheckConstraint("(claim_id IS NULL) <> (supervision_id IS NULL)", name="about_one_thing"),
    )

    subject_kind = "letter"

    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    supervision_id: Mapped[int | None] = mapped_column(ForeignKey("supervision.id"))
    kind: Mapped[LetterKind] = mapped_column(Word(LetterKind))
    claim: Mapped[Claim | None] = relationship()
    supervision: Mapped[Supervision | None] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": LetterRow.row_version}

    @property
    def about(self) -> Claim | Supervision:
        """What it is about: one of the two, always."""
        about = self.claim or self.supervision
        assert about is not None
        return about


class Assignment(HasPublicId, Occurred, Model):
    """内部分办单: who handles the claim and by when; the newest counts."""

    __tablename__ = "claim_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    inner_due_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    office: Mapped[Office] = relationship()


class Urging(Occurred, Model):
    """催办: the desk reminds the handling office."""

    __tablename__ = "claim_urging"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    text: Mapped[str] = mapped_column(Text)
    office: Mapped[Office] = relationship()


class Hearing(HasPublicId, Occurred, Model):
    """听证: when, where, who, what was said, what it found (第31条)."""

    __tablename__ = "claim_hearing"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(100))
    host: Mapped[str] = mapped_column(String(60))
    present: Mapped[str] = mapped_column(Text)
    minutes: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text)


class ExtensionRequest(Occurred, Model):
    """A longer time was asked for; approved or denied by a named person (第34条)."""

    __tablename__ = "claim_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    is_approved: Mapped[bool | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")


class Settlement(HasPublicId, Occurred, Model):
    """和解/调解协议书 within a petition (第33条): not a people's mediation agreement."""

    __tablename__ = "claim_settlement"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    is_mediated: Mapped[bool]
    agreed_on: Mapped[date]
    other_party: Mapped[str] = mapped_column(Name(100))
    text: Mapped[str] = mapped_column(Text)
    is_whole: Mapped[bool]
    rest: Mapped[str] = mapped_column(Text, default="")


class UpperOpinion(Occurred, Model):
    """A higher body's review (复查) or re-review (复核): requested, file supplied, opinion received."""

    __tablename__ = "claim_upper_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    is_final: Mapped[bool]
    """False for 复查 by the district, True for 复核 by the city."""
    requested_on: Mapped[date]
    was_in_time: Mapped[bool]
    supplied_on: Mapped[date | None]
    material: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[UpperResult | None] = mapped_column(Word(UpperResult))
    number: Mapped[str] = mapped_column(String(60), default="")
    decided_on: Mapped[date | None]
    received_on: Mapped[date | None]
    summary: Mapped[str] = mapped_column(Text, default="")
    hearing_from: Mapped[date | None]
    hearing_to: Mapped[date | None]


class Withdrawal(Occurred, Model):
    """撤回: in writing, before the opinion, after a check for pressure."""

    __tablename__ = "claim_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    applied_on: Mapped[date]
    asked_how: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)


class ObjectionAnswer(Occurred, Model):
    """What the transferring body answered to the objection: until it agrees the town is responsible (第23条)."""

    __tablename__ = "claim_objection_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    is_agreed: Mapped[bool]
    answered_by: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")


class ReviewRequestHere(Occurred, Model):
    """A request for review handed to the town, which told where it belongs."""

    __tablename__ = "claim_review_request_here"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    handed_on: Mapped[date]
    is_final: Mapped[bool]
    told_how: Mapped[str] = mapped_column(String(20))


class MajorReport(Occurred, Model):
    """重大紧急情况报告: what, to whom, how, on the same day (第25条)."""

    __tablename__ = "petition_major_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    urgency: Mapped[Urgency] = mapped_column(Word(Urgency))
    reported_to: Mapped[str] = mapped_column(String(100))
    method: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    petition: Mapped[Petition] = relationship()


class Supervision(HasPublicId, Occurred, Model):
    """督办 received from above: its suggestions are answered within thirty days."""

    __tablename__ = "supervision"

    subject_kind = "supervision"

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(String(12))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    from_body: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(60), default="")
    received_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date | None]
    claim: Mapped[Claim | None] = relationship()


class Satisfaction(Witnessed, Model):
    """What the petitioner says, separately of the desk and of the handling unit; never typed by staff (第21条)."""

    __tablename__ = "claim_satisfaction"
    __table_args__ = (UniqueConstraint("claim_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    desk: Mapped[Score] = mapped_column(Word(Score))
    unit: Mapped[Score] = mapped_column(Word(Score))
    comment: Mapped[str] = mapped_column(String(500), default="")
    given_at: Mapped[datetime]
