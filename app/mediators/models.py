"""The pool of people who help: category, skills, grade, appointment, availability, state."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.core.terms import GUIDANCE_ONLY, DisputeType, PoolCategory
from app.organisations.models import Body, Person, Village


class PoolState(StrEnum):
    """Whether a member may be asked."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"


POOL_STATE_NAMES = {PoolState.ACTIVE: "在册", PoolState.SUSPENDED: "暂停", PoolState.REMOVED: "已移出"}


class PoolMember(HasPublicId, Model):
    """One person of the pool, with one main category."""

    __tablename__ = "pool_member"
    __table_args__ = (
        CheckConstraint("grade IS NULL OR grade BETWEEN 1 AND 4", name="grade_one_to_four"),
        Index("ix_pool_member_village_state", "village_id", "state"),
    )

    subject_kind = "pool_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    category: Mapped[PoolCategory] = mapped_column(Word(PoolCategory), index=True)
    grade: Mapped[int | None]
    """1 (highest) to 4; None when not graded."""
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    state: Mapped[PoolState] = mapped_column(Word(PoolState), default=PoolState.ACTIVE)
    state_reason: Mapped[str] = mapped_column(String(200), default="")
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    hours_a_week: Mapped[int] = mapped_column(default=10)
    """Hours a week the member can give."""
    row_version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    village: Mapped[Village | None] = relationship()
    skills: Mapped[list[PoolSkill]] = relationship(cascade="all, delete-orphan")
    tags: Mapped[list[PoolTag]] = relationship(cascade="all, delete-orphan")
    appointments: Mapped[list[Appointment]] = relationship(cascade="all, delete-orphan")
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def is_guidance_only(self) -> bool:
        """Judges and police assistants advise and do not mediate (T15)."""
        return self.category in GUIDANCE_ONLY


class PoolSkill(Model):
    """A dispute type the member is good at."""

    __tablename__ = "pool_skill"

    pool_member_id: Mapped[int] = mapped_column(ForeignKey("pool_member.id"), primary_key=True)
    dispute_type: Mapped[DisputeType] = mapped_column(Word(DisputeType), primary_key=True)


class PoolTag(Model):
    """A further role of the member, in the office's own words (网格员, 红色楼长, …)."""

    __tablename__ = "pool_tag"

    pool_member_id: Mapped[int] = mapped_column(ForeignKey("pool_member.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)


class Appointment(Model):
    """A committee appoints a member as its mediator, or as its legal adviser (人民调解法 第13条)."""

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_member_id: Mapped[int] = mapped_column(ForeignKey("pool_member.id"), index=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    committee: Mapped[Body] = relationship()
