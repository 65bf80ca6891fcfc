"""The periods that run: when each began, when it ends (rolled and unrolled), why, and when it rings next."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.deadlines.terms import DeadlineState, Stage
from workflows.periods.holidays import DayKind
from workflows.periods.reckon import Extension, Span

_RUNNING = "closed_at IS NULL"
_RINGS = "rings_at IS NOT NULL"


class Deadline(HasPublicId, Witnessed, Model):
    """One period of one subject.  ``part`` tells several of one code apart (a duty, a letter, a review)."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_rings_at", "rings_at", postgresql_where=text(_RINGS), sqlite_where=text(_RINGS)),
        Index(
            "ix_deadline_running",
            "committee_id",
            "unrolled_at",
            postgresql_where=text(_RUNNING),
            sqlite_where=text(_RUNNING),
        ),
        Index(
            "ix_deadline_unrolled_at",
            "unrolled_at",
            postgresql_where=text(_RUNNING),
            sqlite_where=text(_RUNNING),
        ),
        Index("ix_deadline_due_on", "due_on", postgresql_where=text(_RUNNING), sqlite_where=text(_RUNNING)),
        Index(
            "uq_deadline_running",
            "subject_kind",
            "subject_id",
            "code",
            "part",
            unique=True,
            postgresql_where=text(_RUNNING),
            sqlite_where=text(_RUNNING),
        ),
        Index("ix_deadline_subject", "subject_kind", "subject_id"),
        CheckConstraint("due_on >= unrolled_on", name="rolls_forward"),
        CheckConstraint("(state IN ('met','closed')) <= (closed_at IS NOT NULL)", name="over_when_met"),
        CheckConstraint("closed_at IS NULL OR rings_at IS NULL", name="silent_when_over"),
    )

    unwitnessed = frozenset({"rung", "rings_at", "leased_until"})

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(10))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(40), default="")
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    starts_on: Mapped[date]
    starts_at: Mapped[datetime]
    length: Mapped[int]
    suspended: Mapped[str] = mapped_column(Text, default="[]")
    extended: Mapped[str] = mapped_column(Text, default="")
    unrolled_on: Mapped[date]
    due_on: Mapped[date]
    unrolled_at: Mapped[datetime]
    due_at: Mapped[datetime]
    is_provisional: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[str] = mapped_column(Text)
    state: Mapped[DeadlineState] = mapped_column(Word(DeadlineState), default=DeadlineState.OPEN)
    rung: Mapped[Stage] = mapped_column(Word(Stage), default=Stage.RUNNING)
    rings_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lapsed_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def is_running(self) -> bool:
        """Whether it still has to be watched."""
        return self.closed_at is None

    @property
    def suspensions(self) -> tuple[Span, ...]:
        """Stretches in which it did not run."""
        return tuple(Span(date.fromisoformat(one), date.fromisoformat(two)) for one, two in json.loads(self.suspended))

    @suspensions.setter
    def suspensions(self, spans: tuple[Span, ...]) -> None:
        self.suspended = json.dumps([[span.first.isoformat(), span.last.isoformat()] for span in spans])

    @property
    def extension(self) -> Extension | None:
        """How it was made longer, if it was."""
        if not self.extended:
            return None
        said = json.loads(self.extended)
        until = said.get("until")
        return Extension(
            date.fromisoformat(said["decided_on"]), said.get("days"), date.fromisoformat(until) if until else None
        )

    @extension.setter
    def extension(self, given: Extension | None) -> None:
        until = given.until.isoformat() if given and given.until else None
        said = {"decided_on": given.decided_on.isoformat(), "days": given.days, "until": until} if given else None
        self.extended = json.dumps(said) if said else ""


class DeadlineTrail:
    """A deadline as the audit trail names it (its own `subject_kind` column says whom the period is about)."""

    subject_kind = "deadline"

    def __init__(self, deadline: Deadline) -> None:
        self.id = deadline.id


class TownYear(Witnessed, Model):
    """A year's notice the town brought in over the files; its content as the file it came in."""

    __tablename__ = "town_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TownDay(Witnessed, Model):
    """A single day the town changed over the files and the notices."""

    __tablename__ = "town_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(Word(DayKind))
    name: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class TownLength(Witnessed, Model):
    """A length the town set for a period no statute fixes, for starts from a day on."""

    __tablename__ = "town_length"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    length: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
