"""Where every flow stands (one compact state), and its projections: open steps and waiting timers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.db import Model
from app.core.public_ids import HasPublicId
from app.deadlines.models import Deadline
from app.organisations.models import Body, Office


class DefinitionRow(Model):
    """One version of a diagram folder, named by the hash of its content; flows pin the version they began with."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("key", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]


class Process(Model):
    """One flow of one subject.  Several may run at once: of one process only for parts that are told apart."""

    __tablename__ = "process"
    __table_args__ = (
        Index("ix_process_subject", "subject_kind", "subject_id"),
        Index(
            "uq_process_running",
            "subject_kind",
            "subject_id",
            "key",
            "part",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
            sqlite_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    key: Mapped[str] = mapped_column(String(40))
    """The process, as its versions have it."""
    part: Mapped[str] = mapped_column(String(40), default="")
    """Tells flows of one process about one subject apart; empty for the one it was registered with."""
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    state: Mapped[bytes] = mapped_column(LargeBinary)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()
    definition: Mapped[DefinitionRow] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class FlowMove(Model):
    """A flow was taken to another version of its diagrams: where it stood in the one before, so that it can go back."""

    __tablename__ = "flow_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    from_definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    from_state: Mapped[bytes] = mapped_column(LargeBinary)
    to_definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    to_row_version: Mapped[int]
    """The flow's own version right after: it goes back only while nothing was done since."""
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    process: Mapped[Process] = relationship()


class Task(HasPublicId, Witnessed, Model):
    """One step that is, or was, open: whose it is, since when, until when, and how it was answered."""

    __tablename__ = "task"
    __table_args__ = (
        Index(
            "ix_task_open",
            "committee_id",
            "role",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_task_open_office",
            "office_id",
            "role",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("(committee_id IS NULL) <> (office_id IS NULL)", name="one_place"),
        CheckConstraint("(committee_id IS NULL) = (body_id IS NULL)", name="a_body_has_a_committee"),
        Index("ix_task_subject", "subject_kind", "subject_id"),
        Index("ix_task_matter", "matter_kind", "matter_id"),
        Index("ix_task_process_id", "process_id"),
        Index("ix_task_assignee", "assignee_person_id"),
    )

    unwitnessed = frozenset(
        {"label", "role", "region", "committee_id", "body_id", "office_id", "assignee_person_id"}
        | {"title", "number", "due_at", "deadline_id", "matter_kind", "matter_id"}
    )
    witnessed_from = "closed_at"

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    step_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    matter_kind: Mapped[str] = mapped_column(String(40))
    """With `matter_id`, the matter in whose work it stands: the subject itself, or what a letter is about."""
    matter_id: Mapped[int]
    region: Mapped[str] = mapped_column(String(12))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    assignee_person_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime | None]
    """The last moment of the period it belongs to, rolled; `deadline` knows the unrolled one and why."""
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"), index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    occurred_at: Mapped[datetime | None]
    spoken_by: Mapped[str] = mapped_column(String(100), default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")
    answers: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column()
    body: Mapped[Body | None] = relationship(foreign_keys=[body_id])
    office: Mapped[Office | None] = relationship()
    process: Mapped[Process] = relationship()
    deadline: Mapped[Deadline | None] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def place_name(self) -> str:
        """Where it is done: the mediation body, or the office."""
        place = self.body or self.office
        return place.name if place else ""

    @property
    def words(self) -> str:
        """What is to be done; and with which letter about the matter, or which part of it: its title begins with it."""
        is_beside = (self.subject_kind, self.subject_id) != (self.matter_kind, self.matter_id)
        is_named = is_beside or bool(self.process.part)
        return self.label + self.title.partition("　")[0] if is_named else self.label


class Timer(Model):
    """One waiting timer of a flow, so that the sweep finds what is due without opening any state."""

    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_waiting", "due_at", postgresql_where=text("gone_at IS NULL"), sqlite_where=text("gone_at IS NULL")
        ),
        Index("ix_timer_process_id", "process_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    engine_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(10))
    step_name: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
